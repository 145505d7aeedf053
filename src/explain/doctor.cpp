// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/doctor.hpp"
#include "model/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <openvino/op/constant.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <optional>

#include "analysis/target_layer.hpp"
#include "core/file.hpp"
#include "methods/inserted_map.hpp"
#include "methods/trusted_reader.hpp"
#include "model/constant_inputs.hpp"
#include "model/file_metadata.hpp"
#include "model/low_rank_input.hpp"
#include "model/model_preprocess.hpp"
#include "model/port.hpp"
#include "model/quantized_ports.hpp"
#include "model/read_model.hpp"
#include "model/static_input.hpp"
#include "ops/no_ops.hpp"
#include "outputs/appended_scores.hpp"
#include "outputs/class_scores.hpp"
#include "outputs/decoder_table.hpp"
#include "outputs/output_kind.hpp"
#include "session/own_scores.hpp"
#include "session/session.hpp"
#include "task/task_table.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr const char* needs_value = "needs --input";

std::string precision_name(const ov::element::Type& type) {
    if (type == ov::element::i8 || type == ov::element::u8) {
        return "int8";
    }
    return type == ov::element::i4 || type == ov::element::u4 ? "int4" : type.to_string();
}

/// Counts weights; whole numbers of 32 and 64 bits are shapes and indices.
void count_weights(const ov::Model& model, Diagnosis& diagnosis) {
    std::map<std::string, std::size_t> counts;
    for (const auto& node : model.get_ops()) {
        const auto& type = node->get_output_size() == 0 ? ov::element::dynamic : node->get_output_element_type(0);
        if (ov::is_type<ov::op::v0::Constant>(node) && (type.is_real() || type.bitwidth() <= 8)) {
            counts[precision_name(type)] += ov::shape_size(node->get_output_shape(0));
        }
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; });
    diagnosis.precision = most == counts.end() ? "none" : most->first;
    for (const auto& [name, count] : counts) {
        diagnosis.parameters += count;
    }
}

std::size_t count_operations(const ov::Model& model) {
    return static_cast<std::size_t>(std::ranges::count_if(model.get_ops(), [](const auto& node) {
        return !ov::is_type<ov::op::v0::Constant>(node) && !ov::is_type<ov::op::v0::Parameter>(node) &&
               !ov::is_type<ov::op::v0::Result>(node);
    }));
}

PortInfo port_info(const ov::Output<const ov::Node>& port, std::string role) {
    return {
        port_name(port), port.get_element_type().to_string(), shape_text(port.get_partial_shape()), std::move(role)};
}

/// @param lifted whether the layout is not that of the file
std::string role_of(const ov::Model& model, const ImageInput& image, std::size_t index, bool lifted) {
    if (index == image.index) {
        const std::string kind = unsupported_image_reason(image).empty() ? "image" : "tensor";
        return lifted ? kind : fmt::format("{}, {}", kind, layout_name(image));
    }
    auto sized = image;
    sized.height = std::max<std::int64_t>(sized.height, 1);
    sized.width = std::max<std::int64_t>(sized.width, 1);
    return known_value(model, sized, index).empty() ? needs_value : "size of the image";
}

/// @param unlifted the model whose inputs are as in its file
std::vector<PortInfo> input_infos(const ov::Model& model,
                                  const ov::Model& unlifted,
                                  const std::optional<ImageInput>& image) {
    std::vector<PortInfo> infos;
    for (const auto& input : unlifted.inputs()) {
        const auto index = infos.size();
        const bool lifted = model.input(index).get_partial_shape().rank() != input.get_partial_shape().rank();
        infos.push_back(port_info(input, image ? role_of(model, *image, index, lifted) : "other"));
    }
    return infos;
}

std::string role_of(const AnswerReader& reader) {
    const auto what = reader.task == "classification" ? std::string("class scores") : reader.decoder;
    return reader.activation.empty() ? what : fmt::format("{} ({})", what, reader.activation);
}

/// The answers first, then the map that was inserted, which is taken out of the model.
std::vector<PortInfo> take_output_infos(ov::Model& model) {
    std::vector<PortInfo> answers;
    std::vector<PortInfo> maps;
    for (const auto& output : model.outputs()) {
        const bool is_map = output.get_names().contains(saliency_map_output);
        (is_map ? maps : answers).push_back(port_info(output, is_map ? "saliency map" : "other"));
    }
    if (const auto inserted = take_inserted_map(model); inserted && !inserted->method.empty()) {
        maps.front().role += ", " + inserted->method;
    }
    answers.insert(answers.end(), maps.begin(), maps.end());
    return answers;
}

SpatialLayerInfo layer_info(const SpatialLayer& layer) {
    return {layer.name(),
            layer.value.get_node()->get_type_name(),
            shape_text(layer.value.get_partial_shape()),
            static_cast<int>(layer.grid.height),
            static_cast<int>(layer.grid.width),
            false};
}

/// The last of the layers, last first; `chosen` is the one that an explanation takes.
std::vector<SpatialLayerInfo> layer_infos(const std::vector<SpatialLayer>& layers, std::string_view chosen) {
    constexpr std::size_t most = 10;
    std::vector<SpatialLayerInfo> infos;
    for (auto layer = layers.rbegin(); layer != layers.rend() && infos.size() < most; ++layer) {
        infos.push_back(layer_info(*layer));
        infos.back().chosen = infos.back().name == chosen;
    }
    return infos;
}

MethodFit fit_of(Session& session, const Method& method) {
    const auto plan = session.preview(method.info.name);
    MethodFit fit{std::string(method.info.name), plan.has_value(), {}};
    if (!plan)
        fit.reason = plan.error().what();
    else if (method.black_box())
        fit.reason = fmt::format("evaluates masked images; {}", session.reader.evidence);
    else
        fit.reason = fmt::format("{} at \"{}\"", plan->decisions.back().text, plan->layer);
    return fit;
}

/// The most trusted reading; all that fit are noted in `diagnosis`.
Expected<AnswerReader> read_outputs(const ov::Model& model,
                                    const ImageInput& input,
                                    const Preprocess& preprocess,
                                    const DecoderWish& decoding,
                                    Diagnosis& diagnosis) {
    const auto readings = attempt([&] { return checked_readings(model, input, preprocess, decoding); });
    if (!readings) {
        return readings.error();
    }
    for (const auto& reading : *readings) {
        diagnosis.readings.push_back(
            {reading.decoder, std::string(reading.task), reading.trust, reading.evidence, reading.doubts});
    }
    return attempt([&] { return most_trusted(*readings, model); });
}

std::vector<MethodFit> no_method(const std::string& reason) {
    std::vector<MethodFit> fits;
    for (const auto& method : method_table()) {
        fits.push_back({std::string(method.info.name), false, reason});
    }
    return fits;
}

/// What explains an embedding once there is something to compare it with.
AnswerReader similarity_to_any(ov::Model& model, std::size_t output) {
    const auto length = static_cast<std::size_t>(*score_classes(model.output(output)));
    return append_similarity(model, output, make_tensor({length}, std::vector<float>(length, 1)), {});
}

/// The meaning of the outputs, spatial layers and methods, at the sizes that an explanation would use.
void examine(const std::shared_ptr<ov::Model>& model,
             const ImageInput& image,
             const Preprocess& preprocess,
             const ExplainerOptions& options,
             Diagnosis& diagnosis) {
    remove_no_ops(*model);
    std::vector<Decision> decisions;
    const auto fixed = attempt([&] {
        return fix_input_shape(*model, image, {options.input_height, options.input_width}, decisions);
    });
    std::ranges::transform(decisions, std::back_inserter(diagnosis.preprocess), &Decision::text);
    if (!fixed) {
        diagnosis.unknown = fixed.error().what();
        diagnosis.methods = no_method(fixed.error().what());
        return;
    }
    auto input = *fixed;
    if (auto sizes = attempt([&] { return fix_size_inputs(*model, input); }))
        std::ranges::move(*sizes, std::back_inserter(diagnosis.preprocess));
    else
        diagnosis.preprocess.push_back(
            fmt::format("the outputs are not checked by an inference: {}", sizes.error().what()));
    dequantize_outputs(*model);
    const DecoderWish decoding{.task = options.task,
                               .decoder = options.decoder,
                               .output = options.output,
                               .score = options.score,
                               .labels = diagnosis.labels,
                               .alphabet = options.alphabet};
    auto reading = asks_for_own_scores(options)
                       ? attempt([&] { return *append_own_scores(*model, input, preprocess, options); })
                       : read_outputs(*model, input, preprocess, decoding, diagnosis);
    if (reading) {
        diagnosis.task = reading->task;
        diagnosis.decoder = reading->decoder;
        diagnosis.trust = reading->trust;
        for (const auto output : reading->outputs) {
            if (output < diagnosis.outputs.size()) {
                diagnosis.outputs[output].role = role_of(*reading);
            }
        }
        if (diagnosis.decoder == "embedding") {
            reading = similarity_to_any(*model, reading->outputs.front());
        }
    } else {
        diagnosis.unknown = reading.error().what();
    }
    Session session(model, input, std::move(reading), {});
    if (session.reading) {
        const auto automatic = session.preview("white-box");
        if (const auto layers = session.layers()) {
            diagnosis.spatial_layers = layer_infos(*layers, automatic ? automatic->layer : std::string());
        }
    }
    for (const auto& method : method_table()) {
        diagnosis.methods.push_back(fit_of(session, method));
    }
}

/// @throws Error (bad_target) for a name that no output has, with the nearest
void require_output(const ov::Model& model, const std::string& name) {
    try {
        if (!name.empty()) {
            find_score_output(model, name);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported) {
            throw;
        }
    }
}

/// @throws Error (usage) for a name that no input has, with the nearest
void require_image_input(const ov::Model& model, const ExplainerOptions& options) {
    try {
        if (!options.image_input.empty()) {
            find_image_input(model, options.preprocess.layout, options.image_input);
        }
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::usage) {
            throw;
        }
    }
}

std::string next_command(const std::filesystem::path& file, const Diagnosis& diagnosis, bool normalised) {
    if (std::ranges::none_of(diagnosis.methods, &MethodFit::works)) {
        return "vinoscope methods";
    }
    const auto path = path_text(file);
    std::string values;
    for (const auto& input : diagnosis.inputs)
        if (input.role == needs_value)
            values += fmt::format(" --input {}=VALUE", input.name);
    if (diagnosis.decoder == "embedding")
        values += " --similar-to IMAGE";
    return fmt::format("vinoscope explain {0}{1}{0} IMAGE --output out{2}{3}{4}{5}",
                       path.find_first_of(" '()&;") == std::string::npos ? "" : "\"",
                       path,
                       diagnosis.decoder.empty() ? " --decoder NAME" : "",
                       normalised ? "" : " --preset NAME",
                       diagnosis.labels > 0 || diagnosis.task == "embedding" ? ""
                       : diagnosis.task == "recognition"                     ? " --alphabet FILE"
                                                                             : " --labels FILE",
                       values);
}

void require_known_names(const ExplainerOptions& options) {
    if (options.task != "auto")
        find_task(options.task);
    require_decoder(options.decoder);
}

/// @param file of the model, for the suggested command
Diagnosis diagnose(const std::shared_ptr<ov::Model>& model,
                   const std::filesystem::path& file,
                   const ExplainerOptions& options) {
    fix_given_inputs(*model, options.inputs);
    const auto unlifted = model->clone();
    lift_low_rank_input(*model, options.image_input);
    fix_batch_of_zero(*model);
    require_output(*model, options.output);
    require_image_input(*model, options);
    Diagnosis diagnosis;
    diagnosis.operations = count_operations(*unlifted);
    count_weights(*model, diagnosis);
    diagnosis.task = "unknown";
    const auto image =
        attempt([&] { return find_image_input(*model, options.preprocess.layout, options.image_input); });
    diagnosis.inputs = input_infos(*model, *unlifted, image ? std::optional(*image) : std::nullopt);
    diagnosis.outputs = take_output_infos(*model);
    diagnosis.labels = options.labels.empty() ? model_labels(*model).size() : options.labels.size();
    if (!image) {
        diagnosis.preprocess = {image.error().what()};
        diagnosis.methods = no_method(image.error().what());
        diagnosis.next = next_command(file, diagnosis, true);
        return diagnosis;
    }
    const auto preprocess = attempt([&] { return resolve_preprocess(*model, *image, options.preprocess); });
    diagnosis.preprocess = preprocess ? preprocess->evidence : std::vector<std::string>{preprocess.error().what()};
    const bool normalised = preprocess && !preprocess->warning;
    examine(model, *image, preprocess ? preprocess->preprocess : Preprocess(), options, diagnosis);
    if (diagnosis.task == "recognition")
        diagnosis.labels = options.alphabet.empty() ? file_metadata(*model).alphabet.size() : options.alphabet.size();
    diagnosis.next = next_command(file, diagnosis, normalised);
    return diagnosis;
}

}  // namespace

Diagnosis diagnose(const std::filesystem::path& file, const ExplainerOptions& options) {
    require_known_names(options);
    auto diagnosis = diagnose(read_model(file, options.core), file, options);
    diagnosis.model = path_text((file / "").parent_path().filename());
    diagnosis.format = model_format(file);
    return diagnosis;
}

Diagnosis diagnose(const std::shared_ptr<const ov::Model>& model, const ExplainerOptions& options) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    require_known_names(options);
    auto diagnosis = diagnose(model->clone(), "MODEL", options);
    diagnosis.model = model->get_friendly_name();
    diagnosis.format = "ov::Model";
    return diagnosis;
}

}  // namespace vinoscope
