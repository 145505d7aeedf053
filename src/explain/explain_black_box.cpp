// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <optional>

#include "explain/ask.hpp"
#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/stopwatch.hpp"

namespace vinoscope {
namespace {

using Clock = std::chrono::steady_clock;

std::optional<Clock::time_point> deadline(const BlackBoxOptions& options) {
    if (options.time_budget <= 0)
        return std::nullopt;
    return Clock::now() +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.time_budget));
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

}  // namespace

Explanation explain_black_box(const ExplainedModel& model, InputSource source, const ExplainOptions& options) {
    Stopwatch watch;
    Explanation result;
    const auto& reader = model.reader;
    const auto masked = source.masked(model.preprocess, model.input, model.black_box.baseline);
    auto& requests = model.compiled->requests(source.form(true));
    auto job = job_of(model);
    job.stop = options.stop;
    job.deadline = deadline(model.black_box);
    std::size_t inferences = 1;
    job.progress = [&](std::size_t done, std::size_t count) {
        inferences = done + 1;
        if (options.progress)
            options.progress(done, count);
    };
    const auto answer = ask_whole(requests, masked.input, reader, job);
    result.predictions = model.task->predictions(answer, model.context(), options.predictions);
    const auto questions = model.task->questions(options.targets, answer, model.context());

    std::vector<float> image_scores(questions.size());
    answer_questions(answer, reader, questions, image_scores);
    const BlackBox box{.requests = requests,
                       .image = masked.input,
                       .options = model.black_box,
                       .seed = model.provenance.seed,
                       .image_scores = std::move(image_scores),
                       .probabilities = reader.probabilities,
                       .read_scores =
                           [&](std::span<const OutputTensor> outputs, std::span<float> scores) {
                               answer_questions(reader.read(outputs), reader, questions, scores);
                           },
                       .job = std::move(job)};
    const auto maps = std::get<BlackBoxMethod>(model.method->run)(box);
    result.seconds.infer = watch.lap();
    add_maps(maps, questions, masked.region, result);
    result.image = std::move(source).take_image();
    result.provenance = model.provenance;
    result.provenance.inferences = inferences;
    result.seconds.explain = watch.lap();
    return result;
}

}  // namespace vinoscope
