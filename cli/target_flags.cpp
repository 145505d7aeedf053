// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "target_flags.hpp"

namespace vinoscope::cli {

void TargetFlags::add_to(Arguments& arguments) {
    arguments.values("--targets", m_targets, "LIST", "Classes: 285,tabby,top:3,all (default: top:1)");
}

TargetRequests TargetFlags::parse() const {
    TargetRequests all;
    for (const std::string& text : m_targets) {
        const TargetRequests some = parse_targets(text);
        all.insert(all.end(), some.begin(), some.end());
    }
    return m_targets.empty() ? top(1) : all;
}

}  // namespace vinoscope::cli
