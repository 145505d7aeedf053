// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "explain/side_graph.hpp"
#include "infer/planar_input.hpp"
#include "session/session.hpp"

namespace vinoscope {

/// A score of the graph, and the score that the caller's postprocess returns for the same target.
struct ScorePair {
    float graph = 0;
    float caller = 0;
};

/// The scores for inputs of noise, which are compared with those of an image (see Agreement).
struct NoiseScores {
    std::size_t inputs = 0;
    std::vector<ScorePair> scores;
    std::vector<ScorePair> softmax;  ///< with the softmax of the graph's scores
    bool about_boxes = false;
};

/// The scores for the noise of the first image that agreed. They spare later images the inferences of noise.
/// Thread-safe.
class AgreedNoise {
public:
    /// Returns nullptr as long as nothing is kept.
    std::shared_ptr<const NoiseScores> kept() const {
        const std::scoped_lock lock(m_mutex);
        return m_kept;
    }

    void keep(NoiseScores scores) {
        const std::scoped_lock lock(m_mutex);
        m_kept = std::make_shared<const NoiseScores>(std::move(scores));
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const NoiseScores> m_kept;
};

/// A plan whose model is compiled.
struct CompiledMethod {
    const Method* method = nullptr;
    std::string layer;  ///< target layer, or empty
    std::unique_ptr<CompiledForms> forms;
    std::unique_ptr<SideGraph> sides = {};  ///< for sides of boxes; nullptr where the method or the outputs allow none
    std::unique_ptr<AgreedNoise> agreed_noise = std::make_unique<AgreedNoise>();
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
