// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/op/col2im.hpp>
#include <openvino/op/cum_sum.hpp>
#include <openvino/op/grid_sample.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using ov::op::v9::GridSample;
using Mode = GridSample::InterpolationMode;
using Padding = GridSample::PaddingMode;

// Positions [1,2,4,2] in the middle between two cells, or in the middle of one, inside of the data and around them, as
// the operation takes them: within a quarter of a cell, weights have no kink.
Value positions(const GridSample::Attributes& how, float rows, float columns) {
    static constexpr float across[] = {-2.5F, -0.5F, 0.5F, 1.5F, 2.5F, 3.5F, 5.5F, 8.5F};
    static constexpr float down[] = {1.5F, 4.5F, -0.5F, 0.5F, 2.5F, -3.5F, 3.5F, 9.5F};
    const auto normalized = [&](float cells, float size) {
        const auto position = how.mode == Mode::NEAREST ? cells - 0.5F : cells;
        if (how.align_corners)
            return size == 1 ? position / 8 : 2 * position / (size - 1) - 1;
        return (2 * position + 1) / size - 1;
    };
    std::vector<float> values;
    for (std::size_t i = 0; i < std::size(across); ++i) {
        values.push_back(normalized(across[i], columns));
        values.push_back(normalized(down[i], rows));
    }
    return floats({1, 2, 4, 2}, values);
}

VjpCase sampled(const GridSample::Attributes& how, std::size_t rows, std::size_t columns) {
    return {fmt::format("GridSample of {}x{}, mode {}, padding {}{}",
                        rows,
                        columns,
                        ov::as_string(how.mode),
                        ov::as_string(how.padding_mode),
                        how.align_corners ? ", corners aligned" : ""),
            {{2, 3, rows, columns}, {2, 2, 4, 2}},
            [=](const Values& x) -> Values {
                const auto grid = add(positions(how, static_cast<float>(rows), static_cast<float>(columns)),
                                      multiply(x[1], number(0.09F)));
                return {std::make_shared<GridSample>(x[0], grid, how)};
            }};
}

VjpCase added_windows(const ov::Strides& strides, const ov::Strides& dilations, const ov::Shape& pads) {
    const auto windows = [&](std::size_t axis, std::size_t size, std::size_t kernel) {
        return (size + 2 * pads[axis] - dilations[axis] * (kernel - 1) - 1) / strides[axis] + 1;
    };
    const auto count = windows(0, 7, 2) * windows(1, 8, 3);
    return {fmt::format("Col2Im, strides {}, dilations {}, pads {}", strides[0], dilations[0], pads[0]),
            {{2, 3 * 2 * 3, count}},
            [=](const Values& x) -> Values {
                return {std::make_shared<ov::op::v15::Col2Im>(
                    x[0], integers({7, 8}), integers({2, 3}), strides, dilations, pads, pads)};
            }};
}

VjpCase running_sum(bool exclusive, bool reverse) {
    return {fmt::format("CumSum{}{}", exclusive ? ", exclusive" : "", reverse ? ", reverse" : ""),
            {{2, 5, 3}},
            [=](const Values& x) -> Values {
                return {std::make_shared<ov::op::v0::CumSum>(x[0], integer(1), exclusive, reverse)};
            }};
}

}  // namespace

std::vector<VjpCase> sampling_cases() {
    std::vector<VjpCase> cases = {
        added_windows({1, 1}, {1, 1}, {0, 0}),
        added_windows({2, 3}, {1, 1}, {1, 2}),
        added_windows({1, 2}, {2, 2}, {1, 0}),
        running_sum(false, false),
        running_sum(true, false),
        running_sum(false, true),
        running_sum(true, true),
    };
    for (const bool aligned : {false, true})
        for (const auto padding : {Padding::ZEROS, Padding::BORDER, Padding::REFLECTION})
            for (const auto mode : {Mode::BILINEAR, Mode::NEAREST, Mode::BICUBIC})
                cases.push_back(sampled({aligned, mode, padding}, 5, 6));
    cases.push_back(sampled({false, Mode::BILINEAR, Padding::REFLECTION}, 1, 6));
    cases.push_back(sampled({true, Mode::BILINEAR, Padding::ZEROS}, 5, 1));
    return cases;
}

}  // namespace vinoscope::test
