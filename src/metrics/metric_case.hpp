// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "metrics/heatmap.hpp"
#include "metrics/mask_scorer.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope {

/// What may be asked about one map of one image. What is empty is not known.
struct MetricInputs {
    const SaliencyMap& map;
    Region image;  ///< the whole image
    Canvas input;  ///< what the model sees of it
    MetricOptions options = {};
    const GroundTruth* truth = nullptr;
    double image_score = 0;  ///< of the whole image
    MaskScorer score = {};
    MaskScorer imputed_score = {};                     ///< the same with hidden pixels guessed from the others
    std::function<SaliencyMap()> explain_masked = {};  ///< the image as the map shows it
    std::function<SaliencyMap(std::size_t sample)> explain_noisy = {};  ///< the image with noise
    std::function<SaliencyMap()> explain_randomised = {};               ///< the image, by a model with random weights
    std::function<SaliencyMap()> explain_other = {};                    ///< the image, for another class

    /// How much the noisy image `sample` and its score differ from those of the image, as a share of these.
    std::function<double(std::size_t sample)> noise_of_input = {};
    std::function<double(std::size_t sample)> noise_of_score = {};
};

/// One map under judgement. What several metrics need is computed once, when first asked for. All functions
/// @throw NoValue when the map has none.
class MetricCase {
public:
    explicit MetricCase(MetricInputs inputs) : m_inputs(std::move(inputs)) {}

    const MetricInputs& inputs() const { return m_inputs; }

    /// The map in the pixels of the model's input, and the same scaled to 0..1.
    const std::vector<float>& values();
    const std::vector<float>& shares();

    const InsertionDeletion& curves();

    /// Of the image as the map shows it.
    double masked_score();

    /// Between the map and that of the image as the map shows it, (1 + Pearson's correlation) / 2.
    double coherency();

private:
    MetricInputs m_inputs;
    std::optional<std::vector<float>> m_values;
    std::optional<std::vector<float>> m_shares;
    std::optional<InsertionDeletion> m_curves;
    std::optional<double> m_masked_score;
    std::optional<double> m_coherency;
};

}  // namespace vinoscope
