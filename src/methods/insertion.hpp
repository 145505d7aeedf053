// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "model/score_output.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {

/// What insertion chose.
struct Insertion {
    const Method* method = nullptr;
    ScoreOutput scores;
    std::string layer;
    std::vector<std::string> decisions;  ///< one line for each choice
};

/// Adds the output `saliency_map` to `model` itself. @throws Error as insert_xai.
Insertion insert_saliency_map(ov::Model& model, const ImageInput& input, const InsertOptions& options);

}  // namespace vinoscope
