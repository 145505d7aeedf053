// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/gradient_box.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <openvino/op/parameter.hpp>

#include "gradient/gradient_model.hpp"
#include "infer/batch_item.hpp"
#include "methods/gradient/layer_gradient.hpp"
#include "methods/gradient/layer_position.hpp"
#include "model/port.hpp"

namespace vinoscope {
namespace {

constexpr const char* asked_score = "gradient_box/score";
constexpr const char* asked_gradient = "gradient_box/gradient";

// Holds back what comes before its turn.
class InOrder {
public:
    explicit InOrder(const GradientBox::Take& take) : m_take(take) {}

    void operator()(std::size_t index, float score, std::span<const float> gradient) {
        if (index != m_next) {
            m_early.emplace(index, Early{score, {gradient.begin(), gradient.end()}});
            return;
        }
        m_take(m_next++, score, gradient);
        while (!m_early.empty() && m_early.begin()->first == m_next) {
            const auto early = m_early.extract(m_early.begin());
            m_take(m_next++, early.mapped().score, early.mapped().gradient);
        }
    }

private:
    struct Early {
        float score;
        std::vector<float> gradient;
    };

    const GradientBox::Take& m_take;
    std::size_t m_next = 0;
    std::map<std::size_t, Early> m_early;
};

// [slices][channels][places] -> [slices][places][channels]
void interleave(std::span<const float> planar, const InputSizes& sizes, float* to) {
    for (std::size_t first = 0; first < sizes.channels; first += sizes.interleaved)
        for (std::size_t place = 0; place < sizes.places(); ++place)
            for (std::size_t channel = first; channel < first + sizes.interleaved; ++channel)
                *to++ = planar[channel * sizes.places() + place];
}

}  // namespace

void GradientBox::write(std::span<const float> planar, ov::Tensor& input) const {
    if (sizes.interleaved == 1)
        std::ranges::copy(planar, input.data<float>());
    else
        interleave(planar, sizes, input.data<float>());
}

void GradientBox::write_all(std::span<const float> planar, const ov::Tensor& input) const {
    for (std::size_t item = 0; item < input.get_shape()[0]; ++item) {
        auto part = batch_item(input, item);
        write(planar, part);
    }
}

Answer GradientBox::answer(const Postprocess& read) const {
    Answer answer;
    ScoreJob once = job;
    once.count = 1;
    once.prepare = [](ov::InferRequest& request) {
        select_target(request, {});
        set_path_to_image(request);
    };
    once.fill = [&](std::size_t, ov::Tensor& input) { write(image, input); };
    once.take = [&](std::size_t, std::span<const OutputTensor> outputs) { answer = read(outputs); };
    vinoscope::score(requests, once);
    return answer;
}

void GradientBox::differentiate(std::size_t count, const Draw& draw, const Take& take) const {
    InOrder in_order(take);
    std::vector<float> planar(sizes.values());
    ScoreJob all = job;
    all.count = count;
    const auto& ports = requests.model().outputs();
    all.outputs = {position_of(ports, asked_score), position_of(ports, asked_gradient)};
    all.prepare = [&](ov::InferRequest& request) { select_target(request, selection); };
    all.fill = [&](std::size_t index, ov::Tensor& input) {
        draw(index, planar);
        write(planar, input);
    };
    all.take = [&](std::size_t index, std::span<const OutputTensor> outputs) {
        in_order(index, outputs[0].values[0], outputs[1].values);
    };
    vinoscope::score(requests, all);
}

WhiteBoxMap add_gradient_outputs(ov::Model& model, const WhiteBox& box) {
    const auto at = input_gradient(box);
    add_named_output(model, box.score, asked_score);
    add_named_output(model, at.gradient, asked_gradient);
    return {at.gradient, at.layer, "gradients of many inputs"};
}

void convert_input_to_f32(ov::Model& model, std::size_t input) {
    const auto& parameter = model.get_parameters().at(input);
    if (!parameter->get_element_type().is_integral_number())
        return;
    parameter->set_element_type(ov::element::f32);
    model.validate_nodes_and_infer_types();
}

std::vector<float> sum_of_channels(std::span<const float> values, const InputSizes& sizes) {
    std::vector<float> sums(sizes.places());
    for (std::size_t i = 0; i < values.size(); ++i)
        sums[i % sizes.places()] += values[i];
    return sums;
}

std::vector<float> largest_of_channels(std::span<const float> values, const InputSizes& sizes) {
    std::vector<float> largest(sizes.places());
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto& place = largest[i % sizes.places()];
        place = std::max(place, std::abs(values[i]));
    }
    return largest;
}

}  // namespace vinoscope
