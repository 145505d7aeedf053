// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "explain/map_frame.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

void require_shape(const Tensor& tensor) {
    const auto& shape = tensor.shape;
    if ((shape.size() == 3 || shape.size() == 4) && shape[0] == 1 && tensor.size() > 0 && tensor.values != nullptr)
        return;
    throw Error(ErrorKind::usage,
                fmt::format("expected a saliency map [1, classes, height, width] or [1, height, width], found {}; pass "
                            "the images of a batch one at a time",
                            shape));
}

void require_one_per_class(std::string_view name, std::size_t found, std::size_t classes) {
    if (found != 0 && found != classes)
        throw Error(ErrorKind::usage, fmt::format("expected {} {}, one per class, found {}", classes, name, found));
}

std::vector<float> values_of(const Tensor& tensor) {
    const auto converted = [&](const auto* values) { return std::vector<float>(values, values + tensor.size()); };
    return tensor.type == TensorType::u8 ? converted(static_cast<const std::uint8_t*>(tensor.values.get()))
                                         : converted(static_cast<const float*>(tensor.values.get()));
}

std::vector<std::int64_t> classes_of(const ExplanationParts& parts, std::size_t classes) {
    require_one_per_class("labels", parts.labels.size(), classes);
    require_one_per_class("scores", parts.scores.size(), classes);
    const auto is_top = [](const TargetRequest& request) { return std::holds_alternative<TopTargets>(request); };
    if (parts.scores.empty() && std::ranges::any_of(parts.targets, is_top))
        throw Error(ErrorKind::usage, "expected class scores, from which the top classes are chosen, found none");
    return resolve_targets(
        parts.targets, parts.scores.empty() ? std::vector<float>(classes) : parts.scores, parts.labels);
}

}  // namespace

Explanation explanation_of(const Tensor& saliency_map, ExplanationParts parts) {
    require_shape(saliency_map);
    const auto& shape = saliency_map.shape;
    const auto values = values_of(saliency_map);
    const MapFrame frame{parts.region, shape[shape.size() - 2], shape.back()};
    Explanation result;
    if (shape.size() == 3) {
        result.maps.push_back(frame.of_image(values));
    } else {
        for (const auto target : classes_of(parts, shape[1])) {
            const auto index = static_cast<std::size_t>(target);
            result.maps.push_back(frame.of_image(std::span(values).subspan(index * frame.size(), frame.size())));
            auto& map = result.maps.back();
            map.target = target;
            map.label = parts.labels.empty() ? "" : parts.labels[index];
            if (!parts.scores.empty())
                map.score = parts.scores[index];
        }
    }
    result.image = std::move(parts.image);
    return result;
}

}  // namespace vinoscope
