// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A device that fails: at any inference, from one on, at any step of compiling.
#include <gmock/gmock.h>

#include <atomic>
#include <cstring>
#include <limits>
#include <openvino/core/except.hpp>
#include <openvino/op/op.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/evaluator.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

using namespace test;
using testing::HasSubstr;

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

/// Counts what happens to an operation and throws in some of it.
struct Fault {
    std::atomic<std::size_t> count = 0;
    std::size_t first = never;
    std::size_t last = never;

    void step() {
        if (const std::size_t now = count++; now >= first && now <= last) {
            OPENVINO_THROW("device lost");
        }
    }

    void begin(std::size_t from, std::size_t to) {
        count = 0;
        first = from;
        last = to;
    }
};

Fault inference;
Fault copying;

/// Its input, unless it fails.
class Unreliable : public ov::op::Op {
public:
    OPENVINO_OP("Unreliable", "test")

    Unreliable() = default;
    explicit Unreliable(const Value& value) : Op({value}) { constructor_validate_and_infer_types(); }

    void validate_and_infer_types() override {
        set_output_type(0, get_input_element_type(0), get_input_partial_shape(0));
    }
    std::shared_ptr<ov::Node> clone_with_new_inputs(const ov::OutputVector& inputs) const override {
        copying.step();
        return std::make_shared<Unreliable>(inputs.at(0));
    }
    bool has_evaluate() const override { return true; }
    bool evaluate(ov::TensorVector& outputs, const ov::TensorVector& inputs) const override {
        inference.step();
        std::memcpy(outputs[0].data(), inputs[0].data(), inputs[0].get_byte_size());
        return true;
    }
};

std::shared_ptr<ov::Model> unreliable_network() {
    const auto image = image_parameter({1, 3, 8, 8});
    const Value input = std::make_shared<Unreliable>(image);
    const Value features = relu(convolution(input, random_floats({5, 3, 3, 3}, 1), 1, 1));
    return model_of(fully_connected(mean_over(features, {2, 3}), 5, 4, 2), image);
}

Image picture() {
    Image image(8, 8);
    for (std::size_t i = 0; i < image.size(); ++i) {
        image.data()[i] = static_cast<std::uint8_t>(i * 37);
    }
    return image;
}

ExplainerOptions options_of(const std::string& method) {
    auto options = in_f32(method);
    options.black_box.num_masks = 8;
    options.black_box.kernel_widths = {0.2};
    options.black_box.num_iterations_per_kernel = 4;
    return options;
}

class UnreliableDevice : public testing::TestWithParam<const char*> {
protected:
    void TearDown() override {
        inference.begin(never, never);
        copying.begin(never, never);
    }
};

TEST_P(UnreliableDevice, FailureOfAnInferenceIsReportedAndTheNextExplanationIsRight) {
    const Explainer explainer(unreliable_network(), options_of(GetParam()));
    const auto expected = explainer.explain(picture()).maps.at(0).values;
    inference.begin(never, never);
    static_cast<void>(explainer.explain(picture()));
    const std::size_t inferences = inference.count;
    ASSERT_GT(inferences, 0U);
    for (const bool lost : {false, true}) {
        for (std::size_t k = 0; k < inferences; ++k) {
            inference.begin(k, lost ? never : k);
            EXPECT_THAT(error_of([&] { static_cast<void>(explainer.explain(picture())); }),
                        IsError(ErrorKind::device, HasSubstr("device lost")))
                << "at inference " << k;
            inference.begin(never, never);
            ASSERT_EQ(explainer.explain(picture()).maps.at(0).values, expected) << "after inference " << k;
        }
    }
}

TEST_P(UnreliableDevice, FailureOfCompilingIsReported) {
    const auto network = unreliable_network();
    for (const bool lost : {false, true}) {
        for (std::size_t k = 0;; ++k) {
            copying.begin(k, lost ? never : k);
            const auto error = error_of([&] { Explainer(network, options_of(GetParam())); });
            if (copying.count <= k) {
                EXPECT_GT(k, 1U);  // more than the copy that the Explainer itself takes
                break;
            }
            if (error) {  // a copy that was not necessary may fail
                EXPECT_THAT(error, IsError(error->kind(), HasSubstr("device lost"))) << "at copy " << k;
            }
        }
    }
    copying.begin(never, never);
    EXPECT_EQ(Explainer(network, options_of(GetParam())).explain(picture()).maps.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         UnreliableDevice,
                         testing::Values("auto", "recipro-cam", "grad-cam", "rise", "aise", "occlusion"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace vinoscope
