// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "explain/explained_model.hpp"
#include "explain/predictions.hpp"
#include "infer/compile.hpp"
#include "infer/preprocess_graph.hpp"
#include "methods/insertion.hpp"
#include "model/model_preprocess.hpp"
#include "model/static_input.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

void require_known_task(const std::string& task) {
    if (task != "auto" && task != "classification")
        throw Error(ErrorKind::usage, fmt::format("expected task auto or classification, found \"{}\"", task));
}

// Labels that the user gives must fit; labels that the model brings along and that do not fit are left alone.
void choose_labels(ExplainedModel& result, const ov::Model& model, const std::vector<std::string>& given) {
    result.labels = given.empty() ? model_labels(model) : given;
    const auto classes = static_cast<std::size_t>(result.scores.classes);
    if (result.labels.empty() || result.labels.size() == classes)
        return;
    const auto mismatch =
        fmt::format("expected {} labels, one for each class, found {}", classes, result.labels.size());
    if (!given.empty())
        throw Error(ErrorKind::usage, mismatch + "; give one a line, in the order of the classes");
    result.decisions.push_back(mismatch + " in the model; they are not used");
    result.labels.clear();
}

Provenance provenance_of(const ExplainedModel& model, const std::string& layer, const ExplainerOptions& options) {
    Provenance provenance;
    provenance.task = "classification";
    provenance.method = model.method->info.name;
    provenance.layer = layer;
    provenance.score = score_meaning(model.scores);
    provenance.device = options.device;
    provenance.precision = used_precision(model.requests->model());
    provenance.seed = options.seed;
    provenance.version = version();
    provenance.openvino_version = openvino_version();
    return provenance;
}

}  // namespace

ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options) {
    require_known_task(options.task);
    const auto input = fix_input_shape(
        *model, find_image_input(*model, options.preprocess.layout), options.input_height, options.input_width);
    const auto preprocess = resolve_preprocess(*model, input, options.preprocess);
    InsertOptions insert;
    insert.method = options.method;
    insert.target_layer = options.target_layer;
    insert.output = options.output;
    insert.memory_limit = options.memory_limit;
    auto insertion = insert_saliency_map(*model, input, insert);

    ExplainedModel result;
    result.method = insertion.method;
    result.scores = insertion.scores;
    result.resize = *preprocess.preprocess.resize;
    result.decisions = std::move(insertion.decisions);
    result.decisions.insert(result.decisions.end(), preprocess.evidence.begin(), preprocess.evidence.end());
    choose_labels(result, *model, options.labels);
    result.requests = std::make_unique<RequestPool>(compile(with_preprocessing(model, input, preprocess.preprocess),
                                                            {options.device, options.precision, options.cache}));
    result.provenance = provenance_of(result, insertion.layer, options);
    return result;
}

}  // namespace vinoscope
