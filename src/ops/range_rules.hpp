// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <openvino/core/node.hpp>
#include <vector>

namespace vinoscope {

/// What the graph guarantees of the values of a tensor, whatever the image.
struct ValueRange {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool softmax = false;  ///< whether the values follow from those of softmaxes alone
    bool cut = false;      ///< whether a bound comes from cutting values off (Clamp, Minimum, Maximum)

    bool contains(double value) const { return value >= low && value <= high; }
    bool is_within(double from, double to) const { return low >= from && high <= to; }
};

/// The rules of the rows: the range of the values of an operation, given those of its inputs.
namespace ranges {

using Ranges = std::vector<ValueRange>;

ValueRange share(const ov::Node& node, const Ranges& inputs);         ///< 0..1
ValueRange signed_share(const ov::Node& node, const Ranges& inputs);  ///< -1..1
ValueRange positive(const ov::Node& node, const Ranges& inputs);      ///< 0 or more
ValueRange negative(const ov::Node& node, const Ranges& inputs);      ///< 0 or less
ValueRange of_first(const ov::Node& node, const Ranges& inputs);      ///< values of the first input, or means of them
ValueRange of_all(const ov::Node& node, const Ranges& inputs);        ///< values of all inputs
ValueRange choice(const ov::Node& node, const Ranges& inputs);        ///< values of the second or third input
ValueRange sum(const ov::Node& node, const Ranges& inputs);
ValueRange difference(const ov::Node& node, const Ranges& inputs);
ValueRange product(const ov::Node& node, const Ranges& inputs);
ValueRange quotient(const ov::Node& node, const Ranges& inputs);
ValueRange power(const ov::Node& node, const Ranges& inputs);
ValueRange maximum(const ov::Node& node, const Ranges& inputs);
ValueRange minimum(const ov::Node& node, const Ranges& inputs);
ValueRange negation(const ov::Node& node, const Ranges& inputs);
ValueRange absolute(const ov::Node& node, const Ranges& inputs);
ValueRange exponential(const ov::Node& node, const Ranges& inputs);
ValueRange logarithm(const ov::Node& node, const Ranges& inputs);
ValueRange root(const ov::Node& node, const Ranges& inputs);
ValueRange rectified(const ov::Node& node, const Ranges& inputs);
ValueRange rectified_by_slope(const ov::Node& node, const Ranges& inputs);
ValueRange clamped(const ov::Node& node, const Ranges& inputs);
ValueRange quantized(const ov::Node& node, const Ranges& inputs);
ValueRange resized(const ov::Node& node, const Ranges& inputs);
ValueRange weighted(const ov::Node& node, const Ranges& inputs);

}  // namespace ranges

}  // namespace vinoscope
