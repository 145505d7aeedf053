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
#include "vinoscope/explanation.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/score_graph.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// Everything that is decided once per model. What is left empty is taken from the model or chosen automatically.
struct ExplainerOptions {
    std::string task = "auto";      ///< "auto" or a name of task_names()
    std::string decoder = "auto";   ///< what reads the outputs: "auto" (by their names and shapes) or a name that
                                    ///< `vinoscope explain --help` lists
    std::string score = "auto";     ///< how class scores are read: "softmax", "sigmoid", "raw", or "auto": softmax when
                                    ///< the graph ends in plain numbers, else as they are, and what a postprocess
                                    ///< returns as it is
    std::string method = "auto";    ///< "auto", or "white-box" or "black-box" for an automatic choice among those, or a
                                    ///< name of list_methods(); a method that is named is never replaced by another
    std::string target_layer = {};  ///< friendly name of the operation to explain at, for several class heads of a
                                    ///< detector separated by commas; empty: found automatically
    std::string output = {};        ///< name of the output with the scores; empty: found by its shape
    Preprocess preprocess = {};     ///< wins over what the model says

    /// Makes the model's input out of an image, instead of `preprocess` and of what the model says.
    PreprocessFunction preprocess_fn = {};
    bool tensor_input = false;  ///< explain() will be given tensors: what they need is compiled at once

    /// Reads the outputs, for models that no decoder understands. White-box and gradient methods explain scores of the
    /// graph: with a postprocess they answer only where those are shown to be the scores that it returns, for the image
    /// and for inputs of noise made out of it. They have the same number of targets, and one increasing function maps
    /// the graph's scores, or their softmax, to the returned ones; boxes are among those of the graph. Elsewhere "auto"
    /// takes a black-box method, and for any other method explain() throws Error (unsupported).
    /// docs/how-to/explain-a-score-of-your-own.md shows how any score can be built into the graph.
    Postprocess postprocess = {};

    /// What is explained instead of an output: the cosine similarity of the embedding that the model ends in with this
    /// reference, one score for each vector of it. `output` names the embedding where the model has several outputs.
    Reference similar_to = {};

    /// Multiplies similarities, which makes them logits of the vectors of `similar_to` (of texts, with the factor that
    /// a CLIP model was trained with, e.g. 100): their softmax is then the score of a vector. Nothing: the similarities
    /// themselves.
    std::optional<float> logit_scale = {};

    /// Builds what is explained instead of an output, as a part of the graph, so that every method explains it: values
    /// of the task regression, or, when `task` says so, scores of classes.
    ScoreGraph score_graph = {};

    int input_height = 0;  ///< where the model leaves its input size open; 0: 224
    int input_width = 0;
    std::vector<std::string> labels = {};    ///< wins over what the model says; one name per class. A single value that
                                             ///< ends in a sigmoid, or has two labels, is the score of class 1 of two
    std::vector<std::string> alphabet = {};  ///< of a recogniser of text, wins over what the model says: one character
                                             ///< for each class, with or without the blank
    std::string blank =
        "auto";  ///< which class of a recogniser is the blank: "first", "last", or "auto": the character
                 ///< that is empty or called blank, else the end of the alphabet that is commoner
    std::string device = "CPU";  ///< any device name of OpenVINO: CPU, GPU, NPU, AUTO, HETERO:..., MULTI:...
    std::string precision =
        "auto";  ///< "auto" (the device's own choice, but f32 where maps need it), "f32", "f16" or "bf16"
    std::filesystem::path cache = {};  ///< folder for compiled models; empty: none
    std::uint64_t seed = 0;            ///< for methods that draw random numbers

    /// Bytes that one explanation may take on top of the model: tiled activations are computed in as many parts as that
    /// needs; the scores of masks, the regression of RISE and the maps of gradient methods are estimated beforehand,
    /// and explain() throws Error (usage) for more.
    std::size_t memory_limit = std::size_t{1} << 30;

    /// Whether explain() will be called by several threads at once: the device then serves many images at a time
    /// instead of each as soon as possible.
    bool throughput = false;

    AttributionOptions attribution = {};  ///< for methods that average gradients over many inputs
    BlackBoxOptions black_box = {};       ///< for methods that ask the model about perturbed inputs

    /// Name of the input that is explained; empty: the only one of four dimensions (a picture), else of five (a
    /// volume).
    std::string image_input = {};

    /// Values of the other inputs, the same in every inference: of the shape of the input, without its batch, or one
    /// number for all of it. Inputs of a known name that take the size of the picture (`orig_target_sizes`, `im_shape`,
    /// `scale_factor`, ...) need none: they get the size of the model's input, and boxes come in its coordinates.
    /// Without a value for any other input, Error (usage) names it.
    InputValues inputs = {};
};

/// Told after each of `count` inferences that ended, by the thread that asked for them; what it throws ends the others.
using Progress = std::function<void(std::size_t done, std::size_t count)>;

struct ExplainOptions {
    TargetRequests targets = top(1);
    int predictions = 5;      ///< how many to list in Explanation::predictions
    double min_score = 0.25;  ///< 0..1; boxes with a lower score are not listed, and PredictedBox does not count them

    /// Asked about the predictions of each image before its maps are computed; false: there are no maps.
    std::function<bool(const std::vector<Prediction>& predictions)> wanted = {};

    Progress progress = {};     ///< of black-box methods
    std::stop_token stop = {};  ///< asks a black-box method to stop: explain() throws Error (cancelled)
};

/// Seconds spent once per model.
struct SetupSeconds {
    double read_model = 0;
    double compile = 0;  ///< graph edits included
};

/// Explains one model. Creating it reads, edits and compiles the model; explain() is then as fast as the model itself
/// with a white-box method, and takes many inferences with a black-box one.
/// Several threads may call explain() on one object at once: each call takes inference requests of its own.
class Explainer {
public:
    /// @param model an IR (.xml), ONNX, TensorFlow (.pb or SavedModel folder), TensorFlow Lite or Paddle file
    /// @throws Error (bad_model, usage, unsupported, bad_target, device)
    explicit Explainer(const std::filesystem::path& model, const ExplainerOptions& options = {});

    /// The model is cloned, not changed.
    explicit Explainer(const std::shared_ptr<const ov::Model>& model, const ExplainerOptions& options = {});

    Explainer(Explainer&&) noexcept;
    Explainer& operator=(Explainer&&) noexcept;
    ~Explainer();

    /// @throws Error (bad_image, bad_target, device, cancelled)
    Explanation explain(Image image, const ExplainOptions& options = {}) const;

    /// Explains an input that the caller has prepared: the model gets it as it is. Black-box methods mask the tensor
    /// itself, so that the baseline "zero" is zero.
    /// @param input of the model's shape with a batch of 1; u8 is converted for a model that takes floats
    /// @param original the picture that `input` shows whole: maps and boxes are drawn over it and in its coordinates.
    ///        When it is empty, coordinates are those of the input, and maps can only be drawn alone at native size
    /// @throws Error (bad_image) when the tensor does not fit the model, else as above
    Explanation explain(Tensor input, Image original, const ExplainOptions& options = {}) const;

    const std::vector<std::string>& labels() const;

    /// In pixels, of the image that the model takes.
    int input_height() const;
    int input_width() const;

    /// What was chosen, for people: one line each (method, layer, output, preprocessing and where they come from).
    const std::vector<std::string>& decisions() const;

    /// What was guessed and may make the maps wrong, one line each; empty when all is known.
    const std::vector<std::string>& warnings() const;

    /// What every Explanation of this object will carry; `inferences` is zero.
    const Provenance& provenance() const;
    const SetupSeconds& seconds() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace vinoscope
