// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/compiled_forms.hpp"

#include <openvino/runtime/properties.hpp>
#include <utility>

namespace vinoscope {

CompiledForms::CompiledForms(std::shared_ptr<ov::Model> model,
                             const ImageInput& input,
                             Preprocess preprocess,
                             CompileOptions options,
                             std::shared_ptr<MemoryBudget> memory)
    : m_model(std::move(model)),
      m_input(input),
      m_preprocess(std::move(preprocess)),
      m_options(std::move(options)),
      m_memory(std::move(memory)) {}

std::unique_ptr<CompiledForms> CompiledForms::for_single_inferences() const {
    auto options = m_options;
    options.throughput = false;
    return std::make_unique<CompiledForms>(m_model, m_input, m_preprocess, options, m_memory);
}

RequestPool& CompiledForms::requests(InputForm form) {
    const std::lock_guard lock(m_mutex);
    auto& pool = m_pools.at(static_cast<std::size_t>(form));
    if (!pool) {
        const auto graph = with_preprocessing(m_model->clone(), m_input, m_preprocess, form);
        const auto memory = m_memory->is_limited() ? estimate_memory(*graph) : ModelMemory();
        auto options = m_options;
        options.most_inferences = m_memory->inferences_at_once(memory);
        pool = std::make_unique<RequestPool>(compile(graph, options));
        if (m_memory->is_limited())
            m_memory->add(memory, pool->model().get_property(ov::optimal_number_of_infer_requests));
    }
    return *pool;
}

}  // namespace vinoscope
