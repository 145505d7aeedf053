// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "model/image_input.hpp"
#include "outputs/yolo_levels.hpp"

namespace vinoscope {

/// Width and height of the box that an anchor begins with, in pixels of the input.
struct Anchor {
    float width = 0;
    float height = 0;
};

/// The published anchors of a network: three a level, finest level first.
struct AnchorSet {
    std::span<const Anchor> anchors;
    std::array<float, 4> reach;  ///< of each level: over how many cells its centres move
};

/// Networks that read their numbers in one way: centre = cell + 0.5 + reach (sigmoid(t) - 0.5), in cells, and size =
/// anchor times exp(t) or, where it `squares`, (2 sigmoid(t))^2.
struct YoloFamily {
    std::string_view name;
    bool squares;
    std::span<const AnchorSet> sets;  ///< with different numbers of levels
};

enum class YoloVersion : std::uint8_t { v3, v4, v5, v7 };

const YoloFamily& family_of(YoloVersion version);

/// The version whose network looks like this: each has an activation of its own.
YoloVersion guess_version(const ov::Model& model, const YoloLevels& found);

/// Whether the graph ends in the sigmoid of its numbers.
bool ends_in_shares(const ov::Model& model, const YoloLevels& found);

/// Of a level: those that the model carries (RegionYolo), or the published ones.
struct LevelAnchors {
    std::vector<Anchor> anchors;
    float reach = 1;
    bool known = false;  ///< otherwise anchors are as large as the cells
};

std::vector<LevelAnchors> level_anchors(const ov::Model& model,
                                        const YoloLevels& found,
                                        const YoloFamily& family,
                                        const ImageInput& input);

}  // namespace vinoscope
