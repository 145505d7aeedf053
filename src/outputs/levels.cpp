// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "ops/build.hpp"
#include "outputs/output_form.hpp"
#include "outputs/pyramid.hpp"

namespace vinoscope {
namespace {

// What one level of a feature pyramid says, as positions of outputs `[N,channels,height,width]` or
// `[N,height,width,channels]`.
struct DetectorLevel {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::int64_t anchors = 1;            // boxes of each cell
    std::size_t classes = 0;             // anchors * classes channels
    std::size_t boxes = 0;               // four numbers, or four distributions, of each anchor
    std::optional<std::size_t> quality;  // centerness or objectness: one channel an anchor

    std::int64_t cells() const { return height * width; }
};

// The undecoded outputs of a dense detector, finest level first.
struct DetectorLevels {
    std::int64_t classes = 0;
    bool channels_last = false;
    bool four_numbers = false;  // one box a cell, told by four numbers
    std::vector<DetectorLevel> levels;
};

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

// Outputs of FCOS, ATSS, RetinaNet, YOLOX and their like that leave the levels apart: grids that halve from one to the
// next, on each class scores, boxes and perhaps a quality. Nothing for other models, such as those that segment at
// several scales.
std::optional<DetectorLevels> find_detector_levels(const ov::Model& model) {
    for (const bool channels_last : {false, true})
        if (auto found = levels_in(grids_of(model, channels_last))) {
            found->channels_last = channels_last;
            return found;
        }
    return std::nullopt;
}

using Values = std::span<const float>;
using Said = std::span<const OutputTensor>;

constexpr std::size_t maps_of_level = 3;  // classes, boxes, quality; the classes again where there is none

std::vector<float> probabilities(Values values, bool logits) {
    return scaled({values.begin(), values.end()}, logits ? ScoreScale::sigmoid : ScoreScale::as_is);
}

// What the values of a model tell.
struct Told {
    bool distances = false;   // boxes are distances from the middle of a cell
    bool in_strides = false;  // which are counted in strides, not in pixels
    bool class_logits = false;
    bool quality_logits = false;
};

// [channels, cells], whatever the layout
std::vector<float> planar(Values values, std::int64_t cells, bool channels_last) {
    std::vector<float> result(values.begin(), values.end());
    const auto places = static_cast<std::size_t>(cells);
    const auto channels = values.size() / places;
    for (std::size_t i = 0; channels_last && i < values.size(); ++i)
        result[i % channels * places + i / channels] = values[i];
    return result;
}

// Pyramids have strides of powers of two; grids are rounded up.
float stride_of(std::int64_t cells, std::int64_t pixels) {
    return std::exp2(std::round(std::log2(static_cast<float>(pixels) / static_cast<float>(cells))));
}

class LevelsReader {
public:
    LevelsReader(DetectorLevels found, const ImageInput& input) : m_found(std::move(found)), m_input(input) {}

    // Whether boxes are distances, as the first answer told.
    bool settled_distances() const {
        return m_told.get([] { return std::optional<Told>(); }).distances;
    }

    Answer operator()(Said said) const {
        Answer answer;
        answer.candidates = true;
        const auto told = m_told.get([&] { return std::optional(told_by(said)); });
        for (std::size_t i = 0; i < m_found.levels.size(); ++i) {
            const auto& level = m_found.levels[i];
            const auto map = [&](std::size_t role) {
                return planar(said[i * maps_of_level + role].values, level.cells(), m_found.channels_last);
            };
            add_scores(answer, level, map(0), map(2), told);
            add_boxes(answer, level, map(1), told);
        }
        return answer;
    }

private:
    Told told_by(Said said) const {
        const bool distances = has_distances(said);
        return {
            distances, distances && counts_strides(said), leave_unit_interval(said, 0), leave_unit_interval(said, 2)};
    }

    // Of the maps of one role, on any level.
    static bool leave_unit_interval(Said said, std::size_t role) {
        for (std::size_t i = role; i < said.size(); i += maps_of_level)
            if (vinoscope::leave_unit_interval(said[i].values))
                return true;
        return false;
    }

    // Distances from the middle of a cell to the sides are never negative; offsets to anchors, which the model does not
    // tell, are.
    bool has_distances(Said said) const {
        for (std::size_t i = 1; m_found.four_numbers && i < said.size(); i += maps_of_level)
            if (std::ranges::min(said[i].values) < 0)
                return false;
        return m_found.four_numbers;
    }

    // Distances in pixels, taken for strides, would reach far outside of the image.
    bool counts_strides(Said said) const {
        float farthest = 0;
        for (std::size_t i = 0; i < m_found.levels.size(); ++i)
            farthest = std::max(farthest,
                                std::ranges::max(said[i * maps_of_level + 1].values) *
                                    stride_of(m_found.levels[i].width, m_input.width));
        return farthest <= 2 * static_cast<float>(std::max(m_input.width, m_input.height));
    }

    // Score of a class times centerness (Tian et al., "FCOS", arXiv:1904.01355, section 3.4).
    void add_scores(
        Answer& answer, const DetectorLevel& level, Values classes_of, Values quality_of, const Told& told) const {
        const auto scores = probabilities(classes_of, told.class_logits);
        const auto quality = level.quality ? probabilities(quality_of, told.quality_logits) : std::vector<float>();
        const auto cells = static_cast<std::size_t>(level.cells());
        const auto classes = static_cast<std::size_t>(m_found.classes);
        for (std::size_t box = 0; box < static_cast<std::size_t>(level.anchors) * cells; ++box) {
            Detection detection;
            for (std::size_t c = 0; c < classes; ++c) {
                const auto score =
                    scores[(box / cells * classes + c) * cells + box % cells] * (quality.empty() ? 1 : quality[box]);
                answer.detection_scores.push_back(score);
                if (c == 0 || score > detection.score)
                    detection = {{}, static_cast<std::int64_t>(c), score};
            }
            answer.detections.push_back(detection);
        }
    }

    // Left, top, right and bottom from the middle of each cell; the whole image where that is not known.
    void add_boxes(Answer& answer, const DetectorLevel& level, Values values, const Told& told) const {
        const auto cells = static_cast<std::size_t>(level.cells());
        const auto columns = static_cast<std::size_t>(level.width);
        const auto boxes = std::span(answer.detections).last(static_cast<std::size_t>(level.anchors) * cells);
        const auto down = stride_of(level.height, m_input.height);
        const auto right = stride_of(level.width, m_input.width);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            if (!told.distances) {
                boxes[i].box = {0, 0, static_cast<float>(m_input.width), static_cast<float>(m_input.height)};
                continue;
            }
            const auto row = i / columns;
            const auto x = (static_cast<float>(i % columns) + 0.5F) * right;
            const auto y = (static_cast<float>(row) + 0.5F) * down;
            const auto side = [&](std::size_t k, float stride) {
                return values[k * cells + i] * (told.in_strides ? stride : 1);
            };
            boxes[i].box = {x - side(0, right), y - side(1, down), x + side(2, right), y + side(3, down)};
        }
    }

    DetectorLevels m_found;
    ImageInput m_input;
    Settled<Told> m_told;
};

// [batch, classes, boxes], in the order of Answer::detections
ov::Output<ov::Node> score_table(const ov::OutputVector& values, const DetectorLevels& found) {
    ov::OutputVector tables;
    for (std::size_t i = 0; i < found.levels.size(); ++i) {
        const auto& [anchors, cells] = std::pair(found.levels[i].anchors, found.levels[i].cells());
        const auto& value = values[i * maps_of_level];
        const auto apart = found.channels_last
                               ? transposed(reshaped(value, {-1, cells, anchors, found.classes}), {0, 3, 2, 1})
                               : transposed(reshaped(value, {-1, anchors, found.classes, cells}), {0, 2, 1, 3});
        tables.push_back(reshaped(apart, {-1, found.classes, anchors * cells}));
    }
    return concat(tables, 2);
}

// [batch, 4, boxes]: distances from the middle of each cell, to the left and to the top against the axes.
ov::Output<ov::Node> side_table(const ov::OutputVector& values, const DetectorLevels& found) {
    ov::OutputVector tables;
    for (std::size_t i = 0; i < found.levels.size(); ++i) {
        const auto cells = found.levels[i].cells();
        const auto& value = values[i * maps_of_level + 1];
        const auto rows = found.channels_last ? transposed(reshaped(value, {-1, cells, 4}), {0, 2, 1})
                                              : reshaped(value, {-1, 4, cells});
        tables.push_back(concat({-crop(rows, 1, 0, 2), crop(rows, 1, 2, 4)}, 1));
    }
    return concat(tables, 2);
}

// Distances have one box for each cell.
bool may_have_distances(const DetectorLevels& found) {
    return found.four_numbers &&
           std::ranges::all_of(found.levels, [](const DetectorLevel& level) { return level.anchors == 1; });
}

// Dense detectors before decoding, each level of the pyramid in outputs of its own.
std::optional<AnswerReader> match_levels(const DecoderQuestion& question) {
    const auto found = find_detector_levels(question.model);
    if (!found || !question.output.empty())
        return std::nullopt;
    AnswerReader reader;
    for (const auto& level : found->levels)
        reader.outputs.insert(reader.outputs.end(),
                              {level.classes, level.boxes, level.quality.value_or(level.classes)});
    reader.classes = found->classes;
    reader.evidence = fmt::format(
        "{} levels of {}x{} to {}x{} cells, each with {} class scores, boxes{}{}",
        found->levels.size(),
        found->levels.front().height,
        found->levels.front().width,
        found->levels.back().height,
        found->levels.back().width,
        found->classes,
        found->levels.front().quality ? " and a quality" : "",
        found->four_numbers ? " (offsets to anchors count as the whole image)" : " (they count as the whole image)");
    reader.box_scores = [found = *found](const ov::OutputVector& values) { return score_table(values, found); };
    const LevelsReader read(*found, question.input);
    if (may_have_distances(*found))
        reader.box_sides =
            BoxSides{[found = *found](const ov::OutputVector& values) { return side_table(values, found); },
                     [read] { return read.settled_distances() ? std::optional<std::size_t>(0) : std::nullopt; }};
    reader.read = read;
    return reader;
}

// [N, anchors * classes, h, w] or [N, h, w, anchors * classes] for each level of a pyramid.
ClassScores level_class_scores(const ov::Model& model) {
    ClassScores scores;
    if (const auto found = find_detector_levels(model))
        for (const auto& level : found->levels)
            if (const auto value = model.get_results()[level.classes]->input_value(0);
                value.get_partial_shape().is_static())
                scores.classes.push_back(
                    {value, {.axis = found->channels_last ? 3 : 1, .size = found->classes, .count = found->classes}});
    return scores;
}

}  // namespace

bool has_detector_levels(const ov::Model& model) {
    return find_detector_levels(model).has_value();
}

Decoder levels_decoder() {
    return {.name = "levels",
            .task = "detection",
            .summary = "class scores [1,A*C,h,w] and boxes [1,A*4,h,w] of each level",
            .match = match_levels,
            .class_scores = level_class_scores};
}

}  // namespace vinoscope
