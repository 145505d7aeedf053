// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/explained_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "methods/blackbox/budget.hpp"
#include "methods/selectable_score.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

// Only a plan that is less work than the default black-box method.
Expected<Plan> if_cheap(Expected<Plan> plan) {
    if (!plan || plan->relative_cost <= static_cast<double>(inference_budget({})))
        return plan;
    const auto& info = plan->method->info;
    return Error(ErrorKind::unsupported,
                 fmt::format("{} would cost as much as {:.0f} inferences; to use it, choose method {}",
                             info.title,
                             plan->relative_cost,
                             info.name));
}

// Another method may be taken instead of one that does not support the model.
void require_unsupported(const Error& error) {
    if (error.kind() != ErrorKind::unsupported)
        throw error;
}

Provenance provenance_of(const Session& session, const CompiledMethod& chosen) {
    const auto& method = *chosen.method;
    Provenance provenance;
    provenance.task = session.task == nullptr ? "auto" : session.task->name;
    provenance.method = method.info.name;
    provenance.layer = chosen.layer;
    provenance.decoder = session.reader.decoder;
    if (session.task != nullptr && !session.task->score.empty())
        provenance.score = session.task->score;
    else
        provenance.score = session.reader.scale ? score_text(session.reader) : "auto";
    provenance.device = session.options.device;
    provenance.seed = session.options.seed;
    provenance.version = version();
    provenance.openvino_version = openvino_version();
    const auto form = session.expected_form(method.samples_gradients(), method.perturbs_inputs());
    provenance.precision = used_precision(chosen.forms->requests(form).model());
    return provenance;
}

}  // namespace

ExplainedModel::ExplainedModel(std::shared_ptr<ov::Model> model, const ExplainerOptions& options)
    : session(std::move(model), options) {
    const auto& method = session.options.method;
    if (method == "auto")
        choose();
    else
        use(session.plan(method == "black-box" ? default_black_box().info.name : std::string_view(method)).take());
    std::ranges::copy(session.decisions, std::back_inserter(decisions));
    warnings = session.warnings;
    provenance = provenance_of(session, white_box ? *white_box : gradients ? *gradients : *black_box);
}

// A white-box method if one fits, gradients for boxes, and the black box for all else.
void ExplainedModel::choose() {
    const bool any_layer = session.options.target_layer.empty();
    std::vector<Decision> reasons;
    auto plan = session.plan("white-box");
    if (any_layer)
        plan = if_cheap(std::move(plan));
    if (plan) {
        use(std::move(*plan));
    } else {
        require_unsupported(plan.error());
        if (!any_layer)
            throw plan.error();
        reasons.push_back(
            {DecisionKind::unsuitable, "white-box", fmt::format("no white-box method fits: {}", plan.error().what())});
    }
    if (any_layer)
        choose_for_boxes(reasons);
    use(session.plan(default_black_box().info.name).take());
    std::ranges::move(reasons, std::back_inserter(decisions));
}

// Maps of boxes in one inference each, if the model has gradients.
void ExplainedModel::choose_for_boxes(std::vector<Decision>& reasons) {
    const auto& graph = session.graph_reading();
    if (!graph)
        require_unsupported(graph.error());
    if (!graph || !graph->box_scores)
        return;
    auto plan = session.plan(default_for_boxes().info.name);
    if (!plan) {
        require_unsupported(plan.error());
        reasons.push_back(
            {DecisionKind::unsuitable, "gradient", fmt::format("no gradients for boxes: {}", plan.error().what())});
        return;
    }
    if (white_box)
        decisions.push_back({DecisionKind::box_method,
                             std::string(plan->method->info.name),
                             fmt::format("boxes: {}", plan->decisions.back().text)});
    else
        decisions = plan->decisions;
    gradients = compiled(std::move(*plan));
}

CompiledMethod ExplainedModel::compiled(Plan plan) {
    auto sides = sides_of_boxes(plan);
    return {plan.method,
            plan.layer,
            session.compile(std::move(plan.model), plan.throughput, plan.precision),
            std::move(sides)};
}

// nullptr if the method has one map per class or image, or the graph does not hold the boxes.
std::unique_ptr<SideGraph> ExplainedModel::sides_of_boxes(const Plan& plan) {
    if (!plan.method->per_target() || plan.method->perturbs_inputs())
        return nullptr;
    const auto& graph = session.graph_reading();
    if (!graph || !graph->box_scores || !graph->box_sides)
        return nullptr;
    const InsertOptions insert{.method = std::string(plan.method->info.name),
                               .target_layer = session.options.target_layer,
                               .memory_limit = session.memory_for_cells()};
    return std::make_unique<SideGraph>(
        *graph,
        [this, insert, throughput = plan.throughput, precision = plan.precision](const AnswerReader& with_sides) {
            auto edited = session.model->clone();
            insert_saliency_map(*edited, session.input, insert, with_sides, add_selectable_score);
            return session.compile(std::move(edited), throughput, precision);
        });
}

void ExplainedModel::use(Plan plan) {
    const auto& method = *plan.method;
    if (!white_box && !gradients)
        decisions = plan.decisions;
    if (method.perturbs_inputs()) {
        black_box = compiled(std::move(plan));
        return;
    }
    if (session.options.postprocess && !method.per_image())
        decisions.push_back(
            {.text = fmt::format(
                 "postprocess: {} is used if the scores of the graph prove to be those that the function returns",
                 method.info.title)});
    if (method.samples_gradients())
        planar_input = std::make_unique<PlanarInput>(session.input, session.preprocess);
    white_box = compiled(std::move(plan));
}

}  // namespace vinoscope
