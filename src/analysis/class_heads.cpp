// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/class_heads.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <openvino/op/add.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/subtract.hpp>
#include <set>
#include <string_view>

#include "analysis/one_image.hpp"
#include "analysis/target_layer.hpp"
#include "ops/constant_value.hpp"
#include "ops/find_operation.hpp"
#include "ops/operations.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The only operand of a sum or product that is not known before the model runs: the others are a bias, a scale.
std::optional<Value> shifted_or_scaled(const ov::Node& node) {
    if (!ov::is_type<ov::op::v1::Add>(&node) && !ov::is_type<ov::op::v1::Subtract>(&node) &&
        !ov::is_type<ov::op::v1::Multiply>(&node) && !ov::is_type<ov::op::v1::Divide>(&node))
        return std::nullopt;
    const bool first = is_known(node.input_value(0));
    return first == is_known(node.input_value(1)) ? std::nullopt : std::optional(node.input_value(first ? 1 : 0));
}

// The operations that give `value`, the last first: its bias and scale, back to what has weights. None for anything
// else.
std::vector<const ov::Node*> computed_by(Value value) {
    std::vector<const ov::Node*> operations = {value.get_node()};
    while (!has_weights(*value.get_node())) {
        const auto other = shifted_or_scaled(*value.get_node());
        if (!other && (operations.size() == 1 || operation_of(*value.get_node()).kind != Kind::rearrangement))
            return {};
        value = other ? *other : value.get_node()->input_value(0);
        operations.push_back(value.get_node());
    }
    return operations;
}

// Follows class scores back to where they are computed, and remembers all tensors with cells on the way.
class ClassTracer {
public:
    explicit ClassTracer(const AxisTrace& trace) : m_trace(trace) {}

    void follow(const ClassTensor& tensor, ClassActivation activation) {
        const auto& node = *tensor.value.get_node();
        if (!m_seen.insert(tensor.value).second)
            return;
        if (operation_of(node).kind == Kind::softmax)
            activation = ClassActivation::softmax;
        if (auto head = head_at(tensor, activation)) {
            m_passed.push_back(*head);
            if (!computed_by(tensor.value).empty()) {
                m_heads.push_back(*head);
                return;
            }
        }
        const auto sources = class_sources(tensor);
        if (ov::is_type<ov::op::v1::Multiply>(&node) && sources.size() == 1)
            remember_factor(node, sources.front());
        for (const auto& source : sources)
            follow(source, activation);
    }

    const std::vector<ClassHead>& heads() const { return m_heads; }

    /// What class scores are multiplied with on the way, one value for each box.
    const std::vector<ClassTensor>& factors() const { return m_factors; }

    /// All tensors with cells, last first.
    const std::vector<ClassHead>& passed() const { return m_passed; }

private:
    // Classes apart from cells, and no scores that were made probabilities already.
    std::optional<ClassHead> head_at(const ClassTensor& tensor, ClassActivation activation) const {
        const auto* axes = m_trace.find(tensor.value);
        const auto grid = axes ? spatial_grid(*axes) : std::nullopt;
        const auto& node = *tensor.value.get_node();
        const auto axis = tensor.classes.axis;
        if (!grid || batch_axis(*axes) != 0 || axis == grid->height_axis || axis == grid->width_axis ||
            grid->prefix + grid->suffix > 0 || ov::is_type<ov::op::v0::Sigmoid>(&node) ||
            operation_of(node).kind == Kind::softmax)
            return std::nullopt;
        return ClassHead{{tensor.value, *grid}, tensor.classes, activation};
    }

    void remember_factor(const ov::Node& product, const ClassTensor& scores) {
        const auto inputs = product.input_values();
        const auto& other = inputs[inputs[0] == scores.value ? 1 : 0];
        const auto& shape = other.get_shape();
        const auto axis = static_cast<std::size_t>(scores.classes.axis);
        if (m_trace.find(other) != nullptr && shape.size() == scores.value.get_shape().size() && shape[axis] == 1)
            m_factors.push_back({other, {.axis = scores.classes.axis}});
    }

    const AxisTrace& m_trace;
    std::set<Value> m_seen;
    std::vector<ClassHead> m_heads;
    std::vector<ClassHead> m_passed;
    std::vector<ClassTensor> m_factors;
};

bool of_equal_classes(const std::vector<ClassHead>& heads) {
    return !heads.empty() && std::ranges::all_of(heads, [&](const ClassHead& head) {
        return head.classes.count == heads.front().classes.count;
    });
}

std::size_t anchors_of(const AxisTrace& trace, const SpatialLayer& layer, const ClassAxisLayout& classes) {
    std::int64_t values = 1;
    for (const auto& axis : trace.at(layer.value))
        values *= size_of(axis);
    return static_cast<std::size_t>(values / (layer.grid.cells() * classes.size));
}

// The heads of both, level by level; none when a class head has no objectness of its own.
std::vector<ClassHead> with_objectness(std::vector<ClassHead> heads,
                                       const std::vector<ClassHead>& objectness,
                                       const AxisTrace& trace) {
    for (auto& head : heads) {
        const auto found = std::ranges::find_if(objectness, [&](const ClassHead& other) {
            return other.layer.grid.height == head.layer.grid.height &&
                   other.layer.grid.width == head.layer.grid.width &&
                   anchors_of(trace, other.layer, other.classes) == anchors_of(trace, head.layer, head.classes);
        });
        if (found == objectness.end())
            return {};
        head.objectness = CellValues{found->layer, found->classes};
    }
    return heads;
}

// Rows of boxes do not tell objectness from the first of the classes, but the weights do that compute only classes.
void take_as_class(ClassHead& head) {
    auto& classes = head.classes;
    if (!head.objectness || head.objectness->layer.value != head.layer.value || classes.first != 1 ||
        head.objectness->classes.first != 0 || classes.count + 1 != classes.size)
        return;
    classes.first = 0;
    ++classes.count;
    head.objectness.reset();
}

struct TracedHeads {
    std::vector<ClassHead> heads;
    std::vector<ClassHead> passed;  // all tensors with cells on the way, last first
};

TracedHeads traced(const ClassScores& scores, const AxisTrace& trace) {
    ClassTracer tracer(trace);
    for (const auto& tensor : scores.classes)
        tracer.follow(tensor, ClassActivation::sigmoid);
    if (!of_equal_classes(tracer.heads()))
        return {};
    auto factors = tracer.factors();
    factors.insert(factors.end(), scores.objectness.begin(), scores.objectness.end());
    if (factors.empty())
        return {tracer.heads(), tracer.passed()};
    ClassTracer objectness(trace);
    for (const auto& tensor : factors)
        objectness.follow(tensor, ClassActivation::sigmoid);
    auto heads = with_objectness(tracer.heads(), objectness.heads(), trace);
    std::ranges::for_each(heads, take_as_class);
    return {heads, tracer.passed()};
}

// The first class scores that lead to heads.
TracedHeads first_traced(const ov::Model& model, const AxisTrace& trace, FindClassScores find_scores) {
    for (const auto& scores : find_scores(model))
        if (auto found = traced(scores, trace); !found.heads.empty())
            return found;
    return {};
}

// Classes are followed through tensors of known sizes: where the batch is open, through those of one image.
TracedHeads traced_heads(const ov::Model& model, const AxisTrace& trace, FindClassScores find_scores) {
    if (!model.is_dynamic())
        return first_traced(model, trace, find_scores);
    const auto copy = copy_of_one_image(model, trace.input());
    auto found = first_traced(*copy.model, AxisTrace(*copy.model, trace.input()), find_scores);
    const auto to_original = [&](SpatialLayer& layer) {
        layer.value = copy.original_of.at(layer.value.get_node())->output(layer.value.get_index());
    };
    for (auto* heads : {&found.heads, &found.passed})
        for (auto& head : *heads) {
            to_original(head.layer);
            if (head.objectness)
                to_original(head.objectness->layer);
        }
    return found;
}

std::vector<std::string> names_of(const std::vector<ClassHead>& heads) {
    std::vector<std::string> names;
    for (const auto& head : heads)
        names.push_back(head.layer.name());
    return names;
}

// Its last operation, or any of those that compute its scores.
bool is_named(const ClassHead& head, const std::string& name) {
    const auto operations = computed_by(head.layer.value);
    return is_called(*head.layer.value.get_node(), name) ||
           std::ranges::any_of(operations, [&](const ov::Node* node) { return is_called(*node, name); });
}

[[noreturn]] void refuse_name(const ov::Model& model, const std::string& name, const std::vector<ClassHead>& heads) {
    find_operation(model, name);
    throw Error(ErrorKind::unsupported,
                fmt::format("operation \"{}\" does not hold class scores of cells; the operations that do are: {}",
                            name,
                            heads.empty() ? "none" : fmt::format("{}", fmt::join(names_of(heads), ", "))));
}

}  // namespace

std::vector<ClassHead> find_class_heads(const ov::Model& model, const AxisTrace& trace, FindClassScores find_scores) {
    return traced_heads(model, trace, find_scores).heads;
}

std::vector<SpatialLayer> features_of_heads(const ov::Model& model,
                                            const AxisTrace& trace,
                                            const ImageInput& input,
                                            const std::vector<ClassHead>& heads) {
    std::vector<SpatialLayer> features;
    for (const auto& head : heads) {
        ov::OutputVector answers = {head.layer.value};
        if (head.objectness)
            answers.push_back(head.objectness->layer.value);
        auto layers = feature_layers(model, common_layers(model, trace, input, answers), answers);
        if (layers.empty() || layers.back().grid.cells() != head.layer.grid.cells())
            return {};
        features.push_back(layers.back());
    }
    return features;
}

std::vector<ClassHead> class_heads_called(const ov::Model& model,
                                          const AxisTrace& trace,
                                          FindClassScores find_scores,
                                          const std::vector<std::string>& names) {
    const auto traced = traced_heads(model, trace, find_scores);
    std::vector<ClassHead> heads;
    for (const auto& name : names) {
        const auto& passed = traced.passed;
        const auto found = std::ranges::find_if(passed, [&](const ClassHead& head) { return is_named(head, name); });
        if (found == passed.end())
            refuse_name(model, name, traced.heads);
        heads.push_back(*found);
        const auto same = std::ranges::find_if(
            traced.heads, [&](const ClassHead& head) { return head.layer.grid.cells() == found->layer.grid.cells(); });
        if (same != traced.heads.end())
            heads.back().objectness = same->objectness;
    }
    return heads;
}

}  // namespace vinoscope
