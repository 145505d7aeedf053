// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/report.hpp"

#include <fmt/format.h>

#include <limits>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "report/run_record.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/text.hpp"
#include "vinoscope/dataset.hpp"

namespace vinoscope::cli {
namespace {

/// A page with more images is more than a browser shows.
constexpr std::size_t images_of_page = 1000;

bool is_same_folder(const std::filesystem::path& one, const std::filesystem::path& other) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(one, ignored) == std::filesystem::weakly_canonical(other, ignored);
}

/// An export may lie beside the files of the run that it reads, but not in their place.
void require_no_file_of_run(const std::filesystem::path& target, const std::filesystem::path& run) {
    const std::string name = path_text(target.filename());
    const bool is_of_run = name == "run.json" || name == "index.jsonl" || name == "manifest.json" ||
                           (name.starts_with("maps-") && name.ends_with(".tar"));
    if (is_of_run && is_same_folder(std::filesystem::absolute(target).parent_path(), run)) {
        throw Error(ErrorKind::usage, fmt::format("--output: {} is a file of RUN itself; choose another name", name));
    }
}

/// The run of a data set or the folder of a report.
Run load_run(const std::filesystem::path& folder, std::size_t limit) {
    return DatasetReader::is_run(folder) ? DatasetReader::as_run(folder, limit) : Run::load(folder);
}

}  // namespace

int report(ArgumentList list) {
    std::string run;
    std::string output;
    Arguments arguments("report", "Write the HTML report of a recorded run again.");
    arguments.positional("RUN", run, "Folder of a recorded run, as written by 'vinoscope run' or --report");
    arguments.required_value(
        "-o,--output", output, "FILE", "HTML file to write, with manifest.json and maps.csv beside it");
    arguments.examples(
        "  vinoscope explain model.xml photos/ --verify --report run/index.html\n"
        "  vinoscope report run -o page.html");
    if (!arguments.parse(list)) {
        return ExitCode::success;
    }
    const std::filesystem::path file = parse_report(output);
    const std::filesystem::path folder = to_path(run);
    if (DatasetReader::is_run(folder)) {
        if (is_same_folder(std::filesystem::absolute(file).parent_path(), folder)) {
            throw Error(ErrorKind::usage, "--output: expected a file outside of RUN, whose run.json would be replaced");
        }
        if (const std::size_t total = DatasetReader(folder).total(); total > images_of_page) {
            log(fmt::format("vinoscope: note: the page shows the first {} of {} images", images_of_page, total));
        }
    }
    load_run(folder, images_of_page).write_report(file);
    print(path_text(file) + "\n");
    return ExitCode::success;
}

int export_run(ArgumentList list) {
    std::string run;
    std::string format;
    std::string output;
    std::vector<std::string> names;
    std::string help = "One of:";
    for (const ExportFormat& one : export_formats()) {
        names.emplace_back(one.name);
        help += fmt::format("\n{}: {}", one.name, one.summary);
    }
    Arguments arguments("export", "Export a recorded run to the format of another tool.");
    arguments.positional("RUN", run, "Folder of a recorded run, as written by 'vinoscope run' or --report");
    arguments.required_value("--to", format, "NAME", help);
    arguments.value("-o,--output", output, "PATH", "Output file or folder (default: in RUN, named after the format)");
    arguments.examples(
        "  vinoscope export run --to coco\n"
        "  vinoscope export run --to metrics --output metrics.json");
    if (!arguments.parse(list)) {
        return ExitCode::success;
    }
    check_choice("--to", format, names);
    const Run read = load_run(to_path(run), std::numeric_limits<std::size_t>::max());
    std::filesystem::path target = to_path(output);
    for (const ExportFormat& one : export_formats()) {
        if (output.empty() && one.name == format) {
            const std::filesystem::path folder = to_path(run);
            std::error_code ignored;
            target = (std::filesystem::is_directory(folder, ignored) ? folder : folder.parent_path()) / one.target;
        }
    }
    require_no_file_of_run(target, to_path(run));
    for (const std::filesystem::path& file : read.export_to(format, target)) {
        print(path_text(file) + "\n");
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
