// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace vinoscope {

namespace {

class Loop {
public:
    Loop(std::size_t count, const std::function<void(std::size_t)>& work) : m_count(count), m_work(work) {}

    void run() noexcept {
        for (std::size_t i = m_next++; i < m_count; i = m_next++) {
            try {
                m_work(i);
            } catch (...) {
                m_next = m_count;
                const std::scoped_lock lock(m_mutex);
                m_error = m_error ? m_error : std::current_exception();
            }
        }
    }

    void rethrow() const {
        if (m_error) {
            std::rethrow_exception(m_error);
        }
    }

private:
    std::size_t m_count;
    const std::function<void(std::size_t)>& m_work;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::exception_ptr m_error;
};

}  // namespace

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
    Loop loop(count, work);
    {
        std::vector<std::jthread> helpers;
        const std::size_t threads = std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
        while (helpers.size() + 1 < threads) {
            helpers.emplace_back([&loop] { loop.run(); });
        }
        loop.run();
    }
    loop.rethrow();
}

}  // namespace vinoscope
