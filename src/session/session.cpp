// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "session/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <openvino/op/slice.hpp>
#include <utility>

#include "methods/inserted_map.hpp"
#include "methods/selectable_score.hpp"
#include "methods/trusted_reader.hpp"
#include "model/constant_inputs.hpp"
#include "model/file_metadata.hpp"
#include "model/low_rank_input.hpp"
#include "model/model_preprocess.hpp"
#include "model/quantized_ports.hpp"
#include "model/static_input.hpp"
#include "ops/no_ops.hpp"
#include "outputs/alphabet.hpp"
#include "session/own_scores.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {
namespace {

constexpr std::string_view any_white_box = "white-box";

void append(std::vector<Decision>& decisions, DecisionKind kind, std::vector<std::string> lines) {
    for (auto& line : lines)
        decisions.push_back({kind, {}, std::move(line)});
}

std::vector<std::string> alphabet_of(const ExplainerOptions& options) {
    return options.alphabet.empty() ? options.labels : options.alphabet;
}

// A postprocess function of the caller's.
AnswerReader reader_of(const Postprocess& postprocess, const ov::Model& model, const ExplainerOptions& options) {
    AnswerReader reader;
    reader.decoder = "postprocess";
    reader.outputs.resize(model.outputs().size());
    std::iota(reader.outputs.begin(), reader.outputs.end(), std::size_t{0});
    reader.scale = scale_of(options.score).value_or(ScoreScale::as_is);
    reader.probabilities = *reader.scale != ScoreScale::as_is;
    reader.read = postprocess;
    reader.evidence = "outputs: decoded by the postprocess function";
    return reader;
}

// For methods that need no prediction.
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

// A model that brings a map along is explained by the method of that map, with raw values and any target.
void take_method_of(const InsertedMap& map, ExplainerOptions& options) {
    if (options.method == "auto" && options.target_layer.empty() && !map.method.empty()) {
        options.method = map.method;
        options.target_layer = map.target_layer;
    }
}

// The task that the user names, or that of the reader; with a postprocess function each answer determines it.
const Task* task_for(const AnswerReader& reader, const std::string& wanted) {
    if (wanted != "auto")
        return &find_task(wanted);
    return reader.task.empty() ? nullptr : &find_task(reader.task);
}

Error no_reference(const AnswerReader& reader) {
    return {ErrorKind::usage,
            fmt::format("the model returns an embedding ({}), which is explained by its similarity to "
                        "a reference; set an image or a vector (similar_to, --similar-to)",
                        reader.evidence)};
}

Error no_scores_in_graph() {
    return {ErrorKind::unsupported,
            fmt::format("white-box methods explain scores of the graph, but only the postprocess function can "
                        "decode the outputs of this "
                        "model; add the score to the graph (docs/how-to/explain-a-score-of-your-own.md), or use a "
                        "black-box method, e.g. {}",
                        default_black_box().info.name)};
}

// The labels of a model whose classes are single characters, which look like the alphabet of a text recogniser.
std::vector<std::string> letters_of(const ov::Model& model, const AnswerReader& reader) {
    auto letters = file_metadata(model).alphabet;
    if (!std::cmp_equal(letters.size(), reader.classes))
        letters.clear();
    return letters;
}

bool has_integer_input(const ov::Model& model, const ImageInput& input) {
    return model.get_parameters().at(input.index)->get_element_type().is_integral_number();
}

}  // namespace

Session::Session(std::shared_ptr<ov::Model> given, ExplainerOptions given_options)
    : model(std::move(given)),
      options(std::move(given_options)),
      reading(Error(ErrorKind::unsupported, "not read yet")),
      m_memory(std::make_shared<MemoryBudget>(options.memory_limit)) {
    if (options.task != "auto")
        find_task(options.task);
    check_options(options.black_box);
    check_options(options.attribution);
    const auto inserted = take_inserted_map(*model);
    fix_given_inputs(*model, options.inputs);
    lift_low_rank_input(*model, options.image_input);
    remove_no_ops(*model);
    if (inserted) {
        take_method_of(*inserted, options);
        decisions.push_back({.text = fmt::format("output '{}' of the model is not used; the map is computed again",
                                                 saliency_map_output)});
    }
    fix_batch_of_zero(*model);
    input = fix_input_shape(*model,
                            find_image_input(*model, options.preprocess.layout, options.image_input),
                            {options.input_height, options.input_width},
                            decisions);
    append(decisions, DecisionKind::inputs, fix_size_inputs(*model, input));
    if (m_memory->is_limited())
        m_memory->inferences_at_once(estimate_memory(*model));  // refused before any inference
    const bool reads_fourth_channel = reads_all_channels(*model, input);
    const bool only_tensors = options.preprocess_fn || options.tensor_input || !unsupported_image_reason(input).empty();
    if (!options.postprocess)
        dequantize_outputs(*model);
    if (!only_tensors)
        shift_signed_input_to_u8(*model, input.index);
    auto resolved = resolve_preprocess(*model, input, options.preprocess);
    preprocess = resolved.preprocess;
    auto own_scores = append_own_scores(*model, input, preprocess, options);
    if (own_scores && own_scores->decoder == "similarity" && options.precision == Precision::automatic)
        options.precision = Precision::f32;  // similarities of like images differ by less than bf16 can tell
    const bool given_labels = !options.labels.empty() || own_scores;
    auto names = given_labels ? options.labels : model_labels(*model);
    if (own_scores && own_scores->decoder == "similarity" && own_scores->classes == 1 && names.empty())
        names = {"similarity"};
    read_outputs(names.size(), std::move(own_scores));
    task = task_for(reader, options.task);
    if (const auto stored = file_metadata(*model).min_score)
        min_score = *stored;
    append(decisions, DecisionKind::preprocess, std::move(resolved.evidence));
    if (input.channels == 4 && !only_tensors && reads_fourth_channel)
        warnings.emplace_back(fourth_channel);
    else if (input.channels == 4 && !only_tensors)
        decisions.push_back({DecisionKind::preprocess, {}, fourth_channel});
    if (resolved.warning && !only_tensors)
        warnings.push_back(*resolved.warning);
    choose_names(std::move(names), given_labels);
    options.similar_to = {};  // which may be large
}

Session::Session(std::shared_ptr<ov::Model> prepared,
                 const ImageInput& image,
                 Expected<AnswerReader> read,
                 ExplainerOptions given_options)
    : model(std::move(prepared)),
      options(std::move(given_options)),
      input(image),
      reading(std::move(read)),
      reader(reading ? *reading : silent_reader()),
      m_memory(std::make_shared<MemoryBudget>(options.memory_limit)) {}

void Session::choose_names(std::vector<std::string> names, bool given) {
    if (reader.task == "recognition")
        choose_alphabet();
    else if (!options.alphabet.empty() || options.blank != BlankClass::automatic)
        throw Error(ErrorKind::usage,
                    fmt::format("expected a text recognition model for an alphabet or blank, found one of {}",
                                reader.task.empty() ? "another kind" : reader.task));
    else
        choose_labels(names.empty() ? letters_of(*model, reader) : std::move(names), given);
}

void Session::read_outputs(std::size_t label_count, std::optional<AnswerReader> own_scores) {
    if (own_scores) {
        reading = std::move(*own_scores);
    } else if (options.postprocess) {
        reading = reader_of(options.postprocess, *model, options);
    } else {
        reading = attempt([&] {
            return trusted_reader(*model,
                                  input,
                                  preprocess,
                                  {.task = options.task,
                                   .decoder = options.decoder,
                                   .output = options.output,
                                   .score = options.score,
                                   .labels = label_count,
                                   .alphabet = alphabet_of(options)});
        });
        if (!reading && reading.error().kind() != ErrorKind::unsupported)
            throw reading.error();
        if (reading && reading->decoder == "embedding")
            reading = no_reference(*reading);
        if (auto warning = reading ? reading_warning(*reading) : std::nullopt)
            warnings.push_back(std::move(*warning));
    }
    reader = reading ? *reading : silent_reader();
}

// Labels that the user gives must fit; labels that the model brings along and that do not fit are left alone.
void Session::choose_labels(std::vector<std::string> names, bool given) {
    labels = std::move(names);
    const auto classes = static_cast<std::size_t>(reader.classes);
    if (reader.two_of_one && labels.size() == 1)
        labels.insert(labels.begin(), fmt::format("not {}", labels.front()));
    if (labels.empty() || labels.size() == classes)
        return;
    const auto file = file_metadata(*model).labels_file;
    if (classes == 0) {
        if (!given && !file.empty())
            warnings.push_back(
                fmt::format("the model does not specify its number of classes, so whether the {} labels in "
                            "{} are its own cannot be checked; choose others with --labels",
                            labels.size(),
                            file));
        return;
    }
    const auto mismatch = fmt::format("expected {} labels, one for each class, found {}", classes, labels.size());
    if (given)
        throw Error(ErrorKind::usage, mismatch + "; list one per line, in the order of the classes");
    decisions.push_back({DecisionKind::labels,
                         {},
                         fmt::format("{} in {}; they are not used", mismatch, file.empty() ? "the model" : file)});
    labels.clear();
}

// An alphabet that the model brings along and that does not fit is left alone.
void Session::choose_alphabet() {
    labels = alphabet_of(options);
    if (labels.empty()) {
        labels = file_metadata(*model).alphabet;
        if (!labels.empty() && !fits_alphabet(labels, reader.classes)) {
            decisions.push_back({DecisionKind::labels,
                                 {},
                                 fmt::format("the alphabet of {} characters in the model does not fit; it is not used",
                                             labels.size())});
            labels.clear();
        }
    }
    reader = with_alphabet(std::move(reader), labels, options.blank);
    if (labels.empty())
        warnings.emplace_back("no alphabet: characters are identified by their index; pass one with --alphabet FILE");
}

const Expected<AnswerReader>& Session::graph_reading() {
    if (!options.postprocess)
        return reading;
    if (!m_graph_reading) {
        m_graph_reading =
            attempt([&] { return trusted_reader(*model, input, preprocess, {.output = options.output}); });
        if (!*m_graph_reading && m_graph_reading->error().kind() == ErrorKind::unsupported)
            m_graph_reading = no_scores_in_graph();
    }
    return *m_graph_reading;
}

Expected<Plan> Session::plan(std::string_view name, bool is_preview) {
    const auto* method = name == any_white_box ? nullptr : &find_method(name);
    const bool needs_answers = method == nullptr || !method->per_image() || method->needs_scores;
    if (needs_answers && !reading)
        return reading.error();
    if (method != nullptr && method->black_box())
        return Plan{.method = method,
                    .layer = {},
                    .model = is_preview ? nullptr : model,
                    .precision = options.precision,
                    .throughput = true,
                    .decisions = {{DecisionKind::outputs, reader.decoder, reader.evidence},
                                  {DecisionKind::method,
                                   std::string(method->info.name),
                                   fmt::format("method {} (black box)", method->info.title)}}};
    if (method != nullptr && method->perturbs_inputs())  // a postprocess function may read what nothing else can
        return plan_in_graph(name, options.postprocess ? nullptr : &*reading, is_preview);
    const auto& graph = graph_reading();
    if (!graph && needs_answers)
        return graph.error();
    auto planned = plan_in_graph(name, graph ? &*graph : nullptr, is_preview);
    if (planned && options.postprocess && graph)
        graph_reader = *graph;
    return planned;
}

Expected<Plan> Session::plan_in_graph(std::string_view name, const AnswerReader* read, bool is_preview) {
    const auto* method = name == any_white_box ? nullptr : &find_method(name);
    const InsertOptions insert{.method = method == nullptr ? "auto" : std::string(name),
                               .target_layer = options.target_layer,
                               .memory_limit = memory_for_cells()};
    auto insertion = attempt([&] {
        return edit_graph([&] {
            auto& graph = draft_for(read, method != nullptr && method->samples_gradients()).graph;
            return is_preview ? graph.preview(insert, add_selectable_score)
                              : graph.insert(insert, add_selectable_score);
        });
    });
    const auto model_of_plan = insertion && !is_preview ? m_draft->model : nullptr;
    if (model_of_plan)
        m_draft.reset();
    else
        drop_edited_draft();
    if (!insertion)
        return insertion.error();
    const auto precision = options.precision;
    if (insertion->fails_in_half && (precision == Precision::bf16 || precision == Precision::f16))
        return Error(ErrorKind::unsupported,
                     fmt::format("gradients of a quantised model need precision f32, found {}; remove the option",
                                 name_of(precision)));
    const auto* chosen = insertion->method;
    const bool needs_f32 = insertion->needs_f32 && !chosen->perturbs_inputs();
    return Plan{.method = chosen,
                .layer = insertion->layer,
                .model = model_of_plan,
                .precision = precision == Precision::automatic && needs_f32 ? Precision::f32 : precision,
                .throughput = chosen->needs.inferences || options.throughput,
                .relative_cost = insertion->relative_cost,
                .decisions = std::move(insertion->decisions)};
}

Expected<std::vector<SpatialLayer>> Session::layers() {
    return attempt([&] { return draft_for(reading ? &*reading : nullptr, false).graph.layers(); });
}

Session::Draft::Draft(std::shared_ptr<ov::Model> copy,
                      const ImageInput& image,
                      const AnswerReader* reader,
                      bool real_input)
    : model(std::move(copy)),
      has_reader(reader != nullptr),
      has_real_input(real_input),
      graph(*model, image, reader == nullptr ? std::nullopt : std::optional(*reader)) {}

Session::Draft& Session::draft_for(const AnswerReader* read, bool samples_gradients) {
    const bool real_input = samples_gradients && has_integer_input(*model, input);
    if (m_draft && m_draft->has_reader == (read != nullptr) && m_draft->has_real_input == real_input)
        return *m_draft;
    m_draft.reset();
    auto copy = model->clone();
    if (real_input)
        convert_input_to_f32(*copy, input.index);
    m_draft = std::make_unique<Draft>(std::move(copy), input, read, real_input);
    return *m_draft;
}

void Session::drop_edited_draft() {
    if (m_draft && !m_draft->graph.is_intact())
        m_draft.reset();
}

std::unique_ptr<CompiledForms> Session::compile(std::shared_ptr<ov::Model> graph,
                                                bool throughput,
                                                Precision precision) const {
    return std::make_unique<CompiledForms>(std::move(graph),
                                           input,
                                           preprocess,
                                           CompileOptions{.device = options.device,
                                                          .precision = precision,
                                                          .cache = options.cache,
                                                          .throughput = throughput,
                                                          .properties = options.properties,
                                                          .core = options.core},
                                           m_memory);
}

InputForm Session::expected_form(bool with_tensors, bool masked) const {
    if (with_tensors || options.tensor_input || options.preprocess_fn || !unsupported_image_reason(input).empty())
        return InputForm::tensor;
    return masked ? InputForm::masked : InputForm::image;
}

InputSource Session::source_of(Image image) const {
    if (!options.preprocess_fn)
        return {std::move(image), input};
    return {std::move(image), options.preprocess_fn, input};
}

// A batch of cells is alive several times in a head: its input, its output, and what a branch keeps.
std::size_t Session::memory_for_cells() const {
    if (!m_memory->is_limited())
        return m_memory->left();
    const auto weights = estimate_memory(*model);
    const auto used = weights.stored + weights.compiled;
    return (*options.memory_limit - std::min(*options.memory_limit, used)) / 4;
}

ScoreJob Session::job() const {
    ScoreJob job;
    job.input = input.index;
    job.outputs = reader.outputs;
    return job;
}

}  // namespace vinoscope
