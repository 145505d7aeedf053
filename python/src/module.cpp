// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "bindings.hpp"
#include "callbacks.hpp"

namespace vinoscope::python {

PYBIND11_MODULE(_core, module) {
    module.doc() = "The C++ library, as the Python package uses it.";
    // A type is bound before the functions that name it.
    for (const auto bind : {bind_error,    bind_version,      bind_method,     bind_image,       bind_tensor,
                            bind_answer,   bind_saliency_map, bind_preprocess, bind_task,        bind_target,
                            bind_option,   bind_render,       bind_verdict,    bind_explanation, bind_explainer,
                            bind_metrics,  bind_evaluator,    bind_comparison, bind_verifier,    bind_report,
                            bind_gradient, bind_insert,       bind_doctor,     bind_labels,      bind_suggest})
        bind(module);
    stop_work_at_exit();
}

}  // namespace vinoscope::python
