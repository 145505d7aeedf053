// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/doctor.hpp"

#include <fmt/format.h>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "flags/model_flags.hpp"
#include "report/doctor_report.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

constexpr const char* examples =
    "  vinoscope doctor model.xml\n"
    "  vinoscope doctor model.onnx --json\n"
    "  vinoscope doctor detector.onnx --input-size 640x640 --decoder yolo --labels names.txt";

}  // namespace

int doctor(ArgumentList list) {
    std::string model;
    bool json = false;
    ModelFlags about_model;
    Arguments arguments("doctor",
                        "Describe a model, list the methods that work on it, and print the command to run next.");
    arguments.positional("MODEL", model, "IR (.xml), ONNX, TensorFlow, TensorFlow Lite or Paddle file");
    arguments.flag("--json", json, "Print one JSON document instead of text");
    arguments.group("Model outputs");
    about_model.add_outputs_to(arguments);
    about_model.add_input_to(arguments);
    arguments.examples(examples);
    if (arguments.parse(list)) {
        const Diagnosis diagnosis = diagnose(to_path(model), about_model.parse());
        json ? print_data(diagnosis_json(diagnosis)) : print(diagnosis_text(diagnosis));
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
