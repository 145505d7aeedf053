// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/explainer.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/target.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

struct EvaluatorOptions {
    ExplainerOptions model = {};  ///< what the Explainer was given; method, target layer and masks do not count
    MetricOptions metrics = {};
    double min_score = ExplainOptions().min_score;  ///< of boxes that count as found, for targets that name them
};

/// Makes a map of another image in the way in which the judged map was made, for the same target.
using ExplainImage = std::function<SaliencyMap(const Image&)>;

/// A map under judgement.
struct JudgedMap {
    const SaliencyMap& map;                ///< raw values at native size, from any source
    const Image& image;                    ///< that it explains
    TargetRequest target;                  ///< what it explains: the first that this names for the image
    const GroundTruth* truth = nullptr;    ///< where the target is, for metrics that need an annotation
    ExplainImage explain = {};             ///< for metrics that need an explainer
    ExplainImage explain_randomised = {};  ///< by a model with_random_weights(), for metrics that need one
    Progress progress = {};                ///< of the masked images of a metric

    /// In the same way for another class, for metrics that need it.
    ExplainImage explain_other = {};
};

/// Judges saliency maps by asking the model that they explain. The model is compiled once, for many asynchronous
/// inferences; all steps of a metric are one batch of them. Maps are enlarged bilinearly to the model's input.
///
/// The score is that of the target as `explain` shows it: a probability, where the model has such.
/// Several threads may use one object at once.
class Evaluator {
public:
    /// @throws Error as Explainer
    explicit Evaluator(const std::filesystem::path& model, const EvaluatorOptions& options = {});

    /// The model is cloned, not changed.
    explicit Evaluator(const std::shared_ptr<const ov::Model>& model, const EvaluatorOptions& options = {});

    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;
    ~Evaluator();

    /// One value for each of `metrics` (names of list_metrics()), in their order. What several of them need is inferred
    /// once.
    /// @throws Error (usage) for an unknown metric or a map without height * width values, (bad_image, bad_target,
    /// device)
    std::vector<MetricValue> evaluate(const std::vector<std::string>& metrics, const JudgedMap& judged) const;

    /// Both areas with their curves, from 2 * steps inferences.
    /// @param steps 0: MetricOptions::steps
    /// @throws Error as evaluate()
    InsertionDeletion insertion_deletion(const JudgedMap& judged, int steps = 0) const;

    /// ADCC and its parts, from one inference and one map of the image as the judged map shows it.
    /// Without JudgedMap::explain only complexity and average_drop have a value.
    /// @throws Error as evaluate()
    Adcc adcc(const JudgedMap& judged) const;

    /// The score of a target for this image: the first that `target` names for it.
    /// @throws Error (bad_image, bad_target, device)
    double score(const Image& image, const TargetRequest& target) const;

    /// The class indices of what `requests` name for this image, in their order, without repeats.
    /// @throws Error (bad_image, bad_target, device), (unsupported) for what has no class
    std::vector<std::int64_t> targets(const Image& image, const TargetRequests& requests = top(1)) const;

    /// Inferences so far, those of the judged maps' own explanations left out.
    std::uint64_t inferences() const;

    const std::vector<std::string>& labels() const;

    /// What was chosen, for people: one line each (output, preprocessing and where they come from).
    const std::vector<std::string>& decisions() const;

    /// What was guessed and may make the numbers wrong, one line each; empty when all is known.
    const std::vector<std::string>& warnings() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The model with the values inside of each weight tensor in random order, so that nothing is left of what it learned.
/// A method whose maps stay the same does not explain the model (Adebayo et al., arXiv:1810.03292).
/// @throws Error (bad_model)
std::shared_ptr<ov::Model> with_random_weights(const std::filesystem::path& model, std::uint64_t seed = 0);

/// The same of a clone.
std::shared_ptr<ov::Model> with_random_weights(const std::shared_ptr<const ov::Model>& model, std::uint64_t seed = 0);

}  // namespace vinoscope
