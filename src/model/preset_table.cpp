// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"
#include "vinoscope/option.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope {
namespace {

using Values = std::vector<float>;

PreprocessPreset row(std::string_view name, std::string_view summary, Values mean, Values scale, ColorOrder color) {
    return {name, summary, {std::move(mean), std::move(scale), color}};
}

const auto& table() {
    constexpr auto rgb = ColorOrder::rgb;
    constexpr auto bgr = ColorOrder::bgr;
    static const std::array<PreprocessPreset, 7> rows = {
        row("imagenet",
            "ImageNet mean and standard deviation, RGB: torchvision, timm, most PyTorch models",
            {123.675F, 116.28F, 103.53F},
            {58.395F, 57.12F, 57.375F},
            rgb),
        row("unit", "x / 255, RGB: YOLO and many others", {0}, {255}, rgb),
        row("tf", "x / 127.5 - 1, RGB: MobileNet, Inception and other TensorFlow models", {127.5F}, {127.5F}, rgb),
        row("efficientnet-lite", "(x - 127) / 128, RGB: EfficientNet-Lite", {127}, {128}, rgb),
        row("caffe",
            "x minus the ImageNet mean, BGR: Caffe, Keras ResNet and VGG",
            {103.939F, 116.779F, 123.68F},
            {1},
            bgr),
        row("clip",
            "CLIP mean and standard deviation, RGB: OpenAI CLIP and models fine-tuned from it",
            {122.7709383F, 116.7460125F, 104.0937362F},
            {68.5005327F, 66.6321579F, 70.3231630F},
            rgb),
        row("raw", "x unchanged, RGB: models that normalise their input themselves", {0}, {1}, rgb),
    };
    return rows;
}

// In the order of their enumerations.
constexpr std::array<std::string_view, 2> colors = {"rgb", "bgr"};
constexpr std::array<std::string_view, 2> layouts = {"nchw", "nhwc"};
constexpr std::array<std::string_view, 4> resize_modes = {"squash", "letterbox", "corner", "crop"};
constexpr std::string_view from_model = "as stored in the model";

}  // namespace

template <>
std::vector<Option<Preprocess>> list_options<Preprocess>() {
    return {{.name = "mean",
             .member = &Preprocess::mean,
             .help = "Mean to subtract from the pixel values 0..255",
             .placeholder = "N[,N,N]",
             .automatic = from_model},
            {.name = "scale",
             .member = &Preprocess::scale,
             .help = "Scale to divide by after the mean is subtracted",
             .placeholder = "N[,N,N]",
             .automatic = from_model},
            {.name = "color",
             .member = &Preprocess::color,
             .help = "Order of the colour channels that the model expects",
             .choices = colors,
             .automatic = from_model},
            {.name = "layout",
             .member = &Preprocess::layout,
             .help = "Layout of the input tensor",
             .choices = layouts,
             .automatic = from_model},
            {.name = "resize",
             .member = &Preprocess::resize,
             .help = "How images are resized to the input size",
             .choices = resize_modes,
             .automatic = from_model},
            {.name = "pad",
             .member = &Preprocess::pad,
             .help = "Pixel values 0..255 beside the image of letterbox and corner",
             .placeholder = "N[,N,N]",
             .range = {0, 255},
             .automatic = "as stored in the model, or 114"}};
}

std::span<const PreprocessPreset> preprocess_presets() {
    return table();
}

const Preprocess& preprocess_preset(std::string_view name) {
    const auto& rows = table();
    const auto found = std::find_if(rows.begin(), rows.end(), [name](const auto& row) { return row.name == name; });
    if (found != rows.end()) {
        return found->preprocess;
    }
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const auto& row : rows) {
        names.emplace_back(row.name);
    }
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "unknown preset '{}'; expected one of {}{}", name, fmt::join(names, ", "), did_you_mean(name, names)));
}

Preprocess merge(const Preprocess& base, const Preprocess& over) {
    return {over.mean ? over.mean : base.mean,
            over.scale ? over.scale : base.scale,
            over.color ? over.color : base.color,
            over.layout ? over.layout : base.layout,
            over.resize ? over.resize : base.resize,
            over.pad ? over.pad : base.pad};
}

}  // namespace vinoscope
