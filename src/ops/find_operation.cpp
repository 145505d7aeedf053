// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/find_operation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Names = std::vector<std::string>;
constexpr const char* aliases = "vinoscope_aliases";

Names aliases_of(const ov::Node& node) {
    const auto& info = node.get_rt_info();
    const auto found = info.find(aliases);
    return found == info.end() ? Names{} : found->second.as<Names>();
}

}  // namespace

std::shared_ptr<ov::Node> find_operation(const ov::Model& model, std::string_view name) {
    std::vector<std::string> names;
    for (const auto& node : model.get_ordered_ops()) {
        if (is_called(*node, name))
            return node;
        names.push_back(node->get_friendly_name());
    }
    const auto near = did_you_mean(name, names);
    throw Error(ErrorKind::bad_target,
                fmt::format("the model has no operation named \"{}\"{}",
                            name,
                            near.empty() ? "; 'vinoscope doctor' lists those with a height and a width" : near));
}

bool is_called(const ov::Node& node, std::string_view name) {
    return node.get_friendly_name() == name || std::ranges::count(aliases_of(node), name) > 0;
}

void add_alias(ov::Node& node, const ov::Node& gone) {
    auto names = aliases_of(node);
    names.push_back(gone.get_friendly_name());
    std::ranges::copy(aliases_of(gone), std::back_inserter(names));
    node.get_rt_info()[aliases] = names;
}

}  // namespace vinoscope
