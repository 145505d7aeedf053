// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <vector>

namespace vinoscope {

/// One level of a YOLO detector, an output of its own.
struct YoloLevel {
    std::size_t output = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;

    std::int64_t cells() const { return height * width; }
};

/// How the numbers of a level lie in memory: anchors, numbers of each, cells.
enum class YoloLayout : std::uint8_t {
    channels_first,  ///< [N,A*F,h,w]
    channels_last,   ///< [N,h,w,A*F] or [N,h,w,A,F]
    anchors_first    ///< [N,A,h,w,F]
};

/// The outputs of YOLO detectors that leave decoding to their caller, finest level first: for each anchor of each cell
/// a box (four numbers), an objectness and the scores of all classes.
struct YoloLevels {
    static constexpr std::int64_t first_class = 5;  ///< behind box and objectness

    std::vector<YoloLevel> levels;
    YoloLayout layout = YoloLayout::channels_first;
    std::int64_t class_axis = 1;
    std::int64_t anchors = 0;
    std::int64_t features = 0;  ///< numbers of each anchor

    std::int64_t classes() const { return features - first_class; }
};

/// Finds the undecoded levels of a YOLO model. If the shapes do not determine the number of classes, it is `labels`, or
/// follows from three anchors. Returns std::nullopt for other models.
std::optional<YoloLevels> find_yolo_levels(const ov::Model& model, std::size_t labels = 0);

}  // namespace vinoscope
