// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <openvino/runtime/tensor.hpp>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "infer/request_pool.hpp"
#include "vinoscope/answer.hpp"

namespace vinoscope {

/// A series of inferences of one model. The callbacks are called one at a time by the thread that called score(), and
/// need no locks.
struct ScoreJob {
    std::size_t count = 0;                   ///< inputs to score
    std::size_t input = 0;                   ///< position of the input that is filled
    std::vector<std::size_t> outputs = {0};  ///< positions of the outputs that are taken

    /// Sets the other inputs of a request; called once per request, before its first inference.
    std::function<void(ov::InferRequest& request)> prepare = {};
    /// Writes input `index` to the tensor of the request, with a batch of 1; called in the order of the indices.
    std::function<void(std::size_t index, ov::Tensor& input)> fill = {};
    /// Receives the outputs for input `index`, one view per entry of `outputs`; called in the order of completion.
    std::function<void(std::size_t index, std::span<const OutputTensor> outputs)> take = {};

    std::function<void(std::size_t done, std::size_t count)> progress = {};
    std::stop_token stop = {};
    std::optional<std::chrono::steady_clock::time_point> deadline = {};  ///< no inference starts after it
};

/// Makes long computations without inferences stoppable and reports their progress. Call it frequently.
class StopCheck {
public:
    /// @param inferences that came before, which are reported again
    StopCheck(const ScoreJob& job, std::size_t inferences) : m_job(job), m_inferences(inferences) {}

    /// Reports the progress at most every tenth of a second. @throws Error (cancelled) when asked to stop
    void operator()();

private:
    const ScoreJob& m_job;
    std::size_t m_inferences;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// Runs `count` inferences with the device's optimal number of asynchronous requests and full batches. Several threads
/// may use one pool.
/// @return the number of inferences, of the first indices; less than `count` only after the deadline
/// @throws Error (device) if an inference fails, (cancelled) if a stop was requested; no request is left running
std::size_t score(RequestPool& pool, const ScoreJob& job);

}  // namespace vinoscope
