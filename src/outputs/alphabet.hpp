// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/answer_reader.hpp"
#include "vinoscope/choices.hpp"

namespace vinoscope {

/// Whether the characters of an alphabet may be those of a recogniser with `classes` scores for each step: as many, one
/// of them the blank; one less; or two less, where a space comes last, as in PaddleOCR.
bool fits_alphabet(const std::vector<std::string>& alphabet, std::int64_t classes);

/// The character of class `index`, as fits_alphabet() counts; "[index]" where there is no alphabet.
std::string character_of(std::int64_t index,
                         const std::vector<std::string>& alphabet,
                         std::size_t classes,
                         std::int64_t blank);

/// `reader` of the task recognition, whose answers tell which class is the blank.
/// @param blank automatic: the character of the alphabet that is empty or called blank, else that end of the alphabet
///        which wins more steps of the first prediction
/// @throws Error (usage) if the alphabet does not fit
AnswerReader with_alphabet(AnswerReader reader, const std::vector<std::string>& alphabet, BlankClass blank);

}  // namespace vinoscope
