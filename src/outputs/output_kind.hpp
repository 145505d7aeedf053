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

/// What final_activation() returns of values that are cut off at 0 and 1, or closer, such as clipped estimates.
inline constexpr const char* limited_activation = "limited to 0..1";

/// Returns what limits the values of `output` to 0..1: "softmax", "sigmoid" (any function that does) or
/// limited_activation, whatever the graph computes of them afterwards, as long as they stay in that range, or "none".
std::string final_activation(const ov::Output<const ov::Node>& output);

/// Returns the length of the axis of the softmax that `output` ends in, or std::nullopt if there is none or its length
/// is not known.
std::optional<std::int64_t> softmax_length(const ov::Output<const ov::Node>& output);

/// Returns whether the last operation that changes the values of `output` is a softmax or a log-softmax.
bool is_softmax(const ov::Output<const ov::Node>& output);

/// Returns whether the values of `output` cannot be negative, because it ends in a ReLU, an exponential or similar.
bool is_never_negative(const ov::Output<const ov::Node>& output);

/// Whether the values of `output` are the results of a tanh, in -1..1: hash codes, coordinates or pixels, but no
/// scores.
bool ends_in_tanh(const ov::Output<const ov::Node>& output);

/// The reason why an output with the shape of class scores looks like features.
struct FeatureSign {
    bool sure = false;  ///< no class scores end so
    std::string reason;
    bool normalised = false;  ///< whether a normalisation is what says so
};

/// Returns the sign of a feature vector or an embedding: values that are normalised last (to unit length, or by a batch
/// or layer normalisation), or a typical number of features. Returns std::nullopt if the values look like class scores.
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
