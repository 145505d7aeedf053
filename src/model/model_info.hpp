// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vinoscope {

/// What OpenVINO Model API and its kin write about a model: `rt_info["model_info"][key]` of an IR, or the metadata
/// property `model_info <key>` of an ONNX file. Values are text, whatever type they were set with.
/// https://github.com/open-edge-platform/model_api
class ModelInfo {
public:
    explicit ModelInfo(const ov::Model& model) : m_model(model) {}

    /// Returns the value without leading and trailing blanks, or std::nullopt if the key is absent or empty.
    std::optional<std::string> text(const std::string& key) const;

    /// Returns numbers separated by blanks or commas, optionally in brackets. @throws Error (bad_model) for other
    /// values
    std::optional<std::vector<float>> numbers(const std::string& key) const;

    /// YES/NO, true/false, 1/0 in any case. @throws Error (bad_model) for anything else
    std::optional<bool> flag(const std::string& key) const;

    /// Returns items separated by blanks, or the items of a list.
    std::vector<std::string> words(const std::string& key) const;

private:
    const ov::Any* find(const std::string& key) const;

    const ov::Model& m_model;
};

}  // namespace vinoscope
