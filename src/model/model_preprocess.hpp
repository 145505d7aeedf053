// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// A complete Preprocess: every field is set, mean and scale have one value per channel.
struct ResolvedPreprocess {
    Preprocess preprocess;
    std::vector<std::string> evidence;        ///< one line a field: the value and where it comes from
    std::optional<std::string> warning = {};  ///< when the normalisation is not known but taken to be none
};

/// What `model` says in `rt_info["model_info"]` (mean_values, scale_values, reverse_input_channels, resize_type, ...)
/// or in other metadata (file_metadata()), overridden by `over`, completed by defaults (mean 0, scale 1, RGB, squash).
/// @throws Error (usage) when a list has neither one value nor one per channel, or a scale is zero;
///         (bad_model) when rt_info holds something unreadable.
ResolvedPreprocess resolve_preprocess(const ov::Model& model, const ImageInput& input, const Preprocess& over);

/// Class names in the metadata of the file, see FileMetadata::labels, or empty.
std::vector<std::string> model_labels(const ov::Model& model);

}  // namespace vinoscope
