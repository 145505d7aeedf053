// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "outputs/decoder_question.hpp"

namespace vinoscope {

std::optional<AnswerReader> match_detection_output(const DecoderQuestion& question);
std::optional<AnswerReader> match_finished_boxes(const DecoderQuestion& question);
std::optional<AnswerReader> match_end_to_end(const DecoderQuestion& question);
std::optional<AnswerReader> match_end_to_end_v7(const DecoderQuestion& question);
std::optional<AnswerReader> match_paddle_rows(const DecoderQuestion& question);
std::optional<AnswerReader> match_boxes_and_scores(const DecoderQuestion& question);
std::optional<AnswerReader> match_levels(const DecoderQuestion& question);
std::optional<AnswerReader> match_detr(const DecoderQuestion& question);
std::optional<AnswerReader> match_heat_maps(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo_v5(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo_v3_levels(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo_v4_levels(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo_v5_levels(const DecoderQuestion& question);
std::optional<AnswerReader> match_yolo_v7_levels(const DecoderQuestion& question);
std::optional<AnswerReader> match_class_scores(const DecoderQuestion& question);
std::optional<AnswerReader> match_values(const DecoderQuestion& question);
std::optional<AnswerReader> match_value_map(const DecoderQuestion& question);
std::optional<AnswerReader> match_class_map(const DecoderQuestion& question);
std::optional<AnswerReader> match_label_map(const DecoderQuestion& question);
std::optional<AnswerReader> match_keypoint_maps(const DecoderQuestion& question);
std::optional<AnswerReader> match_ctc(const DecoderQuestion& question);
std::optional<AnswerReader> match_embedding(const DecoderQuestion& question);

}  // namespace vinoscope
