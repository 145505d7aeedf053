// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <string>
#include <vector>

#include "model/image_input.hpp"
#include "outputs/decoder_table.hpp"
#include "vinoscope/answer.hpp"

namespace vinoscope::test {

/// One output of a made-up inference.
struct Said {
    std::string name;
    std::vector<std::size_t> shape;
    std::vector<float> values;
    bool whole_numbers = false;
};

/// A model with such outputs, constants, and an input of 1x3x100x200 or of another size.
std::shared_ptr<ov::Model> model_that_says(const std::vector<Said>& outputs,
                                           const ov::PartialShape& image = {1, 3, 100, 200});

/// The same with an open number of rows, the first axis of each output.
std::shared_ptr<ov::Model> model_with_open_rows(const std::vector<Said>& outputs);

inline ImageInput image_input_100x200() {
    return {0, TensorLayout::nchw, 1, 3, 100, 200, "shape"};
}

/// The outputs at `positions` as a decoder gets them.
std::vector<OutputTensor> views(const std::vector<Said>& outputs, const std::vector<std::size_t>& positions);

/// What is found to read such outputs, and what it reads.
AnswerReader reader_of(const std::vector<Said>& outputs,
                       const DecoderWish& wish = {},
                       const ImageInput& input = image_input_100x200());
Answer answer_of(const std::vector<Said>& outputs, const DecoderWish& wish = {});

}  // namespace vinoscope::test
