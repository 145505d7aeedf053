// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/input_frame.hpp"

namespace vinoscope {
namespace {

// The corners of `box`, after what takes `from` to `to`.
Region moved(const Region& box, const Region& from, const Region& to) {
    const float x_scale = (to.x2 - to.x1) / (from.x2 - from.x1);
    const float y_scale = (to.y2 - to.y1) / (from.y2 - from.y1);
    return {to.x1 + (box.x1 - from.x1) * x_scale,
            to.y1 + (box.y1 - from.y1) * y_scale,
            to.x1 + (box.x2 - from.x1) * x_scale,
            to.y1 + (box.y2 - from.y1) * y_scale};
}

Region whole(const InputFrame& frame) {
    return {0, 0, static_cast<float>(frame.width), static_cast<float>(frame.height)};
}

}  // namespace

Region InputFrame::to_image(const Region& box) const {
    return moved(box, whole(*this), seen);
}

Region InputFrame::to_input(const Region& box) const {
    return moved(box, seen, whole(*this));
}

}  // namespace vinoscope
