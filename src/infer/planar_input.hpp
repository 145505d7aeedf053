// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "infer/compiled_forms.hpp"
#include "infer/masked_input.hpp"

namespace vinoscope {

/// Turns pictures into what a model takes, as numbers: planar, `[channels][height][width]`. The preprocessing itself is
/// run, so that nothing about it is known twice.
class PlanarInput {
public:
    /// @param input its index is not looked at
    PlanarInput(const ImageInput& input, const Preprocess& preprocess);

    /// @param form as the mask is made for
    /// @param shown 1 for the image, 0 for its baseline, or between
    std::vector<float> values(InputForm form, const MaskedInput& image, float shown);

private:
    CompiledForms m_compiled;
};

}  // namespace vinoscope
