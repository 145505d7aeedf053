// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "vinoscope/answer.hpp"
#include "vinoscope/attribution.hpp"
#include "vinoscope/black_box.hpp"
#include "vinoscope/choices.hpp"
#include "vinoscope/decision.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/image_view.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/properties.hpp"
#include "vinoscope/score_graph.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Core;
class Model;
}  // namespace ov

namespace vinoscope {

/// Options that are fixed when an Explainer is created. Options that are left empty are read from the model or chosen
/// automatically.
struct ExplainerOptions {
    /// "auto" or a name of task_names().
    std::string task = "auto";

    /// The decoder of the outputs: a name of list_decoders(), or "auto" to choose by their names and shapes.
    std::string decoder = "auto";

    /// The conversion of class scores to probabilities. Scores returned by `postprocess` are converted only if it is
    /// not automatic.
    ScoreConversion score = ScoreConversion::automatic;

    /// A name of list_methods(), or "auto", "white-box" or "black-box" to choose automatically among all methods or
    /// those of one kind. A method chosen by name is never replaced by another one.
    std::string method = "auto";

    /// The friendly name of the operation to explain at. Several class heads of a detector are separated by commas. If
    /// empty, the layer is chosen automatically.
    std::string target_layer = {};

    /// Averages the map of the image with the maps of further images. For classes, contrasts, boxes, points and masks
    /// of images; explain() throws Error (bad_target) for other targets and Error (usage) for tensors.
    Augmentation augment = Augmentation::none;

    /// The standard deviation of a Gaussian by which maps of pixels (SaliencyMap::of_pixels) are smoothed, in pixels of
    /// the model's input; 0 means none.
    double smooth = 0;

    /// The name of the output that holds the scores. If empty, it is detected by its shape.
    std::string output = {};

    /// Overrides the preprocessing stored in the model.
    Preprocess preprocess = {};

    /// Converts an image to the model's input. Replaces `preprocess` and the preprocessing stored in the model.
    PreprocessFunction preprocess_fn = {};

    /// Whether explain() will be called with tensors, so that the models for them are compiled at construction.
    bool tensor_input = false;

    /// Decodes the outputs of models for which there is no decoder. White-box and gradient methods explain scores of
    /// the graph. With a postprocess function they are used only if the scores of the graph prove to be those that the
    /// function returns, both for the image and for noise derived from it: the numbers of targets are equal, and one
    /// increasing function maps the scores of the graph, or their softmax, to the returned scores; boxes are among
    /// those of the graph. Otherwise the method "auto" uses a black-box method, and explain() throws Error
    /// (unsupported) for any other method. docs/how-to/explain-a-score-of-your-own.md shows how to add a score to the
    /// graph.
    Postprocess postprocess = {};

    /// The reference of an embedding. If set, the explained scores are the cosine similarities of the embedding with
    /// the reference, one per vector of it. `output` selects the embedding if the model has several outputs.
    Reference similar_to = {};

    /// The factor that turns similarities into logits of the vectors of `similar_to`, such as the logit scale of a CLIP
    /// model (e.g. 100). Scores are then the softmax of these logits. std::nullopt means the similarities themselves.
    std::optional<float> logit_scale = {};

    /// Adds the explained scores to the graph, so that every method can explain them: values of the task regression, or
    /// class scores if `task` is "classification".
    ScoreGraph score_graph = {};

    /// The input size of a model with a dynamic size; 0 means 224.
    int input_height = 0;
    int input_width = 0;

    /// The names of the classes, one per class. Overrides the labels stored in the model. A single value that ends in a
    /// sigmoid, or for which there are two labels, is the score of class 1 of two.
    std::vector<std::string> labels = {};

    /// The alphabet of a text recogniser, one character per class, with or without the blank. Overrides the alphabet
    /// stored in the model.
    std::vector<std::string> alphabet = {};

    /// The class of the blank of a text recogniser.
    BlankClass blank = BlankClass::automatic;

    /// An OpenVINO device name: CPU, GPU, NPU, AUTO, HETERO:..., MULTI:...
    std::string device = "CPU";

    /// The inference precision.
    Precision precision = Precision::automatic;

    /// The folder for compiled models. If empty, they are not stored.
    std::filesystem::path cache = {};

    /// The seed of methods that use random numbers.
    std::uint64_t seed = 0;

    /// The limit of the memory that one explanation takes in bytes: the weights and activations of the compiled models,
    /// and the cells, masks, scores and maps of the method. It is estimated beforehand for a CPU; OpenVINO itself, the
    /// image and what is drawn are not included. Cells are computed in as many parts, and as many inferences run at
    /// once, as fit. If that does not suffice, the constructor or explain() throws Error (usage) before the work, and
    /// says what takes the memory. std::nullopt limits only cells, scores and maps, to 1 GiB.
    std::optional<std::size_t> memory_limit = {};

    /// Whether explain() will be called by several threads at the same time. The model is then compiled for throughput
    /// instead of latency.
    bool throughput = false;

    /// Options of methods that average gradients over many inputs.
    AttributionOptions attribution = {};

    /// Options of methods that run the model on perturbed inputs.
    BlackBoxOptions black_box = {};

    /// The name of the input to explain. If empty, the only input with four dimensions (an image), else the only one
    /// with five (a volume).
    std::string image_input = {};

    /// The values of the other inputs, used in every inference: in the shape of the input, in its shape without the
    /// batch, or as a single number. Inputs with a known name for the image size (`orig_target_sizes`, `im_shape`,
    /// `scale_factor`, ...) are set to the size of the model's input, so that boxes are in its coordinates. If any
    /// other input has no value, the constructor throws Error (usage) with its name.
    InputValues inputs = {};

    /// Further properties for compiling the model, such as ov::num_streams. Those that `precision` and `throughput`
    /// set, ov::hint::inference_precision and ov::hint::performance_mode, are refused.
    Properties properties = {};

    /// The core that reads and compiles the model, for its extensions and device settings. If null, one core of the
    /// library that all objects share.
    std::shared_ptr<ov::Core> core = {};
};

/// Called by the thread that explains after each of `count` steps: inferences, or maps of methods with one inference
/// for each target. Methods with a single inference do not call it. An exception that it throws cancels the rest.
using Progress = std::function<void(std::size_t done, std::size_t count)>;

/// Options of a single call of Explainer::explain().
struct ExplainOptions {
    TargetRequests targets = top(1);

    /// The maximum size of Explanation::predictions.
    int predictions = 5;

    /// The minimum score, 0..1, for a box to count as a detection. Boxes with a lower score are not listed and not
    /// counted by PredictedBox. std::nullopt means the confidence threshold stored in the model, or 0.25.
    std::optional<double> min_score = {};

    /// Called with the predictions of each image before its maps are computed. If it returns false, there are no maps.
    std::function<bool(const std::vector<Prediction>& predictions)> wanted = {};

    /// Reports the progress.
    Progress progress = {};

    /// Requests explain() to stop before the next inference; it then throws Error (cancelled).
    std::stop_token stop = {};
};

/// The durations of the steps that run once per model, in seconds.
struct SetupSeconds {
    double read_model = 0;

    /// Graph edits and compilation.
    double compile = 0;
};

/// Explains the predictions of one model. The constructor reads, edits and compiles the model. With a white-box method,
/// explain() then takes about as long as an inference of the model; black-box methods run many inferences.
/// Several threads may call explain() on one object at the same time; each call uses its own inference requests.
class VINOSCOPE_API Explainer {
public:
    /// @param model an IR (.xml), ONNX, TensorFlow (.pb or SavedModel folder), TensorFlow Lite or Paddle file
    /// @throws Error (bad_model, usage, unsupported, bad_target, device)
    explicit Explainer(const std::filesystem::path& model, const ExplainerOptions& options = {});

    /// The model is cloned, not changed.
    explicit Explainer(const std::shared_ptr<const ov::Model>& model, const ExplainerOptions& options = {});

    Explainer(Explainer&&) noexcept;
    Explainer& operator=(Explainer&&) noexcept;
    ~Explainer();

    /// Explains one image.
    /// @throws Error (bad_image, bad_target, device, cancelled)
    [[nodiscard]] Explanation explain(Image image, const ExplainOptions& options = {}) const;

    /// Explains pixels of the caller, such as a frame of a camera.
    /// @throws Error as above, and (bad_image) as to_image()
    [[nodiscard]] Explanation explain(const ImageView& image, const ExplainOptions& options = {}) const;

    /// Explains a tensor that the caller has prepared, which is passed to the model unchanged. Black-box methods mask
    /// the tensor itself, and the baseline "zero" is zero.
    /// @param input a tensor of the model's input shape with a batch of 1; u8 is converted for a model with a float
    /// input
    /// @param original the image from which `input` was prepared, resized as a whole. Maps are drawn over it, and boxes
    ///        are in its coordinates. If it is empty, coordinates are those of the input, and maps can only be drawn
    ///        without an overlay at native size
    /// @throws Error (bad_image) if the tensor does not fit the model, else as above
    [[nodiscard]] Explanation explain(Tensor input, Image original, const ExplainOptions& options = {}) const;

    [[nodiscard]] const std::vector<std::string>& labels() const;

    /// Return the size of the model's input in pixels.
    [[nodiscard]] int input_height() const;
    [[nodiscard]] int input_width() const;

    /// Returns the automatic choices (method, layer, output, preprocessing) and their sources.
    [[nodiscard]] const std::vector<Decision>& decisions() const;

    /// Returns the assumptions that may invalidate the maps, one line each; empty if there are none.
    [[nodiscard]] const std::vector<std::string>& warnings() const;

    /// Returns the provenance of all explanations of this object; `inferences` is zero.
    [[nodiscard]] const Provenance& provenance() const;
    [[nodiscard]] const SetupSeconds& seconds() const;

private:
    struct VINOSCOPE_LOCAL Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace vinoscope
