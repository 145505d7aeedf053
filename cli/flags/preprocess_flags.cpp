// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/preprocess_flags.hpp"

#include <vector>

namespace vinoscope::cli {
namespace {

std::string preset_names() {
    std::vector<std::string_view> names;
    for (const PreprocessPreset& preset : preprocess_presets()) {
        names.push_back(preset.name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

void PreprocessFlags::add_to(Arguments& arguments) {
    m_options.add_to(arguments, "Preprocessing");
    arguments.value(
        "--preset", m_preset, "NAME", "Named preprocessing; the other flags override parts of it: " + preset_names());
}

Preprocess PreprocessFlags::parse() const {
    const Preprocess given = m_options.parse();
    return m_preset.empty() ? given : merge(preprocess_preset(m_preset), given);
}

std::optional<TensorLayout> parse_layout(std::string_view text) {
    Preprocess preprocess;
    set_option("layout", "--layout", text, preprocess);
    return preprocess.layout;
}

}  // namespace vinoscope::cli
