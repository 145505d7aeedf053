// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "infer/compiled_forms.hpp"
#include "methods/selectable_score.hpp"
#include "outputs/answer_reader.hpp"
#include "task/resolved_target.hpp"

namespace vinoscope {

/// The graph of a gradient-based method for the sides of boxes: the coordinates are further rows of the table of class
/// scores. It answers all that the graph of the class scores answers, but differentiates the boxes, too. It is built
/// and compiled when it is first needed. Safe to use from several threads.
class SideGraph {
public:
    /// Inserts the method into the model whose outputs are read by `reader`.
    using Build = std::function<std::unique_ptr<CompiledForms>(const AnswerReader& reader)>;

    /// @param reader with `box_scores` and `box_sides`
    SideGraph(AnswerReader reader, Build build);

    /// @throws Error (unsupported) if an operation that the boxes are computed by has no gradient
    CompiledForms& compiled();

    /// Returns the target inputs for a box or a side of it, or std::nullopt if the answers do not state where boxes
    /// are.
    std::optional<TargetSelection> selection_for(const ResolvedTarget& resolved) const;

private:
    AnswerReader m_reader;
    Build m_build;
    std::shared_ptr<std::int64_t> m_classes;  // rows of class scores, in front of those of the sides
    std::mutex m_mutex;
    std::unique_ptr<CompiledForms> m_compiled;
};

}  // namespace vinoscope
