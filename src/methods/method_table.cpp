// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/method_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {

// Each is defined in the file of its method.
Method vit_recipro_cam();
Method recipro_cam();
Method det_class_probability_map();
Method activation_map();
Method eigen_cam();
Method grad_cam();
Method grad_cam_plus_plus();
Method hires_cam();
Method x_grad_cam();
Method layer_cam();
Method eigen_grad_cam();
Method odam();
Method gradient_attention();
Method saliency();
Method input_x_gradient();
Method guided_backprop();
Method integrated_gradients();
Method layer_integrated_gradients();
Method smooth_grad();
Method var_grad();
Method expected_gradients();
Method rise();
Method aise();
Method occlusion();
Method score_cam();
Method ablation_cam();

std::span<const Method> method_table() {
    static const std::vector<Method> table = {
        vit_recipro_cam(),
        recipro_cam(),
        det_class_probability_map(),
        activation_map(),
        eigen_cam(),
        grad_cam(),
        grad_cam_plus_plus(),
        hires_cam(),
        x_grad_cam(),
        layer_cam(),
        eigen_grad_cam(),
        odam(),
        gradient_attention(),
        saliency(),
        input_x_gradient(),
        guided_backprop(),
        integrated_gradients(),
        layer_integrated_gradients(),
        smooth_grad(),
        var_grad(),
        expected_gradients(),
        rise(),
        aise(),
        occlusion(),
        score_cam(),
        ablation_cam(),
    };
    return table;
}

namespace {

MethodFamily family_of(const Needs& needs) {
    if (needs.gradients)
        return MethodFamily::gradient;
    if (!needs.inferences)
        return MethodFamily::white_box;
    return needs.activations ? MethodFamily::hybrid : MethodFamily::black_box;
}

std::string_view name_of(const MethodOption& option) {
    return std::visit([](const auto& one) { return one.name; }, option);
}

}  // namespace

std::string to_string(MethodFamily family) {
    constexpr std::array<std::string_view, 4> names = {"white-box", "gradient", "black-box", "hybrid"};
    return std::string(names.at(static_cast<std::size_t>(family)));
}

std::string to_string(Granularity granularity) {
    constexpr std::array<std::string_view, 3> names = {"class", "image", "target"};
    return std::string(names.at(static_cast<std::size_t>(granularity)));
}

const Method& find_method(std::string_view name) {
    const auto table = method_table();
    const auto found = std::ranges::find(table, name, [](const Method& method) { return method.info.name; });
    if (found != table.end())
        return *found;
    std::vector<std::string> names = {"auto"};
    for (const auto& method : table)
        names.emplace_back(method.info.name);
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "unknown method \"{}\"{}; expected one of {}", name, did_you_mean(name, names), fmt::join(names, ", ")));
}

const Method& suitable_method(const WhiteBox& box) {
    const auto table = method_table();
    const auto found = std::ranges::find_if(table, [&](const Method& method) {
        return method.in_graph() && method.per_class() && (box.has_class_scores || !method.needs_scores) &&
               (method.suits == nullptr || method.suits(box));
    });
    if (found == table.end())
        throw Error(ErrorKind::unsupported,
                    "no white-box method can explain the classes of this model; try a black-box method, or a method "
                    "with one map per image");
    return *found;
}

const Method& default_for_boxes() {
    return find_method("odam");
}

const Method& default_black_box() {
    return *std::ranges::find_if(method_table(), &Method::black_box);
}

std::vector<MethodInfo> list_methods() {
    std::vector<MethodInfo> infos;
    for (const auto& method : method_table()) {
        auto info = method.info;
        info.family = family_of(method.needs);
        info.granularity = method.granularity;
        info.insertable = method.in_graph();
        for (const auto& option : method.options)
            info.options.push_back(name_of(option));
        infos.push_back(std::move(info));
    }
    return infos;
}

namespace {

// The options of one struct that the methods read, in the order of the table, each once.
template <class Struct>
std::vector<Option<Struct>> options_of_methods() {
    std::vector<Option<Struct>> options;
    for (const auto& method : method_table())
        for (const auto& option : method.options)
            if (const auto* one = std::get_if<Option<Struct>>(&option))
                if (std::ranges::count(options, one->name, &Option<Struct>::name) == 0)
                    options.push_back(*one);
    return options;
}

std::vector<std::string_view> methods_reading(std::string_view option) {
    std::vector<std::string_view> names;
    for (const auto& method : method_table())
        if (std::ranges::count(method.options, option, [](const auto& one) { return name_of(one); }) > 0)
            names.push_back(method.info.name);
    return names;
}

}  // namespace

template <>
std::vector<Option<BlackBoxOptions>> list_options<BlackBoxOptions>() {
    return options_of_methods<BlackBoxOptions>();
}

template <>
std::vector<Option<AttributionOptions>> list_options<AttributionOptions>() {
    return options_of_methods<AttributionOptions>();
}

template <>
std::vector<std::string_view> option_readers<BlackBoxOptions>(std::string_view name) {
    return methods_reading(name);
}

template <>
std::vector<std::string_view> option_readers<AttributionOptions>(std::string_view name) {
    return methods_reading(name);
}

}  // namespace vinoscope
