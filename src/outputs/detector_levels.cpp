// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/detector_levels.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "outputs/pyramid.hpp"

namespace vinoscope {
namespace {

struct Map {
    std::size_t output = 0;
    std::int64_t channels = 0;
};

struct Grid {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::vector<Map> maps = {};
};

// Which of the maps of a grid says what.
struct Roles {
    std::size_t classes = 0;
    std::size_t boxes = 0;
    std::size_t quality = 0;  // where there are three
};

// Finest first; maps of one grid in the order of the outputs.
std::vector<Grid> grids_of(const ov::Model& model, bool channels_last) {
    std::vector<Grid> grids;
    const std::ptrdiff_t rows = channels_last ? 1 : 2;
    for (std::size_t i = 0; i < model.outputs().size(); ++i) {
        const auto shape = model.output(i).get_partial_shape();
        if (shape.rank().is_dynamic() || shape.size() != 4 || shape[1].is_dynamic() || shape[2].is_dynamic() ||
            shape[3].is_dynamic() || !model.output(i).get_element_type().is_real())
            continue;
        const Grid grid{shape[rows].get_length(), shape[rows + 1].get_length()};
        auto found = std::ranges::find_if(
            grids, [&](const Grid& other) { return other.height == grid.height && other.width == grid.width; });
        if (found == grids.end())
            found = grids.insert(found, grid);
        found->maps.push_back({i, shape[channels_last ? 3 : 1].get_length()});
    }
    sort_levels(grids);
    return grids;
}

bool is_pyramid(const std::vector<Grid>& grids) {
    return are_levels(grids) &&
           std::ranges::all_of(grids, [&](const Grid& grid) { return grid.maps.size() == grids.front().maps.size(); });
}

// Four numbers for each anchor, or for one box four distributions (Li et al., "Generalized Focal Loss",
// arXiv:2006.04388) over 8, 16 or 17 distances, as networks have them.
std::int64_t anchors_of(std::int64_t box_channels) {
    constexpr std::array<std::int64_t, 3> bins = {8, 16, 17};
    const auto sets = box_channels / 4;
    return std::ranges::find(bins, sets) == bins.end() ? sets : 1;
}

std::optional<DetectorLevel> level_of(const Grid& grid, const Roles& roles) {
    const auto& boxes = grid.maps[roles.boxes];
    if (boxes.channels % 4 != 0)
        return std::nullopt;
    DetectorLevel level;
    level.height = grid.height;
    level.width = grid.width;
    level.anchors = anchors_of(boxes.channels);
    level.classes = grid.maps[roles.classes].output;
    level.boxes = boxes.output;
    if (grid.maps.size() == 3) {
        if (grid.maps[roles.quality].channels != level.anchors)
            return std::nullopt;
        level.quality = grid.maps[roles.quality].output;
    }
    return level;
}

std::optional<DetectorLevels> levels_with(const std::vector<Grid>& grids, const Roles& roles) {
    DetectorLevels found;
    found.four_numbers = true;
    for (const auto& grid : grids) {
        const auto level = level_of(grid, roles);
        const auto channels = grid.maps[roles.classes].channels;
        if (!level || channels % level->anchors != 0)
            return std::nullopt;
        const auto classes = channels / level->anchors;
        if (!found.levels.empty() && classes != found.classes)
            return std::nullopt;
        found.classes = classes;
        found.four_numbers = found.four_numbers && grid.maps[roles.boxes].channels == 4;
        found.levels.push_back(*level);
    }
    return found;
}

std::optional<DetectorLevels> levels_in(const std::vector<Grid>& grids) {
    if (!is_pyramid(grids) || grids.front().maps.size() < 2 || grids.front().maps.size() > 3)
        return std::nullopt;
    constexpr std::array<Roles, 6> of_three = {{{0, 1, 2}, {2, 0, 1}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 1, 0}}};
    constexpr std::array<Roles, 2> of_two = {{{0, 1}, {1, 0}}};
    const auto roles = grids.front().maps.size() == 3 ? std::span<const Roles>(of_three) : std::span(of_two);
    std::optional<DetectorLevels> best;
    for (const auto& role : roles) {
        const auto found = levels_with(grids, role);
        if (found && (!best || (found->four_numbers && !best->four_numbers)))
            best = found;
    }
    return best;
}

}  // namespace

std::optional<DetectorLevels> find_detector_levels(const ov::Model& model) {
    for (const bool channels_last : {false, true})
        if (auto found = levels_in(grids_of(model, channels_last))) {
            found->channels_last = channels_last;
            return found;
        }
    return std::nullopt;
}

}  // namespace vinoscope
