// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace vinoscope {

struct DirectOptions {
    double epsilon = 1e-4;        ///< share of the least value by which a box must promise to go below it
    bool locally_biased = false;  ///< fewer boxes a round, so that it settles sooner: Gablonsky and Kelley, 2001
};

/// A deterministic search of the unit cube for the least value of a function that may have many minima: it divides
/// rectangles (DIRECT) into thirds, the large ones and those around low values first. Jones, Perttunen and Stuckman,
/// "Lipschitzian Optimization Without the Lipschitz Constant", 1993.
///
/// It does not call the function but asks for values, all those of one round at once, so that they can be computed side
/// by side.
class Direct {
public:
    using Point = std::vector<double>;

    explicit Direct(std::size_t dimensions, const DirectOptions& options = {});

    /// The points of the next round; none depends on the value of another.
    const std::vector<Point>& next_points() const { return m_next; }

    /// @param values of the function at the points of next_points(), all of them and finite
    void set_values(std::span<const double> values);

private:
    struct Box {
        Point centre;
        std::vector<int> cuts;  // a side is 3^-cuts long
        double value = 0;
    };

    // Boxes of one size.
    struct Group {
        double size = 0;
        double value = 0;                // the least of them
        std::vector<std::size_t> boxes;  // that have it
    };

    Group group_of(const std::vector<std::size_t>& boxes) const;
    std::vector<Group> groups() const;
    void plan();
    void divide(std::size_t box, std::span<const double> values);

    DirectOptions m_options;
    std::vector<Box> m_boxes;
    std::vector<std::size_t> m_chosen;
    std::vector<Point> m_next;
};

}  // namespace vinoscope
