// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "infer/request_pool.hpp"
#include "methods/method_table.hpp"
#include "model/score_output.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// A model that was edited to explain itself, compiled, and all that is needed to read its answers.
struct ExplainedModel {
    const Method* method = nullptr;
    ScoreOutput scores;
    ResizeMode resize = ResizeMode::squash;
    std::vector<std::string> labels;
    std::vector<std::string> decisions;
    Provenance provenance;
    std::unique_ptr<RequestPool> requests;
};

/// Edits `model` itself and compiles it. @throws Error as Explainer.
ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options);

/// One inference, and the maps in its outputs.
Explanation explain(const ExplainedModel& model, Image image, const ExplainOptions& options);

}  // namespace vinoscope
