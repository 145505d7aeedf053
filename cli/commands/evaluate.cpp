// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <utility>

#include "commands/commands.hpp"
#include "commands/evaluate_options.hpp"
#include "report/evaluate_report.hpp"
#include "sources/annotations.hpp"
#include "sources/image_list.hpp"
#include "sources/map_source.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/output.hpp"
#include "terminal/progress_bar.hpp"
#include "terminal/text.hpp"
#include "vinoscope/report.hpp"

namespace vinoscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// A readable image, and what is asked about it.
struct Subject {
    std::filesystem::path file;
    std::vector<std::int64_t> targets;

    /// In the Run, when there is one.
    std::size_t position = 0;
};

class EvaluateRun {
public:
    explicit EvaluateRun(EvaluateJob job) : m_job(std::move(job)), m_evaluator(m_job.model, m_job.evaluator) {
        if (!m_job.annotations.empty()) {
            m_annotations.emplace(m_job.annotations, m_evaluator.labels());
        }
    }

    int run() {
        m_report.metrics = m_job.metrics;
        if (!m_job.report.empty()) {
            m_run.emplace(RunInfo{.command = "evaluate", .series = m_job.methods, .parameters = m_job.parameters});
        }
        log_decisions();
        find_subjects();
        ProgressBar bar("images", m_subjects.size() * m_job.methods.size(), !m_job.quiet);
        for (const std::string& method : m_job.methods) {
            judge_method(method, bar);
        }
        bar.hide();
        print_report();
        if (m_run) {
            m_run->write_report(m_job.report);
        }
        return exit_code();
    }

private:
    void log_decisions() const {
        if (m_job.verbose) {
            std::ranges::for_each(m_evaluator.decisions(), log, &Decision::text);
        }
        if (!m_job.quiet) {
            log_warnings(m_evaluator.warnings());
        }
    }

    /// A bad image is part of the result; any other error ends the run.
    void find_subjects() {
        for (const ImageItem& item : find_images(m_job.images)) {
            stop_if_interrupted();
            try {
                if (!item.error.empty()) {
                    throw Error(ErrorKind::bad_image, item.error);
                }
                m_subjects.push_back({item.file, targets_of(item.file)});
                record(m_subjects.back());
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::bad_image) {
                    throw;
                }
                print_error(error.what());
                m_report.bad_images.push_back({path_text(item.file), error.what()});
                if (m_run) {
                    m_run->add({.file = item.file, .error = error.what()});
                }
            }
        }
        require_annotated_image();
    }

    /// Numbers that need annotations would all be missing otherwise.
    void require_annotated_image() const {
        const auto is_annotated = [this](const Subject& subject) { return m_annotations->knows(subject.file); };
        if (m_annotations && !m_subjects.empty() && std::ranges::none_of(m_subjects, is_annotated)) {
            throw Error(
                ErrorKind::bad_target,
                fmt::format("--annotations: expected annotations of at least one of the {} images, found only those of "
                            "{} in {}; paths are compared from their end",
                            m_subjects.size(),
                            m_annotations->example(),
                            path_text(m_job.annotations)));
        }
    }

    void record(Subject& subject) {
        if (!m_run) {
            return;
        }
        RunImage image{.file = subject.file, .image = read_image(subject.file)};
        for (const std::int64_t best : m_evaluator.targets(image.image)) {
            image.predictions.push_back({best, label_of(best), std::numeric_limits<float>::quiet_NaN()});
        }
        if (m_annotations) {
            for (const std::int64_t target : m_annotations->classes(subject.file)) {
                image.expected.push_back(label_of(target).empty() ? std::to_string(target) : label_of(target));
            }
        }
        subject.position = m_run->add(image);
    }

    void record(const Subject& subject, const std::string& method, const JudgedMap& judged, const MapReport& report) {
        if (!m_run) {
            return;
        }
        RunMap map{.series = method, .map = judged.map};
        for (std::size_t i = 0; i < m_job.metrics.size(); ++i) {
            map.metrics.emplace_back(m_job.metrics[i], report.values[i]);
        }
        InsertionDeletion curves = m_evaluator.insertion_deletion(judged);
        map.insertion_curve = std::move(curves.insertion_curve);
        map.deletion_curve = std::move(curves.deletion_curve);
        map.map.target = report.target;
        map.map.label = report.label;
        m_run->add_map(subject.position, map);
    }

    std::vector<std::int64_t> targets_of(const std::filesystem::path& file) const {
        const Image image = read_image(file);
        if (!m_job.annotated_targets) {
            return m_evaluator.targets(image, m_job.targets);
        }
        std::vector<std::int64_t> classes = m_annotations->classes(file);
        if (classes.empty() && !m_job.quiet) {
            log(fmt::format("vinoscope: warning: {}: no class of the model is annotated", path_text(file)));
        }
        return classes;
    }

    void judge_method(const std::string& method, ProgressBar& bar) {
        std::optional<MapSource> source;
        try {
            source = make_source(method, m_job.model, m_job.evaluator);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported) {
                throw;
            }
            skip(method, error.what());
            return;
        }
        if (m_run && source->provenance) {
            m_run->add_provenance(*source->provenance);
        }
        MethodReport report{.method = method};
        source->randomised = randomised_maps(*source, m_job.model, m_job.evaluator);
        try {
            for (const Subject& subject : m_subjects) {
                stop_if_interrupted();
                judge_image(*source, subject, report);
                bar.advance();
            }
        } catch (const Error& error) {
            if (source->asks_model || error.kind() != ErrorKind::unsupported) {
                throw;
            }
            skip(method, error.what());
            return;
        }
        report.seconds /= static_cast<double>(std::max<std::size_t>(m_subjects.size(), 1));
        m_judged_methods += source->asks_model ? 1 : 0;
        m_report.methods.push_back(std::move(report));
    }

    void skip(const std::string& method, const std::string& reason) {
        if (!m_job.quiet) {
            log(fmt::format("vinoscope: warning: method {} is skipped: {}", method, reason));
        }
        m_report.skipped_methods.push_back({method, reason});
    }

    void judge_image(const MapSource& source, const Subject& subject, MethodReport& report) {
        const Image image = read_image(subject.file);
        const Clock::time_point start = Clock::now();
        const std::vector<SaliencyMap> maps = source.maps(image, subject.targets);
        report.seconds += std::chrono::duration<double>(Clock::now() - start).count();
        for (std::size_t i = 0; i < subject.targets.size(); ++i) {
            stop_if_interrupted();
            const std::int64_t target = subject.targets[i];
            std::optional<GroundTruth> truth;
            if (m_annotations) {
                truth = m_annotations->find(subject.file, target, image.width(), image.height());
            }
            const auto explain = [&](const Image& other) { return source.maps(other, {target}).at(0); };
            const auto explain_randomised = [&](const Image& same) { return source.randomised(same, {target}).at(0); };
            JudgedMap judged{maps[i], image, target, truth ? &*truth : nullptr, explain, explain_randomised};
            if (const std::optional<std::int64_t> other = other_class(image, target)) {
                judged.explain_other = [&source, other](const Image& same) {
                    return source.maps(same, {*other}).at(0);
                };
            }
            judged.progress = [](std::size_t, std::size_t) { stop_if_interrupted(); };
            report.maps.push_back(
                {subject.file, target, label_of(target), m_evaluator.evaluate(m_job.metrics, judged)});
            record(subject, source.name, judged, report.maps.back());
        }
    }

    /// The best class that is not `target`, for metrics that need a map of another one.
    std::optional<std::int64_t> other_class(const Image& image, std::int64_t target) const {
        if (std::ranges::find(m_job.metrics, "random-logit") == m_job.metrics.end()) {
            return {};
        }
        for (const std::int64_t best : m_evaluator.targets(image, top(2))) {
            if (best != target) {
                return best;
            }
        }
        return {};
    }

    std::string label_of(std::int64_t target) const {
        const std::vector<std::string>& labels = m_evaluator.labels();
        return labels.empty() ? "" : labels[static_cast<std::size_t>(target)];
    }

    void print_report() const {
        switch (m_job.format) {
            case ReportFormat::table:
                print(report_text(m_report));
                break;
            case ReportFormat::json:
                print_data(report_json(m_report, m_job));
                break;
            case ReportFormat::csv:
                print_data(report_csv(m_report));
                break;
        }
    }

    int exit_code() const {
        if (!m_report.bad_images.empty()) {
            return ExitCode::bad_input;
        }
        return m_judged_methods == 0 && !m_report.skipped_methods.empty() ? ExitCode::unsupported : ExitCode::success;
    }

    EvaluateJob m_job;
    Evaluator m_evaluator;
    std::optional<Annotations> m_annotations;
    std::vector<Subject> m_subjects;
    EvaluationReport m_report;
    std::optional<Run> m_run;
    int m_judged_methods = 0;
};

}  // namespace

int evaluate(ArgumentList arguments) {
    std::optional<EvaluateJob> job = parse_evaluate(arguments);
    if (!job) {
        return ExitCode::success;
    }
    return EvaluateRun(std::move(*job)).run();
}

}  // namespace vinoscope::cli
