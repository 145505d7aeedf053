// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explain/explained_model.hpp"
#include "methods/selectable_score.hpp"
#include "session/image_prediction.hpp"

namespace vinoscope {

/// The reason why a method does not explain the targets of an image.
struct Refusal {
    std::string reason;
    std::string advice;  ///< what to try besides a black-box method
};

/// The maps of one method for one image. explain_with() calls the functions in this order, each once.
class MethodRun {
public:
    MethodRun() = default;
    MethodRun(const MethodRun&) = delete;
    MethodRun& operator=(const MethodRun&) = delete;
    virtual ~MethodRun() = default;

    /// What the model predicts for the image, and the region of the image that its input shows (std::nullopt: all).
    struct Observation {
        Answer answer;
        std::optional<Region> region;
    };

    /// Runs the inference of the image itself.
    virtual Observation observe() = 0;

    /// Returns why the targets cannot be explained, or std::nullopt if they can.
    virtual std::optional<Refusal> refusal(const std::vector<ResolvedTarget>& resolved_targets) const = 0;

    /// Adds one map for each target, or the map of the image for methods that answer per image; and notes.
    virtual void add_maps(const ImagePrediction& prediction,
                          std::vector<ResolvedTarget> resolved_targets,
                          Explanation& result) = 0;

    /// Returns the number of inferences so far.
    virtual std::size_t inferences() const = 0;
};

/// What a run works with.
struct RunContext {
    const ExplainedModel& model;
    const CompiledMethod& method;
    InputSource& source;
    const ExplainOptions& options;
};

/// One inference gives the maps of all classes, or the map of the image.
std::unique_ptr<MethodRun> run_of_class_maps(const RunContext& context);

/// One inference for each target; the inference of the image itself gives the map of the first.
std::unique_ptr<MethodRun> run_of_target_maps(const RunContext& context);

/// Many inferences with gradients for each target.
std::unique_ptr<MethodRun> run_of_sampled_gradients(const RunContext& context);

/// Many inferences of masked images for all targets together.
std::unique_ptr<MethodRun> run_of_masked_images(const RunContext& context);

/// Returns why a method inside of the graph cannot explain a target, or std::nullopt if it can.
std::optional<Refusal> refusal_of(const ResolvedTarget& resolved, const Method& method);

/// Returns the graph of a method inside of the model that answers all targets of a call: one that differentiates boxes,
/// too, if a target is a side of a box.
/// @throws Error (unsupported) if an operation that the boxes are computed by has no gradient
CompiledForms& forms_for_targets(const RunContext& context);

/// Returns the score that the inference of forms_for_targets() explains for a target.
TargetSelection selection_for(const ResolvedTarget& resolved, const RunContext& context);

/// Uses the white-box method if there is one and it supports the targets, else gradients, else the black-box method.
Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options);

}  // namespace vinoscope
