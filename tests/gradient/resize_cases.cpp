// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/op/adaptive_avg_pool.hpp>
#include <openvino/op/adaptive_max_pool.hpp>
#include <openvino/op/interpolate.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using Base = ov::op::util::InterpolateBase;
using Mode = Base::InterpolateMode;
using Calculation = Base::ShapeCalcMode;
using Coordinates = Base::CoordinateTransformMode;
using Nearest = Base::NearestMode;
using ov::op::v11::Interpolate;

Base::InterpolateAttrs attributes(Mode mode,
                                  Coordinates coordinates,
                                  Calculation calculation = Calculation::SIZES,
                                  Nearest nearest = Nearest::ROUND_PREFER_FLOOR) {
    Base::InterpolateAttrs result;
    result.mode = mode;
    result.coordinate_transformation_mode = coordinates;
    result.shape_calculation_mode = calculation;
    result.nearest_mode = nearest;
    return result;
}

VjpCase resized(Mode mode, Coordinates coordinates, const Integers& sizes) {
    return {fmt::format("Interpolate-11, mode {}, coordinates {}, to {}",
                        static_cast<int>(mode),
                        static_cast<int>(coordinates),
                        sizes),
            {{2, 3, 5, 4}},
            [=](const Values& x) -> Values {
                return {std::make_shared<Interpolate>(
                    x[0], integers(sizes), integers({2, 3}), attributes(mode, coordinates))};
            }};
}

VjpCase scaled(Mode mode, const std::vector<float>& scales) {
    return {fmt::format("Interpolate-11, mode {}, scaled by {}", static_cast<int>(mode), scales),
            {{2, 3, 5, 4}},
            [=](const Values& x) -> Values {
                const auto how = attributes(mode, Coordinates::HALF_PIXEL, Calculation::SCALES, Nearest::FLOOR);
                return {std::make_shared<Interpolate>(x[0], floats({2}, scales), integers({2, 3}), how)};
            }};
}

}  // namespace

std::vector<VjpCase> resize_cases() {
    std::vector<VjpCase> cases = {
        scaled(Mode::NEAREST, {2, 2}),
        scaled(Mode::NEAREST, {1.7F, 0.6F}),
        scaled(Mode::LINEAR_ONNX, {2, 1.3F}),
        resized(Mode::NEAREST, Coordinates::ASYMMETRIC, {10, 8}),
        resized(Mode::LINEAR, Coordinates::HALF_PIXEL, {7, 9}),
        {"Interpolate-11 of channels last",
         {{2, 5, 4, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<Interpolate>(
                 x[0], integers({7, 8}), integers({1, 2}), attributes(Mode::LINEAR_ONNX, Coordinates::HALF_PIXEL))};
         }},
        {"Interpolate-4",
         {{2, 3, 4, 5}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v4::Interpolate>(x[0],
                                                               integers({8, 10}),
                                                               floats({2}, {2, 2}),
                                                               integers({2, 3}),
                                                               attributes(Mode::LINEAR_ONNX, Coordinates::HALF_PIXEL))};
         }},
        {"Interpolate-1",
         {{2, 3, 4, 5}},
         [](const Values& x) -> Values {
             ov::op::v0::Interpolate::Attributes how;
             how.axes = {2, 3};
             how.mode = "linear";
             how.align_corners = true;
             how.antialias = false;
             return {std::make_shared<ov::op::v0::Interpolate>(x[0], integers({7, 5}), how)};
         }},
        {"AdaptiveAvgPool",
         {{2, 3, 7, 5}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v8::AdaptiveAvgPool>(x[0], integers({3, 2}))};
         }},
        {"AdaptiveMaxPool",
         {{2, 3, 7, 5}},
         [](const Values& x) -> Values {
             return {
                 std::make_shared<ov::op::v8::AdaptiveMaxPool>(x[0], integers({3, 2}), ov::element::i32)->output(0)};
         },
         -4,
         4},
    };
    for (const auto mode : {Mode::LINEAR_ONNX, Mode::CUBIC, Mode::BILINEAR_PILLOW})
        for (const auto coordinates : {Coordinates::HALF_PIXEL, Coordinates::ALIGN_CORNERS, Coordinates::ASYMMETRIC})
            cases.push_back(
                resized(mode, coordinates, coordinates == Coordinates::ASYMMETRIC ? Integers{3, 3} : Integers{8, 9}));
    return cases;
}

}  // namespace vinoscope::test
