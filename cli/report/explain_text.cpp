// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/explain_result.hpp"
#include "terminal/terminal.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

constexpr std::size_t files_listed = 10;

/// What the first column calls a prediction: a class by its index, a box as `--targets` takes it.
std::string index_text(const Prediction& prediction, std::size_t position) {
    return prediction.box ? fmt::format("box:{}", position) : std::to_string(prediction.index);
}

/// A box has its class in the second column, by index when there is no name.
std::string label_text(const Prediction& prediction) {
    return prediction.box && prediction.label.empty() ? std::to_string(prediction.index) : one_line(prediction.label);
}

std::string box_text(const Prediction& prediction) {
    if (!prediction.box) {
        return {};
    }
    const auto& [x1, y1, x2, y2] = *prediction.box;
    return fmt::format("  {:.0f},{:.0f},{:.0f},{:.0f}", x1, y1, x2, y2);
}

/// Columns of the table of predictions; the label takes what is left.
struct Columns {
    Columns(const std::vector<Prediction>& predictions, bool shares, std::size_t width) : probabilities(shares) {
        std::size_t box = 0;
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            const Prediction& prediction = predictions[i];
            index = std::max(index, index_text(prediction, i).size());
            label = std::max(label, display_width(label_text(prediction)));
            box = std::max(box, box_text(prediction).size());
        }
        bar = probabilities && width >= 60 ? 20 : probabilities && width >= 40 ? 8 : 0;
        const std::size_t others = 2 + index + 2 + 2 + 8 + (bar > 0 ? 2 + bar : 0) + box;
        label = std::min(label, width > others + 8 ? width - others : 8);
    }

    std::size_t index = 1;
    std::size_t label = 0;
    std::size_t bar = 0;
    bool probabilities;
};

std::string score_text(float score, bool probability) {
    return probability ? fmt::format("{:>6.2f} %", 100 * score) : fmt::format("{:>8.4g}", score);
}

std::string prediction_text(const Prediction& prediction, std::size_t position, const Columns& columns) {
    const std::string label = columns.label == 0 ? "" : fit(label_text(prediction), columns.label, ellipsis()) + "  ";
    std::string line = fmt::format("  {:>{}}  {}{}{}",
                                   index_text(prediction, position),
                                   columns.index,
                                   label,
                                   score_text(prediction.score, columns.probabilities),
                                   box_text(prediction));
    const std::string filled = columns.bar == 0 ? "" : bar(prediction.score, columns.bar);
    return filled.empty() ? line + "\n" : fmt::format("{}  {}\n", line, styled(filled, Style::cyan));
}

std::string nothing_text(const Explanation& explanation) {
    if (!explanation.nothing_found) {
        return {};
    }
    const auto& [threshold, best] = *explanation.nothing_found;
    std::string text = fmt::format("  nothing found with a score of at least {:g}", threshold);
    if (best) {
        const std::string name = best->label.empty() ? fmt::format("class {}", best->index) : best->label;
        text += fmt::format("; the best below it: {} {:.3g}{}", name, best->score, box_text(*best));
    }
    return text + "\n";
}

std::string files_text(const std::vector<SavedFile>& files) {
    std::string text;
    for (std::size_t i = 0; i < std::min(files.size(), files_listed); ++i) {
        text += fmt::format("  {}\n", one_line(path_text(files[i].path)));
    }
    if (files.size() > files_listed) {
        text += fmt::format("  and {} more in {}\n",
                            files.size() - files_listed,
                            one_line(path_text(files.front().path.parent_path())));
    }
    return text;
}

std::string verdicts_text(const Explanation& explanation) {
    std::string text;
    for (std::size_t i = 0; i < explanation.verdicts.size(); ++i) {
        const SaliencyMap& map = explanation.maps[i];
        const Verdict& verdict = explanation.verdicts[i];
        const std::string name = !map.label.empty() ? map.label
                                 : map.target       ? std::to_string(*map.target)
                                                    : "the image";
        text += fmt::format("  map of {}: {}\n", name, styled(to_string(verdict.status), Style::bold));
        for (const std::string& reason : verdict.reasons) {
            text += fmt::format("    {}\n", reason);
        }
    }
    return text;
}

}  // namespace

std::string result_text(const ImageResult& result, std::size_t width) {
    const Explanation& explanation = result.explanation;
    std::string text =
        fmt::format("{}  {}\n",
                    styled(one_line(path_text(result.image)), Style::bold),
                    styled(fmt::format("{}x{}", explanation.image.width(), explanation.image.height()), Style::dim));
    const Columns columns(explanation.predictions, explanation.provenance.probabilities, width);
    for (std::size_t i = 0; i < explanation.predictions.size(); ++i) {
        text += prediction_text(explanation.predictions[i], i, columns);
    }
    return text + nothing_text(explanation) + verdicts_text(explanation) + files_text(result.files);
}

}  // namespace vinoscope::cli
