// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/axes.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <numeric>
#include <optional>

namespace vinoscope {
namespace {

int next_source() {
    static std::atomic<int> counter = 0;
    return ++counter;
}

Segment new_segment(Origin origin, std::int64_t size) {
    return {{origin, next_source(), size, 1, size}};
}

// Digits that stand next to each other and were split from one axis grow together again; digits of size 1 say nothing.
Segment normalized(const Segment& segment) {
    Segment result;
    for (const auto& factor : segment) {
        if (factor.size == 1)
            continue;
        if (!result.empty() && result.back().source == factor.source &&
            result.back().stride == factor.stride * factor.size) {
            result.back().size *= factor.size;
            result.back().stride = factor.stride;
        } else {
            result.push_back(factor);
        }
    }
    return result;
}

// The leading digits of a source axis: places in their order, perhaps coarser than the source counted them.
bool leads(const Factor& factor, Origin origin) {
    return factor.origin == origin && factor.size * factor.stride == factor.extent;
}

std::optional<SpatialGrid> token_grid(const Axis& axis, std::int64_t index) {
    SpatialGrid grid;
    bool found = false;
    for (const auto& segment : axis) {
        const auto digits = normalized(segment);
        if (!found && digits.size() == 2 && leads(digits[0], Origin::height) && leads(digits[1], Origin::width)) {
            found = true;
            grid.height = digits[0].size;
            grid.width = digits[1].size;
        } else {
            (found ? grid.suffix : grid.prefix) += size_of(segment);
        }
    }
    grid.height_axis = grid.width_axis = index;
    return found ? std::optional(grid) : std::nullopt;
}

bool ends_in_batch_of_one(const Segment& segment) {
    return segment.size() > 1 && segment.back().origin == Origin::batch && segment.back().size == 1;
}

bool is_batch_of_one(const Axis& axis) {
    return axis.size() == 1 && axis.front().size() == 1 && axis.front().front().origin == Origin::batch &&
           axis.front().front().size == 1;
}

Axis without_last_digit(Axis axis) {
    for (auto& segment : axis)
        segment.pop_back();
    return axis;
}

// The digits of a tensor in row-major order, taken a few at a time by the dimensions of a reshape.
class DigitReader {
public:
    explicit DigitReader(const Axes& axes) {
        for (const auto& axis : axes) {
            if (axis.size() == 1)
                for (const auto& factor : axis.front())
                    m_items.push_back({{factor}});
            else
                m_items.push_back(axis);
        }
    }

    // The batch of one picture behind tokens goes with them when all the rest becomes one axis: [L,1,E] -> [L * 1,E].
    Axis take_with_batch(std::int64_t size, std::int64_t next) {
        auto axis = take(size);
        if (m_lost || done() || next == 1 || !is_batch_of_one(front()) || next != left())
            return axis;
        for (auto& segment : axis)
            segment.push_back(front().front().front());
        ++m_next;
        return axis;
    }

    // And back: [L * 1,E] -> [L,1,E].
    Axis take_without_batch(std::int64_t size) {
        auto axis = take(size);
        if (m_lost || axis.size() < 2 || !std::ranges::all_of(axis, ends_in_batch_of_one))
            return axis;
        m_items.insert(m_items.begin() + static_cast<std::ptrdiff_t>(m_next), {{axis.front().back()}});
        return without_last_digit(std::move(axis));
    }

    Axis take(std::int64_t size) {
        if (m_lost || (size == 1 && (done() || size_of(front()) != 1)))
            return new_axis(Origin::other, size);
        if (size == 1 || size_of(front()) == size)
            return m_items[m_next++];
        Segment digits;
        std::int64_t taken = 1;
        while (taken < size && !done() && front().size() == 1) {
            const auto factor = front().front().front();
            const auto wanted = size / taken;
            if (wanted % factor.size == 0) {
                digits.push_back(factor);
                taken *= factor.size;
                ++m_next;
            } else if (factor.size % wanted == 0) {
                digits.push_back(split_front(wanted));
                taken *= wanted;
            } else {
                break;
            }
        }
        m_lost = taken != size;
        return m_lost ? new_axis(Origin::other, size) : Axis{digits};
    }

private:
    std::int64_t left() const {
        return size_of(Axes(m_items.begin() + static_cast<std::ptrdiff_t>(m_next), m_items.end()));
    }

    bool done() const { return m_next == m_items.size(); }
    const Axis& front() const { return m_items[m_next]; }

    Factor split_front(std::int64_t size) {
        auto& low = m_items[m_next].front().front();
        auto high = low;
        low.size /= size;
        high.size = size;
        high.stride = low.stride * low.size;
        return high;
    }

    std::vector<Axis> m_items;
    std::size_t m_next = 0;
    bool m_lost = false;
};

// OpenVINO writes the transposition of a batch of one as a reshape: [1,L,E] -> [L,1,E], and back from there or from
// [L * 1,E].
std::optional<Axes> transpose_batch(const Axes& from, std::span<const std::int64_t> shape) {
    if (shape.size() != 3 || from.size() < 2 || size_of(from.back()) != shape[2])
        return std::nullopt;
    const auto swaps = [&](std::int64_t first, std::int64_t second) { return shape[0] == first && shape[1] == second; };
    if (from.size() == 3 && (is_batch_of_one(from[0]) || is_batch_of_one(from[1])))
        if (swaps(size_of(from[1]), size_of(from[0])))
            return Axes{from[1], from[0], from[2]};
    if (from.size() == 2 && std::ranges::all_of(from[0], ends_in_batch_of_one) && swaps(1, size_of(from[0])))
        return Axes{{{from[0].front().back()}}, without_last_digit(from[0]), from[1]};
    return std::nullopt;
}

}  // namespace

std::int64_t size_of(const Segment& segment) {
    return std::transform_reduce(
        segment.begin(), segment.end(), std::int64_t{1}, std::multiplies<>(), [](const Factor& factor) {
            return factor.size;
        });
}

std::int64_t size_of(const Axis& axis) {
    return std::transform_reduce(axis.begin(), axis.end(), std::int64_t{0}, std::plus<>(), [](const Segment& segment) {
        return size_of(segment);
    });
}

std::int64_t size_of(const Axes& axes) {
    return std::transform_reduce(
        axes.begin(), axes.end(), std::int64_t{1}, std::multiplies<>(), [](const Axis& axis) { return size_of(axis); });
}

std::int64_t values_per_image(const Axes& axes) {
    auto of_one_image = axes;
    for (auto& axis : of_one_image)
        for (auto& segment : axis)
            for (auto& factor : segment)
                factor.size = factor.origin == Origin::batch ? 1 : factor.size;
    return size_of(of_one_image);
}

Axis new_axis(Origin origin, std::int64_t size) {
    return {new_segment(origin, size)};
}

Origin origin_of(const Axis& axis) {
    for (const auto origin : {Origin::height, Origin::width, Origin::batch})
        if (counts(axis, origin))
            return origin;
    return Origin::other;
}

bool counts(const Axis& axis, Origin origin) {
    return std::ranges::any_of(axis, [&](const Segment& segment) {
        return std::ranges::any_of(segment, [&](const Factor& factor) { return factor.origin == origin; });
    });
}

bool same_digits(const Segment& a, const Segment& b) {
    return normalized(a) == normalized(b);
}

std::optional<SpatialGrid> spatial_grid(const Axes& axes) {
    SpatialGrid grid;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto index = static_cast<std::int64_t>(i);
        if (counts(axes[i], Origin::batch))
            continue;
        if (const auto tokens = token_grid(axes[i], index))
            return tokens;
        if (axes[i].size() != 1)
            continue;
        const auto digits = normalized(axes[i].front());
        if (digits.size() != 1)
            continue;
        if (leads(digits.front(), Origin::height)) {
            grid.height = digits.front().size;
            grid.height_axis = index;
        } else if (leads(digits.front(), Origin::width)) {
            grid.width = digits.front().size;
            grid.width_axis = index;
        }
    }
    return grid.height > 0 && grid.width > 0 ? std::optional(grid) : std::nullopt;
}

std::optional<std::int64_t> batch_axis(const Axes& axes) {
    std::optional<std::int64_t> result;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (!counts(axes[i], Origin::batch))
            continue;
        if (result)
            return std::nullopt;
        result = static_cast<std::int64_t>(i);
    }
    return result;
}

Axes reshape_axes(const Axes& from, std::span<const std::int64_t> shape) {
    if (auto transposed = transpose_batch(from, shape))
        return *std::move(transposed);
    DigitReader reader(from);
    Axes result;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const auto next = i + 1 < shape.size() ? shape[i + 1] : 1;
        const bool last = i + 2 >= shape.size();
        result.push_back(next == 1 ? reader.take_without_batch(shape[i])
                         : last    ? reader.take_with_batch(shape[i], next)
                                   : reader.take(shape[i]));
    }
    return result;
}

std::int64_t positive_axis(std::int64_t axis, std::int64_t rank) {
    return axis < 0 ? axis + rank : axis;
}

Axes unknown_axes(std::span<const std::size_t> shape) {
    Axes axes;
    for (const auto size : shape)
        axes.push_back(new_axis(Origin::other, static_cast<std::int64_t>(size)));
    return axes;
}

bool have_sizes(const Axes& axes, std::span<const std::size_t> shape) {
    return std::ranges::equal(axes, shape, [](const Axis& axis, std::size_t size) {
        return size_of(axis) == static_cast<std::int64_t>(size);
    });
}

Axis resized(const Axis& axis, std::int64_t size) {
    if (size_of(axis) == size)
        return axis;
    const bool one_kind = axis.size() == 1 && std::ranges::count_if(axis.front(), [](const Factor& factor) {
                                                  return factor.size > 1;
                                              }) <= 1;
    return new_axis(one_kind ? origin_of(axis) : Origin::other, size);
}

Axes without(Axes axes, std::vector<std::int64_t> removed) {
    std::ranges::transform(
        removed, removed.begin(), [&](std::int64_t axis) { return positive_axis(axis, axes.size()); });
    std::ranges::sort(removed, std::greater<>());
    for (const auto axis : removed)
        axes.erase(axes.begin() + axis);
    return axes;
}

Axis sliced(const Axis& axis, std::int64_t start, std::int64_t size) {
    Axis result;
    std::int64_t position = 0;
    for (const auto& segment : axis) {
        const auto end = position + size_of(segment);
        if (position >= start && end <= start + size)
            result.push_back(segment);
        else if (position < start + size && end > start)
            return resized(axis, size);
        position = end;
    }
    return size_of(result) == size ? result : resized(axis, size);
}

}  // namespace vinoscope
