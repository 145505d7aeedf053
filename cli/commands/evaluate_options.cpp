// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "commands/evaluate_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "flags/model_flags.hpp"
#include "flags/option_flags.hpp"
#include "flags/target_flags.hpp"
#include "report/run_record.hpp"
#include "sources/image_list.hpp"
#include "sources/map_source.hpp"
#include "terminal/text.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

struct EvaluateFlags {
    std::string model;
    ImageFlags images;
    std::vector<std::string> methods;
    std::vector<std::string> metrics;
    TargetFlags targets;
    std::string annotations;
    bool annotated_targets = false;
    ModelFlags about_model;
    BlackBoxFlags black_box;
    MetricFlags options;
    std::string report;
    bool json = false;
    bool csv = false;
    bool quiet = false;
    bool verbose = false;
};

constexpr const char* examples =
    "  vinoscope evaluate model.xml photos/\n"
    "  vinoscope evaluate model.xml photos/ --methods recipro-cam,rise --metrics all\n"
    "  vinoscope evaluate model.xml photos/ --annotations boxes.json --metrics pointing-game,iou --csv > maps.csv";

std::vector<std::string> method_names() {
    std::vector<std::string> names;
    for (const MethodInfo& method : list_methods()) {
        names.emplace_back(method.name);
    }
    return names;
}

std::vector<std::string> known_methods() {
    std::vector<std::string> names = method_names();
    names.insert(names.begin(), {"all", "auto"});
    const std::vector<std::string> references = reference_names();
    names.insert(names.end(), references.begin(), references.end());
    return names;
}

void add_question(Arguments& arguments, EvaluateFlags& flags) {
    arguments.group("Methods and metrics");
    arguments.values("--methods",
                     flags.methods,
                     "LIST",
                     fmt::format("Methods to evaluate (see 'vinoscope methods'); also auto, {} (default: all)",
                                 fmt::join(reference_names(), ", ")));
    arguments.values("--metrics",
                     flags.metrics,
                     "LIST",
                     "Metrics to compute (see 'vinoscope metrics'), or all (default: those that need no further maps)");
    flags.targets.add_classes_to(arguments);
    arguments.value(
        "--annotations", flags.annotations, "FILE", "Boxes or masks of the objects (COCO or vinoscope JSON, ...)");
    arguments.flag("--annotated-targets", flags.annotated_targets, "Evaluate the maps of the annotated classes");
    flags.about_model.add_outputs_to(arguments);
}

void add_messages(Arguments& arguments, EvaluateFlags& flags) {
    arguments.group("Messages");
    arguments.value(
        "--report", flags.report, "FILE", "Write an HTML report, with manifest.json and maps.csv beside it");
    arguments.flag("--json", flags.json, "Print one JSON document instead of tables");
    arguments.flag("--csv", flags.csv, "Print CSV with one line for each map and metric instead of tables");
    arguments.flag("-q,--quiet", flags.quiet, "Do not print progress and warnings");
    arguments.flag("-v,--verbose", flags.verbose, "Print what was chosen automatically");
}

bool parse_flags(ArgumentList list, EvaluateFlags& flags) {
    Arguments arguments("evaluate", "Measure the quality of the saliency maps of several methods.");
    arguments.positional("MODEL", flags.model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    flags.images.add_to(arguments);
    add_question(arguments, flags);
    flags.about_model.add_input_to(arguments);
    flags.black_box.add_to(arguments, "Black-box methods");
    flags.options.add_to(arguments, "Metrics (--baseline and --seed apply, too)");
    flags.about_model.add_machine_to(arguments);
    add_messages(arguments, flags);
    arguments.examples(examples);
    return arguments.parse(list);
}

/// The names in `texts`, each once, with "all" replaced.
std::vector<std::string> parse_names(std::string_view flag,
                                     const std::vector<std::string>& texts,
                                     const std::vector<std::string>& known,
                                     const std::vector<std::string>& all) {
    std::vector<std::string> names;
    const auto add = [&names](const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    };
    for (const std::string& text : texts) {
        for (const std::string& name : split(text, ",")) {
            check_choice(flag, name, known);
            if (name == "all") {
                std::for_each(all.begin(), all.end(), add);
            } else {
                add(name);
            }
        }
    }
    return names;
}

std::vector<std::string> parse_methods(const EvaluateFlags& flags) {
    std::vector<std::string> texts = flags.methods.empty() ? std::vector<std::string>{"all"} : flags.methods;
    const std::vector<std::string> references = reference_names();
    texts.insert(texts.end(), references.begin(), references.end());
    return parse_names("--methods", texts, known_methods(), method_names());
}

std::vector<std::string> parse_metrics(const EvaluateFlags& flags) {
    const bool annotated = !flags.annotations.empty();
    std::vector<std::string> known = {"all"};
    std::vector<std::string> possible;
    std::vector<std::string> cheap;
    for (const MetricInfo& metric : list_metrics()) {
        known.emplace_back(metric.name);
        if (annotated || metric.needs != MetricNeeds::annotation) {
            possible.emplace_back(metric.name);
            if (metric.needs != MetricNeeds::explainer && metric.needs != MetricNeeds::random_model) {
                cheap.emplace_back(metric.name);
            }
        }
    }
    const std::vector<std::string> names = parse_names("--metrics", flags.metrics, known, possible);
    for (const std::string& name : names) {
        if (std::find(possible.begin(), possible.end(), name) == possible.end()) {
            throw Error(ErrorKind::usage, fmt::format("--metrics: {} needs --annotations FILE", name));
        }
    }
    return names.empty() ? cheap : names;
}

/// Boxes have no single class under which all methods could be compared.
TargetRequests parse_classes(const TargetFlags& flags) {
    TargetRequests targets = flags.parse();
    const auto is_class = [](const TargetRequest& target) {
        return std::holds_alternative<std::int64_t>(target) || std::holds_alternative<std::string>(target) ||
               std::holds_alternative<TopTargets>(target) || std::holds_alternative<AllTargets>(target);
    };
    if (!std::all_of(targets.begin(), targets.end(), is_class)) {
        throw Error(ErrorKind::unsupported,
                    "expected classes as targets, found a box; the C++ class vinoscope::Evaluator also evaluates maps "
                    "of boxes");
    }
    return targets;
}

void check_combinations(const EvaluateFlags& flags) {
    if (flags.json && flags.csv) {
        throw Error(ErrorKind::usage, "expected only one of --json and --csv, found both");
    }
    if (flags.quiet && flags.verbose) {
        throw Error(ErrorKind::usage, "expected only one of --quiet and --verbose, found both");
    }
    if (flags.annotated_targets && flags.annotations.empty()) {
        throw Error(ErrorKind::usage, "--annotated-targets needs --annotations FILE");
    }
}

}  // namespace

std::optional<EvaluateJob> parse_evaluate(ArgumentList arguments) {
    EvaluateFlags flags;
    if (!parse_flags(arguments, flags)) {
        return {};
    }
    check_combinations(flags);
    EvaluateJob job;
    job.model = to_path(flags.model);
    job.images = flags.images.parse();
    job.methods = parse_methods(flags);
    job.metrics = parse_metrics(flags);
    job.targets = parse_classes(flags.targets);
    job.annotations = to_path(flags.annotations);
    job.annotated_targets = flags.annotated_targets;
    job.format = flags.json ? ReportFormat::json : flags.csv ? ReportFormat::csv : ReportFormat::table;
    job.report = parse_report(flags.report);
    job.parameters = parameters_of("evaluate", arguments);
    job.quiet = flags.quiet;
    job.verbose = flags.verbose;
    const BlackBoxOptions black_box = flags.black_box.parse();
    job.evaluator.min_score = flags.targets.min_score();
    job.evaluator.metrics = flags.options.parse();
    job.evaluator.model = flags.about_model.parse();
    job.evaluator.model.black_box = black_box;
    job.evaluator.metrics.baseline = black_box.baseline;
    job.evaluator.metrics.seed = job.evaluator.model.seed;
    return job;
}

}  // namespace vinoscope::cli
