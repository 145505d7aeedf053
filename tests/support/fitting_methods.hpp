// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "methods/method_table.hpp"

namespace vinoscope::test {

/// Names of the methods that become part of a convolutional network: those that ask for nothing special.
inline std::vector<std::string> methods_for_convolutions() {
    std::vector<std::string> names;
    for (const auto& method : method_table())
        if (method.in_graph() && method.suits == nullptr)
            names.emplace_back(method.info.name);
    return names;
}

/// The same for a transformer: also those that ask for one, but not those that do without class scores because they ask
/// for a detector.
inline std::vector<std::string> methods_for_transformers() {
    std::vector<std::string> names;
    for (const auto& method : method_table())
        if (method.in_graph() && (method.suits == nullptr || method.needs_scores))
            names.emplace_back(method.info.name);
    return names;
}

/// Whether the method gives one map for each class.
inline bool per_class(const std::string& name) {
    return find_method(name).per_class();
}

/// Whether the map has the size of the model's input, not of a layer's grid.
inline bool explains_at_input(const std::string& name) {
    return find_method(name).of_pixels;
}

/// Those whose map is about a class, and is one of a layer.
inline std::vector<std::string> class_methods_at_a_layer(std::vector<std::string> names) {
    std::erase_if(names,
                  [](const std::string& name) { return find_method(name).per_image() || explains_at_input(name); });
    return names;
}

}  // namespace vinoscope::test
