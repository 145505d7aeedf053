// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <ranges>

#include "core/numbers.hpp"
#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/reading.hpp"
#include "explain/stopwatch.hpp"
#include "infer/infer.hpp"
#include "infer/output_views.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

// The values of one map after the other in `[batch, classes, h, w]` or `[batch, h, w]`.
class MapTensor {
public:
    explicit MapTensor(const ov::Tensor& tensor) : m_values(tensor.data<const float>()), m_shape(tensor.get_shape()) {}

    std::size_t height() const { return m_shape[m_shape.size() - 2]; }
    std::size_t width() const { return m_shape.back(); }
    bool has(std::int64_t index) const { return index >= 0 && static_cast<std::size_t>(index) < m_shape[1]; }

    std::span<const float> at(std::int64_t index) const {
        const auto size = height() * width();
        return {m_values + static_cast<std::size_t>(index) * size, size};
    }

private:
    const float* m_values;
    ov::Shape m_shape;
};

std::optional<Refusal> refusal_of(const std::vector<Question>& questions, const Way& way, const MapTensor& maps) {
    for (const auto& question : questions)
        if (!maps.has(*question.target) || (question.versus && !maps.has(*question.versus)))
            return Refusal{fmt::format("{} provides no map for class {}", way.method->info.title, *question.target),
                           "choose another class"};
    return std::nullopt;
}

auto from_inside(const Way& way) {
    if (way.method->samples_gradients())
        return explain_by_gradients;
    return way.method->per_target() ? explain_targets : explain_white_box;
}

SaliencyMap map_of(const Question& question, const MapTensor& maps, const MapFrame& frame) {
    const auto values = maps.at(*question.target);
    if (!question.versus)
        return frame.of_question(question, values);
    std::vector<float> difference(values.begin(), values.end());
    std::ranges::transform(difference, maps.at(*question.versus), difference.begin(), std::minus());
    const auto magnitude = [](float value) { return std::abs(value); };
    return frame.of_question(question, difference, std::ranges::max(values | std::views::transform(magnitude)));
}

}  // namespace

std::optional<Refusal> refusal_of(const Question& question, const Way& way) {
    const bool per_target = way.method->per_target();
    if (question.by_class || (per_target && !question.places.empty()))
        return std::nullopt;
    return Refusal{fmt::format("{} explains {}, but \"{}\" is {}",
                               way.method->info.title,
                               per_target ? "classes and detections" : "classes",
                               question.name,
                               per_target ? "neither" : "a part of the image"),
                   "choose a class"};
}

std::optional<Refusal> refusal_of(const std::vector<Question>& questions, const Way& way, const Agreement& agreement) {
    for (const auto& question : questions)
        if (auto refusal = refusal_of(question, way))
            return refusal;
    const auto doubt = agreement.doubt();
    if (questions.empty() || doubt.empty())
        return std::nullopt;
    return Refusal{fmt::format("{} explains scores of the graph, but {}", way.method->info.title, doubt),
                   "add the score to the graph (docs/how-to/explain-a-score-of-your-own.md)"};
}

std::optional<Explanation> explain_white_box(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal) {
    Stopwatch watch;
    auto& requests = way.compiled->requests(source.form(false));
    const auto request = requests.take();
    auto tensor = request->get_input_tensor(model.input.index);
    OutputViews views(requests.model(), model.reader.outputs);
    Agreement agreement(model, way);
    const auto noisy = compare_on_noise(agreement, model, source, *request, views);
    const auto region = source.write(model.preprocess, tensor);
    infer(*request, model.provenance.device);
    const double infer_seconds = watch.lap();

    views.read(*request);
    const Reading reading(
        model, source, region, options, true, agreement.answer_to_image(views.of_image(0, tensor.get_shape()[0])));
    const MapTensor maps(request->get_tensor(saliency_map_output));
    const MapFrame frame{region, maps.height(), maps.width()};
    std::vector<Question> questions;
    if (way.method->per_class())
        questions = reading.wanted_questions(options);
    auto refused = refusal_of(questions, way, agreement);
    if (!refused)
        refused = refusal_of(questions, way, maps);
    if (refused) {
        refusal = *refused;
        return std::nullopt;
    }
    auto result = reading.explanation(way, options, questions);
    if (!way.method->per_class() && reading.wants_maps(options))
        result.maps.push_back(frame.of_image(maps.at(0)));
    for (const auto& question : questions)
        result.maps.push_back(map_of(question, maps, frame));
    reading.add_scores(questions, result);
    result.image = std::move(source).take_image();
    result.provenance.inferences = noisy + 1;
    result.seconds = {infer_seconds, watch.lap()};
    return result;
}

InputSource source_of(const ExplainedModel& model, Image image) {
    if (!model.preprocess_fn)
        return {std::move(image), model.input};
    return {std::move(image), model.preprocess_fn, model.input};
}

Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options) {
    require_range("min_score", options.min_score, 0, 1);
    require_range("predictions", options.predictions, 0, std::numeric_limits<int>::max());
    Refusal refusal;
    for (const auto* way : {&model.white_box, &model.gradients})
        if (*way)
            if (auto result = from_inside(**way)(model, **way, source, options, refusal))
                return std::move(*result);
    if (!model.black_box)
        throw Error(ErrorKind::unsupported,
                    fmt::format("{}; {}, or use a black-box method, e.g. {}",
                                refusal.reason,
                                refusal.advice,
                                default_black_box().info.name));
    auto result = explain_black_box(model, source, options);
    if (!refusal.reason.empty())
        result.notes.push_back(
            fmt::format("{} (black box) is used instead: {}", model.black_box->method->info.title, refusal.reason));
    return result;
}

}  // namespace vinoscope
