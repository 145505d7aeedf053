// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A device that fails: at any inference, from one on, at any step of compiling.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <cstring>
#include <limits>
#include <map>
#include <openvino/core/except.hpp>
#include <openvino/op/op.hpp>

#include "faults/tiny_network.hpp"
#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/options.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/dataset.hpp"
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
    return tiny_network([](const Value& image) { return std::make_shared<Unreliable>(image); });
}

ExplainerOptions options_of(const std::string& method) {
    auto options = in_f32(method);
    options.black_box.num_masks = 8;
    options.black_box.kernel_widths = {0.2};
    options.black_box.num_iterations_per_kernel = 4;
    return options;
}

class WithUnreliableDevice : public testing::Test {
protected:
    void TearDown() override {
        inference.begin(never, never);
        copying.begin(never, never);
    }

    /// How many inferences `action` makes.
    template <typename Action>
    static std::size_t inferences_of(const Action& action) {
        inference.begin(never, never);
        static_cast<void>(action());
        return inference.count;
    }

    /// Lets each inference of `action` fail, alone and with all later ones: the action reports it, and its next result
    /// is that of a reliable device.
    template <typename Action>
    static void fail_each_inference(const Action& action) {
        const auto expected = action();
        const std::size_t inferences = inferences_of(action);
        ASSERT_GT(inferences, 0U);
        for (const bool lost : {false, true}) {
            for (std::size_t k = 0; k < inferences; ++k) {
                inference.begin(k, lost ? never : k);
                EXPECT_THAT(error_of([&] { static_cast<void>(action()); }),
                            IsError(ErrorKind::device, HasSubstr("device lost")))
                    << "at inference " << k;
                inference.begin(never, never);
                ASSERT_EQ(action(), expected) << "after inference " << k;
            }
        }
    }
};

class UnreliableDevice : public WithUnreliableDevice, public testing::WithParamInterface<const char*> {};

TEST_P(UnreliableDevice, FailureOfAnInferenceIsReportedAndTheNextExplanationIsRight) {
    const Explainer explainer(unreliable_network(), options_of(GetParam()));
    fail_each_inference([&] { return explainer.explain(tiny_image()).maps.at(0).values; });
}

TEST_F(WithUnreliableDevice, FailureOfAnInferenceOfAMetricIsReportedAndTheNextValueIsRight) {
    const auto image = tiny_image();
    const auto network = unreliable_network();
    const auto map = Explainer(network, options_of("recipro-cam")).explain(image).maps.at(0);
    const Evaluator evaluator(network, {.model = options_of("recipro-cam"), .metrics = {.steps = 5}});
    const JudgedMap judged{.map = map, .image = image, .target = map.target.value()};
    fail_each_inference([&] { return evaluator.evaluate({"insertion-deletion"}, judged).at(0).value; });
}

TEST_F(WithUnreliableDevice, FailureOfEitherModelOfAComparisonIsReportedAndTheNextIsRight) {
    const Explainer a(unreliable_network(), options_of("recipro-cam"));
    const Explainer b(unreliable_network(), options_of("rise"));
    fail_each_inference([&] { return compare(a, b, tiny_image()).rank_correlation.value; });
}

TEST_F(WithUnreliableDevice, ImagesOfADataSetThatFailedAreReportedAndExplainedAgainLater) {
    const TemporaryFolder folder;
    std::vector<DatasetImage> images;
    for (std::size_t i = 0; i < 3; ++i) {
        images.push_back({.file = folder / fmt::format("{}.png", i)});
        write_image(images.back().file, tiny_image(i));
    }
    const Explainer explainer(unreliable_network(), options_of("occlusion"));
    const auto maps_in = [](const std::filesystem::path& run) {
        std::map<std::string, std::vector<float>> maps;
        DatasetReader reader(run);
        while (const auto result = reader.next()) {
            if (result->error) {
                EXPECT_EQ(*result->error, ErrorKind::device);
                EXPECT_THAT(result->reason, HasSubstr("device lost"));
            } else {
                maps[result->image] = result->maps.at(0).values;
            }
        }
        return maps;
    };
    const std::size_t inferences =
        inferences_of([&] { return run_dataset(explainer, images, folder / "whole").complete; });
    const auto expected = maps_in(folder / "whole");
    ASSERT_EQ(expected.size(), images.size());
    for (const bool lost : {false, true}) {
        for (std::size_t k = 0; k < inferences; ++k) {
            inference.begin(k, lost ? never : k);
            const auto failing = run_dataset(explainer, images, folder / "run", {.restart = true});
            EXPECT_GT(failing.progress.failed, 0U) << "at inference " << k;
            EXPECT_EQ(failing.progress.done + failing.progress.failed, images.size());
            EXPECT_EQ(maps_in(folder / "run").size(), failing.progress.done);
            inference.begin(never, never);
            run_dataset(explainer, images, folder / "run", {.retry_failed = true});
            ASSERT_EQ(maps_in(folder / "run"), expected) << "after inference " << k;
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
    EXPECT_EQ(Explainer(network, options_of(GetParam())).explain(tiny_image()).maps.size(), 1U);
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
