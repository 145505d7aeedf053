// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "vinoscope/explainer.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/target.hpp"
#include "vinoscope/verdict.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

struct VerifierOptions {
    /// Most inferences for one verdict, 20 or more. Tests for which too few are left are not made, and the verdict says
    /// so.
    int budget = 200;

    /// Confidence level of the intervals, 0.5..0.999. All references must be beaten, so that a level of 0.8 for each
    /// trusts less than 1 % of the fakes of benchmarks/verdict.
    double confidence = 0.8;

    /// Standard deviation of the noise that a map and its prediction must endure, as a share of 0..255.
    double noise = 0.02;
};

/// Tests whether a saliency map explains the model rather than the image.
///
/// Faithfulness: the pixels that the map ranks first are hidden, and all others are hidden, for a series of shares of
/// the image. The loss of the first less the loss of the second must be larger than for maps that know nothing of the
/// target: random ones, a bell in the centre, the edges of the image (Sobel, Laplace), the map of another class and
/// that of the model with random weights. The differences are paired (same image, same share), and the lower end of
/// their confidence interval decides.
///
/// Sanity: a map that is the same for a randomised head (Adebayo et al., arXiv:1810.03292) or for another class does
/// not explain this target. Stability: the map must keep its order under a little noise, its own sampling error must be
/// smaller than its contrast, and the prediction must not change under that noise.
///
/// Several threads may use one object at once.
class Verifier {
public:
    /// @param options of the Explainer that made the maps
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

    /// @param map what is tested, raw values at native size, from any source
    /// @param image that it explains
    /// @param target what it explains: the first that this names for the image
    /// @param explainer that made the map, for the tests that need more maps; nullptr: these are not made. A method
    /// that
    ///        needs more inferences for a map than the budget leaves counts as none
    /// @throws Error (bad_image, bad_target, device), (usage) for a map without height * width values
    Verdict verify(const SaliencyMap& map,
                   const Image& image,
                   const TargetRequest& target,
                   const Explainer* explainer = nullptr) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// The request that names the target of a map of `explanation` again: its box, or its class, or the best prediction for
/// a map of the whole image.
TargetRequest target_of(const SaliencyMap& map);

}  // namespace vinoscope
