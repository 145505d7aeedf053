// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace vinoscope {

/// What only the answers of a model tell about it, such as whether scores are logits. The first answer that tells it
/// decides for all later ones, so that no mask changes how the others are read. Copies share the decision.
template <typename T>
class Settled {
public:
    /// @param decide returns `std::optional<T>`: nothing if this answer does not tell
    /// @param otherwise holds for an answer that does not tell, as long as none did
    template <typename Decide>
    T get(Decide decide, T otherwise = {}) const {
        const std::lock_guard lock(m_state->mutex);
        if (!m_state->value)
            m_state->value = decide();
        return m_state->value.value_or(std::move(otherwise));
    }

private:
    struct State {
        std::mutex mutex;
        std::optional<T> value;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

}  // namespace vinoscope
