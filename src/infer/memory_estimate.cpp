// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/memory_estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/reshape.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/squeeze.hpp>
#include <openvino/op/swish.hpp>
#include <openvino/op/unsqueeze.hpp>
#include <openvino/op/util/binary_elementwise_arithmetic.hpp>
#include <openvino/op/util/multi_subgraph_base.hpp>
#include <openvino/op/util/unary_elementwise_arithmetic.hpp>
#include <set>
#include <utility>
#include <vector>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Value = ov::Output<ov::Node>;

constexpr std::size_t method_limit = std::size_t{1} << 30;

// Devices compute real numbers in f32 at most.
std::size_t bytes_of(const Value& value) {
    std::size_t count = 1;
    if (value.get_partial_shape().rank().is_dynamic())
        return 0;
    for (const auto& dimension : value.get_partial_shape())
        count *= dimension.is_static() ? static_cast<std::size_t>(dimension.get_length()) : 1;
    const auto& type = value.get_element_type();
    return count * (type.is_real() ? sizeof(float) : std::max<std::size_t>(type.bitwidth() / 8, 1));
}

bool is_view(const ov::Node& node) {
    return ov::is_type<ov::op::v1::Reshape>(&node) || ov::is_type<ov::op::v0::Squeeze>(&node) ||
           ov::is_type<ov::op::v0::Unsqueeze>(&node);
}

// What devices fuse with the operation before it, or compute in place.
bool is_elementwise(const ov::Node& node) {
    return dynamic_cast<const ov::op::util::UnaryElementwiseArithmetic*>(&node) != nullptr ||
           dynamic_cast<const ov::op::util::BinaryElementwiseArithmetic*>(&node) != nullptr ||
           ov::is_type<ov::op::v0::FakeQuantize>(&node) || ov::is_type<ov::op::v4::Swish>(&node) ||
           ov::is_type<ov::op::v0::Convert>(&node);
}

class Estimate {
public:
    ModelMemory of(const ov::Model& model) {
        m_result.activations = activations_of(model);
        return m_result;
    }

private:
    // Where the values of an output lie, and the last operation that reads them.
    struct Buffer {
        std::size_t bytes = 0;
        std::size_t last_use = 0;
    };

    // Reports the weights on the way.
    std::size_t activations_of(const ov::Model& model) {
        const auto operations = model.get_ordered_ops();
        std::map<Value, std::size_t> last_uses;
        for (std::size_t i = 0; i < operations.size(); ++i)
            for (const auto& value : operations[i]->input_values())
                last_uses[value] = i;
        std::set<const ov::Node*> known;  // from constants alone: computed once, when the model is compiled
        std::map<Value, Value> owners;
        std::map<Value, Buffer> buffers;
        for (std::size_t i = 0; i < operations.size(); ++i) {
            const auto& node = *operations[i];
            if (is_known(node, known)) {
                known.insert(&node);
                continue;
            }
            for (const auto& value : node.input_values())
                if (known.contains(value.get_node()))
                    add_weights(value);
            for (const auto& value : operations[i]->outputs()) {
                const auto owner = owner_of(value, i, last_uses, owners);
                owners.emplace(value, owner);
                auto& buffer = buffers[owner];
                buffer.bytes = std::max(buffer.bytes, bytes_of(value));
                const auto use = last_uses.find(value);
                buffer.last_use = std::max(buffer.last_use, use == last_uses.end() ? i : use->second);
            }
        }
        return peak_of(operations, owners, buffers);
    }

    bool is_known(const ov::Node& node, const std::set<const ov::Node*>& known) {
        if (const auto* constant = ov::as_type<const ov::op::v0::Constant>(&node)) {
            if (m_seen.insert(constant->get_data_ptr()).second)
                m_result.stored += constant->get_byte_size();
            return true;
        }
        const auto inputs = node.input_values();
        return !inputs.empty() && !ov::is_type<ov::op::v0::Result>(&node) &&
               std::ranges::all_of(inputs, [&](const Value& value) { return known.contains(value.get_node()); });
    }

    // The device keeps weights in its own layout, and those that the transformations of the graph made.
    void add_weights(const Value& value) {
        const auto* constant = ov::as_type<const ov::op::v0::Constant>(value.get_node());
        const void* identity = constant == nullptr ? value.get_node() : constant->get_data_ptr();
        if (m_compiled.insert(identity).second)
            m_result.compiled += 2 * bytes_of(value);
    }

    static Value owner_of(const Value& value,
                          std::size_t position,
                          const std::map<Value, std::size_t>& last_uses,
                          const std::map<Value, Value>& owners) {
        const auto& node = *value.get_node();
        if (!is_view(node) && !is_elementwise(node))
            return value;
        for (const auto& input : node.input_values()) {
            const auto owner = owners.find(input);
            const bool ends_here = last_uses.at(input) == position;
            if (owner != owners.end() && bytes_of(input) == bytes_of(value) && (is_view(node) || ends_here))
                return owner->second;
        }
        return value;
    }

    std::size_t peak_of(const ov::NodeVector& operations,
                        const std::map<Value, Value>& owners,
                        const std::map<Value, Buffer>& buffers) {
        std::vector<std::size_t> ends(operations.size() + 1);
        for (const auto& [value, buffer] : buffers)
            ends[buffer.last_use] += buffer.bytes;
        std::size_t alive = 0;
        std::size_t peak = 0;
        for (std::size_t i = 0; i < operations.size(); ++i) {
            for (const auto& value : operations[i]->outputs())
                if (const auto owner = owners.find(value); owner != owners.end() && owner->second == value)
                    alive += buffers.at(value).bytes;
            peak = std::max(peak, alive + activations_inside(*operations[i]));
            alive -= ends[i];
        }
        return peak;
    }

    // Of the largest body of a loop or an If.
    std::size_t activations_inside(const ov::Node& node) {
        std::size_t largest = 0;
        if (const auto* outer = dynamic_cast<const ov::op::util::MultiSubGraphOp*>(&node))
            for (std::size_t i = 0; i < outer->get_internal_subgraphs_size(); ++i)
                largest = std::max(largest, activations_of(*outer->get_function(i)));
        return largest;
    }

    ModelMemory m_result;
    std::set<const void*> m_seen;
    std::set<const void*> m_compiled;
};

std::string mebibytes(std::size_t bytes) {
    return fmt::format("{:.4g} MiB", static_cast<double>(bytes) / (1 << 20));
}

}  // namespace

ModelMemory estimate_memory(const ov::Model& model) {
    return Estimate().of(model);
}

std::optional<std::size_t> MemoryBudget::inferences_at_once(const ModelMemory& model) const {
    if (!m_limit)
        return std::nullopt;
    const std::scoped_lock lock(m_mutex);
    const auto weights = std::max(m_stored, model.stored) + m_compiled + model.compiled;
    const auto total = weights + model.activations;
    if (total > *m_limit)
        throw Error(
            ErrorKind::usage,
            fmt::format("expected an explanation to take at most {} of memory (memory_limit), but it would take about "
                        "{}: {} for the weights of the compiled models and {} for the activations of one inference; "
                        "use a smaller input or a batch of 1, a method that needs less (a black-box method such as "
                        "rise needs no more than an inference), or raise the limit",
                        mebibytes(*m_limit),
                        mebibytes(total),
                        mebibytes(weights),
                        mebibytes(model.activations)));
    return 1 + (*m_limit - total) / std::max<std::size_t>(model.activations, 1);
}

void MemoryBudget::add(const ModelMemory& model, std::size_t inferences) {
    const std::scoped_lock lock(m_mutex);
    m_stored = std::max(m_stored, model.stored);
    m_compiled += model.compiled + inferences * model.activations;
}

std::size_t MemoryBudget::left() const {
    if (!m_limit)
        return method_limit;
    const std::scoped_lock lock(m_mutex);
    return *m_limit - std::min(*m_limit, m_stored + m_compiled);
}

}  // namespace vinoscope
