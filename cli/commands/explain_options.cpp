// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "commands/explain_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "flags/model_flags.hpp"
#include "flags/number.hpp"
#include "flags/option_flags.hpp"
#include "flags/target_flags.hpp"
#include "report/run_record.hpp"
#include "sources/image_list.hpp"
#include "terminal/text.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

struct ExplainFlags {
    std::string model;
    ImageFlags images;
    TargetFlags targets;
    ModelFlags about_model;
    std::string method = "auto";
    std::string target_layer;
    BlackBoxFlags black_box;
    AttributionFlags attribution;
    std::string output = "vinoscope_out";
    std::vector<std::string> formats;
    SaveFlags save;
    RenderFlags render;
    std::string output_size;
    bool overlay = false;
    std::string predictions;
    std::string verify;
    std::string report;
    bool json = false;
    bool json_lines = false;
    bool quiet = false;
    bool verbose = false;
};

constexpr const char* examples =
    "  vinoscope explain model.xml cat.jpg\n"
    "  vinoscope explain model.onnx photos/ 'more/*.png' --preset imagenet --labels names.txt --json > result.json\n"
    "  vinoscope explain model.xml cat.jpg --targets top:3,285,tabby --format png,npy --output maps\n"
    "  vinoscope explain detector.xml street.jpg --targets box:0 --box 10,20,110,220:person";

void add_question(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("Target and method");
    flags.targets.add_to(arguments);
    arguments.value("--method",
                    flags.method,
                    choices(method_names()),
                    "Explanation method (see 'vinoscope methods'; default: auto)");
    flags.about_model.add_outputs_to(arguments);
    arguments.optional_value("--verify",
                             flags.verify,
                             "N",
                             default_verify_budget,
                             "Verify each map with at most N inferences and print a verdict (default: 200)");
    arguments.value("--target-layer",
                    flags.target_layer,
                    "NAME",
                    "Layer to explain at, or several: a,b (default: chosen automatically)");
}

void add_files(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("Output files");
    arguments.value("-o,--output", flags.output, "DIR", "Output folder (default: vinoscope_out)");
    arguments.values(
        "--format",
        flags.formats,
        fmt::format("{}", fmt::join(map_format_names(), ",")),
        "File formats: jpg and png hold the drawn map, the others raw values or standard errors (default: jpg)");
    flags.save.add_to(arguments);
    arguments.flag("--overlay", flags.overlay, "Blend the map with the image (default)");
    flags.render.add_to(arguments);
    arguments.value("--output-size", flags.output_size, "HxW", "Size of the drawn maps (default: size of the image)");
    arguments.value(
        "--report", flags.report, "FILE", "Write an HTML report, with manifest.json and maps.csv beside it");
}

void add_messages(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("Messages");
    arguments.value("--predictions", flags.predictions, "N", "Number of predictions to list (default: 5)");
    arguments.flag("--json", flags.json, "Print one JSON document instead of tables");
    arguments.flag("--json-lines", flags.json_lines, "Print one line of JSON for each image as soon as it is finished");
    arguments.flag("-q,--quiet", flags.quiet, "Print errors only");
    arguments.flag("-v,--verbose", flags.verbose, "Print what was chosen automatically and how long each step took");
}

bool parse_flags(ArgumentList list, ExplainFlags& flags) {
    Arguments arguments("explain", "Show which pixels a prediction is based on.");
    arguments.positional("MODEL", flags.model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    flags.images.add_to(arguments);
    add_question(arguments, flags);
    flags.about_model.add_input_to(arguments);
    flags.black_box.add_to(arguments, "Black-box methods");
    flags.attribution.add_to(arguments, "Gradient methods");
    flags.about_model.add_machine_to(arguments);
    add_files(arguments, flags);
    add_messages(arguments, flags);
    arguments.examples(examples);
    return arguments.parse(list);
}

void exclude(bool first, bool second, std::string_view names) {
    if (first && second) {
        throw Error(ErrorKind::usage, fmt::format("expected only one of {}, found both", names));
    }
}

void check_combinations(const ExplainFlags& flags) {
    exclude(flags.json, flags.json_lines, "--json and --json-lines");
    exclude(flags.quiet, flags.verbose, "--quiet and --verbose");
    if (flags.output.empty()) {
        throw Error(ErrorKind::usage, "--output: expected a folder, found ''; try '--output .' for the current one");
    }
}

void check_combinations(const ExplainFlags& flags, const RenderOptions& render) {
    exclude(flags.overlay, !render.overlay, "--overlay and --no-overlay");
    exclude(flags.overlay, !render.resize, "--overlay and --no-resize (an overlay has the size of the image)");
    exclude(!flags.output_size.empty(), !render.resize, "--output-size and --no-resize");
}

}  // namespace

std::vector<std::string> method_names() {
    std::vector<std::string> names = {"auto"};
    for (const MethodInfo& method : list_methods()) {
        names.emplace_back(method.name);
    }
    return names;
}

std::vector<MapFormat> parse_formats(const std::vector<std::string>& texts) {
    std::vector<MapFormat> formats;
    for (const std::string& text : texts) {
        for (const std::string& name : split(text, ",")) {
            const MapFormat format = parse_map_format(name);
            if (std::find(formats.begin(), formats.end(), format) == formats.end()) {
                formats.push_back(format);
            }
        }
    }
    return formats;
}

namespace {

RenderOptions parse_render(const ExplainFlags& flags) {
    RenderOptions render = flags.render.parse();
    check_combinations(flags, render);
    render.overlay = render.overlay && render.resize;
    const Sides sides = parse_sides("--output-size", flags.output_size);
    render.height = sides.height;
    render.width = sides.width;
    return render;
}

ExplainerOptions parse_explainer(const ExplainFlags& flags) {
    check_choice("--method", flags.method, method_names());
    const BlackBoxOptions black_box = flags.black_box.parse();
    ExplainerOptions options = flags.about_model.parse();
    options.method = flags.method;
    options.target_layer = flags.target_layer;
    options.black_box = black_box;
    options.attribution = flags.attribution.parse();
    return options;
}

}  // namespace

std::optional<ExplainJob> parse_explain(ArgumentList arguments) {
    ExplainFlags flags;
    if (!parse_flags(arguments, flags)) {
        return {};
    }
    check_combinations(flags);
    ExplainJob job;
    job.model = to_path(flags.model);
    job.images = flags.images.parse();
    job.explain.targets = flags.targets.parse();
    job.explain.min_score = flags.targets.min_score();
    job.explain.predictions = parse_size("--predictions", flags.predictions, ExplainOptions().predictions, 0, 1 << 20);
    job.save = flags.save.parse();
    job.save.render = parse_render(flags);
    job.save.formats = flags.formats.empty() ? std::vector{MapFormat::jpg} : parse_formats(flags.formats);
    job.output = to_path(flags.output);
    job.verify = parse_verify(flags.verify);
    job.report = parse_report(flags.report);
    job.parameters = parameters_of("explain", arguments);
    job.json = flags.json;
    job.json_lines = flags.json_lines;
    job.quiet = flags.quiet;
    job.verbose = flags.verbose;
    job.explainer = parse_explainer(flags);
    return job;
}

}  // namespace vinoscope::cli
