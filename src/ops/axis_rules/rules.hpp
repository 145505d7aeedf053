// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/node.hpp>
#include <vector>

#include "ops/axes.hpp"

/// How operations move axes: what each axis of every output counts, given the axes of the inputs (nullptr: a constant
/// or shape arithmetic). All shapes are static.
namespace vinoscope::axis_rules {

using Inputs = std::vector<const Axes*>;

/// Aligned at the last axis, the most telling input wins.
std::vector<Axes> broadcast(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> reduce(const ov::Node& node, const Inputs& inputs);

std::vector<Axes> resample(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> convolution(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> fold(const ov::Node& node, const Inputs& inputs);

std::vector<Axes> transpose(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> reshape(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> unsqueeze(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> squeeze(const ov::Node& node, const Inputs& inputs);

std::vector<Axes> concat(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> split(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> slice(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> strided_slice(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> gather(const ov::Node& node, const Inputs& inputs);

std::vector<Axes> matmul(const ov::Node& node, const Inputs& inputs);
std::vector<Axes> attention(const ov::Node& node, const Inputs& inputs);

/// New axes that count nothing of the picture.
Axes unknown_axes(const ov::Shape& shape);

/// The same for every output of `node`.
std::vector<Axes> unknown_outputs(const ov::Node& node);

/// Whether `axes` are as many and as long as `shape` says.
bool have_sizes(const Axes& axes, const ov::Shape& shape);

/// An axis cut or stretched to `size` places: still rows of the picture if it was nothing but rows.
Axis resized(const Axis& axis, std::int64_t size);

/// `axes` less those at the positions `removed`, which may count from the end.
Axes without(Axes axes, std::vector<std::int64_t> removed);

/// A position that may count from the end, counted from the start.
std::int64_t positive(std::int64_t axis, std::size_t rank);

}  // namespace vinoscope::axis_rules
