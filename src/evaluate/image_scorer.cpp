// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "evaluate/image_scorer.hpp"

#include "evaluate/altered_image.hpp"
#include "infer/imputed_input.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

ImageScorer::ImageScorer(const ScoringModel& model,
                         const Image& image,
                         const ImageScorerOptions& options,
                         std::atomic<std::uint64_t>& inferences)
    : m_session(model.session),
      m_image(image),
      m_progress(options.progress),
      m_inferences(inferences),
      m_source(m_session.source_of(image)),
      m_masked(m_source.masked(m_session.preprocess, m_session.input, options.baseline)),
      m_requests(model.many->requests(m_source.form(true))),
      m_single(model.single->requests(m_source.form(true))),
      m_prediction(m_session,
                   m_source,
                   m_masked.region,
                   {.min_score = options.min_score},
                   false,
                   predict(m_single, m_masked.input, m_session.reader.read, m_session.job())) {
    ++m_inferences;
    if (options.hide_in_image)
        m_masked_image = maskable(m_image, m_session.preprocess, options.baseline);
}

Canvas ImageScorer::input() const {
    const auto whole = image_canvas(m_image.height(), m_image.width());
    if (m_masked_image)
        return whole;
    return {m_masked.input.height(), m_masked.input.width(), m_masked.region.value_or(whole.frame)};
}

std::vector<ResolvedTarget> ImageScorer::resolve_all(const TargetRequests& requests) const {
    return m_prediction.resolve_all(requests);
}

ResolvedTarget ImageScorer::resolve(const TargetRequest& request) const {
    auto resolved_targets = m_prediction.resolve_all({request});
    if (resolved_targets.empty())
        throw Error(ErrorKind::bad_target, "the model's prediction for this image does not contain the target");
    return std::move(resolved_targets.front());
}

double ImageScorer::score(const ResolvedTarget& resolved) const {
    return m_prediction.score({resolved}).front();
}

std::vector<float> ImageScorer::scores(const ResolvedTarget& resolved, std::size_t count, const DrawMask& draw) const {
    return run(resolved, count, draw, [&](std::size_t, std::span<const float> mask, ov::Tensor& input) {
        if (m_masked_image)
            write_hidden_in_image(mask, input);
        else
            m_masked.input.write(mask, input);
    });
}

void ImageScorer::write_hidden_in_image(std::span<const float> mask, ov::Tensor& input) const {
    Image altered(m_image.width(), m_image.height());
    auto pixels = pixels_of(altered);
    m_masked_image->write(mask, pixels);
    m_session.source_of(std::move(altered)).write_whole(m_session.preprocess, m_session.input, input);
}

std::vector<float> ImageScorer::imputed_scores(const ResolvedTarget& resolved,
                                               std::size_t count,
                                               const DrawMask& draw,
                                               std::uint64_t seed) const {
    const ImputedInput image(m_masked.input, seed);
    return run(resolved, count, draw, [&](std::size_t index, std::span<const float> mask, ov::Tensor& input) {
        image.write(index, mask, input);
    });
}

std::vector<float> ImageScorer::run(const ResolvedTarget& resolved,
                                    std::size_t count,
                                    const DrawMask& draw,
                                    const Write& write) const {
    const std::vector resolved_targets = {resolved};
    std::vector<float> scores(count);
    std::vector<float> mask(input().size());
    auto job = m_session.job();
    job.count = count;
    job.progress = m_progress;
    job.fill = [&](std::size_t index, ov::Tensor& input) {
        draw(index, mask);
        write(index, mask, input);
    };
    job.take = [&](std::size_t index, std::span<const OutputTensor> outputs) {
        m_prediction.score(m_session.reader.read(outputs), resolved_targets, {&scores[index], 1});
    };
    vinoscope::score(count == 1 ? m_single : m_requests, job);
    m_inferences += count;
    return scores;
}

}  // namespace vinoscope
