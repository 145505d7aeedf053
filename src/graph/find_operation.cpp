// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/find_operation.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {

std::shared_ptr<ov::Node> find_operation(const ov::Model& model, std::string_view name) {
    std::vector<std::string> names;
    for (const auto& node : model.get_ordered_ops()) {
        if (node->get_friendly_name() == name)
            return node;
        names.push_back(node->get_friendly_name());
    }
    const auto near = did_you_mean(name, names);
    throw Error(ErrorKind::bad_target,
                fmt::format("the model has no operation called \"{}\"{}",
                            name,
                            near.empty() ? "; 'vinoscope doctor' lists those with a height and a width" : near));
}

}  // namespace vinoscope
