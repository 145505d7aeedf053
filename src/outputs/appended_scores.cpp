// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/appended_scores.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/matmul.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/normalize_l2.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>
#include <span>
#include <vector>

#include "core/text.hpp"
#include "model/openvino_error.hpp"
#include "model/port.hpp"
#include "model/read_model.hpp"
#include "ops/build.hpp"
#include "outputs/class_scores.hpp"
#include "outputs/output_kind.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Port = ov::Output<const ov::Node>;

ov::OutputVector values_of(const ov::Model& model) {
    ov::OutputVector values;
    for (const auto& result : model.get_results())
        values.push_back(result->input_value(0));
    return values;
}

Value as_f32(const Value& value) {
    if (value.get_element_type() == ov::element::f32)
        return value;
    return std::make_shared<ov::op::v0::Convert>(value, ov::element::f32);
}

// [], [batch] or [batch, K] -> [batch, K]
Value as_table(const Value& scores) {
    const auto& shape = scores.get_partial_shape();
    if (shape.rank().is_static() && scores.get_element_type().is_real()) {
        if (shape.size() == 0)
            return reshaped(as_f32(scores), {1, 1});
        if (shape.size() == 1)
            return reshaped(as_f32(scores), {-1, 1});
        if (shape.size() == 2 && shape[1].is_static() && shape[1].get_length() > 0)
            return as_f32(scores);
    }
    throw Error(ErrorKind::usage,
                fmt::format("score graph: expected scores as floats [batch] or [batch, K], found {} of {}",
                            shape.to_string(),
                            scores.get_element_type().to_string()));
}

Answer read_scores(std::span<const OutputTensor> said) {
    Answer answer;
    answer.scores.assign(said[0].values.begin(), said[0].values.end());
    return answer;
}

AnswerReader append(ov::Model& model, Value scores, std::string_view task, std::string_view decoder) {
    const auto outputs = values_of(model);
    if (std::ranges::find(outputs, scores) != outputs.end())  // which keeps its name
        scores = reshaped(scores, {-1, scores.get_partial_shape()[1].get_length()});
    scores.get_node()->set_friendly_name(appended_scores_output);
    scores.get_tensor().set_names({appended_scores_output});
    const auto result = std::make_shared<ov::op::v0::Result>(scores);
    model.add_results({result});
    model.validate_nodes_and_infer_types();
    AnswerReader reader;
    reader.task = task;
    reader.decoder = decoder;
    reader.outputs = {model.get_results().size() - 1};
    reader.classes = scores.get_partial_shape()[1].get_length();
    reader.scale = ScoreScale::as_is;
    reader.read = read_scores;
    reader.trust = Trust::certain;
    return reader;
}

std::string names_of(const ov::OutputVector& values) {
    std::vector<std::string> names;
    for (const auto& value : values)
        names.push_back(fmt::format("'{}'", port_name(value)));
    return list_of(names);
}

// The output that takes the place of an input of a score graph.
Value matching(const Port& input, std::size_t position, const ov::OutputVector& outputs) {
    for (const auto& output : outputs)
        for (const auto& name : input.get_names())
            if (output.get_names().contains(name))
                return output;
    if (position >= outputs.size())
        throw Error(ErrorKind::usage,
                    fmt::format("score graph: its input {} is not one of the outputs of the model, {}",
                                port_text(input),
                                names_of(outputs)));
    return outputs[position];
}

void put_in_place_of(ov::op::v0::Parameter& parameter, const Value& output) {
    const auto& expected = parameter.get_partial_shape();
    if (!expected.compatible(output.get_partial_shape()))
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "score graph: expected output {} for its input {}", port_text(output), port_text(parameter.output(0))));
    auto value = output;
    if (parameter.get_element_type() != output.get_element_type())
        value = std::make_shared<ov::op::v0::Convert>(output, parameter.get_element_type());
    for (auto& reader : parameter.output(0).get_target_inputs())
        reader.replace_source_output(value);
}

// Rows of length 1, in double precision: the cosine of a vector with itself should be 1.
std::vector<float> unit_rows(const Tensor& vectors, std::size_t length) {
    const std::span values(static_cast<const float*>(vectors.values.get()), vectors.size());
    std::vector<float> rows(values.begin(), values.end());
    for (std::size_t begin = 0; begin < rows.size(); begin += length) {
        double square = 0;
        for (std::size_t i = begin; i < begin + length; ++i)
            square += static_cast<double>(rows[i]) * rows[i];
        if (!(square > 0) || !std::isfinite(square))
            throw Error(
                ErrorKind::bad_image,
                fmt::format("similar_to: expected vectors of finite numbers that are not all 0, found vector {} "
                            "of length {:g}",
                            begin / length,
                            std::sqrt(square)));
        for (std::size_t i = begin; i < begin + length; ++i)
            rows[i] = static_cast<float>(rows[i] / std::sqrt(square));
    }
    return rows;
}

// [1, length, 1, 1] in any shape -> length
std::size_t length_of(const Port& embedding) {
    return static_cast<std::size_t>(*score_classes(embedding));
}

void require_vectors(const Tensor& vectors, const Port& embedding) {
    const auto length = length_of(embedding);
    const auto rank = vectors.shape.size();
    if (vectors.type != TensorType::f32 || rank < 1 || rank > 2 || vectors.size() == 0 ||
        vectors.shape.back() != length)
        throw Error(
            ErrorKind::bad_image,
            fmt::format("similar_to: expected floats [{0}] or [K, {0}], the length of the embedding {1}, found {2}",
                        length,
                        port_text(embedding),
                        vectors.shape));
}

bool is_called_embedding(const Port& output) {
    return lower_case(port_name(output)).find("embed") != std::string::npos;
}

bool looks_like_features(const Port& output) {
    const auto sign = feature_sign(output);
    return sign && sign->sure;
}

std::string texts_of(const std::vector<Port>& outputs) {
    std::vector<std::string> texts;
    for (const auto& output : outputs)
        texts.push_back(port_text(output));
    return list_of(texts);
}

}  // namespace

ScoreGraph score_graph(const std::shared_ptr<const ov::Model>& model) {
    if (!model || model->outputs().size() != 1)
        throw Error(ErrorKind::usage,
                    fmt::format("score graph: expected a model with one output, found {}",
                                model ? fmt::format("{} outputs", model->outputs().size()) : "a null pointer"));
    return [model](const std::vector<Value>& outputs) {
        const auto copy = model->clone();
        for (const auto& node : copy->get_ops())
            for (auto& output : node->outputs())
                if (!ov::is_type<ov::op::v0::Parameter>(node))
                    output.set_names({});  // they may be names of the explained model, too
        const auto parameters = copy->get_parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const Port input = parameters[i]->output(0);
            put_in_place_of(*parameters[i], matching(input, i, outputs));
        }
        return copy->get_results().front()->input_value(0);
    };
}

ScoreGraph read_score_graph(const std::filesystem::path& file) {
    return score_graph(read_model(file));
}

AnswerReader append_scores(ov::Model& model, const ScoreGraph& build) {
    const auto scores = edit_graph([&] { return as_table(build(values_of(model))); });
    auto reader = append(model, scores, "regression", "score-graph");
    reader.evidence = fmt::format("scores: the {} of the given score graph", reader.classes);
    return reader;
}

std::size_t find_embedding(const ov::Model& model, std::string_view name) {
    if (!name.empty())
        return find_score_output(model, name).index;
    std::vector<Port> vectors;
    for (const auto& output : model.outputs())
        if (score_classes(output).value_or(0) > 1)
            vectors.push_back(output);
    if (vectors.empty())
        throw Error(
            ErrorKind::unsupported,
            fmt::format(
                "no output holds an embedding (floats [batch, D]); the model has {}; choose an output by name if "
                "one of them does",
                texts_of(model.outputs())));
    auto chosen = vectors;
    for (const auto is_embedding : {is_called_embedding, looks_like_features}) {
        if (chosen.size() == 1)
            break;
        chosen.clear();
        std::ranges::copy_if(vectors, std::back_inserter(chosen), is_embedding);
    }
    if (chosen.size() != 1)
        throw Error(ErrorKind::unsupported,
                    fmt::format("cannot determine which of the outputs {} holds the embedding; choose one with output "
                                "(--output-name)",
                                texts_of(vectors)));
    const auto outputs = model.outputs();
    return static_cast<std::size_t>(std::ranges::find(outputs, chosen.front()) - outputs.begin());
}

AnswerReader append_similarity(ov::Model& model,
                               std::size_t output,
                               const Tensor& vectors,
                               std::optional<float> scale) {
    const Port port = model.output(output);
    require_vectors(vectors, port);
    const auto length = length_of(port);
    const auto text = port_text(port);
    const auto rows = unit_rows(vectors, length);
    const auto scores = edit_graph([&]() -> Value {
        constexpr float least_length = 1e-12F;
        const auto embedding = reshaped(as_f32(values_of(model)[output]), {-1, static_cast<std::int64_t>(length)});
        const auto unit =
            std::make_shared<ov::op::v0::NormalizeL2>(embedding, integers({1}), least_length, ov::op::EpsMode::MAX);
        const auto references = ov::op::v0::Constant::create(ov::element::f32, {rows.size() / length, length}, rows);
        const auto cosines = std::make_shared<ov::op::v0::MatMul>(unit, references, false, true);
        if (!scale)
            return cosines;
        return std::make_shared<ov::op::v1::Multiply>(cosines, scalar(ov::element::f32, *scale));
    });
    auto reader = append(model, scores, "embedding", "similarity");
    reader.score_name = scale ? fmt::format("cosine similarity times {:g}", *scale) : "cosine similarity";
    reader.evidence = fmt::format("scores: the {} of output {} with {}",
                                  reader.score_name,
                                  text,
                                  reader.classes == 1 ? "the reference" : fmt::format("{} vectors", reader.classes));
    if (scale && reader.classes > 1) {
        reader.scale = ScoreScale::softmax;
        reader.probabilities = true;
    }
    return reader;
}

}  // namespace vinoscope
