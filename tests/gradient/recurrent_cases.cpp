// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/op/broadcast.hpp>
#include <openvino/op/gather.hpp>
#include <openvino/op/gru_sequence.hpp>
#include <openvino/op/lstm_sequence.hpp>
#include <openvino/op/shape_of.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using Way = ov::op::RecurrentSequenceDirection;

constexpr std::size_t times = 5;

std::size_t directions(Way way) {
    return way == Way::BIDIRECTIONAL ? 2 : 1;
}

// One length for each item of the batch, as exporters write it.
Value full_lengths(const Value& x) {
    const auto sizes = std::make_shared<ov::op::v3::ShapeOf>(x);
    const auto batch = std::make_shared<ov::op::v8::Gather>(sizes, integers({0}), integer(0));
    return std::make_shared<ov::op::v3::Broadcast>(integers({times}), batch);
}

// `hidden` may be the number of inputs, so that weights are as many rows as columns.
VjpCase lstm(Way way, std::size_t inputs, std::size_t hidden) {
    const auto count = directions(way);
    return {fmt::format("LSTMSequence, {}, {} inputs, {} hidden", ov::as_string(way), inputs, hidden),
            {{2, times, inputs}, {2, count, hidden}, {2, count, hidden}},
            [=](const Values& x) -> Values {
                const auto layer =
                    std::make_shared<ov::op::v5::LSTMSequence>(x[0],
                                                               x[1],
                                                               x[2],
                                                               full_lengths(x[0]),
                                                               random_floats({count, 4 * hidden, inputs}, 1),
                                                               random_floats({count, 4 * hidden, hidden}, 2),
                                                               random_floats({count, 4 * hidden}, 3),
                                                               static_cast<std::int64_t>(hidden),
                                                               way);
                return {layer->output(0), layer->output(1), layer->output(2)};
            }};
}

VjpCase gru(Way way, std::size_t inputs, std::size_t hidden, bool linear_before_reset) {
    const auto count = directions(way);
    const auto biases = (linear_before_reset ? 4 : 3) * hidden;
    return {fmt::format("GRUSequence, {}, {} inputs, {} hidden{}",
                        ov::as_string(way),
                        inputs,
                        hidden,
                        linear_before_reset ? ", linear before reset" : ""),
            {{2, times, inputs}, {2, count, hidden}},
            [=](const Values& x) -> Values {
                const auto layer =
                    std::make_shared<ov::op::v5::GRUSequence>(x[0],
                                                              x[1],
                                                              full_lengths(x[0]),
                                                              random_floats({count, 3 * hidden, inputs}, 1),
                                                              random_floats({count, 3 * hidden, hidden}, 2),
                                                              random_floats({count, biases}, 3),
                                                              hidden,
                                                              way,
                                                              std::vector<std::string>{"sigmoid", "tanh"},
                                                              std::vector<float>{},
                                                              std::vector<float>{},
                                                              0.0F,
                                                              linear_before_reset);
                return {layer->output(0), layer->output(1)};
            }};
}

}  // namespace

std::vector<VjpCase> recurrent_cases() {
    std::vector<VjpCase> cases;
    for (const auto way : {Way::FORWARD, Way::REVERSE, Way::BIDIRECTIONAL}) {
        cases.push_back(lstm(way, 3, 4));
        cases.push_back(gru(way, 3, 4, false));
        cases.push_back(gru(way, 3, 4, true));
    }
    cases.push_back(lstm(Way::BIDIRECTIONAL, 4, 4));
    cases.push_back(gru(Way::FORWARD, 4, 4, true));
    return cases;
}

}  // namespace vinoscope::test
