// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/image_input.hpp"
#include "outputs/answer_reader.hpp"
#include "vinoscope/answer.hpp"

namespace vinoscope {

/// The outputs that a reading wants, for one picture.
using Said = std::span<const OutputTensor>;

/// Checks a reading against answers of its model to several pictures, and lowers the trust in it where they do not fit:
/// scores beyond 0..1, boxes without an area or far outside of the picture, candidates that do not cover it, classes
/// beyond the labels, logits that are rather coordinates or an embedding, answers that are the same for all pictures.
/// Settles what only answers tell (outputs/settled.hpp) by the first of them.
/// @param labels number of class names, 0 when it is not known
void check_answers(AnswerReader& reader, std::span<const Said> answers, const ImageInput& input, std::size_t labels);

}  // namespace vinoscope
