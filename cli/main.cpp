// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "commands/commands.hpp"
#include "report/table.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/interrupt.hpp"
#include "terminal/output.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope::cli {
namespace {

struct Command {
    const char* name;
    const char* summary;
    int (*run)(ArgumentList);
};

constexpr std::array commands = {
    Command{"explain", "Show which pixels a prediction is based on", explain},
    Command{"run", "Explain a whole data set; an interrupted run is continued", run},
    Command{"merge", "Join the runs of all shards of a data set", merge},
    Command{"insert", "Save a copy of a model that also outputs its saliency maps", insert},
    Command{"evaluate", "Measure the quality of the saliency maps of several methods", evaluate},
    Command{"compare", "Compare the predictions and saliency maps of two models, and gate a release", compare},
    Command{"report", "Write the HTML report of a recorded run again", report},
    Command{"export", "Export a recorded run to the format of another tool", export_run},
    Command{"methods", "List the explanation methods", methods},
    Command{"metrics", "List the metrics for saliency maps", metrics},
    Command{"doctor", "Describe a model and list the methods that work on it", doctor},
    Command{"cache", "Show or clear the cache of compiled models", cache},
};

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const Command& command : commands) {
        names.emplace_back(command.name);
    }
    return names;
}

void print_help() {
    std::vector<std::vector<std::string>> rows;
    for (const Command& command : commands) {
        rows.push_back({command.name, command.summary});
    }
    print(
        fmt::format("Saliency maps for deployed vision models\n\n"
                    "Usage: vinoscope COMMAND [ARGUMENTS] [FLAGS]\n\nCommands:\n{}\nFlags:\n{}\n"
                    "Examples:\n"
                    "  vinoscope explain model.xml cat.jpg\n"
                    "  vinoscope doctor model.onnx\n"
                    "  vinoscope explain --help\n",
                    table(rows, 2),
                    table({{"-h, --help", "Show this help, or the help of a command"},
                           {"--version", "Show the versions of vinoscope and OpenVINO"}},
                          2)));
}

[[noreturn]] void reject_command(const std::string& found) {
    std::vector<std::string> known = {"--help", "--version"};
    if (found.starts_with("-")) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected a command before flags, found '{}'{}; try 'vinoscope --help'",
                                found,
                                did_you_mean(found, known)));
    }
    known = command_names();
    throw Error(ErrorKind::usage,
                fmt::format("expected a command ({}), found '{}'{}; try 'vinoscope --help'",
                            fmt::join(known, ", "),
                            found,
                            did_you_mean(found, known)));
}

int dispatch(const std::vector<std::string>& arguments) {
    if (arguments.empty()) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected a command ({}), found nothing; try 'vinoscope --help'",
                                fmt::join(command_names(), ", ")));
    }
    const std::string& first = arguments.front();
    if (first == "--help" || first == "-h" || first == "help") {
        print_help();
        return ExitCode::success;
    }
    if (first == "--version") {
        print(fmt::format("vinoscope {}\nOpenVINO {}\n", version(), openvino_version()));
        return ExitCode::success;
    }
    for (const Command& command : commands) {
        if (first == command.name) {
            catch_interrupts();
            return command.run(ArgumentList(arguments).subspan(1));
        }
    }
    reject_command(first);
}

int run_program(const std::vector<std::string>& arguments) {
    try {
        const int code = dispatch(arguments);
        flush();
        return code;
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::cancelled && interrupt_signal() != 0) {
            log(fmt::format("vinoscope: {}", error.what()));
            return interrupted_exit();
        }
        print_error(error.what());
        return exit_code(error.kind());
    } catch (const OutputClosed& closed) {
        if (closed.code != EPIPE) {
            print_error(fmt::format("cannot write to standard output: {}", std::strerror(closed.code)));
        }
        return ExitCode::failure;
    } catch (const std::bad_alloc&) {
        print_error("out of memory; try fewer --targets, or smaller images");
        return ExitCode::failure;
    } catch (const std::exception& error) {
        print_error(error.what());
        return ExitCode::failure;
    }
}

}  // namespace
}  // namespace vinoscope::cli

int main(int count, char** arguments) {
    const std::vector<std::string> list(arguments + 1, arguments + count);
    vinoscope::cli::prepare_streams(std::ranges::any_of(
        list, [](const std::string& argument) { return argument == "-v" || argument == "--verbose"; }));
    return vinoscope::cli::run_program(list);
}
