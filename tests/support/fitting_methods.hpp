// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "methods/method_table.hpp"

namespace vinoscope::test {

/// Names of the white-box methods that work on a convolutional network: those that ask for nothing special.
inline std::vector<std::string> methods_for_convolutions() {
    std::vector<std::string> names;
    for (const auto& method : method_table())
        if (!method.black_box() && method.suits == nullptr)
            names.emplace_back(method.info.name);
    return names;
}

/// Names of the white-box methods that work on a transformer: also those that ask for one, but not those that do
/// without class scores because they ask for a detector.
inline std::vector<std::string> methods_for_transformers() {
    std::vector<std::string> names;
    for (const auto& method : method_table())
        if (!method.black_box() && (method.suits == nullptr || method.needs_scores))
            names.emplace_back(method.info.name);
    return names;
}

/// Whether the method gives one map for each class.
inline bool per_class(const std::string& name) {
    return find_method(name).per_class();
}

/// Those with a map for each class.
inline std::vector<std::string> class_methods(std::vector<std::string> names) {
    std::erase_if(names, [](const std::string& name) { return !per_class(name); });
    return names;
}

}  // namespace vinoscope::test
