// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "commands/compare_options.hpp"

#include <fmt/format.h>

#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "flags/model_flags.hpp"
#include "flags/number.hpp"
#include "flags/option_flags.hpp"
#include "flags/target_flags.hpp"
#include "report/run_record.hpp"
#include "sources/image_list.hpp"
#include "terminal/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

struct CompareFlags {
    std::string model_a;
    std::string model_b;
    ImageFlags images;
    TargetFlags targets;
    ModelFlags about_model;
    std::string method = "auto";
    std::string method_b;
    std::string device_b;
    std::string precision_b;
    BlackBoxFlags black_box;
    AttributionFlags attribution;
    std::string annotations;
    std::string top;
    std::string gate;
    std::string verify;
    std::string report;
    bool json = false;
    bool quiet = false;
    bool verbose = false;
};

constexpr const char* examples =
    "  vinoscope compare fp32.xml int8.xml photos/\n"
    "  vinoscope compare fp32.xml int8.xml photos/ --gate 'rank-correlation>=0.9,flips<=1%' --report compare.html\n"
    "  vinoscope compare model.xml model.xml photos/ --method recipro-cam --method-b rise";

std::vector<std::string> method_names() {
    std::vector<std::string> names = {"auto"};
    for (const MethodInfo& method : list_methods()) {
        names.emplace_back(method.name);
    }
    return names;
}

bool parse_flags(ArgumentList list, CompareFlags& flags) {
    Arguments arguments("compare", "Compare the predictions and saliency maps of two models over a set of images.");
    arguments.positional("A", flags.model_a, "Reference model, as for 'vinoscope explain'");
    arguments.positional(
        "B", flags.model_b, "Model to compare with A; may be the same file, to compare devices or methods");
    flags.images.add_to(arguments);
    arguments.group("Targets and methods");
    flags.targets.add_to(arguments);
    arguments.value("--method",
                    flags.method,
                    choices(method_names()),
                    "Explanation method of both models (see 'vinoscope methods'; default: auto)");
    arguments.value("--method-b", flags.method_b, "NAME", "Explanation method of B (default: as for A)");
    arguments.value("--device-b", flags.device_b, "NAME", "Device of B (default: as for A)");
    arguments.value("--precision-b", flags.precision_b, "NAME", "Inference precision of B (default: as for A)");
    arguments.value("--top",
                    flags.top,
                    "N",
                    "Fraction of the cells that top overlap compares, greater than 0 and at most 1 (default: 0.1)");
    arguments.value("--annotations",
                    flags.annotations,
                    "FILE",
                    "Boxes or masks of the objects, to measure how much of each map lies inside them");
    arguments.optional_value("--verify",
                             flags.verify,
                             "N",
                             default_verify_budget,
                             "Verify both maps with at most N inferences each (default: 200)");
    flags.about_model.add_outputs_to(arguments);
    flags.about_model.add_input_to(arguments);
    flags.black_box.add_to(arguments, "Black-box methods");
    flags.attribution.add_to(arguments, "Gradient methods");
    flags.about_model.add_machine_to(arguments);
    arguments.group("Result");
    arguments.value("--gate",
                    flags.gate,
                    "CONDITIONS",
                    "Exit with code 5 unless all conditions hold. A condition is a quantity (rank-correlation, "
                    "top-overlap, mass-a, "
                    "mass-b: the mean; lowest-...: the worst image; flips), then >=, <=, > or <, then a number; "
                    "separate conditions "
                    "by commas");
    arguments.value(
        "--report", flags.report, "FILE", "Write an HTML report, with manifest.json and maps.csv beside it");
    arguments.flag("--json", flags.json, "Print one JSON document instead of tables");
    arguments.flag("-q,--quiet", flags.quiet, "Print errors only");
    arguments.flag("-v,--verbose", flags.verbose, "Print what was chosen automatically");
    arguments.examples(examples);
    return arguments.parse(list);
}

double parse_top(const std::string& text) {
    if (text.empty()) {
        return 0.1;
    }
    const double top = parse_float("--top", text);
    if (!(top > 0 && top <= 1)) {
        throw Error(ErrorKind::usage,
                    fmt::format("--top: expected a number greater than 0 and at most 1, found {}", text));
    }
    return top;
}

}  // namespace

std::optional<CompareJob> parse_compare(ArgumentList arguments) {
    CompareFlags flags;
    if (!parse_flags(arguments, flags)) {
        return {};
    }
    if (flags.quiet && flags.verbose) {
        throw Error(ErrorKind::usage, "expected only one of --quiet and --verbose, found both");
    }
    CompareJob job;
    job.model_a = to_path(flags.model_a);
    job.model_b = to_path(flags.model_b);
    job.images = flags.images.parse();
    check_choice("--method", flags.method, method_names());
    job.explainer_a = flags.about_model.parse();
    job.explainer_a.method = flags.method;
    job.explainer_a.black_box = flags.black_box.parse();
    job.explainer_a.attribution = flags.attribution.parse();
    job.explainer_b = job.explainer_a;
    if (!flags.method_b.empty()) {
        check_choice("--method-b", flags.method_b, method_names());
        job.explainer_b.method = flags.method_b;
    }
    if (!flags.device_b.empty()) {
        job.explainer_b.device = flags.device_b;
    }
    set_option("precision", "--precision-b", flags.precision_b, job.explainer_b);
    job.explain.targets = flags.targets.parse();
    job.explain.min_score = flags.targets.min_score();
    job.top = parse_top(flags.top);
    if (!flags.gate.empty()) {
        job.gate.emplace(flags.gate);
    }
    job.verify = parse_verify(flags.verify);
    job.annotations = to_path(flags.annotations);
    job.report = parse_report(flags.report);
    job.parameters = parameters_of("compare", arguments);
    job.json = flags.json;
    job.quiet = flags.quiet;
    job.verbose = flags.verbose;
    return job;
}

}  // namespace vinoscope::cli
