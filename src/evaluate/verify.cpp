// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>
#include <optional>
#include <utility>

#include "core/map_status.hpp"
#include "core/resize_plan.hpp"
#include "evaluate/altered_image.hpp"
#include "evaluate/image_scorer.hpp"
#include "evaluate/scoring_model.hpp"
#include "methods/method_table.hpp"
#include "metrics/heatmap.hpp"
#include "metrics/no_value.hpp"
#include "metrics/statistics.hpp"
#include "model/read_model.hpp"
#include "ops/random_weights.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope {
namespace {

/// Bounds of the tests; docs/reference/verdict.md says how they were chosen.
constexpr double least_margin = 0.05;
constexpr double least_margin_over_random = 0.2;  // two random maps differ by up to this
constexpr double refuting_margin = -0.05;
constexpr double same_map = 0.95;
constexpr double least_stability = 0.5;
constexpr double least_reliability = 0.5;
constexpr double least_prediction_stability = 0.8;
constexpr double least_contrast = 0.02;
constexpr int most_shares = 10;
constexpr int most_noisy_images = 5;

/// A map that knows nothing of the target, or the tested one, in the pixels of the model's input.
struct Rival {
    std::string name;
    std::string description;
    std::vector<float> values;

    /// Whether it has seen neither the model nor what the model learned.
    bool knows_nothing = true;

    /// The least margin of a map over it.
    double needed_margin = least_margin;
};

/// Losses of a map: by share, the loss when its strongest pixels are hidden less that when all others are hidden.
using Losses = std::vector<double>;

/// Shares of the pixels, denser where they are few: an object is mostly small.
std::vector<double> shares(int count) {
    constexpr double least = 0.02;
    constexpr double most = 0.7;
    std::vector<double> result;
    for (int i = 0; i < count; ++i)
        result.push_back(count == 1 ? 0.1 : least * std::pow(most / least, static_cast<double>(i) / (count - 1)));
    return result;
}

/// Probabilities crowd at 0 and 1; their log-odds tell a loss from 0.999 to 0.9.
double evidence(double score, bool probability) {
    if (!probability)
        return score;
    constexpr double margin = 1e-6;
    const double inside = std::clamp(score, margin, 1 - margin);
    return std::log(inside / (1 - inside));
}

/// Means over the cells of a grid of `height` x `width`, so that a reference is as coarse as the map that it is
/// compared with.
SaliencyMap pooled(const SaliencyMap& map, int height, int width) {
    if (height >= map.height && width >= map.width)
        return map;
    SaliencyMap result = map;
    result.height = std::min(height, map.height);
    result.width = std::min(width, map.width);
    result.values.assign(static_cast<std::size_t>(result.height) * static_cast<std::size_t>(result.width), 0);
    std::vector<int> counts(result.values.size());
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x) {
            const auto cell =
                static_cast<std::size_t>(y * result.height / map.height) * static_cast<std::size_t>(result.width) +
                static_cast<std::size_t>(x * result.width / map.width);
            result.values[cell] += map.values[static_cast<std::size_t>(y) * static_cast<std::size_t>(map.width) +
                                              static_cast<std::size_t>(x)];
            ++counts[cell];
        }
    for (std::size_t i = 0; i < counts.size(); ++i)
        result.values[i] /= static_cast<float>(std::max(counts[i], 1));
    return result;
}

/// Means over windows of about a third of the image, three times along each axis; the last row and column go on
/// outside.
std::vector<float> blurred(std::vector<float> values, const Canvas& canvas) {
    const auto along = [&](int count, int lines, int stride, int line_stride) {
        const int radius = std::max(1, count / 6);
        std::vector<double> sums(static_cast<std::size_t>(count) + 2 * static_cast<std::size_t>(radius) + 1);
        for (int line = 0; line < lines; ++line) {
            const auto at = [&](int i) -> float& {
                return values[static_cast<std::size_t>(std::clamp(i, 0, count - 1)) * static_cast<std::size_t>(stride) +
                              static_cast<std::size_t>(line) * static_cast<std::size_t>(line_stride)];
            };
            for (std::size_t i = 1; i < sums.size(); ++i)
                sums[i] = sums[i - 1] + at(static_cast<int>(i) - 1 - radius);
            for (int i = 0; i < count; ++i) {
                const auto first = static_cast<std::size_t>(i);
                const auto width = 2 * static_cast<std::size_t>(radius) + 1;
                at(i) = static_cast<float>((sums[first + width] - sums[first]) / static_cast<double>(width));
            }
        }
    };
    for (int i = 0; i < 3; ++i) {
        along(canvas.height, canvas.width, canvas.width, 1);
        along(canvas.width, canvas.height, 1, canvas.width);
    }
    return values;
}

/// The rank of each pixel, the strongest first. Among equal values those come first that have strong surroundings:
/// pixels in an order of chance would scatter over the image, which is an input that no model has seen.
std::vector<std::size_t> connected_ranks(const std::vector<float>& values, const Canvas& canvas) {
    const auto surroundings = blurred(values, canvas);
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (values[a] != values[b])
            return values[a] > values[b];
        return surroundings[a] != surroundings[b] ? surroundings[a] > surroundings[b] : a < b;
    });
    std::vector<std::size_t> ranks(values.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        ranks[order[i]] = i;
    return ranks;
}

class Findings {
public:
    void refute(std::string reason) { m_refuted.push_back(std::move(reason)); }
    void doubt(std::string reason) { m_doubts.push_back(std::move(reason)); }
    void support(std::string reason) { m_support.push_back(std::move(reason)); }
    void note(std::string reason) { m_notes.push_back(std::move(reason)); }
    void figure(std::string name, double value) {
        if (std::isfinite(value))
            m_figures.emplace_back(std::move(name), value);
    }

    Verdict verdict(std::uint64_t inferences) && {
        Verdict result;
        result.status = !m_refuted.empty()  ? VerdictStatus::refuted
                        : !m_doubts.empty() ? VerdictStatus::unproven
                                            : VerdictStatus::trusted;
        for (auto* reasons : {&m_refuted, &m_doubts, &m_support, &m_notes})
            std::ranges::move(*reasons, std::back_inserter(result.reasons));
        result.figures = std::move(m_figures);
        result.inferences = inferences;
        return result;
    }

private:
    std::vector<std::string> m_refuted;
    std::vector<std::string> m_doubts;
    std::vector<std::string> m_support;
    std::vector<std::string> m_notes;
    std::vector<std::pair<std::string, double>> m_figures;
};

/// Whether a map takes many inferences, so that the budget has room for no further one.
bool samples_inferences(const Explainer& explainer) {
    return find_method(explainer.provenance().method).needs.inferences;
}

}  // namespace

std::string to_string(VerdictStatus status) {
    switch (status) {
        case VerdictStatus::trusted:
            return "trusted";
        case VerdictStatus::refuted:
            return "refuted";
        case VerdictStatus::unproven:
            break;
    }
    return "unproven";
}

namespace {

struct TestedModel {
    std::shared_ptr<ov::Model> graph;
    ExplainerOptions options;
    VerifierOptions verifier;
    ScoringModel model;
    std::atomic<std::uint64_t> inferences = 0;
    std::mutex mutex;  // of the two below
    std::array<std::unique_ptr<Explainer>, 2> randomised;
    std::array<std::string, 2> why_not_randomised;

    TestedModel(std::shared_ptr<ov::Model> from, ExplainerOptions asked, const VerifierOptions& bounds)
        : graph(std::move(from)), options(std::move(asked)), verifier(bounds), model(graph->clone(), options) {
        if (verifier.budget < 20)
            throw Error(
                ErrorKind::usage,
                fmt::format("expected a budget of at least 20 inferences for a verdict, found {}", verifier.budget));
        if (!(verifier.confidence >= 0.5 && verifier.confidence <= 0.999))
            throw Error(ErrorKind::usage,
                        fmt::format("expected a confidence level in 0.5..0.999, found {}", verifier.confidence));
        if (!(verifier.noise >= 0 && verifier.noise <= 1))
            throw Error(ErrorKind::usage, fmt::format("expected a noise in 0..1, found {}", verifier.noise));
    }

    /// The explainer of the model with a randomised head (0) or with all weights randomised (1); nullptr when there is
    /// none.
    const Explainer* explainer_of_random(std::size_t which) {
        const std::scoped_lock lock(mutex);
        if (!randomised[which] && why_not_randomised[which].empty()) {
            try {
                const auto random = graph->clone();
                if (which == 1)
                    shuffle_weights(*random, options.seed + 1);
                else if (!shuffle_head(*random, options.seed + 1))
                    throw Error(ErrorKind::unsupported, "no layer with weights was found before the outputs");
                randomised[which] = std::make_unique<Explainer>(random, options);
            } catch (const Error& error) {
                why_not_randomised[which] = error.what();
            }
        }
        return randomised[which].get();
    }
};

/// The tests of one map; uses up the budget in the order in which they are called.
class Examination {
public:
    Examination(TestedModel& verifier,
                const SaliencyMap& map,
                const Image& image,
                const TargetRequest& target,
                const Explainer* explainer)
        : m_verifier(verifier),
          m_map(map),
          m_image(image),
          m_target(target),
          m_explainer(explainer != nullptr && !samples_inferences(*explainer) ? explainer : nullptr),
          m_samples(explainer != nullptr && m_explainer == nullptr),
          m_frame(image_canvas(image.height(), image.width()).frame),
          m_left(verifier.verifier.budget) {}

    Verdict run() {
        const auto before = m_used;
        try {
            require_usable(m_map);
        } catch (const NoValue& none) {
            m_findings.refute(fmt::format("The map shows nothing: {}.", none.what()));
            return std::move(m_findings).verdict(m_used - before);
        }
        const auto scorer = scorer_of(m_image);
        spend(1);
        const auto resolved_targets = scorer.resolve_all({m_target});
        if (resolved_targets.empty())
            throw Error(ErrorKind::bad_target, "the model's prediction for this image does not contain the target");
        check_noise(scorer, resolved_targets.front());
        check_sampling_error();
        collect_rivals(scorer, resolved_targets.front());
        check_faithfulness(scorer, resolved_targets.front());
        return std::move(m_findings).verdict(m_used - before);
    }

private:
    ImageScorer scorer_of(const Image& image) const {
        return {m_verifier.model, image, {.baseline = m_verifier.options.black_box.baseline}, m_verifier.inferences};
    }

    void spend(std::uint64_t count) {
        m_used += count;
        m_left -= static_cast<int>(count);
    }

    std::vector<float> at_input(const SaliencyMap& map, const Canvas& input) const {
        return sample(map, m_frame, input);
    }

    /// A map of the method, or nothing when it would show nothing or there is none.
    std::optional<SaliencyMap> explain(const Explainer& explainer, const Image& image, const TargetRequest& target) {
        ExplainOptions asked;
        asked.targets = {target};
        try {
            auto explanation = explainer.explain(image, asked);
            spend(explanation.provenance.inferences);
            m_cost = std::max(m_cost, explanation.provenance.inferences);
            if (explanation.maps.empty() || !is_usable(status_of(explanation.maps.front().values).status))
                return std::nullopt;
            return std::move(explanation.maps.front());
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_target && error.kind() != ErrorKind::unsupported)
                throw;
            return std::nullopt;
        }
    }

    bool affords(std::uint64_t maps) const { return static_cast<int>(maps * m_cost) <= m_left / 4; }

    std::optional<std::int64_t> best_class(const ImageScorer& scorer) const {
        const auto best = scorer.resolve_all(top(1));
        return best.empty() ? std::nullopt : best.front().target;
    }

    /// Whether the tested map is the one that the method makes now: the stability of the method says nothing of others.
    bool is_made_again(const std::vector<float>& values, const Canvas& input) {
        const auto map = explain(*m_explainer, m_image, m_target);
        if (map && rank_correlation(values, at_input(*map, input)) >= same_map)
            return true;
        m_findings.note(
            "The stability of the map under noise was not tested: it is not the map that the method computes for this "
            "image.");
        return false;
    }

    void check_noise(const ImageScorer& scorer, const ResolvedTarget& resolved) {
        const auto& bounds = m_verifier.verifier;
        const int count = std::clamp(bounds.budget / 20, 2, most_noisy_images);
        const auto best = best_class(scorer);
        const bool is_prediction = !resolved.target || resolved.target == best;
        int same = 0;
        std::vector<double> correlations;
        const auto input = scorer.input();
        const auto values = at_input(m_map, input);
        const bool is_the_methods = m_explainer != nullptr && is_made_again(values, input);
        // A uniform change of up to sqrt(3) standard deviations.
        const double change = std::sqrt(3.0) * bounds.noise;
        for (int i = 0; i < count; ++i) {
            const auto noisy = noisy_image(m_image, change, m_verifier.options.seed, static_cast<std::uint64_t>(i));
            const auto other = scorer_of(noisy);
            spend(1);
            same += best_class(other) == best ? 1 : 0;
            if (!is_the_methods || (i > 0 ? !affords(1) : static_cast<int>(m_cost) > m_left / 2))
                continue;
            const auto map = explain(*m_explainer, noisy, m_target);
            const double found = map ? rank_correlation(values, at_input(*map, input)) : 0;
            correlations.push_back(std::isnan(found) ? 0 : found);
        }
        const double stable = static_cast<double>(same) / count;
        m_findings.figure("prediction_stability", stable);
        // Of a class that is not the prediction, the map may be right whichever class is.
        if (is_prediction && stable < least_prediction_stability)
            m_findings.doubt(
                fmt::format("The prediction itself is not stable: it changes for {} of {} slightly noisy images.",
                            count - same,
                            count));
        if (!correlations.empty()) {
            const double mean = std::accumulate(correlations.begin(), correlations.end(), 0.0) /
                                static_cast<double>(correlations.size());
            m_findings.figure("stability", mean);
            if (mean < least_stability)
                m_findings.doubt(
                    fmt::format("The map is not stable: its rank correlation with the maps of slightly noisy "
                                "images is {:.2f}, expected at least {}.",
                                mean,
                                least_stability));
        } else if (m_samples) {
            m_findings.note(
                "The stability of the map under noise was not tested: its method needs too many inferences.");
        }
    }

    void check_sampling_error() {
        if (m_map.standard_error.size() != m_map.values.size())
            return;
        const double average = mean(m_map.values);
        double variance = 0;
        double error = 0;
        for (std::size_t i = 0; i < m_map.values.size(); ++i) {
            variance += std::pow(m_map.values[i] - average, 2);
            error += std::pow(m_map.standard_error[i], 2);
        }
        const double reliability = std::clamp(1 - error / variance, 0.0, 1.0);
        m_findings.figure("reliability", reliability);
        if (reliability < least_reliability)
            m_findings.doubt(
                fmt::format("The map is mostly sampling error: only {:.0f} % of its variance is signal; use "
                            "more masks.",
                            100 * reliability));
    }

    void add_rival(std::string name, std::string description, const SaliencyMap& map, const Canvas& input) {
        if (!is_usable(status_of(map.values).status))
            return;
        m_rivals.push_back({std::move(name), std::move(description), at_input(map, input)});
    }

    void collect_rivals(const ImageScorer& scorer, const ResolvedTarget& resolved) {
        const auto input = scorer.input();
        m_rivals.push_back({"map", "the map", at_input(m_map, input)});
        add_rival(
            "random", "a random map", random_map(m_map.height, m_map.width, m_verifier.options.seed + 0x5EED), input);
        m_rivals.back().needed_margin = least_margin_over_random;
        add_rival("gaussian", "a centred Gaussian", centred_gaussian(m_map.height, m_map.width), input);
        add_rival(
            "sobel", "the edges of the image (Sobel)", pooled(sobel_map(m_image), m_map.height, m_map.width), input);
        add_rival("laplace",
                  "the edges of the image (Laplace)",
                  pooled(laplace_map(m_image), m_map.height, m_map.width),
                  input);
        if (m_explainer == nullptr) {
            if (m_samples)
                m_findings.note(
                    "The maps of another class and of a randomised model were not compared: the method needs too many "
                    "inferences for the budget.");
            return;
        }
        if (!affords(3)) {
            m_findings.note(
                fmt::format("The maps of another class and of a randomised model were not compared: a map takes "
                            "{} inferences, too many for the budget.",
                            m_cost));
            return;
        }
        add_other_class(scorer, resolved, input);
        add_randomised(input);
    }

    void add_other_class(const ImageScorer& scorer, const ResolvedTarget& resolved, const Canvas& input) {
        std::optional<std::int64_t> other;
        for (const auto& candidate : scorer.resolve_all(top(3)))
            if (candidate.target && candidate.target != resolved.target) {
                other = candidate.target;
                break;
            }
        if (!other) {
            m_findings.note("The map of another class was not compared: the model found no other class.");
            return;
        }
        const auto map = explain(*m_explainer, m_image, *other);
        if (!map) {
            m_findings.note("The map of another class was not compared: it has no usable values.");
            return;
        }
        add_rival("other_class", fmt::format("the map of class {}", *other), *map, input);
        m_rivals.back().knows_nothing = false;
        compare_with_rival("other_class_correlation", [&](double found) {
            if (found >= same_map)
                m_findings.doubt(
                    fmt::format("The map is almost the same for class {} (rank correlation {:.2f}): it is "
                                "not specific to this target.",
                                *other,
                                found));
        });
    }

    void add_randomised(const Canvas& input) {
        constexpr std::array names = {"randomised_head", "randomised_model"};
        constexpr std::array descriptions = {"the map of the model with a randomised head",
                                             "the map of the randomised model"};
        for (std::size_t which = 0; which < names.size(); ++which) {
            const auto* random = m_verifier.explainer_of_random(which);
            if (random == nullptr) {
                m_findings.note(
                    fmt::format("{} was not compared: {}.", descriptions[which], m_verifier.why_not_randomised[which]));
                continue;
            }
            const auto map = explain(*random, m_image, m_target);
            if (!map)
                continue;
            add_rival(names[which], descriptions[which], *map, input);
            compare_with_rival(std::string(names[which]) + "_correlation", [&](double found) {
                if (found >= same_map)
                    m_findings.refute(
                        fmt::format("The map does not depend on what the model learned: its rank correlation "
                                    "with {} is {:.2f}.",
                                    descriptions[which],
                                    found));
            });
            // The layers before a randomised head still find the object, so that its map may well be faithful.
            if (which == 0)
                m_rivals.pop_back();
        }
    }

    template <typename Judge>
    void compare_with_rival(const std::string& figure, Judge judge) {
        const double found = rank_correlation(m_rivals.front().values, m_rivals.back().values);
        if (std::isnan(found))
            return;
        m_findings.figure(figure, found);
        judge(found);
    }

    /// The losses of all maps, from one batch of inferences.
    std::vector<Losses> measure(const ImageScorer& scorer, const ResolvedTarget& resolved, int count) {
        const auto parts = shares(count);
        std::vector<std::vector<std::size_t>> rank;
        for (const auto& rival : m_rivals)
            rank.push_back(connected_ranks(rival.values, scorer.input()));
        const auto size = rank.front().size();
        const auto each = 2 * parts.size();
        const auto scores = scorer.scores(resolved, each * rank.size(), [&](std::size_t index, std::span<float> mask) {
            const auto& order = rank[index / each];
            const auto step = index % each;
            const auto strongest = std::max<std::size_t>(
                1, static_cast<std::size_t>(std::lround(parts[step / 2] * static_cast<double>(size))));
            const bool hide_strongest = step % 2 == 0;
            std::ranges::transform(order, mask.begin(), [&](std::size_t place) {
                return (place < strongest) != hide_strongest ? 1.0F : 0.0F;
            });
        });
        spend(scores.size());
        std::vector<double> values;
        for (const float score : scores)
            values.push_back(evidence(score, resolved.probability));
        const double whole = evidence(scorer.score(resolved), resolved.probability);
        const auto [low, high] = std::ranges::minmax(values);
        m_range = std::max(high, whole) - std::min(low, whole);
        std::vector<Losses> losses(rank.size());
        for (std::size_t i = 0; i < rank.size(); ++i)
            for (std::size_t step = 0; step < each; step += 2)
                losses[i].push_back((values[i * each + step + 1] - values[i * each + step]) / std::max(m_range, 1e-12));
        return losses;
    }

    void check_faithfulness(const ImageScorer& scorer, const ResolvedTarget& resolved) {
        const int count = std::min(most_shares, m_left / static_cast<int>(2 * m_rivals.size()));
        if (count < 3) {
            m_findings.doubt(
                fmt::format("The faithfulness of the map was not tested: {} inferences are left, at least {} are "
                            "needed; use a larger budget.",
                            std::max(m_left, 0),
                            6 * m_rivals.size()));
            return;
        }
        const auto losses = measure(scorer, resolved, count);
        const double needed =
            resolved.probability ? least_contrast : 1e-6 * std::max(1.0, std::abs(scorer.score(resolved)) * 1.0);
        m_findings.figure("score_range", m_range);
        if (!(m_range > needed)) {
            m_findings.doubt(
                "The score does not depend on which part of the image is hidden, so that maps cannot be "
                "distinguished.");
            return;
        }
        double faithfulness = 0;
        for (const double loss : losses.front())
            faithfulness += loss / count;
        m_findings.figure("faithfulness", faithfulness);
        bool better = true;
        for (std::size_t i = 1; i < m_rivals.size(); ++i)
            better = beats(m_rivals[i], losses.front(), losses[i]) && better;
        if (better)
            m_findings.support(fmt::format(
                "Hiding the pixels that the map ranks first lowers the score more than hiding those that {} "
                "other maps rank first.",
                m_rivals.size() - 1));
    }

    bool beats(const Rival& rival, const Losses& own, const Losses& other) {
        std::vector<double> differences;
        for (std::size_t i = 0; i < own.size(); ++i)
            differences.push_back(own[i] - other[i]);
        double margin = 0;
        for (const double difference : differences)
            margin += difference / static_cast<double>(differences.size());
        const auto interval = bootstrap_interval(differences, m_verifier.verifier.confidence, m_verifier.options.seed);
        m_findings.figure("margin_" + rival.name, margin);
        m_findings.figure("margin_" + rival.name + "_low", interval.low);
        m_findings.figure("margin_" + rival.name + "_high", interval.high);
        const auto finding = [&](const char* what) {
            return fmt::format("The map is {} than {}: margin {:.3f}, {:.0f} % interval {:.3f} to {:.3f}.",
                               what,
                               rival.description,
                               margin,
                               100 * m_verifier.verifier.confidence,
                               interval.low,
                               interval.high);
        };
        if (interval.low > 0 && margin >= rival.needed_margin)
            return true;
        if (rival.knows_nothing && interval.high < refuting_margin)
            m_findings.refute(finding("less faithful"));
        else
            m_findings.doubt(finding("not proven more faithful"));
        return false;
    }

    TestedModel& m_verifier;
    const SaliencyMap& m_map;
    const Image& m_image;
    const TargetRequest& m_target;
    const Explainer* m_explainer;  // nullptr: maps cost too much, or there is none
    bool m_samples;
    Region m_frame;
    int m_left;
    std::uint64_t m_used = 0;
    std::uint64_t m_cost = 1;  // inferences of one map
    double m_range = 0;
    std::vector<Rival> m_rivals;  // the tested map first
    Findings m_findings;
};

}  // namespace

struct Verifier::Impl : TestedModel {
    using TestedModel::TestedModel;
};

Verifier::Verifier(const std::filesystem::path& model, const ExplainerOptions& options, const VerifierOptions& verifier)
    : m_impl(std::make_unique<Impl>(read_model(model, options.core), options, verifier)) {}

Verifier::Verifier(const std::shared_ptr<const ov::Model>& model,
                   const ExplainerOptions& options,
                   const VerifierOptions& verifier) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    m_impl = std::make_unique<Impl>(model->clone(), options, verifier);
}

Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;
Verifier::~Verifier() = default;

Verdict Verifier::verify(const SaliencyMap& map,
                         const Image& image,
                         const TargetRequest& target,
                         const Explainer* explainer) const {
    return Examination(*m_impl, map, image, target, explainer).run();
}

}  // namespace vinoscope
