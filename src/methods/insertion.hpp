// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "outputs/decoder_table.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {

/// What insertion chose.
struct Insertion {
    const Method* method = nullptr;
    std::string layer;
    bool needs_f32 = false;      ///< whether another precision gives other maps, or none
    bool fails_in_half = false;  ///< whether bf16 and f16 give none
    double inferences = 1;       ///< of the model, which are about as much work
    std::vector<Decision> decisions;
};

/// Builds what is explained, `[batch]`, out of class scores `[batch, classes]` or `[batch, classes, places]`.
using TargetScore = std::function<ov::Output<ov::Node>(ov::Model&, const ov::Output<ov::Node>& scores)>;

/// Adds the output `saliency_map` to `model` itself, or the gradients that its method samples.
/// @param reader of the outputs; none when nothing understands them: enough for methods that answer per image
/// @param score for methods that answer one target
/// @throws Error as insert_xai.
Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader,
                              const TargetScore& score);

/// The same for the target that `options` names.
Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader);

/// The same with the most trusted reading of the outputs (trusted_reader()).
Insertion insert_saliency_map(ov::Model& model, const ImageInput& input, const InsertOptions& options);

}  // namespace vinoscope
