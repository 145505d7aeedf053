// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/insertion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/if.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>

#include "gradient/class_score.hpp"
#include "gradient/gradient_model.hpp"
#include "heads/cell_scores.hpp"
#include "heads/places.hpp"
#include "methods/inserted_map.hpp"
#include "methods/trusted_reader.hpp"
#include "model/constant_inputs.hpp"
#include "model/low_rank_input.hpp"
#include "model/model_preprocess.hpp"
#include "model/openvino_error.hpp"
#include "model/quantized_ports.hpp"
#include "model/read_model.hpp"
#include "model/static_input.hpp"
#include "ops/build.hpp"
#include "ops/no_ops.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

void refuse_second_insertion(const ov::Model& model) {
    for (const auto& output : model.outputs())
        if (output.get_names().contains(saliency_map_output))
            throw Error(
                ErrorKind::unsupported,
                fmt::format("the model already has an output \"{}\"; use the original model", saliency_map_output));
}

void require_map_in_graph(const Method& method) {
    if (!method.in_graph())
        throw Error(ErrorKind::unsupported,
                    fmt::format("{} is a black-box method and cannot be inserted into the model; use explain with it, "
                                "or insert a white-box method, e.g. {}",
                                method.info.title,
                                method_table().front().info.name));
}

ov::Output<ov::Node> as_f32(const ov::Output<ov::Node>& value) {
    if (value.get_element_type() == ov::element::f32)
        return value;
    return std::make_shared<ov::op::v0::Convert>(value, ov::element::f32);
}

void add_output(ov::Model& model, const ov::Output<ov::Node>& map) {
    const auto result = std::make_shared<ov::op::v0::Result>(map);
    result->set_friendly_name(std::string(saliency_map_output) + "/result");
    map.get_node()->set_friendly_name(saliency_map_output);
    map.get_tensor().set_names({saliency_map_output});
    model.add_results({result});
    model.validate_nodes_and_infer_types();
}

void refuse_target(const Method& method, const GradientTarget& target) {
    if (!target.is_top() && !method.per_target())
        throw Error(ErrorKind::usage,
                    fmt::format("{} does not explain a single target: it computes a map for {}; remove the target",
                                method.info.title,
                                method.per_class() ? "each class" : "the whole image"));
}

std::size_t count_names(const std::vector<std::shared_ptr<ov::Node>>& operations) {
    std::size_t count = 0;
    for (const auto& node : operations)
        for (const auto& output : node->outputs())
            count += output.get_names().size();
    return count;
}

// Takes out the inputs and results that were added to a model.
class AddedPorts {
public:
    explicit AddedPorts(ov::Model& model)
        : m_model(model), m_results(model.get_results()), m_parameters(model.get_parameters()) {}

    void remove() {
        for (const auto& result : ov::ResultVector(m_model.get_results()))
            if (std::ranges::find(m_results, result) == m_results.end())
                m_model.remove_result(result);
        for (const auto& parameter : ov::ParameterVector(m_model.get_parameters()))
            if (std::ranges::find(m_parameters, parameter) == m_parameters.end())
                m_model.remove_parameter(parameter);
    }

private:
    ov::Model& m_model;
    ov::ResultVector m_results;
    ov::ParameterVector m_parameters;
};

// A class is in the whole picture as in all pixels together, or as in the best box.
Value of_classes(const Value& place_scores, const AnswerReader& reader) {
    if (reader.task == "recognition")
        throw Error(ErrorKind::unsupported,
                    "inserted maps explain classes, but this model recognises text; use explain instead");
    return reader.box_scores ? maximum(place_scores, {2}, false) : mean(place_scores, {2}, false);
}

std::string layer_line(const SpatialLayer& layer, bool given) {
    if (ov::is_type<ov::op::v0::Parameter>(layer.value.get_node()))
        return fmt::format(
            "computed at the input \"{}\", {}x{} pixels", layer.name(), layer.grid.height, layer.grid.width);
    return fmt::format("target layer \"{}\" ({}), {}x{} cells",
                       layer.name(),
                       given ? "given" : "found automatically",
                       layer.grid.height,
                       layer.grid.width);
}

Decision outputs_decision(const std::optional<AnswerReader>& reader) {
    if (reader)
        return {DecisionKind::outputs, reader->decoder, reader->evidence};
    return {DecisionKind::outputs, {}, "outputs: not decoded; this method does not need them"};
}

bool is_quantized(const ov::Model& model) {
    return std::ranges::any_of(model.get_ops(),
                               [](const auto& node) { return ov::is_type<ov::op::v0::FakeQuantize>(node); });
}

std::optional<AnswerReader> reader_for_insertion(const ov::Model& model,
                                                 const ImageInput& input,
                                                 const InsertOptions& options) {
    const auto labels = model_labels(model).size();
    const auto preprocess = resolve_preprocess(model, input, {}).preprocess;
    const bool needed = options.method == "auto" || find_method(options.method).needs_scores;
    return trusted_reader_if(needed, model, input, preprocess, {.output = options.output, .labels = labels});
}

InsertOptions with_batch_of_one(InsertOptions options) {
    options.batch = 1;
    return options;
}

void require_scores(const Method& method, const WhiteBox& box, bool has_place_scores, const AnswerReader* reader) {
    if (method.samples_gradients() && reader != nullptr && reader->sorts_boxes)
        throw Error(
            ErrorKind::unsupported,
            fmt::format("{} cannot be used: this model sorts and filters its boxes, so that a box cannot be tracked "
                        "across inferences; use a method with a single inference, e.g. grad-cam",
                        method.info.title));
    if (method.needs_scores && !box.has_class_scores && !(method.per_target() && has_place_scores))
        throw Error(ErrorKind::unsupported,
                    fmt::format("{} explains class scores, but the outputs of this model are not class scores ({})",
                                method.info.title,
                                reader != nullptr ? reader->evidence : "no decoder fits its outputs"));
}

Insertion insert_map(ov::Model& model,
                     const ImageInput& input,
                     const InsertOptions& options,
                     const std::optional<AnswerReader>& reader,
                     const TargetScore& score) {
    refuse_second_insertion(model);
    if (options.method != "auto" && find_method(options.method).samples_gradients())
        convert_input_to_f32(model, input.index);
    return InsertionGraph(model, input, reader).insert(options, score);
}

}  // namespace

InsertionGraph::InsertionGraph(ov::Model& model, const ImageInput& input, std::optional<AnswerReader> reader)
    : m_model(model),
      m_input(input),
      m_reader(std::move(reader)),
      m_sink(model, m_reader),
      m_trace(model, input),
      m_layers(m_sink.layers(m_trace, input)),
      m_operations(model.get_ordered_ops()),
      m_names(count_names(m_operations)) {}

bool InsertionGraph::is_intact() const {
    const auto operations = m_model.get_ordered_ops();
    return operations == m_operations && count_names(operations) == m_names;
}

Insertion InsertionGraph::build(const InsertOptions& options, const TargetScore& score, bool stays) {
    AddedPorts added(m_model);
    WhiteBox box{m_model,
                 m_trace,
                 m_input,
                 m_sink.value(),
                 m_sink.has_class_scores(),
                 m_layers,
                 options.target_layer,
                 options.memory_limit};
    const auto& method = options.method == "auto" ? suitable_method(box) : find_method(options.method);
    require_scores(method, box, m_sink.place_scores().has_value(), m_reader ? &*m_reader : nullptr);
    if (method.per_target())
        box.score =
            score(m_model,
                  m_sink.place_scores() ? *m_sink.place_scores() : as_score_table(m_sink.value(), m_reader->classes));
    // The map, or what a method reads in each of the inferences that it makes.
    const auto map = method.in_graph() ? std::get<WhiteBoxMethod>(method.run)(box) : method.add(m_model, box);
    if (method.in_graph() && stays) {
        const auto raw = as_f32(map.value);
        add_output(m_model, options.embed_scaling ? scale_to_bytes(raw) : raw);
    }
    // The CPU plug-in then dies of a division by zero.
    const bool fails_in_half = method.needs.gradients && is_quantized(m_model);
    Insertion insertion{
        &method, map.layer.name(), map.needs_f32 || fails_in_half, fails_in_half, map.relative_cost, {}};
    insertion.decisions = {
        outputs_decision(m_reader),
        {DecisionKind::target_layer, map.layer.name(), layer_line(map.layer, !options.target_layer.empty())}};
    if (fails_in_half)
        insertion.decisions.push_back(
            {DecisionKind::precision, "f32", "precision: f32, which gradients of a quantised model need"});
    else if (map.needs_f32)
        insertion.decisions.push_back(
            {DecisionKind::precision,
             "f32",
             "precision: f32, since the scores of cells differ by less than the resolution of bf16 and f16"});
    insertion.decisions.push_back({DecisionKind::method,
                                   std::string(method.info.name),
                                   fmt::format("method {} ({})", method.info.title, map.remark)});
    if (!stays)
        added.remove();
    return insertion;
}

Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader,
                              const TargetScore& score) {
    return edit_graph([&] { return insert_map(model, input, options, reader, score); });
}

Insertion insert_saliency_map(ov::Model& model, const ImageInput& input, const InsertOptions& options) {
    const auto read = model.clone();
    dequantize_outputs(*read);
    return insert_saliency_map(model, input, options, reader_for_insertion(*read, input, options));
}

Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader) {
    const auto score = [&](ov::Model& edited, const Value& scores) {
        return add_target_score(edited, rank_of(scores) == 3 ? of_classes(scores, *reader) : scores, options.target);
    };
    auto insertion = insert_saliency_map(model, input, options, reader, score);
    refuse_target(*insertion.method, options.target);
    if (reader)
        if (auto warning = reading_warning(*reader))
            insertion.decisions.push_back({.text = std::move(*warning)});
    note_inserted_map(
        model, {std::string(insertion.method->info.name), options.target_layer, insertion.needs_f32 ? "f32" : ""});
    return insertion;
}

namespace {

struct Inserted {
    std::shared_ptr<ov::Model> model;
    bool dynamic_batch = false;
    Insertion insertion;
};

Inserted inserted_into(const ov::Model& model, const InsertOptions& options) {
    Inserted result{.model = model.clone(), .insertion = {}};
    fix_batch_of_zero(*result.model);
    remove_no_ops(*result.model);
    std::vector<Decision> decisions;
    const auto found = find_image_input(*result.model, options.layout, options.image_input);
    const InputSize size{options.input_height, options.input_width, options.batch};
    const auto input = fix_input_size(*result.model, found, size, decisions);
    result.dynamic_batch = input.batch == 0;
    result.insertion = insert_saliency_map(*result.model, input, options);
    std::ranges::move(decisions, std::back_inserter(result.insertion.decisions));
    std::ranges::rotate(result.insertion.decisions, result.insertion.decisions.end() - std::ssize(decisions));
    return result;
}

// More than one pass, even where that is little work.
bool takes_passes(const Insertion& insertion) {
    const auto looped = to_string(CellStrategy::looped);
    return insertion.relative_cost >= 2 || insertion.decisions.back().text.find(looped) != std::string::npos;
}

Inserted inserted_for_one_image(const ov::Model& model, const InsertOptions& options, std::string_view reason) {
    auto one = inserted_into(model, with_batch_of_one(options));
    one.insertion.decisions.push_back(
        {DecisionKind::batch, "1", fmt::format("batch 1 (it is dynamic in the model{})", reason)});
    return one;
}

std::shared_ptr<ov::Node> find_if(const ov::Model& model) {
    for (auto node : model.get_ops())
        if (ov::is_type<ov::op::v8::If>(node))
            return node;
    return nullptr;
}

// Where a map is not possible for a dynamic batch, as `explain` does: for one image at a time.
Inserted inserted_into_dynamic_batch(const ov::Model& model, const InsertOptions& options) {
    const auto is_dynamic = [&] {
        return options.batch == 0 && find_image_input(model, options.layout, options.image_input).batch == 0;
    };
    // The CPU plug-in reads uninitialised memory in the first inference where a Slice stands behind an If of dynamic
    // shape and a larger batch: the masked copies of all cells are one.
    if (const auto choice = find_if(model); choice && is_dynamic())
        return inserted_for_one_image(
            model,
            options,
            fmt::format(", and OpenVINO computes maps behind the If \"{}\" of dynamic shape wrongly",
                        choice->get_friendly_name()));
    try {
        return inserted_into(model, options);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported || !is_dynamic())
            throw;
        return inserted_for_one_image(model, options, fmt::format("; {}", error.what()));
    }
}

}  // namespace

std::shared_ptr<ov::Model> insert_xai(const std::shared_ptr<const ov::Model>& model,
                                      const InsertOptions& options,
                                      std::vector<Decision>* decisions) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    if (options.method != "auto")
        require_map_in_graph(find_method(options.method));
    const auto prepared = model->clone();
    fix_given_inputs(*prepared, options.inputs);
    const auto lifted = lift_low_rank_input(*prepared, options.image_input);
    auto inserted = inserted_into_dynamic_batch(*prepared, options);
    if (inserted.dynamic_batch && takes_passes(inserted.insertion)) {  // perhaps for the dynamic batch only
        const auto& way = inserted.insertion.decisions.back().text;
        auto one =
            inserted_for_one_image(*prepared, options, fmt::format(", for which the map would be computed {}", way));
        if (one.insertion.decisions.end()[-2].text != way)
            inserted = std::move(one);
    }
    if (lifted)
        restore_low_rank_input(*inserted.model, *lifted);
    if (decisions != nullptr)
        *decisions = std::move(inserted.insertion.decisions);
    return inserted.model;
}

}  // namespace vinoscope
