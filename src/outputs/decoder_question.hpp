// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/file_metadata.hpp"
#include "model/image_input.hpp"
#include "outputs/answer_reader.hpp"

namespace vinoscope {

/// What is known when a decoder is chosen.
struct DecoderQuestion {
    const ov::Model& model;
    const ImageInput& input;                 ///< of fixed size
    std::size_t labels = 0;                  ///< number of class names; 0: not known
    std::string_view output = {};            ///< the output that the user names; empty: any
    std::optional<ScoreScale> scale = {};    ///< how the user wants scores to be read
    bool task_given = false;                 ///< the user says which task it is
    FileMetadata metadata = {};              ///< what the file says
    std::vector<std::string> alphabet = {};  ///< that the user gives, else that of the file
    bool forced = false;                     ///< the user asked for this decoder: shapes may be unusual
};

}  // namespace vinoscope
