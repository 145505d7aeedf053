// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/output_views.hpp"

#include <openvino/op/constant.hpp>
#include <utility>

#include "model/port.hpp"

namespace vinoscope {

OutputViews::OutputViews(const ov::CompiledModel& model, std::vector<std::size_t> positions)
    : m_positions(std::move(positions)),
      m_tensors(m_positions.size()),
      m_converted(m_positions.size()),
      m_views(m_positions.size()) {
    for (const auto position : m_positions)
        m_names.push_back(port_name(model.output(position)));
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i].name = m_names[i];
}

void OutputViews::read(ov::InferRequest& request) {
    for (std::size_t i = 0; i < m_positions.size(); ++i) {
        m_tensors[i] = request.get_output_tensor(m_positions[i]);
        if (m_tensors[i].get_element_type() != ov::element::f32 && m_tensors[i].get_size() > 0)
            m_converted[i] = ov::op::v0::Constant(m_tensors[i]).cast_vector<float>();
    }
}

std::span<const OutputTensor> OutputViews::of_image(std::size_t item, std::size_t batch) {
    for (std::size_t i = 0; i < m_views.size(); ++i) {
        const auto& tensor = m_tensors[i];
        auto& view = m_views[i];
        view.shape = tensor.get_shape();
        const bool is_float = tensor.get_element_type() == ov::element::f32;
        const auto* values = is_float ? tensor.data<const float>() : m_converted[i].data();
        view.values = {values, tensor.get_size()};
        if (batch > 1 && !view.shape.empty() && view.shape[0] == batch) {
            const auto size = tensor.get_size() / batch;
            view.shape[0] = 1;
            view.values = view.values.subspan(item * size, size);
        }
    }
    return m_views;
}

}  // namespace vinoscope
