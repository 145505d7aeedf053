// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <openvino/op/slice.hpp>

#include "explain/explained_model.hpp"
#include "explain/own_scores.hpp"
#include "infer/compile.hpp"
#include "methods/asked_score.hpp"
#include "methods/blackbox/budget.hpp"
#include "methods/inserted_map.hpp"
#include "methods/insertion.hpp"
#include "methods/trusted_reader.hpp"
#include "model/constant_inputs.hpp"
#include "model/file_metadata.hpp"
#include "model/model_preprocess.hpp"
#include "model/quantized_ports.hpp"
#include "model/static_input.hpp"
#include "ops/no_ops.hpp"
#include "outputs/alphabet.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/option.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

void append(std::vector<Decision>& decisions, DecisionKind kind, std::vector<std::string> lines) {
    for (auto& line : lines)
        decisions.push_back({kind, {}, std::move(line)});
}

// Labels that the user gives must fit; labels that the model brings along and that do not fit are left alone.
void choose_labels(ExplainedModel& result, std::vector<std::string> labels, bool given) {
    result.labels = std::move(labels);
    const auto classes = static_cast<std::size_t>(result.reader.classes);
    if (result.reader.two_of_one && result.labels.size() == 1)
        result.labels.insert(result.labels.begin(), fmt::format("not {}", result.labels.front()));
    if (result.labels.empty() || classes == 0 || result.labels.size() == classes)
        return;
    const auto mismatch =
        fmt::format("expected {} labels, one for each class, found {}", classes, result.labels.size());
    if (given)
        throw Error(ErrorKind::usage, mismatch + "; list one per line, in the order of the classes");
    result.decisions.push_back({DecisionKind::labels, {}, mismatch + " in the model; they are not used"});
    result.labels.clear();
}

std::vector<std::string> alphabet_of(const ExplainerOptions& options) {
    return options.alphabet.empty() ? options.labels : options.alphabet;
}

// An alphabet that the model brings along and that does not fit is left alone.
void choose_alphabet(ExplainedModel& result, const ov::Model& model, const ExplainerOptions& options) {
    result.labels = alphabet_of(options);
    if (result.labels.empty()) {
        result.labels = file_metadata(model).alphabet;
        if (!result.labels.empty() && !fits_alphabet(result.labels, result.reader.classes)) {
            result.decisions.push_back(
                {DecisionKind::labels,
                 {},
                 fmt::format("the alphabet of {} characters in the model does not fit; it is not used",
                             result.labels.size())});
            result.labels.clear();
        }
    }
    result.reader = with_alphabet(std::move(result.reader), result.labels, options.blank);
    if (result.labels.empty())
        result.warnings.emplace_back(
            "no alphabet: characters are identified by their index; pass one with --alphabet FILE");
}

AnswerReader reader_of(const Postprocess& postprocess, const ov::Model& model, const ExplainerOptions& options) {
    AnswerReader reader;
    reader.decoder = "postprocess";
    reader.outputs.resize(model.outputs().size());
    std::iota(reader.outputs.begin(), reader.outputs.end(), std::size_t{0});
    reader.scale = find_scale(options.score).value_or(ScoreScale::as_is);
    reader.probabilities = *reader.scale != ScoreScale::as_is;
    reader.read = postprocess;
    reader.evidence = "outputs: decoded by the postprocess function";
    return reader;
}

// Of a method that needs no answer.
AnswerReader silent_reader() {
    AnswerReader reader;
    reader.read = [](std::span<const OutputTensor>) { return Answer(); };
    return reader;
}

constexpr const char* fourth_channel =
    "fourth channel: 255 (opaque alpha) for every pixel; for anything else, such as infrared, give prepared tensors";

// Not when the first thing that the graph does is to cut some off, as of RGBX.
bool reads_all_channels(const ov::Model& model, const ImageInput& input) {
    const auto& parameter = model.get_parameters().at(input.index);
    const auto axis = input.layout == TensorLayout::nchw ? 1 : height_axis(input) + 2;
    return std::ranges::any_of(parameter->output(0).get_target_inputs(), [&](const auto& reader) {
        const auto& shape = reader.get_node()->get_output_partial_shape(0);
        return !ov::is_type<ov::op::v8::Slice>(reader.get_node()) || shape[axis] == input.channels;
    });
}

// What was decided about how to explain.
class Planner {
public:
    Planner(std::shared_ptr<ov::Model> model,
            const ImageInput& input,
            const ExplainerOptions& options,
            std::size_t labels,
            std::optional<AnswerReader> own_scores,
            ExplainedModel& result)
        : m_model(std::move(model)),
          m_input(input),
          m_options(options),
          m_result(result),
          m_reader(std::move(own_scores)) {
        if (m_reader)
            return;
        if (options.postprocess) {
            m_reader = reader_of(options.postprocess, *m_model, options);
            return;
        }
        m_reader = reader_for({.task = options.task,
                               .decoder = options.decoder,
                               .output = options.output,
                               .score = options.score,
                               .labels = labels,
                               .alphabet = alphabet_of(options)});
        if (!m_reader)
            return;
        require_reference();
        if (auto warning = reading_warning(*m_reader))
            m_result.warnings.push_back(std::move(*warning));
    }

    void plan() {
        m_result.reader = m_reader.value_or(silent_reader());
        if (m_options.method == "auto")
            automatic();
        else if (m_options.method == "black-box")
            black_box(default_black_box());
        else if (m_options.method == "white-box" || !find_method(m_options.method).perturbs_inputs())
            white_box(m_model);
        else
            black_box(find_method(m_options.method));
    }

private:
    // "auto" where the method is chosen among those of a family.
    std::string method_or_auto() const {
        return m_options.method == "white-box" || m_options.method == "black-box" ? "auto" : m_options.method;
    }

    // An embedding has no score of its own; the map of a method that answers per image needs none.
    void require_reference() {
        if (m_reader->decoder != "embedding")
            return;
        const auto method = method_or_auto();
        if (method == "auto" || find_method(method).needs_scores || !find_method(method).per_image())
            throw Error(ErrorKind::usage,
                        fmt::format("the model returns an embedding ({}), which is explained by its similarity to "
                                    "a reference; set an image or a vector (similar_to, --similar-to)",
                                    m_reader->evidence));
        m_reader.reset();
    }

    // The graph has scores whether or not the caller reads the outputs.
    std::optional<AnswerReader> graph_reader() const {
        if (!m_options.postprocess)
            return m_reader;
        try {
            return reader_for({.output = m_options.output});
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported)
                throw;
            throw Error(
                ErrorKind::unsupported,
                fmt::format("white-box methods explain scores of the graph, but only the postprocess function can "
                            "decode the outputs of this "
                            "model; add the score to the graph (docs/how-to/explain-a-score-of-your-own.md), or use a "
                            "black-box method, e.g. {}",
                            default_black_box().info.name));
        }
    }

    std::optional<AnswerReader> reader_for(const DecoderWish& wish) const {
        const auto method = method_or_auto();
        const bool needed = method == "auto" || !find_method(method).per_image();
        return trusted_reader_if(needed, *m_model, m_input, m_result.preprocess, wish);
    }

    void white_box(const std::shared_ptr<ov::Model>& model) {
        InsertOptions insert;
        insert.method = method_or_auto();
        insert.target_layer = m_options.target_layer;
        insert.memory_limit = m_options.memory_limit;
        const auto reader = graph_reader();
        auto insertion = insert_saliency_map(*model, m_input, insert, reader, add_asked_score);
        if (m_options.postprocess)
            m_result.graph_reader = reader;
        if (m_options.method == "auto" && m_options.target_layer.empty())
            require_less_work_than_black_box(insertion);
        m_result.decisions = std::move(insertion.decisions);
        if (m_options.postprocess && !insertion.method->per_image())
            m_result.decisions.push_back(
                {.text = fmt::format(
                     "postprocess: {} is used if the scores of the graph prove to be those that the function returns",
                     insertion.method->info.title)});
        const bool samples = insertion.method->samples_gradients();
        m_result.white_box = Way{insertion.method,
                                 insertion.layer,
                                 compiled(model, samples || m_options.throughput, precision_of(insertion))};
        if (samples)
            m_result.planar_input = std::make_unique<PlanarInput>(m_input, m_result.preprocess);
    }

    void require_less_work_than_black_box(const Insertion& insertion) const {
        const auto budget = inference_budget({});
        if (insertion.inferences > static_cast<double>(budget))
            throw Error(ErrorKind::unsupported,
                        fmt::format("{} would cost as much as {:.0f} inferences; to use it, choose method {}",
                                    insertion.method->info.title,
                                    insertion.inferences,
                                    insertion.method->info.name));
    }

    void black_box(const Method& method) {
        std::string layer;
        if (method.needs.activations)
            layer = add_activations_for(method);
        else if (!m_result.white_box && !m_result.gradients)
            m_result.decisions = {{DecisionKind::outputs, m_reader->decoder, m_reader->evidence},
                                  {DecisionKind::method,
                                   std::string(method.info.name),
                                   fmt::format("method {} (black box)", method.info.title)}};
        m_result.black_box = Way{&method, layer, compiled(m_model, true, m_options.precision)};
    }

    // The name of the layer. A postprocess of the caller's may read what nothing understands of the graph.
    std::string add_activations_for(const Method& method) {
        const InsertOptions insert{.method = std::string(method.info.name), .target_layer = m_options.target_layer};
        auto insertion = insert_saliency_map(
            *m_model, m_input, insert, m_options.postprocess ? std::nullopt : m_reader, add_asked_score);
        m_result.decisions = std::move(insertion.decisions);
        return insertion.layer;
    }

    // White box where it can be; an answer from outside where the graph does not allow one from inside.
    void automatic() {
        std::vector<Decision> reasons;
        try {
            white_box(m_model->clone());
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported || !m_options.target_layer.empty())
                throw;
            reasons.push_back(
                {DecisionKind::unsuitable, "white-box", fmt::format("no white-box method fits: {}", error.what())});
        }
        if (m_options.target_layer.empty())
            gradients_of_boxes(reasons);
        black_box(default_black_box());
        std::ranges::move(reasons, std::back_inserter(m_result.decisions));
    }

    // Maps of boxes in one inference each, where the model has gradients; else the black box answers for them.
    void gradients_of_boxes(std::vector<Decision>& reasons) {
        std::optional<AnswerReader> reader;
        try {
            reader = graph_reader();
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported)
                throw;
        }
        if (!reader || !reader->box_scores)
            return;
        const auto& method = default_for_boxes();
        const auto model = m_model->clone();
        InsertOptions insert;
        insert.method = method.info.name;
        insert.memory_limit = m_options.memory_limit;
        try {
            auto insertion = insert_saliency_map(*model, m_input, insert, reader, add_asked_score);
            auto forms = compiled(model, false, precision_of(insertion));
            if (!m_result.white_box)
                m_result.decisions = std::move(insertion.decisions);
            else
                m_result.decisions.push_back({DecisionKind::box_method,
                                              std::string(method.info.name),
                                              fmt::format("boxes: {}", insertion.decisions.back().text)});
            if (m_options.postprocess)
                m_result.graph_reader = reader;
            m_result.gradients = Way{&method, insertion.layer, std::move(forms)};
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::unsupported)
                throw;
            reasons.push_back(
                {DecisionKind::unsuitable, "gradient", fmt::format("no gradients for boxes: {}", error.what())});
        }
    }

    std::string precision_of(const Insertion& insertion) const {
        const auto& asked = m_options.precision;
        if (insertion.fails_in_half && (asked == "bf16" || asked == "f16"))
            throw Error(
                ErrorKind::unsupported,
                fmt::format("gradients of a quantised model need precision f32, found {}; remove the option", asked));
        return asked == "auto" && insertion.needs_f32 ? "f32" : asked;
    }

    std::unique_ptr<CompiledForms> compiled(const std::shared_ptr<ov::Model>& model,
                                            bool throughput,
                                            const std::string& precision) const {
        return std::make_unique<CompiledForms>(model,
                                               m_input,
                                               m_result.preprocess,
                                               CompileOptions{.device = m_options.device,
                                                              .precision = precision,
                                                              .cache = m_options.cache,
                                                              .throughput = throughput,
                                                              .properties = m_options.properties,
                                                              .core = m_options.core});
    }

    std::shared_ptr<ov::Model> m_model;
    const ImageInput& m_input;
    const ExplainerOptions& m_options;
    ExplainedModel& m_result;
    std::optional<AnswerReader> m_reader;
};

// A model that brings a map along is explained as it was told to explain itself, with raw values and any target.
ExplainerOptions as_inserted(ExplainerOptions options, const InsertedMap& map) {
    if (options.method == "auto" && options.target_layer.empty() && !map.method.empty()) {
        options.method = map.method;
        options.target_layer = map.target_layer;
    }
    return options;
}

// The task that the user names, or the one that the reader is good for; with a postprocess of the caller's own, each
// answer tells.
const Task* task_for(const AnswerReader& reader, const std::string& wanted) {
    if (wanted != "auto")
        return &find_task(wanted);
    return reader.task.empty() ? nullptr : &find_task(reader.task);
}

Provenance provenance_of(const ExplainedModel& model, const ExplainerOptions& options) {
    const auto& way = model.white_box ? *model.white_box : model.gradients ? *model.gradients : *model.black_box;
    Provenance provenance;
    provenance.task = model.task == nullptr ? "auto" : model.task->name;
    provenance.method = way.method->info.name;
    provenance.layer = way.layer;
    provenance.decoder = model.reader.decoder;
    if (model.task != nullptr && !model.task->score.empty())
        provenance.score = model.task->score;
    else
        provenance.score = model.reader.scale ? score_text(model.reader) : "auto";
    provenance.device = options.device;
    provenance.seed = options.seed;
    provenance.version = version();
    provenance.openvino_version = openvino_version();
    const bool tensors = options.tensor_input || options.preprocess_fn || way.method->samples_gradients() ||
                         !unsupported_image_reason(model.input).empty();
    const auto form = tensors                         ? InputForm::tensor
                      : way.method->perturbs_inputs() ? InputForm::masked
                                                      : InputForm::image;
    provenance.precision = used_precision(way.compiled->requests(form).model());
    return provenance;
}

}  // namespace

ExplainedModel prepare(const std::shared_ptr<ov::Model>& model, const ExplainerOptions& asked) {
    if (asked.task != "auto")
        find_task(asked.task);
    check_options(asked.black_box);
    check_options(asked.attribution);
    ExplainedModel result;
    const auto inserted = take_inserted_map(*model);
    remove_no_ops(*model);
    auto options = inserted ? as_inserted(asked, *inserted) : asked;
    fix_given_inputs(*model, options.inputs);
    fix_batch_of_zero(*model);
    std::vector<Decision> about_inputs;
    result.input = fix_input_shape(*model,
                                   find_image_input(*model, options.preprocess.layout, options.image_input),
                                   {options.input_height, options.input_width},
                                   about_inputs);
    append(about_inputs, DecisionKind::inputs, fix_size_inputs(*model, result.input));
    const bool reads_fourth_channel = reads_all_channels(*model, result.input);
    const bool only_tensors =
        options.preprocess_fn || options.tensor_input || !unsupported_image_reason(result.input).empty();
    if (!options.postprocess)
        dequantize_outputs(*model);
    if (!only_tensors)
        shift_signed_input_to_u8(*model, result.input.index);
    auto preprocess = resolve_preprocess(*model, result.input, options.preprocess);
    result.preprocess = preprocess.preprocess;
    result.preprocess_fn = options.preprocess_fn;
    result.black_box_options = options.black_box;
    result.attribution = options.attribution;
    result.memory_limit = options.memory_limit;
    auto own_scores = append_own_scores(*model, result.input, result.preprocess, options);
    if (own_scores && own_scores->decoder == "similarity" && options.precision == "auto")
        options.precision = "f32";  // similarities of like images differ by less than bf16 can tell
    const bool given = !options.labels.empty() || own_scores;
    auto labels = given ? options.labels : model_labels(*model);
    if (own_scores && own_scores->decoder == "similarity" && own_scores->classes == 1 && labels.empty())
        labels = {"similarity"};
    Planner(model, result.input, options, labels.size(), std::move(own_scores), result).plan();
    if (inserted)
        result.decisions.push_back(
            {.text =
                 fmt::format("output '{}' of the model is not used; the map is computed again", saliency_map_output)});
    result.task = task_for(result.reader, options.task);
    std::ranges::move(about_inputs, std::back_inserter(result.decisions));
    append(result.decisions, DecisionKind::preprocess, std::move(preprocess.evidence));
    if (result.input.channels == 4 && !only_tensors && reads_fourth_channel)
        result.warnings.emplace_back(fourth_channel);
    else if (result.input.channels == 4 && !only_tensors)
        result.decisions.push_back({DecisionKind::preprocess, {}, fourth_channel});
    if (preprocess.warning && !only_tensors)
        result.warnings.push_back(*preprocess.warning);
    if (result.reader.task == "recognition")
        choose_alphabet(result, *model, options);
    else if (!options.alphabet.empty() || options.blank != "auto")
        throw Error(ErrorKind::usage,
                    fmt::format("expected a text recognition model for an alphabet or blank, found one of {}",
                                result.reader.task.empty() ? "another kind" : result.reader.task));
    else
        choose_labels(result, std::move(labels), given);
    result.provenance = provenance_of(result, options);
    return result;
}

}  // namespace vinoscope
