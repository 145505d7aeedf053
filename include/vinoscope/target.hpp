// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/region.hpp"

namespace vinoscope {

/// A class, given by its zero-based index or its label.
using ClassName = std::variant<std::int64_t, std::string>;

/// The best `count` predictions of each image: the classes with the highest scores, the boxes with the highest scores
/// (or their classes, for a method with one map per class), or the classes with the largest areas.
struct TopTargets {
    int count = 1;
};

/// Every class of the model. For detection models, every detected box (or its class, for a method with one map per
/// class); for segmentation models, every class in the prediction.
struct AllTargets {};

/// The difference of the logits of two classes, which explains why one was chosen over the other. For classes of
/// classification and segmentation models.
struct ContrastTarget {
    std::variant<std::int64_t, std::string, TopTargets, AllTargets> target;
    ClassName versus;
};

/// A side of a box.
enum class BoxSide { left, top, right, bottom };

/// Returns the name of a side, such as "left".
VINOSCOPE_API std::string to_string(BoxSide side);

/// Parses "left", "top", "right" or "bottom".
/// @throws Error (usage) for anything else
VINOSCOPE_API BoxSide parse_side(std::string_view text);

/// A detected box, given by its position in Explanation::predictions, or all boxes with a label.
/// The score is that of D-RISE (arXiv:2006.03204): the maximum, over all boxes of the prediction, of the intersection
/// over union with this box times the class score times the objectness.
struct PredictedBox {
    /// The position of a box (an index), or the label of boxes (a string).
    ClassName which = std::int64_t{0};

    /// The side to explain instead of the box: why it ends there. Gradient-based methods differentiate the coordinate
    /// of the side, x or y, which rises to the right and downwards. Methods that perturb inputs, and metrics, use the
    /// score max(0, 1 - |change of the coordinate| / size of the box along that axis) for the predicted box with the
    /// highest D-RISE score; it is 1 if the side stays where it is and 0 if no box is found.
    std::optional<BoxSide> side = {};
};

/// A box specified by the caller, whether or not the model detected it. It is scored like a PredictedBox.
struct GivenBox {
    /// The box in pixels of the original image.
    Region box;

    /// The expected class of the box.
    ClassName label;

    /// The side to explain instead of the box, see PredictedBox::side.
    std::optional<BoxSide> side = {};
};

/// A region of a segmented image around a point: the connected pixels that have the same class in the prediction. The
/// score of a region is the mean score of the class over it. For dense regression, such as depth estimation, the region
/// is the single pixel.
struct PointTarget {
    /// The point in pixels of the original image.
    float x = 0;
    float y = 0;

    /// Another class to explain for the same pixels.
    std::optional<ClassName> label = {};
};

/// A region of a segmented image specified by a mask, scored like a PointTarget. For dense regression, the score is the
/// mean of the values over the mask.
struct MaskTarget {
    /// The mask of the whole original image, at any size. Pixels that are not black belong to the region.
    Image mask;

    /// The class to explain. std::nullopt means the most frequent class of the region.
    std::optional<ClassName> label = {};

    /// The name of the region in file names.
    std::string name = "mask";
};

/// A character of the recognised text. Its score is the mean of its probability over the steps of the line in which it
/// is the best character.
struct CharacterTarget {
    /// The zero-based position in the text.
    std::int64_t index = 0;
};

/// A keypoint of a model with a map per keypoint, given by its index or label. Its score is the value of its map at the
/// position of the maximum for the original image.
struct KeypointTarget {
    ClassName which = std::int64_t{0};
};

/// The highest value of a dense regression, such as anomaly detection or depth estimation.
struct HighestTarget {};

/// A requested target: a class given by its index or label, or one of the types above.
///
/// For detection models, a class means the mean over all detected boxes of the class or, if there are none, the highest
/// score of the class in the image. For segmentation models, it means the pixels of the class. For text
/// recognisers, a string means each position where it is read.
using TargetRequest = std::variant<std::int64_t,
                                   std::string,
                                   TopTargets,
                                   AllTargets,
                                   ContrastTarget,
                                   PredictedBox,
                                   GivenBox,
                                   PointTarget,
                                   MaskTarget,
                                   CharacterTarget,
                                   KeypointTarget,
                                   HighestTarget>;

/// The requested targets, in the order of the resulting maps.
using TargetRequests = std::vector<TargetRequest>;

/// Returns a request for the best `count` predictions, see TopTargets.
[[nodiscard]] VINOSCOPE_API TargetRequests top(int count);

/// Returns a request for all classes, see AllTargets.
[[nodiscard]] VINOSCOPE_API TargetRequests all_classes();

/// Parses `285`, `tabby`, `top:3`, `all`, `box:0` (the best detected box), `box:person` (all boxes with a label),
/// `box:0:left` (a side of a box: left, top, right or bottom), `char:2` (the third character of a text), `keypoint:3`,
/// `keypoint:nose`, `highest` (the highest value of a map) or a comma-separated list of these. A label that looks like
/// one of the other forms, or that contains a comma, must be written as `label:NAME` without further items.
/// @throws Error (usage) for an empty item or an invalid count
[[nodiscard]] VINOSCOPE_API TargetRequests parse_targets(std::string_view text);

/// Parses `x1,y1,x2,y2:LABEL`, where LABEL is a class index or a label, or `x1,y1,x2,y2:LABEL:SIDE` for a side of the
/// box.
/// @throws Error (usage) if the text is invalid
[[nodiscard]] VINOSCOPE_API GivenBox parse_box(std::string_view text);

/// Parses a class (index or label), `x,y` or the name of an image file, each optionally followed by `:LABEL`.
/// @throws Error (usage) if the text is invalid, (bad_image) if a file cannot be read
[[nodiscard]] VINOSCOPE_API TargetRequest parse_region(std::string_view text);

/// Returns a class index if `text` is an integer, else a label.
[[nodiscard]] VINOSCOPE_API ClassName parse_class(std::string_view text);

/// Returns the class indices of `requests` in their order, without duplicates.
///
/// A name is looked up exactly, then ignoring case and the difference between space and underscore, then among the
/// comma-separated synonyms of each label. If several classes have the name, all of them are returned.
/// @param scores one value per class, of which only the order is used (top:k)
/// @param labels one name per class, or empty
/// @throws Error (bad_target) for an index out of range, an unknown name (with the nearest names), or a target that is
///         not a class
[[nodiscard]] VINOSCOPE_API std::vector<std::int64_t> resolve_targets(const TargetRequests& requests,
                                                                      const std::vector<float>& scores,
                                                                      const std::vector<std::string>& labels);

}  // namespace vinoscope
