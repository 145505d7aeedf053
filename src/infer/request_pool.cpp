// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/request_pool.hpp"

#include <cstdlib>
#include <cstring>

namespace vinoscope {
namespace {

void poison_inputs(ov::InferRequest& request) {
    for (std::size_t i = 0; i < request.get_compiled_model().inputs().size(); ++i) {
        auto tensor = request.get_input_tensor(i);
        if (tensor.get_byte_size() > 0)
            std::memset(tensor.data(), 0xFF, tensor.get_byte_size());
    }
}

}  // namespace

RequestPool::Lease RequestPool::take() {
    std::unique_ptr<ov::InferRequest> request;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            request = std::move(m_idle.back());
            m_idle.pop_back();
        } else {
            m_idle.reserve(m_idle.capacity() + 1);  // a request that comes back must not need memory
        }
    }
    if (!request)
        request = std::make_unique<ov::InferRequest>(m_model.create_infer_request());
    static const bool poisons = std::getenv("VINOSCOPE_POISON_INPUTS") != nullptr;
    if (poisons)
        poison_inputs(*request);
    return {request.release(), [this](ov::InferRequest* used) {
                const std::lock_guard lock(m_mutex);
                m_idle.emplace_back(used);
            }};
}

}  // namespace vinoscope
