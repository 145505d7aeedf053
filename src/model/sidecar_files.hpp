// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <openvino/core/model.hpp>
#include <string>

namespace vinoscope {

/// Reads what exporters write beside a model, and keeps it in its `rt_info`, where sidecar_property() finds it:
/// `preprocessor_config.json` and `config.json` of Hugging Face Transformers (Optimum), `config.json` of timm,
/// `metadata.yaml` of Ultralytics, and the class names of `labels.txt`. They are looked for in the folder of the model
/// and, of a folder called "onnx" or "openvino", in the one above. Files of another content are ignored.
void read_sidecar_files(ov::Model& model, const std::filesystem::path& file);

/// Returns a property that a side-car specifies, or an empty string: "mean", "scale" (numbers of pixels 0..255),
/// "resize"
/// ("crop" or "squash"), "task", "multilabel", "labels" (a JSON list), "imgsz" ("height width"), "names" and "stride"
/// (of Ultralytics); and "file", the name of the file.
std::string sidecar_property(const ov::Model& model, const std::string& key);

/// Removes them, from a model that is to be written.
void forget_sidecar_files(ov::Model& model);

}  // namespace vinoscope
