// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/heads.hpp"

#include <algorithm>
#include <openvino/op/reshape.hpp>
#include <openvino/op/shape_of.hpp>
#include <stdexcept>

#include "support/head_parts.hpp"

namespace vinoscope::test {
namespace {

// The batch of the image, as an export computes it early and uses it late.
Value flat_by_the_shape_of(const Value& image, const Value& value) {
    const auto batch = gathered(std::make_shared<ov::op::v3::ShapeOf>(image), 0, 0);
    const auto target = concat({reshaped(batch, {1}), integers({-1})}, 0);
    return std::make_shared<ov::op::v1::Reshape>(value, target, false);
}

HeadCase head_that_knows_the_shape_of_the_image(CellStrategy strategy) {
    return {"ShapeOfTheImage",
            strategy,
            [](const Value& layer, const Value& image) {
                return connect(flat_by_the_shape_of(image, mean_over(layer, places, true)));
            },
            map_layer,
            map_grid};
}

}  // namespace

std::vector<HeadCase> head_cases() {
    std::vector<HeadCase> cases = pooled_heads();
    std::ranges::copy(map_heads(), std::back_inserter(cases));
    std::ranges::copy(token_heads(), std::back_inserter(cases));
    std::ranges::copy(block_heads(), std::back_inserter(cases));
    std::ranges::copy(packed_heads(), std::back_inserter(cases));
    cases.push_back(head_that_knows_the_shape_of_the_image(CellStrategy::pooled));
    return cases;
}

std::vector<HeadCase> heads_of_tokens() {
    auto cases = head_cases();
    std::erase_if(cases, [](const HeadCase& one) { return !one.grid.tokens(); });
    return cases;
}

std::vector<HeadCase> heads_of_any_batch() {
    std::vector<HeadCase> cases = pooled_heads();
    std::ranges::copy(map_heads(), std::back_inserter(cases));
    cases.push_back(head_that_knows_the_shape_of_the_image(CellStrategy::looped));
    return cases;
}

HeadCase head_case(const std::string& name) {
    const auto cases = head_cases();
    const auto found = std::ranges::find(cases, name, &HeadCase::name);
    if (found == cases.end())
        throw std::invalid_argument("no head " + name);
    return *found;
}

}  // namespace vinoscope::test
