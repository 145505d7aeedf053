// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace vinoscope {

/// What an index along an axis means for the picture.
enum class Origin : std::uint8_t { other, batch, height, width };

/// Some digits of an index into a source axis: `index = ... + digit * stride`, digit < size. A whole source axis has
/// stride 1 and size == extent; splitting an axis of 14 into 2 x 7 gives the digits {2, stride 7} and {7, stride 1}.
struct Factor {
    Origin origin = Origin::other;
    int source = 0;  ///< which axis of which tensor the digits count
    std::int64_t size = 1;
    std::int64_t stride = 1;
    std::int64_t extent = 1;

    bool operator==(const Factor&) const = default;
};

/// Factors, outermost first: the digits of a row-major index.
using Segment = std::vector<Factor>;

/// One axis of a tensor: segments joined end to end (tokens: a class token, then the patches).
using Axis = std::vector<Segment>;

/// The axes of one tensor.
using Axes = std::vector<Axis>;

std::int64_t size_of(const Segment& segment);
std::int64_t size_of(const Axis& axis);
std::int64_t size_of(const Axes& axes);

/// The product of all axes but those that count the batch.
std::int64_t values_per_image(const Axes& axes);

/// An axis of `size` new digits.
Axis new_axis(Origin origin, std::int64_t size);

/// The most telling origin among the digits of `axis`: batch, height and width before other.
Origin origin_of(const Axis& axis);

/// Whether a digit of `axis` counts `origin`, even one of size 1 (a batch of one stays a batch).
bool counts(const Axis& axis, Origin origin);

/// Whether two segments count the same; digits of size 1 count nothing.
bool same_digits(const Segment& a, const Segment& b);

/// The axes after a row-major reshape of `from` to `shape` (no zeros or -1): digits are regrouped and split, and what
/// cannot be followed becomes new digits of origin other.
Axes reshape_axes(const Axes& from, std::span<const std::int64_t> shape);

/// New axes that count nothing of the image.
Axes unknown_axes(std::span<const std::size_t> shape);

/// Whether `axes` are as many and as long as `shape` says.
bool have_sizes(const Axes& axes, std::span<const std::size_t> shape);

/// An axis cut or stretched to `size` positions: still rows of the image if it was nothing but rows.
Axis resized(const Axis& axis, std::int64_t size);

/// Positions [start, start + size) of an axis: whole segments stay what they are.
Axis sliced(const Axis& axis, std::int64_t start, std::int64_t size);

/// `axes` without those at the positions `removed`, which may count from the end.
Axes without(Axes axes, std::vector<std::int64_t> removed);

/// An axis that may count from the end, counted from the start.
std::int64_t positive_axis(std::int64_t axis, std::int64_t rank);

/// Where the height and the width of the picture are in a tensor.
struct SpatialGrid {
    std::int64_t height = 0;  ///< cells
    std::int64_t width = 0;
    std::int64_t height_axis = 0;
    std::int64_t width_axis = 0;  ///< the same as height_axis for tokens
    std::int64_t prefix = 0;      ///< tokens before the patches (class, distillation, registers)
    std::int64_t suffix = 0;      ///< tokens behind them

    bool tokens() const { return height_axis == width_axis; }
    std::int64_t cells() const { return height * width; }
    bool operator==(const SpatialGrid&) const = default;
};

/// The grid of a tensor with these axes, or nothing when height and width are not both there, whole and in order, apart
/// from the batch.
std::optional<SpatialGrid> spatial_grid(const Axes& axes);

/// The only axis that counts the batch, or nothing.
std::optional<std::int64_t> batch_axis(const Axes& axes);

}  // namespace vinoscope
