// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/class_scores.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <openvino/op/result.hpp>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "model/port.hpp"
#include "outputs/decoder.hpp"
#include "outputs/levels.hpp"
#include "outputs/output_kind.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

std::string outputs_text(const std::vector<Port>& outputs) {
    std::vector<std::string> texts;
    texts.reserve(outputs.size());
    for (const auto& output : outputs) {
        texts.push_back(port_text(output));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::size_t index_of(const std::vector<Port>& outputs, std::string_view name) {
    const std::string wanted(name);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (outputs[i].get_names().contains(wanted) || port_name(outputs[i]) == wanted) {
            return i;
        }
        names.push_back(port_name(outputs[i]));
    }
    throw Error(ErrorKind::bad_target,
                fmt::format("the model has no output '{}'; its outputs are {}{}",
                            name,
                            fmt::join(names, ", "),
                            did_you_mean(name, names)));
}

ScoreOutput named_output(const std::vector<Port>& outputs, std::string_view name) {
    const auto index = index_of(outputs, name);
    const auto& output = outputs[index];
    const auto classes = score_classes(output);
    if (!classes) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("output {} does not look like class scores; expected floats of shape [batch,classes]",
                                port_text(output)));
    }
    return {index,
            *classes,
            final_activation(output),
            fmt::format("output {}: chosen by name", port_text(output)),
            Trust::certain};
}

[[noreturn]] void no_scores(const std::vector<Port>& outputs, const std::string& task) {
    throw Error(
        ErrorKind::unsupported,
        fmt::format(
            "no output holds class scores (floats [batch,classes]); the model has {}{}; choose an output by name if "
            "one of them does",
            outputs_text(outputs),
            task == "unknown" ? "" : " and looks like " + task));
}

/// Why an output of class-score shape is taken, the strongest reason last.
enum class Rank : std::uint8_t { side, plain, named, activated, labelled };

struct Candidate {
    std::size_t index;
    std::int64_t classes;
    std::string activation;
    Rank rank = Rank::plain;
    std::string doubt = {};  ///< of a side output: what it is instead
};

bool contains_any(std::string_view name, std::span<const std::string_view> parts) {
    return std::ranges::any_of(parts, [&](auto part) { return name.find(part) != std::string_view::npos; });
}

bool is_named_after_scores(const Port& output) {
    constexpr std::string_view parts[] = {"score", "prob", "logit", "class", "softmax", "predict"};
    return contains_any(lower_case(port_name(output)), parts);
}

bool is_named_after_something_else(const Port& output) {
    constexpr std::string_view parts[] = {"feature",  "embed", "saliency", "landmark", "keypoint",  "key_point",
                                          "bbox",     "boxes", "offset",   "anchor",   "regress",   "heatmap",
                                          "heat_map", "coord", "points",   "corners",  "vertices",  "polygon",
                                          "quad",     "mask",  "delta",    "latent",   "descriptor"};
    return contains_any(lower_case(port_name(output)), parts);
}

bool has_activation(std::string_view name) {
    return name == "softmax" || name == "sigmoid";
}

/// Whether the values of `output` are computed from those of `source`.
bool is_computed_from(const Port& output, const Port& source) {
    const auto producer = [](const Port& port) {
        const auto* node = port.get_node();
        return ov::is_type<ov::op::v0::Result>(node) ? node->get_input_node_ptr(0) : node;
    };
    const auto* wanted = producer(source);
    std::vector<const ov::Node*> open = {producer(output)};
    if (open.front() == wanted) {
        return false;
    }
    std::unordered_set<const ov::Node*> seen;
    while (!open.empty()) {
        const auto* node = open.back();
        open.pop_back();
        if (node == wanted) {
            return true;
        }
        if (seen.insert(node).second) {
            for (const auto& input : node->input_values()) {
                open.push_back(input.get_node());
            }
        }
    }
    return false;
}

Candidate candidate_of(const std::vector<Port>& outputs, std::size_t index, std::size_t labels) {
    const auto& output = outputs[index];
    Candidate result{index, *score_classes(output), final_activation(output)};
    if (result.classes > 1 && std::cmp_equal(result.classes, labels)) {
        result.rank = Rank::labelled;
    } else if (is_named_after_something_else(output)) {
        result.rank = Rank::side;
        result.doubt = "its name is that of something other than class scores";
    } else if (result.activation == "softmax" && softmax_length(output).value_or(result.classes) != result.classes) {
        result.rank = Rank::side;
        result.doubt = fmt::format("its softmax is taken over groups of {} values", *softmax_length(output));
    } else if (result.classes > 1 && has_activation(result.activation)) {
        result.rank = Rank::activated;
    } else if (is_named_after_scores(output)) {
        result.rank = Rank::named;
    } else if (auto features = feature_sign(output); features && features->sure) {
        result.rank = Rank::side;
        result.doubt = std::move(features->reason);
    }
    return result;
}

/// The number of pictures in an inference, by the first input of rank 4; dynamic where it is open.
ov::Dimension batch_of(const ov::Model& model) {
    for (const auto& input : model.inputs()) {
        const auto& shape = input.get_partial_shape();
        if (shape.rank().is_static() && shape.size() == 4) {
            return shape[0];
        }
    }
    return {};
}

/// Whether the rows of an output may be pictures.
bool has_a_row_a_picture(const Port& output, const ov::Dimension& batch) {
    const auto& shape = output.get_partial_shape();
    return shape.size() != 2 || shape[0].compatible(batch);
}

/// Whether the number of rows depends on the image, as that of the boxes that a non-maximum suppression leaves.
bool has_as_many_rows_as_found(const Port& output, const ov::Dimension& batch) {
    const auto& shape = output.get_partial_shape();
    return shape.size() == 2 && batch.is_static() && shape[0].is_dynamic() && shape[0].get_max_length() > 1;
}

std::vector<Candidate> candidates_among(const ov::Model& model, std::size_t labels) {
    const auto outputs = model.outputs();
    const auto batch = batch_of(model);
    std::vector<Candidate> found;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (score_classes(outputs[i]) && has_a_row_a_picture(outputs[i], batch)) {
            found.push_back(candidate_of(outputs, i, labels));
            if (has_as_many_rows_as_found(outputs[i], batch)) {
                found.back().rank = Rank::side;
                found.back().doubt = "the number of rows depends on the image, as for boxes";
            }
        }
    }
    for (auto& candidate : found) {
        for (const auto& other : found) {
            if (candidate.rank != Rank::labelled && other.index != candidate.index && other.rank != Rank::side &&
                is_computed_from(outputs[other.index], outputs[candidate.index])) {
                candidate.rank = Rank::side;
                candidate.doubt = fmt::format("'{}' is computed from it", port_name(outputs[other.index]));
                break;
            }
        }
    }
    return found;
}

std::string reason_of(const Candidate& chosen, std::size_t equals) {
    switch (chosen.rank) {
        case Rank::labelled:
            return "as many classes as labels";
        case Rank::activated:
            return fmt::format("it ends in a {}", chosen.activation);
        case Rank::named:
            return "its name is that of class scores";
        case Rank::side:
        case Rank::plain:
            break;
    }
    return equals > 1 ? "the one with the most classes (the first of several)" : "nothing indicates another one";
}

std::string choice_text(const std::vector<Port>& outputs,
                        const std::vector<Candidate>& found,
                        const Candidate& chosen,
                        std::size_t equals) {
    const auto text = port_text(outputs[chosen.index]);
    if (outputs.size() == 1) {
        return fmt::format("output {}: the only output", text);
    }
    if (found.size() == 1) {
        return fmt::format("output {}: the only one of {} outputs that looks like class scores", text, outputs.size());
    }
    return fmt::format(
        "output {}: {}, of {} outputs that look like class scores", text, reason_of(chosen, equals), found.size());
}

std::string names_text(const std::vector<Port>& outputs, const std::vector<Candidate>& found) {
    std::vector<std::string> names;
    for (const auto& candidate : found) {
        names.push_back(fmt::format("'{}'", port_name(outputs[candidate.index])));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Sets how sure the choice of `chosen` among `equals` is.
void judge(ScoreOutput& result,
           const std::vector<Port>& outputs,
           const Candidate& chosen,
           const std::vector<Candidate>& equals) {
    const auto doubt = [&](Trust trust, std::string_view reason) {
        result.trust = std::min(result.trust, trust);
        result.doubts.emplace_back(reason);
    };
    result.trust = chosen.rank >= Rank::activated ? Trust::certain : Trust::likely;
    if (chosen.rank == Rank::side) {
        doubt(Trust::none, chosen.doubt);
    }
    if (equals.size() > 1 && chosen.rank != Rank::side) {
        doubt(chosen.rank >= Rank::named ? Trust::doubtful : Trust::none,
              fmt::format("{} could all be class scores", names_text(outputs, equals)));
    }
    constexpr std::int64_t few = 4;  // as many as angles, ages or the sides of a box have
    if (chosen.rank == Rank::plain && chosen.classes <= few && !has_activation(chosen.activation)) {
        doubt(Trust::doubtful,
              chosen.classes == 1 ? "a single value may be a score or a regression result"
                                  : "a few values without an activation may be scores or regression results");
    }
    if (chosen.rank <= Rank::named && ends_in_tanh(outputs[chosen.index])) {
        doubt(Trust::doubtful, "it ends in a tanh, as hash codes and coordinates do");
    }
    if (const auto features = feature_sign(outputs[chosen.index]);
        features && !features->sure && chosen.rank <= Rank::plain) {
        doubt(Trust::doubtful, features->reason);
    }
}

}  // namespace

ScoreOutput find_score_output(const ov::Model& model, std::string_view name, std::size_t labels) {
    const auto outputs = model.outputs();
    if (!name.empty()) {
        return named_output(outputs, name);
    }
    const auto found = candidates_among(model, labels);
    if (found.empty() || looks_like_detection(model)) {
        no_scores(outputs, guess_task(model));
    }
    const auto strength = [](const Candidate& candidate) { return std::pair(candidate.rank, candidate.classes); };
    const auto& chosen = *std::ranges::max_element(found, {}, strength);
    std::vector<Candidate> equals;
    std::ranges::copy_if(
        found, std::back_inserter(equals), [&](const auto& other) { return other.rank == chosen.rank; });
    ScoreOutput result{
        chosen.index, chosen.classes, chosen.activation, choice_text(outputs, found, chosen, equals.size())};
    judge(result, outputs, chosen, equals);
    return result;
}

std::string guess_task(const ov::Model& model) {
    const auto outputs = model.outputs();
    if (looks_like_detection(model) || has_detector_levels(model)) {
        return "detection";
    }
    if (std::any_of(
            outputs.begin(), outputs.end(), [](const Port& output) { return score_classes(output).has_value(); })) {
        return "classification";
    }
    if (std::any_of(outputs.begin(), outputs.end(), is_raw_boxes)) {
        return "detection";
    }
    if (outputs.size() == 1 && is_class_map(outputs.front())) {
        return "segmentation";
    }
    return "unknown";
}

ScoreScale scale_of(const ScoreOutput& output) {
    return output.activation == "none" && output.classes > 1 ? ScoreScale::softmax : ScoreScale::as_is;
}

namespace {

Answer read_scores(std::span<const OutputTensor> said) {
    Answer answer;
    answer.scores.assign(said[0].values.begin(), said[0].values.end());
    return answer;
}

// A single neuron for two classes. Of a share class 0 has the rest, of a logit the logit with the other sign.
AnswerReader two_of_one(AnswerReader reader, const ScoreOutput& output) {
    reader.two_of_one = true;
    reader.classes = 2;
    reader.probabilities = true;
    reader.scale = output.activation == "none" ? ScoreScale::sigmoid : ScoreScale::as_is;
    reader.evidence += ", the score of class 1 of two";
    reader.read = [logit = output.activation == "none"](std::span<const OutputTensor> said) {
        Answer answer;
        if (said[0].values.empty())
            return answer;
        const float value = said[0].values[0];
        answer.scores = {logit ? -value : 1 - value, value};
        return answer;
    };
    return reader;
}

// The sigmoid is in the graph or asked for, or there are two names.
bool has_two_classes(const ScoreOutput& output, const DecoderQuestion& question) {
    if (output.classes != 1)
        return false;
    return output.activation == "sigmoid" || question.scale == ScoreScale::sigmoid ||
           (question.labels == 2 && output.activation != "softmax");
}

AnswerReader reader_of(const ScoreOutput& output, const DecoderQuestion& question, ScoreScale scale) {
    AnswerReader reader;
    reader.outputs = {output.index};
    reader.classes = output.classes;
    reader.scale = question.scale.value_or(scale);
    reader.evidence = output.evidence;
    reader.read = read_scores;
    return reader;
}

std::optional<ScoreOutput> score_output_of(const DecoderQuestion& question) {
    try {
        return find_score_output(question.model, question.output, question.labels);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported)
            throw;
        return std::nullopt;
    }
}

// One number for each class.
std::optional<AnswerReader> match_class_scores(const DecoderQuestion& question) {
    const auto output = score_output_of(question);
    if (!output)
        return std::nullopt;
    const auto scale = scale_of(*output);
    const bool each_alone = question.metadata.multilabel && scale == ScoreScale::softmax;
    auto reader = reader_of(*output, question, each_alone ? ScoreScale::sigmoid : scale);
    reader.activation = output->activation == "none" ? "" : output->activation;
    reader.probabilities = reader.scale != ScoreScale::as_is || !reader.activation.empty();
    reader.trust = output->trust;
    reader.doubts = output->doubts;
    return has_two_classes(*output, question) ? two_of_one(std::move(reader), *output) : reader;
}

// One number for each quantity that the model estimates.
std::optional<AnswerReader> match_values(const DecoderQuestion& question) {
    const auto output = score_output_of(question);
    if (!output)
        return std::nullopt;
    auto reader = reader_of(*output, question, ScoreScale::as_is);
    reader.activation = output->activation == "none" ? "" : output->activation;
    reader.probabilities = reader.scale != ScoreScale::as_is;
    reader.trust = output->trust;
    reader.doubts = output->doubts;
    if (!question.task_given && question.metadata.task != "regression")
        doubt(reader, Trust::none, "whether the values are regression results or scores is known to the user only");
    return reader;
}

}  // namespace

Decoder class_scores_decoder() {
    return {.name = "class-scores", .task = "classification", .summary = "floats [N,C]", .match = match_class_scores};
}

Decoder values_decoder() {
    return {.name = "values", .task = "regression", .summary = "floats [N,K]", .match = match_values};
}

}  // namespace vinoscope
