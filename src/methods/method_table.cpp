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

constexpr Method of_pixels(Method method) {
    method.of_pixels = true;
    return method;
}

constexpr Method without_negative(Method method) {
    method.positive_only = true;
    return method;
}

constexpr Method of_both_signs(Method method) {
    method.is_signed = true;
    return method;
}

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
    {{"eigen-cam",
      "EigenCAM",
      "white-box",
      "image",
      "the first principal component of the last feature map",
      "arXiv:2008.00299"},
     eigen_cam,
     nullptr,
     false},
    without_negative({{"grad-cam",
                       "Grad-CAM",
                       "gradient",
                       "target",
                       "the last feature map, each channel weighed by its mean gradient",
                       "arXiv:1610.02391"},
                      grad_cam}),
    without_negative({{"grad-cam-plus-plus",
                       "Grad-CAM++",
                       "gradient",
                       "target",
                       "Grad-CAM that finds each of several equal objects",
                       "arXiv:1710.11063"},
                      grad_cam_plus_plus}),
    {{"hires-cam",
      "HiResCAM",
      "gradient",
      "target",
      "gradient times activation of the last feature map, place by place",
      "arXiv:2011.08891"},
     hires_cam},
    {{"x-grad-cam",
      "XGrad-CAM",
      "gradient",
      "target",
      "Grad-CAM with the gradient where the channel is active",
      "arXiv:2008.02312"},
     x_grad_cam},
    without_negative({{"layer-cam",
                       "LayerCAM",
                       "gradient",
                       "target",
                       "positive gradient times activation, place by place; for early layers too",
                       "doi:10.1109/TIP.2021.3089943"},
                      layer_cam}),
    {{"eigen-grad-cam",
      "EigenGradCAM",
      "gradient",
      "target",
      "the first principal component of gradient times activation",
      "pytorch-grad-cam"},
     eigen_grad_cam},
    without_negative(
        {{"gradient-attention",
          "Gradient Attention",
          "gradient",
          "target",
          "what the tokens of a transformer take from each patch, block by block, as far as it raises the score",
          "arXiv:2103.15679"},
         gradient_attention,
         has_attention}),
    of_pixels({{"saliency",
                "Saliency",
                "gradient",
                "target",
                "how strongly each pixel moves the score: its largest gradient",
                "arXiv:1312.6034"},
               saliency}),
    of_both_signs(of_pixels({{"input-x-gradient",
                              "Input X Gradient",
                              "gradient",
                              "target",
                              "the share of each pixel in the score, as far as the model is linear",
                              "arXiv:1605.01713"},
                             input_x_gradient})),
    of_pixels({{"guided-backprop",
                "Guided Backpropagation",
                "gradient",
                "target",
                "gradients that rise all the way: sharp, but nearly the same for all classes",
                "arXiv:1412.6806"},
               guided_backprop}),
    of_both_signs(of_pixels({{"integrated-gradients",
                              "Integrated Gradients",
                              "gradient",
                              "target",
                              "the share of each pixel in what the score gains over a baseline",
                              "arXiv:1703.01365"},
                             integrated_gradients})),
    of_both_signs({{"layer-integrated-gradients",
                    "Layer Integrated Gradients",
                    "gradient",
                    "target",
                    "the share of each cell of a layer in what the score gains over a baseline",
                    "arXiv:1703.01365"},
                   layer_integrated_gradients}),
    of_pixels({{"smooth-grad",
                "SmoothGrad",
                "gradient",
                "target",
                "Saliency, averaged over noisy copies of the image",
                "arXiv:1706.03825"},
               smooth_grad}),
    of_pixels({{"var-grad",
                "VarGrad",
                "gradient",
                "target",
                "how much the gradient of each pixel varies among noisy copies of the image",
                "arXiv:1810.03292"},
               var_grad}),
    of_both_signs(of_pixels({{"expected-gradients",
                              "Expected Gradients",
                              "gradient",
                              "target",
                              "Integrated Gradients, averaged over baselines of one colour",
                              "arXiv:1906.10670"},
                             expected_gradients})),
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
    for (const auto& method : method_table()) {
        infos.push_back(method.info);
        infos.back().insertable = method.in_graph();
    }
    return infos;
}

}  // namespace vinoscope
