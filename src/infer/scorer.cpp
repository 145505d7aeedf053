// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/scorer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <openvino/core/except.hpp>
#include <openvino/runtime/properties.hpp>
#include <vector>

#include "infer/batch_item.hpp"
#include "infer/output_views.hpp"
#include "model/openvino_error.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// One more than the device works on at a time: filled and waiting, so that no stream runs dry.
std::size_t wanted_requests(const ov::CompiledModel& model) {
    return model.get_property(ov::optimal_number_of_infer_requests) + 1;
}

// The slots whose inference ended, handed from OpenVINO's threads to the caller's.
class Finished {
public:
    // Of so many slots at most. In the threads of OpenVINO nothing may fail for lack of memory.
    void reserve(std::size_t slots) { m_slots.reserve(slots); }

    void push(std::size_t slot) {
        const std::lock_guard lock(m_mutex);
        m_slots.push_back(slot);
        m_arrived.notify_one();
    }

    std::size_t pop() {
        std::unique_lock lock(m_mutex);
        m_arrived.wait(lock, [&] { return !m_slots.empty(); });
        const auto slot = m_slots.front();
        m_slots.erase(m_slots.begin());
        return slot;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::vector<std::size_t> m_slots;
};

std::size_t batch_of(const ov::Tensor& tensor) {
    return tensor.get_shape().empty() ? 1 : tensor.get_shape()[0];
}

class ScoreRun {
public:
    ScoreRun(RequestPool& pool, const ScoreJob& job) : m_pool(pool), m_job(job), m_outputs(pool.model(), job.outputs) {}
    ScoreRun(const ScoreRun&) = delete;
    ScoreRun& operator=(const ScoreRun&) = delete;

    // Requests go back to the pool idle and with no way to call this object.
    ~ScoreRun() {
        while (m_busy > 0)
            release(m_finished.pop());
        for (auto& slot : m_slots)
            slot.request->set_callback([](const std::exception_ptr&) {});
    }

    std::size_t run() {
        const auto wanted = wanted_requests(m_pool.model());
        m_finished.reserve(wanted);
        while (m_slots.size() < wanted && may_start())
            start(add_slot());
        while (m_busy > 0) {
            const auto slot = m_finished.pop();
            finish(slot);
            if (may_start())
                start(slot);
        }
        return m_done;
    }

private:
    struct Slot {
        RequestPool::Lease request;
        std::size_t first = 0;
        std::size_t count = 0;
    };

    bool may_start() const {
        if (m_job.stop.stop_requested())
            throw Error(ErrorKind::cancelled, fmt::format("stopped after {} of {} inferences", m_done, m_job.count));
        return m_next < m_job.count && (!m_job.deadline || std::chrono::steady_clock::now() < *m_job.deadline);
    }

    std::size_t add_slot() {
        const auto index = m_slots.size();
        m_slots.push_back({m_pool.take()});
        if (m_job.prepare)
            m_job.prepare(*m_slots.back().request);
        // The error itself is kept by the request, which throws it again when it is waited for.
        m_slots.back().request->set_callback([this, index](const std::exception_ptr&) { m_finished.push(index); });
        return index;
    }

    void start(std::size_t index) {
        auto& slot = m_slots[index];
        const auto input = slot.request->get_input_tensor(m_job.input);
        slot.first = m_next;
        slot.count = std::min(batch_of(input), m_job.count - m_next);
        for (std::size_t item = 0; item < slot.count; ++item) {
            auto part = batch_of(input) == 1 ? input : batch_item(input, item);
            m_job.fill(slot.first + item, part);
        }
        m_next += slot.count;
        slot.request->start_async();
        ++m_busy;
    }

    // The callback came before the request was quite done: it may be started again only after this wait.
    void wait(Slot& slot) {
        --m_busy;
        try {
            slot.request->wait();
        } catch (const ov::Exception& error) {
            throw Error(ErrorKind::device, "an inference failed: " + condense_openvino_error(error.what()));
        }
    }

    void release(std::size_t index) noexcept {
        try {
            wait(m_slots[index]);
        } catch (const std::exception&) {
            return;  // another error is already on its way to the caller
        }
    }

    void finish(std::size_t index) {
        auto& slot = m_slots[index];
        wait(slot);
        m_outputs.read(*slot.request);
        const auto batch = batch_of(slot.request->get_input_tensor(m_job.input));
        for (std::size_t item = 0; item < slot.count; ++item)
            m_job.take(slot.first + item, m_outputs.of_image(item, batch));
        m_done += slot.count;
        if (m_job.progress)
            m_job.progress(m_done, m_job.count);
    }

    RequestPool& m_pool;
    const ScoreJob& m_job;
    OutputViews m_outputs;
    Finished m_finished;
    std::vector<Slot> m_slots;
    std::size_t m_next = 0;
    std::size_t m_done = 0;
    std::size_t m_busy = 0;
};

}  // namespace

void StopCheck::operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(100))
        return;
    m_last = now;
    if (m_job.progress)
        m_job.progress(m_inferences, m_inferences);
    if (m_job.stop.stop_requested())
        throw Error(ErrorKind::cancelled, fmt::format("stopped after {} inferences", m_inferences));
}

std::size_t score(RequestPool& pool, const ScoreJob& job) {
    return ScoreRun(pool, job).run();
}

}  // namespace vinoscope
