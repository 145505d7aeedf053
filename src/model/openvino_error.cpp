// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/openvino_error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.hpp"

namespace vinoscope {
namespace {

template <std::size_t N>
bool starts_with_one_of(std::string_view line, const std::array<std::string_view, N>& starts) {
    return std::ranges::any_of(starts, [line](std::string_view start) { return line.starts_with(start); });
}

/// Where in OpenVINO something failed.
bool is_noise(std::string_view line) {
    return starts_with_one_of(
        line,
        std::array<std::string_view, 4>{"Exception from ", "Check '", "FrontEnd API failed with", "While validating "});
}

/// What stands above or below the reason.
bool is_headline(std::string_view line) {
    return starts_with_one_of(
        line,
        std::array<std::string_view, 4>{
            "Model wasn't fully converted", "Loading input model", "Summary:", "Conversion is failed for"});
}

std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
    const auto from = text.find(begin);
    if (from == std::string_view::npos) {
        return {};
    }
    const auto rest = text.substr(from + begin.size());
    return rest.substr(0, rest.find(end));
}

/// "opset1::MatMul MatMul_20 (opset1::Parameter x[0]:f32[1,3,8,8], ...)" -> "MatMul of x[0]:f32[1,3,8,8], ...".
std::string operation_text(std::string_view line) {
    const auto node = between(line, "While validating node '", "' with friendly_name");
    const auto type = between(node, "::", " ");
    if (type.empty()) {
        return {};
    }
    std::vector<std::string> inputs;
    for (const auto input : split(between(node, "(", ") -> "), ',')) {
        // Commas stand between the lengths of a shape, too.
        if (inputs.empty() || input.find("::") != std::string_view::npos) {
            inputs.emplace_back(split(input, ' ').back());
        } else {
            inputs.back().append(",").append(input);
        }
    }
    return fmt::format("operation {}{}{}", type, inputs.empty() ? "" : " of ", fmt::join(inputs, ", "));
}

/// What a line tells; empty when it is no reason.
std::string told_by(std::string_view line) {
    if (const auto node = between(line, "While validating ONNX node '<Node(", ">'"); !node.empty()) {
        return fmt::format("node '{}'", between(node, "): ", ">"));
    }
    if (auto operation = operation_text(line); !operation.empty()) {
        return operation;
    }
    line.remove_prefix(line.starts_with("-- ") ? 3 : 0);
    const bool is_title = line.ends_with(" with a message:");
    if (line == "std::bad_alloc") {
        return "out of memory";
    }
    return is_noise(line) || is_headline(line) || is_title ? "" : std::string(line);
}

std::string shorten(std::string_view line) {
    constexpr std::size_t longest = 600;
    return std::string(cut_utf8(line, longest)) + (line.size() > longest ? "..." : "");
}

}  // namespace

std::string condense_openvino_error(std::string_view what) {
    auto lines = split(what, '\n');
    std::erase_if(lines, [](std::string_view line) { return line.empty(); });
    if (lines.empty()) {
        return "OpenVINO reports no reason";
    }
    std::vector<std::string> told;
    for (const auto line : lines) {
        if (auto text = told_by(line); !text.empty() && std::ranges::find(told, text) == told.end()) {
            told.push_back(std::move(text));
        }
    }
    return shorten(told.empty() ? std::string(lines.back()) : fmt::format("{}", fmt::join(told, ": ")));
}

}  // namespace vinoscope
