// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "outputs/decoder_table.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The readings of the outputs of `model`, the most trusted first, checked against its answers to two made-up pictures
/// where the graph, names and shapes leave doubts. Which one is right is a property of the model: no image that is
/// explained changes it.
/// @param preprocess complete; where it does not normalise, and the graph does not either, the pictures have values in
/// 0..1
/// @throws Error as find_readings()
std::vector<AnswerReader> checked_readings(const ov::Model& model,
                                           const ImageInput& input,
                                           const Preprocess& preprocess,
                                           const DecoderWish& options);

/// The most trusted of them. @throws Error as find_readings() and most_trusted()
AnswerReader trusted_reader(const ov::Model& model,
                            const ImageInput& input,
                            const Preprocess& preprocess,
                            const DecoderWish& options);

/// The same, or none when no reading is trusted and none is `needed`.
std::optional<AnswerReader> trusted_reader_if(bool needed,
                                              const ov::Model& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              const DecoderWish& options);

/// What a user should know about a reading that is taken though it is doubtful; nothing for others.
std::optional<std::string> reading_warning(const AnswerReader& reader);

}  // namespace vinoscope
