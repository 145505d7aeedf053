// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "session/own_scores.hpp"

#include <fmt/format.h>

#include "infer/compiled_forms.hpp"
#include "infer/infer.hpp"
#include "infer/output_views.hpp"
#include "outputs/appended_scores.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

bool has_reference(const ExplainerOptions& options) {
    return !std::holds_alternative<std::monostate>(options.similar_to);
}

void require_one_meaning(const ExplainerOptions& options) {
    if (has_reference(options) && options.score_graph)
        throw Error(ErrorKind::usage, "expected only one of similar_to and a score graph, found both");
    if (options.postprocess)
        throw Error(ErrorKind::usage,
                    fmt::format("expected only one of {} and a postprocess function, found both",
                                options.score_graph ? "a score graph" : "similar_to"));
    if (options.decoder != "auto")
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected no decoder together with {}, which determines how the outputs are decoded, found \"{}\"",
                options.score_graph ? "a score graph" : "similar_to",
                options.decoder));
    const std::string_view task = options.score_graph ? "regression" : "embedding";
    const bool named = options.score_graph && options.task == "classification";
    if (options.task != "auto" && options.task != task && !named)
        throw Error(ErrorKind::usage,
                    fmt::format("expected task {} with {}, found \"{}\"",
                                task,
                                options.score_graph ? "a score graph (or classification)" : "similar_to",
                                options.task));
}

InputSource source_of(const Reference& reference, const ImageInput& input, const ExplainerOptions& options) {
    if (const auto* tensor = std::get_if<Tensor>(&reference))
        return {*tensor, Image(), input};
    const auto& image = std::get<Image>(reference);
    return options.preprocess_fn ? InputSource(image, options.preprocess_fn, input) : InputSource(image, input);
}

// One row.
Tensor embedding_of(const Reference& reference,
                    ov::Model& model,
                    std::size_t output,
                    const ImageInput& input,
                    const Preprocess& preprocess,
                    const ExplainerOptions& options) {
    const auto source = source_of(reference, input, options);
    // An image should be as similar to itself as can be.
    const auto precision = options.precision == Precision::automatic ? Precision::f32 : options.precision;
    CompiledForms forms(
        model.clone(), input, preprocess, {.device = options.device, .precision = precision, .cache = options.cache});
    auto& requests = forms.requests(source.form(false));
    const auto request = requests.take();
    auto tensor = request->get_input_tensor(input.index);
    source.write(preprocess, tensor);
    infer(*request, options.device);
    OutputViews views(requests.model(), {output});
    views.read(*request);
    const auto values = views.of_image(0, tensor.get_shape()[0]).front().values;
    return make_tensor({values.size()}, std::vector<float>(values.begin(), values.end()));
}

bool is_vectors(const Reference& reference) {
    const auto* tensor = std::get_if<Tensor>(&reference);
    return tensor != nullptr && tensor->shape.size() <= 2;
}

AnswerReader append_reference(ov::Model& model,
                              const ImageInput& input,
                              const Preprocess& preprocess,
                              const ExplainerOptions& options) {
    const auto output = find_embedding(model, options.output);
    if (is_vectors(options.similar_to))
        return append_similarity(model, output, std::get<Tensor>(options.similar_to), options.logit_scale);
    try {
        const auto vector = embedding_of(options.similar_to, model, output, input, preprocess, options);
        return append_similarity(model, output, vector, options.logit_scale);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::bad_image && error.kind() != ErrorKind::unsupported)
            throw;
        throw Error(error.kind(), fmt::format("the reference (similar_to): {}", error.what()));
    }
}

}  // namespace

bool asks_for_own_scores(const ExplainerOptions& options) {
    return has_reference(options) || options.score_graph;
}

std::optional<AnswerReader> append_own_scores(ov::Model& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              const ExplainerOptions& options) {
    if (!asks_for_own_scores(options)) {
        if (options.logit_scale)
            throw Error(ErrorKind::usage, "expected similar_to together with logit_scale, found none");
        return std::nullopt;
    }
    require_one_meaning(options);
    auto reader = options.score_graph ? append_scores(model, options.score_graph)
                                      : append_reference(model, input, preprocess, options);
    if (options.task == "classification")
        reader.task = "classification";
    if (const auto scale = scale_of(options.score)) {
        reader.scale = scale;
        reader.probabilities = *scale != ScoreScale::as_is;
    }
    return reader;
}

}  // namespace vinoscope
