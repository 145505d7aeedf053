// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/score_output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "model/detector_levels.hpp"
#include "model/output_kind.hpp"
#include "model/port.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

std::string outputs_text(const std::vector<Port>& outputs) {
    std::vector<std::string> texts;
    texts.reserve(outputs.size());
    for (const auto& output : outputs) {
        texts.push_back(port_text(output));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::size_t index_of(const std::vector<Port>& outputs, std::string_view name) {
    const std::string wanted(name);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (outputs[i].get_names().contains(wanted) || port_name(outputs[i]) == wanted) {
            return i;
        }
        names.push_back(port_name(outputs[i]));
    }
    throw Error(ErrorKind::bad_target,
                fmt::format("the model has no output '{}'; its outputs are {}{}",
                            name,
                            fmt::join(names, ", "),
                            did_you_mean(name, names)));
}

ScoreOutput named_output(const std::vector<Port>& outputs, std::string_view name) {
    const auto index = index_of(outputs, name);
    const auto& output = outputs[index];
    const auto classes = score_classes(output);
    if (!classes) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("output {} does not look like class scores; expected floats of shape [batch,classes]",
                                port_text(output)));
    }
    return {index, *classes, final_activation(output), fmt::format("output {}: asked for", port_text(output))};
}

[[noreturn]] void no_scores(const std::vector<Port>& outputs, const std::string& task) {
    throw Error(
        ErrorKind::unsupported,
        fmt::format("no output holds class scores (floats [batch,classes]); the model has {}{}; name an output if "
                    "one of them does",
                    outputs_text(outputs),
                    task == "unknown" ? "" : " and looks like " + task));
}

/// Extra outputs of classifiers that have the shape of scores and are none.
bool is_side_output(const Port& output) {
    constexpr std::array<std::string_view, 4> names = {"feature_vector", "saliency_map", "embedding", "embeddings"};
    return std::find(names.begin(), names.end(), port_name(output)) != names.end();
}

std::vector<std::size_t> candidates(const std::vector<Port>& outputs, bool side_outputs) {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (score_classes(outputs[i]) && is_side_output(outputs[i]) == side_outputs) {
            indices.push_back(i);
        }
    }
    return indices;
}

std::string choice_text(const std::vector<Port>& outputs, const std::vector<std::size_t>& found, std::size_t chosen) {
    const auto text = port_text(outputs[chosen]);
    if (outputs.size() == 1) {
        return fmt::format("output {}: the only output", text);
    }
    if (found.size() == 1) {
        return fmt::format("output {}: the only one of {} outputs that looks like class scores", text, outputs.size());
    }
    return fmt::format("output {}: the most classes of {} outputs that look like class scores; the first if equal",
                       text,
                       found.size());
}

}  // namespace

ScoreOutput find_score_output(const ov::Model& model, std::string_view name) {
    const auto outputs = model.outputs();
    if (!name.empty()) {
        return named_output(outputs, name);
    }
    auto found = candidates(outputs, false);
    if (found.empty()) {
        found = candidates(outputs, true);
    }
    if (found.empty() || looks_like_detection(model)) {
        no_scores(outputs, guess_task(model));
    }
    const auto chosen = *std::max_element(found.begin(), found.end(), [&outputs](std::size_t a, std::size_t b) {
        return *score_classes(outputs[a]) < *score_classes(outputs[b]);
    });
    return {chosen,
            *score_classes(outputs[chosen]),
            final_activation(outputs[chosen]),
            choice_text(outputs, found, chosen)};
}

std::string guess_task(const ov::Model& model) {
    const auto outputs = model.outputs();
    if (looks_like_detection(model) || find_detector_levels(model)) {
        return "detection";
    }
    if (std::any_of(
            outputs.begin(), outputs.end(), [](const Port& output) { return score_classes(output).has_value(); })) {
        return "classification";
    }
    if (std::any_of(outputs.begin(), outputs.end(), is_raw_boxes)) {
        return "detection";
    }
    if (outputs.size() == 1 && is_class_map(outputs.front())) {
        return "segmentation";
    }
    return "unknown";
}

}  // namespace vinoscope
