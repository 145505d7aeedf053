// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/side_graph.hpp"

#include <utility>

#include "ops/build.hpp"

namespace vinoscope {

SideGraph::SideGraph(AnswerReader reader, Build build)
    : m_reader(std::move(reader)), m_build(std::move(build)), m_classes(std::make_shared<std::int64_t>(0)) {
    m_reader.box_scores = [scores = m_reader.box_scores, sides = m_reader.box_sides->build, classes = m_classes](
                              const ov::OutputVector& values) {
        const auto table = scores(values);
        *classes = size_of(table, 1);
        return concat({table, convert(sides(values), table.get_element_type())}, 1);
    };
}

CompiledForms& SideGraph::compiled() {
    const std::lock_guard lock(m_mutex);
    if (!m_compiled)
        m_compiled = m_build(m_reader);
    return *m_compiled;
}

std::optional<TargetSelection> SideGraph::selection_for(const ResolvedTarget& resolved) const {
    if (!resolved.side)  // a single row is that of any class
        return TargetSelection{.target = *m_classes == 1 ? 0 : *resolved.target, .places = resolved.places};
    const auto form = m_reader.box_sides->form();
    if (!form)
        return std::nullopt;
    const auto row = 4 * static_cast<std::int64_t>(*form) + static_cast<std::int64_t>(*resolved.side);
    return TargetSelection{.target = *m_classes + row, .places = resolved.places};
}

}  // namespace vinoscope
