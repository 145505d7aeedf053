// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "explain/ask.hpp"
#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/reading.hpp"
#include "explain/stopwatch.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

InputSizes sizes_of(const ImageInput& input) {
    const auto channels = static_cast<std::size_t>(input.channels);
    return {channels * static_cast<std::size_t>(input.depth.value_or(1)),
            static_cast<std::size_t>(input.height),
            static_cast<std::size_t>(input.width),
            input.layout == TensorLayout::nchw ? 1 : channels};
}

// Counts the inferences of all targets, of which each takes the same number.
class CountedTargets {
public:
    CountedTargets(const ExplainOptions& options, std::size_t targets) : m_options(options), m_targets(targets) {}

    void operator()(std::size_t done, std::size_t count) {
        m_now = done;
        if (m_options.progress)
            m_options.progress(this->done(), count * m_targets);
    }

    void next_target() { m_before += std::exchange(m_now, 0); }
    std::size_t done() const { return m_before + m_now; }

private:
    const ExplainOptions& m_options;
    std::size_t m_targets;
    std::size_t m_before = 0;
    std::size_t m_now = 0;
};

// Each target has a map of the input's size, and perhaps as many standard errors.
void require_room(std::size_t targets, const InputSizes& sizes, std::size_t memory_limit) {
    const std::size_t per_target = 2 * sizeof(float) * sizes.places();
    if (targets > memory_limit / per_target)
        throw Error(
            ErrorKind::usage,
            fmt::format("expected at most {} targets, whose maps take {} MiB, found {}; explain fewer at once, or "
                        "raise the limit (memory_limit)",
                        memory_limit / per_target,
                        memory_limit >> 20U,
                        targets));
}

constexpr double large_gap = 0.05;

void note_gap(const SaliencyMap& map, const Question& question, std::vector<std::string>& notes) {
    if (map.completeness_gap && !std::isfinite(*map.completeness_gap))
        notes.push_back(
            fmt::format("the completeness of the map of class {} cannot be checked: the scores of the image and of the "
                        "baseline are equal, or one of them is not finite; try another baseline",
                        *question.target));
    else if (map.completeness_gap && *map.completeness_gap > large_gap)
        notes.push_back(fmt::format(
            "the sum of the map of class {} deviates by {:.0f} % from the score difference between the image and the "
            "baseline; use more steps",
            *question.target,
            100 * *map.completeness_gap));
}

SaliencyMap map_of(GradientMap map, const Question& question, MapFrame frame) {
    if (map.height > 0) {
        frame.height = map.height;
        frame.width = map.width;
    }
    auto result = frame.of_question(question, map.values);
    result.standard_error = std::move(map.standard_error);
    result.completeness_gap = map.completeness_gap;
    return result;
}

}  // namespace

std::optional<Explanation> explain_by_gradients(
    const ExplainedModel& model, const Way& way, InputSource& source, const ExplainOptions& options, Refusal& refusal) {
    Stopwatch watch;
    const auto masked = source.masked(model.preprocess, model.input, model.black_box_options.baseline);
    const auto image = model.planar_input->values(source.form(true), masked.input, 1);
    const auto baseline = model.planar_input->values(source.form(true), masked.input, 0);
    auto job = job_of(model);
    job.stop = options.stop;
    GradientBox box{.requests = way.compiled->requests(InputForm::tensor),
                    .sizes = sizes_of(model.input),
                    .image = image,
                    .baseline = baseline,
                    .options = model.attribution,
                    .seed = model.provenance.seed,
                    .job = std::move(job)};
    Agreement agreement(model, way);
    std::size_t noisy = 0;
    for (; agreement.wants_more(); ++noisy) {
        const auto values = agreement.noise(image);
        box.image = values;
        box.answer([&](std::span<const OutputTensor> outputs) { return agreement.answer_to_noise(outputs); });
    }
    box.image = image;
    const Reading reading(model, source, masked.region, options, false, box.answer([&](auto outputs) {
        return agreement.answer_to_image(outputs);
    }));
    auto questions = reading.wanted_questions(options);
    if (auto refused = refusal_of(questions, way, agreement)) {
        refusal = *refused;
        return std::nullopt;
    }
    agreement.find_places(questions);
    require_room(questions.size(), box.sizes, model.memory_limit);
    auto result = reading.explanation(way, options, questions);
    const MapFrame frame{
        masked.region, box.sizes.height, box.sizes.width, way.method->of_pixels, way.method->is_signed};
    CountedTargets progress(options, questions.size());
    box.job.progress = std::ref(progress);
    for (const auto& question : questions) {
        box.asked = asked_by(question);
        result.maps.push_back(map_of(std::get<GradientMethod>(way.method->run)(box), question, frame));
        note_gap(result.maps.back(), question, result.notes);
        progress.next_target();
    }
    reading.add_scores(questions, result);
    result.seconds.infer = watch.lap();
    result.image = std::move(source).take_image();
    result.provenance.inferences = progress.done() + noisy + 1;
    return result;
}

}  // namespace vinoscope
