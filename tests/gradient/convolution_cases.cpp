// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/op/convolution.hpp>
#include <openvino/op/group_conv.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using Diff = ov::CoordinateDiff;

struct Geometry {
    ov::Shape input;
    ov::Shape weights;
    ov::Strides strides;
    Diff before;
    Diff behind;
    ov::Strides dilations;
    Diff output_padding = {};  // of transposed convolutions
};

template <typename Operation>
VjpCase forward(const Geometry& g, ov::op::PadType pads = ov::op::PadType::EXPLICIT) {
    const auto name = fmt::format("{} {} stride {}", Operation::get_type_info_static().name, g.weights, g.strides);
    return {name, {g.input}, [=](const Values& x) -> Values {
                return {std::make_shared<Operation>(
                    x[0], random_floats(g.weights, 1), g.strides, g.before, g.behind, g.dilations, pads)};
            }};
}

template <typename Operation>
VjpCase backwards(const Geometry& g) {
    const auto name = fmt::format("{} {} stride {}", Operation::get_type_info_static().name, g.weights, g.strides);
    return {name, {g.input}, [=](const Values& x) -> Values {
                return {std::make_shared<Operation>(x[0],
                                                    random_floats(g.weights, 1),
                                                    g.strides,
                                                    g.before,
                                                    g.behind,
                                                    g.dilations,
                                                    ov::op::PadType::EXPLICIT,
                                                    g.output_padding)};
            }};
}

}  // namespace

std::vector<VjpCase> convolution_cases() {
    using ov::op::PadType;
    using ov::op::v1::Convolution;
    using ov::op::v1::ConvolutionBackpropData;
    using ov::op::v1::GroupConvolution;
    using ov::op::v1::GroupConvolutionBackpropData;
    return {
        forward<Convolution>({{2, 3, 5, 6}, {4, 3, 1, 1}, {1, 1}, {0, 0}, {0, 0}, {1, 1}}),
        forward<Convolution>({{2, 3, 5, 6}, {4, 3, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}),
        forward<Convolution>({{2, 3, 8, 9}, {4, 3, 3, 3}, {2, 2}, {0, 1}, {1, 0}, {1, 1}}),  // asymmetric pads
        forward<Convolution>({{2, 3, 8, 8}, {4, 3, 3, 3}, {2, 2}, {0, 0}, {1, 1}, {1, 1}}),
        forward<Convolution>({{2, 3, 8, 8}, {4, 3, 1, 1}, {2, 2}, {0, 0}, {0, 0}, {1, 1}}),    // skips rows
        forward<Convolution>({{1, 2, 9, 9}, {3, 2, 3, 2}, {3, 2}, {2, 0}, {0, 1}, {2, 3}}),    // dilated
        forward<Convolution>({{2, 3, 16, 16}, {5, 3, 4, 4}, {4, 4}, {0, 0}, {0, 0}, {1, 1}}),  // patches
        forward<Convolution>({{2, 3, 9}, {4, 3, 3}, {2}, {1}, {0}, {1}}),
        forward<Convolution>({{1, 2, 4, 5, 5}, {3, 2, 3, 2, 3}, {1, 2, 2}, {1, 0, 1}, {1, 1, 0}, {1, 1, 1}}),
        forward<Convolution>({{1, 3, 7, 8}, {4, 3, 3, 3}, {2, 2}, {0, 0}, {0, 0}, {1, 1}}, PadType::SAME_UPPER),
        forward<Convolution>({{1, 3, 8, 7}, {4, 3, 3, 3}, {2, 2}, {0, 0}, {0, 0}, {1, 1}}, PadType::SAME_LOWER),
        forward<Convolution>({{1, 3, 8, 7}, {4, 3, 3, 3}, {2, 2}, {9, 9}, {9, 9}, {1, 1}}, PadType::VALID),
        forward<GroupConvolution>({{2, 4, 7, 6}, {4, 1, 1, 3, 3}, {1, 1}, {1, 1}, {1, 1}, {1, 1}}),  // depthwise
        forward<GroupConvolution>({{2, 4, 8, 6}, {4, 1, 1, 3, 3}, {2, 2}, {0, 0}, {1, 1}, {1, 1}}),
        forward<GroupConvolution>({{2, 4, 7, 6}, {2, 3, 2, 3, 1}, {2, 1}, {1, 0}, {0, 1}, {1, 2}}),
        forward<GroupConvolution>({{2, 4, 9}, {2, 3, 2, 3}, {2}, {1}, {0}, {1}}),
        backwards<ConvolutionBackpropData>({{2, 3, 4, 5}, {3, 4, 3, 3}, {2, 2}, {1, 0}, {0, 1}, {1, 1}}),
        backwards<ConvolutionBackpropData>({{2, 3, 4, 5}, {3, 4, 2, 3}, {2, 3}, {0, 1}, {0, 1}, {1, 2}, {1, 0}}),
        backwards<GroupConvolutionBackpropData>(
            {{2, 4, 4, 5}, {2, 2, 3, 3, 3}, {2, 1}, {1, 1}, {1, 0}, {1, 1}, {1, 0}}),
        {"ConvolutionBackpropData of a given shape",
         {{1, 2, 4, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<ConvolutionBackpropData>(x[0],
                                                               random_floats({2, 3, 3, 3}, 1),
                                                               integers({8, 7}),
                                                               ov::Strides{2, 2},
                                                               Diff{0, 0},
                                                               Diff{0, 0},
                                                               ov::Strides{1, 1},
                                                               PadType::SAME_UPPER)};
         }},
        // as many output as input channels, with the same weights in both directions
        forward<Convolution>({{1, 8, 6, 6}, {8, 8, 3, 3}, {2, 2}, {1, 1}, {1, 1}, {1, 1}}),
        forward<GroupConvolution>({{1, 16, 6, 6}, {2, 8, 8, 1, 1}, {1, 1}, {0, 0}, {0, 0}, {1, 1}}),
        backwards<ConvolutionBackpropData>({{1, 8, 6, 6}, {8, 8, 3, 3}, {2, 2}, {1, 1}, {1, 1}, {1, 1}}),
        {"Convolution with weights in FP16",
         {{1, 3, 5, 5}},
         [](const Values& x) -> Values {
             return {convolution(x[0], random_floats({4, 3, 3, 3}, 1, ov::element::f16), 2, 1)};
         }},
    };
}

}  // namespace vinoscope::test
