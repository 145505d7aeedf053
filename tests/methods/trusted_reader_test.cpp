// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/trusted_reader.hpp"

#include <gmock/gmock.h>

#include <openvino/op/result.hpp>
#include <openvino/op/sigmoid.hpp>

#include "model/model_preprocess.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using test::Value;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t side = 256;
constexpr std::int64_t cells = 32;  // on a side, of 8 pixels

ImageInput image_input() {
    return {0, TensorLayout::nchw, 1, 3, side, side, "shape"};
}

// [1, channels, cells]
Value head(const Value& image, std::size_t channels, unsigned seed) {
    const auto map = test::convolution(image, test::random_floats({channels, 3, 8, 8}, seed), 8);
    return test::reshaped(map, {1, static_cast<std::int64_t>(channels), cells * cells});
}

// Centres of the cells in pixels, [1, 2, cells]
Value centres() {
    std::vector<float> x;
    std::vector<float> y;
    for (std::int64_t cell = 0; cell < cells * cells; ++cell) {
        x.push_back(static_cast<float>(cell % cells * 8 + 4));
        y.push_back(static_cast<float>(cell / cells * 8 + 4));
    }
    x.insert(x.end(), y.begin(), y.end());
    return test::floats({1, 2, static_cast<std::size_t>(cells * cells)}, x);
}

Value sigmoid(const Value& value) {
    return std::make_shared<ov::op::v0::Sigmoid>(value);
}

// Centre and size of a box, and two classes, for each cell.
std::shared_ptr<ov::Model> detector(bool decoded, bool probabilities) {
    const auto image = test::image_parameter({1, 3, side, side});
    const auto offsets = test::multiply(test::number(0.01F), head(image, 2, 1));
    const auto sizes = test::multiply(test::number(40), sigmoid(head(image, 2, 2)));
    const auto classes = head(image, 2, 3);
    const auto table = test::concat({decoded ? test::add(centres(), offsets) : offsets,
                                     decoded ? sizes : head(image, 2, 4),
                                     probabilities ? sigmoid(classes) : test::multiply(test::number(9), classes)},
                                    1);
    auto model = test::model_of(table, image);
    model->output().set_names({"output0"});
    return model;
}

AnswerReader reader_of(const ov::Model& model, const DecoderWish& wish = {}) {
    return trusted_reader(model, image_input(), Preprocess(), wish);
}

TEST(TrustedReader, TakesCandidatesThatCoverThePicture) {
    const auto reader = reader_of(*detector(true, true));
    EXPECT_EQ(reader.decoder, "yolo");
    EXPECT_EQ(reader.trust, Trust::likely);
    EXPECT_THAT(reader.doubts, IsEmpty());
    EXPECT_FALSE(reading_warning(reader));
}

// Of the same shape, but offsets to anchors that the model does not hold.
TEST(TrustedReader, DoesNotTakeOffsetsForBoxes) {
    const auto model = detector(false, false);
    EXPECT_THAT(error_of([&] { reader_of(*model); }), IsError(ErrorKind::unsupported, HasSubstr("unknown")));
    EXPECT_EQ(reader_of(*model, {.decoder = "yolo"}).decoder, "yolo");
    EXPECT_EQ(reader_of(*model, {.task = "detection"}).trust, Trust::doubtful);
    EXPECT_TRUE(reading_warning(reader_of(*model, {.task = "detection"})));
    EXPECT_FALSE(trusted_reader_if(false, *model, image_input(), Preprocess(), {}));
}

TEST(TrustedReader, IsWhatTheExplainerTakes) {
    EXPECT_THAT(error_of([&] { Explainer(detector(false, false), {.method = "rise"}); }),
                IsError(ErrorKind::unsupported, HasSubstr("--decoder")));
    const Explainer explainer(detector(true, true), {.method = "rise"});
    EXPECT_EQ(explainer.provenance().decoder, "yolo");
}

TEST(TrustedReader, WarnsOfAFewPlainNumbers) {
    const auto image = test::image_parameter({1, 3, side, side});
    auto model = test::model_of(test::fully_connected(test::mean_over(image, {2, 3}), 3, 3, 1), image);
    model->output().set_names({"fc1"});
    const auto reader = reader_of(*model);
    EXPECT_EQ(reader.trust, Trust::doubtful);
    EXPECT_THAT(*reading_warning(reader), HasSubstr("regression results"));
    EXPECT_FALSE(reading_warning(reader_of(*model, {.task = "classification"}))) << "the user says so";
    EXPECT_FALSE(reading_warning(reader_of(*model, {.labels = 3})));
}

TEST(TrustedReader, BelievesTheFile) {
    const auto model = detector(true, false);
    model->set_rt_info(std::string("detect"), "framework", "task");
    model->set_rt_info(std::string("{0: 'a', 1: 'b'}"), "framework", "names");
    model->set_rt_info(std::string("8"), "framework", "stride");
    const auto reader = reader_of(*model, {.labels = model_labels(*model).size()});
    EXPECT_EQ(reader.decoder, "yolo");
    EXPECT_EQ(reader.trust, Trust::certain);
    model->set_rt_info(std::string("classify"), "framework", "task");
    EXPECT_THAT(error_of([&] { reader_of(*model); }),
                IsError(ErrorKind::unsupported, HasSubstr("metadata of the file specify the task classification")));
}

}  // namespace
}  // namespace vinoscope
