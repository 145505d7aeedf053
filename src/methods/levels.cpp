// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/levels.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "analysis/class_heads.hpp"
#include "analysis/target_layer.hpp"
#include "heads/places.hpp"
#include "outputs/class_score_tensors.hpp"

namespace vinoscope {

std::vector<SpatialLayer> chosen_levels(const WhiteBox& box) {
    if (box.has_class_scores || !box.target_layer.empty())
        return {};
    const auto heads = find_class_heads(box.model, box.trace, class_score_tensors);
    return heads.empty() ? joined_levels(box.model, box.trace, box.input)
                         : features_of_heads(box.model, box.trace, box.input, heads);
}

WhiteBoxMap over_levels(const std::vector<SpatialLayer>& layers, const Values& maps, const std::string& remark) {
    if (layers.size() == 1)
        return {maps.front(), layers.front(), remark};
    const auto& finest =
        *std::ranges::max_element(layers, {}, [](const SpatialLayer& layer) { return layer.grid.cells(); });
    Value sum;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto map = resized_map(unsqueeze(maps[i], {1}), layers[i].grid, finest.grid);
        sum = i == 0 ? map : sum + map;
        names.push_back(fmt::format("\"{}\" {}x{}", layers[i].name(), layers[i].grid.height, layers[i].grid.width));
    }
    return {as_map(finest, sum), finest, fmt::format("{}; sum over the levels {}", remark, fmt::join(names, ", "))};
}

Value of_unit_range(const Value& map) {
    const auto largest = maximum(abs(map), {1, 2});
    return map / where(greater(largest, 0), largest, number_like(largest, 1));
}

}  // namespace vinoscope
