// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <openvino/op/slice.hpp>
#include <openvino/op/split.hpp>
#include <openvino/op/squeeze.hpp>

#include "support/head_parts.hpp"

namespace vinoscope::test {
namespace {

constexpr std::int64_t count = 38;  // a class token, 35 patches, 2 registers
constexpr auto size = static_cast<std::int64_t>(channels);

Value part_of(const Value& value, std::int64_t begin, std::int64_t end, std::int64_t axis) {
    return std::make_shared<ov::op::v8::Slice>(
        value, integers({begin}), integers({end}), integers({1}), integers({axis}));
}

// Rotary position embedding of the patches [1,1,38,C]; the other tokens have no place.
Value rotated(const Value& tokens) {
    const auto patches = part_of(tokens, 1, 36, 2);
    const auto minus = multiply(part_of(patches, size / 2, size, 3), number(-1));
    const auto turned = concat({minus, part_of(patches, 0, size / 2, 3)}, 3);
    const auto mixed = add(multiply(patches, random_floats({1, 1, 35, channels}, 95)),
                           multiply(turned, random_floats({1, 1, 35, channels}, 96)));
    return concat({part_of(tokens, 0, 1, 2), mixed, part_of(tokens, 36, 38, 2)}, 2);
}

enum class Positions : std::uint8_t { none, rotary, bias };

// The last block as timm writes it: queries, keys and values from one matrix, layer scale, a batch of one.
Value block(const Value& tokens, Positions positions, bool fused) {
    const auto packed = fully_connected(normalized_over(tokens, {2}), channels, 3 * channels, 70);
    const auto apart = transposed(reshaped(packed, {1, count, 3, 1, size}), {2, 0, 3, 1, 4});
    const auto split = std::make_shared<ov::op::v1::Split>(apart, integer(0), 3);
    const auto take = [&](std::size_t index) -> Value {
        return std::make_shared<ov::op::v0::Squeeze>(split->output(index), integer(0));
    };
    const auto placed = [&](const Value& value) { return positions == Positions::rotary ? rotated(value) : value; };
    const auto bias = positions == Positions::bias
                          ? std::optional(random_floats({1, 1, std::size_t{count}, std::size_t{count}}, 97))
                          : std::nullopt;
    const auto mixed = attention(placed(take(0)), placed(take(1)), take(2), channels, fused, bias);
    const auto joined = reshaped(transposed(mixed, {0, 2, 1, 3}), {1, count, size});
    const auto scaled = multiply(fully_connected(joined, channels, channels, 72), random_floats({channels}, 74));
    const auto seen = add(tokens, scaled);
    const auto wide = tanh(fully_connected(normalized_over(seen, {2}), channels, 32, 76));
    return add(seen, multiply(fully_connected(wide, 32, channels, 78), random_floats({1, 1, channels}, 79)));
}

Value class_token(const Value& tokens) {
    return connect(gathered(normalized_over(tokens, {2}), 0, 1));
}

Value first_token(const Value& tokens) {
    return connect(reshaped(part_of(tokens, 0, 1, 1), {1, size}));
}

Value mean_of_patches(const Value& tokens) {
    return connect(normalized_over(mean_over(part_of(tokens, 1, 36, 1), {1}), {1}));
}

}  // namespace

std::vector<HeadCase> packed_heads() {
    struct Form {
        std::string name;
        Positions positions;
        CellStrategy strategy;
    };
    struct Answer {
        std::string name;
        Value (*read)(const Value& tokens);
    };
    std::vector<HeadCase> cases;
    for (const auto& [name, positions, strategy] : {Form{"Packed", Positions::none, CellStrategy::compact},
                                                    Form{"Rotary", Positions::rotary, CellStrategy::tiled},
                                                    Form{"Biased", Positions::bias, CellStrategy::tiled}})
        for (const auto& [answer, read] : {Answer{"ClassToken", class_token},
                                           Answer{"FirstToken", first_token},
                                           Answer{"MeanOfPatches", mean_of_patches}})
            for (const bool fused : {false, true})
                cases.push_back(token_case(name + answer + (fused ? "Fused" : ""),
                                           strategy,
                                           class_patches_and_registers,
                                           register_grid,
                                           [=](const Value& x) { return read(block(x, positions, fused)); }));
    return cases;
}

}  // namespace vinoscope::test
