// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/class_heads.hpp"
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

/// One form of outputs: one row of decoder_table(). Its file recognises the form, reads it, and says where its class
/// scores stand.
struct Decoder {
    std::string_view name;
    std::string_view task;     ///< which task its predictions serve, a name of task_table()
    std::string_view summary;  ///< which outputs it reads, one line

    /// Returns how to read the outputs, with the trust in that, or std::nullopt if they have another form.
    /// @throws Error if they nearly have this form and something is wrong
    std::optional<AnswerReader> (*match)(const DecoderQuestion&) = nullptr;

    /// Of undecoded detectors: returns the tensors of outputs of this form that hold the raw scores of classes, none if
    /// the model has no such outputs. Several rows of one form set it once.
    ClassScores (*class_scores)(const ov::Model&) = nullptr;
};

}  // namespace vinoscope
