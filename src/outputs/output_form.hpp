// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "outputs/decoder.hpp"
#include "outputs/settled.hpp"

namespace vinoscope {

/// An output of a model as decoders look at it.
struct OutputForm {
    std::size_t index = 0;
    std::vector<std::string> names;   ///< in lower case, without a trailing ":0"
    std::vector<std::int64_t> shape;  ///< -1 where it is open; empty when the rank is
    bool whole_numbers = false;
    std::string text;  ///< for messages

    std::size_t rank() const { return shape.size(); }
    std::int64_t from_end(std::size_t axis) const { return axis <= rank() ? shape[rank() - axis] : 0; }
    bool called(std::string_view name) const;

    /// Whether it has a row of real numbers for each of several things: `[batch, rows, columns]`.
    bool is_table() const { return rank() == 3 && !whole_numbers; }
};

/// The outputs that a decoder may look at: all, or the one that the user names.
std::vector<OutputForm> output_forms(const DecoderQuestion& question);

/// The class that an output tells as a number; -1 for a number that is none.
std::int64_t class_at(float number);

/// The box around a centre.
Region box_around(float x, float y, float width, float height);

/// Brings boxes to pixels of the input. Models give them so, or as shares of its sides: then none reaches far beyond 1.
class ToPixels {
public:
    explicit ToPixels(const ImageInput& input) : m_height(input.height), m_width(input.width) {}

    void operator()(std::vector<Detection>& detections) const;

private:
    std::int64_t m_height;
    std::int64_t m_width;
    Settled<bool> m_are_shares;
};

/// Whether values want a sigmoid to become probabilities: they leave 0..1.
bool leave_unit_interval(std::span<const float> values);

/// Left, top, right and bottom, `[batch, 4, boxes]`, of boxes given by rows of centre x and y, and of width and height.
ov::Output<ov::Node> sides_around(const ov::Output<ov::Node>& centres, const ov::Output<ov::Node>& sizes);

/// Some columns of a table `[.., rows, columns]` of one image, `[1, chosen, rows]`.
ov::Output<ov::Node> columns_of_rows(const ov::Output<ov::Node>& table,
                                     std::size_t columns,
                                     const std::vector<std::int64_t>& chosen);

/// One column of a table `[.., rows, columns]` of one picture, `[1, 1, rows]`.
ov::Output<ov::Node> column_of_rows(const ov::Output<ov::Node>& table, std::size_t columns, std::size_t column);

/// Returns the tensor whose `axis` holds the classes, from position `first` to its end. Its shape is static.
ClassTensor class_tensor(const Value& value, std::int64_t axis, std::int64_t first = 0);

/// Returns the position before the classes, where a box says whether it contains an object.
ClassTensor objectness_before(ClassTensor classes);

/// Returns the values of those outputs whose shape is static, in their order.
Values static_outputs(const ov::Model& model);

}  // namespace vinoscope
