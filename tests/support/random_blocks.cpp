// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/random_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <openvino/opsets/opset16.hpp>

namespace vinoscope::test {
namespace {

namespace op = ov::opset16;

template <typename Op, typename... Inputs>
Value make(Inputs&&... inputs) {
    return std::make_shared<Op>(std::forward<Inputs>(inputs)...)->output(0);
}

std::int64_t rank_of(const Value& value) {
    return value.get_partial_shape().rank().get_length();
}

std::size_t channels_of(const Value& map) {
    return static_cast<std::size_t>(size_at(map, 1));
}

bool is_open(const Value& value, std::int64_t axis) {
    return size_at(value, axis) < 0;
}

// Weights that keep the size of what they are multiplied with.
Value weights(const ov::Shape& shape, Dice& dice) {
    const auto fan_in = std::accumulate(shape.begin() + 1, shape.end(), std::size_t{1}, std::multiplies<>());
    const auto half = dice.chance(0.1) ? ov::element::f16 : ov::element::f32;
    return multiply(random_floats(shape, dice.seed(), half), number(std::sqrt(3.0F / static_cast<float>(fan_in))));
}

Value random_activation(const Value& value, Dice& dice) {
    switch (dice.below(8)) {
        case 0:
            return tanh(value);
        case 1:
            return make<op::Sigmoid>(value);
        case 2:
            return make<op::Gelu>(value);
        case 3:
            return make<op::HSwish>(value);
        case 4:
            return make<op::Swish>(value);
        case 5:
            return make<op::Clamp>(value, -1.0, 1.5);
        default:
            return relu(value);
    }
}

Value convolve(const Value& map, std::size_t outputs, std::size_t kernel, std::size_t stride, Dice& dice) {
    const auto pad = static_cast<std::ptrdiff_t>(kernel / 2);
    const auto product = convolution(map, weights({outputs, channels_of(map), kernel, kernel}, dice), stride, pad);
    return dice.chance(0.5) ? add(product, random_floats({1, outputs, 1, 1}, dice.seed())) : product;
}

Value sliced(const Value& value, std::int64_t start, std::int64_t stop, std::int64_t step, std::int64_t axis) {
    return make<op::Slice>(value, integers({start}), integers({stop}), integers({step}), integers({axis}));
}

Value convolution_block(const Value& map, Dice& dice) {
    const auto outputs = static_cast<std::size_t>(dice.between(2, 6));
    const std::size_t stride = dice.chance(0.3) ? 2 : 1;
    return random_activation(convolve(map, outputs, dice.chance(0.4) ? 1 : 3, stride, dice), dice);
}

Value depthwise(const Value& map, Dice& dice) {
    return make<op::GroupConvolution>(map,
                                      weights({channels_of(map), 1, 1, 3, 3}, dice),
                                      ov::Strides{1, 1},
                                      ov::CoordinateDiff{1, 1},
                                      ov::CoordinateDiff{1, 1},
                                      ov::Strides{1, 1});
}

Value activation(const Value& map, Dice& dice) {
    return random_activation(map, dice);
}

Value batch_norm(const Value& map, Dice& dice) {
    const auto size = channels_of(map);
    const auto variance = add(multiply(random_floats({size}, dice.seed()), number(0.4F)), number(1));
    return make<op::BatchNormInference>(map,
                                        random_floats({size}, dice.seed()),
                                        random_floats({size}, dice.seed()),
                                        random_floats({size}, dice.seed()),
                                        variance,
                                        1e-3);
}

Value residual(const Value& map, Dice& dice) {
    const auto changed = convolve(random_activation(map, dice), channels_of(map), dice.chance(0.5) ? 1 : 3, 1, dice);
    return dice.chance(0.3) ? random_activation(add(map, changed), dice) : add(changed, map);
}

Value squeeze_and_excitation(const Value& map, Dice& dice) {
    const auto gate =
        convolve(relu(convolve(mean_over(map, {2, 3}, true), 2, 1, 1, dice)), channels_of(map), 1, 1, dice);
    return multiply(map, make<op::Sigmoid>(gate));
}

Value spatial_gate(const Value& map, Dice& dice) {
    return multiply(make<op::Sigmoid>(convolve(mean_over(map, {1}, true), 1, 3, 1, dice)), map);
}

Value split_and_join(const Value& map, Dice& dice) {
    if (channels_of(map) % 2 != 0)
        return map;
    const auto parts = std::make_shared<op::Split>(map, integer(1), 2);
    const auto changed = convolve(parts->output(0), channels_of(map) / 2, 3, 1, dice);
    switch (dice.below(3)) {
        case 0:
            return concat({parts->output(1), changed}, 1);
        case 1:
            return concat({changed, parts->output(1)}, 1);
        default:
            return relu(changed);  // the other half is read by nothing
    }
}

Value pool(const Value& map, Dice& dice) {
    const auto small = [&](std::int64_t axis) { return is_open(map, axis) || size_at(map, axis) < 3; };
    if (small(2) || small(3) || size_at(map, 0) == 0)  // OpenVINO refuses to pool a batch of 0
        return map;
    if (dice.chance(0.5))
        return make<op::AvgPool>(
            map, ov::Strides{2, 2}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2}, dice.chance(0.5));
    return make<op::MaxPool>(
        map, ov::Strides{2, 2}, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{2, 2});
}

Value largest_of_neighbours(const Value& map, Dice&) {
    return make<op::MaxPool>(
        map, ov::Strides{1, 1}, ov::Strides{1, 1}, ov::Shape{1, 1}, ov::Shape{1, 1}, ov::Shape{3, 3});
}

Integers random_order(std::int64_t rank, Dice& dice) {
    Integers order(rank);
    std::iota(order.begin(), order.end(), 0);
    for (auto i = rank - 1; i > 0; --i)
        std::swap(order[i], order[dice.below(i + 1)]);
    return order;
}

Value transposed_back(const Value& value, const Integers& order) {
    Integers back(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        back[order[i]] = static_cast<std::int64_t>(i);
    return transposed(value, back);
}

// Works in another layout: NHWC, width before height, batch last, ...
Value other_layout(const Value& value, Dice& dice) {
    const auto order = random_order(rank_of(value), dice);
    const auto moved = random_activation(transposed(value, order), dice);
    const auto last = size_at(moved, rank_of(value) - 1);
    const bool mixes = last > 0 && last < 12 && dice.chance(0.5);
    const auto side = static_cast<std::size_t>(std::max<std::int64_t>(last, 1));
    return transposed_back(
        mixes ? add(moved, make<op::MatMul>(moved, weights({side, side}, dice), false, true)) : moved, order);
}

Value normalised(const Value& value, Dice& dice) {
    const Integers axis = {dice.chance(0.8) ? (rank_of(value) == 3 ? 2 : 1) : rank_of(value) - 1};
    return make<op::MVN>(value, integers(axis), true, 1e-3F, ov::op::MVNEpsMode::INSIDE_SQRT);
}

Value position_embedding(const Value& value, Dice& dice) {
    ov::Shape shape;
    for (std::int64_t axis = 0; axis < rank_of(value); ++axis)
        shape.push_back(axis == 0 || is_open(value, axis) || dice.chance(0.3) ? 1 : size_at(value, axis));
    const auto embedding = multiply(random_floats(shape, dice.seed()), number(0.5F));
    return dice.chance(0.5) ? add(value, embedding) : multiply(add(embedding, number(1)), value);
}

Value no_op(const Value& value, Dice& dice) {
    return random_no_op(value, dice);
}

Value cropped(const Value& map, Dice& dice) {
    const auto axis = dice.between(2, 3);
    if (is_open(map, axis) || size_at(map, axis) < 4)
        return map;
    const auto start = dice.between(0, 1);
    return sliced(map, start, size_at(map, axis) - dice.between(0, 1), 1, axis);
}

Value flipped(const Value& map, Dice& dice) {
    const auto axis = dice.between(2, 3);
    const auto end = std::numeric_limits<std::int64_t>::min();
    const auto turned = sliced(map, -1, end, -1, axis);
    return dice.chance(0.5) ? turned : add(multiply(turned, number(0.5F)), map);
}

Value rolled(const Value& map, Dice& dice) {
    const auto turned = make<op::Roll>(map, integers({1}), integers({dice.between(2, 3)}));
    return dice.chance(0.5) ? turned : add(turned, map);
}

// Every second row or column.
Value strided(const Value& map, Dice& dice) {
    const auto axis = dice.between(2, 3);
    if (is_open(map, axis) || size_at(map, axis) < 4)
        return map;
    return sliced(map, dice.between(0, 1), size_at(map, axis), 2, axis);
}

Value enlarged(const Value& map, Dice& dice) {
    if (is_open(map, 2) || is_open(map, 3) || size_at(map, 2) > 8)
        return map;
    op::Interpolate::InterpolateAttrs attributes;
    attributes.mode =
        dice.chance(0.5) ? op::Interpolate::InterpolateMode::NEAREST : op::Interpolate::InterpolateMode::LINEAR_ONNX;
    attributes.shape_calculation_mode = op::Interpolate::ShapeCalcMode::SIZES;
    return make<op::Interpolate>(
        map, integers({2 * size_at(map, 2), 2 * size_at(map, 3)}), integers({2, 3}), attributes);
}

Value space_to_depth(const Value& map, Dice&) {
    const auto even = [&](std::int64_t axis) { return size_at(map, axis) > 2 && size_at(map, axis) % 2 == 0; };
    return even(2) && even(3) ? make<op::SpaceToDepth>(map, "blocks_first", std::size_t{2}) : map;
}

// A map with rows and columns exchanged takes the place of the map.
Value mirrored_at_the_diagonal(const Value& map, Dice& dice) {
    const auto turned = transposed(map, {0, 1, 3, 2});
    const bool square = !is_open(map, 2) && size_at(map, 2) == size_at(map, 3);
    return square && dice.chance(0.5) ? add(map, multiply(turned, number(0.5F))) : turned;
}

Value six_axes(const Value& map, Dice& dice) {
    if (is_open(map, 2) || is_open(map, 3))
        return map;
    const auto c = size_at(map, 1);
    const auto h = size_at(map, 2);
    const auto w = size_at(map, 3);
    const auto rows = h % 2 == 0 ? 2 : 1;
    const auto columns = w % 2 == 0 ? 2 : 1;
    const auto apart = reshaped(map, {-1, c, h / rows, rows, w / columns, columns});
    const Value changed = dice.chance(0.5) ? transposed(random_activation(transposed(apart, {0, 2, 4, 1, 3, 5}), dice),
                                                        {0, 3, 1, 4, 2, 5})
                                           : add(apart, mean_over(apart, {3, 5}, true));
    return reshaped(changed, {-1, c, h, w});
}

// A scalar, of rank 0, that depends on the whole map.
Value scaled_by_the_mean(const Value& map, Dice&) {
    return multiply(map, add(mean_over(map, {0, 1, 2, 3}), number(1)));
}

// Decisions compare with a number that no layer favours. The mean of a normalized map is 0 but for its rounding, which
// differs with every fusion of layers, so that a comparison with 0 has no right answer.
Value above_threshold(const Value& map) {
    return make<op::Greater>(map, number(0.0137F));
}

// The number of values above a threshold, counted by a shape that depends on the data.
Value scaled_by_a_count(const Value& map, Dice&) {
    const auto places = make<op::NonZero>(above_threshold(map), ov::element::i64);
    const auto counted = make<op::Convert>(gathered(make<op::ShapeOf>(places), 1, 0), ov::element::f32);
    return multiply(map, multiply(counted, number(0.01F)));
}

Value through_an_open_shape(const Value& map, Dice& dice) {
    if (is_open(map, 2) || is_open(map, 3))
        return map;
    const auto flat = reshaped(map, {-1});
    const auto places = make<op::NonZero>(above_threshold(flat), ov::element::i64);
    const auto rows = transposed(places, {1, 0});
    const auto kept =
        dice.chance(0.5) ? multiply(make<op::GatherND>(flat, rows), number(2)) : relu(make<op::GatherND>(flat, rows));
    const auto zeros = multiply(flat, number(0));
    return reshaped(make<op::ScatterNDUpdate>(zeros, rows, kept),
                    {-1, size_at(map, 1), size_at(map, 2), size_at(map, 3)});
}

Value largest_channels(const Value& map, Dice& dice) {
    const auto best = std::make_shared<op::TopK>(map,
                                                 integer(std::min<std::int64_t>(2, size_at(map, 1))),
                                                 1,
                                                 op::TopK::Mode::MAX,
                                                 op::TopK::SortType::SORT_VALUES,
                                                 ov::element::i64);
    return dice.chance(0.3) ? make<op::Convert>(best->output(1), ov::element::f32) : best->output(0);
}

std::shared_ptr<ov::Model> body_of(const Value& value, const ov::ParameterVector& parameters) {
    return std::make_shared<ov::Model>(ov::OutputVector{value}, parameters);
}

Value chosen_by_the_data(const Value& map, Dice& dice) {
    const auto condition = above_threshold(mean_over(map, {0, 1, 2, 3}));
    const auto chosen = std::make_shared<op::If>(condition);
    const auto first = std::make_shared<op::Parameter>(ov::element::f32, map.get_partial_shape());
    const auto second = std::make_shared<op::Parameter>(ov::element::f32, map.get_partial_shape());
    const auto then_body = body_of(multiply(first, number(2)), {first});
    const auto else_body = body_of(random_activation(second, dice), {second});
    chosen->set_then_body(then_body);
    chosen->set_else_body(else_body);
    chosen->set_input(map, first, second);
    return chosen->set_output(then_body->get_results()[0], else_body->get_results()[0]);
}

Value repeated_by_a_loop(const Value& map, Dice& dice) {
    const auto state = std::make_shared<op::Parameter>(ov::element::f32, map.get_partial_shape());
    const auto again = op::Constant::create(ov::element::boolean, {1}, {true});
    const auto next = std::make_shared<op::Result>(random_activation(multiply(state, number(0.9F)), dice));
    const auto proceed = std::make_shared<op::Result>(again);
    const auto loop = std::make_shared<op::Loop>(integer(2), op::Constant::create(ov::element::boolean, {1}, {true}));
    loop->set_function(std::make_shared<ov::Model>(ov::ResultVector{proceed, next}, ov::ParameterVector{state}));
    loop->set_special_body_ports({-1, 0});
    loop->set_merged_input(state, map, next);
    return loop->get_iter_value(next, -1);
}

// One channel after the other.
Value iterated_over_channels(const Value& map, Dice& dice) {
    auto shape = map.get_partial_shape();
    shape[1] = 1;
    const auto channel = std::make_shared<op::Parameter>(ov::element::f32, shape);
    const auto result = std::make_shared<op::Result>(random_activation(channel, dice));
    const auto iterator = std::make_shared<op::TensorIterator>();
    iterator->set_body(std::make_shared<ov::Model>(ov::ResultVector{result}, ov::ParameterVector{channel}));
    iterator->set_sliced_input(channel, map, 0, 1, 1, -1, 1);
    return iterator->get_concatenated_slices(result, 0, 1, 1, -1, 1);
}

// Nothing is joined to the map.
Value with_an_empty_part(const Value& map, Dice& dice) {
    const auto axis = dice.between(1, 3);
    return concat({map, sliced(map, 0, 0, 1, axis)}, axis);
}

// Pairs of channels change places: OpenVINO computes any other order in front of a convolution wrongly.
Value gathered_channels(const Value& map, Dice& dice) {
    const auto order = random_order(size_at(map, 1), dice);
    Integers indices = order;
    for (std::size_t i = 0; i + 1 < order.size(); i += 2) {
        indices[order[i]] = order[i + 1];
        indices[order[i + 1]] = order[i];
    }
    if (order.size() % 2 == 1)
        indices[order.back()] = order.back();
    return make<op::Gather>(map, integers(indices), integer(1));
}

Value summed_along(const Value& map, Dice& dice) {
    return multiply(make<op::CumSum>(map, integer(dice.between(1, 3))), number(0.3F));
}

constexpr Block rows_of_map_blocks[] = {
    {"convolution", convolution_block},
    {"convolution", convolution_block},
    {"convolution", convolution_block},
    {"depthwise convolution", depthwise},
    {"activation", activation},
    {"batch norm", batch_norm},
    {"residual", residual},
    {"residual", residual},
    {"squeeze and excitation", squeeze_and_excitation},
    {"spatial gate", spatial_gate},
    {"split and join", split_and_join},
    {"pool", pool},
    {"largest of neighbours", largest_of_neighbours},
    {"other layout", other_layout},
    {"other layout", other_layout},
    {"norm", normalised},
    {"position embedding", position_embedding},
    {"no-op", no_op},
    {"no-op", no_op},
    {"crop", cropped, true},
    {"flip", flipped, true},
    {"roll", rolled, true},
    {"stride", strided, true},
    {"enlarge", enlarged},
    {"space to depth", space_to_depth},
    {"diagonal", mirrored_at_the_diagonal, true},
    {"six axes", six_axes, true},
    {"scaled by the mean", scaled_by_the_mean, true},
    {"scaled by a count", scaled_by_a_count, true},
    {"open shape", through_an_open_shape, true},
    {"largest channels", largest_channels, true},
    {"If", chosen_by_the_data, true},
    {"Loop", repeated_by_a_loop, true},
    {"TensorIterator", iterated_over_channels, true},
    {"empty part", with_an_empty_part, true},
    {"gathered channels", gathered_channels},
    {"cumulative sum", summed_along, true},
};

Value mixed_by_attention(const Value& tokens, Dice& dice) {
    const auto count = static_cast<std::size_t>(size_at(tokens, 1));
    const auto channels = static_cast<std::size_t>(size_at(tokens, 2));
    const auto batch = size_at(tokens, 0) == 1 && dice.chance(0.5) ? 1 : -1;
    std::optional<Value> bias;
    if (dice.chance(0.2))
        bias = random_floats({1, 1, count, count}, dice.seed());
    return self_attention(tokens, count, channels, dice.chance(0.5), batch, dice.seed() / 2, bias);
}

Value token_convolution(const Value& tokens, Dice& dice) {
    const auto channels = static_cast<std::size_t>(size_at(tokens, 2));
    const auto wide = random_activation(make<op::MatMul>(tokens, weights({8, channels}, dice), false, true), dice);
    return add(tokens, make<op::MatMul>(wide, weights({channels, 8}, dice), false, true));
}

// A mixer: a matrix over all tokens.
Value mixed_by_a_matrix(const Value& tokens, Dice& dice) {
    const auto count = static_cast<std::size_t>(size_at(tokens, 1));
    return add(tokens, make<op::MatMul>(weights({count, count}, dice), tokens));
}

Value reversed_tokens(const Value& tokens, Dice& dice) {
    const auto end = std::numeric_limits<std::int64_t>::min();
    const auto turned = sliced(tokens, -1, end, -1, 1);
    return dice.chance(0.5) ? turned : add(tokens, multiply(turned, number(0.5F)));
}

Value shuffled_tokens(const Value& tokens, Dice& dice) {
    return make<op::Gather>(tokens, integers(random_order(size_at(tokens, 1), dice)), integer(1));
}

Value dropped_token(const Value& tokens, Dice& dice) {
    const auto count = size_at(tokens, 1);
    return dice.chance(0.5) ? sliced(tokens, 1, count, 1, 1) : sliced(tokens, 0, count - 1, 1, 1);
}

constexpr Block rows_of_token_blocks[] = {
    {"attention", mixed_by_attention},
    {"attention", mixed_by_attention},
    {"attention", mixed_by_attention},
    {"MLP", token_convolution},
    {"MLP", token_convolution},
    {"norm", normalised},
    {"norm", normalised},
    {"position embedding", position_embedding},
    {"mixer", mixed_by_a_matrix},
    {"other layout", other_layout},
    {"activation", activation},
    {"no-op", no_op},
    {"reversed tokens", reversed_tokens, true},
    {"shuffled tokens", shuffled_tokens, true},
    {"dropped token", dropped_token, true},
};

constexpr std::size_t score_count = 4;

// [N,in] -> [N,4]
Value scores_of(const Value& features, Dice& dice) {
    const auto in = static_cast<std::size_t>(size_at(features, rank_of(features) - 1));
    return add(make<op::MatMul>(features, weights({score_count, in}, dice), false, true),
               random_floats({score_count}, dice.seed()));
}

Value flat(const Value& value) {
    return reshaped(value, {-1, size_at(value, 1)});
}

bool has_known_size(const Value& map) {
    return !is_open(map, 2) && !is_open(map, 3);
}

Value mean_head(const Value& map, Dice& dice) {
    switch (dice.below(4)) {
        case 0:
            return scores_of(mean_over(map, {2, 3}), dice);
        case 1:
            return scores_of(flat(mean_over(map, {2, 3}, true)), dice);
        case 2:
            return scores_of(mean_over(mean_over(map, {3}), {2}), dice);
        default:
            return convolve(mean_over(map, {-1, -2}, true), score_count, 1, 1, dice);
    }
}

Value pool_head(const Value& map, Dice& dice) {
    if (!has_known_size(map) || size_at(map, 0) == 0)
        return mean_head(map, dice);
    const auto kernel = ov::Shape{static_cast<std::size_t>(size_at(map, 2)), static_cast<std::size_t>(size_at(map, 3))};
    const auto pooled =
        make<op::AvgPool>(map, ov::Strides{1, 1}, ov::Shape{0, 0}, ov::Shape{0, 0}, kernel, dice.chance(0.5));
    return scores_of(flat(pooled), dice);
}

Value sum_head(const Value& map, Dice& dice) {
    return scores_of(multiply(sum_over(map, {2, 3}), number(0.1F)), dice);
}

Value dense_head(const Value& map, Dice& dice) {
    if (!has_known_size(map))
        return mean_head(map, dice);
    const auto size = size_at(map, 1) * size_at(map, 2) * size_at(map, 3);
    return scores_of(reshaped(map, {-1, size}), dice);
}

Value whole_convolution_head(const Value& map, Dice& dice) {
    if (!has_known_size(map))
        return mean_head(map, dice);
    const ov::Shape shape = {
        6, channels_of(map), static_cast<std::size_t>(size_at(map, 2)), static_cast<std::size_t>(size_at(map, 3))};
    const auto response = convolution(map, weights(shape, dice));
    return scores_of(flat(random_activation(response, dice)), dice);
}

Value max_head(const Value& map, Dice& dice) {
    const auto most = make<op::ReduceMax>(map, integers({2, 3}), false);
    return scores_of(dice.chance(0.5) ? concat({mean_over(map, {2, 3}), most}, 1) : most, dice);
}

Value class_map_head(const Value& map, Dice& dice) {
    const auto classes = convolve(map, score_count, dice.chance(0.5) ? 1 : 3, 1, dice);
    return mean_over(dice.chance(0.5) ? classes : random_activation(classes, dice), {2, 3});
}

// log(sum(exp(x))), a soft maximum.
Value soft_maximum_head(const Value& map, Dice& dice) {
    const auto bounded = tanh(convolve(map, score_count, 1, 1, dice));
    return make<op::Log>(sum_over(make<op::Exp>(bounded), {2, 3}));
}

Value attention_over_places_head(const Value& map, Dice& dice) {
    if (!has_known_size(map))
        return mean_head(map, dice);
    const auto cells = size_at(map, 2) * size_at(map, 3);
    const auto share = make<op::Softmax>(reshaped(convolve(map, 1, 1, 1, dice), {-1, 1, cells}), 2);
    const auto values = reshaped(map, {-1, size_at(map, 1), cells});
    return scores_of(reshaped(make<op::MatMul>(values, share, false, true), {-1, size_at(map, 1)}), dice);
}

// Means of the positions of values: their shape depends on the data.
Value positions_head(const Value& map, Dice&) {
    const auto places = make<op::NonZero>(relu(map), ov::element::i64);
    const auto mean = mean_over(make<op::Convert>(places, ov::element::f32), {1});
    return reshaped(mean, {1, 4});
}

Value best_values_head(const Value& map, Dice&) {
    if (!has_known_size(map))
        return mean_over(map, {2, 3});
    const auto size = size_at(map, 1) * size_at(map, 2) * size_at(map, 3);
    const auto values = reshaped(map, {-1, size});
    return std::make_shared<op::TopK>(values,
                                      integer(std::min<std::int64_t>(score_count, size)),
                                      1,
                                      op::TopK::Mode::MAX,
                                      op::TopK::SortType::SORT_VALUES,
                                      ov::element::i64)
        ->output(0);
}

// The classes in front of the batch.
Value classes_first_head(const Value& map, Dice& dice) {
    const auto features = transposed(mean_over(map, {2, 3}), {1, 0});
    return make<op::MatMul>(weights({score_count, channels_of(map)}, dice), features);
}

// No batch: only the classes.
Value classes_only_head(const Value& map, Dice& dice) {
    return size_at(map, 0) == 1 ? reshaped(mean_head(map, dice), {-1}) : mean_head(map, dice);
}

// No batch from here on: [C,h,w]
Value head_without_batch(const Value& map, Dice& dice) {
    if (size_at(map, 0) != 1)
        return mean_head(map, dice);
    const auto alone = relu(make<op::Squeeze>(map, integers({0})));
    const auto order = random_order(3, dice);
    const auto moved = random_activation(transposed(alone, order), dice);
    const auto mean = mean_over(transposed_back(moved, order), {1, 2});
    return scores_of(reshaped(mean, {1, -1}), dice);
}

Value single_score_head(const Value& map, Dice&) {
    return mean_over(map, {1, 2, 3}, true);
}

constexpr Block rows_of_map_heads[] = {
    {"mean", mean_head},
    {"mean", mean_head},
    {"pool", pool_head},
    {"sum", sum_head},
    {"dense", dense_head},
    {"whole convolution", whole_convolution_head},
    {"max", max_head},
    {"class map", class_map_head},
    {"soft maximum", soft_maximum_head},
    {"attention over places", attention_over_places_head},
    {"positions", positions_head, true},
    {"best values", best_values_head, true},
    {"classes first", classes_first_head, true},
    {"classes only", classes_only_head, true},
    {"without batch", head_without_batch, true},
    {"single score", single_score_head, true},
};

Value mean_of_tokens(const Value& tokens, Dice& dice) {
    return scores_of(mean_over(tokens, {1}), dice);
}

Value one_token(const Value& tokens, Dice& dice) {
    const auto index = dice.chance(0.7) ? 0 : dice.below(size_at(tokens, 1));
    if (dice.chance(0.5))
        return scores_of(gathered(tokens, index, 1), dice);
    return scores_of(reshaped(sliced(tokens, index, index + 1, 1, 1), {-1, size_at(tokens, 2)}), dice);
}

Value mean_of_some_tokens(const Value& tokens, Dice& dice) {
    return scores_of(mean_over(sliced(tokens, dice.between(0, 2), size_at(tokens, 1), 1, 1), {1}), dice);
}

Value largest_token_values(const Value& tokens, Dice& dice) {
    return scores_of(make<op::ReduceMax>(tokens, integers({1}), false), dice);
}

Value all_tokens(const Value& tokens, Dice& dice) {
    return scores_of(reshaped(tokens, {-1, size_at(tokens, 1) * size_at(tokens, 2)}), dice);
}

Value learned_query(const Value& tokens, Dice& dice) {
    const auto channels = static_cast<std::size_t>(size_at(tokens, 2));
    const auto keys = make<op::MatMul>(tokens, weights({channels, channels}, dice), false, true);
    const auto query = random_floats({1, 1, channels}, dice.seed());
    const auto logits = make<op::MatMul>(query, keys, false, true);  // [N,1,T]
    const auto seen = make<op::MatMul>(make<op::Softmax>(logits, -1), tokens);
    return scores_of(reshaped(seen, {-1, size_at(tokens, 2)}), dice);
}

constexpr Block rows_of_token_heads[] = {
    {"one token", one_token},
    {"one token", one_token},
    {"mean of tokens", mean_of_tokens},
    {"mean of some tokens", mean_of_some_tokens},
    {"largest of tokens", largest_token_values},
    {"all tokens", all_tokens},
    {"learned query", learned_query},
};

}  // namespace

std::int64_t size_at(const Value& value, std::int64_t axis) {
    const auto& size = value.get_partial_shape()[axis];
    return size.is_static() ? size.get_length() : -1;
}

std::span<const Block> map_blocks() {
    return rows_of_map_blocks;
}

std::span<const Block> token_blocks() {
    return rows_of_token_blocks;
}

std::span<const Block> map_heads_of_any_kind() {
    return rows_of_map_heads;
}

std::span<const Block> token_heads_of_any_kind() {
    return rows_of_token_heads;
}

Value random_tokens(const Value& map, Dice& dice) {
    const auto c = size_at(map, 1);
    const auto cells = size_at(map, 2) * size_at(map, 3);
    const bool width_first = dice.chance(0.1);
    const auto places = width_first ? transposed(map, {0, 1, 3, 2}) : map;
    Value result = dice.chance(0.5) ? transposed(reshaped(places, {-1, c, cells}), {0, 2, 1})
                                    : reshaped(transposed(places, {0, 2, 3, 1}), {-1, cells, c});
    const auto extra = [&](std::int64_t count) {
        const auto shape = ov::Shape{1, static_cast<std::size_t>(count), static_cast<std::size_t>(c)};
        const auto batch = make<op::Slice>(make<op::ShapeOf>(map), integers({0}), integers({1}), integers({1}));
        const auto token = random_floats(shape, dice.seed());
        if (size_at(map, 0) == 1 && dice.chance(0.5))
            return token;
        return make<op::Broadcast>(
            token, concat({batch, integers({count, c})}, 0), ov::op::BroadcastType::BIDIRECTIONAL);
    };
    if (dice.chance(0.5))
        result = concat({extra(dice.between(1, 2)), result}, 1);
    if (dice.chance(0.2))
        result = concat({result, extra(dice.between(1, 2))}, 1);
    return result;
}

Value random_no_op(const Value& value, Dice& dice) {
    const auto last = rank_of(value) - 1;
    switch (dice.below(9)) {
        case 0:
            return make<op::Identity>(value);
        case 1:
            return make<op::Squeeze>(make<op::Unsqueeze>(value, integers({0})), integers({0}));
        case 2:
            return make<op::Convert>(make<op::Convert>(value, ov::element::f64), ov::element::f32);
        case 3:
            return concat({value}, 0);
        case 4:
            return make<op::Reshape>(value, make<op::ShapeOf>(value), false);
        case 5:
            return make<op::Pad>(value,
                                 integers(Integers(last + 1, 0)),
                                 integers(Integers(last + 1, 0)),
                                 number(0),
                                 ov::op::PadMode::CONSTANT);
        case 6:
            return sliced(value, 0, std::numeric_limits<std::int64_t>::max(), 1, last);
        case 7:
            return multiply(value, number(1));
        default:
            return make<op::Convert>(value, ov::element::f32);
    }
}

}  // namespace vinoscope::test
