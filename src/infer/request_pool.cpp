// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/request_pool.hpp"

namespace vinoscope {

RequestPool::Lease RequestPool::take() {
    std::unique_ptr<ov::InferRequest> request;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            request = std::move(m_idle.back());
            m_idle.pop_back();
        }
    }
    if (!request)
        request = std::make_unique<ov::InferRequest>(m_model.create_infer_request());
    return {request.release(), [this](ov::InferRequest* used) {
                const std::lock_guard lock(m_mutex);
                m_idle.emplace_back(used);
            }};
}

}  // namespace vinoscope
