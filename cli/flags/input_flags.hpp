// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "flags/arguments.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope::cli {

/// The flags that say which input of a model is explained, and what the others hold.
class InputFlags {
public:
    void add_to(Arguments& arguments);

    const std::string& image_input() const { return m_image_input; }

    /// The values of `--input`, by the names of the inputs. @throws Error (usage)
    InputValues parse() const;

private:
    std::string m_image_input;
    std::vector<std::string> m_values;
};

}  // namespace vinoscope::cli
