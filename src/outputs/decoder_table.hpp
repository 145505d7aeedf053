// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/decoder.hpp"

namespace vinoscope {

/// All decoders, in the order in which they are tried; the only list of them.
std::span<const Decoder> decoder_table();

/// @throws Error (usage) with the nearest names, unless `name` is "auto" or that of a decoder
void require_decoder(std::string_view name);

/// What the user says about the outputs of a model.
struct DecoderWish {
    std::string task = "auto";
    std::string decoder = "auto";
    std::string output = {};
    ScoreConversion score = ScoreConversion::automatic;
    std::size_t labels = 0;
    std::vector<std::string> alphabet = {};
};

/// All readings of the outputs that fit the wish, the most trusted first and equals in the order of the table; only the
/// one that the user names where there is one. Answers are not looked at (see plausibility.hpp).
/// @throws Error (usage) for unknown names, (unsupported) when none fits, with the outputs and what to try.
std::vector<AnswerReader> find_readings(const ov::Model& model, const ImageInput& input, const DecoderWish& wish);

/// The most trusted of `readings`.
/// @throws Error (unsupported) when none is trusted, with the candidates, what speaks against them and what to try.
AnswerReader most_trusted(std::vector<AnswerReader> readings, const ov::Model& model);

/// The most trusted reading, as far as the graph, names and shapes tell. @throws Error as both above
AnswerReader find_reader(const ov::Model& model, const ImageInput& input, const DecoderWish& wish);

}  // namespace vinoscope
