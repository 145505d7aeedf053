// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "explain/refine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/map_status.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Image mirrored(const Image& image) {
    Image result(image.width(), image.height());
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            std::copy_n(image.row(y) + 3 * static_cast<std::ptrdiff_t>(image.width() - 1 - x),
                        3,
                        result.data() + 3 * (static_cast<std::ptrdiff_t>(y) * image.width() + x));
    return result;
}

Region mirrored(const Region& region, int width) {
    return {static_cast<float>(width) - region.x2, region.y1, static_cast<float>(width) - region.x1, region.y2};
}

// The request for the target of a map in the mirror image.
class MirrorRequest {
public:
    explicit MirrorRequest(int width) : m_width(width) {}

    TargetRequest operator()(const PointTarget& point) const {
        return PointTarget{static_cast<float>(m_width) - point.x, point.y, point.label};
    }

    TargetRequest operator()(const MaskTarget& mask) const {
        return MaskTarget{mirrored(mask.mask), mask.label, mask.name};
    }

    TargetRequest operator()(const GivenBox& box) const {
        if (box.side)
            refuse("a side of a box");
        return GivenBox{mirrored(box.box, m_width), box.label};
    }

    TargetRequest operator()(std::int64_t target) const { return target; }
    TargetRequest operator()(const ContrastTarget& target) const { return target; }
    TargetRequest operator()(const HighestTarget& target) const { return target; }

    template <typename Other>
    TargetRequest operator()(const Other& /*other*/) const {
        refuse("a character or a keypoint");
    }

private:
    [[noreturn]] static void refuse(std::string_view found) {
        throw Error(ErrorKind::bad_target,
                    fmt::format("augment: expected classes, boxes, points or masks, which a mirror image has too, "
                                "found {}",
                                found));
    }

    int m_width;
};

bool is_near(const Region& a, const Region& b) {
    constexpr float tolerance = 0.5F;
    return std::abs(a.x1 - b.x1) <= tolerance && std::abs(a.x2 - b.x2) <= tolerance &&
           std::abs(a.y1 - b.y1) <= tolerance && std::abs(a.y2 - b.y2) <= tolerance;
}

void require_same_region(const SaliencyMap& map, const SaliencyMap& mirror, int width) {
    const bool same_size = map.height == mirror.height && map.width == mirror.width;
    if (!same_size || map.region.has_value() != mirror.region.has_value() ||
        (map.region && !is_near(*map.region, mirrored(*mirror.region, width))))
        throw Error(ErrorKind::unsupported,
                    "augment: the model sees another part of the mirror image (an image in a corner of the input); use "
                    "another resize mode, or no augmentation");
}

void average(SaliencyMap& map, const SaliencyMap& mirror) {
    const auto columns = static_cast<std::size_t>(map.width);
    const auto at = [&](const std::vector<float>& values, std::size_t i) {
        return values[i / columns * columns + columns - 1 - i % columns];
    };
    for (std::size_t i = 0; i < map.values.size(); ++i)
        map.values[i] = (map.values[i] + at(mirror.values, i)) / 2;
    for (std::size_t i = 0; i < map.standard_error.size() && !mirror.standard_error.empty(); ++i)
        map.standard_error[i] = std::hypot(map.standard_error[i], at(mirror.standard_error, i)) / 2;
    map.completeness_gap.reset();
    const auto [status, reason] = status_of(map.values);
    map.status = status;
    map.reason = reason;
}

TargetRequest request_for(const SaliencyMap& map) {
    if (map.asked)
        return *map.asked;
    return map.box ? TargetRequest(std::in_place_type<GivenBox>, *map.box, *map.target) : TargetRequest(*map.target);
}

// What the targets of `maps` are in the mirror image.
TargetRequests mirror_requests(const Explanation& explanation, const ExplainOptions& options, int width) {
    const auto is_contrast = [](const TargetRequest& request) {
        return std::holds_alternative<ContrastTarget>(request);
    };
    TargetRequests requests;
    for (std::size_t i = 0; i < explanation.maps.size(); ++i) {
        const auto& map = explanation.maps[i];
        if (map.target && std::ranges::any_of(options.targets, is_contrast)) {
            if (options.targets.size() != explanation.maps.size() || !is_contrast(options.targets[i]))
                throw Error(ErrorKind::bad_target,
                            "augment: expected contrasts of single classes, found one of several (top:N, all)");
            requests.push_back(options.targets[i]);
        } else if (map.target) {
            requests.push_back(std::visit(MirrorRequest(width), request_for(map)));
        }
    }
    return requests;
}

}  // namespace

Explanation explain_with_mirror_image(const ExplainedModel& model, Image image, const ExplainOptions& options) {
    const int width = image.width();
    auto mirror_image = mirrored(image);
    auto result = explain(model, model.session.source_of(std::move(image)), options);
    if (result.maps.empty())
        return result;
    auto same = options;
    same.wanted = {};
    same.targets = mirror_requests(result, options, width);
    if (same.targets.empty())  // one map of the whole image
        same.targets = options.targets;
    const auto mirror = explain(model, model.session.source_of(std::move(mirror_image)), same);
    if (mirror.maps.size() != result.maps.size())
        throw Error(
            ErrorKind::unsupported,
            fmt::format(
                "augment: expected {} maps of the mirror image, found {}", result.maps.size(), mirror.maps.size()));
    for (std::size_t i = 0; i < result.maps.size(); ++i) {
        auto& map = result.maps[i];
        require_same_region(map, mirror.maps[i], width);
        if (!is_usable(map.status))
            continue;
        if (is_usable(mirror.maps[i].status))
            average(map, mirror.maps[i]);
        else
            result.notes.push_back(
                fmt::format("map {} is that of the image alone: in its mirror image, {}", i, mirror.maps[i].reason));
    }
    result.notes.emplace_back("maps are the means over the image and its mirror image");
    result.provenance.inferences += mirror.provenance.inferences;
    result.seconds.infer += mirror.seconds.infer;
    result.seconds.explain += mirror.seconds.explain;
    return result;
}

void smooth_pixels(Explanation& explanation, double sigma) {
    if (sigma == 0)
        return;
    bool smoothed = false;
    for (auto& map : explanation.maps) {
        if (!map.of_pixels || !is_usable(map.status))
            continue;
        cv::Mat1f values(map.height, map.width, map.values.data());
        cv::GaussianBlur(values, values, {}, sigma, sigma, cv::BORDER_REPLICATE);
        const auto [status, reason] = status_of(map.values);
        map.status = status;
        map.reason = reason;
        map.completeness_gap.reset();
        smoothed = true;
    }
    if (smoothed)
        explanation.notes.push_back(fmt::format("values of pixels are smoothed by a Gaussian of {:g} pixels", sigma));
}

}  // namespace vinoscope
