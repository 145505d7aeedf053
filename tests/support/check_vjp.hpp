// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "support/build_model.hpp"

namespace vinoscope::test {

/// A differentiable function of tensors.
struct VjpCase {
    std::string name;
    std::vector<ov::Shape> inputs;
    std::function<Values(const Values&)> build;  ///< its outputs, of the inputs
    double low = -1;                             ///< inputs are distinct numbers, evenly spread between low and high,
    double high = 1;                             ///< so that few or none lie at a kink
    bool open_batch = true;                      ///< also with axis 0 of the inputs left open
};

/// The function with the gradients of sum(w y) with respect to its inputs as further outputs, and its random weights w.
struct VjpModel {
    std::shared_ptr<ov::Model> model;
    std::vector<std::vector<float>> weights;  ///< of each output of the function
};
VjpModel vjp_model(const VjpCase& function, bool open_batch);

/// Compares w (J v), by central differences, with v (J' w), by the gradient, for random directions v.
::testing::AssertionResult check_vjp(const VjpCase& function);

}  // namespace vinoscope::test
