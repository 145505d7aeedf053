// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commands/commands.hpp"
#include "commands/run_options.hpp"
#include "flags/arguments.hpp"
#include "sources/annotations.hpp"
#include "sources/dataset_source.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/output.hpp"
#include "terminal/progress_bar.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

bool needs_annotations(const RunJob& job) {
    return job.annotated_targets || (job.dataset.only && job.dataset.only->needs_classes());
}

/// Classes, and what is asked where that depends on them.
void annotate(std::vector<DatasetImage>& images,
              const RunJob& job,
              const std::filesystem::path& file,
              const std::vector<std::string>& labels) {
    if (file.empty()) {
        throw Error(ErrorKind::usage,
                    fmt::format("{} needs annotations: pass --annotations FILE, or a COCO, VOC or YOLO data set",
                                job.annotated_targets ? "--annotated-targets" : "--only"));
    }
    const Annotations annotations(file, labels);
    bool known = false;
    for (DatasetImage& image : images) {
        known = known || annotations.knows(image.file);
        image.classes = annotations.classes(image.file);
        if (job.annotated_targets) {
            image.targets.emplace(image.classes.begin(), image.classes.end());
        }
    }
    if (!known && !images.empty()) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("--annotations: expected annotations of at least one of the {} images, found only "
                                "those of {} in {}; paths are compared from their end",
                                images.size(),
                                annotations.example(),
                                path_text(file)));
    }
}

std::vector<DatasetImage> images_of(const RunJob& job, const std::vector<std::string>& labels) {
    DatasetSource source = read_source(job.source, job.recursive, job.image_folder);
    std::vector<DatasetImage> images;
    images.reserve(source.images.size());
    for (ImageItem& item : source.images) {
        images.push_back({.file = std::move(item.file), .error = std::move(item.error)});
    }
    if (needs_annotations(job)) {
        annotate(images, job, job.annotations.empty() ? source.annotations : job.annotations, labels);
    }
    return images;
}

/// A device or a disk that fails counts more than bad images, these more than what a method cannot do.
int worst_code(const std::set<ErrorKind>& failures) {
    for (const int code : {ExitCode::failure, ExitCode::bad_input}) {
        if (std::ranges::any_of(failures, [code](ErrorKind kind) { return exit_code(kind) == code; })) {
            return code;
        }
    }
    return failures.empty() ? ExitCode::success : ExitCode::unsupported;
}

/// Progress and failures on standard error.
class RunMonitor {
public:
    RunMonitor(const RunJob& job, std::size_t images) : m_quiet(job.quiet), m_images(images) {}

    void watch(DatasetOptions& options) {
        options.progress = [this](const DatasetProgress& progress) { return show(progress); };
        options.finished = [this](const std::string& image, const std::string& reason) { note(image, reason); };
    }

private:
    bool show(const DatasetProgress& progress) {
        if (!m_bar) {
            m_bar.emplace("images", progress.total - progress.earlier, m_images > 1 && !m_quiet);
            if (progress.earlier > 0 && !m_quiet) {
                log(fmt::format("vinoscope: note: {} of {} images were finished before; continuing with the others",
                                progress.earlier,
                                progress.total));
            }
        }
        m_bar->set_note(progress.failed > 0 ? fmt::format("{} failed", progress.failed) : "");
        m_bar->show(progress.done + progress.failed - progress.earlier);
        return interrupt_signal() == 0;
    }

    void note(const std::string& image, const std::string& reason) {
        if (!reason.empty()) {
            m_bar->hide();
            print_error(reason.find(image) == std::string::npos ? fmt::format("{}: {}", image, reason) : reason);
        }
    }

    bool m_quiet;
    std::size_t m_images;
    std::optional<ProgressBar> m_bar;
};

void print_summary(const DatasetSummary& summary, const RunJob& job) {
    const DatasetProgress& progress = summary.progress;
    const std::size_t now = progress.done + progress.failed - progress.earlier;
    std::string text = fmt::format("{} of {} images explained", progress.done, progress.total);
    if (progress.failed > 0) {
        text += fmt::format(", {} failed", progress.failed);
    }
    if (now > 0) {
        text += fmt::format(", {:.1f} images/s", static_cast<double>(now) / summary.seconds);
    }
    print(fmt::format("{}, results in {}\n", text, path_text(job.output)));
}

}  // namespace

int run(ArgumentList arguments) {
    std::optional<RunJob> job = parse_run(arguments);
    if (!job) {
        return ExitCode::success;
    }
    const Explainer explainer(job->model, job->explainer);
    if (job->verbose) {
        std::ranges::for_each(explainer.decisions(), log, &Decision::text);
        const std::size_t at_once = images_at_once(explainer, job->dataset);
        log(fmt::format(
            "memory: {} images at a time, {} MiB at most for each explanation (--parallel, --memory-limit), "
            "{}the images and their maps",
            at_once,
            job->explainer.memory_limit.value_or(std::size_t{1} << 30U) >> 20U,
            job->explainer.memory_limit ? "besides " : "besides the model, "));
    }
    const std::vector<DatasetImage> images = images_of(*job, explainer.labels());
    DatasetSummary summary;
    {
        RunMonitor monitor(*job, images.size());
        monitor.watch(job->dataset);
        summary = run_dataset(explainer, images, job->output, job->dataset);
    }
    if (!summary.complete) {
        throw Error(ErrorKind::cancelled,
                    fmt::format("stopped on request; {} of {} images are finished; run the same command to continue",
                                summary.progress.done + summary.progress.failed,
                                summary.progress.total));
    }
    if (!job->quiet) {
        log_warnings(explainer.warnings());
        print_summary(summary, *job);
    }
    return worst_code(summary.failures);
}

int merge(ArgumentList list) {
    std::vector<std::string> shards;
    std::string output;
    const std::string none;
    Arguments arguments("merge", "Join the runs of all shards of a data set.");
    arguments.positionals("SHARD", shards, "Folders of 'vinoscope run --shard', in any order", none);
    arguments.required_value("-o,--output", output, "RUN", "Folder of the whole run");
    arguments.examples("  vinoscope merge runs/part-* -o runs/photos");
    if (!arguments.parse(list)) {
        return ExitCode::success;
    }
    std::vector<std::filesystem::path> folders;
    std::ranges::transform(shards, std::back_inserter(folders), to_path);
    const DatasetProgress progress = merge_runs(folders, to_path(output));
    print(fmt::format("{} images of {} shards, {} failed, results in {}\n",
                      progress.total,
                      folders.size(),
                      progress.failed,
                      path_text(to_path(output))));
    return ExitCode::success;
}

}  // namespace vinoscope::cli
