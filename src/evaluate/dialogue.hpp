// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "explain/reading.hpp"
#include "metrics/metric_case.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

struct DialogueOptions {
    /// Of hidden pixels, see BlackBoxOptions::baseline.
    std::string_view baseline;

    /// Least score of a box that counts as found.
    double min_score = ExplainOptions{}.min_score;

    /// Is called after each inference with a masked image; may be empty.
    Progress progress = {};

    /// See MetricOptions::hide_in_image.
    bool hide_in_image = false;
};

/// One image, and what a model says to it and to masked versions of it.
class Dialogue {
public:
    /// @param model prepared for a black-box method
    /// @param single the same model for one inference as soon as possible
    /// @param inferences counts them
    Dialogue(const ExplainedModel& model,
             CompiledForms& single,
             const Image& image,
             const DialogueOptions& options,
             std::atomic<std::uint64_t>& inferences);

    /// The pixels that masks hide: what the model sees of the image, or the image itself.
    Canvas input() const;

    std::vector<Question> questions(const TargetRequests& requests) const;

    /// The first question that a request names. @throws Error (bad_target) when there is none.
    Question question(const TargetRequest& request) const;

    /// Of the whole image.
    double score(const Question& question) const;

    /// Of masked versions of it.
    std::vector<float> scores(const Question& question, std::size_t count, const DrawMask& draw) const;

    /// Of versions whose hidden pixels are guessed from their neighbours; masks of 0 and 1.
    std::vector<float> imputed_scores(const Question& question,
                                      std::size_t count,
                                      const DrawMask& draw,
                                      std::uint64_t seed) const;

private:
    using Write = std::function<void(std::size_t index, std::span<const float> mask, ov::Tensor& input)>;
    std::vector<float> ask(const Question& question, std::size_t count, const DrawMask& draw, const Write& write) const;

    void write_hidden_in_image(std::span<const float> mask, ov::Tensor& input) const;

    const ExplainedModel& m_model;
    Image m_image;
    std::optional<MaskedInput> m_masked_image;  ///< where its own pixels are hidden
    Progress m_progress;
    std::atomic<std::uint64_t>& m_inferences;
    InputSource m_source;
    InputSource::Masked m_masked;
    RequestPool& m_requests;
    RequestPool& m_single;
    Reading m_reading;
};

}  // namespace vinoscope
