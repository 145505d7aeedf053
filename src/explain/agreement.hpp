// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/infer_request.hpp>
#include <openvino/runtime/tensor.hpp>
#include <span>
#include <string>
#include <vector>

#include "explain/run.hpp"
#include "infer/output_views.hpp"

namespace vinoscope {

/// Checks whether a method that works inside the graph explains what the caller's postprocess returns.
///
/// Such a method explains a score of the graph. That is the caller's score where the two have the same number of
/// targets and one increasing function maps the graph's scores (or their softmax) to the caller's, for the image itself
/// and for inputs of noise made out of it or of an earlier image: with several inputs, a factor that depends on the
/// input is noticed, too. Boxes agree when each box of the caller is one of the graph's, with the same class and score.
class Agreement {
public:
    /// Has nothing to check without a postprocess of the caller's, and for a method that explains the whole image.
    Agreement(const Session& session, const CompiledMethod& compiled);

    /// Whether the answer to one more input of noise is needed.
    bool wants_more() const;

    /// Fills `input`, which holds the image, with noise made out of its values.
    void write_noise(ov::Tensor& input) const;
    std::vector<float> noise(std::span<const float> input) const;

    /// The caller's answer, which is compared with that of the graph.
    /// @param outputs all outputs of the model for one input
    Answer answer_to_noise(std::span<const OutputTensor> outputs);
    Answer answer_to_image(std::span<const OutputTensor> outputs);

    /// Why the answers are not known to be the same; empty when they are.
    std::string doubt() const;

    /// Turns the positions of targets in the caller's boxes into those of the graph's.
    void find_places(std::vector<ResolvedTarget>& resolved_targets) const;

private:
    Answer answer(std::span<const OutputTensor> outputs);
    void compare(const Answer& graph, const Answer& caller);
    void compare_boxes(const Answer& graph, const Answer& caller);
    void add_pairs(std::span<const float> graph, std::span<const float> softmax, std::span<const float> caller);
    static bool is_increasing(std::vector<ScorePair> pairs);

    const Postprocess& m_read;
    const AnswerReader* m_graph;  // nullptr: nothing to check
    AgreedNoise& m_agreed;
    NoiseScores m_compared;            // and, after the last inference, the scores of the image
    std::vector<std::size_t> m_boxes;  // of the graph, for each of the caller's
    std::string m_doubt;
};

/// Returns why a method inside of the graph cannot explain the targets, or std::nullopt if it can.
std::optional<Refusal> refusal_of(const std::vector<ResolvedTarget>& resolved_targets,
                                  const Method& method,
                                  const Agreement& agreement);

/// Compares the answers of `request` to as many inputs of noise as are needed. @return how many
std::size_t compare_on_noise(Agreement& agreement,
                             const Session& session,
                             const InputSource& source,
                             ov::InferRequest& request,
                             OutputViews& views);

}  // namespace vinoscope
