// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vinoscope {

/// Everything that can be told wrong without parsing: missing, empty, a folder that is no SavedModel, an unknown
/// extension, text where a binary format is expected, XML that is no IR.
/// @throws Error (bad_model)
void check_model_file(const std::filesystem::path& file);

/// Why the weights beside a model file cannot be right (missing, too short), or empty.
std::string weights_problem(const std::filesystem::path& file);

/// The file and its separate weights (.bin of an IR, .pdiparams of Paddle, external data of ONNX), or all files of a
/// SavedModel folder, sorted.
std::vector<std::filesystem::path> model_files(const std::filesystem::path& file);

/// "OpenVINO IR", "ONNX", "TensorFlow", "TensorFlow Lite", "Paddle" or "unknown", by extension (a folder is a
/// SavedModel of TensorFlow).
std::string model_format(const std::filesystem::path& file);

}  // namespace vinoscope
