// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "core/map_status.hpp"
#include "explain/ask.hpp"
#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/reading.hpp"
#include "explain/stopwatch.hpp"
#include "methods/hybrid/activations.hpp"
#include "methods/method_options.hpp"
#include "model/port.hpp"

namespace vinoscope {
namespace {

using Clock = std::chrono::steady_clock;

std::optional<Clock::time_point> deadline(const BlackBoxOptions& options) {
    if (options.time_budget <= 0)
        return std::nullopt;
    return Clock::now() +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.time_budget));
}

std::vector<bool> are_probabilities(const std::vector<Question>& questions) {
    std::vector<bool> result;
    for (const auto& question : questions)
        result.push_back(question.probability);
    return result;
}

// A detector that never found the target again was not asked about anything.
void mark_lost(SaliencyMap& map, const Question& question, std::size_t inferences) {
    map.status = MapStatus::lost;
    map.reason = fmt::format(
        "no prediction for {} masked images contains a box of class {} {}; try baseline blur, masks that hide less "
        "(prob, window), or a box that the model detects",
        inferences,
        *question.target,
        question.box ? "that overlaps the target" : "anywhere");
}

// The lowest and highest score of a target among the answers to masked images.
struct ScoreRange {
    float low = std::numeric_limits<float>::infinity();
    float high = -std::numeric_limits<float>::infinity();

    void add(float score) {
        low = std::min(low, score);
        high = std::max(high, score);
    }

    // A score is the end of long sums, whose roundings add up.
    bool is_rounding() const { return high - low <= 16 * rounding * std::max(std::abs(low), std::abs(high)); }
};

// What a method computes from scores that differ by rounding is noise, whatever it looks like.
void mark_flat(SaliencyMap& map, const ScoreRange& scores, std::size_t inferences) {
    map.status = MapStatus::flat;
    map.reason = fmt::format("the score is {:.6g} for all {} masked images{}: no part of the image changes it",
                             scores.high,
                             inferences,
                             scores.low == scores.high
                                 ? ""
                                 : fmt::format(", except for rounding errors of {:.1g}", scores.high - scores.low));
}

void add_maps(const BlackBoxMaps& maps,
              const std::vector<Question>& questions,
              const std::optional<Region>& region,
              Explanation& result) {
    const MapFrame frame{region, static_cast<std::size_t>(maps.height), static_cast<std::size_t>(maps.width)};
    for (std::size_t i = 0; i < questions.size(); ++i) {
        result.maps.push_back(frame.of_question(questions[i], maps.values.row(i)));
        if (maps.standard_error.rows > 0) {
            const auto errors = maps.standard_error.row(i);
            result.maps.back().standard_error.assign(errors.begin(), errors.end());
        }
    }
}

// What the model says to the whole image, and the activations that the method needs.
Answer ask_whole(const ExplainedModel& model,
                 RequestPool& requests,
                 const MaskedInput& image,
                 ScoreJob job,
                 Activations& activations) {
    if (!model.black_box->method->needs.activations)
        return ask_whole(requests, image, model.reader.read, std::move(job));
    const auto answers = job.outputs.size();
    job.outputs.push_back(position_of(requests.model().outputs(), activations_output));
    const auto read = [&](std::span<const OutputTensor> outputs) {
        activations = activations_of(outputs.back());
        return model.reader.read(outputs.first(answers));
    };
    return ask_whole(requests, image, read, std::move(job));
}

}  // namespace

Explanation explain_black_box(const ExplainedModel& model, InputSource& source, const ExplainOptions& options) {
    Stopwatch watch;
    const auto& way = *model.black_box;
    refuse_until_stable(model.black_box_options, way.method->info.name);
    const auto masked = source.masked(model.preprocess, model.input, model.black_box_options.baseline);
    auto& requests = way.compiled->requests(source.form(true));
    auto job = job_of(model);
    job.stop = options.stop;
    job.deadline = deadline(model.black_box_options);
    if (way.method->needs.activations)
        job.prepare = open_channels;
    std::size_t masks = 0;
    job.progress = [&](std::size_t done, std::size_t count) {
        masks = done;
        if (options.progress)
            options.progress(done, count);
    };
    Activations activations;
    const Reading reading(
        model, source, masked.region, options, false, ask_whole(model, requests, masked.input, job, activations));
    const auto questions = reading.wanted_questions(options);
    auto result = reading.explanation(way, options, questions);
    std::vector<ScoreRange> ranges(questions.size());
    const BlackBox box{.requests = requests,
                       .image = masked.input,
                       .options = model.black_box_options,
                       .memory_limit = model.memory_limit,
                       .seed = model.provenance.seed,
                       .image_scores = reading.score(questions),
                       .probabilities = are_probabilities(questions),
                       .lost_at_zero = std::ranges::any_of(questions, &Question::lost_at_zero),
                       .read_scores =
                           [&](std::span<const OutputTensor> outputs, std::span<float> scores) {
                               reading.score(model.reader.read(outputs), questions, scores);
                               for (std::size_t i = 0; i < scores.size(); ++i)
                                   ranges[i].add(scores[i]);
                           },
                       .activations = &activations,
                       .job = std::move(job)};
    if (!questions.empty())
        add_maps(std::get<BlackBoxMethod>(way.method->run)(box), questions, masked.region, result);
    reading.add_scores(questions, result);
    for (std::size_t i = 0; i < questions.size(); ++i)
        if (questions[i].lost_at_zero && ranges[i].high == 0)
            mark_lost(result.maps[i], questions[i], masks);
        else if (ranges[i].is_rounding() && result.maps[i].status == MapStatus::ok)
            mark_flat(result.maps[i], ranges[i], masks);
    result.seconds.infer = watch.lap();
    result.image = std::move(source).take_image();
    result.provenance.inferences = masks + 1;
    return result;
}

}  // namespace vinoscope
