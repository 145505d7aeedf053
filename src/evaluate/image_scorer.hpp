// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "evaluate/scoring_model.hpp"
#include "metrics/metric_case.hpp"
#include "session/image_prediction.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

struct ImageScorerOptions {
    /// The fill of hidden pixels, see BlackBoxOptions::baseline.
    std::string_view baseline;

    /// The minimum score for a box to count as a detection.
    std::optional<double> min_score = {};

    /// Called after each inference with a masked image; may be empty.
    Progress progress = {};

    /// See MetricOptions::hide_in_image.
    bool hide_in_image = false;
};

/// Computes the scores of targets for one image and for masked versions of it.
class ImageScorer {
public:
    /// @param inferences is incremented for each inference
    ImageScorer(const ScoringModel& model,
                const Image& image,
                const ImageScorerOptions& options,
                std::atomic<std::uint64_t>& inferences);

    /// Returns the canvas of the masks: the part of the image that the model sees, or the image itself.
    Canvas input() const;

    std::vector<ResolvedTarget> resolve_all(const TargetRequests& requests) const;

    /// Returns the first target of a request. @throws Error (bad_target) if there is none
    ResolvedTarget resolve(const TargetRequest& request) const;

    /// Returns the score for the whole image.
    double score(const ResolvedTarget& resolved) const;

    /// Returns the scores for masked versions of the image.
    std::vector<float> scores(const ResolvedTarget& resolved, std::size_t count, const DrawMask& draw) const;

    /// Returns the scores for versions whose hidden pixels are imputed from their neighbours. Masks are 0 or 1.
    std::vector<float> imputed_scores(const ResolvedTarget& resolved,
                                      std::size_t count,
                                      const DrawMask& draw,
                                      std::uint64_t seed) const;

private:
    using Write = std::function<void(std::size_t index, std::span<const float> mask, ov::Tensor& input)>;
    std::vector<float> run(const ResolvedTarget& resolved,
                           std::size_t count,
                           const DrawMask& draw,
                           const Write& write) const;

    void write_hidden_in_image(std::span<const float> mask, ov::Tensor& input) const;

    const Session& m_session;
    Image m_image;
    std::optional<MaskedInput> m_masked_image;  ///< where its own pixels are hidden
    Progress m_progress;
    std::atomic<std::uint64_t>& m_inferences;
    InputSource m_source;
    InputSource::Masked m_masked;
    RequestPool& m_requests;
    RequestPool& m_single;
    ImagePrediction m_prediction;
};

}  // namespace vinoscope
