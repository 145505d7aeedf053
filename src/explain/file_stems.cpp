// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explanation.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>
#include <unordered_map>

#include "core/file.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

namespace {

/// What is appended to a label so that it differs from others.
enum class Suffix { none, index, index_and_position };

std::string suffix_text(Suffix suffix, const SaliencyMap& map, std::size_t position) {
    const std::string index = map.target && !map.label.empty() ? fmt::format("_{}", *map.target) : "";
    switch (suffix) {
        case Suffix::none:
            return "";
        case Suffix::index:
            return index;
        case Suffix::index_and_position:
            return fmt::format("{}_{}", index, position);
    }
    return "";
}

/// Behind the postfix.
std::string score_text(const SaliencyMap& map, const std::string& postfix) {
    return map.score ? fmt::format("{}{:.2f}", postfix.empty() ? "_" : "", *map.score) : "";
}

class StemMaker {
public:
    StemMaker(const std::string& prefix, const std::string& postfix, bool scores, StemStyle style)
        : m_prefix(prefix),
          m_postfix(postfix),
          m_scores(scores),
          m_kind(style == StemStyle::target ? "target_" : ""),
          m_per_image(style == StemStyle::target ? "per_image_map" : "activation_map") {
        constexpr std::size_t limit = 100;
        if (prefix.size() + postfix.size() > limit) {
            throw Error(ErrorKind::usage,
                        fmt::format("expected a prefix and a postfix of at most {} bytes in total, found {}",
                                    limit,
                                    prefix.size() + postfix.size()));
        }
    }

    std::string make(const SaliencyMap& map, const std::string& suffix) const {
        const std::string head = m_prefix + (map.target ? m_kind : m_per_image);
        const std::string tail = suffix + m_postfix + (m_scores ? score_text(map, m_postfix) : "");
        const std::string& named = map.name.empty() ? map.label : map.name;
        const std::string name = !map.target ? "" : named.empty() ? std::to_string(*map.target) : named;
        return safe_file_name(head + std::string(cut_utf8(name, max_file_name - head.size() - tail.size())) + tail);
    }

private:
    const std::string& m_prefix;
    const std::string& m_postfix;
    bool m_scores;
    std::string m_kind;
    std::string m_per_image;
};

/// What some formats put between stem and extension: a stem must not be another one with that.
constexpr std::array<std::string_view, 3> stem_endings = {"", "_16bit", "_stderr"};

/// Gives every stem that is not alone a longer suffix. @return whether there was one
bool lengthen_equal(const std::vector<std::string>& stems, std::vector<Suffix>& suffixes) {
    std::unordered_map<std::string, int> count;
    for (const std::string& stem : stems) {
        for (const auto ending : stem_endings) {
            ++count[lower_case(stem).append(ending)];
        }
    }
    bool changed = false;
    for (std::size_t i = 0; i < stems.size(); ++i) {
        if (count[lower_case(stems[i])] > 1 && suffixes[i] != Suffix::index_and_position) {
            suffixes[i] = suffixes[i] == Suffix::none ? Suffix::index : Suffix::index_and_position;
            changed = true;
        }
    }
    return changed;
}

}  // namespace

std::vector<std::string> file_stems(const std::vector<SaliencyMap>& maps,
                                    const std::string& prefix,
                                    const std::string& postfix,
                                    bool scores,
                                    StemStyle style) {
    const StemMaker maker(prefix, postfix, scores, style);
    std::vector<Suffix> suffixes(maps.size(), Suffix::none);
    std::vector<std::string> stems(maps.size());
    do {
        for (std::size_t i = 0; i < maps.size(); ++i) {
            stems[i] = maker.make(maps[i], suffix_text(suffixes[i], maps[i], i));
        }
    } while (lengthen_equal(stems, suffixes));
    return stems;
}

}  // namespace vinoscope
