// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/decision.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/target.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// Options of an Evaluator.
struct EvaluatorOptions {
    /// The options of the Explainer that made the maps. Method, target layer and number of masks are ignored.
    ExplainerOptions model = {};

    MetricOptions metrics = {};

    /// The minimum score for a box to count as a detection, for targets that refer to detections, as in ExplainOptions.
    std::optional<double> min_score = {};
};

/// Computes a map of another image by the same method and for the same target as the evaluated map.
using ExplainImage = std::function<SaliencyMap(const Image&)>;

/// A map to evaluate.
struct JudgedMap {
    /// The raw values at native size, from any source.
    const SaliencyMap& map;

    /// The explained image.
    const Image& image;

    /// The explained target. If it refers to several targets in this image, the first one is used.
    TargetRequest target;

    /// The position of the object, for metrics that need an annotation.
    const GroundTruth* truth = nullptr;

    /// Explains other images, for metrics that need an explainer.
    ExplainImage explain = {};

    /// Explains images with a model made by with_random_weights(), for metrics that need one.
    ExplainImage explain_randomised = {};

    /// Reports the progress of the inferences of a metric.
    Progress progress = {};

    /// Explains images for another class, for metrics that need it.
    ExplainImage explain_other = {};
};

/// Evaluates saliency maps by running the model that they explain. The model is compiled once for many asynchronous
/// inferences; all steps of a metric are one batch. Maps are enlarged bilinearly to the size of the model's input.
///
/// The score is that of the target as shown by `explain`: a probability, where the model has one.
/// One object may be used by several threads at the same time.
class VINOSCOPE_API Evaluator {
public:
    /// @throws Error as Explainer
    explicit Evaluator(const std::filesystem::path& model, const EvaluatorOptions& options = {});

    /// The model is cloned, not changed.
    explicit Evaluator(const std::shared_ptr<const ov::Model>& model, const EvaluatorOptions& options = {});

    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;
    ~Evaluator();

    /// Computes metrics of one map. Inferences that several metrics need are run once.
    /// @param metrics names of list_metrics()
    /// @return one value per metric, in the order of `metrics`
    /// @throws Error (usage) for an unknown metric or a map without height * width values, (bad_image, bad_target,
    ///         device)
    [[nodiscard]] std::vector<MetricValue> evaluate(const std::vector<std::string>& metrics,
                                                    const JudgedMap& judged) const;

    /// Computes the insertion and deletion areas and their curves with 2 * steps inferences.
    /// @param steps the number of steps; 0 means MetricOptions::steps
    /// @throws Error as evaluate()
    [[nodiscard]] InsertionDeletion insertion_deletion(const JudgedMap& judged, int steps = 0) const;

    /// Computes ADCC and its components with one inference and one map of the masked image.
    /// Without JudgedMap::explain, only complexity and average_drop have a value.
    /// @throws Error as evaluate()
    [[nodiscard]] Adcc adcc(const JudgedMap& judged) const;

    /// Returns the score of a target for this image. If `target` refers to several targets, the first one is used.
    /// @throws Error (bad_image, bad_target, device)
    [[nodiscard]] double score(const Image& image, const TargetRequest& target) const;

    /// Returns the class indices that `requests` refer to in this image, in their order, without duplicates.
    /// @throws Error (bad_image, bad_target, device), (unsupported) for a target without a class
    [[nodiscard]] std::vector<std::int64_t> targets(const Image& image, const TargetRequests& requests = top(1)) const;

    /// Returns the number of inferences so far, without those of the callbacks in JudgedMap.
    [[nodiscard]] std::uint64_t inferences() const;

    [[nodiscard]] const std::vector<std::string>& labels() const;

    /// Returns the automatic choices (output, preprocessing) and their sources.
    [[nodiscard]] const std::vector<Decision>& decisions() const;

    /// Returns the assumptions that may invalidate the results, one line each; empty if there are none.
    [[nodiscard]] const std::vector<std::string>& warnings() const;

private:
    struct VINOSCOPE_LOCAL Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Returns the model with the values of each weight tensor shuffled, which removes everything that it learned. A method
/// whose maps stay the same does not explain the model (Adebayo et al., arXiv:1810.03292).
/// @throws Error (bad_model) if the model cannot be read
[[nodiscard]] VINOSCOPE_API std::shared_ptr<ov::Model> with_random_weights(const std::filesystem::path& model,
                                                                           std::uint64_t seed = 0);

/// The same for a clone of the given model, which is not changed.
[[nodiscard]] VINOSCOPE_API std::shared_ptr<ov::Model> with_random_weights(
    const std::shared_ptr<const ov::Model>& model, std::uint64_t seed = 0);

}  // namespace vinoscope
