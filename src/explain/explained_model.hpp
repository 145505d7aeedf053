// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "explain/input_source.hpp"
#include "infer/compiled_forms.hpp"
#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "task/answer_reader.hpp"
#include "task/task_table.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// A model, edited to explain itself where the method is a white-box one, and all that is needed to read its answers.
struct ExplainedModel {
    const Method* method = nullptr;
    const Task* task = nullptr;
    AnswerReader reader;
    ImageInput input;
    Preprocess preprocess;  ///< complete
    PreprocessFunction preprocess_fn;
    BlackBoxOptions black_box;
    std::vector<std::string> labels;
    std::vector<std::string> decisions;
    Provenance provenance;
    std::unique_ptr<CompiledForms> compiled;

    AnswerContext context() const { return {labels, reader.scale}; }
};

/// Edits `model` itself and compiles it. @throws Error as Explainer.
ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options);

/// The picture, or what the caller's own preparation makes out of it.
InputSource source_of(const ExplainedModel& model, Image image);

/// For white-box methods one inference, and the maps in its outputs; for black-box methods many.
Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options);

/// The second half of it.
Explanation explain_black_box(const ExplainedModel& model, InputSource source, const ExplainOptions& options);

}  // namespace vinoscope
