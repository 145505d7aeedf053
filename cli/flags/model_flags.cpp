// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/model_flags.hpp"

#include <fmt/format.h>

#include "flags/cache_folder.hpp"
#include "flags/choice.hpp"
#include "flags/number.hpp"
#include "terminal/text.hpp"
#include "vinoscope/labels.hpp"
#include "vinoscope/task.hpp"

namespace vinoscope::cli {
namespace {

std::vector<std::string> tasks() {
    std::vector<std::string> names = task_names();
    names.insert(names.begin(), "auto");
    return names;
}

std::vector<std::string> decoders() {
    std::vector<std::string> names = {"auto"};
    for (const DecoderInfo& decoder : list_decoders()) {
        names.emplace_back(decoder.name);
    }
    return names;
}

/// A labels file is input, whatever is wrong with it.
std::vector<std::string> load_labels(const std::string& file) {
    try {
        return file.empty() ? std::vector<std::string>() : read_labels(to_path(file));
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_target, fmt::format("--labels: {}", error.what()));
    }
}

std::vector<std::string> load_alphabet(const std::string& file) {
    try {
        return file.empty() ? std::vector<std::string>() : read_alphabet(to_path(file));
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_target, fmt::format("--alphabet: {}", error.what()));
    }
}

/// An image, or the array in a .npy file.
Reference load_reference(const std::string& file) {
    if (file.empty()) {
        return {};
    }
    try {
        return file.ends_with(".npy") ? Reference(read_tensor(to_path(file))) : Reference(read_image(to_path(file)));
    } catch (const Error& error) {
        throw Error(ErrorKind::bad_image, fmt::format("--similar-to: {}", error.what()));
    }
}

}  // namespace

void ModelFlags::add_outputs_to(Arguments& arguments) {
    arguments.value("--task", m_task, choices(tasks()), "Task of the model (default: detected from its outputs)");
    arguments.value("--decoder,--postprocess",
                    m_decoder,
                    choices(decoders()),
                    "Decoder of the outputs (default: chosen by their shapes and names)");
    m_options.add_one_to(arguments, "score");
    arguments.value("--labels", m_labels, "FILE", "Class names, one per line");
    arguments.value(
        "--alphabet", m_alphabet, "FILE", "Characters of a text recognition model, one per line or all in one line");
    m_options.add_one_to(arguments, "blank");
    arguments.value(
        "--output-name", m_output_name, "NAME", "Output of the model that holds the scores (default: detected)");
    arguments.value(
        "--similar-to",
        m_similar_to,
        "FILE",
        "Explain the similarity of an embedding to this image, or to the vectors [D] or [K,D] of a .npy file");
    arguments.value("--logit-scale",
                    m_logit_scale,
                    "N",
                    "Logit scale of CLIP, e.g. 100: similarities times N are used as class scores");
    arguments.value(
        "--score-model", m_score_model, "FILE", "Model that computes the scores to explain from the outputs");
    m_options.add_one_to(arguments, "augment");
    m_options.add_one_to(arguments, "smooth");
}

void ModelFlags::add_input_to(Arguments& arguments) {
    m_preprocess.add_to(arguments);
    arguments.value(
        "--input-size", m_input_size, "HxW", "Input size of a model with a dynamic size (default: 224x224)");
    m_inputs.add_to(arguments);
}

void ModelFlags::add_machine_to(Arguments& arguments) {
    arguments.group("Runtime");
    arguments.value("--device", m_device, "NAME", "OpenVINO device to run on (default: CPU)");
    m_options.add_one_to(arguments, "precision");
    arguments.value(
        "--memory-limit",
        m_memory_limit,
        "SIZE",
        "Memory limit of one explanation with the weights of the model: 500M, 2G (default: 1G without the model)");
    arguments.value("--seed", m_seed, "N", "Seed of the random number generator (default: 0)");
    arguments.value("--cache", m_cache, "DIR|none", "Folder for compiled models (default: the user's cache folder)");
}

ExplainerOptions ModelFlags::parse() const {
    check_choice("--task", m_task, tasks());
    check_choice("--decoder", m_decoder, decoders());
    ExplainerOptions options = m_options.parse();
    options.task = m_task;
    options.decoder = m_decoder;
    options.output = m_output_name;
    options.similar_to = load_reference(m_similar_to);
    if (!m_logit_scale.empty()) {
        options.logit_scale = parse_float("--logit-scale", m_logit_scale);
    }
    if (!m_score_model.empty()) {
        options.score_graph = read_score_graph(to_path(m_score_model));
    }
    options.preprocess = m_preprocess.parse();
    const Sides sides = parse_sides("--input-size", m_input_size);
    options.input_height = sides.height;
    options.input_width = sides.width;
    options.image_input = m_inputs.image_input();
    options.inputs = m_inputs.parse();
    options.device = m_device;
    if (!m_memory_limit.empty()) {
        options.memory_limit = parse_bytes("--memory-limit", m_memory_limit);
    }
    options.seed = parse_count("--seed", m_seed);
    options.labels = load_labels(m_labels);
    options.alphabet = load_alphabet(m_alphabet);
    options.cache = cache_folder(m_cache);
    return options;
}

}  // namespace vinoscope::cli
