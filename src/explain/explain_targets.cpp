// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "explain/ask.hpp"
#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/reading.hpp"
#include "explain/stopwatch.hpp"
#include "infer/infer.hpp"
#include "infer/output_views.hpp"
#include "methods/asked_score.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

// The first inference should explain what is asked first: a class that is known already, or the best one.
Asked first_guess(const TargetRequests& requests) {
    const auto* index = requests.empty() ? nullptr : std::get_if<std::int64_t>(&requests.front());
    return {.target = index != nullptr ? *index : -1};
}

MapFrame frame_of(const ov::Tensor& maps, const std::optional<Region>& region, const Method& method) {
    const auto& shape = maps.get_shape();  // [batch, h, w]
    return {region, shape[1], shape[2], method.of_pixels, method.is_signed};
}

// A method that leaves out what speaks against the target has nothing else to show.
void tell_why_empty(SaliencyMap& map, const Method& method) {
    if (method.positive_only && map.status == MapStatus::flat && map.values.front() == 0)
        map.reason = fmt::format(
            "all {} values are 0: no cell of the layer raises the score, and {} omits what "
            "lowers it; hires-cam or a black-box method shows negative evidence",
            map.values.size(),
            method.info.title);
}

}  // namespace

std::optional<Explanation> explain_targets(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal) {
    Stopwatch watch;
    const auto& device = model.provenance.device;
    auto& requests = way.compiled->requests(source.form(false));
    const auto request = requests.take();
    auto tensor = request->get_input_tensor(model.input.index);
    OutputViews views(requests.model(), model.reader.outputs);
    Agreement agreement(model, way);
    ask(*request, first_guess(options.targets));
    const auto noisy = compare_on_noise(agreement, model, source, *request, views);
    const auto region = source.write(model.preprocess, tensor);
    infer(*request, device);
    Asked explained{.target = explained_target(*request)};

    views.read(*request);
    const Reading reading(
        model, source, region, options, false, agreement.answer_to_image(views.of_image(0, tensor.get_shape()[0])));
    auto questions = reading.wanted_questions(options);
    if (auto refused = refusal_of(questions, way, agreement)) {
        refusal = *refused;
        return std::nullopt;
    }
    agreement.find_places(questions);
    auto result = reading.explanation(way, options, questions);
    result.provenance.inferences = noisy + 1;
    for (const auto& question : questions) {
        if (const auto asked = asked_by(question); asked != explained) {
            ask(*request, asked);
            infer(*request, device);
            explained = asked;
            ++result.provenance.inferences;
        }
        const auto maps = request->get_tensor(saliency_map_output);
        const auto frame = frame_of(maps, region, *way.method);
        result.maps.push_back(frame.of_question(question, {maps.data<const float>(), frame.size()}));
        tell_why_empty(result.maps.back(), *way.method);
    }
    reading.add_scores(questions, result);
    result.image = std::move(source).take_image();
    result.seconds.infer = watch.lap();
    return result;
}

}  // namespace vinoscope
