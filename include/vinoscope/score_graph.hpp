// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/tensor.hpp"

namespace ov {
class Model;
class Node;
template <typename NodeType>
class Output;
}  // namespace ov

namespace vinoscope {

/// Adds scores to the graph of a model. The function receives the outputs in the order of the model and returns floats
/// `[batch]`, `[batch, K]`, or a single number for a batch of 1. Include `openvino/core/node_output.hpp` to implement
/// one.
using ScoreGraph = std::function<ov::Output<ov::Node>(const std::vector<ov::Output<ov::Node>>& outputs)>;

/// Returns a function that adds `model`, whose only output holds the scores. Its inputs are outputs of the explained
/// model: those with the same tensor names or, if a name is unknown, the outputs in their order.
/// @throws Error (usage) for a null pointer or a model with several outputs; the returned function throws Error (usage)
///         for an input that does not fit any output
[[nodiscard]] VINOSCOPE_API ScoreGraph score_graph(const std::shared_ptr<const ov::Model>& model);

/// The same for a model file.
/// @throws Error (bad_model) if the file cannot be read, else as above
[[nodiscard]] VINOSCOPE_API ScoreGraph read_score_graph(const std::filesystem::path& file);

/// The reference of an embedding: none; vectors `[D]` or `[K, D]`; an image; or a Tensor with more dimensions, which is
/// a prepared input of the model (see Explainer::explain()).
using Reference = std::variant<std::monostate, Tensor, Image>;

}  // namespace vinoscope
