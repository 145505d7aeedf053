// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <openvino/core/model.hpp>
#include <string>

#include "vinoscope/preprocess.hpp"

namespace vinoscope::test {

/// A small network that was put together at random.
struct RandomNetwork {
    std::shared_ptr<ov::Model> model;  ///< its output "scores" comes from the operation called "raw scores",
                                       ///< through an activation or not
    TensorLayout layout = TensorLayout::nchw;
    std::string recipe;  ///< the blocks in their order, to be printed when a test fails
};

/// Up to nine blocks between an image and class scores: convolutions, residuals, gates, attention, transposed layouts,
/// operations that do nothing, cuts, flips, several outputs, outputs that nothing reads, shapes that depend on the
/// data, control flow, tensors of size 0 and of rank 0 to 6, open batch, height, width and rank. Many of them cannot be
/// explained; all of them are valid models. The same seed gives the same network on every machine.
RandomNetwork random_network(std::uint32_t seed);

}  // namespace vinoscope::test
