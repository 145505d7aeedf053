// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <openvino/core/node.hpp>
#include <set>
#include <vector>

namespace vinoscope {

/// What an operation that makes whole numbers of real ones is good for.
enum class Rounding : std::uint8_t {
    none,       ///< it does not round
    quantizes,  ///< numbers are divided by a scale, rounded and multiplied by a scale again, in whatever operations
                ///< that is written: gradients pass straight through (arXiv 1308.3432)
    remainder,  ///< the rounded number is taken away from the number itself: that the slope is 0 is right
    unknown,    ///< a gradient of 0 would hide that the score depends on the number
};

/// Floor, Ceiling, Round and conversions of real to whole numbers.
Rounding rounding_of(const ov::Node& node);

/// The inputs that read a scale or zero point of Rounding::quantizes, which may follow from the data (its range, its
/// largest magnitude). Both cancel out but for what rounding leaves, so that they count as constants.
std::set<ov::Input<ov::Node>> quantization_parameters(const std::vector<std::shared_ptr<ov::Node>>& nodes);

/// Whether a Clamp limits numbers that were rounded, or are afterwards: its limits are levels of quantization, too.
bool limits_levels(const ov::Node& clamp);

}  // namespace vinoscope
