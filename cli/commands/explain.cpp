// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <utility>

#include "commands/commands.hpp"
#include "commands/explain_options.hpp"
#include "report/explain_result.hpp"
#include "sources/image_list.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/output.hpp"
#include "terminal/progress_bar.hpp"
#include "terminal/terminal.hpp"
#include "terminal/text.hpp"
#include "vinoscope/report.hpp"
#include "vinoscope/verifier.hpp"

namespace vinoscope::cli {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A map that says nothing got no picture, which is said even when nothing else is; when its values are no numbers the
/// model is at fault.
int check_maps(const ImageResult& result) {
    int code = ExitCode::success;
    for (const SaliencyMap& map : result.explanation.maps) {
        if (map.status == MapStatus::ok) {
            continue;
        }
        const std::string name = !map.name.empty() ? fmt::format("\"{}\"", map.name)
                                 : map.target      ? fmt::format("class {}", *map.target)
                                                   : "the image";
        const std::string message =
            fmt::format("{}: the map of {} is {}{}: {}",
                        path_text(result.image),
                        name,
                        map.status == MapStatus::nearly_flat ? "nearly flat" : to_string(map.status),
                        is_usable(map.status) ? "" : " and is not drawn",
                        map.reason);
        if (map.status == MapStatus::not_finite) {
            print_error(message);
            code = ExitCode::failure;
        } else {
            log("vinoscope: warning: " + message);
        }
    }
    return code;
}

/// Standard errors that were asked for and that the method does not know.
void warn_of_no_standard_error(const ImageResult& result) {
    if (std::ranges::any_of(result.explanation.maps,
                            [](const SaliencyMap& map) { return map.standard_error.empty(); })) {
        log(fmt::format("vinoscope: warning: {}: method {} does not provide a standard error; no file was written",
                        path_text(result.image),
                        result.explanation.provenance.method));
    }
}

class ExplainRun {
public:
    ExplainRun(ExplainJob job, Clock::time_point start)
        : m_start(start),
          m_job(std::move(job)),
          m_items(find_images(m_job.images)),
          m_explainer(m_job.model, m_job.explainer) {
        if (m_job.verify > 0) {
            m_verifier.emplace(m_job.model, m_job.explainer, VerifierOptions{.budget = m_job.verify});
        }
        if (!m_job.report.empty()) {
            m_run.emplace(RunInfo{.command = "explain",
                                  .series = {m_explainer.provenance().method},
                                  .provenance = {m_explainer.provenance()},
                                  .parameters = m_job.parameters});
        }
    }

    int run() {
        m_provenance = m_explainer.provenance();
        log_decisions();
        for (const ImageItem& item : m_items) {
            std::error_code error;
            m_job.save.keep.insert(std::filesystem::canonical(item.file, error));
        }
        ProgressBar bar("images", m_items.size(), m_items.size() > 1 && !m_job.quiet);
        for (const ImageItem& item : m_items) {
            stop_if_interrupted();
            const ImageResult result = explain_one(item);
            record(result);
            bar.hide();
            report(result);
            bar.advance();
        }
        bar.hide();
        finish();
        return m_code;
    }

private:
    /// A bad image is part of the result, and so is a target that one of several images does not have; any other error
    /// ends the run.
    ImageResult explain_one(const ImageItem& item) {
        ImageResult result{.image = item.file, .explanation = {}, .files = {}, .error = item.error};
        if (!item.error.empty()) {
            return result;
        }
        try {
            const Clock::time_point start = Clock::now();
            const bool prepared = item.file.extension() == ".npy";
            Tensor tensor = prepared ? read_tensor(item.file) : Tensor();
            Image image = prepared ? Image() : read_image(item.file);
            m_seconds.decode += seconds_since(start);
            Explanation explanation = explain_input(std::move(tensor), std::move(image));
            verify(explanation);
            result.explanation = std::move(explanation);
        } catch (const Error& error) {
            const bool of_this_image = error.kind() == ErrorKind::bad_target && m_items.size() > 1;
            if (error.kind() != ErrorKind::bad_image && !of_this_image) {
                throw;
            }
            result.error = of_this_image ? fmt::format("{}: {}", path_text(item.file), error.what()) : error.what();
            return result;
        }
        stop_if_interrupted();
        add_costs(result.explanation);
        try {
            save(result, item.folder);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::io || m_items.size() == 1) {
                throw;
            }
            result.error = error.what();
            m_code = ExitCode::failure;
        }
        return result;
    }

    /// With a progress bar of inferences where a method needs many; Ctrl-C stops between two of them.
    /// @param tensor the model's input, or without values: what `image` makes it
    Explanation explain_input(Tensor tensor, Image image) {
        const bool shown = m_items.size() == 1 && !m_job.quiet && m_job.explainer.black_box.time_budget == 0;
        std::optional<ProgressBar> bar;
        std::stop_source source;
        ExplainOptions options = m_job.explain;
        options.stop = source.get_token();
        options.progress = [&](std::size_t done, std::size_t count) {
            if (!bar) {
                bar.emplace("inferences", count, shown);
            }
            bar->show(done);
            if (interrupt_signal() != 0) {
                source.request_stop();
            }
        };
        return tensor.values ? m_explainer.explain(std::move(tensor), std::move(image), options)
                             : m_explainer.explain(std::move(image), options);
    }

    void verify(Explanation& explanation) {
        if (!m_verifier) {
            return;
        }
        if (explanation.image.empty()) {
            explanation.notes.emplace_back(
                "maps of a prepared tensor are not verified: the verification needs an image that it can alter");
            return;
        }
        for (const SaliencyMap& map : explanation.maps) {
            stop_if_interrupted();
            explanation.verdicts.push_back(m_verifier->verify(map, explanation.image, target_of(map), &m_explainer));
            m_provenance.inferences += explanation.verdicts.back().inferences;
        }
    }

    void record(const ImageResult& result) {
        if (!m_run) {
            return;
        }
        const Explanation& explanation = result.explanation;
        RunImage image{.file = result.image,
                       .error = result.error,
                       .image = explanation.image,
                       .predictions = explanation.predictions};
        for (std::size_t i = 0; i < explanation.maps.size(); ++i) {
            image.maps.push_back({.series = m_explainer.provenance().method, .map = explanation.maps[i]});
            if (i < explanation.verdicts.size()) {
                image.maps.back().verdict = explanation.verdicts[i];
            }
        }
        m_run->add(image);
    }

    void add_costs(const Explanation& explanation) {
        m_provenance.inferences += explanation.provenance.inferences;
        m_seconds.infer += explanation.seconds.infer;
        m_seconds.explain += explanation.seconds.explain;
    }

    void save(ImageResult& result, const std::filesystem::path& folder) {
        const std::size_t count = result.explanation.maps.size() * m_job.save.formats.size();
        ProgressBar bar("files", count, m_items.size() == 1 && !m_job.quiet);
        SaveOptions options = m_job.save;
        if (result.explanation.image.empty()) {  // of a tensor there is only the map to draw
            options.render.resize = false;
            options.render.overlay = false;
        }
        options.progress = [&bar](const SavedFile&) {
            bar.advance();
            return interrupt_signal() == 0;
        };
        result.files = result.explanation.save(folder.empty() ? m_job.output : m_job.output / folder, options);
        for (const SavedFile& file : result.files) {
            m_seconds.render += file.render_seconds;
            m_seconds.write += file.write_seconds;
            m_replaced += file.replaced ? 1 : 0;
        }
    }

    void report(const ImageResult& result) {
        for (const std::string& note : result.explanation.notes) {
            if (!m_job.quiet || result.explanation.maps.empty()) {
                log(fmt::format("vinoscope: note: {}: {}", path_text(result.image), note));
            }
        }
        if (!result.error.empty()) {
            print_error(result.error);
            m_code = m_code == ExitCode::failure ? m_code : ExitCode::bad_input;
            ++m_failed;
        } else if (const int code = check_maps(result); m_code == ExitCode::success) {
            m_code = code;
        }
        if (m_job.verbose && result.error.empty()) {
            log_inferences(result);
        }
        if (!m_job.quiet && std::ranges::count(m_job.save.formats, MapFormat::standard_error) > 0) {
            warn_of_no_standard_error(result);
        }
        if (m_job.json) {
            m_images.push_back(image_json(result));
        } else if (m_job.json_lines) {
            print_json_line(image_json(result));
        } else if (!m_job.quiet && result.error.empty()) {
            print(result_text(result, terminal_width(Stream::out, 1000)));
            flush();
        }
    }

    /// A time budget allows as many masks as the machine manages.
    void log_inferences(const ImageResult& result) const {
        const Provenance& made = result.explanation.provenance;
        const double budget = m_job.explainer.black_box.time_budget;
        log(fmt::format("{}: {} took {} inferences in {:.2f} s{}",
                        path_text(result.image),
                        made.method,
                        made.inferences,
                        result.explanation.seconds.infer,
                        budget > 0 ? fmt::format(" (the time budget is {:g} s)", budget) : ""));
    }

    void log_decisions() const {
        if (m_job.verbose) {
            std::ranges::for_each(m_explainer.decisions(), log, &Decision::text);
        }
    }

    void finish() {
        if (!m_job.quiet && m_failed < m_items.size()) {
            log_warnings(m_explainer.warnings());
        }
        if (m_run) {
            m_run->write_report(m_job.report);
        }
        m_seconds.read_model = m_explainer.seconds().read_model;
        m_seconds.compile = m_explainer.seconds().compile;
        m_seconds.total = seconds_since(m_start);
        if (m_replaced > 0 && !m_job.quiet) {
            log(fmt::format("vinoscope: note: {} of earlier runs {} replaced in {}; to prevent this, use --no-replace",
                            m_replaced == 1 ? "1 file" : fmt::format("{} files", m_replaced),
                            m_replaced == 1 ? "was" : "were",
                            path_text(m_job.output)));
        }
        const nlohmann::ordered_json seconds = seconds_json(m_seconds);
        if (m_job.verbose) {
            log("Seconds: " + seconds.dump());
        }
        nlohmann::ordered_json document = {{"provenance", provenance_json(m_provenance, m_explainer.decisions())},
                                           {"seconds", seconds}};
        if (m_job.json_lines) {
            print_json_line(document);
        } else if (m_job.json) {
            document = {{"images", m_images}, {"provenance", document["provenance"]}, {"seconds", seconds}};
            print_data(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
        } else if (!m_job.quiet && m_items.size() > 1) {
            print(fmt::format("{} of {} images explained, files in {}\n",
                              m_items.size() - m_failed,
                              m_items.size(),
                              path_text(m_job.output)));
        }
    }

    static void print_json_line(const nlohmann::ordered_json& json) {
        print_data(json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
        flush();
    }

    Clock::time_point m_start;
    ExplainJob m_job;
    std::vector<ImageItem> m_items;
    Explainer m_explainer;
    std::optional<Verifier> m_verifier;
    std::optional<Run> m_run;
    Provenance m_provenance;
    RunSeconds m_seconds;
    nlohmann::ordered_json m_images = nlohmann::ordered_json::array();
    std::size_t m_failed = 0;
    std::size_t m_replaced = 0;
    int m_code = ExitCode::success;
};

}  // namespace

int explain(ArgumentList arguments) {
    const Clock::time_point start = Clock::now();
    std::optional<ExplainJob> job = parse_explain(arguments);
    if (!job) {
        return ExitCode::success;
    }
    return ExplainRun(std::move(*job), start).run();
}

}  // namespace vinoscope::cli
