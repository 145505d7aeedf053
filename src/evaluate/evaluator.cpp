// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/evaluator.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

#include "core/numbers.hpp"
#include "evaluate/altered_image.hpp"
#include "evaluate/image_scorer.hpp"
#include "evaluate/scoring_model.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/metric_table.hpp"
#include "metrics/no_value.hpp"
#include "model/read_model.hpp"
#include "ops/random_weights.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {
namespace {

const MetricOptions& checked(const MetricOptions& options) {
    check_options(options);
    return options;
}

}  // namespace

struct Evaluator::Impl {
    ScoringModel model;
    MetricOptions metrics;
    std::optional<double> min_score;
    std::atomic<std::uint64_t> inferences = 0;

    Impl(const std::shared_ptr<ov::Model>& graph, const EvaluatorOptions& options)
        : model(graph, options.model), metrics(checked(options.metrics)), min_score(options.min_score) {
        if (min_score)
            require_range("min_score", *min_score, 0, 1);
    }

    ImageScorer scorer_of(const Image& image, Progress progress = {}) {
        return {model,
                image,
                {.baseline = metrics.baseline,
                 .min_score = min_score,
                 .progress = std::move(progress),
                 .hide_in_image = metrics.hide_in_image},
                inferences};
    }

    /// `judge(one)` with all metrics of the map.
    template <typename Judge>
    auto with_case(const JudgedMap& judged, Judge judge);
};

template <typename Judge>
auto Evaluator::Impl::with_case(const JudgedMap& judged, Judge judge) {
    const auto& image = judged.image;
    const auto scorer = scorer_of(image, judged.progress);
    const auto resolved = scorer.resolve(judged.target);
    MetricInputs inputs{.map = judged.map,
                        .image = image_canvas(image.height(), image.width()).frame,
                        .input = scorer.input(),
                        .options = metrics,
                        .truth = judged.truth,
                        .image_score = scorer.score(resolved)};
    inputs.score = [&](std::size_t count, const DrawMask& draw) { return scorer.scores(resolved, count, draw); };
    inputs.imputed_score = [&](std::size_t count, const DrawMask& draw) {
        return scorer.imputed_scores(resolved, count, draw, metrics.seed);
    };
    if (judged.explain) {
        inputs.explain_masked = [&] {
            return judged.explain(masked_image(image, judged.map, model.session.preprocess, metrics.baseline));
        };
        inputs.explain_noisy = [&](std::size_t index) {
            return judged.explain(noisy_image(image, metrics.noise, metrics.seed, index));
        };
    }
    inputs.noise_of_input = [&](std::size_t index) {
        return relative_distance(noisy_image(image, metrics.noise, metrics.seed, index), image);
    };
    inputs.noise_of_score = [&](std::size_t index) {
        const auto noisy = scorer_of(noisy_image(image, metrics.noise, metrics.seed, index));
        const auto same = noisy.resolve_all({judged.target});
        const double score = inputs.image_score;
        return same.empty() || score == 0 ? 0 : std::abs(noisy.score(same.front()) - score) / std::abs(score);
    };
    if (judged.explain_other)
        inputs.explain_other = [&] { return judged.explain_other(image); };
    if (judged.explain_randomised)
        inputs.explain_randomised = [&] { return judged.explain_randomised(image); };
    MetricCase one(std::move(inputs));
    return judge(one);
}

Evaluator::Evaluator(const std::filesystem::path& model, const EvaluatorOptions& options)
    : m_impl(std::make_unique<Impl>(read_model(model, options.model.core), options)) {}

Evaluator::Evaluator(const std::shared_ptr<const ov::Model>& model, const EvaluatorOptions& options) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    m_impl = std::make_unique<Impl>(model->clone(), options);
}

Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

std::vector<MetricValue> Evaluator::evaluate(const std::vector<std::string>& metrics, const JudgedMap& judged) const {
    std::vector<const Metric*> rows;
    for (const auto& name : metrics)
        rows.push_back(&find_metric(name));
    return m_impl->with_case(judged, [&](MetricCase& one) {
        std::vector<MetricValue> values;
        for (const auto* metric : rows)
            values.push_back(measure(*metric, one));
        return values;
    });
}

InsertionDeletion Evaluator::insertion_deletion(const JudgedMap& judged, int steps) const {
    return m_impl->with_case(judged, [&](MetricCase& one) -> InsertionDeletion {
        const auto& inputs = one.inputs();
        try {
            return vinoscope::insertion_deletion(one.values(), steps == 0 ? inputs.options.steps : steps, inputs.score);
        } catch (const NoValue& none) {
            const MetricValue nothing{{}, none.what()};
            return {nothing, nothing, nothing};
        }
    });
}

Adcc Evaluator::adcc(const JudgedMap& judged) const {
    return m_impl->with_case(judged, [](MetricCase& one) -> Adcc {
        const auto value = [&](std::string_view name) { return measure(find_metric(name), one); };
        return {value("adcc"), value("coherency"), value("complexity"), value("average-drop")};
    });
}

double Evaluator::score(const Image& image, const TargetRequest& target) const {
    const auto scorer = m_impl->scorer_of(image);
    return scorer.score(scorer.resolve(target));
}

std::vector<std::int64_t> Evaluator::targets(const Image& image, const TargetRequests& requests) const {
    std::vector<std::int64_t> classes;
    for (const auto& resolved : m_impl->scorer_of(image).resolve_all(requests)) {
        if (!resolved.target)
            throw Error(ErrorKind::unsupported, "expected targets that belong to a class, found one without a class");
        if (std::ranges::find(classes, *resolved.target) == classes.end())
            classes.push_back(*resolved.target);
    }
    return classes;
}

std::uint64_t Evaluator::inferences() const {
    return m_impl->inferences;
}

const std::vector<std::string>& Evaluator::labels() const {
    return m_impl->model.session.labels;
}

const std::vector<Decision>& Evaluator::decisions() const {
    return m_impl->model.decisions;
}

const std::vector<std::string>& Evaluator::warnings() const {
    return m_impl->model.session.warnings;
}

std::shared_ptr<ov::Model> with_random_weights(const std::filesystem::path& model, std::uint64_t seed) {
    return with_random_weights(read_model(model), seed);
}

std::shared_ptr<ov::Model> with_random_weights(const std::shared_ptr<const ov::Model>& model, std::uint64_t seed) {
    auto random = model->clone();
    shuffle_weights(*random, seed);
    return random;
}

}  // namespace vinoscope
