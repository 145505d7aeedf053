// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/except.hpp>
#include <utility>
#include <variant>

#include "model/openvino_error.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

/// A value, or the error that says why there is none.
template <typename T>
class Expected {
public:
    Expected(T value) : m_state(std::move(value)) {}
    Expected(Error error) : m_state(std::move(error)) {}

    bool has_value() const { return std::holds_alternative<T>(m_state); }
    explicit operator bool() const { return has_value(); }

    T& operator*() { return std::get<T>(m_state); }
    const T& operator*() const { return std::get<T>(m_state); }
    T* operator->() { return &std::get<T>(m_state); }
    const T* operator->() const { return &std::get<T>(m_state); }

    const Error& error() const { return std::get<Error>(m_state); }

    /// The value. @throws the Error
    T take() && {
        if (!has_value())
            throw error();
        return std::move(**this);
    }

private:
    std::variant<T, Error> m_state;
};

/// Returns what `find` returns, or the error that it throws, as a value. Errors of OpenVINO become bad_model.
template <typename Find>
auto attempt(Find find) -> Expected<decltype(find())> {
    try {
        return find();
    } catch (const Error& error) {
        return error;
    } catch (const ov::Exception& error) {
        return Error(ErrorKind::bad_model, condense_openvino_error(error.what()));
    }
}

}  // namespace vinoscope
