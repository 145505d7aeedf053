// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <openvino/core/model.hpp>

namespace vinoscope::test {

/// How many operations of a model have weights: convolutions and products.
std::size_t count_weights(const ov::Model& model);

/// A copy in which the weights of the last `layers` such operations are shuffled: the same values in the wrong places.
std::shared_ptr<ov::Model> randomized(const ov::Model& model, std::size_t layers, unsigned seed);

}  // namespace vinoscope::test
