// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Sizes of outputs and of answers are checked before they are read.
#include "outputs/answer_form.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "support/error_matchers.hpp"
#include "support/said.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::Said;
using testing::AllOf;
using testing::HasSubstr;

std::vector<float> ramp(std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(i % 7) / 8;
    return values;
}

struct Form {
    const char* decoder;
    std::vector<Said> outputs;
};

std::vector<Form> forms() {
    return {
        {"detection-output", {{"rows", {1, 1, 3, 7}, ramp(21)}}},
        {"boxes-labels", {{"boxes", {3, 5}, ramp(15)}, {"labels", {3}, {0, 1, 2}, true}}},
        {"boxes-labels", {{"boxes", {3, 4}, ramp(12)}, {"labels", {3}, {0, 1, 2}, true}, {"scores", {3}, ramp(3)}}},
        {"paddle-rows", {{"rows", {3, 6}, ramp(18)}, {"count", {1}, {3}, true}}},
        {"detr", {{"logits", {1, 4, 3}, ramp(12)}, {"pred_boxes", {1, 4, 4}, ramp(16)}}},
        {"detr", {{"logits", {1, 4, 1}, ramp(4)}, {"pred_boxes", {1, 4, 4}, ramp(16)}}},
        {"boxes-scores", {{"a", {1, 6, 4}, ramp(24)}, {"b", {1, 6, 3}, ramp(18)}}},
        {"yolo", {{"out", {1, 7, 1000}, ramp(7000)}}},
        {"yolo-end2end", {{"out", {1, 5, 6}, ramp(30)}}},
        {"heat-maps",
         {{"hm", {1, 3, 25, 50}, ramp(3750)}, {"wh", {1, 2, 25, 50}, ramp(2500)}, {"reg", {1, 2, 25, 50}, ramp(2500)}}},
        {"class-scores", {{"scores", {1, 5}, ramp(5)}}},
        {"class-map", {{"map", {1, 3, 10, 20}, ramp(600)}}},
        {"label-map", {{"map", {1, 10, 20}, ramp(200), true}}},
    };
}

TEST(CheckedOutputs, AreReadWhereTheyFit) {
    for (const auto& form : forms()) {
        const auto answer = test::answer_of(form.outputs, {.decoder = form.decoder});
        EXPECT_NO_THROW(require_consistent(answer, form.decoder)) << form.decoder;
        EXPECT_NE(form_text(answer), "nothing") << form.decoder;
    }
}

// Whatever output is shorter than its shape, or has another shape than the model says.
TEST(CheckedOutputs, AreRefusedWhereValuesAreMissing) {
    for (const auto& form : forms()) {
        const auto reader = test::reader_of(form.outputs, {.decoder = form.decoder});
        for (std::size_t i = 0; i < reader.outputs.size(); ++i) {
            auto views = test::views(form.outputs, reader.outputs);
            views[i].values = views[i].values.first(views[i].values.size() - 1);
            EXPECT_THAT(error_of([&] { reader.read(views); }),
                        IsError(ErrorKind::bad_model, AllOf(HasSubstr(form.decoder), HasSubstr("expected output"))));
            views = test::views(form.outputs, reader.outputs);
            views[i].values = {};
            views[i].shape = {0};
            EXPECT_THAT(error_of([&] { reader.read(views); }), IsError(ErrorKind::bad_model, HasSubstr("found 0")));
        }
    }
}

// Outputs of open length that tell of the same boxes.
TEST(CheckedOutputs, AreRefusedWhereTheyTellOfSeveralNumbersOfBoxes) {
    const std::vector<Said> said = {
        {"boxes", {3, 4}, ramp(12)}, {"labels", {3}, {0, 1, 2}, true}, {"scores", {3}, ramp(3)}};
    const auto open = test::model_with_open_rows(said);
    const auto reader = find_reader(*open, test::image_input_100x200(), {.decoder = "boxes-labels"});
    const auto read = [&](std::vector<Said> outputs) {
        return error_of([&] { reader.read(test::views(outputs, reader.outputs)); });
    };
    EXPECT_EQ(read(said), std::nullopt);
    EXPECT_THAT(read({said[0], said[1], {"scores", {2}, ramp(2)}}),
                IsError(ErrorKind::bad_model, AllOf(HasSubstr("3 values in output 'scores'"), HasSubstr("found 2"))));
    EXPECT_THAT(read({said[0], {"labels", {1}, {0}, true}, said[2]}),
                IsError(ErrorKind::bad_model, HasSubstr("output 'labels'")));
}

TEST(DetrOfOneClass, HasASigmoid) {
    const std::vector<Said> outputs = {{"logits", {1, 2, 1}, {0, 2}}, {"pred_boxes", {1, 2, 4}, ramp(8)}};
    for (const auto score : {ScoreConversion::automatic, ScoreConversion::softmax, ScoreConversion::sigmoid}) {
        const auto reader = test::reader_of(outputs, {.score = score});
        EXPECT_EQ(reader.classes, 1);
        const auto answer = reader.read(test::views(outputs, reader.outputs));
        EXPECT_FLOAT_EQ(answer.detections.at(0).score, 0.5F);
        EXPECT_NEAR(answer.detections.at(1).score, 0.880797, 1e-6);
    }
}

// A dense table of a score for each class and place would take gigabytes.
TEST(LabelMaps, MayHaveLargeNumbers) {
    std::vector<float> labels(200, 0);
    labels[3] = 1e9F;
    labels[4] = -1;
    labels[5] = std::numeric_limits<float>::quiet_NaN();
    labels[6] = std::numeric_limits<float>::infinity();
    const auto answer = test::answer_of({{"map", {1, 10, 20}, labels, true}}, {.decoder = "label-map"});
    EXPECT_EQ(answer.class_map.labels.at(3), 1000000000);
    for (const std::size_t none : {4U, 5U, 6U})
        EXPECT_EQ(answer.class_map.labels.at(none), -1);
    EXPECT_TRUE(answer.class_map.values.empty());
    EXPECT_EQ(answer.class_map.classes, 1000000001U);
}

TEST(ConsistentAnswers, HaveARowForEachBoxAndAValueForEachPlace) {
    Answer boxes;
    boxes.detections.resize(3);
    boxes.detection_scores = ramp(7);
    EXPECT_THAT(error_of([&] { require_consistent(boxes, "postprocess"); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("3 boxes"), HasSubstr("7 scores"))));
    boxes.detections.clear();
    EXPECT_THAT(error_of([&] { require_consistent(boxes, "yolo"); }),
                IsError(ErrorKind::bad_model, HasSubstr("0 boxes")));
    Answer map;
    map.class_map = {2, 3, 4, ramp(23)};
    EXPECT_THAT(error_of([&] { require_consistent(map, "postprocess"); }),
                IsError(ErrorKind::usage, AllOf(HasSubstr("2 classes with 3x4 cells"), HasSubstr("23 values"))));
}

TEST(Answers, KeepTheFormOfTheFirst) {
    Answer three;
    three.scores = ramp(3);
    Answer two;
    two.scores = ramp(2);
    Answer box;
    box.detections.resize(1);
    Answer map;
    map.class_map = {2, 3, 4, ramp(24)};
    Answer turned;
    turned.class_map = {2, 4, 3, ramp(24)};
    const std::vector<Answer> answers = {three, two, box, map, turned, {}};
    for (std::size_t first = 0; first < answers.size(); ++first)
        for (std::size_t next = 0; next < answers.size(); ++next) {
            const auto error = error_of([&] { require_same_form(answers[first], answers[next], "postprocess"); });
            const bool about_boxes = (first == 2 || first == 5) && (next == 2 || next == 5);
            EXPECT_EQ(error.has_value(), first != next && !about_boxes) << first << " then " << next;
        }
}

}  // namespace
}  // namespace vinoscope
