// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "outputs/output_form.hpp"

namespace vinoscope {

/// Outputs of a known form that no task of vinoscope is about, or that lack what decoding needs.
struct ForeignForm {
    std::vector<std::size_t> outputs;
    std::string text;  ///< what they look like, a clause
};

/// The text of a recogniser (scores of characters for each step), boxes and key points relative to anchors that the
/// model does not hold, masks of queries, or undecoded levels of a detector as tables. Nothing for other models.
std::optional<ForeignForm> find_foreign_form(const DecoderQuestion& question);

/// Whether the outputs look like text: scores of characters for each step of a line.
bool looks_like_text(const DecoderQuestion& question);

/// Whether the steps of a text come before the batch: `[steps, batch, characters]`.
bool counts_steps_first(const OutputForm& output, const ImageInput& input);

/// Whether a model has recurrent layers.
bool is_recurrent(const ov::Model& model);

}  // namespace vinoscope
