// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/numbers.hpp"
#include "explain/stopwatch.hpp"

namespace vinoscope {
namespace {

std::unique_ptr<MethodRun> run_of(const RunContext& context) {
    const auto& method = *context.method.method;
    if (method.perturbs_inputs())
        return run_of_masked_images(context);
    if (method.samples_gradients())
        return run_of_sampled_gradients(context);
    return method.per_target() ? run_of_target_maps(context) : run_of_class_maps(context);
}

std::string text_of(const NothingFound& nothing, bool no_map) {
    std::string text = fmt::format("nothing was found with a score of at least {:g}", nothing.threshold);
    if (nothing.best)
        text += fmt::format("; the best candidate is {} with {:.3g}",
                            nothing.best->label.empty() ? fmt::format("class {}", nothing.best->index)
                                                        : fmt::format("\"{}\"", nothing.best->label),
                            nothing.best->score);
    else
        text += ", and no candidate has a score above 0";
    return no_map ? text + "; no map was computed: choose a class as the target" : text;
}

// Predictions, provenance and the notes of the targets.
Explanation without_maps(const RunContext& context,
                         const ImagePrediction& prediction,
                         const std::vector<ResolvedTarget>& resolved_targets) {
    const auto& [model, compiled, source, options] = context;
    Explanation result;
    result.predictions = prediction.predictions(options.predictions);
    result.nothing_found = prediction.nothing_found();
    result.total_targets = prediction.target_count();
    result.provenance = model.provenance;
    result.provenance.probabilities = prediction.has_probabilities();
    result.provenance.task = prediction.task().name;
    result.provenance.method = compiled.method->info.name;
    result.provenance.layer = compiled.layer;
    result.provenance.score = prediction.score_name();
    for (const auto& resolved : resolved_targets)
        if (!resolved.note.empty())
            result.notes.push_back(resolved.note);
    if (result.nothing_found)
        result.notes.push_back(
            text_of(*result.nothing_found, resolved_targets.empty() && !compiled.method->per_image()));
    return result;
}

// The scores of the targets of the last maps, one per target.
void add_scores(const ImagePrediction& prediction,
                const std::vector<ResolvedTarget>& resolved_targets,
                Explanation& result) {
    const auto scores = prediction.score(resolved_targets);
    const auto first = result.maps.size() - resolved_targets.size();
    for (std::size_t i = 0; i < resolved_targets.size(); ++i)
        result.maps[first + i].score = scores[i];
}

bool is_side(const TargetRequest& request) {
    if (const auto* predicted = std::get_if<PredictedBox>(&request))
        return predicted->side.has_value();
    const auto* given = std::get_if<GivenBox>(&request);
    return given != nullptr && given->side.has_value();
}

bool uses_sides(const RunContext& context) {
    return context.method.sides && std::ranges::any_of(context.options.targets, is_side);
}

// Why the method has no gradients of sides of boxes that are targets.
std::optional<Refusal> refusal_of_sides(const RunContext& context) {
    const auto& method = *context.method.method;
    constexpr const char* advice = "choose boxes or classes";
    if (method.perturbs_inputs() || !method.per_target() || std::ranges::none_of(context.options.targets, is_side))
        return std::nullopt;
    if (!context.method.sides)
        return Refusal{fmt::format("{} does not explain the sides of the boxes of this model", method.info.title),
                       advice};
    const auto graph = attempt([&] { return &context.method.sides->compiled(); });
    if (graph)
        return std::nullopt;
    if (graph.error().kind() != ErrorKind::unsupported)
        throw graph.error();
    return Refusal{fmt::format("the sides of boxes have no gradients: {}", graph.error().what()), advice};
}

// Why the answers have no sides of boxes.
std::optional<Refusal> refusal_of_sides(const RunContext& context,
                                        const std::vector<ResolvedTarget>& resolved_targets) {
    if (uses_sides(context))
        for (const auto& resolved : resolved_targets)
            if (!context.method.sides->selection_for(resolved))
                return Refusal{"the outputs of the model do not state where boxes are", "choose boxes or classes"};
    return std::nullopt;
}

// Nothing, and the reason, where the method cannot explain the targets.
std::optional<Explanation> explain_with(const RunContext& context, Refusal& refusal) {
    const auto& method = *context.method.method;
    Stopwatch watch;
    if (auto refused = refusal_of_sides(context)) {
        refusal = std::move(*refused);
        return std::nullopt;
    }
    const auto run = run_of(context);
    auto [answer, region] = run->observe();
    const double first_seconds = watch.lap();
    const bool maps_of_classes = method.in_graph() && !method.per_target();
    const ImagePrediction prediction(
        context.model.session, context.source, region, context.options, maps_of_classes, std::move(answer));
    std::vector<ResolvedTarget> resolved_targets;
    if (!maps_of_classes || method.per_class())
        resolved_targets = prediction.wanted_targets(context.options);
    auto refused = run->refusal(resolved_targets);
    if (!refused)
        refused = refusal_of_sides(context, resolved_targets);
    if (refused) {
        refusal = std::move(*refused);
        return std::nullopt;
    }
    auto result = without_maps(context, prediction, resolved_targets);
    run->add_maps(prediction, resolved_targets, result);
    add_scores(prediction, resolved_targets, result);
    result.provenance.inferences = run->inferences();
    result.image = std::move(context.source).take_image();
    result.seconds = {first_seconds, watch.lap()};
    if (!maps_of_classes)  // maps take inferences of their own
        result.seconds = {result.seconds.infer + result.seconds.explain, 0};
    return result;
}

}  // namespace

std::optional<Refusal> refusal_of(const ResolvedTarget& resolved, const Method& method) {
    const bool per_target = method.per_target();
    if (resolved.by_class || (per_target && !resolved.places.empty()))
        return std::nullopt;
    return Refusal{fmt::format("{} explains {}, but \"{}\" is {}",
                               method.info.title,
                               per_target ? "classes and detections" : "classes",
                               resolved.name,
                               per_target ? "neither" : "a part of the image"),
                   "choose a class"};
}

CompiledForms& forms_for_targets(const RunContext& context) {
    return uses_sides(context) ? context.method.sides->compiled() : *context.method.forms;
}

TargetSelection selection_for(const ResolvedTarget& resolved, const RunContext& context) {
    if (uses_sides(context))
        return context.method.sides->selection_for(resolved).value();
    return {.target = *resolved.target, .versus = resolved.versus.value_or(-1), .places = resolved.places};
}

Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options) {
    if (options.min_score)
        require_range("min_score", *options.min_score, 0, 1);
    require_range("predictions", options.predictions, 0, std::numeric_limits<int>::max());
    if (options.stop.stop_requested())
        throw Error(ErrorKind::cancelled, "stopped before the first inference");
    Refusal refusal;
    for (const auto* method : {&model.white_box, &model.gradients, &model.black_box}) {
        if (!*method)
            continue;
        auto result = explain_with({model, **method, source, options}, refusal);
        if (!result)
            continue;
        if (!refusal.reason.empty() && method == &model.black_box)
            result->notes.push_back(
                fmt::format("{} (black box) is used instead: {}", (**method).method->info.title, refusal.reason));
        return std::move(*result);
    }
    throw Error(ErrorKind::unsupported,
                fmt::format("{}; {}, or use a black-box method, e.g. {}",
                            refusal.reason,
                            refusal.advice,
                            default_black_box().info.name));
}

}  // namespace vinoscope
