// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "infer/request_pool.hpp"
#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "model/score_output.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// A model, edited to explain itself where the method is a white-box one, compiled, and all that is needed to read its
/// answers.
struct ExplainedModel {
    const Method* method = nullptr;
    ScoreOutput scores;
    ImageInput input;
    Preprocess preprocess;  ///< complete
    BlackBoxOptions black_box;
    std::vector<std::string> labels;
    std::vector<std::string> decisions;
    Provenance provenance;
    std::unique_ptr<RequestPool> requests;
};

/// Edits `model` itself and compiles it. @throws Error as Explainer.
ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options);

/// For white-box methods one inference, and the maps in its outputs; for black-box methods many.
Explanation explain(const ExplainedModel& model, Image image, const ExplainOptions& options);

/// The second half of it.
Explanation explain_black_box(const ExplainedModel& model, Image image, const ExplainOptions& options);

}  // namespace vinoscope
