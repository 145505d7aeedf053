// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <openvino/core/model.hpp>
#include <string>

namespace ov {
class Core;
}

namespace vinoscope {

/// The process-wide Core: loading plug-ins is slow, and it is safe to share.
ov::Core& shared_core();

/// Reads any format that OpenVINO reads.
/// @param core null for shared_core()
/// @throws Error (bad_model) that says what is wrong with the file: missing, empty, not a model, .xml without .bin, ...
std::shared_ptr<ov::Model> read_model(const std::filesystem::path& file, const std::shared_ptr<ov::Core>& core = {});

/// 64-bit FNV-1a in hexadecimal of the bytes of the file, then of its weights (.bin of an IR, .pdiparams of Paddle,
/// external data of ONNX); of all files of a SavedModel in the order of their paths. Reads 0.5 to 1 GB/s.
std::string model_hash(const std::filesystem::path& file);

/// "[?,3,224,224]"; dimensions with bounds print as "1..8".
std::string shape_text(const ov::PartialShape& shape);

}  // namespace vinoscope
