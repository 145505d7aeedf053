// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "infer/masked_input.hpp"
#include "infer/scorer.hpp"
#include "vinoscope/black_box.hpp"

namespace vinoscope {

/// A table of floats, one row after the other.
struct Matrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values;

    Matrix(std::size_t row_count, std::size_t column_count)
        : rows(row_count), columns(column_count), values(row_count * column_count) {}

    std::span<float> row(std::size_t index) { return {values.data() + index * columns, columns}; }
    std::span<const float> row(std::size_t index) const { return {values.data() + index * columns, columns}; }
};

/// The scores of the targets, from the outputs of the model.
using TargetScores = std::function<void(std::span<const OutputTensor> outputs, std::span<float> scores)>;

/// The activations of a layer for the image, for methods that need them: one row for each channel.
struct Activations {
    std::size_t height = 0;
    std::size_t width = 0;
    Matrix values = {0, 0};  ///< `[channels][height * width]`
};

/// The input of a method that compares the scores of perturbed inputs: computes the scores of the targets of a model,
/// of which only the outputs and, if needed, the activations of one layer are known.
struct BlackBox {
    RequestPool& requests;
    const MaskedInput& image;
    const BlackBoxOptions& options;
    std::size_t memory_limit = std::size_t{1} << 30;  ///< bytes that scores and maps may take
    std::uint64_t seed = 0;
    std::vector<float> image_scores;  ///< of the image itself, one for each target
    std::vector<bool> probabilities;  ///< for each target: whether its scores lie in 0..1, most of them near an end
    bool zero_means_absent = false;   ///< whether a score of zero means that the model did not detect a target
    TargetScores read_scores;
    const Activations* activations = nullptr;  ///< of methods that need them (Method::needs)
    ScoreJob job;                              ///< ports, progress, stop and deadline; the rest is filled in

    std::size_t targets() const { return image_scores.size(); }

    /// The scores of masked images, `[masks][targets]`; fewer rows than `count` only after the deadline.
    /// @param draw writes mask `index`, `[height][width]` of the image: 1 shows it, 0 hides it
    Matrix score(std::size_t count, const std::function<void(std::size_t index, std::span<float> mask)>& draw) const {
        return score(count, draw, {0, count});
    }

    /// What came before this call, and what the method will take in all: for the progress.
    struct Rounds {
        std::size_t before = 0;
        std::size_t total = 0;
    };
    Matrix score(std::size_t count,
                 const std::function<void(std::size_t index, std::span<float> mask)>& draw,
                 const Rounds& rounds) const;
};

/// One map for each target.
struct BlackBoxMaps {
    int height = 0;
    int width = 0;
    Matrix values;          ///< `[targets][height * width]`
    Matrix standard_error;  ///< likewise, or empty
};

}  // namespace vinoscope
