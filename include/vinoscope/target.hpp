// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/region.hpp"

namespace vinoscope {

/// A class: its index (zero-based) or its label.
using ClassName = std::variant<std::int64_t, std::string>;

/// The best `count` predictions of each image: the classes with the highest scores, the boxes with the highest scores
/// (or their classes, for a method that answers per class), the classes with the largest areas.
struct TopTargets {
    int count = 1;
};

/// Every class of the model; on detection models every box that was found (or every class of them), on segmentation
/// models every class that was found.
struct AllTargets {};

/// "Why this class and not that one?": the difference of the two classes' logits. For classes of classification and
/// segmentation models.
struct ContrastTarget {
    std::variant<std::int64_t, std::string, TopTargets, AllTargets> target;
    ClassName versus;
};

/// A box that the model found: its position in Explanation::predictions, or each box of a label.
/// The score is that of D-RISE (arXiv:2006.03204): the highest product of overlap (intersection over union with this
/// box) and class score times objectness among all boxes of the model's answer.
struct PredictedBox {
    ClassName which = std::int64_t{0};  ///< an index counts boxes, a text is a label
};

/// A box that the caller gives, found by the model or missed; scored as a PredictedBox.
struct GivenBox {
    Region box;       ///< in pixels of the original image
    ClassName label;  ///< the class that should be there
};

/// The part of a segmented image around a point: the pixels that are connected with it and have its class in the
/// model's answer. The score of a part is the mean score of the class over it. Where a model estimates a quantity for
/// every place, such as a depth, the place alone.
struct PointTarget {
    float x = 0;  ///< in pixels of the original image
    float y = 0;
    std::optional<ClassName> label = {};  ///< asks for another class at the same pixels
};

/// A part of a segmented image that the caller gives, scored as a PointTarget; or one of a map of values, by their
/// mean.
struct MaskTarget {
    Image mask;                           ///< over the whole original image, at any size; what is not black counts
    std::optional<ClassName> label = {};  ///< none: the class that most of its pixels have
    std::string name = "mask";            ///< for file names
};

/// A character of the text that a recogniser reads. Its score is the mean of its probabilities in the steps of the line
/// that it wins.
struct CharacterTarget {
    std::int64_t index = 0;  ///< its position in the text, from 0 on
};

/// A key point of a model that gives a map of each: by its index or label. Its score is the value of its map where that
/// is highest in the answer to the image.
struct KeypointTarget {
    ClassName which = std::int64_t{0};
};

/// Where a model gives a value for every place, such as an anomaly or a depth, the highest one.
struct HighestTarget {};

/// One wish: a class by its index or label, or one of the above.
///
/// On a model that reads text, a text stands for each place where it reads that.
/// On a detection model a class stands for the mean over all boxes of this class that were found, or, when there are
/// none, for the highest score of the class anywhere. On a segmentation model it stands for the pixels that have it.
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

/// What the user asks to have explained, in the order of the answers.
using TargetRequests = std::vector<TargetRequest>;

TargetRequests top(int count);
TargetRequests all_classes();

/// Reads `285`, `tabby`, `top:3`, `all`, `box:0` (the first box found), `box:person` (each box of a label), `char:2`
/// (the third character of a text), `keypoint:3`, `keypoint:nose`, `highest` (value of a map) or a comma-separated list
/// of them. A label that looks like one of the other forms, or holds a comma, is written `label:NAME` and stands alone.
/// @throws Error (usage) for an empty item or a bad count.
TargetRequests parse_targets(std::string_view text);

/// Reads `x1,y1,x2,y2:LABEL`, where LABEL is a class index or a label. @throws Error (usage)
GivenBox parse_box(std::string_view text);

/// Reads a class (index or label), `x,y` or the name of an image file, each also with `:LABEL` behind it.
/// @throws Error (usage), (bad_image) for a file that cannot be read.
TargetRequest parse_region(std::string_view text);

/// A class index when `text` is a whole number, else a label.
ClassName parse_class(std::string_view text);

/// The class indices that `requests` name, in the asked order, without repeats.
///
/// A name is looked up exactly, then ignoring case and the difference of space and underscore, then among the
/// comma-separated synonyms of each label. A name that several classes bear stands for all of them.
/// @param scores one value per class; only its order counts (top:k)
/// @param labels one name per class, or empty
/// @throws Error (bad_target) for an index out of range, a name that no class has (with the nearest names), or a wish
///         that is no class.
std::vector<std::int64_t> resolve_targets(const TargetRequests& requests,
                                          const std::vector<float>& scores,
                                          const std::vector<std::string>& labels);

}  // namespace vinoscope
