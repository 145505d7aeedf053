// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <openvino/core/model.hpp>

#include "infer/compile.hpp"
#include "infer/memory_estimate.hpp"
#include "infer/preprocess_graph.hpp"
#include "infer/request_pool.hpp"

namespace vinoscope {

/// One model, compiled for each form of its input when that is first needed. Safe to use from several threads.
class CompiledForms {
public:
    CompiledForms(std::shared_ptr<ov::Model> model,
                  const ImageInput& input,
                  Preprocess preprocess,
                  CompileOptions options,
                  std::shared_ptr<MemoryBudget> memory = std::make_shared<MemoryBudget>(std::nullopt));

    /// @throws Error as compile(), and (usage) if the memory does not suffice
    RequestPool& requests(InputForm form);

    /// The same, to be compiled for one inference as soon as possible.
    std::unique_ptr<CompiledForms> for_single_inferences() const;

private:
    std::shared_ptr<ov::Model> m_model;
    ImageInput m_input;
    Preprocess m_preprocess;
    CompileOptions m_options;
    std::shared_ptr<MemoryBudget> m_memory;
    std::mutex m_mutex;
    std::array<std::unique_ptr<RequestPool>, 3> m_pools;  // in the order of InputForm
};

}  // namespace vinoscope
