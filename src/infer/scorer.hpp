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

/// Many inferences of one model. Both callbacks run in the thread that called score(), one at a time: they need no
/// locks.
struct ScoreJob {
    std::size_t count = 0;                   ///< inputs to score
    std::size_t input = 0;                   ///< position of the input that is filled
    std::vector<std::size_t> outputs = {0};  ///< positions of the outputs that are taken

    /// Fills what a request reads besides `input`; called once for each, before its first input.
    std::function<void(ov::InferRequest& request)> prepare = {};
    /// Writes input `index` into the request's own tensor, of batch 1; called in the order of the indices.
    std::function<void(std::size_t index, ov::Tensor& input)> fill = {};
    /// Receives what the model said to input `index`, one view for each of `outputs`; the order is the device's.
    std::function<void(std::size_t index, std::span<const OutputTensor> outputs)> take = {};

    std::function<void(std::size_t done, std::size_t count)> progress = {};
    std::stop_token stop = {};
    std::optional<std::chrono::steady_clock::time_point> deadline = {};  ///< no inference starts after it
};

/// Lets what computes for long without inferences be stopped, and its caller show that it goes on: to be called often.
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

/// Keeps as many asynchronous requests busy as the device wants, and the batch of the model full. Safe to call from
/// several threads on one pool.
/// @return how many inputs were scored: the indices below; fewer than the count only after the deadline
/// @throws Error (device) when an inference fails, (cancelled) when asked to stop; no request is left running.
std::size_t score(RequestPool& pool, const ScoreJob& job);

}  // namespace vinoscope
