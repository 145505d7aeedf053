// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "session/session.hpp"

namespace vinoscope {

/// An unchanged model that is compiled to score many masked images.
struct ScoringModel {
    /// Edits `model` itself. @throws Error as Explainer
    ScoringModel(std::shared_ptr<ov::Model> model, const ExplainerOptions& options);

    Session session;
    std::unique_ptr<CompiledForms> many;    ///< for throughput
    std::unique_ptr<CompiledForms> single;  ///< for one inference as soon as possible
    std::vector<Decision> decisions;
};

}  // namespace vinoscope
