// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/preprocess_flags.hpp"

#include <array>
#include <vector>

#include "flags/choice.hpp"
#include "flags/number.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

constexpr std::array colors = {Choice<ColorOrder>{"rgb", ColorOrder::rgb}, Choice<ColorOrder>{"bgr", ColorOrder::bgr}};

constexpr std::array layouts = {Choice<TensorLayout>{"nchw", TensorLayout::nchw},
                                Choice<TensorLayout>{"nhwc", TensorLayout::nhwc}};

constexpr std::array resizes = {Choice<ResizeMode>{"squash", ResizeMode::squash},
                                Choice<ResizeMode>{"letterbox", ResizeMode::letterbox},
                                Choice<ResizeMode>{"corner", ResizeMode::corner},
                                Choice<ResizeMode>{"crop", ResizeMode::crop}};

template <typename T, std::size_t N>
std::optional<T> parse_if_given(std::string_view flag, std::string_view text, const std::array<Choice<T>, N>& choices) {
    return text.empty() ? std::nullopt : std::optional(parse_choice<T>(flag, text, choices));
}

std::optional<std::vector<float>> parse_list(std::string_view flag, const std::string& text) {
    if (text.empty()) {
        return {};
    }
    return parse_floats(flag, text);
}

std::string preset_names() {
    std::vector<std::string_view> names;
    for (const PreprocessPreset& preset : preprocess_presets()) {
        names.push_back(preset.name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

void PreprocessFlags::add_to(Arguments& arguments) {
    arguments.group("Preprocessing (default: as stored in the model)");
    arguments.value("--mean", m_mean, "N[,N,N]", "Mean to subtract from the pixel values 0..255");
    arguments.value("--scale", m_scale, "N[,N,N]", "Scale to divide by after the mean is subtracted");
    arguments.value("--color", m_color, "rgb|bgr", "Order of the colour channels that the model expects");
    arguments.value("--layout", m_layout, "nchw|nhwc", "Layout of the input tensor");
    arguments.value("--resize", m_resize, "squash|letterbox|corner|crop", "How images are resized to the input size");
    arguments.value(
        "--pad", m_pad, "N[,N,N]", "Pixel values 0..255 beside the image of letterbox and corner (default: 114)");
    arguments.value(
        "--preset", m_preset, "NAME", "Named preprocessing; the other flags override parts of it: " + preset_names());
}

Preprocess PreprocessFlags::parse() const {
    const Preprocess given{.mean = parse_list("--mean", m_mean),
                           .scale = parse_list("--scale", m_scale),
                           .color = parse_if_given("--color", m_color, colors),
                           .layout = parse_layout(m_layout),
                           .resize = parse_if_given("--resize", m_resize, resizes),
                           .pad = parse_list("--pad", m_pad)};
    return m_preset.empty() ? given : merge(preprocess_preset(m_preset), given);
}

std::optional<TensorLayout> parse_layout(std::string_view text) {
    return parse_if_given("--layout", text, layouts);
}

}  // namespace vinoscope::cli
