// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/yolo_anchors.hpp"

#include <algorithm>
#include <openvino/op/mish.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/region_yolo.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softplus.hpp>
#include <openvino/op/swish.hpp>
#include <openvino/op/util/max_pool_base.hpp>

#include "outputs/output_kind.hpp"

namespace vinoscope {
namespace {

constexpr std::int64_t anchors_of_level = 3;

// Redmon and Farhadi, "YOLOv3", arXiv:1804.02767, section 2.3; v5 took them over.
constexpr Anchor v3[] = {
    {10, 13}, {16, 30}, {33, 23}, {30, 61}, {62, 45}, {59, 119}, {116, 90}, {156, 198}, {373, 326}};
// The small networks of v3 and v4 share the third anchor between their levels; that of v5 does not.
constexpr Anchor tiny[] = {{23, 27}, {37, 58}, {81, 82}, {81, 82}, {135, 169}, {344, 319}};
constexpr Anchor v5_tiny[] = {{10, 14}, {23, 27}, {37, 58}, {81, 82}, {135, 169}, {344, 319}};
// Bochkovskiy et al., "YOLOv4", arXiv:2004.10934; v7 took them over.
constexpr Anchor v4[] = {
    {12, 16}, {19, 36}, {40, 28}, {36, 75}, {76, 55}, {72, 146}, {142, 110}, {192, 243}, {459, 401}};
// Four levels, for inputs of 1280 pixels, in v5 and v7.
constexpr Anchor p6[] = {{19, 27},
                         {44, 40},
                         {38, 94},
                         {96, 68},
                         {86, 152},
                         {180, 137},
                         {140, 301},
                         {303, 264},
                         {238, 542},
                         {436, 615},
                         {739, 380},
                         {925, 792}};

constexpr AnchorSet v3_sets[] = {{tiny, {1, 1}}, {v3, {1, 1, 1}}};
constexpr AnchorSet v4_sets[] = {{tiny, {1.05F, 1.05F}}, {v4, {1.2F, 1.1F, 1.05F}}};
constexpr AnchorSet v5_sets[] = {{v5_tiny, {2, 2}}, {v3, {2, 2, 2}}, {p6, {2, 2, 2, 2}}};
constexpr AnchorSet v7_sets[] = {{v5_tiny, {2, 2}}, {v4, {2, 2, 2}}, {p6, {2, 2, 2, 2}}};

constexpr YoloFamily families[] = {
    {"YOLOv3", false, v3_sets}, {"YOLOv4", false, v4_sets}, {"YOLOv5", true, v5_sets}, {"YOLOv7", true, v7_sets}};

using Predicate = bool (*)(const ov::Node&);

bool is_mish(const ov::Node& node) {
    return ov::is_type<ov::op::v4::Mish>(&node) || ov::is_type<ov::op::v4::SoftPlus>(&node);
}

// x sigmoid(x)
bool is_swish(const ov::Node& node) {
    if (ov::is_type<ov::op::v4::Swish>(&node))
        return true;
    if (!ov::is_type<ov::op::v1::Multiply>(&node))
        return false;
    const auto gates = [&](std::size_t gate) {
        const auto* sigmoid = node.get_input_node_ptr(gate);
        return ov::is_type<ov::op::v0::Sigmoid>(sigmoid) && sigmoid->input_value(0) == node.input_value(1 - gate);
    };
    return gates(0) || gates(1);
}

bool is_pooling_down(const ov::Node& node) {
    const auto* pool = ov::as_type<const ov::op::util::MaxPoolBase>(&node);
    return pool != nullptr && std::ranges::any_of(pool->get_strides(), [](std::size_t stride) { return stride > 1; });
}

bool has(const ov::Model& model, Predicate wanted) {
    return std::ranges::any_of(model.get_ops(), [&](const auto& node) { return wanted(*node); });
}

const ov::op::v0::RegionYolo* region_of(const ov::Model& model, const YoloLevel& level) {
    return ov::as_type<const ov::op::v0::RegionYolo>(model.output(level.output).get_node()->get_input_node_ptr(0));
}

std::vector<Anchor> carried_anchors(const ov::Model& model, const YoloLevel& level) {
    std::vector<Anchor> anchors;
    const auto* region = region_of(model, level);
    if (region == nullptr)
        return anchors;
    const auto& sizes = region->get_anchors();
    for (const auto position : region->get_mask()) {
        const auto at = 2 * static_cast<std::size_t>(position);
        if (position < 0 || at + 1 >= sizes.size())
            return {};
        anchors.push_back({sizes[at], sizes[at + 1]});
    }
    return anchors;
}

// The published set for so many levels, where the finest has the stride that it is made for.
const AnchorSet* published_set(const YoloLevels& found, const YoloFamily& family, const ImageInput& input) {
    const auto levels = found.levels.size();
    const std::int64_t stride = levels == 2 ? 16 : 8;
    const auto& finest = found.levels.front();
    const auto set = std::ranges::find_if(
        family.sets, [&](const AnchorSet& one) { return one.anchors.size() == levels * anchors_of_level; });
    const bool fits = found.anchors == anchors_of_level && finest.height * stride == input.height &&
                      finest.width * stride == input.width;
    return set != family.sets.end() && fits ? &*set : nullptr;
}

}  // namespace

const YoloFamily& family_of(YoloVersion version) {
    return families[static_cast<std::size_t>(version)];
}

YoloVersion guess_version(const ov::Model& model, const YoloLevels& found) {
    if (region_of(model, found.levels.front()) != nullptr)
        return YoloVersion::v3;
    if (has(model, is_mish))
        return YoloVersion::v4;
    const bool pytorch =
        found.layout == YoloLayout::anchors_first || has(model, is_swish) || ends_in_shares(model, found);
    if (!pytorch)
        return YoloVersion::v3;
    return has(model, is_swish) && has(model, is_pooling_down) ? YoloVersion::v7 : YoloVersion::v5;
}

bool ends_in_shares(const ov::Model& model, const YoloLevels& found) {
    const auto& level = found.levels.front();
    return region_of(model, level) != nullptr || final_activation(model.output(level.output)) == "sigmoid";
}

std::vector<LevelAnchors> level_anchors(const ov::Model& model,
                                        const YoloLevels& found,
                                        const YoloFamily& family,
                                        const ImageInput& input) {
    std::vector<LevelAnchors> result;
    const auto* set = published_set(found, family, input);
    for (std::size_t i = 0; i < found.levels.size(); ++i) {
        const auto& level = found.levels[i];
        const Anchor cell{static_cast<float>(input.width) / static_cast<float>(level.width),
                          static_cast<float>(input.height) / static_cast<float>(level.height)};
        const auto count = static_cast<std::size_t>(found.anchors);
        LevelAnchors anchors{std::vector<Anchor>(count, cell), family.sets.front().reach[0]};
        if (auto carried = carried_anchors(model, level); !carried.empty()) {
            anchors.anchors = std::move(carried);
            anchors.known = true;
        } else if (set != nullptr) {
            const auto own = set->anchors.subspan(i * count, count);
            anchors = {{own.begin(), own.end()}, set->reach[i], true};
        }
        result.push_back(std::move(anchors));
    }
    return result;
}

}  // namespace vinoscope
