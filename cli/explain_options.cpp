// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "arguments.hpp"
#include "black_box_flags.hpp"
#include "cache_folder.hpp"
#include "choice.hpp"
#include "number.hpp"
#include "preprocess_flags.hpp"
#include "text.hpp"
#include "vinoscope/labels.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

struct ExplainFlags {
    std::string model;
    std::vector<std::string> images;
    std::string task = "auto";
    std::string method = "auto";
    std::vector<std::string> targets;
    std::string labels;
    std::string target_layer;
    std::string output_name;
    PreprocessFlags preprocess;
    BlackBoxFlags black_box;
    std::string input_size;
    std::string device = "CPU";
    std::string precision = "auto";
    std::string seed = "0";
    std::string cache;
    std::string output = "vinoscope_out";
    std::vector<std::string> formats;
    bool overlay = false;
    bool no_overlay = false;
    std::string overlay_weight;
    std::string colormap = "jet";
    bool no_resize = false;
    bool json = false;
    bool quiet = false;
    bool verbose = false;
};

constexpr const char* examples =
    "  vinoscope explain model.xml cat.jpg\n"
    "  vinoscope explain model.onnx photos/ 'more/*.png' --preset imagenet --labels names.txt\n"
    "  vinoscope explain model.xml cat.jpg --targets top:3,285,tabby --format png,npy --output maps\n"
    "  vinoscope explain model.xml photos/ --json > result.json";

std::vector<std::string> tasks() {
    return {"auto", "classification"};
}
std::vector<std::string> precisions() {
    return {"auto", "f32", "f16", "bf16"};
}

std::vector<std::string> method_names() {
    std::vector<std::string> names = {"auto"};
    for (const MethodInfo& method : list_methods()) {
        names.emplace_back(method.name);
    }
    return names;
}

std::string choices(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, "|"));
}

void add_question(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("What is asked");
    arguments.values("--targets", flags.targets, "LIST", "Classes: 285,tabby,top:3,all (default: top:1)");
    arguments.value("--method", flags.method, choices(method_names()), "How (see 'vinoscope methods')");
    arguments.value("--task", flags.task, choices(tasks()), "What the model does");
    arguments.value("--labels", flags.labels, "FILE", "Class names, one a line");
    arguments.value("--target-layer", flags.target_layer, "NAME", "Layer to explain at (default: found)");
    arguments.value("--output-name", flags.output_name, "NAME", "Model output with the scores (default: found)");
}

void add_machine(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("How it runs");
    arguments.value("--device", flags.device, "NAME", "OpenVINO device (default: CPU)");
    arguments.value("--precision", flags.precision, choices(precisions()), "Of the inference");
    arguments.value("--seed", flags.seed, "N", "For methods that draw random numbers (default: 0)");
    arguments.value("--cache", flags.cache, "DIR|none", "Compiled models (default: the user's cache folder)");
}

void add_files(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("What is written");
    arguments.value("-o,--output", flags.output, "DIR", "Folder for the files (default: vinoscope_out)");
    arguments.values("--format", flags.formats, "LIST", "jpg,png,npy; npy is the raw map (default: jpg)");
    arguments.flag("--overlay", flags.overlay, "Blend the map with the image (default)");
    arguments.flag("--no-overlay", flags.no_overlay, "Draw the map alone");
    arguments.value("--overlay-weight", flags.overlay_weight, "N", "Weight of the image, 0..1 (default: 0.5)");
    arguments.value("--colormap", flags.colormap, choices(colormap_names()), "Colours (default: jet)");
    arguments.flag("--no-resize", flags.no_resize, "Keep the map's own size (no overlay)");
}

void add_messages(Arguments& arguments, ExplainFlags& flags) {
    arguments.group("Messages");
    arguments.flag("--json", flags.json, "Print one JSON document instead of tables");
    arguments.flag("-q,--quiet", flags.quiet, "Print errors only");
    arguments.flag("-v,--verbose", flags.verbose, "Tell what was chosen and how long it took");
}

bool parse_flags(ArgumentList list, ExplainFlags& flags) {
    Arguments arguments("explain", "Show which pixels made a model say what it says.");
    arguments.positional("MODEL", flags.model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    arguments.positionals("IMAGE", flags.images, "JPEG, PNG, BMP, WebP, TIFF files, folders of them, globs");
    add_question(arguments, flags);
    flags.preprocess.add_to(arguments);
    arguments.value("--input-size", flags.input_size, "HxW", "Where the model leaves it open (default: 224x224)");
    flags.black_box.add_to(arguments);
    add_machine(arguments, flags);
    add_files(arguments, flags);
    add_messages(arguments, flags);
    arguments.examples(examples);
    return arguments.parse(list);
}

void check_combinations(const ExplainFlags& flags) {
    const auto exclude = [](bool first, bool second, std::string_view names) {
        if (first && second) {
            throw Error(ErrorKind::usage, fmt::format("expected only one of {}, found both", names));
        }
    };
    exclude(flags.overlay, flags.no_overlay, "--overlay and --no-overlay");
    exclude(flags.overlay, flags.no_resize, "--overlay and --no-resize (an overlay has the size of the image)");
    exclude(flags.quiet, flags.verbose, "--quiet and --verbose");
    if (flags.output.empty()) {
        throw Error(ErrorKind::usage, "--output: expected a folder, found ''; try '--output .' for the current one");
    }
}

TargetRequests parse_all_targets(const std::vector<std::string>& texts) {
    TargetRequests all;
    for (const std::string& text : texts) {
        const TargetRequests some = parse_targets(text);
        all.insert(all.end(), some.begin(), some.end());
    }
    return texts.empty() ? top(1) : all;
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
    return formats.empty() ? std::vector{MapFormat::jpg} : formats;
}

/// A labels file is input, whatever is wrong with it.
std::vector<std::string> load_labels(const std::string& file) {
    try {
        return file.empty() ? std::vector<std::string>() : read_labels(to_path(file));
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_target, fmt::format("--labels: {}", error.what()));
    }
}

RenderOptions parse_render(const ExplainFlags& flags) {
    RenderOptions render;
    render.resize = !flags.no_resize;
    render.overlay = !flags.no_overlay && !flags.no_resize;
    render.colormap = parse_colormap(flags.colormap);
    if (!flags.overlay_weight.empty()) {
        render.overlay_weight = parse_float("--overlay-weight", flags.overlay_weight);
    }
    if (render.overlay_weight < 0 || render.overlay_weight > 1) {
        throw Error(ErrorKind::usage,
                    fmt::format("--overlay-weight: expected a number from 0 to 1, found {}", flags.overlay_weight));
    }
    return render;
}

/// "192x256", or "224" for both sides.
void parse_input_size(const std::string& text, ExplainerOptions& options) {
    const auto side = [&text](const std::string& number) {
        const std::uint64_t pixels = parse_count("--input-size", number);
        if (pixels < 1 || pixels > 65536) {
            throw Error(ErrorKind::usage, fmt::format("--input-size: expected sides from 1 to 65536, found {}", text));
        }
        return static_cast<int>(pixels);
    };
    const std::size_t cross = text.find('x');
    options.input_height = side(text.substr(0, cross));
    options.input_width = cross == std::string::npos ? options.input_height : side(text.substr(cross + 1));
}

ExplainerOptions parse_explainer(const ExplainFlags& flags) {
    check_choice("--task", flags.task, tasks());
    check_choice("--method", flags.method, method_names());
    check_choice("--precision", flags.precision, precisions());
    ExplainerOptions options;
    options.task = flags.task;
    options.method = flags.method;
    options.target_layer = flags.target_layer;
    options.output = flags.output_name;
    options.preprocess = flags.preprocess.parse();
    if (!flags.input_size.empty()) {
        parse_input_size(flags.input_size, options);
    }
    options.device = flags.device;
    options.precision = flags.precision;
    options.black_box = flags.black_box.parse();
    options.seed = parse_count("--seed", flags.seed);
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
    job.images = flags.images;
    job.explainer = parse_explainer(flags);
    job.explain.targets = parse_all_targets(flags.targets);
    job.save.render = parse_render(flags);
    job.save.formats = parse_formats(flags.formats);
    job.output = to_path(flags.output);
    job.json = flags.json;
    job.quiet = flags.quiet;
    job.verbose = flags.verbose;
    job.explainer.labels = load_labels(flags.labels);
    job.explainer.cache = cache_folder(flags.cache);
    return job;
}

}  // namespace vinoscope::cli
