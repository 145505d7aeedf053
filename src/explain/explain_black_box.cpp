// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <optional>

#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/predictions.hpp"
#include "explain/stopwatch.hpp"
#include "infer/image_tensor.hpp"
#include "infer/masked_input.hpp"

namespace vinoscope {
namespace {

using Clock = std::chrono::steady_clock;

std::optional<Clock::time_point> deadline(const BlackBoxOptions& options) {
    if (options.time_budget <= 0)
        return std::nullopt;
    return Clock::now() +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.time_budget));
}

std::vector<float> infer_whole(const ExplainedModel& model, const MaskedInput& image, ScoreJob job) {
    std::vector<float> scores;
    const std::vector<float> open(static_cast<std::size_t>(image.height()) * static_cast<std::size_t>(image.width()),
                                  1);
    job.count = 1;
    job.progress = {};
    job.deadline = {};
    job.fill = [&](std::size_t, ov::Tensor& input) { image.write(open, input); };
    job.take = [&](std::size_t, std::span<const float> output) { scores.assign(output.begin(), output.end()); };
    score(*model.requests, job);
    return scores;
}

TargetScores reader_of(const ScoreOutput& output, const std::vector<std::int64_t>& targets) {
    return [&](std::span<const float> values, std::span<float> scores) {
        const auto shown = shown_scores({values.begin(), values.end()}, output);
        for (std::size_t i = 0; i < targets.size(); ++i)
            scores[i] = shown[static_cast<std::size_t>(targets[i])];
    };
}

std::vector<float> target_scores(const TargetScores& read, const std::vector<float>& output, std::size_t targets) {
    std::vector<float> scores(targets);
    read(output, scores);
    return scores;
}

void add_maps(const ExplainedModel& model,
              const BlackBoxMaps& maps,
              const std::vector<std::int64_t>& targets,
              const std::optional<Region>& region,
              Explanation& result) {
    const MapFrame frame{
        model.labels, region, static_cast<std::size_t>(maps.height), static_cast<std::size_t>(maps.width)};
    for (std::size_t i = 0; i < targets.size(); ++i) {
        result.maps.push_back(frame.of_class(targets[i], maps.values.row(i)));
        if (maps.standard_error.rows > 0) {
            const auto errors = maps.standard_error.row(i);
            result.maps.back().standard_error.assign(errors.begin(), errors.end());
        }
    }
}

}  // namespace

Explanation explain_black_box(const ExplainedModel& model, Image image, const ExplainOptions& options) {
    Stopwatch watch;
    Explanation result;
    ov::Tensor pixels(ov::element::u8,
                      {1,
                       static_cast<std::size_t>(model.input.height),
                       static_cast<std::size_t>(model.input.width),
                       static_cast<std::size_t>(model.input.channels)});
    const auto region = write_image_tensor(image, *model.preprocess.resize, pixels);
    const MaskedInput masked(pixels, model.preprocess, model.black_box.baseline);
    ScoreJob job;
    job.input = model.input.index;
    job.output = model.scores.index;
    job.stop = options.stop;
    job.deadline = deadline(model.black_box);
    std::size_t inferences = 1;
    job.progress = [&](std::size_t done, std::size_t count) {
        inferences = done + 1;
        if (options.progress)
            options.progress(done, count);
    };
    const auto scores = infer_whole(model, masked, job);
    result.predictions = top_predictions(scores, model.labels, model.scores, options.predictions);
    const auto targets = resolve_targets(options.targets, scores, model.labels);

    const auto read_scores = reader_of(model.scores, targets);
    const bool probabilities = model.scores.activation != "none" || model.provenance.score == "softmax";
    const BlackBox box{.requests = *model.requests,
                       .image = masked,
                       .options = model.black_box,
                       .seed = model.provenance.seed,
                       .image_scores = target_scores(read_scores, scores, targets.size()),
                       .probabilities = probabilities,
                       .read_scores = read_scores,
                       .job = std::move(job)};
    const auto maps = std::get<BlackBoxMethod>(model.method->run)(box);
    result.seconds.infer = watch.lap();
    add_maps(model, maps, targets, region, result);
    result.image = std::move(image);
    result.provenance = model.provenance;
    result.provenance.inferences = inferences;
    result.seconds.explain = watch.lap();
    return result;
}

}  // namespace vinoscope
