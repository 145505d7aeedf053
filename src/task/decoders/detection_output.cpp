// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "task/decoders/decoders.hpp"
#include "task/decoders/output_form.hpp"

namespace vinoscope {
namespace {

constexpr std::size_t columns = 7;  // image, class, score, x1, y1, x2, y2

bool has_form(const OutputForm& output, bool forced) {
    if (output.from_end(1) != columns)
        return false;
    return forced || (output.rank() == 4 && output.shape[0] == 1 && output.shape[1] == 1 && output.shape[2] != 1);
}

}  // namespace

// The operation DetectionOutput of OpenVINO and Caffe: a row for each box, up to one whose image is -1.
std::optional<AnswerReader> match_detection_output(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found =
        std::ranges::find_if(outputs, [&](const auto& output) { return has_form(output, question.forced); });
    if (found == outputs.end())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found->index};
    reader.evidence = fmt::format("output {}: rows of image, class, score and four corners", found->text);
    reader.read = [height = question.input.height, width = question.input.width](std::span<const OutputTensor> said) {
        Answer answer;
        const auto values = said[0].values;
        for (std::size_t i = 0; i + columns <= values.size() && values[i] >= 0; i += columns)
            answer.detections.push_back({{values[i + 3], values[i + 4], values[i + 5], values[i + 6]},
                                         static_cast<std::int64_t>(values[i + 1]),
                                         values[i + 2]});
        to_pixels(answer.detections, height, width);
        return answer;
    };
    return reader;
}

}  // namespace vinoscope
