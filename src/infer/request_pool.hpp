// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <vector>

namespace vinoscope {

/// Inference requests of one compiled model, made when needed and used again. Safe to use from several threads.
///
/// Where the environment variable VINOSCOPE_POISON_INPUTS is set, every request is handed out with all bytes of its
/// inputs set, which is NaN in each floating-point type: a test that forgets to write an input fails.
class RequestPool {
public:
    explicit RequestPool(ov::CompiledModel model) : m_model(std::move(model)) {}

    /// A request that nobody else uses until the pointer is gone.
    using Lease = std::unique_ptr<ov::InferRequest, std::function<void(ov::InferRequest*)>>;
    Lease take();

    const ov::CompiledModel& model() const { return m_model; }

private:
    ov::CompiledModel m_model;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<ov::InferRequest>> m_idle;
};

}  // namespace vinoscope
