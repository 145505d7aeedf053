// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <vector>

namespace vinoscope {

/// What one level of a feature pyramid says, as positions of outputs `[N,channels,height,width]` or
/// `[N,height,width,channels]`.
struct DetectorLevel {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t anchors = 1;            ///< boxes of each cell
    std::size_t classes = 0;             ///< anchors * classes channels
    std::size_t boxes = 0;               ///< four numbers, or four distributions, of each anchor
    std::optional<std::size_t> quality;  ///< centerness or objectness: one channel an anchor

    std::int64_t cells() const { return height * width; }
};

/// The undecoded outputs of a dense detector, finest level first.
struct DetectorLevels {
    std::int64_t classes = 0;
    bool channels_last = false;
    bool four_numbers = false;  ///< one box a cell, told by four numbers
    std::vector<DetectorLevel> levels;
};

/// Outputs of FCOS, ATSS, RetinaNet, YOLOX and their like that leave the levels apart: grids that halve from one to the
/// next, on each class scores, boxes and perhaps a quality. Nothing for other models, such as those that segment at
/// several scales.
std::optional<DetectorLevels> find_detector_levels(const ov::Model& model);

}  // namespace vinoscope
