// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "explain/explained_model.hpp"
#include "methods/method_table.hpp"

namespace vinoscope {

/// Prepares an unchanged model for many inferences of masked images, as for a black-box method.
inline ExplainedModel prepare_for_scoring(const std::shared_ptr<ov::Model>& model, ExplainerOptions options) {
    options.method = default_black_box().info.name;
    options.target_layer.clear();
    return prepare(model, options);
}

}  // namespace vinoscope
