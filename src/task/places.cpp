// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

std::int64_t predicted_class(const ClassMap& map, std::size_t place, ScoreScale scale) {
    if (!map.labels.empty())
        return map.labels[place] < 0 ? PredictedClasses::none : map.labels[place];
    const auto places = map.height * map.width;
    if (map.classes == 1)
        return map.values[place] > (scale == ScoreScale::as_is ? least_share : 0.0F) ? 0 : PredictedClasses::none;
    std::size_t best = 0;
    for (std::size_t i = 1; i < map.classes; ++i)
        if (map.values[i * places + place] > map.values[best * places + place])
            best = i;
    return static_cast<std::int64_t>(best);
}

template <typename Predicate>
Places places_where(std::size_t count, Predicate matches) {
    Places found;
    for (std::size_t place = 0; place < count; ++place)
        if (matches(place))
            found.push_back(place);
    return found;
}

}  // namespace

PredictedClasses::PredictedClasses(const ClassMap& map, const AnswerContext& context)
    : m_height(map.height), m_width(map.width), m_classes(map.height * map.width, unseen) {
    const auto& frame = context.frame;
    for (std::size_t place = 0; place < m_classes.size(); ++place) {
        const auto [x, y] = centre(place, frame);
        if (x >= 0 && y >= 0 && x < static_cast<float>(frame.image_width) && y < static_cast<float>(frame.image_height))
            m_classes[place] = predicted_class(map, place, context.scale);
    }
}

PredictedClasses::Point PredictedClasses::centre(std::size_t place, const InputFrame& frame) const {
    const float column = static_cast<float>(place % m_width) + 0.5F;
    const auto line = place / m_width;
    const float row = static_cast<float>(line) + 0.5F;
    const auto& seen = frame.seen;
    return {seen.x1 + column / static_cast<float>(m_width) * (seen.x2 - seen.x1),
            seen.y1 + row / static_cast<float>(m_height) * (seen.y2 - seen.y1)};
}

Places PredictedClasses::of_class(std::int64_t label) const {
    return places_where(m_classes.size(), [&](std::size_t place) { return m_classes[place] == label; });
}

Places PredictedClasses::seen() const {
    return places_where(m_classes.size(), [&](std::size_t place) { return m_classes[place] != unseen; });
}

Places PredictedClasses::around(std::size_t place) const {
    std::vector<char> taken(m_classes.size());
    Places found = {place};
    taken[place] = 1;
    const auto visit = [&](std::size_t next) {
        if (m_classes[next] == m_classes[place] && taken[next] == 0) {
            taken[next] = 1;
            found.push_back(next);
        }
    };
    std::size_t done = 0;
    while (done < found.size()) {
        const auto here = found[done++];
        const auto column = here % m_width;
        if (column > 0)
            visit(here - 1);
        if (column + 1 < m_width)
            visit(here + 1);
        if (here >= m_width)
            visit(here - m_width);
        if (here + m_width < m_classes.size())
            visit(here + m_width);
    }
    return found;
}

std::optional<std::size_t> PredictedClasses::at(float x, float y, const InputFrame& frame) const {
    const auto& seen = frame.seen;
    const float column = (x - seen.x1) / (seen.x2 - seen.x1) * static_cast<float>(m_width);
    const float row = (y - seen.y1) / (seen.y2 - seen.y1) * static_cast<float>(m_height);
    if (!(column >= 0 && row >= 0 && column < static_cast<float>(m_width) && row < static_cast<float>(m_height)))
        return std::nullopt;
    const auto place = static_cast<std::size_t>(row) * m_width + static_cast<std::size_t>(column);
    return m_classes[place] == unseen ? std::nullopt : std::optional(place);
}

Places PredictedClasses::under(const Image& mask, const InputFrame& frame) const {
    return places_where(m_classes.size(), [&](std::size_t place) {
        if (m_classes[place] == unseen)
            return false;
        const auto [x, y] = centre(place, frame);
        const auto column =
            static_cast<std::size_t>(x / static_cast<float>(frame.image_width) * static_cast<float>(mask.width()));
        const auto row =
            static_cast<int>(y / static_cast<float>(frame.image_height) * static_cast<float>(mask.height()));
        const auto* pixel = mask.row(row) + 3 * column;
        return pixel[0] != 0 || pixel[1] != 0 || pixel[2] != 0;
    });
}

std::int64_t PredictedClasses::most_common(const Places& places) const {
    std::map<std::int64_t, std::size_t> counts;
    for (const auto place : places)
        ++counts[m_classes[place]];
    const auto most = std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; });
    return most == counts.end() ? none : most->first;
}

std::size_t place_at(const PointTarget& request, const PredictedClasses& classes, const InputFrame& frame) {
    const auto place = classes.at(request.x, request.y, frame);
    if (!place)
        throw Error(ErrorKind::bad_target,
                    fmt::format("expected a point in the part of the image that the model sees (the image has {}x{} "
                                "pixels), found {:g},{:g}",
                                frame.image_width,
                                frame.image_height,
                                request.x,
                                request.y));
    return *place;
}

Places places_under(const MaskTarget& request, const PredictedClasses& classes, const InputFrame& frame) {
    auto places = classes.under(request.mask, frame);
    if (places.empty())
        throw Error(ErrorKind::bad_target,
                    fmt::format("the mask \"{}\" covers nothing that the model sees: expected an image that is "
                                "black outside the region",
                                request.name));
    return places;
}

void require_finite(const ClassMap& map) {
    const auto bad = std::ranges::find_if_not(map.values, [](float value) { return std::isfinite(value); });
    if (bad != map.values.end())
        throw Error(ErrorKind::bad_model,
                    fmt::format("expected finite scores, found {}; check the preprocessing (mean, scale), or try "
                                "precision f32",
                                *bad));
}

}  // namespace vinoscope
