// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <string>

namespace vinoscope {

/// What insert_xai() noted in `rt_info["saliency_map"]` of the model that it wrote; empty in models of other tools.
struct InsertedMap {
    std::string method;
    std::string target_layer;  ///< that the user named, or empty
    std::string precision;     ///< that the map needs, "f32", or empty
};

/// Notes in `model` how its output `saliency_map` was made.
void note_inserted_map(ov::Model& model, const InsertedMap& map);

/// Takes the output `saliency_map`, and an input that only it needed, out of `model` again. Nothing when there is none.
std::optional<InsertedMap> take_inserted_map(ov::Model& model);

}  // namespace vinoscope
