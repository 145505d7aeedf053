// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A recurrent layer returns its hidden state at all times, so that all gates are computed at once. What has to go step
// by step, from the last time to the first, is the gradient of the state: a TensorIterator. The names of gates and
// weights are those of the operations' specification.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "ops/families.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::ops {
namespace {

constexpr std::int64_t time_axis = 1;

// What a loop computes at one time: values to be joined along time, and the states for the next turn.
struct Turn {
    Values outputs;
    Values states;
};

using Body = std::function<Turn(const Values& slices, const Values& states, const Values& constants)>;

// Runs `body` for each time, in order or backwards. @param sequences [batch, times, ...] @param states [batch, 1, ...]
Turn loop(const Values& sequences, const Values& states, const Values& constants, bool backwards, const Body& body) {
    ov::ParameterVector parameters;
    const auto parameter = [&](const Value& value, bool slice) -> Value {
        auto shape = value.get_partial_shape();
        if (slice)
            shape[time_axis] = 1;
        parameters.push_back(std::make_shared<ov::op::v0::Parameter>(value.get_element_type(), shape));
        return parameters.back();
    };
    const auto parameters_of = [&](const Values& values, bool slice) {
        Values result;
        for (const auto& value : values)
            result.push_back(parameter(value, slice));
        return result;
    };
    const auto slices = parameters_of(sequences, true);
    const auto before = parameters_of(states, false);
    const auto turn = body(slices, before, parameters_of(constants, false));
    auto results = turn.outputs;
    results.insert(results.end(), turn.states.begin(), turn.states.end());
    const auto iterator = std::make_shared<ov::op::v0::TensorIterator>();
    iterator->set_body(std::make_shared<ov::Model>(results, parameters));
    const std::int64_t start = backwards ? -1 : 0;
    const std::int64_t stride = backwards ? -1 : 1;
    const std::int64_t end = backwards ? 0 : -1;
    std::size_t next = 0;
    for (const auto& sequence : sequences)
        iterator->set_sliced_input(parameters[next++], sequence, start, stride, 1, end, time_axis);
    for (std::size_t i = 0; i < states.size(); ++i)
        iterator->set_merged_input(parameters[next++], states[i], turn.states[i]);
    for (const auto& constant : constants)
        iterator->set_invariant_input(parameters[next++], constant);
    Turn result;
    for (const auto& output : turn.outputs)
        result.outputs.push_back(iterator->get_concatenated_slices(output, start, stride, 1, end, time_axis));
    for (const auto& state : turn.states)
        result.states.push_back(iterator->get_iter_value(state, -1));
    iterator->validate_and_infer_types();
    return result;
}

void refuse(const ov::Node& node, const std::string& what) {
    throw Error(ErrorKind::unsupported,
                fmt::format("no gradient is known for {} \"{}\" with {}; choose a layer behind, or a method without "
                            "gradients",
                            node.get_type_name(),
                            node.get_friendly_name(),
                            what));
}

void require_usual_form(const Step& step, std::size_t lengths_input, const std::vector<std::string>& activations) {
    const auto& node = dynamic_cast<const ov::op::util::RNNCellBase&>(step.node());
    if (node.get_clip() != 0 && node.get_clip() < std::numeric_limits<float>::max())
        refuse(step.node(), "clipped gates");
    if (node.get_activations() != activations)
        refuse(step.node(), fmt::format("activations other than {}", fmt::join(activations, ", ")));
    auto lengths = step.x(lengths_input);
    if (ov::is_type<ov::op::v3::Broadcast>(lengths.get_node()) ||
        ov::is_type<ov::op::v1::Broadcast>(lengths.get_node()))
        lengths = lengths.get_node()->input_value(0);
    const auto known = constant_integers(lengths);
    const auto times = size_of(step.x(), time_axis);
    if (!known || std::ranges::any_of(*known, [&](auto length) { return length != times; }))
        refuse(step.node(), "sequences shorter than its input");
}

// One direction of a layer, in the order in which it runs through the times.
class Direction {
public:
    Direction(const Step& step, ov::op::RecurrentSequenceDirection direction, std::int64_t index, std::size_t weights)
        : m_step(step),
          m_index(index),
          m_weights(weights),
          m_backwards(direction == ov::op::RecurrentSequenceDirection::REVERSE || index == 1) {
        hidden = size_of(step.y(), 3);
        x = in_order(step.x());
        const auto y = in_order(pick(step.y(), 1, index));
        const auto before = crop(y, time_axis, 0, size_of(y, time_axis) - 1);
        previous = concat({first(1), before}, time_axis);
    }

    // [batch, times, ...], turned where the direction is backwards.
    Value in_order(const Value& sequence) const {
        if (!m_backwards)
            return sequence;
        return std::make_shared<ov::op::v8::Slice>(sequence,
                                                   integers({-1}),
                                                   integers({std::numeric_limits<std::int64_t>::min()}),
                                                   integers({-1}),
                                                   integers({time_axis}));
    }

    // An initial state: [batch, directions, hidden] -> [batch, 1, hidden]
    Value first(std::size_t input) const { return unsqueeze(pick(m_step.x(input), 1, m_index), {1}); }

    // What arrives at all states, and at the last one.
    Value arriving() const { return in_order(pick(m_step.g(0), 1, m_index)); }
    Value arriving_last(std::size_t output) const { return unsqueeze(pick(m_step.g(output), 1, m_index), {1}); }

    Value weights() const { return pick(m_step.x(m_weights), 0, m_index); }
    Value recurrence() const { return pick(m_step.x(m_weights + 1), 0, m_index); }
    Value bias() const { return pick(m_step.x(m_weights + 2), 0, m_index); }

    // Rows or columns of the gates `from` to `to`.
    Value gates(const Value& value, std::int64_t axis, std::int64_t from, std::int64_t to) const {
        return crop(value, axis, from * hidden, to * hidden);
    }

    std::int64_t hidden = 0;
    Value x;         // [batch, times, inputs]
    Value previous;  // [batch, times, hidden], the state before each time

private:
    const Step& m_step;
    std::int64_t m_index;
    std::size_t m_weights;
    bool m_backwards;
};

// The transposed product with weights that another product reads, negated for the reason in shared_weights.hpp.
Value multiplied_back(const Value& g, const Value& negative_weights) {
    return matmul(-g, negative_weights);
}

Value slope_of_sigmoid(const Value& y) {
    return y * (1.0 - y);
}

Value slope_of_tanh(const Value& y) {
    return 1.0 - y * y;
}

// The gradients of one direction: of the gates' sums, [batch, times, gates * hidden], and of the initial states.
using OfDirection = std::function<Turn(const Direction& at)>;

Values sequence_rule(const Step& step,
                     ov::op::RecurrentSequenceDirection direction,
                     std::size_t weights,
                     std::size_t states,
                     const OfDirection& differentiated) {
    const std::int64_t directions = direction == ov::op::RecurrentSequenceDirection::BIDIRECTIONAL ? 2 : 1;
    Value of_data;
    std::vector<Values> of_states(states);
    for (std::int64_t index = 0; index < directions; ++index) {
        const Direction at(step, direction, index, weights);
        const auto gradients = differentiated(at);
        const auto part = at.in_order(multiplied_back(gradients.outputs.front(), -at.weights()));
        of_data = index == 0 ? part : of_data + part;
        for (std::size_t i = 0; i < states; ++i)
            of_states[i].push_back(gradients.states[i]);
    }
    Values result = {of_data};
    for (const auto& parts : of_states)
        result.push_back(concat(parts, 1));
    return result;
}

// Gates f, i, c, o: C = f C' + i c, H = o tanh(C). In the loops slices come first in a product: the CPU plug-in may
// write it over its first factor.
Turn lstm_direction(const Direction& at) {
    const auto sums =
        matmul(at.x, at.weights(), false, true) + matmul(at.previous, at.recurrence(), false, true) + at.bias();
    const auto f = sigmoid(at.gates(sums, 2, 0, 1));
    const auto i = sigmoid(at.gates(sums, 2, 1, 2));
    const auto c = tanh(at.gates(sums, 2, 2, 3));
    const auto o = sigmoid(at.gates(sums, 2, 3, 4));
    const auto cells = loop({f, i * c}, {at.first(2)}, {}, false, [](const auto& now, const auto& state, const auto&) {
        const auto cell = now[0] * state[0] + now[1];
        return Turn{{cell}, {cell}};
    });
    const auto cell = cells.outputs.front();
    const auto times = size_of(cell, time_axis);
    const auto previous_cell = concat({at.first(2), crop(cell, time_axis, 0, times - 1)}, time_axis);
    const auto shown = tanh(cell);
    const Values sequences = {at.arriving(),
                              o * slope_of_tanh(shown),
                              f,
                              previous_cell * slope_of_sigmoid(f),
                              c * slope_of_sigmoid(i),
                              i * slope_of_tanh(c),
                              shown * slope_of_sigmoid(o)};
    const auto body = [](const Values& now, const Values& state, const Values& weights) {
        const auto dh = now[0] + state[0];
        const auto dc = now[1] * dh + state[1];
        const auto gates = concat({now[3] * dc, now[4] * dc, now[5] * dc, now[6] * dh}, 2);
        return Turn{{gates}, {multiplied_back(gates, weights[0]), now[2] * dc}};
    };
    return loop(sequences, {at.arriving_last(1), at.arriving_last(2)}, {-at.recurrence()}, true, body);
}

// Gates z, r, h: H = (1 - z) h + z H', where h = tanh(W x + R (r H') + b), or tanh(W x + b + r (R H' + b')) with the
// linear part before the reset.
Turn gru_direction(const Direction& at, bool linear_before_reset) {
    const auto recurrence = at.recurrence();
    const auto of_input = matmul(at.x, at.weights(), false, true) + at.gates(at.bias(), 0, 0, 3);
    const auto gate = [&](std::int64_t index) {
        return sigmoid(at.gates(of_input, 2, index, index + 1) +
                       matmul(at.previous, at.gates(recurrence, 0, index, index + 1), false, true));
    };
    const auto z = gate(0);
    const auto r = gate(1);
    const auto to_h = at.gates(recurrence, 0, 2, 3);
    const auto linear = linear_before_reset ? matmul(at.previous, to_h, false, true) + at.gates(at.bias(), 0, 3, 4)
                                            : matmul(r * at.previous, to_h, false, true);
    const auto h = tanh(at.gates(of_input, 2, 2, 3) + (linear_before_reset ? r * linear : linear));
    const auto reset = linear_before_reset ? linear : at.previous;  // what r is multiplied with
    const Values sequences = {at.arriving(),
                              (at.previous - h) * slope_of_sigmoid(z),
                              (1.0 - z) * slope_of_tanh(h),
                              reset * slope_of_sigmoid(r),
                              z,
                              r};
    const auto body = [=](const Values& now, const Values& state, const Values& weights) {
        const auto dh = now[0] + state[0];
        const auto to_z = now[1] * dh;
        const auto to_gate = now[2] * dh;  // of h
        const auto to_linear = linear_before_reset ? now[5] * to_gate : multiplied_back(to_gate, weights[1]);
        const auto to_r = now[3] * (linear_before_reset ? to_gate : to_linear);
        const auto both = multiplied_back(concat({to_z, to_r}, 2), weights[0]);
        const auto by_h = linear_before_reset ? multiplied_back(to_linear, weights[1]) : now[5] * to_linear;
        return Turn{{concat({to_z, to_r, to_gate}, 2)}, {now[4] * dh + both + by_h}};
    };
    return loop(sequences, {at.arriving_last(1)}, {-at.gates(recurrence, 0, 0, 2), -to_h}, true, body);
}

// Data [batch, times, inputs], initial states [batch, directions, hidden] -> states [batch, directions, times, hidden],
// and the last ones [batch, directions, hidden]
Values lstm_sequence_rule(const Step& step) {
    require_usual_form(step, 3, {"sigmoid", "tanh", "tanh"});
    return sequence_rule(step, step.as<ov::op::v5::LSTMSequence>().get_direction(), 4, 2, lstm_direction);
}

Values gru_sequence_rule(const Step& step) {
    require_usual_form(step, 2, {"sigmoid", "tanh"});
    const auto& node = step.as<ov::op::v5::GRUSequence>();
    return sequence_rule(step, node.get_direction(), 3, 1, [&](const Direction& at) {
        return gru_direction(at, node.get_linear_before_reset());
    });
}

}  // namespace

Operations recurrent() {
    return {
        row<v5::LSTMSequence>({.gradient = Gradient{lstm_sequence_rule, {0, 1, 2}}}),
        row<v5::GRUSequence>({.gradient = Gradient{gru_sequence_rule, {0, 1}}}),
    };
}

}  // namespace vinoscope::ops
