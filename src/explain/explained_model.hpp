// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

#include "explain/input_source.hpp"
#include "infer/compiled_forms.hpp"
#include "infer/planar_input.hpp"
#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "outputs/answer_reader.hpp"
#include "task/task_table.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// A method with the model compiled for it.
struct Way {
    const Method* method = nullptr;
    std::string layer;  ///< target layer, or empty
    std::unique_ptr<CompiledForms> compiled;
};

/// A model, with inserted maps for a white-box method, and everything needed to decode its outputs.
struct ExplainedModel {
    std::optional<Way> white_box;
    std::optional<Way> gradients;  ///< for boxes that the white box cannot answer, where the choice is automatic
    std::optional<Way> black_box;  ///< a method that perturbs inputs: alone, or for what the others cannot answer
    AnswerReader reader;
    /// With a postprocess of the caller's: reads the answer of the graph itself, for methods that explain its scores.
    std::optional<AnswerReader> graph_reader;

    /// Returns whether there is a decoder for the outputs, which methods with one map per image do not need.
    bool reads_answers() const { return !reader.decoder.empty(); }

    const Task* task = nullptr;  ///< nullptr: each answer tells
    ImageInput input;
    Preprocess preprocess;  ///< complete
    PreprocessFunction preprocess_fn;
    BlackBoxOptions black_box_options;
    AttributionOptions attribution;
    std::size_t memory_limit = 0;
    std::unique_ptr<PlanarInput> planar_input;  ///< for methods that sample gradients
    std::vector<std::string> labels;
    std::vector<Decision> decisions;
    std::vector<std::string> warnings;
    Provenance provenance;
};

/// Edits `model` itself and compiles it. @throws Error as Explainer.
ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options);

/// Returns the image, or the tensor that the caller's preprocessing function makes of it.
InputSource source_of(const ExplainedModel& model, Image image);

/// Uses the white-box method if there is one and it supports the targets, else gradients, else the black-box method.
Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options);

/// The reason why a white-box method does not support the targets.
struct Refusal {
    std::string reason;
    std::string advice;  ///< what to try besides a black-box method
};

/// One inference, and the maps in its outputs. Nothing, and a reason, when the questions are not about classes, or the
/// caller's postprocess returns another answer than the graph.
std::optional<Explanation> explain_white_box(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal);

/// One inference for each target: the answer to the first one tells which are the others. Nothing, and a reason, when
/// the questions are not about classes or places of the answer.
std::optional<Explanation> explain_targets(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal);

/// Many inferences for each target, all with gradients. Nothing, and a reason, as before.
std::optional<Explanation> explain_by_gradients(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal);

/// Many inferences.
Explanation explain_black_box(const ExplainedModel& model, InputSource& source, const ExplainOptions& options);

}  // namespace vinoscope
