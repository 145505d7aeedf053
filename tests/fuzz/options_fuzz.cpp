// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Every option that a caller of the library can set, with every method: numbers of any size, texts of any content.
#include <fuzzer/FuzzedDataProvider.h>

#include <cmath>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "small_network.hpp"
#include "vinoscope/method.hpp"

using namespace vinoscope;

namespace {

/// One of the values that are right, or a text of any content.
std::string text(FuzzedDataProvider& bytes, const std::vector<std::string>& right) {
    const auto which = bytes.ConsumeIntegralInRange<std::size_t>(0, right.size());
    return which < right.size() ? right[which] : bytes.ConsumeRandomLengthString(12);
}

/// Mostly a value in the usual range; sometimes any bits, infinity and NaN included.
double number(FuzzedDataProvider& bytes, double low, double high) {
    return bytes.ConsumeIntegral<std::uint8_t>() < 200 ? bytes.ConsumeFloatingPointInRange(low, high)
                                                       : bytes.ConsumeFloatingPoint<double>();
}

int integer(FuzzedDataProvider& bytes, int low, int high) {
    return bytes.ConsumeIntegral<std::uint8_t>() < 200 ? bytes.ConsumeIntegralInRange(low, high)
                                                       : bytes.ConsumeIntegral<int>();
}

BlackBoxOptions black_box_options(FuzzedDataProvider& bytes) {
    BlackBoxOptions options;
    options.budget = text(bytes, {"speed", "balance", "quality"});
    options.num_masks = static_cast<std::size_t>(integer(bytes, 0, 40));
    options.num_cells = integer(bytes, 0, 9);
    options.prob = number(bytes, 0, 1);
    options.estimator = text(bytes, {"auto", "regression", "centred", "plain"});
    options.time_budget = number(bytes, 0, 0.01);
    options.window = integer(bytes, 0, 9);
    options.stride = integer(bytes, 0, 9);
    options.baseline = text(bytes, {"zero", "black", "mean", "blur"});
    options.kernel_widths.clear();
    for (std::size_t i = bytes.ConsumeIntegralInRange<std::size_t>(0, 3); i > 0; --i) {
        options.kernel_widths.push_back(number(bytes, 0, 1));
    }
    options.num_iterations_per_kernel = integer(bytes, 0, 5);
    options.until_stable = number(bytes, 0, 1);
    options.solver_epsilon = number(bytes, 0, 1);
    return options;
}

AttributionOptions attribution_options(FuzzedDataProvider& bytes) {
    AttributionOptions options;
    options.steps = integer(bytes, 1, 9);
    options.rule = text(bytes, {"gauss-legendre", "trapezoid", "midpoint"});
    options.samples = static_cast<std::size_t>(integer(bytes, 0, 9));
    options.noise = number(bytes, 0, 1);
    return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    std::vector<std::string> methods = {"auto"};
    for (const MethodInfo& method : list_methods()) {
        methods.emplace_back(method.name);
    }
    ExplainerOptions options;
    options.precision = Precision::f32;
    options.method = text(bytes, methods);
    options.task = text(bytes, {"auto", "auto", "classification", "regression"});
    options.score = static_cast<ScoreConversion>(integer(bytes, 0, 3));
    options.black_box = black_box_options(bytes);
    options.attribution = attribution_options(bytes);
    ExplainOptions asked = fuzz::few_inferences();
    asked.predictions = integer(bytes, 0, 5);
    asked.min_score = number(bytes, 0, 1);
    return fuzz::answers_or_refuses([&] {
        asked.targets = parse_targets(text(bytes, {"top:1", "all", "0,3", "top:9"}));
        static_cast<void>(Explainer(fuzz::small_network(), options).explain(fuzz::small_image(), asked));
    });
}
