// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Detectors of the YOLO family with anchors, each level an output of its own and nothing decoded.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <openvino/op/constant.hpp>
#include <openvino/op/mish.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/region_yolo.hpp>
#include <openvino/op/sigmoid.hpp>
#include <openvino/op/softplus.hpp>
#include <openvino/op/swish.hpp>
#include <openvino/op/util/max_pool_base.hpp>
#include <span>
#include <string_view>

#include "ops/build.hpp"
#include "outputs/output_form.hpp"
#include "outputs/output_kind.hpp"
#include "outputs/pyramid.hpp"

namespace vinoscope {
namespace {

using Said = std::span<const OutputTensor>;

// One level of a YOLO detector, an output of its own.
struct YoloLevel {
    std::size_t output = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;

    std::int64_t cells() const { return height * width; }
};

// How the numbers of a level lie in memory: anchors, numbers of each, cells.
enum class YoloLayout : std::uint8_t {
    channels_first,  // [N,A*F,h,w]
    channels_last,   // [N,h,w,A*F] or [N,h,w,A,F]
    anchors_first    // [N,A,h,w,F]
};

// The outputs of YOLO detectors that leave decoding to their caller, finest level first: for each anchor of each cell
// a box (four numbers), an objectness and the scores of all classes.
struct YoloLevels {
    static constexpr std::int64_t first_class = 5;  // behind box and objectness

    std::vector<YoloLevel> levels;
    YoloLayout layout = YoloLayout::channels_first;
    std::int64_t class_axis = 1;
    std::int64_t anchors = 0;
    std::int64_t features = 0;  // numbers of each anchor

    std::int64_t classes() const { return features - first_class; }
};

using Port = ov::Output<const ov::Node>;

// Where the axes of an output are; without an axis of their own, anchors are joined with their numbers.
struct Form {
    std::size_t rank;
    std::size_t rows;
    std::size_t features;
    std::optional<std::size_t> anchors;
    YoloLayout layout;
};

constexpr Form forms[] = {
    {5, 2, 4, 1, YoloLayout::anchors_first},
    {5, 1, 4, 3, YoloLayout::channels_last},
    {4, 2, 1, {}, YoloLayout::channels_first},
    {4, 1, 3, {}, YoloLayout::channels_last},
};

// Anything that might be a level: other outputs, such as finished candidates, do not count.
std::vector<std::size_t> maps_of(const ov::Model& model) {
    std::vector<std::size_t> maps;
    for (std::size_t i = 0; i < model.outputs().size(); ++i) {
        const auto port = model.output(i);
        const auto rank = port.get_partial_shape().rank();
        if (rank.is_static() && rank.get_length() >= 4 && port.get_element_type().is_real())
            maps.push_back(i);
    }
    return maps;
}

std::int64_t length(const Port& port, std::size_t axis) {
    const auto& dimension = port.get_partial_shape()[static_cast<std::ptrdiff_t>(axis)];
    return dimension.is_static() ? dimension.get_length() : 0;
}

std::int64_t joined_anchors(const Port& port, std::int64_t channels, std::size_t labels) {
    if (const auto* region = ov::as_type<const ov::op::v0::RegionYolo>(port.get_node()->get_input_node_ptr(0)))
        return static_cast<std::int64_t>(region->get_mask().size());
    const auto features = static_cast<std::int64_t>(labels) + YoloLevels::first_class;
    constexpr std::int64_t usual = 3;
    return labels > 0 && channels % features == 0 ? channels / features : usual;
}

// Networks without anchors join what several heads say.
bool is_joined(const Port& port, const Form& form) {
    return joined_parts(port, static_cast<std::int64_t>(form.features)).size() > 1;
}

std::optional<YoloLevels> levels_in(const ov::Model& model,
                                    const std::vector<std::size_t>& maps,
                                    const Form& form,
                                    std::size_t labels) {
    YoloLevels found;
    found.layout = form.layout;
    found.class_axis = static_cast<std::int64_t>(form.features);
    for (const auto index : maps) {
        const auto port = model.output(index);
        if (port.get_partial_shape().size() != form.rank || is_joined(port, form))
            return std::nullopt;
        const auto channels = length(port, form.features);
        const auto anchors = form.anchors ? length(port, *form.anchors) : joined_anchors(port, channels, labels);
        if (anchors < 1 || (!form.anchors && channels % anchors != 0))
            return std::nullopt;
        const auto features = form.anchors ? channels : channels / anchors;
        if (features <= YoloLevels::first_class ||
            (!found.levels.empty() && (features != found.features || anchors != found.anchors)))
            return std::nullopt;
        found.features = features;
        found.anchors = anchors;
        found.levels.push_back({index, length(port, form.rows), length(port, form.rows + 1)});
    }
    sort_levels(found.levels);
    return are_levels(found.levels) && found.levels.back().cells() > 1 ? std::optional(found) : std::nullopt;
}

// Finds the undecoded levels of a YOLO model. If the shapes do not determine the number of classes, it is `labels`, or
// follows from three anchors. Returns std::nullopt for other models.
std::optional<YoloLevels> find_yolo_levels(const ov::Model& model, std::size_t labels = 0) {
    const auto maps = maps_of(model);
    for (const auto& form : forms)
        if (const auto found = levels_in(model, maps, form, labels))
            return found;
    return std::nullopt;
}

// Width and height of the box that an anchor begins with, in pixels of the input.
struct Anchor {
    float width = 0;
    float height = 0;
};

// The published anchors of a network: three a level, finest level first.
struct AnchorSet {
    std::span<const Anchor> anchors;
    std::array<float, 4> reach;  // of each level: over how many cells its centres move
};

// Networks that read their numbers in one way: centre = cell + 0.5 + reach (sigmoid(t) - 0.5), in cells, and size =
// anchor times exp(t) or, where it `squares`, (2 sigmoid(t))^2.
struct YoloFamily {
    std::string_view name;
    bool squares;
    std::span<const AnchorSet> sets;  // with different numbers of levels
};

enum class YoloVersion : std::uint8_t { v3, v4, v5, v7 };

// Of a level: those that the model carries (RegionYolo), or the published ones.
struct LevelAnchors {
    std::vector<Anchor> anchors;
    float reach = 1;
    bool known = false;  // otherwise anchors are as large as the cells
};

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

const YoloFamily& family_of(YoloVersion version) {
    return families[static_cast<std::size_t>(version)];
}

// Whether the graph ends in the sigmoid of its numbers.
bool ends_in_shares(const ov::Model& model, const YoloLevels& found) {
    const auto& level = found.levels.front();
    return region_of(model, level) != nullptr || final_activation(model.output(level.output)) == "sigmoid";
}

// The version whose network looks like this: each has an activation of its own.
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

// Of each level: the anchors that the model carries, or the published ones.
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

// One level, read as anchors x features x cells whatever its layout.
class LevelValues {
public:
    LevelValues(const OutputTensor& said, const YoloLevels& found, std::size_t cells) : m_values(said.values) {
        const auto anchors = static_cast<std::size_t>(found.anchors);
        const auto features = static_cast<std::size_t>(found.features);
        switch (found.layout) {
            case YoloLayout::channels_first:
                m_steps = {features * cells, cells, 1};
                break;
            case YoloLayout::channels_last:
                m_steps = {features, 1, anchors * features};
                break;
            case YoloLayout::anchors_first:
                m_steps = {cells * features, 1, features};
                break;
        }
    }

    float at(std::size_t anchor, std::size_t feature, std::size_t cell) const {
        return m_values[anchor * m_steps.anchor + feature * m_steps.feature + cell * m_steps.cell];
    }

private:
    struct Steps {
        std::size_t anchor = 0;
        std::size_t feature = 0;
        std::size_t cell = 0;
    };

    std::span<const float> m_values;
    Steps m_steps;
};

class YoloLevelsReader {
public:
    YoloLevelsReader(YoloLevels found, std::vector<LevelAnchors> anchors, bool squares, const ImageInput& input)
        : m_found(std::move(found)), m_anchors(std::move(anchors)), m_squares(squares), m_input(input) {}

    Answer operator()(Said said) const {
        Answer answer;
        answer.candidates = true;
        const bool logits = m_logits.get([&] { return std::optional(are_logits(said)); });
        for (std::size_t i = 0; i < m_found.levels.size(); ++i)
            add_level(answer, i, said[i], logits);
        return answer;
    }

private:
    // Whether the objectness still wants a sigmoid.
    bool are_logits(Said said) const {
        for (std::size_t i = 0; i < m_found.levels.size(); ++i) {
            const auto cells = static_cast<std::size_t>(m_found.levels[i].cells());
            const LevelValues values(said[i], m_found, cells);
            for (std::size_t anchor = 0; anchor < m_anchors[i].anchors.size(); ++anchor)
                for (std::size_t cell = 0; cell < cells; ++cell)
                    if (const float objectness = values.at(anchor, 4, cell); objectness < 0 || objectness > 1)
                        return true;
        }
        return false;
    }

    void add_level(Answer& answer, std::size_t index, const OutputTensor& said, bool logits) const {
        const auto& level = m_found.levels[index];
        const auto cells = static_cast<std::size_t>(level.cells());
        const LevelValues values(said, m_found, cells);
        for (std::size_t anchor = 0; anchor < m_anchors[index].anchors.size(); ++anchor)
            for (std::size_t cell = 0; cell < cells; ++cell) {
                const auto raw = [&](std::size_t feature) { return values.at(anchor, feature, cell); };
                const auto share = [&](std::size_t feature) { return logits ? sigmoid(raw(feature)) : raw(feature); };
                add_scores(answer, share);
                answer.detections.back().box = box(index, anchor, cell, raw, share);
            }
    }

    template <typename Share>
    void add_scores(Answer& answer, Share share) const {
        const float objectness = share(4);
        Detection detection{{}, 0, -1};
        for (std::int64_t label = 0; label < m_found.classes(); ++label) {
            const float score = objectness * share(static_cast<std::size_t>(YoloLevels::first_class + label));
            answer.detection_scores.push_back(score);
            if (score > detection.score)
                detection = {{}, label, score};
        }
        answer.detections.push_back(detection);
    }

    // See YoloFamily.
    template <typename Raw, typename Share>
    Region box(std::size_t index, std::size_t anchor, std::size_t cell, Raw raw, Share share) const {
        const auto& level = m_found.levels[index];
        const auto& [anchors, reach, known] = m_anchors[index];
        const auto columns = static_cast<std::size_t>(level.width);
        const auto centre = [&](std::size_t feature, std::size_t first, std::int64_t cells, std::int64_t pixels) {
            const float middle = static_cast<float>(first) + 0.5F + reach * (share(feature) - 0.5F);
            return middle * static_cast<float>(pixels) / static_cast<float>(cells);
        };
        const auto growth = [&](std::size_t feature) {
            return m_squares ? 4 * share(feature) * share(feature) : std::exp(raw(feature));
        };
        return box_around(centre(0, cell % columns, level.width, m_input.width),
                          centre(1, cell / columns, level.height, m_input.height),
                          anchors[anchor].width * growth(2),
                          anchors[anchor].height * growth(3));
    }

    static float sigmoid(float value) { return 1 / (1 + std::exp(-value)); }

    YoloLevels m_found;
    std::vector<LevelAnchors> m_anchors;
    bool m_squares;
    ImageInput m_input;
    Settled<bool> m_logits;
};

// -> [batch, features, anchors * cells]
Value by_feature(const Value& value, const YoloLevels& found, std::int64_t cells) {
    const auto anchors = found.anchors;
    const auto features = found.features;
    const auto apart = [&]() -> Value {
        switch (found.layout) {
            case YoloLayout::channels_first:
                return transposed(reshaped(value, {-1, anchors, features, cells}), {0, 2, 1, 3});
            case YoloLayout::channels_last:
                return transposed(reshaped(value, {-1, cells, anchors, features}), {0, 3, 2, 1});
            case YoloLayout::anchors_first:
                break;
        }
        return transposed(reshaped(value, {-1, anchors, cells, features}), {0, 3, 1, 2});
    };
    return reshaped(apart(), {-1, features, anchors * cells});
}

// In the order of Answer::detections. Logits add up, so that a sure detector has a gradient too.
Value score_table(const ov::OutputVector& values, const YoloLevels& found, bool logits) {
    ov::OutputVector tables;
    for (std::size_t i = 0; i < found.levels.size(); ++i)
        tables.push_back(by_feature(values[i], found, found.levels[i].cells()));
    const auto table = concat(tables, 2);
    const auto objectness = crop(table, 1, 4, 5);
    const auto classes = crop(table, 1, YoloLevels::first_class, found.features);
    return logits ? objectness + classes : objectness * classes;
}

// [batch, 4, boxes]; the positions of the cells are constants and left out. See YoloFamily.
Value side_table(const ov::OutputVector& values,
                 const YoloLevels& found,
                 const std::vector<LevelAnchors>& anchors,
                 bool squares,
                 bool logits,
                 const ImageInput& input) {
    ov::OutputVector tables;
    for (std::size_t i = 0; i < found.levels.size(); ++i) {
        const auto& level = found.levels[i];
        const auto table = by_feature(values[i], found, level.cells());
        const auto share = [logits](const Value& value) { return logits ? sigmoid(value) : value; };
        const std::vector<float> strides = {
            anchors[i].reach * static_cast<float>(input.width) / static_cast<float>(level.width),
            anchors[i].reach * static_cast<float>(input.height) / static_cast<float>(level.height)};
        const auto cells = static_cast<std::size_t>(level.cells());
        std::vector<float> sizes;
        for (const auto side : {&Anchor::width, &Anchor::height})
            for (const auto& anchor : anchors[i].anchors)
                sizes.insert(sizes.end(), cells, anchor.*side);
        const auto constant = [&](const std::vector<float>& numbers) -> Value {
            return ov::op::v0::Constant::create(table.get_element_type(), {1, 2, numbers.size() / 2}, numbers);
        };
        const auto growth = crop(table, 1, 2, 4);
        tables.push_back(sides_around(share(crop(table, 1, 0, 2)) * constant(strides),
                                      (squares ? share(growth) * share(growth) * 4.0 : exp(growth)) * constant(sizes)));
    }
    return concat(tables, 2);
}

// Maps of classes at several scales, which networks may have too, are finer than any level of a detector.
bool are_coarse(const YoloLevels& found, const ImageInput& input) {
    constexpr std::int64_t finest_stride = 8;
    const auto& finest = found.levels.front();
    return finest.height * finest_stride <= input.height && finest.width * finest_stride <= input.width &&
           input.height % finest.height == 0 && input.width % finest.width == 0;
}

std::string evidence_of(const YoloLevels& found, const YoloFamily& family, bool known) {
    return fmt::format(
        "{} levels of {}x{} to {}x{} cells, each with box, objectness and {} class scores for {} anchors{}",
        found.levels.size(),
        found.levels.front().height,
        found.levels.front().width,
        found.levels.back().height,
        found.levels.back().width,
        found.classes(),
        found.anchors,
        known ? fmt::format(", read as {}", family.name) : " that are not known (they count as the cells)");
}

std::optional<AnswerReader> match_version(const DecoderQuestion& question, YoloVersion version) {
    const auto found = find_yolo_levels(question.model, question.labels);
    if (!found || !question.output.empty())
        return std::nullopt;
    if (!question.forced && (!are_coarse(*found, question.input) || guess_version(question.model, *found) != version))
        return std::nullopt;
    const auto& family = family_of(version);
    const auto anchors = level_anchors(question.model, *found, family, question.input);
    AnswerReader reader;
    for (const auto& level : found->levels)
        reader.outputs.push_back(level.output);
    reader.classes = found->classes();
    reader.evidence = evidence_of(*found, family, anchors.front().known);
    const bool logits = !ends_in_shares(question.model, *found);
    reader.box_scores = [found = *found, logits](const ov::OutputVector& values) {
        return score_table(values, found, logits);
    };
    if (anchors.front().known)
        reader.box_sides = BoxSides{
            [found = *found, anchors, squares = family.squares, logits, input = question.input](
                const ov::OutputVector& values) { return side_table(values, found, anchors, squares, logits, input); }};
    reader.read = YoloLevelsReader(*found, anchors, family.squares, question.input);
    return reader;
}

std::optional<AnswerReader> match_yolo_v3_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v3);
}

std::optional<AnswerReader> match_yolo_v4_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v4);
}

std::optional<AnswerReader> match_yolo_v5_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v5);
}

std::optional<AnswerReader> match_yolo_v7_levels(const DecoderQuestion& question) {
    return match_version(question, YoloVersion::v7);
}

// Boxes, objectness and classes of all anchors of a level in one tensor.
ClassScores level_class_scores(const ov::Model& model) {
    ClassScores scores;
    if (const auto found = find_yolo_levels(model))
        for (const auto& level : found->levels)
            if (const auto value = model.get_results()[level.output]->input_value(0);
                value.get_partial_shape().is_static()) {
                scores.classes.push_back({value,
                                          {.axis = found->class_axis,
                                           .size = found->features,
                                           .first = YoloLevels::first_class,
                                           .count = found->classes()}});
                scores.objectness.push_back(objectness_before(scores.classes.back()));
            }
    return scores;
}

}  // namespace

Decoder yolo_v3_levels_decoder() {
    return {.name = "yolo-v3-levels",
            .task = "detection",
            .summary = "levels [1,A*(5+C),h,w], [1,h,w,A*(5+C)] or [1,A,h,w,5+C] with the anchors of YOLOv3",
            .match = match_yolo_v3_levels,
            .class_scores = level_class_scores};
}

Decoder yolo_v4_levels_decoder() {
    return {.name = "yolo-v4-levels",
            .task = "detection",
            .summary = "the same with those of YOLOv4",
            .match = match_yolo_v4_levels};
}

Decoder yolo_v5_levels_decoder() {
    return {.name = "yolo-v5-levels",
            .task = "detection",
            .summary = "the same as YOLOv5 reads them",
            .match = match_yolo_v5_levels};
}

Decoder yolo_v7_levels_decoder() {
    return {.name = "yolo-v7-levels",
            .task = "detection",
            .summary = "the same as YOLOv7 reads them",
            .match = match_yolo_v7_levels};
}

}  // namespace vinoscope
