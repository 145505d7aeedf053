// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/random_network.hpp"

#include <algorithm>
#include <openvino/core/except.hpp>
#include <openvino/opsets/opset16.hpp>

#include "support/random_blocks.hpp"

namespace vinoscope::test {
namespace {

namespace op = ov::opset16;

class Builder {
public:
    explicit Builder(std::uint32_t seed) : m_dice(seed) {}

    RandomNetwork build() {
        m_value = image();
        add_blocks(map_blocks(), m_dice.between(1, 6));
        const bool known = size_at(m_value, 2) > 0 && size_at(m_value, 3) > 0;
        Value scores;
        if (known && size_at(m_value, 2) * size_at(m_value, 3) <= 64 && m_dice.chance(0.4)) {
            m_value = random_tokens(m_value, m_dice);
            add_blocks(token_blocks(), m_dice.between(0, 4));
            scores = head(token_heads_of_any_kind());
        } else {
            scores = head(map_heads_of_any_kind());
        }
        named(scores, "raw scores");
        return {model_of_outputs(scores), m_layout, m_recipe};
    }

private:
    // The input, as [N,C,h,w] in f32.
    Value image() {
        const bool nhwc = m_dice.chance(0.25);
        m_layout = nhwc ? TensorLayout::nhwc : TensorLayout::nchw;
        const auto channels = m_dice.chance(0.85) ? 3 : m_dice.chance(0.5) ? 1 : 4;
        const auto side = [&] {
            return m_dice.chance(0.06) ? ov::Dimension::dynamic() : ov::Dimension(5 + m_dice.below(10));
        };
        const auto height = side();
        const auto width = side();
        ov::Dimension batch = m_dice.chance(0.7) ? 1 : -1;
        if (m_dice.chance(0.06))
            batch = m_dice.chance(0.8) ? 2 : 0;
        ov::PartialShape shape = {batch, channels, height, width};
        if (nhwc)
            shape = {batch, height, width, channels};
        if (m_dice.chance(0.01))
            shape = ov::PartialShape::dynamic();
        const auto type = m_dice.chance(0.1) ? ov::element::u8 : ov::element::f32;
        m_image = image_parameter(shape, type);
        m_image->set_layout(nhwc ? "NHWC" : "NCHW");
        m_recipe = m_image->get_partial_shape().to_string() + (nhwc ? " NHWC" : "");
        Value value = m_image;
        if (type != ov::element::f32)
            value = multiply(std::make_shared<op::Convert>(value, ov::element::f32), number(1.0F / 255));
        if (nhwc && shape.rank().is_static())
            value = transposed(value, {0, 3, 1, 2});
        const auto outputs = static_cast<std::size_t>(m_dice.between(3, 6));
        const auto stem = random_floats({outputs, static_cast<std::size_t>(channels), 3, 3}, m_dice.seed());
        return convolution(value, multiply(stem, number(0.35F)), m_dice.chance(0.5) ? 2 : 1, 1);
    }

    // A block that does not fit what is there leaves it as it is.
    void add_blocks(std::span<const Block> blocks, std::int64_t count) {
        for (std::int64_t i = 0; i < count; ++i) {
            const auto& block = chosen(blocks);
            try {
                const auto value = block.build(m_value, m_dice);
                if (value.get_partial_shape().rank() != m_value.get_partial_shape().rank())
                    continue;
                m_value = value;
                m_recipe += std::string(", ") + block.name;
            } catch (const ov::Exception&) {
                continue;
            }
        }
    }

    Value head(std::span<const Block> heads) {
        const auto& block = chosen(heads);
        m_recipe += std::string(" -> ") + block.name;
        return block.build(m_value, m_dice);
    }

    const Block& chosen(std::span<const Block> blocks) {
        const auto& first = blocks[m_dice.below(static_cast<std::int64_t>(blocks.size()))];
        return first.odd && m_dice.chance(0.5) ? blocks[m_dice.below(static_cast<std::int64_t>(blocks.size()))] : first;
    }

    std::shared_ptr<ov::Model> model_of_outputs(Value scores) {
        if (m_dice.chance(0.15))
            scores = random_no_op(scores, m_dice);
        const auto last = std::max<std::int64_t>(scores.get_partial_shape().rank().get_length() - 1, 0);
        if (m_dice.chance(0.35))
            scores = std::make_shared<op::Softmax>(scores, std::min<std::int64_t>(last, 1));
        else if (m_dice.chance(0.2))
            scores = std::make_shared<op::Sigmoid>(scores);
        if (m_dice.chance(0.1))
            scores = random_no_op(scores, m_dice);
        ov::ResultVector results = {result_of(scores, "scores")};
        if (m_dice.chance(0.15))
            results.push_back(result_of(tanh(m_value), "features"));
        if (m_dice.chance(0.1))
            results.push_back(result_of(random_floats({2, 3}, 1), "constant"));
        if (m_dice.chance(0.1))
            results.push_back(result_of(mean_over(m_value, {-1}), "side"));
        ov::ParameterVector inputs = {m_image};
        if (m_dice.chance(0.05)) {  // read by nothing
            inputs.push_back(std::make_shared<op::Parameter>(ov::element::f32, ov::PartialShape{1, 2}));
            inputs.back()->output(0).get_tensor().set_names({"unread"});
        }
        return std::make_shared<ov::Model>(results, inputs, "random");
    }

    static std::shared_ptr<op::Result> result_of(const Value& value, const char* name) {
        const auto copy = std::make_shared<op::Convert>(value, ov::element::f32);
        copy->output(0).get_tensor().set_names({name});
        return std::make_shared<op::Result>(copy);
    }

    Dice m_dice;
    std::shared_ptr<op::Parameter> m_image;
    TensorLayout m_layout = TensorLayout::nchw;
    Value m_value;
    std::string m_recipe;
};

}  // namespace

RandomNetwork random_network(std::uint32_t seed) {
    return Builder(seed).build();
}

}  // namespace vinoscope::test
