// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/output_form.hpp"

#include <algorithm>
#include <cmath>

#include "core/text.hpp"
#include "model/port.hpp"
#include "ops/build.hpp"

namespace vinoscope {
namespace {

std::vector<std::int64_t> lengths(const ov::PartialShape& shape) {
    std::vector<std::int64_t> result;
    if (shape.rank().is_static())
        for (const auto& dimension : shape)
            result.push_back(dimension.is_static() ? dimension.get_length() : -1);
    return result;
}

std::vector<std::string> names_of(const ov::Output<const ov::Node>& port) {
    std::vector<std::string> names;
    for (const auto& name : port.get_names())
        names.push_back(lower_case(name));
    if (names.empty())
        names.push_back(lower_case(port_name(port)));
    for (auto& name : names)
        if (name.ends_with(":0"))
            name.resize(name.size() - 2);
    return names;
}

bool is_wanted(const ov::Output<const ov::Node>& port, std::string_view name) {
    return name.empty() || port.get_names().contains(std::string(name)) || port_name(port) == name;
}

}  // namespace

bool OutputForm::called(std::string_view name) const {
    return std::ranges::find(names, name) != names.end();
}

std::vector<OutputForm> output_forms(const DecoderQuestion& question) {
    std::vector<OutputForm> forms;
    for (std::size_t i = 0; i < question.model.outputs().size(); ++i) {
        const auto port = question.model.output(i);
        if (is_wanted(port, question.output))
            forms.push_back({i,
                             names_of(port),
                             lengths(port.get_partial_shape()),
                             port.get_element_type().is_integral_number(),
                             port_text(port)});
    }
    return forms;
}

std::int64_t class_at(float number) {
    constexpr float most = 1 << 30;
    return number >= 0 && number < most ? static_cast<std::int64_t>(number) : -1;
}

Region box_around(float x, float y, float width, float height) {
    return {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

void ToPixels::operator()(std::vector<Detection>& detections) const {
    constexpr float farthest_share = 2;
    const bool shares = m_are_shares.get([&]() -> std::optional<bool> {
        float farthest = 0;
        for (const auto& [box, label, score] : detections)
            farthest = std::max({farthest, std::abs(box.x1), std::abs(box.y1), std::abs(box.x2), std::abs(box.y2)});
        return farthest > 0 ? std::optional(farthest <= farthest_share) : std::nullopt;
    });
    if (!shares)
        return;
    for (auto& [box, label, score] : detections)
        box = {box.x1 * static_cast<float>(m_width),
               box.y1 * static_cast<float>(m_height),
               box.x2 * static_cast<float>(m_width),
               box.y2 * static_cast<float>(m_height)};
}

bool leave_unit_interval(std::span<const float> values) {
    return std::ranges::any_of(values, [](float value) { return value < 0 || value > 1; });
}

ov::Output<ov::Node> sides_around(const ov::Output<ov::Node>& centres, const ov::Output<ov::Node>& sizes) {
    const auto half = sizes * 0.5;
    return concat({centres - half, centres + half}, 1);
}

ov::Output<ov::Node> columns_of_rows(const ov::Output<ov::Node>& table,
                                     std::size_t columns,
                                     const std::vector<std::int64_t>& chosen) {
    const auto rows = reshaped(table, {1, -1, static_cast<std::int64_t>(columns)});
    return gather(transposed(rows, {0, 2, 1}), 1, integers(chosen));
}

ov::Output<ov::Node> column_of_rows(const ov::Output<ov::Node>& table, std::size_t columns, std::size_t column) {
    const auto rows = reshaped(table, {1, -1, static_cast<std::int64_t>(columns)});
    const auto first = static_cast<std::int64_t>(column);
    return crop(transposed(rows, {0, 2, 1}), 1, first, first + 1);
}

ClassTensor class_tensor(const Value& value, std::int64_t axis, std::int64_t first) {
    const auto size = size_of(value, axis);
    return {value, {.axis = axis, .size = size, .first = first, .count = size - first}};
}

ClassTensor objectness_before(ClassTensor classes) {
    --classes.classes.first;
    classes.classes.count = 1;
    return classes;
}

Values static_outputs(const ov::Model& model) {
    Values outputs;
    for (const auto& result : model.get_results())
        if (const auto value = result->input_value(0); value.get_partial_shape().is_static())
            outputs.push_back(value);
    return outputs;
}

}  // namespace vinoscope
