// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/preprocess.hpp"

namespace vinoscope {

/// The metadata of a model: the properties of an ONNX file, which OpenVINO keeps in `rt_info["framework"]`,
/// `rt_info["model_info"]` of an IR, and files beside the model (sidecar_files.hpp), in this order. What none of them
/// specifies is empty.
struct FileMetadata {
    /// Class names: `model_info/labels`; `names` of Ultralytics (a Python dictionary or list); `character` of RapidAI,
    /// one a line, unless they are an alphabet; `labels`, `classes` or `class_names`, one a line or a list.
    std::vector<std::string> labels;
    std::string labels_file;            ///< the file beside the model that holds `labels`; empty where the model does
    std::vector<std::string> alphabet;  ///< of a text recogniser; empty where the file holds none
    std::string task;  ///< "classification", "detection", "segmentation", or the name of one that is none of these
    std::int64_t input_height = 0;  ///< 0: not told
    std::int64_t input_width = 0;
    std::optional<float> min_score;  ///< 0..1: `confidence_threshold` of `model_info`
    bool multilabel = false;         ///< whether each class has a probability of its own
    Preprocess preprocess;           ///< all but that of `model_info`, which resolve_preprocess() reads
    std::string preprocess_file;     ///< the name of the file beside the model that specifies `preprocess`, or empty
    std::string source;              ///< who wrote it, e.g. "Ultralytics"; empty where it is not known
};

FileMetadata file_metadata(const ov::Model& model);

}  // namespace vinoscope
