// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "outputs/decoder_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "model/port.hpp"
#include "outputs/answer_form.hpp"
#include "outputs/class_scores.hpp"
#include "outputs/foreign_form.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"
#include "vinoscope/task.hpp"

namespace vinoscope {

// Each is defined in the file of its form.
Decoder detection_output_decoder();
Decoder boxes_labels_decoder();
Decoder paddle_rows_decoder();
Decoder detr_decoder();
Decoder boxes_scores_decoder();
Decoder levels_decoder();
Decoder yolo_end2end_decoder();
Decoder yolo_v7_end2end_decoder();
Decoder class_scores_decoder();
Decoder yolo_decoder();
Decoder yolo_v5_decoder();
Decoder yolo_v3_levels_decoder();
Decoder yolo_v4_levels_decoder();
Decoder yolo_v5_levels_decoder();
Decoder yolo_v7_levels_decoder();
Decoder heat_maps_decoder();
Decoder values_decoder();
Decoder value_map_decoder();
Decoder class_map_decoder();
Decoder label_map_decoder();
Decoder keypoint_maps_decoder();
Decoder ctc_decoder();
Decoder embedding_decoder();

namespace {

std::vector<std::string> names_with_auto() {
    std::vector<std::string> names = {"auto"};
    for (const auto& decoder : decoder_table())
        names.emplace_back(decoder.name);
    return names;
}

std::string outputs_text(const ov::Model& model) {
    std::vector<std::string> texts;
    for (const auto& output : model.outputs())
        texts.push_back(port_text(output));
    return list_of(texts);
}

const Decoder& find_decoder(std::string_view name) {
    const auto table = decoder_table();
    const auto found = std::ranges::find(table, name, &Decoder::name);
    if (found != table.end())
        return *found;
    const auto names = names_with_auto();
    throw Error(ErrorKind::usage,
                fmt::format("expected decoder {}, found \"{}\"{}", list_of(names), name, did_you_mean(name, names)));
}

std::optional<AnswerReader> read_with(const Decoder& decoder, const DecoderQuestion& question) {
    auto reader = decoder.match(question);
    if (reader) {
        reader->task = decoder.task;
        reader->decoder = decoder.name;
        reader->read = with_checked_outputs(*reader, question.model);
    }
    return reader;
}

AnswerReader forced_reader(const Decoder& decoder, DecoderQuestion question) {
    question.forced = true;
    if (auto reader = read_with(decoder, question)) {
        reader->trust = Trust::certain;
        reader->doubts.clear();
        return *reader;
    }
    throw Error(ErrorKind::unsupported,
                fmt::format("decoder {} does not fit the outputs {}; it expects {}",
                            decoder.name,
                            outputs_text(question.model),
                            decoder.summary));
}

// What all readings have in common: whether labels fit, and whether the outputs look like something else altogether.
void judge(std::vector<AnswerReader>& readings, const DecoderQuestion& question) {
    const auto foreign = find_foreign_form(question);
    for (auto& reading : readings) {
        if (question.labels > 1 && std::cmp_equal(question.labels, reading.classes) && reading.trust != Trust::none) {
            reading.trust = Trust::certain;
            reading.doubts.clear();
            continue;
        }
        if (foreign && reading.task != "recognition" && std::ranges::any_of(reading.outputs, [&](std::size_t output) {
                return std::ranges::find(foreign->outputs, output) != foreign->outputs.end();
            }))
            doubt(reading, Trust::none, foreign->text);
        // The labels of an anomaly map are names of ranges of its values.
        const bool names_ranges = reading.task == "regression" && question.metadata.task == "regression";
        const bool names_one_of_two = reading.two_of_one && question.labels == 1;
        if (question.labels > 0 && reading.classes > 0 && reading.task != "recognition" && !names_ranges &&
            !names_one_of_two && !std::cmp_equal(question.labels, reading.classes))
            doubt(reading,
                  Trust::doubtful,
                  fmt::format("it has {} classes, but there are {} labels", reading.classes, question.labels));
        if (const auto& told = question.metadata.task; !told.empty()) {
            if (told == reading.task && reading.doubts.empty())
                reading.trust = Trust::certain;
            else if (told != reading.task)
                doubt(reading, Trust::none, fmt::format("the metadata of the file specify the task {}", told));
        }
        if (question.task_given || !question.output.empty())  // the user knows better
            reading.trust = std::max(reading.trust, reading.trust == Trust::none ? Trust::doubtful : Trust::likely);
    }
}

[[noreturn]] void no_decoder(const DecoderQuestion& question, const std::string& task) {
    if (task == "classification")
        find_score_output(question.model, question.output);  // tells more
    const auto foreign = find_foreign_form(question);
    throw Error(ErrorKind::unsupported,
                fmt::format("no decoder{} fits the outputs {}{}; force one of {}, choose an output by name, or pass a "
                            "postprocess function",
                            task == "auto" ? "" : " of " + task,
                            outputs_text(question.model),
                            foreign ? fmt::format(" ({})", foreign->text) : "",
                            list_of(names_with_auto())));
}

}  // namespace

std::span<const Decoder> decoder_table() {
    static const std::vector<Decoder> table = {
        detection_output_decoder(), boxes_labels_decoder(),
        paddle_rows_decoder(),      detr_decoder(),
        boxes_scores_decoder(),     levels_decoder(),
        yolo_end2end_decoder(),     yolo_v7_end2end_decoder(),
        class_scores_decoder(),     yolo_decoder(),
        yolo_v5_decoder(),          yolo_v3_levels_decoder(),
        yolo_v4_levels_decoder(),   yolo_v5_levels_decoder(),
        yolo_v7_levels_decoder(),   heat_maps_decoder(),
        values_decoder(),           value_map_decoder(),
        class_map_decoder(),        label_map_decoder(),
        keypoint_maps_decoder(),    ctc_decoder(),
        embedding_decoder(),
    };
    return table;
}

void require_decoder(std::string_view name) {
    if (name != "auto")
        find_decoder(name);
}

std::vector<DecoderInfo> list_decoders() {
    std::vector<DecoderInfo> infos;
    for (const auto& decoder : decoder_table())
        infos.push_back({decoder.name, decoder.task, decoder.summary});
    return infos;
}

std::vector<AnswerReader> find_readings(const ov::Model& model, const ImageInput& input, const DecoderWish& wish) {
    DecoderQuestion question{.model = model,
                             .input = input,
                             .labels = wish.labels,
                             .output = wish.output,
                             .scale = scale_of(wish.score),
                             .task_given = wish.task != "auto",
                             .metadata = file_metadata(model)};
    question.alphabet = wish.alphabet.empty() ? question.metadata.alphabet : wish.alphabet;
    if (wish.decoder != "auto") {
        const auto& decoder = find_decoder(wish.decoder);
        if (wish.task != "auto" && wish.task != decoder.task)
            throw Error(ErrorKind::usage,
                        fmt::format("decoder {} reads {}, not {}", decoder.name, decoder.task, wish.task));
        return {forced_reader(decoder, question)};
    }
    std::vector<AnswerReader> readings;
    for (const auto& decoder : decoder_table())
        if (wish.task == "auto" || decoder.task == wish.task)
            if (auto reader = read_with(decoder, question))
                readings.push_back(std::move(*reader));
    judge(readings, question);
    if (readings.empty())
        no_decoder(question, wish.task);
    std::ranges::stable_sort(readings, std::ranges::greater(), &AnswerReader::trust);
    return readings;
}

AnswerReader most_trusted(std::vector<AnswerReader> readings, const ov::Model& model) {
    const auto best = std::ranges::max_element(readings, {}, &AnswerReader::trust);
    if (best->trust != Trust::none)
        return std::move(*best);
    std::vector<std::string> candidates;
    for (const auto& reading : readings)
        candidates.push_back(
            fmt::format("{} ({}; but {})", reading.decoder, reading.evidence, fmt::join(reading.doubts, ", and ")));
    throw Error(
        ErrorKind::unsupported,
        fmt::format("the meaning of the outputs {} is unknown; candidates: {}; choose one with decoder (--decoder), "
                    "choose an output (--output-name), or pass a postprocess function",
                    outputs_text(model),
                    fmt::join(candidates, "; ")));
}

AnswerReader find_reader(const ov::Model& model, const ImageInput& input, const DecoderWish& wish) {
    return most_trusted(find_readings(model, input, wish), model);
}

}  // namespace vinoscope
