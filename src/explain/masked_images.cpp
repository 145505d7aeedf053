// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "core/map_status.hpp"
#include "explain/map_frame.hpp"
#include "explain/run.hpp"
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

std::vector<bool> are_probabilities(const std::vector<ResolvedTarget>& resolved_targets) {
    std::vector<bool> result;
    for (const auto& resolved : resolved_targets)
        result.push_back(resolved.probability);
    return result;
}

// If no masked image led to a detection of the target, its scores are all zero.
void mark_lost(SaliencyMap& map, const ResolvedTarget& resolved, std::size_t inferences) {
    map.status = MapStatus::lost;
    map.reason = fmt::format(
        "no prediction for {} masked images contains a box of class {} {}; try baseline blur, masks that hide less "
        "(prob, window), or a box that the model detects",
        inferences,
        *resolved.target,
        resolved.box ? "that overlaps the target" : "anywhere");
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

void append_maps(const BlackBoxMaps& maps,
                 const std::vector<ResolvedTarget>& resolved_targets,
                 const std::optional<Region>& region,
                 Explanation& result) {
    const MapFrame frame{region, static_cast<std::size_t>(maps.height), static_cast<std::size_t>(maps.width)};
    for (std::size_t i = 0; i < resolved_targets.size(); ++i) {
        result.maps.push_back(frame.of_target(resolved_targets[i], maps.values.row(i)));
        if (maps.standard_error.rows > 0) {
            const auto errors = maps.standard_error.row(i);
            result.maps.back().standard_error.assign(errors.begin(), errors.end());
        }
    }
}

class MaskedImagesRun : public MethodRun {
public:
    explicit MaskedImagesRun(const RunContext& context)
        : m_context(context), m_options(context.model.session.options.black_box), m_job(context.model.session.job()) {
        refuse_until_stable(m_options, method().info.name);
        const auto& session = context.model.session;
        m_masked.emplace(context.source.masked(session.preprocess, session.input, m_options.baseline));
        m_requests = &context.method.forms->requests(context.source.form(true));
        m_job.stop = context.options.stop;
        m_job.deadline = deadline(m_options);
        if (method().needs.activations)
            m_job.prepare = open_channels;
        m_job.progress = [this](std::size_t done, std::size_t count) {
            m_masks = done;
            if (m_context.options.progress)
                m_context.options.progress(done, count);
        };
    }

    Observation observe() override {
        const auto& read = m_context.model.session.reader.read;
        if (!method().needs.activations)
            return {predict(*m_requests, m_masked->input, read, m_job), m_masked->region};
        auto job = m_job;
        const auto answers = job.outputs.size();
        job.outputs.push_back(position_of(m_requests->model().outputs(), activations_output));
        const auto read_both = [&](std::span<const OutputTensor> outputs) {
            m_activations = activations_of(outputs.back());
            return read(outputs.first(answers));
        };
        return {predict(*m_requests, m_masked->input, read_both, std::move(job)), m_masked->region};
    }

    std::optional<Refusal> refusal(const std::vector<ResolvedTarget>& /*resolved_targets*/) const override {
        return std::nullopt;
    }

    void add_maps(const ImagePrediction& prediction,
                  std::vector<ResolvedTarget> resolved_targets,
                  Explanation& result) override {
        if (resolved_targets.empty())
            return;
        const auto& session = m_context.model.session;
        std::vector<ScoreRange> ranges(resolved_targets.size());
        const BlackBox box{
            .requests = *m_requests,
            .image = m_masked->input,
            .options = m_options,
            .memory_limit = session.memory_left(),
            .seed = session.options.seed,
            .image_scores = prediction.score(resolved_targets),
            .probabilities = are_probabilities(resolved_targets),
            .zero_means_absent = std::ranges::any_of(resolved_targets, &ResolvedTarget::zero_means_absent),
            .read_scores =
                [&](std::span<const OutputTensor> outputs, std::span<float> scores) {
                    prediction.score(session.reader.read(outputs), resolved_targets, scores);
                    for (std::size_t i = 0; i < scores.size(); ++i)
                        ranges[i].add(scores[i]);
                },
            .activations = &m_activations,
            .job = m_job};
        append_maps(std::get<BlackBoxMethod>(method().run)(box), resolved_targets, m_masked->region, result);
        for (std::size_t i = 0; i < resolved_targets.size(); ++i)
            if (resolved_targets[i].zero_means_absent && ranges[i].high == 0)
                mark_lost(result.maps[i], resolved_targets[i], m_masks);
            else if (ranges[i].is_rounding() && result.maps[i].status == MapStatus::ok)
                mark_flat(result.maps[i], ranges[i], m_masks);
    }

    std::size_t inferences() const override { return m_masks + 1; }

private:
    const Method& method() const { return *m_context.method.method; }

    RunContext m_context;
    const BlackBoxOptions& m_options;
    std::optional<InputSource::Masked> m_masked;
    RequestPool* m_requests = nullptr;
    ScoreJob m_job;
    Activations m_activations;
    std::size_t m_masks = 0;
};

}  // namespace

std::unique_ptr<MethodRun> run_of_masked_images(const RunContext& context) {
    return std::make_unique<MaskedImagesRun>(context);
}

}  // namespace vinoscope
