// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "task/decoder_table.hpp"

namespace vinoscope {

/// Outputs of a known form that no task of vinoscope is about, or that lack what decoding needs.
struct ForeignForm {
    std::vector<std::size_t> outputs;
    std::string text;  ///< what they look like, a clause
};

/// The text of a recogniser (scores of characters for each step), boxes and key points relative to anchors that the
/// model does not hold, masks of queries, or undecoded levels of a detector as tables. Nothing for other models.
std::optional<ForeignForm> find_foreign_form(const DecoderQuestion& question);

}  // namespace vinoscope
