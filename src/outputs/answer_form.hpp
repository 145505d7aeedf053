// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/answer_reader.hpp"

namespace vinoscope {

/// `reader`, whose outputs are checked before they are read: they have as many values as their shapes say, every length
/// that the model fixes is kept, and outputs that tell something of the same things (AnswerReader::row_lengths) tell it
/// of the same number of things.
/// @throws Error (bad_model) when it reads an answer that does not fit
Postprocess with_checked_outputs(const AnswerReader& reader, const ov::Model& model);

/// What an answer holds, for people: "3 boxes".
std::string form_text(const Answer& answer);

/// @throws Error (bad_model; usage where the decoder is a postprocess of the caller's) that says what an answer should
/// be
[[noreturn]] void refuse_answer(std::string_view decoder, const std::string& expected, const std::string& found);

/// Throws Error (bad_model; usage where the decoder is a postprocess of the caller's) unless the parts of an answer fit
/// each other: one row of scores for each box, one value for each class and place.
void require_consistent(const Answer& answer, std::string_view decoder);

/// The same unless `said` is as consistent and has the form of `first`, the answer to the image itself: as many scores,
/// places and classes. Boxes may come and go.
void require_same_form(const Answer& first, const Answer& said, std::string_view decoder);

}  // namespace vinoscope
