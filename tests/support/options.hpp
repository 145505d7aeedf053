// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope::test {

inline InsertOptions with_method(std::string_view name) {
    InsertOptions options;
    options.method = name;
    return options;
}

/// An explainer whose numbers compare with a reference: see "Precision" in HACKING.md.
inline ExplainerOptions in_f32(std::string_view method, const Preprocess& preprocess = {}) {
    ExplainerOptions options;
    options.method = method;
    options.preprocess = preprocess;
    options.precision = Precision::f32;
    return options;
}

}  // namespace vinoscope::test
