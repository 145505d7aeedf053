// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vinoscope {

/// The classes with the `count` highest scores of each image.
struct TopTargets {
    int count = 1;
};

/// Every class of the model.
struct AllTargets {};

/// One wish: a class index (zero-based), a label name, the top predictions, or all classes.
using TargetRequest = std::variant<std::int64_t, std::string, TopTargets, AllTargets>;

/// What the user asks to have explained, in the order of the answers.
using TargetRequests = std::vector<TargetRequest>;

TargetRequests top(int count);
TargetRequests all_classes();

/// Reads `285`, `tabby`, `top:3`, `all` or a comma-separated list of them. A label that looks like one of the other
/// forms, or holds a comma, is written `label:NAME` and stands alone.
/// @throws Error (usage) for an empty item or a bad count.
TargetRequests parse_targets(std::string_view text);

/// The class indices that `requests` name, in the asked order, without repeats.
///
/// A name is looked up exactly, then ignoring case and the difference of space and underscore, then among the
/// comma-separated synonyms of each label. A name that several classes bear stands for all of them.
/// @param scores one value per class; only its order counts (top:k)
/// @param labels one name per class, or empty
/// @throws Error (bad_target) for an index out of range, or a name that no class has (with the nearest names).
std::vector<std::int64_t> resolve_targets(const TargetRequests& requests,
                                          const std::vector<float>& scores,
                                          const std::vector<std::string>& labels);

}  // namespace vinoscope
