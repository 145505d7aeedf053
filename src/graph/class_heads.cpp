// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/class_heads.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <openvino/op/convolution.hpp>
#include <openvino/op/matmul.hpp>
#include <set>
#include <string_view>

#include "graph/class_scores.hpp"
#include "graph/find_operation.hpp"
#include "graph/head.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Follows class scores back to where they are computed, and remembers all tensors with cells on the way.
class ClassTracer {
public:
    explicit ClassTracer(const AxisTrace& trace) : m_trace(trace) {}

    void follow(const ClassTensor& tensor, ClassActivation activation) {
        const auto& node = *tensor.value.get_node();
        if (!m_seen.insert(tensor.value).second)
            return;
        if (std::string_view(node.get_type_name()) == "Softmax")
            activation = ClassActivation::softmax;
        if (auto head = head_at(tensor, activation)) {
            m_passed.push_back(*head);
            if (computes_scores(tensor.value)) {
                m_heads.push_back(*head);
                return;
            }
        }
        for (const auto& source : class_sources(tensor))
            follow(source, activation);
    }

    const std::vector<ClassHead>& heads() const { return m_heads; }

    /// All tensors with cells, last first.
    const std::vector<ClassHead>& passed() const { return m_passed; }

private:
    // Classes apart from cells, and no scores that were made probabilities already.
    std::optional<ClassHead> head_at(const ClassTensor& tensor, ClassActivation activation) const {
        const auto* axes = m_trace.find(tensor.value);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        const std::string_view type = tensor.value.get_node()->get_type_name();
        const auto axis = tensor.classes.axis;
        if (!grid || batch_axis(*axes) != 0 || axis == grid->height_axis || axis == grid->width_axis ||
            grid->prefix + grid->suffix > 0 || type == "Sigmoid" || type == "Softmax")
            return std::nullopt;
        return ClassHead{{tensor.value, *grid}, tensor.classes, activation};
    }

    static bool computes_scores(Value value) {
        while (!ov::is_type<ov::op::v1::Convolution>(value.get_node()) &&
               !ov::is_type<ov::op::v0::MatMul>(value.get_node())) {
            const auto inputs = value.get_node()->input_values();
            if (inputs.size() != 2 || !is_constant(inputs[1]) ||
                std::string_view(value.get_node()->get_type_name()) != "Add")
                return false;
            value = inputs[0];
        }
        return true;
    }

    const AxisTrace& m_trace;
    std::set<Value> m_seen;
    std::vector<ClassHead> m_heads;
    std::vector<ClassHead> m_passed;
};

bool of_equal_classes(const std::vector<ClassHead>& heads) {
    return !heads.empty() && std::ranges::all_of(heads, [&](const ClassHead& head) {
        return head.classes.count == heads.front().classes.count;
    });
}

// The first class scores that lead to heads.
ClassTracer traced_heads(const ov::Model& model, const AxisTrace& trace) {
    for (const auto& scores : class_score_tensors(model)) {
        ClassTracer tracer(trace);
        for (const auto& tensor : scores)
            tracer.follow(tensor, ClassActivation::sigmoid);
        if (of_equal_classes(tracer.heads()))
            return tracer;
    }
    return ClassTracer(trace);
}

std::vector<std::string> names_of(const std::vector<ClassHead>& heads) {
    std::vector<std::string> names;
    for (const auto& head : heads)
        names.push_back(head.layer.name());
    return names;
}

[[noreturn]] void refuse_name(const ov::Model& model, const std::string& name, const std::vector<ClassHead>& heads) {
    find_operation(model, name);
    throw Error(ErrorKind::unsupported,
                fmt::format("operation \"{}\" holds no class scores of cells; those found are: {}",
                            name,
                            heads.empty() ? "none" : fmt::format("{}", fmt::join(names_of(heads), ", "))));
}

}  // namespace

std::vector<ClassHead> find_class_heads(const ov::Model& model, const AxisTrace& trace) {
    return traced_heads(model, trace).heads();
}

std::vector<ClassHead> class_heads_called(const ov::Model& model,
                                          const AxisTrace& trace,
                                          const std::vector<std::string>& names) {
    const auto tracer = traced_heads(model, trace);
    std::vector<ClassHead> heads;
    for (const auto& name : names) {
        const auto& passed = tracer.passed();
        const auto found = std::ranges::find(passed, name, [](const ClassHead& head) { return head.layer.name(); });
        if (found == passed.end())
            refuse_name(model, name, tracer.heads());
        heads.push_back(*found);
    }
    return heads;
}

}  // namespace vinoscope
