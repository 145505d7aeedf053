// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/insert.hpp"

#include <fmt/format.h>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "flags/choice.hpp"
#include "flags/input_flags.hpp"
#include "flags/number.hpp"
#include "flags/preprocess_flags.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/terminal.hpp"
#include "terminal/text.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope::cli {
namespace {

struct InsertFlags {
    std::string model;
    std::string output;
    std::string method = "auto";
    std::string target = "top";
    std::string target_layer;
    std::string output_name;
    std::string layout;
    std::string input_size;
    InputFlags inputs;
    std::string batch;
    bool embed_scaling = false;
    bool quiet = false;
};

constexpr const char* examples =
    "  vinoscope insert model.xml -o model_xai.xml\n"
    "  vinoscope insert model.onnx -o model_xai.xml --method activation-map --embed-scaling\n"
    "  vinoscope insert model.xml -o model_xai.xml --method grad-cam --target 285";

std::vector<std::string> insertable_methods() {
    std::vector<std::string> names = {"auto"};
    for (const MethodInfo& method : list_methods()) {
        if (method.insertable) {
            names.emplace_back(method.name);
        }
    }
    return names;
}

bool parse_flags(ArgumentList list, InsertFlags& flags) {
    Arguments arguments("insert",
                        "Save a copy of a model with an additional output, saliency_map, that plain OpenVINO can run.");
    arguments.positional("MODEL", flags.model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    arguments.required_value(
        "-o,--output", flags.output, "OUT.xml", "New model file; the weights (.bin) are written beside it");
    arguments.value("--method",
                    flags.method,
                    choices(insertable_methods()),
                    "Explanation method (see 'vinoscope methods'; default: auto)");
    arguments.value("--target",
                    flags.target,
                    "CLASS|top|input",
                    "Target of methods that explain one target at a time (default: top)");
    arguments.value("--target-layer",
                    flags.target_layer,
                    "NAME",
                    "Layer to explain at, or several: a,b (default: chosen automatically)");
    arguments.value(
        "--output-name", flags.output_name, "NAME", "Output of the model that holds the scores (default: detected)");
    arguments.value("--layout", flags.layout, "nchw|nhwc", "Layout of the input tensor (default: detected)");
    arguments.value(
        "--input-size", flags.input_size, "HxW", "Input size of a model with a dynamic size (default: 224x224)");
    arguments.value("--batch", flags.batch, "N", "Batch size of a model with a dynamic batch (default: dynamic)");
    flags.inputs.add_to(arguments);
    arguments.flag("--embed-scaling", flags.embed_scaling, "Output maps as u8 scaled to 0..255 instead of raw floats");
    arguments.group("Messages");
    arguments.flag("-q,--quiet", flags.quiet, "Print errors only");
    arguments.examples(examples);
    return arguments.parse(list);
}

/// A class, the best class of each image, or what a new input of the model says.
GradientTarget parse_target(const std::string& text) {
    if (text == "top") {
        return {};
    }
    if (text == "input") {
        return GradientTarget::input();
    }
    return static_cast<std::int64_t>(parse_count("--target", text));
}

std::filesystem::path checked_output(const std::string& text) {
    std::filesystem::path output = to_path(text);
    if (output.extension() != ".xml") {
        throw Error(
            ErrorKind::usage,
            fmt::format("--output: expected a file name that ends in .xml, found '{}'; try -o model_xai.xml", text));
    }
    return output;
}

}  // namespace

int insert(ArgumentList arguments) {
    InsertFlags flags;
    if (!parse_flags(arguments, flags)) {
        return ExitCode::success;
    }
    check_choice("--method", flags.method, insertable_methods());
    const std::filesystem::path output = checked_output(flags.output);
    const Sides sides = parse_sides("--input-size", flags.input_size);
    const InsertOptions options{.method = flags.method,
                                .target_layer = flags.target_layer,
                                .output = flags.output_name,
                                .target = parse_target(flags.target),
                                .embed_scaling = flags.embed_scaling,
                                .layout = parse_layout(flags.layout),
                                .input_height = sides.height,
                                .input_width = sides.width,
                                .image_input = flags.inputs.image_input(),
                                .inputs = flags.inputs.parse(),
                                .batch = parse_size("--batch", flags.batch, 0, 1, 1 << 20)};
    std::vector<Decision> decisions;
    insert_xai(to_path(flags.model), output, options, &decisions);
    if (!flags.quiet) {
        for (const Decision& decision : decisions) {
            print(decision.text + "\n");
        }
        print(fmt::format("{}\n\nNext: {}\n",
                          path_text(output),
                          styled(fmt::format("vinoscope doctor {}", quoted(path_text(output))), Style::bold)));
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
