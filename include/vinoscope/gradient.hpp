// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace ov {
class Model;
}

namespace vinoscope {

/// Name of the output that holds what is differentiated.
inline constexpr const char* score_output = "score";
/// Name of the output that holds the gradient, and how the names begin when there are several.
inline constexpr const char* gradient_output = "gradient";
/// Name of the input that tells the class, see GradientTarget::input().
inline constexpr const char* target_input = "target";

/// Of which class the score is differentiated.
class GradientTarget {
public:
    /// The class with the highest score, found anew in each inference and for each item of the batch.
    GradientTarget() = default;

    /// Always this zero-based class.
    GradientTarget(std::int64_t index) : m_kind(Kind::index), m_index(index) {}  // NOLINT: 285 is a target

    /// The class that a new input of the model, "target", holds: i64 `[batch]`; where the batch is open also `[1]`, for
    /// all items. A number that is no class makes score and gradient 0.
    static GradientTarget input() {
        GradientTarget target;
        target.m_kind = Kind::input;
        return target;
    }

    bool is_input() const { return m_kind == Kind::input; }
    bool is_top() const { return m_kind == Kind::top; }
    std::int64_t index() const { return m_index; }

private:
    enum class Kind : std::uint8_t { top, index, input };

    Kind m_kind = Kind::top;
    std::int64_t m_index = 0;
};

struct GradientOptions {
    GradientTarget target = {};  ///< a class, GradientTarget::input(), or by default the best class
    /// What to differentiate with respect to: names of tensors or friendly names of operations (their first output),
    /// e.g. of a layer. Empty: the input that takes the picture.
    std::vector<std::string> with_respect_to = {};
    std::string output = {};  ///< name of the output with the class scores; empty: found by its shape
    bool after_activation =
        false;  ///< differentiate the probability instead of the raw score before softmax or sigmoid
};

/// The model with the gradient of a class score as further outputs. It is made of standard operations, so that it can
/// be saved as IR and runs in plain OpenVINO on any device, at any fixed or open batch.
///
/// New outputs: `score` `[batch]` and `gradient` of the shape of what it is taken with respect to, or one
/// `gradient_<name>` for each name when there are several; f32 for integer inputs (pictures of bytes), else of the
/// value's type. All outputs, inputs and names that the model had stay; the given model is not changed. Items of a
/// batch do not influence each other's gradients.
///
/// Rounding in quantised models is passed as if it were not there, inside of its range (straight-through estimator,
/// https://arxiv.org/abs/1308.3432). Where two equal numbers compete in a maximum, the first one gets the gradient.
///
/// @throws Error (unsupported) when operations on the way have no gradient: all are named; (bad_target) for an unknown
///         name (with the nearest) or class; (unsupported) when no output holds class scores or the model has outputs
///         or inputs of these names already.
std::shared_ptr<ov::Model> gradient(const std::shared_ptr<const ov::Model>& model, const GradientOptions& options = {});

}  // namespace vinoscope
