// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "explain/side_graph.hpp"
#include "infer/planar_input.hpp"
#include "session/session.hpp"

namespace vinoscope {

/// A plan whose model is compiled.
struct CompiledMethod {
    const Method* method = nullptr;
    std::string layer;  ///< target layer, or empty
    std::unique_ptr<CompiledForms> forms;
    std::unique_ptr<SideGraph> sides = {};  ///< for sides of boxes; nullptr where the method or the outputs allow none
};

/// A session with the methods that explain its images: the one that the user chooses, or those of the automatic choice.
struct ExplainedModel {
    /// Edits `model` itself and compiles it. @throws Error as Explainer
    ExplainedModel(std::shared_ptr<ov::Model> model, const ExplainerOptions& options);

    Session session;
    std::optional<CompiledMethod> white_box;    ///< or a method that samples gradients
    std::optional<CompiledMethod> gradients;    ///< for boxes, which `white_box` does not explain
    std::optional<CompiledMethod> black_box;    ///< or a hybrid: alone, or for what the others do not explain
    std::unique_ptr<PlanarInput> planar_input;  ///< for methods that sample gradients
    std::vector<Decision> decisions;
    std::vector<std::string> warnings;
    Provenance provenance;

private:
    void choose();
    void choose_for_boxes(std::vector<Decision>& reasons);
    CompiledMethod compiled(Plan plan);
    std::unique_ptr<SideGraph> sides_of_boxes(const Plan& plan);
    void use(Plan plan);
};

}  // namespace vinoscope
