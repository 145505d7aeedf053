// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/blackbox/direct.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace vinoscope {
namespace {

std::vector<std::size_t> longest_sides(const std::vector<int>& cuts) {
    std::vector<std::size_t> sides;
    for (std::size_t side = 0; side < cuts.size(); ++side)
        if (cuts[side] == std::ranges::min(cuts))
            sides.push_back(side);
    return sides;
}

Direct::Point moved(Direct::Point point, std::size_t side, double distance) {
    point[side] += distance;
    return point;
}

// From the centre of a box to those of the outer thirds of a side.
double third(int cuts) {
    return std::pow(3.0, -(cuts + 1));
}

}  // namespace

Direct::Direct(std::size_t dimensions, const DirectOptions& options)
    : m_options(options), m_next(1, Point(dimensions, 0.5)) {}

void Direct::set_values(std::span<const double> values) {
    if (m_boxes.empty())
        m_boxes.push_back({m_next[0], std::vector<int>(m_next[0].size()), values[0]});
    for (const auto box : m_chosen) {
        const auto count = 2 * longest_sides(m_boxes[box].cuts).size();
        divide(box, values.first(count));
        values = values.subspan(count);
    }
    plan();
}

// Section 4: the sides with the lowest values are cut first, which leaves those in the largest boxes.
void Direct::divide(std::size_t box, std::span<const double> values) {
    const auto sides = longest_sides(m_boxes[box].cuts);
    const auto lower = [&](std::size_t i) { return std::min(values[2 * i], values[2 * i + 1]); };
    std::vector<std::size_t> order(sides.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, lower);
    for (const auto i : order) {
        auto parent = m_boxes[box];
        const double distance = third(parent.cuts[sides[i]]++);
        m_boxes[box].cuts = parent.cuts;
        m_boxes.push_back({moved(parent.centre, sides[i], -distance), parent.cuts, values[2 * i]});
        m_boxes.push_back({moved(parent.centre, sides[i], distance), parent.cuts, values[2 * i + 1]});
    }
}

// The size is half of the diagonal, or half of the longest side where the search is locally biased.
Direct::Group Direct::group_of(const std::vector<std::size_t>& boxes) const {
    const auto& cuts = m_boxes[boxes[0]].cuts;
    double squares = 0;
    for (const auto side : cuts)
        squares += std::pow(9.0, -side);
    Group group{
        0.5 * (m_options.locally_biased ? std::pow(3.0, -std::ranges::min(cuts)) : std::sqrt(squares)),
        m_boxes[*std::ranges::min_element(boxes, {}, [&](std::size_t box) { return m_boxes[box].value; })].value,
        {}};
    std::ranges::copy_if(
        boxes, std::back_inserter(group.boxes), [&](std::size_t box) { return m_boxes[box].value == group.value; });
    if (m_options.locally_biased)
        group.boxes.resize(1);
    return group;
}

// The cuts of the sides of a box differ by one at most, so that their sum tells its size.
std::vector<Direct::Group> Direct::groups() const {
    std::map<int, std::vector<std::size_t>> by_size;
    for (std::size_t box = 0; box < m_boxes.size(); ++box) {
        const auto& cuts = m_boxes[box].cuts;
        const int size =
            m_options.locally_biased ? std::ranges::min(cuts) : std::accumulate(cuts.begin(), cuts.end(), 0);
        by_size[size].push_back(box);
    }
    std::vector<Group> groups;
    for (const auto& [size, boxes] : by_size)
        groups.push_back(group_of(boxes));
    return groups;
}

// Definition 4.1: a box is worth dividing when, for some rate of change of the function, no other box can hold a lower
// value, and that value is well below the least so far.
void Direct::plan() {
    const auto all = groups();
    const double least = std::ranges::min_element(all, {}, &Group::value)->value;
    m_chosen.clear();
    for (const auto& group : all) {
        double slowest = 0;
        double fastest = std::numeric_limits<double>::infinity();
        for (const auto& other : all) {
            const double rate = (group.value - other.value) / (group.size - other.size);
            if (other.size < group.size)
                slowest = std::max(slowest, rate);
            if (other.size > group.size)
                fastest = std::min(fastest, rate);
        }
        if (slowest <= fastest && fastest > 0 &&
            group.value - fastest * group.size <= least - m_options.epsilon * std::abs(least))
            m_chosen.insert(m_chosen.end(), group.boxes.begin(), group.boxes.end());
    }
    m_next.clear();
    for (const auto box : m_chosen)
        for (const auto side : longest_sides(m_boxes[box].cuts))
            for (const int sign : {-1, 1})
                m_next.push_back(moved(m_boxes[box].centre, side, sign * third(m_boxes[box].cuts[side])));
}

}  // namespace vinoscope
