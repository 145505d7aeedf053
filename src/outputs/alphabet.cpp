// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/alphabet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.hpp"
#include "outputs/settled.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

bool is_blank(const std::string& character) {
    constexpr std::array<std::string_view, 4> names = {"", "blank", "[blank]", "<blank>"};
    return std::ranges::find(names, lower_case(character)) != names.end();
}

std::optional<std::int64_t> blank_of(const std::vector<std::string>& alphabet) {
    if (std::ranges::count_if(alphabet, is_blank) != 1)
        return std::nullopt;
    return std::ranges::find_if(alphabet, is_blank) - alphabet.begin();
}

// Steps between characters have the blank: of the two ends of the alphabet it is the one that wins more of them.
std::int64_t commoner_end(const TextScores& scores) {
    std::array<std::size_t, 2> wins = {};
    const auto count = static_cast<std::ptrdiff_t>(scores.characters);
    for (auto row = scores.values.begin(); row != scores.values.end(); row += count) {
        const auto best = std::max_element(row, row + count) - row;
        wins[0] += best == 0 ? 1 : 0;
        wins[1] += best == count - 1 ? 1 : 0;
    }
    return wins[1] > wins[0] ? count - 1 : 0;
}

std::optional<std::int64_t> named_blank(BlankClass blank,
                                        const std::vector<std::string>& alphabet,
                                        std::int64_t classes) {
    if (blank == BlankClass::first)
        return 0;
    if (blank == BlankClass::last)
        return classes - 1;
    const auto count = static_cast<std::int64_t>(alphabet.size());
    if (count == classes)
        return blank_of(alphabet);
    return count + 2 == classes ? std::optional<std::int64_t>(0) : std::nullopt;
}

}  // namespace

bool fits_alphabet(const std::vector<std::string>& alphabet, std::int64_t classes) {
    const auto count = static_cast<std::int64_t>(alphabet.size());
    if (count == classes)
        return blank_of(alphabet).has_value();
    return count + 1 == classes || (count + 2 == classes && std::ranges::find(alphabet, " ") == alphabet.end());
}

std::string character_of(std::int64_t index,
                         const std::vector<std::string>& alphabet,
                         std::size_t classes,
                         std::int64_t blank) {
    if (alphabet.empty())
        return fmt::format("[{}]", index);
    const auto position = static_cast<std::size_t>(index - (alphabet.size() < classes && blank == 0 ? 1 : 0));
    return position < alphabet.size() ? alphabet[position] : " ";
}

AnswerReader with_alphabet(AnswerReader reader, const std::vector<std::string>& alphabet, BlankClass blank) {
    if (!alphabet.empty() && !fits_alphabet(alphabet, reader.classes))
        throw Error(ErrorKind::usage,
                    fmt::format("expected an alphabet of {} characters, or of {} with one that is empty or called "
                                "\"blank\", found {}",
                                reader.classes - 1,
                                reader.classes,
                                alphabet.size()));
    const auto named = named_blank(blank, alphabet, reader.classes);
    reader.read = [read = reader.read, named, settled = Settled<std::int64_t>()](std::span<const OutputTensor> said) {
        auto answer = read(said);
        auto& scores = answer.text_scores;
        scores.blank = named ? *named : settled.get([&] { return std::optional(commoner_end(scores)); });
        return answer;
    };
    return reader;
}

}  // namespace vinoscope
