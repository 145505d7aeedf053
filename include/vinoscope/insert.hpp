// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/explanation.hpp"
#include "vinoscope/gradient.hpp"
#include "vinoscope/preprocess.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// Name of the output that insert_xai adds.
inline constexpr const char* saliency_map_output = "saliency_map";

struct InsertOptions {
    std::string method = "auto";              ///< "auto" or a white-box name of list_methods()
    std::string target_layer = {};            ///< friendly name of an operation, for several class heads of a
                                              ///< detector separated by commas; empty: found automatically
    std::string output = {};                  ///< name of the output with the scores; empty: found by its shape
    GradientTarget target = {};               ///< of methods that answer one target: a class, the best class of
                                              ///< each image, or GradientTarget::input()
    bool embed_scaling = false;               ///< each map scaled to u8 0..255 by its own minimum and maximum
    std::optional<TensorLayout> layout = {};  ///< of the input, when the model does not tell
    int input_height = 0;                     ///< where the model leaves its input size open; 0: what its graph
                                              ///< resizes to, else 224
    int input_width = 0;
    std::size_t memory_limit = std::size_t{1} << 30;  ///< bytes that tiled activations may take
    std::string image_input = {};  ///< name of the input that is explained; empty: the only one of four dimensions
    InputValues inputs = {};       ///< inputs that become constants of the new model; the others stay inputs
    int batch = 0;  ///< where the model leaves it open; 0: it stays open, unless the map is one pass, or possible at
                    ///< all, for one image at a time only
};

/// The model with one more output, `saliency_map`: `[batch, classes, h, w]`, or `[batch, h, w]` for methods that answer
/// per image or one target at a time; f32 raw values, or u8 with embed_scaling. It runs in plain OpenVINO. The given
/// model is not changed; outputs, names and rt_info are kept, and rt_info["saliency_map"] tells the `method` and, where
/// the map needs it, the `precision` "f32": ov::hint::inference_precision to compile with.
/// @param decisions when given, receives one line for each automatic choice
/// @throws Error (unsupported) when the method does not fit the model or the model already has such an output,
///         (bad_target) for an unknown layer or output, (usage) for an unknown method.
std::shared_ptr<ov::Model> insert_xai(const std::shared_ptr<const ov::Model>& model,
                                      const InsertOptions& options = {},
                                      std::vector<std::string>* decisions = nullptr);

/// Reads `source`, inserts, and writes the IR `destination` (.xml, with its .bin beside it). Both files are replaced
/// together, or not at all.
/// @param decisions also receives the shape of the new output
/// @throws Error as insert_xai, (bad_model), (io), and (usage) when a file of the source would be overwritten.
void insert_xai(const std::filesystem::path& source,
                const std::filesystem::path& destination,
                const InsertOptions& options = {},
                std::vector<std::string>* decisions = nullptr);

/// What explanation_of() needs to know besides the tensor.
struct ExplanationParts {
    Image image = {};                        ///< that was explained, to draw over; or none
    TargetRequests targets = all_classes();  ///< which maps to keep, in this order; only classes
    std::vector<std::string> labels = {};    ///< one name per class, or empty
    std::vector<float> scores = {};          ///< one per class, or empty; top() needs them
    std::optional<Region> region = {};       ///< what the input showed of the image; none: all of it
};

/// An Explanation of what a model with an inserted output said in a pipeline of the caller's own, to be rendered, saved
/// and judged as one of Explainer.
/// @param saliency_map `[1, classes, h, w]`, or `[1, h, w]` of a method that answers per image: then targets, labels
///        and scores do not count
/// @throws Error (usage) when the tensor has another shape, labels or scores are not one per class, or top() is asked
///         for without scores; (bad_target) for a class that there is not
Explanation explanation_of(const Tensor& saliency_map, ExplanationParts parts = {});

}  // namespace vinoscope
