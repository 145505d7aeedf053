// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/decision.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/gradient.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// The name of the output that insert_xai() adds.
inline constexpr const char* saliency_map_output = "saliency_map";

/// Options of insert_xai().
struct InsertOptions {
    /// "auto", or the name of an insertable method of list_methods().
    std::string method = "auto";

    /// The friendly name of the operation to explain at. Several class heads of a detector are separated by commas. If
    /// empty, the layer is chosen automatically.
    std::string target_layer = {};

    /// The name of the output that holds the scores. If empty, it is detected by its shape.
    std::string output = {};

    /// The target of methods that explain a single target: a class, the best class of each image, or
    /// GradientTarget::input().
    GradientTarget target = {};

    /// Whether each map is scaled to u8 0..255 by its own minimum and maximum.
    bool embed_scaling = false;

    /// The layout of the input, if it cannot be detected.
    std::optional<TensorLayout> layout = {};

    /// The input size of a model with a dynamic size; 0 means the size to which the graph resizes, else 224.
    int input_height = 0;
    int input_width = 0;

    /// The memory limit of tiled activations in bytes.
    std::size_t memory_limit = std::size_t{1} << 30;

    /// The name of the input to explain. If empty, the only input with four dimensions.
    std::string image_input = {};

    /// The values of inputs that become constants of the new model. All other inputs are kept.
    InputValues inputs = {};

    /// The batch size of a model with a dynamic batch. 0 keeps it dynamic, unless the map can only be computed, or only
    /// in one pass, for a single image.
    int batch = 0;
};

/// Returns the model with the additional output `saliency_map`: `[batch, classes, h, w]`, or `[batch, h, w]` for
/// methods with one map per image or per target; raw f32 values, or u8 with embed_scaling. The model runs in plain
/// OpenVINO. The given model is not changed; outputs, names and rt_info are kept. rt_info["saliency_map"] contains the
/// `method` and, if the map needs it, the `precision` "f32" to be set as ov::hint::inference_precision.
/// @param decisions if not null, receives the automatic choices
/// @throws Error (unsupported) if the method does not fit the model or the model already has such an output,
///         (bad_target) for an unknown layer or output, (usage) for an unknown method
[[nodiscard]] VINOSCOPE_API std::shared_ptr<ov::Model> insert_xai(const std::shared_ptr<const ov::Model>& model,
                                                                  const InsertOptions& options = {},
                                                                  std::vector<Decision>* decisions = nullptr);

/// Reads the model `source`, inserts the maps, and writes the IR `destination` (.xml and .bin). Both files are replaced
/// together or not at all.
/// @param decisions also receives the shape of the new output
/// @throws Error as insert_xai(), (bad_model), (io), and (usage) if a file of the source would be overwritten
VINOSCOPE_API void insert_xai(const std::filesystem::path& source,
                              const std::filesystem::path& destination,
                              const InsertOptions& options = {},
                              std::vector<Decision>* decisions = nullptr);

/// The inputs of explanation_of() besides the tensor.
struct ExplanationParts {
    /// The explained image, over which maps are drawn, or an empty image.
    Image image = {};

    /// The classes whose maps are returned, in this order.
    TargetRequests targets = all_classes();

    /// One name per class, or empty.
    std::vector<std::string> labels = {};

    /// One score per class, or empty. Required by top().
    std::vector<float> scores = {};

    /// The region of the image that the input showed. std::nullopt means the whole image.
    std::optional<Region> region = {};
};

/// Returns an Explanation of the result of a model with inserted maps that ran in a pipeline of the caller, to be
/// rendered, saved and evaluated like those of Explainer.
/// @param saliency_map `[1, classes, h, w]`, or `[1, h, w]` of a method with one map per image, for which targets,
/// labels
///        and scores are ignored
/// @throws Error (usage) if the tensor has another shape, labels or scores do not have one entry per class, or top() is
///         used without scores; (bad_target) for a class out of range
[[nodiscard]] VINOSCOPE_API Explanation explanation_of(const Tensor& saliency_map, ExplanationParts parts = {});

}  // namespace vinoscope
