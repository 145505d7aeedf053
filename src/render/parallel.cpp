// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#ifndef _WIN32
#include <unistd.h>
#endif

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

    std::size_t helpers = 0;  ///< that run it now

private:
    std::size_t m_count;
    const std::function<void(std::size_t)>& m_work;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    std::exception_ptr m_error;
};

/// Threads that live as long as the process: OpenCV keeps some memory for each thread that ever used it.
class Workers {
public:
    Workers() {
        try {
            for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) {
                std::thread([this] { serve(); }).detach();
            }
        } catch (const std::system_error&) {  // no more threads: the caller works alone, or with fewer
        }
    }

    void help(Loop& loop, std::size_t helpers) {
        {
            const std::scoped_lock lock(m_mutex);
            m_waiting.insert(m_waiting.end(), helpers, &loop);
        }
        m_arrived.notify_all();
        loop.run();
        std::unique_lock lock(m_mutex);
        std::erase(m_waiting, &loop);
        m_left.wait(lock, [&] { return loop.helpers == 0; });
    }

private:
    [[noreturn]] void serve() {
        for (std::unique_lock lock(m_mutex);;) {
            m_arrived.wait(lock, [this] { return !m_waiting.empty(); });
            Loop& loop = *m_waiting.front();
            m_waiting.pop_front();
            ++loop.helpers;
            lock.unlock();
            loop.run();
            lock.lock();
            --loop.helpers;
            m_left.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::condition_variable m_left;
    std::deque<Loop*> m_waiting;  ///< once for each helper that is wanted
};

/// Those of this process: a child of it has none of its threads. They are never destroyed.
Workers& workers() {
#ifdef _WIN32
    static auto& of_process = *new Workers;
    return of_process;
#else
    static std::mutex mutex;
    static pid_t process = 0;
    static Workers* of_process = nullptr;
    const std::scoped_lock lock(mutex);
    if (process != ::getpid()) {
        of_process = new Workers;
        process = ::getpid();
    }
    return *of_process;
#endif
}

}  // namespace

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
    Loop loop(count, work);
    const std::size_t threads = std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
    if (threads > 1) {
        workers().help(loop, threads - 1);
    } else {
        loop.run();
    }
    loop.rethrow();
}

}  // namespace vinoscope
