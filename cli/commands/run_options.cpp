// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "commands/run_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "commands/explain_options.hpp"
#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "flags/model_flags.hpp"
#include "flags/number.hpp"
#include "flags/option_flags.hpp"
#include "flags/target_flags.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

struct RunFlags {
    std::string model;
    std::string source;
    bool recursive = false;
    std::string image_folder;
    std::string annotations;
    bool annotated_targets = false;
    std::string only;
    TargetFlags targets;
    ModelFlags about_model;
    std::string method = "auto";
    std::string target_layer;
    BlackBoxFlags black_box;
    AttributionFlags attribution;
    std::string output;
    std::vector<std::string> pictures;
    std::string predictions;
    std::string shard;
    std::string parallel;
    bool restart = false;
    bool retry_failed = false;
    bool quiet = false;
    bool verbose = false;
};

constexpr const char* examples =
    "  vinoscope run model.xml photos/ -o runs/photos\n"
    "  vinoscope run model.xml photos/ -o runs/photos          # goes on where the last command was ended\n"
    "  vinoscope run model.xml coco/annotations/instances_val2017.json -o runs/coco --annotated-targets\n"
    "  vinoscope run model.xml photos/ -o runs/part-0 --shard 0/8";

/// Flags that change neither the results nor which there are.
constexpr std::array free_flags = {"--output",
                                   "--restart",
                                   "--retry-failed",
                                   "--parallel",
                                   "--shard",
                                   "--quiet",
                                   "--verbose",
                                   "--cache",
                                   "--memory-limit",
                                   "--labels",
                                   "--only"};

void add_source(Arguments& arguments, RunFlags& flags) {
    arguments.group("Images");
    arguments.flag("-r,--recursive", flags.recursive, "Search folders recursively");
    arguments.value(
        "--images", flags.image_folder, "DIR", "Folder of the images of a COCO file (default: searched automatically)");
    arguments.value("--annotations",
                    flags.annotations,
                    "FILE|DIR",
                    "Annotations, as for 'evaluate' (default: those of a COCO, VOC or YOLO data set)");
    arguments.flag("--annotated-targets", flags.annotated_targets, "Explain the annotated classes of each image");
    arguments.value("--only",
                    flags.only,
                    "LIST",
                    "Compute maps only for images that fulfil all conditions: score<0.6, count=0, class=3, "
                    "label!=tabby, correct, wrong");
}

void add_run(Arguments& arguments, RunFlags& flags) {
    arguments.group("Run");
    arguments.required_value("-o,--output", flags.output, "RUN", "Folder of the run; an interrupted run is continued");
    arguments.values("--pictures",
                     flags.pictures,
                     fmt::format("{}", fmt::join(map_format_names(), ",")),
                     "Also write a file per map to RUN/pictures, in these formats");
    arguments.value(
        "--shard", flags.shard, "I/N", "Explain only every Nth image, starting at number I, 0 to N-1 (see 'merge')");
    arguments.value("--parallel",
                    flags.parallel,
                    "N",
                    "Number of images processed in parallel (default: depends on method and cores)");
    arguments.flag("--restart", flags.restart, "Remove existing results and start again");
    arguments.flag("--retry-failed", flags.retry_failed, "Explain failed images again");
}

Shard parse_shard(const std::string& text) {
    if (text.empty()) {
        return {};
    }
    const std::size_t slash = text.find('/');
    const auto digits = [](const std::string& part) {
        return !part.empty() && part.size() < 10 && part.find_first_not_of("0123456789") == std::string::npos;
    };
    if (slash != std::string::npos && digits(text.substr(0, slash)) && digits(text.substr(slash + 1))) {
        const Shard shard{std::stoul(text.substr(0, slash)), std::stoul(text.substr(slash + 1))};
        if (shard.index < shard.count) {
            return shard;
        }
    }
    throw Error(ErrorKind::usage,
                fmt::format("--shard: expected I/N with I from 0 to N-1, e.g. 0/8 to 7/8, found {}", quoted(text)));
}

void check_combinations(const RunFlags& flags) {
    if (flags.quiet && flags.verbose) {
        throw Error(ErrorKind::usage, "expected only one of --quiet and --verbose, found both");
    }
    if (flags.restart && flags.retry_failed) {
        throw Error(ErrorKind::usage, "expected only one of --restart and --retry-failed, found both");
    }
}

DatasetOptions parse_dataset(const RunFlags& flags, const Arguments& arguments) {
    DatasetOptions options;
    options.explain.targets = flags.targets.parse();
    options.explain.min_score = flags.targets.min_score();
    options.explain.predictions =
        parse_size("--predictions", flags.predictions, ExplainOptions().predictions, 0, 1 << 20);
    options.shard = parse_shard(flags.shard);
    if (!flags.only.empty()) {
        options.only.emplace(flags.only);
    }
    if (!flags.pictures.empty()) {
        options.pictures.emplace();
        options.pictures->formats = parse_formats(flags.pictures);
    }
    options.restart = flags.restart;
    options.retry_failed = flags.retry_failed;
    options.parallel = static_cast<std::size_t>(parse_size("--parallel", flags.parallel, 0, 1, 1024));
    for (const auto& [name, value] : arguments.given()) {
        if (std::ranges::find(free_flags, name) == free_flags.end()) {
            options.settings.emplace_back(name, value);
        }
    }
    return options;
}

}  // namespace

std::optional<RunJob> parse_run(ArgumentList list) {
    RunFlags flags;
    Arguments arguments("run", "Explain a whole data set. An interrupted run is continued.");
    arguments.positional("MODEL", flags.model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    arguments.positional(
        "SOURCE",
        flags.source,
        "Folder, glob, list of images (.txt, or - for standard input), COCO file (.json), folder in the "
        "layout of VOC or YOLO");
    add_run(arguments, flags);
    add_source(arguments, flags);
    arguments.group("Target and method");
    flags.targets.add_to(arguments);
    arguments.value("--method",
                    flags.method,
                    choices(method_names()),
                    "Explanation method (see 'vinoscope methods'; default: auto)");
    flags.about_model.add_outputs_to(arguments);
    arguments.value("--target-layer",
                    flags.target_layer,
                    "NAME",
                    "Layer to explain at, or several: a,b (default: chosen automatically)");
    flags.about_model.add_input_to(arguments);
    flags.black_box.add_to(arguments, "Black-box methods");
    flags.attribution.add_to(arguments, "Gradient methods");
    flags.about_model.add_machine_to(arguments);
    arguments.group("Messages");
    arguments.value("--predictions", flags.predictions, "N", "Number of predictions to store per image (default: 5)");
    arguments.flag("-q,--quiet", flags.quiet, "Print errors only");
    arguments.flag("-v,--verbose", flags.verbose, "Print what was chosen automatically");
    arguments.examples(examples);
    if (!arguments.parse(list)) {
        return {};
    }
    check_combinations(flags);
    check_choice("--method", flags.method, method_names());
    RunJob job;
    job.model = to_path(flags.model);
    job.source = flags.source;
    job.recursive = flags.recursive;
    job.image_folder = to_path(flags.image_folder);
    job.annotations = to_path(flags.annotations);
    job.annotated_targets = flags.annotated_targets;
    job.dataset = parse_dataset(flags, arguments);
    job.explainer = flags.about_model.parse();
    job.explainer.method = flags.method;
    job.explainer.target_layer = flags.target_layer;
    job.explainer.black_box = flags.black_box.parse();
    job.explainer.attribution = flags.attribution.parse();
    job.explainer.throughput = true;
    job.output = to_path(flags.output);
    job.quiet = flags.quiet;
    job.verbose = flags.verbose;
    return job;
}

}  // namespace vinoscope::cli
