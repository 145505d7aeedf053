// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "explain/agreement.hpp"
#include "explain/map_frame.hpp"
#include "explain/run.hpp"
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

constexpr double large_gap = 0.05;

void note_gap(const SaliencyMap& map, const ResolvedTarget& resolved, std::vector<std::string>& notes) {
    if (map.completeness_gap && !std::isfinite(*map.completeness_gap))
        notes.push_back(
            fmt::format("the completeness of the map of class {} cannot be checked: the scores of the image and of the "
                        "baseline are equal, or one of them is not finite; try another baseline",
                        *resolved.target));
    else if (map.completeness_gap && *map.completeness_gap > large_gap)
        notes.push_back(fmt::format(
            "the sum of the map of class {} deviates by {:.0f} % from the score difference between the image and the "
            "baseline; use more steps",
            *resolved.target,
            100 * *map.completeness_gap));
}

SaliencyMap map_of(GradientMap map, const ResolvedTarget& resolved, MapFrame frame) {
    if (map.height > 0) {
        frame.height = map.height;
        frame.width = map.width;
    }
    auto result = frame.of_target(resolved, map.values);
    result.standard_error = std::move(map.standard_error);
    result.completeness_gap = map.completeness_gap;
    return result;
}

class SampledGradientsRun : public MethodRun {
public:
    explicit SampledGradientsRun(const RunContext& context)
        : m_context(context),
          m_masked(context.source.masked(
              context.model.session.preprocess, context.model.session.input, baseline_name(context))),
          m_image(planar_values(1)),
          m_baseline(planar_values(0)),
          m_box{.requests = forms_for_targets(context).requests(InputForm::tensor),
                .sizes = sizes_of(context.model.session.input),
                .image = m_image,
                .baseline = m_baseline,
                .options = context.model.session.options.attribution,
                .seed = context.model.session.options.seed,
                .job = context.model.session.job()},
          m_agreement(context.model.session, context.method) {
        m_box.job.stop = context.options.stop;
    }

    Observation observe() override {
        for (; m_agreement.wants_more(); ++m_inferences) {
            const auto values = m_agreement.noise(m_image);
            m_box.image = values;
            m_box.answer([&](std::span<const OutputTensor> outputs) { return m_agreement.answer_to_noise(outputs); });
        }
        m_box.image = m_image;
        ++m_inferences;
        return {m_box.answer([&](auto outputs) { return m_agreement.answer_to_image(outputs); }), m_masked.region};
    }

    std::optional<Refusal> refusal(const std::vector<ResolvedTarget>& resolved_targets) const override {
        return refusal_of(resolved_targets, *m_context.method.method, m_agreement);
    }

    void add_maps(const ImagePrediction& /*prediction*/,
                  std::vector<ResolvedTarget> resolved_targets,
                  Explanation& result) override {
        const auto& method = *m_context.method.method;
        m_agreement.find_places(resolved_targets);
        const MapFrame frame{
            m_masked.region, m_box.sizes.height, m_box.sizes.width, method.of_pixels, method.is_signed};
        frame.require_room(resolved_targets.size(), m_context.model.session.memory_left());
        CountedTargets progress(m_context.options, resolved_targets.size());
        m_box.job.progress = std::ref(progress);
        for (const auto& resolved : resolved_targets) {
            m_box.selection = selection_for(resolved, m_context);
            result.maps.push_back(map_of(std::get<GradientMethod>(method.run)(m_box), resolved, frame));
            note_gap(result.maps.back(), resolved, result.notes);
            progress.next_target();
        }
        m_box.job.progress = {};
        m_inferences += progress.done();
    }

    std::size_t inferences() const override { return m_inferences; }

private:
    static std::string_view baseline_name(const RunContext& context) {
        return context.model.session.options.black_box.baseline;
    }

    std::vector<float> planar_values(float shown) const {
        return m_context.model.planar_input->values(m_context.source.form(true), m_masked.input, shown);
    }

    RunContext m_context;
    InputSource::Masked m_masked;
    std::vector<float> m_image;
    std::vector<float> m_baseline;
    GradientBox m_box;
    Agreement m_agreement;
    std::size_t m_inferences = 0;
};

}  // namespace

std::unique_ptr<MethodRun> run_of_sampled_gradients(const RunContext& context) {
    return std::make_unique<SampledGradientsRun>(context);
}

}  // namespace vinoscope
