// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>

#include "vinoscope/export.hpp"

namespace ov {
class Any;
}

namespace vinoscope {

/// Properties of OpenVINO, constructed from an `ov::AnyMap`, such as `ov::AnyMap{ov::num_streams(2)}`. Include
/// `openvino/runtime/properties.hpp` to make one. Copies share the values.
class VINOSCOPE_API Properties {
public:
    Properties() = default;
    Properties(const std::map<std::string, ov::Any>& values);  // NOLINT: an ov::AnyMap is what a caller has

    [[nodiscard]] bool empty() const;

    /// Returns the values.
    [[nodiscard]] const std::map<std::string, ov::Any>& values() const;

private:
    std::shared_ptr<const std::map<std::string, ov::Any>> m_values;
};

}  // namespace vinoscope
