// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "task/task_table.hpp"
#include "vinoscope/answer.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/target.hpp"

namespace vinoscope {

/// Places of a class map, as positions `row * width + column`.
using Places = std::vector<std::size_t>;

/// The score that a place has at least where a map of a single class says rather yes than no.
constexpr float least_share = 0.5F;

/// The class of every place of an answer: the one with the highest score; for a map of one class, that class where its
/// score says rather yes than no.
class PredictedClasses {
public:
    static constexpr std::int64_t none = -1;    ///< no class
    static constexpr std::int64_t unseen = -2;  ///< the place shows nothing of the image

    PredictedClasses(const ClassMap& map, const AnswerContext& context);

    std::int64_t operator[](std::size_t place) const { return m_classes[place]; }

    Places of_class(std::int64_t label) const;

    /// All places that show something of the image.
    Places seen() const;

    /// The places connected with `place` that have its class.
    Places around(std::size_t place) const;

    /// The place at a point of the original image, if the map covers it.
    std::optional<std::size_t> at(float x, float y, const InputFrame& frame) const;

    /// The places whose centre lies where `mask` is not black.
    Places under(const Image& mask, const InputFrame& frame) const;

    /// The class that most of `places` have.
    std::int64_t most_common(const Places& places) const;

private:
    struct Point {
        float x = 0;
        float y = 0;
    };
    /// The centre of a place in the original image.
    Point centre(std::size_t place, const InputFrame& frame) const;

    std::size_t m_height;
    std::size_t m_width;
    std::vector<std::int64_t> m_classes;
};

/// Returns the position at the requested point. @throws Error (bad_target) if the point is outside of the input
std::size_t place_at(const PointTarget& request, const PredictedClasses& classes, const InputFrame& frame);

/// The places that a mask covers. @throws Error (bad_target) when there are none.
Places places_under(const MaskTarget& request, const PredictedClasses& classes, const InputFrame& frame);

/// The mean of `score(place)`.
template <typename Score>
float mean_over(const Places& places, Score score) {
    double sum = 0;
    for (const auto place : places)
        sum += score(place);
    return static_cast<float>(sum / static_cast<double>(places.size()));
}

/// @throws Error (bad_model) when a value is NaN or infinite.
void require_finite(const ClassMap& map);

}  // namespace vinoscope
