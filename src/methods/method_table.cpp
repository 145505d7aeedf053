// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/method_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "methods/methods.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {

namespace {

constexpr auto table = std::to_array<Method>({
    {{"vit-recipro-cam",
      "ViT-ReciproCAM",
      "white-box",
      "class",
      "ReciproCAM on the patch tokens that enter the last block of a transformer",
      "arXiv:2310.02588"},
     vit_recipro_cam,
     ends_in_tokens},
    {{"recipro-cam",
      "ReciproCAM",
      "white-box",
      "class",
      "the score that each cell of the last feature map gives alone",
      "arXiv:2209.14074"},
     recipro_cam},
    {{"det-class-probability-map",
      "DetClassProbabilityMap",
      "white-box",
      "class",
      "the probability of each class in each cell, from the class heads of a detector",
      "OpenVINO Explainable AI Toolkit"},
     det_class_probability_map,
     has_class_heads,
     false},
    {{"activation-map",
      "ActivationMap",
      "white-box",
      "image",
      "the mean of the last feature map over its channels",
      "OpenVINO Explainable AI Toolkit"},
     activation_map,
     nullptr,
     false},
    {{"rise",
      "RISE",
      "black-box",
      "class",
      "how the score rises and falls with each place that random masks show",
      "arXiv:1806.07421"},
     rise},
    {{"aise",
      "AISE",
      "black-box",
      "class",
      "where a window says most when shown and takes most away when hidden, found by an adaptive search",
      "OpenVINO Explainable AI Toolkit"},
     aise},
    {{"occlusion",
      "Occlusion",
      "black-box",
      "class",
      "how much of the score a square takes away that hides each place in turn",
      "arXiv:1311.2901"},
     occlusion},
});

}  // namespace

std::span<const Method> method_table() {
    return table;
}

const Method& find_method(std::string_view name) {
    const auto found = std::ranges::find(table, name, [](const Method& method) { return method.info.name; });
    if (found != table.end())
        return *found;
    std::vector<std::string> names = {"auto"};
    for (const auto& method : table)
        names.emplace_back(method.info.name);
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "no method is called \"{}\"{} (known: {})", name, did_you_mean(name, names), fmt::join(names, ", ")));
}

const Method& suitable_method(const WhiteBox& box) {
    const auto found = std::ranges::find_if(table, [&](const Method& method) {
        return !method.black_box() && method.per_class() && (box.has_class_scores || !method.needs_scores) &&
               (method.suits == nullptr || method.suits(box));
    });
    if (found == table.end())
        throw Error(ErrorKind::unsupported,
                    "no white-box method makes maps of the classes of this model; try a black-box method, or one that "
                    "answers per image");
    return *found;
}

const Method& default_black_box() {
    return *std::ranges::find_if(method_table(), &Method::black_box);
}

std::vector<MethodInfo> list_methods() {
    std::vector<MethodInfo> infos;
    for (const auto& method : method_table())
        infos.push_back(method.info);
    return infos;
}

}  // namespace vinoscope
