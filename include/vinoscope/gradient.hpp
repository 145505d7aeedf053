// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/export.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// The name of the output that holds the differentiated score.
inline constexpr const char* score_output = "score";
/// The name of the output that holds the gradient, and the prefix of the names if there are several.
inline constexpr const char* gradient_output = "gradient";
/// The name of the input that selects the class, see GradientTarget::input().
inline constexpr const char* target_input = "target";

/// The class whose score is differentiated.
class GradientTarget {
public:
    /// Selects the class with the highest score, determined in each inference for each item of the batch.
    GradientTarget() = default;

    /// Selects the class with this zero-based index.
    GradientTarget(std::int64_t index) : m_kind(Kind::index), m_index(index) {}  // NOLINT: 285 is a target

    /// Selects the class by a new input of the model, "target": i64 `[batch]` or, if the batch is dynamic, also `[1]`
    /// for all items. For an index out of range, score and gradient are 0.
    [[nodiscard]] static GradientTarget input() {
        GradientTarget target;
        target.m_kind = Kind::input;
        return target;
    }

    [[nodiscard]] bool is_input() const { return m_kind == Kind::input; }
    [[nodiscard]] bool is_top() const { return m_kind == Kind::top; }
    [[nodiscard]] std::int64_t index() const { return m_index; }

private:
    enum class Kind : std::uint8_t { top, index, input };

    Kind m_kind = Kind::top;
    std::int64_t m_index = 0;
};

/// Options of gradient().
struct GradientOptions {
    /// A class, GradientTarget::input(), or by default the class with the highest score.
    GradientTarget target = {};

    /// The values to differentiate with respect to: names of tensors, or friendly names of operations (their first
    /// output), e.g. of a layer. If empty, the image input.
    std::vector<std::string> with_respect_to = {};

    /// The name of the output that holds the class scores. If empty, it is detected by its shape.
    std::string output = {};

    /// Whether to differentiate the probability instead of the score before softmax or sigmoid.
    bool after_activation = false;
};

/// Returns the model with the gradient of a class score as additional outputs. It consists of standard operations, can
/// be saved as IR, and runs in plain OpenVINO on any device with a fixed or dynamic batch.
///
/// The new outputs are `score` `[batch]` and `gradient`, in the shape of the value that it is taken with respect to, or
/// one `gradient_<name>` per name if there are several. Gradients have the type of the value, or f32 for integer inputs
/// (8-bit images). All inputs, outputs and names of the model are kept; the given model is not changed. Items of a
/// batch do not influence each other's gradients.
///
/// Rounding in quantised models is treated as the identity within its range (straight-through estimator,
/// https://arxiv.org/abs/1308.3432). If two equal values compete in a maximum, the first one receives the gradient.
///
/// @throws Error (unsupported) if operations between the value and the score have no gradient (the message names all of
///         them), if no output holds class scores, or if the model already has outputs or inputs with these names;
///         (bad_target) for an unknown name (with the nearest names) or class
[[nodiscard]] VINOSCOPE_API std::shared_ptr<ov::Model> gradient(const std::shared_ptr<const ov::Model>& model,
                                                                const GradientOptions& options = {});

}  // namespace vinoscope
