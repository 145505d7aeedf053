// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <openvino/core/model.hpp>
#include <optional>

namespace vinoscope {

/// What a compiled model takes, in bytes, estimated from its graph. The runtime itself (about 100 MiB) is not included.
struct ModelMemory {
    std::size_t stored = 0;       ///< weights as the model holds them, which all of its copies share
    std::size_t compiled = 0;     ///< weights in the layouts of the device, in f32
    std::size_t activations = 0;  ///< the largest sum of tensors that are alive at one time of an inference
};

/// Estimates the memory of a model on a CPU. Unknown dimensions count as 1.
ModelMemory estimate_memory(const ov::Model& model);

/// The memory that the compiled models of one session and its explanations may take together. Thread-safe.
class MemoryBudget {
public:
    /// @param limit in bytes; std::nullopt limits only what methods keep besides the models, to 1 GiB
    explicit MemoryBudget(std::optional<std::size_t> limit) : m_limit(limit) {}

    /// Whether there is a limit, so that models need to be estimated at all.
    bool is_limited() const { return m_limit.has_value(); }

    /// Returns how many inferences of a model that is about to be compiled may run at once; std::nullopt is any number.
    /// @throws Error (usage) if one does not fit
    std::optional<std::size_t> inferences_at_once(const ModelMemory& model) const;

    /// Takes account of a model that has been compiled. @param inferences that run at once
    void add(const ModelMemory& model, std::size_t inferences);

    /// Returns the bytes that remain for the cells, masks, scores and maps of a method.
    std::size_t left() const;

private:
    std::optional<std::size_t> m_limit;
    mutable std::mutex m_mutex;
    std::size_t m_stored = 0;
    std::size_t m_compiled = 0;  // and the activations
};

}  // namespace vinoscope
