// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/random.hpp"
#include "infer/infer.hpp"
#include "outputs/answer_form.hpp"
#include "task/boxes.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t enough_pairs = 8;      // eight numbers are in the same order by chance once in 40,320 times
constexpr std::size_t most_pairs = 1 << 16;  // of one answer
constexpr float relative_tolerance = 1e-4F;  // functions of users compute in f32 or f64
constexpr float absolute_tolerance = 1e-6F;  // of the largest score

bool by_graph(const ScorePair& a, const ScorePair& b) {
    return a.graph != b.graph ? a.graph < b.graph : a.caller < b.caller;
}

bool same_form(const Answer& a, const Answer& b) {
    return a.scores.size() == b.scores.size() && a.detections.empty() == b.detections.empty() &&
           a.class_map.classes == b.class_map.classes && a.class_map.height == b.class_map.height &&
           a.class_map.width == b.class_map.width && a.class_map.values.size() == b.class_map.values.size();
}

// The softmax over the classes of each place.
std::vector<float> softmax_of_places(const ClassMap& map) {
    const auto places = map.height * map.width;
    std::vector<float> result(map.values.size());
    std::vector<float> scores(map.classes);
    for (std::size_t place = 0; place < places; ++place) {
        for (std::size_t i = 0; i < map.classes; ++i)
            scores[i] = map.values[i * places + place];
        const auto shares = scaled(scores, ScoreScale::softmax);
        for (std::size_t i = 0; i < map.classes; ++i)
            result[i * places + place] = shares[i];
    }
    return result;
}

bool is_same_box(const Detection& a, const Detection& b) {
    constexpr float nearly_all = 0.98F;
    return a.label == b.label && std::abs(a.score - b.score) <= relative_tolerance * std::abs(b.score) &&
           overlap(a.box, b.box) > nearly_all;
}

// A value of the image or nothing, at random.
template <typename Value>
void fill_with_noise(std::span<const Value> from, std::span<Value> to, std::size_t stream) {
    Random random(0, stream);
    for (auto& value : to)
        value = random.below(2) == 0 ? Value() : from[random.below(from.size())];
}

template <typename Value>
void scramble(ov::Tensor& tensor, std::size_t stream) {
    const std::span values(tensor.data<Value>(), tensor.get_size());
    const std::vector<Value> original(values.begin(), values.end());
    fill_with_noise<Value>(original, values, stream);
}

}  // namespace

Agreement::Agreement(const Session& session, const CompiledMethod& compiled)
    : m_read(session.reader.read),
      m_graph(session.graph_reader && !compiled.method->per_image() ? &*session.graph_reader : nullptr),
      m_agreed(*compiled.agreed_noise) {
    if (const auto kept = m_agreed.kept())
        m_compared = *kept;
}

bool Agreement::wants_more() const {
    return m_graph != nullptr && m_doubt.empty() && !m_compared.about_boxes && m_compared.inputs < enough_pairs &&
           (m_compared.inputs == 0 || m_compared.scores.size() < enough_pairs);
}

void Agreement::write_noise(ov::Tensor& input) const {
    if (input.get_element_type() == ov::element::u8)
        scramble<std::uint8_t>(input, m_compared.inputs);
    else if (input.get_element_type() == ov::element::f16)
        scramble<ov::float16>(input, m_compared.inputs);
    else
        scramble<float>(input, m_compared.inputs);
}

std::vector<float> Agreement::noise(std::span<const float> input) const {
    std::vector<float> values(input.size());
    fill_with_noise<float>(input, values, m_compared.inputs);
    return values;
}

Answer Agreement::answer_to_noise(std::span<const OutputTensor> outputs) {
    ++m_compared.inputs;
    return answer(outputs);
}

Answer Agreement::answer_to_image(std::span<const OutputTensor> outputs) {
    if (m_graph != nullptr && m_agreed.kept() == nullptr && doubt().empty())
        m_agreed.keep(m_compared);
    return answer(outputs);
}

Answer Agreement::answer(std::span<const OutputTensor> outputs) {
    auto caller = m_read(outputs);
    if (m_graph == nullptr || !m_doubt.empty())
        return caller;
    std::vector<OutputTensor> read;
    for (const auto position : m_graph->outputs)
        read.push_back(outputs[position]);
    compare(m_graph->read(read), caller);
    return caller;
}

void Agreement::compare(const Answer& graph, const Answer& caller) {
    if (!caller.detections.empty() && !graph.detections.empty()) {
        compare_boxes(graph, caller);
        return;
    }
    if (!graph.detections.empty() && form_text(caller) == "nothing") {
        m_compared.about_boxes = true;  // of which the caller finds none here
        return;
    }
    if (!same_form(graph, caller) || !graph.class_map.labels.empty()) {
        m_doubt = fmt::format(
            "the postprocess function returns {}, while the graph contains {}", form_text(caller), form_text(graph));
        return;
    }
    if (!caller.scores.empty())
        add_pairs(graph.scores, scaled(graph.scores, ScoreScale::softmax), caller.scores);
    else
        add_pairs(graph.class_map.values, softmax_of_places(graph.class_map), caller.class_map.values);
}

void Agreement::compare_boxes(const Answer& graph, const Answer& caller) {
    m_compared.about_boxes = true;
    m_boxes.clear();
    for (const auto& box : caller.detections) {
        const auto found =
            std::ranges::find_if(graph.detections, [&](const Detection& other) { return is_same_box(box, other); });
        if (found == graph.detections.end()) {
            m_doubt =
                "the postprocess function returns a box that the graph does not contain with this class and score";
            return;
        }
        m_boxes.push_back(static_cast<std::size_t>(found - graph.detections.begin()));
    }
}

void Agreement::add_pairs(std::span<const float> graph, std::span<const float> softmax, std::span<const float> caller) {
    const auto step = graph.size() / most_pairs + 1;
    for (std::size_t i = 0; i < graph.size(); i += step) {
        m_compared.scores.push_back({graph[i], caller[i]});
        m_compared.softmax.push_back({softmax[i], caller[i]});
    }
}

bool Agreement::is_increasing(std::vector<ScorePair> pairs) {
    const auto finite = [](const ScorePair& pair) { return std::isfinite(pair.graph) && std::isfinite(pair.caller); };
    if (!std::ranges::all_of(pairs, finite))
        return false;
    float largest = 0;
    for (const auto& pair : pairs)
        largest = std::max(largest, std::abs(pair.caller));
    const auto is_below = [largest](float a, float b) {
        const float tolerance = relative_tolerance * std::max(std::abs(a), std::abs(b)) + absolute_tolerance * largest;
        return a < b - tolerance;
    };
    const auto contradict = [&](const ScorePair& low, const ScorePair& high) {
        return is_below(high.caller, low.caller) || (low.graph == high.graph && is_below(low.caller, high.caller));
    };
    // Pairs of two inputs refute most functions, before anything is sorted.
    const auto half = pairs.size() / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const auto [low, high] = std::minmax(pairs[i], pairs[i + half], by_graph);
        if (contradict(low, high))
            return false;
    }
    std::ranges::sort(pairs, by_graph);
    std::size_t steps = 0;
    std::size_t rises = 0;
    for (std::size_t i = 1; i < pairs.size(); ++i) {
        if (contradict(pairs[i - 1], pairs[i]))
            return false;
        const bool equal = pairs[i].graph == pairs[i - 1].graph;
        steps += equal ? 0 : 1;
        rises += !equal && pairs[i].caller > pairs[i - 1].caller ? 1 : 0;
    }
    return rises > 0 && 2 * rises >= steps;  // a softmax may round small scores to the same one
}

std::string Agreement::doubt() const {
    if (m_graph == nullptr || !m_doubt.empty() || m_compared.about_boxes)
        return m_doubt;
    if (is_increasing(m_compared.scores) || is_increasing(m_compared.softmax))
        return {};
    return "the scores returned by the postprocess function do not provably rise with those of the graph";
}

void Agreement::find_places(std::vector<ResolvedTarget>& resolved_targets) const {
    if (!m_compared.about_boxes)
        return;
    for (auto& resolved : resolved_targets)
        for (auto& place : resolved.places)
            place = m_boxes[place];
}

std::optional<Refusal> refusal_of(const std::vector<ResolvedTarget>& resolved_targets,
                                  const Method& method,
                                  const Agreement& agreement) {
    for (const auto& resolved : resolved_targets)
        if (auto refusal = refusal_of(resolved, method))
            return refusal;
    const auto doubt = agreement.doubt();
    if (resolved_targets.empty() || doubt.empty())
        return std::nullopt;
    return Refusal{fmt::format("{} explains scores of the graph, but {}", method.info.title, doubt),
                   "add the score to the graph (docs/how-to/explain-a-score-of-your-own.md)"};
}

std::size_t compare_on_noise(Agreement& agreement,
                             const Session& session,
                             const InputSource& source,
                             ov::InferRequest& request,
                             OutputViews& views) {
    std::size_t count = 0;
    for (; agreement.wants_more(); ++count) {
        auto tensor = request.get_input_tensor(session.input.index);
        source.write(session.preprocess, tensor);
        agreement.write_noise(tensor);
        infer(request, session.options.device);
        views.read(request);
        agreement.answer_to_noise(views.of_image(0, tensor.get_shape()[0]));
    }
    return count;
}

}  // namespace vinoscope
