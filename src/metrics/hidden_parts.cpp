// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/hidden_parts.hpp"

#include <fmt/format.h>

#include "vinoscope/error.hpp"

namespace vinoscope {

HiddenParts hide_parts(MetricCase& one, const DrawMask& draw) {
    const int wanted = one.inputs().options.subsets;
    if (wanted < 2)
        throw Error(ErrorKind::usage, fmt::format("expected at least 2 random subsets, found {}", wanted));
    const auto count = static_cast<std::size_t>(wanted);
    const auto& values = one.values();
    HiddenParts parts;
    parts.attributions.resize(count);
    parts.losses = one.inputs().score(count, [&](std::size_t index, std::span<float> mask) {
        draw(index, mask);
        double sum = 0;
        for (std::size_t i = 0; i < mask.size(); ++i)
            sum += (1 - mask[i]) * values[i];
        parts.attributions[index] = static_cast<float>(sum);
    });
    for (auto& score : parts.losses)
        score = static_cast<float>(one.inputs().image_score) - score;
    return parts;
}

}  // namespace vinoscope
