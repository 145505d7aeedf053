// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <openvino/core/model.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace vinoscope::test {

/// A detector with class heads of two scales, convolutions and their biases called "fine" (6x6 cells) and "coarse"
/// (3x3), for an image [1,3,12,12], as a family of networks writes them. Objectness that a convolution of its own
/// computes is called "fine objectness" and "coarse objectness".
struct DetectorCase {
    std::string name;
    std::size_t classes = 0;
    std::size_t anchors = 1;
    std::function<std::size_t(std::size_t anchor, std::size_t c)> channel;  ///< of a class in the output of a head
    bool softmax = false;
    std::function<std::shared_ptr<ov::Model>()> build;
    std::function<std::size_t(std::size_t anchor)> objectness = {};  ///< channel of an anchor's; empty: there is none

    friend void PrintTo(const DetectorCase& one, std::ostream* out) { *out << one.name; }
};

std::vector<DetectorCase> detector_cases();

/// One that classifies three learned queries, which look at all cells.
std::shared_ptr<ov::Model> detector_of_queries();

}  // namespace vinoscope::test
