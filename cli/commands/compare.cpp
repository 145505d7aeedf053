// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "commands/commands.hpp"
#include "commands/compare_options.hpp"
#include "report/explain_result.hpp"
#include "report/table.hpp"
#include "sources/annotations.hpp"
#include "sources/image_list.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/output.hpp"
#include "terminal/progress_bar.hpp"
#include "terminal/text.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/report.hpp"

namespace vinoscope::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t rows_listed = 20;
constexpr std::size_t images_named = 10;

Json value_json(const MetricValue& value) {
    return value.value ? Json(*value.value) : Json();
}

std::string value_text(const MetricValue& value) {
    return value.value ? fmt::format("{:.3f}", *value.value) : "-";
}

std::string answer_text(const std::vector<Prediction>& predictions) {
    if (predictions.empty()) {
        return "nothing";
    }
    const Prediction& best = predictions.front();
    return best.label.empty() ? std::to_string(best.index) : best.label;
}

Json answer_json(const std::vector<Prediction>& predictions) {
    if (predictions.empty()) {
        return nullptr;
    }
    const Prediction& best = predictions.front();
    return {{"index", best.index},
            {"label", best.label.empty() ? Json() : Json(best.label)},
            {"score", std::isfinite(best.score) ? Json(best.score) : Json()}};
}

struct Quantity {
    const char* name;
    MetricValue ImageComparison::*value;
};

/// As the JSON document and the table name them.
constexpr std::array quantities = {Quantity{"rank_correlation", &ImageComparison::rank_correlation},
                                   Quantity{"top_overlap", &ImageComparison::top_overlap},
                                   Quantity{"mass_a", &ImageComparison::mass_a},
                                   Quantity{"mass_b", &ImageComparison::mass_b}};

std::optional<SampleSummary> summary_of(const std::vector<ImageComparison>& images, const Quantity& quantity) {
    std::vector<double> values;
    for (const ImageComparison& image : images) {
        if (const MetricValue& found = image.*quantity.value; found.value) {
            values.push_back(*found.value);
        }
    }
    return summarise(values);
}

Json summary_json(const SampleSummary& summary) {
    return {{"mean", summary.mean},
            {"lowest", summary.lowest},
            {"highest", summary.highest},
            {"interval", {summary.interval_low, summary.interval_high}},
            {"count", summary.count}};
}

/// Whether the answer to an image lowers with `verdict`: trusted, unproven, refuted.
std::string verdict_text(const Explanation& explanation) {
    return explanation.verdicts.empty() ? "" : to_string(explanation.verdicts.front().status);
}

class CompareRun {
public:
    explicit CompareRun(CompareJob job)
        : m_job(std::move(job)), m_a(m_job.model_a, m_job.explainer_a), m_b(m_job.model_b, m_job.explainer_b) {
        require_same_classes(m_a, m_b);
        if (!m_job.annotations.empty()) {
            m_annotations.emplace(m_job.annotations, m_a.labels());
        }
        if (m_job.verify > 0) {
            m_verifier_a.emplace(m_job.model_a, m_job.explainer_a, VerifierOptions{.budget = m_job.verify});
            m_verifier_b.emplace(m_job.model_b, m_job.explainer_b, VerifierOptions{.budget = m_job.verify});
        }
        if (!m_job.report.empty()) {
            m_run.emplace(RunInfo{.command = "compare",
                                  .series = {"A", "B"},
                                  .provenance = {m_a.provenance(), m_b.provenance()},
                                  .parameters = m_job.parameters});
        }
    }

    int run() {
        if (m_job.verbose) {
            std::ranges::for_each(m_a.decisions(), [](const Decision& one) { log("A: " + one.text); });
            std::ranges::for_each(m_b.decisions(), [](const Decision& one) { log("B: " + one.text); });
        }
        const std::vector<ImageItem> items = find_images(m_job.images);
        ProgressBar bar("images", items.size(), !m_job.quiet);
        for (const ImageItem& item : items) {
            stop_if_interrupted();
            compare_image(item, bar);
            bar.advance();
        }
        bar.hide();
        if (!m_job.quiet && !m_images.empty()) {
            log_warnings(m_a.warnings());
        }
        sort_worst_first();
        check_gate();
        print_result();
        if (m_run) {
            m_run->write_report(m_job.report);
        }
        if (m_images.empty()) {
            return ExitCode::bad_input;
        }
        return !m_failures.empty() ? ExitCode::gate : m_bad_images.empty() ? ExitCode::success : ExitCode::bad_input;
    }

private:
    /// A bad image is part of the result; any other error ends the run.
    void compare_image(const ImageItem& item, ProgressBar& bar) {
        try {
            if (!item.error.empty()) {
                throw Error(ErrorKind::bad_image, item.error);
            }
            const Image image = read_image(item.file);
            ImageComparison result = compare(m_a, m_b, image, m_job.explain, m_job.top);
            result.image = item.file;
            add_masses(result);
            add_verdicts(result, image);
            record(result);
            result.a.image = {};
            result.b.image = {};
            m_images.push_back(std::move(result));
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_image) {
                throw;
            }
            bar.hide();
            print_error(error.what());
            m_bad_images.push_back({{"image", path_text(item.file)}, {"reason", error.what()}});
            if (m_run) {
                m_run->add({.file = item.file, .error = error.what()});
            }
        }
    }

    void add_masses(ImageComparison& result) const {
        const MetricValue none{std::nullopt, "the target is not annotated"};
        result.mass_a = none;
        result.mass_b = none;
        if (!m_annotations || result.a.maps.empty() || !result.a.maps.front().target) {
            return;
        }
        const Image& image = result.a.image;
        const std::optional<GroundTruth> truth =
            m_annotations->find(result.image, *result.a.maps.front().target, image.width(), image.height());
        if (truth) {
            result.mass_a = energy_pointing_game(result.a.maps.front(), *truth);
            result.mass_b = energy_pointing_game(result.b.maps.front(), *truth);
        }
    }

    void add_verdicts(ImageComparison& result, const Image& image) const {
        if (!m_verifier_a) {
            return;
        }
        for (std::size_t i = 0; i < result.a.maps.size(); ++i) {
            const TargetRequest target = target_of(result.a.maps[i]);
            result.a.verdicts.push_back(m_verifier_a->verify(result.a.maps[i], image, target, &m_a));
            result.b.verdicts.push_back(m_verifier_b->verify(result.b.maps[i], image, target, &m_b));
        }
    }

    void record(const ImageComparison& result) {
        if (!m_run) {
            return;
        }
        RunImage image{.file = result.image,
                       .predictions = result.a.predictions,
                       .other_predictions = result.b.predictions,
                       .flip = result.flip};
        image.image = result.a.image;
        for (const Quantity& quantity : quantities) {
            if ((result.*quantity.value).value || quantity.value == &ImageComparison::rank_correlation) {
                image.figures.emplace_back(quantity.name, result.*quantity.value);
            }
        }
        const auto add = [&](const char* series, const Explanation& explanation) {
            for (std::size_t i = 0; i < explanation.maps.size(); ++i) {
                image.maps.push_back({.series = series, .map = explanation.maps[i]});
                if (i < explanation.verdicts.size()) {
                    image.maps.back().verdict = explanation.verdicts[i];
                }
            }
        };
        add("A", result.a);
        add("B", result.b);
        m_run->add(image);
    }

    /// What has no rank correlation is worse than any that has one; equals are sorted by their files.
    void sort_worst_first() {
        std::ranges::sort(m_images, {}, [](const ImageComparison& image) {
            return std::pair(image.rank_correlation.value.value_or(-2), image.image);
        });
    }

    void check_gate() {
        if (!m_job.gate || m_images.empty()) {
            return;
        }
        m_failures = m_job.gate->check(m_images);
        for (const Gate::Failure& failure : m_failures) {
            std::string line = fmt::format("gate: {}", failure.reason);
            for (std::size_t i = 0; i < std::min(failure.images.size(), images_named); ++i) {
                line += fmt::format("{} {}", i == 0 ? ":" : ",", path_text(failure.images[i]));
            }
            if (failure.images.size() > images_named) {
                line += fmt::format(" and {} more", failure.images.size() - images_named);
            }
            print_error(line);
        }
    }

    std::size_t flips() const {
        return static_cast<std::size_t>(std::ranges::count_if(m_images, &ImageComparison::flip));
    }

    void print_result() const {
        if (m_job.json) {
            print_data(document().dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        } else if (!m_job.quiet && !m_images.empty()) {
            print(text());
        }
    }

    Json image_json(const ImageComparison& image) const {
        Json json = {{"image", path_text(image.image)}};
        for (const Quantity& quantity : quantities) {
            json[quantity.name] = value_json(image.*quantity.value);
        }
        json["flip"] = image.flip;
        json["a"] = answer_json(image.a.predictions);
        json["b"] = answer_json(image.b.predictions);
        if (!image.rank_correlation.value) {
            json["reason"] = image.rank_correlation.reason;
        }
        if (!image.a.verdicts.empty()) {
            json["verdict_a"] = verdict_text(image.a);
            json["verdict_b"] = verdict_text(image.b);
        }
        return json;
    }

    Json document() const {
        Json json = {{"a", provenance_json(m_a.provenance(), m_a.decisions())},
                     {"b", provenance_json(m_b.provenance(), m_b.decisions())},
                     {"images", Json::array()}};
        for (const ImageComparison& image : m_images) {
            json["images"].push_back(image_json(image));
        }
        Json summary = {{"images", m_images.size()}};
        for (const Quantity& quantity : quantities) {
            const std::optional<SampleSummary> found = summary_of(m_images, quantity);
            summary[quantity.name] = found ? summary_json(*found) : Json();
        }
        summary["flips"] = flips();
        if (m_verifier_a) {
            summary["verdict_changes"] = std::ranges::count_if(
                m_images, [](const ImageComparison& image) { return verdict_text(image.a) != verdict_text(image.b); });
        }
        json["summary"] = summary;
        json["gate"] = nullptr;
        if (m_job.gate) {
            Json failures = Json::array();
            for (const Gate::Failure& failure : m_failures) {
                Json images = Json::array();
                for (const std::filesystem::path& image : failure.images) {
                    images.push_back(path_text(image));
                }
                failures.push_back({{"reason", failure.reason}, {"images", images}});
            }
            json["gate"] = {{"expression", m_job.gate->expression()},
                            {"passed", m_failures.empty() && !m_images.empty()},
                            {"failures", failures}};
        }
        json["bad_images"] = m_bad_images;
        return json;
    }

    std::string text() const {
        const bool annotated = m_annotations.has_value();
        std::vector<std::string> header = {"Image", "A", "B", "Rank correlation", "Top overlap"};
        if (annotated) {
            header.insert(header.end(), {"Mass A", "Mass B"});
        }
        if (m_verifier_a) {
            header.insert(header.end(), {"Verdict A", "Verdict B"});
        }
        std::vector<std::vector<std::string>> rows;
        for (std::size_t i = 0; i < std::min(m_images.size(), rows_listed); ++i) {
            const ImageComparison& image = m_images[i];
            rows.push_back({path_text(image.image),
                            answer_text(image.a.predictions),
                            (image.flip ? "! " : "") + answer_text(image.b.predictions),
                            value_text(image.rank_correlation),
                            value_text(image.top_overlap)});
            if (annotated) {
                rows.back().push_back(value_text(image.mass_a));
                rows.back().push_back(value_text(image.mass_b));
            }
            if (m_verifier_a) {
                rows.back().push_back(verdict_text(image.a));
                rows.back().push_back(verdict_text(image.b));
            }
        }
        std::string text = table(rows, 0, header);
        if (m_images.size() > rows_listed) {
            text += fmt::format("and {} more images\n", m_images.size() - rows_listed);
        }
        text += "\n";
        for (const Quantity& quantity : quantities) {
            if (const std::optional<SampleSummary> found = summary_of(m_images, quantity)) {
                text += fmt::format("{}: mean {:.3f} (95 % interval {:.3f} to {:.3f}), lowest {:.3f}\n",
                                    quantity.name,
                                    found->mean,
                                    found->interval_low,
                                    found->interval_high,
                                    found->lowest);
            }
        }
        text += fmt::format("flips: {} of {} images\n", flips(), m_images.size());
        if (m_job.gate) {
            text +=
                fmt::format("gate {}: {}\n", m_job.gate->expression(), m_failures.empty() ? "passed" : "not passed");
        }
        return text;
    }

    CompareJob m_job;
    Explainer m_a;
    Explainer m_b;
    std::optional<Annotations> m_annotations;
    std::optional<Verifier> m_verifier_a;
    std::optional<Verifier> m_verifier_b;
    std::optional<Run> m_run;
    std::vector<ImageComparison> m_images;
    std::vector<Gate::Failure> m_failures;
    Json m_bad_images = Json::array();
};

}  // namespace

int compare(ArgumentList arguments) {
    std::optional<CompareJob> job = parse_compare(arguments);
    if (!job) {
        return ExitCode::success;
    }
    return CompareRun(std::move(*job)).run();
}

}  // namespace vinoscope::cli
