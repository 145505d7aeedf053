// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Model;
class Node;
template <typename NodeType>
class Output;
}  // namespace ov

namespace vinoscope {

/// Builds scores out of the outputs of a model, in the model's order, as a part of its graph: floats `[batch]`,
/// `[batch, K]`, or a single number where the batch is 1. Include `openvino/core/node_output.hpp` to write one.
using ScoreGraph = std::function<ov::Output<ov::Node>(const std::vector<ov::Output<ov::Node>>& outputs)>;

/// The scores that the only output of `model` holds. Its inputs are outputs of the explained model: those of the same
/// tensor names, or, where a name is not known, the outputs in their order.
/// @throws Error (usage) for a null pointer or a model of several outputs; the function it returns throws Error (usage)
///         for an input that no output fits.
ScoreGraph score_graph(const std::shared_ptr<const ov::Model>& model);

/// The same, of a model file. @throws Error (bad_model), and as above
ScoreGraph read_score_graph(const std::filesystem::path& file);

/// What embeddings are compared with: nothing; vectors `[D]` or `[K, D]`; an image, or, as a Tensor of more dimensions,
/// an input that the caller has prepared for the model (see Explainer::explain()).
using Reference = std::variant<std::monostate, Tensor, Image>;

}  // namespace vinoscope
