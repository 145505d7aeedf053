// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "ops/axes.hpp"

namespace vinoscope {
namespace {

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

}  // namespace vinoscope
