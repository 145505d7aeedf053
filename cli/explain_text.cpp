// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "explain_result.hpp"
#include "terminal.hpp"
#include "text.hpp"

namespace vinoscope::cli {
namespace {

constexpr std::size_t files_listed = 10;

/// Columns of the table of predictions; the label takes what is left.
struct Columns {
    Columns(const std::vector<Prediction>& predictions, std::size_t width) {
        for (const Prediction& prediction : predictions) {
            index = std::max(index, std::to_string(prediction.index).size());
            label = std::max(label, display_width(prediction.label));
            probabilities = probabilities && prediction.score >= 0 && prediction.score <= 1;
        }
        bar = probabilities && width >= 60 ? 20 : probabilities && width >= 40 ? 8 : 0;
        const std::size_t others = 2 + index + 2 + 2 + 8 + (bar > 0 ? 2 + bar : 0);
        label = std::min(label, width > others + 8 ? width - others : 8);
    }

    std::size_t index = 1;
    std::size_t label = 0;
    std::size_t bar = 0;
    bool probabilities = true;
};

std::string score_text(float score, bool probability) {
    return probability ? fmt::format("{:>6.2f} %", 100 * score) : fmt::format("{:>8.4g}", score);
}

std::string prediction_text(const Prediction& prediction, const Columns& columns) {
    const std::string label = columns.label == 0 ? "" : fit(prediction.label, columns.label, ellipsis()) + "  ";
    std::string line = fmt::format(
        "  {:>{}}  {}{}", prediction.index, columns.index, label, score_text(prediction.score, columns.probabilities));
    const std::string filled = columns.bar == 0 ? "" : bar(prediction.score, columns.bar);
    return filled.empty() ? line + "\n" : fmt::format("{}  {}\n", line, styled(filled, Style::cyan));
}

std::string files_text(const std::vector<SavedFile>& files) {
    std::string text;
    for (std::size_t i = 0; i < std::min(files.size(), files_listed); ++i) {
        text += fmt::format("  {}\n", path_text(files[i].path));
    }
    if (files.size() > files_listed) {
        text += fmt::format(
            "  and {} more in {}\n", files.size() - files_listed, path_text(files.front().path.parent_path()));
    }
    return text;
}

}  // namespace

std::string result_text(const ImageResult& result, std::size_t width) {
    const Explanation& explanation = result.explanation;
    std::string text =
        fmt::format("{}  {}\n",
                    styled(path_text(result.image), Style::bold),
                    styled(fmt::format("{}x{}", explanation.image.width(), explanation.image.height()), Style::dim));
    const Columns columns(explanation.predictions, width);
    for (const Prediction& prediction : explanation.predictions) {
        text += prediction_text(prediction, columns);
    }
    return text + files_text(result.files);
}

}  // namespace vinoscope::cli
