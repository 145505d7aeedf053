// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/compiled_forms.hpp"

#include <utility>

namespace vinoscope {

CompiledForms::CompiledForms(std::shared_ptr<ov::Model> model,
                             const ImageInput& input,
                             Preprocess preprocess,
                             CompileOptions options)
    : m_model(std::move(model)), m_input(input), m_preprocess(std::move(preprocess)), m_options(std::move(options)) {}

std::unique_ptr<CompiledForms> CompiledForms::for_single_inferences() const {
    auto options = m_options;
    options.throughput = false;
    return std::make_unique<CompiledForms>(m_model, m_input, m_preprocess, options);
}

RequestPool& CompiledForms::requests(InputForm form) {
    const std::lock_guard lock(m_mutex);
    auto& pool = m_pools.at(static_cast<std::size_t>(form));
    if (!pool)
        pool = std::make_unique<RequestPool>(
            compile(with_preprocessing(m_model->clone(), m_input, m_preprocess, form), m_options));
    return *pool;
}

}  // namespace vinoscope
