// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "flags/arguments.hpp"
#include "flags/option_flags.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope::cli {

/// The flags of the conversion of an image to a model's input.
class PreprocessFlags {
public:
    void add_to(Arguments& arguments);

    /// The preset, if any, with the single flags over it. @throws Error (usage)
    Preprocess parse() const;

private:
    OptionFlags<Preprocess> m_options;
    std::string m_preset;
};

/// The value of `--layout`, or none for an empty one. @throws Error (usage)
std::optional<TensorLayout> parse_layout(std::string_view text);

}  // namespace vinoscope::cli
