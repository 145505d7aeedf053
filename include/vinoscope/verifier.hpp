// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "vinoscope/explainer.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/verdict.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// Options of a Verifier.
struct VerifierOptions {
    /// The maximum number of inferences per verdict, at least 20. Tests that do not fit into the budget are skipped, as
    /// the verdict then states.
    int budget = 200;

    /// The confidence level of the intervals, 0.5..0.999. Since a map must beat all reference maps, a level of 0.7 for
    /// each results in less than 1 % trusted fakes in benchmarks/verdict.
    double confidence = 0.7;

    /// The standard deviation of the noise in the stability test, as a fraction of 255.
    double noise = 0.02;
};

/// Tests whether a saliency map explains the model rather than the image.
///
/// Faithfulness: the pixels that the map ranks first are hidden, and all others are hidden, for several fractions of
/// the image. The score loss of the first minus that of the second must be larger than for maps that know nothing of
/// the target: random values, a centred Gaussian, the edges of the image (Sobel, Laplace), the map of another class and
/// that of the model with random weights. The differences are paired (same image, same fraction) and judged by the
/// lower bound of their confidence interval.
///
/// Sanity: a map that is the same for a randomised head (Adebayo et al., arXiv:1810.03292) or for another class does
/// not explain this target. Stability: under slight noise, the map must keep its order and the prediction must not
/// change; the sampling error of the map must be smaller than its contrast.
///
/// One object may be used by several threads at the same time.
class VINOSCOPE_API Verifier {
public:
    /// @param options the options of the Explainer that made the maps
    /// @throws Error as Explainer, and (usage) for options out of range
    explicit Verifier(const std::filesystem::path& model,
                      const ExplainerOptions& options = {},
                      const VerifierOptions& verifier = {});

    /// The model is cloned, not changed.
    explicit Verifier(const std::shared_ptr<const ov::Model>& model,
                      const ExplainerOptions& options = {},
                      const VerifierOptions& verifier = {});

    Verifier(Verifier&&) noexcept;
    Verifier& operator=(Verifier&&) noexcept;
    ~Verifier();

    /// Tests one map.
    /// @param map the map to test: raw values at native size, from any source
    /// @param image the explained image
    /// @param target the explained target; if it refers to several targets in this image, the first one is used
    /// @param explainer the explainer that made the map, for tests that need more maps. These tests are skipped if it
    /// is
    ///        null, or if its method needs more inferences per map than the budget allows
    /// @return the verdict with its reasons and figures
    /// @throws Error (bad_image, bad_target, device), (usage) for a map without height * width values
    [[nodiscard]] Verdict verify(const SaliencyMap& map,
                                 const Image& image,
                                 const TargetRequest& target,
                                 const Explainer* explainer = nullptr) const;

private:
    struct VINOSCOPE_LOCAL Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Returns a request for the target of an existing map: its box, its class, or the best prediction for a map of the
/// whole image.
[[nodiscard]] VINOSCOPE_API TargetRequest target_of(const SaliencyMap& map);

}  // namespace vinoscope
