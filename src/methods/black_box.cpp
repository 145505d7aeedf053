// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/black_box.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

void require_room(std::size_t masks, std::size_t targets, std::size_t memory_limit) {
    if (const auto most = memory_limit / sizeof(float) / std::max(targets, std::size_t{1}); masks > most)
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected at most {} masks for {} targets, whose scores fit into {} MiB, found {}; use fewer masks, "
                "explain fewer targets at once, or raise the limit (memory_limit)",
                most,
                targets,
                memory_limit >> 20U,
                masks));
}

}  // namespace

Matrix BlackBox::score(std::size_t count,
                       const std::function<void(std::size_t index, std::span<float> mask)>& draw,
                       const Rounds& rounds) const {
    require_room(count, targets(), memory_limit);
    Matrix scores(count, targets());
    std::vector<float> mask(static_cast<std::size_t>(image.height()) * static_cast<std::size_t>(image.width()));
    ScoreJob all = job;
    all.count = count;
    all.fill = [&](std::size_t index, ov::Tensor& input) {
        draw(index, mask);
        image.write(mask, input);
    };
    all.take = [&](std::size_t index, std::span<const OutputTensor> outputs) {
        read_scores(outputs, scores.row(index));
    };
    if (job.progress)
        all.progress = [&](std::size_t done, std::size_t) { job.progress(rounds.before + done, rounds.total); };
    scores.rows = vinoscope::score(requests, all);
    scores.values.resize(scores.rows * targets());
    return scores;
}

}  // namespace vinoscope
