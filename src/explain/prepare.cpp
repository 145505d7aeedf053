// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <numeric>

#include "explain/explained_model.hpp"
#include "infer/compile.hpp"
#include "infer/preprocess_graph.hpp"
#include "methods/insertion.hpp"
#include "model/model_preprocess.hpp"
#include "model/static_input.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

// Labels that the user gives must fit; labels that the model brings along and that do not fit are left alone.
void choose_labels(ExplainedModel& result, const ov::Model& model, const std::vector<std::string>& given) {
    result.labels = given.empty() ? model_labels(model) : given;
    const auto classes = static_cast<std::size_t>(result.reader.classes);
    if (result.labels.empty() || classes == 0 || result.labels.size() == classes)
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
    provenance.task = model.task->name;
    provenance.method = model.method->info.name;
    provenance.layer = layer;
    provenance.score = to_string(model.reader.scale);
    provenance.device = options.device;
    provenance.seed = options.seed;
    provenance.version = version();
    provenance.openvino_version = openvino_version();
    return provenance;
}

// What was decided about how to explain, and the model that does it.
struct Plan {
    std::shared_ptr<ov::Model> model;
    const Method* method = nullptr;
    ScoreOutput scores;
    std::string layer;
    std::vector<std::string> decisions;
};

Plan white_box(const std::shared_ptr<ov::Model>& model, const ImageInput& input, const ExplainerOptions& options) {
    InsertOptions insert;
    insert.method = options.method;
    insert.target_layer = options.target_layer;
    insert.output = options.output;
    insert.memory_limit = options.memory_limit;
    auto insertion = insert_saliency_map(*model, input, insert);
    return {model, insertion.method, insertion.scores, insertion.layer, std::move(insertion.decisions)};
}

Plan black_box(const std::shared_ptr<ov::Model>& model, const Method& method, const ExplainerOptions& options) {
    if (options.postprocess)
        return {model, &method, {}, {}, {fmt::format("method {} (black box)", method.info.title)}};
    const auto scores = find_score_output(*model, options.output);
    return {model, &method, scores, {}, {scores.evidence, fmt::format("method {} (black box)", method.info.title)}};
}

// White box where it can be; an answer from outside where the graph does not allow one from inside.
Plan automatic(const std::shared_ptr<ov::Model>& model, const ImageInput& input, const ExplainerOptions& options) {
    try {
        return white_box(model->clone(), input, options);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported || !options.target_layer.empty())
            throw;
        auto plan = black_box(model, default_black_box(), options);
        plan.decisions.push_back(fmt::format("no white-box method fits: {}", error.what()));
        return plan;
    }
}

Plan make_plan(const std::shared_ptr<ov::Model>& model, const ImageInput& input, const ExplainerOptions& options) {
    if (options.method == "auto")
        return automatic(model, input, options);
    const auto& method = find_method(options.method);
    return method.black_box() ? black_box(model, method, options) : white_box(model, input, options);
}

AnswerReader reader_of(const ScoreOutput& output) {
    const auto scale = scale_of(output);
    return {.decoder = "class-scores",
            .outputs = {output.index},
            .classes = output.classes,
            .scale = scale,
            .probabilities = scale != ScoreScale::as_is || output.activation != "none",
            .read =
                [](std::span<const OutputTensor> outputs) {
                    Answer answer;
                    answer.scores.assign(outputs[0].values.begin(), outputs[0].values.end());
                    return answer;
                },
            .evidence = output.evidence};
}

AnswerReader reader_of(const Postprocess& postprocess, const ov::Model& model) {
    AnswerReader reader;
    reader.decoder = "postprocess";
    reader.outputs.resize(model.outputs().size());
    std::iota(reader.outputs.begin(), reader.outputs.end(), std::size_t{0});
    reader.read = postprocess;
    reader.evidence = "outputs: read by the given postprocess";
    return reader;
}

}  // namespace

ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& options) {
    ExplainedModel result;
    result.task = &find_task(options.task == "auto" ? "classification" : options.task);
    result.input = fix_input_shape(
        *model, find_image_input(*model, options.preprocess.layout), options.input_height, options.input_width);
    const auto preprocess = resolve_preprocess(*model, result.input, options.preprocess);
    result.preprocess = preprocess.preprocess;
    result.preprocess_fn = options.preprocess_fn;
    result.black_box = options.black_box;
    result.reader = options.postprocess ? reader_of(options.postprocess, *model) : AnswerReader();

    auto plan = make_plan(model, result.input, options);
    result.method = plan.method;
    if (!options.postprocess)
        result.reader = reader_of(plan.scores);
    result.decisions = std::move(plan.decisions);
    result.decisions.insert(result.decisions.end(), preprocess.evidence.begin(), preprocess.evidence.end());
    choose_labels(result, *model, options.labels);
    const bool sampled = plan.method->black_box();
    result.compiled = std::make_unique<CompiledForms>(
        plan.model,
        result.input,
        result.preprocess,
        CompileOptions{
            .device = options.device, .precision = options.precision, .cache = options.cache, .throughput = sampled});
    result.provenance = provenance_of(result, plan.layer, options);
    const bool tensors = options.tensor_input || options.preprocess_fn;
    const auto form = tensors ? InputForm::tensor : sampled ? InputForm::masked : InputForm::image;
    result.provenance.precision = used_precision(result.compiled->requests(form).model());
    return result;
}

}  // namespace vinoscope
