// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <vector>

namespace vinoscope {

/// Candidates that a dense detector of useful input size has, at least.
constexpr std::int64_t dense_candidates = 1000;

/// Number of classes when `output` has the type and shape of class scores: floats `[C]`, `[N,C]`, `[N,C,1,1]` or
/// `[N,1,1,C]` that are not the values of a TopK.
std::optional<std::int64_t> score_classes(const ov::Output<const ov::Node>& output);

/// "softmax", "sigmoid" or "none": what the values of `output` went through last, apart from changes of type and shape.
std::string final_activation(const ov::Output<const ov::Node>& output);

/// How many numbers the softmax that `output` ends in makes add up to 1; nothing when there is none, or it is not
/// known.
std::optional<std::int64_t> softmax_length(const ov::Output<const ov::Node>& output);

/// Whether the last operation that changes the values of `output` is a softmax, or its logarithm.
bool is_softmax(const ov::Output<const ov::Node>& output);

/// Whether the values of `output` are quantities that cannot be negative: they went through a ReLU, an exponential or
/// the like last.
bool is_never_negative(const ov::Output<const ov::Node>& output);

/// Why an output of class-score shape looks like features instead.
struct FeatureSign {
    bool sure = false;  ///< no class scores end so
    std::string reason;
    bool normalised = false;  ///< whether a normalisation is what says so
};

/// Signs of a feature vector or an embedding: values that are normalised last (a length of 1, a batch or layer
/// normalisation), or as many of them as features usually have. Nothing where the values look like class scores.
std::optional<FeatureSign> feature_sign(const ov::Output<const ov::Node>& output);

/// How long the parts are that `output` is joined of along `axis`; one when it is not joined there.
std::vector<std::int64_t> joined_parts(const ov::Output<const ov::Node>& output, std::int64_t axis);

/// Finished detections: an output named after boxes beside others, or `[1,1,N,7]` of DetectionOutput.
bool looks_like_detection(const ov::Model& model);

/// Undecoded boxes `[N,K,boxes]` or `[N,boxes,K]` (the YOLO family), or `[N,boxes,4..7]`.
bool is_raw_boxes(const ov::Output<const ov::Node>& output);

/// A class, or scores of classes, for every pixel: `[N,K,H,W]`, `[N,H,W,K]`, or whole numbers `[N,H,W]`.
bool is_class_map(const ov::Output<const ov::Node>& output);

}  // namespace vinoscope
