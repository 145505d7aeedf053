// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Black-box methods with 500 inferences of EfficientNet-Lite0, beside what the device can do: the same number of
// inferences with nothing to draw or to learn, as many requests at once as it wants (as benchmark_app keeps them), and
// one after the other (as tools written around a function "predict" run them). The label names the row to compare with.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <openvino/openvino.hpp>
#include <string>
#include <vector>
#include <vinoscope/vinoscope.hpp>

namespace {

using namespace vinoscope;

constexpr std::size_t inferences = 500;
const std::filesystem::path assets = VINOSCOPE_ASSETS;
const std::filesystem::path model_file = assets / "models/efficientnet-lite0-fp16.xml";

ov::CompiledModel compiled(ov::hint::PerformanceMode mode) {
    static ov::Core core;
    return core.compile_model(model_file.string(), "CPU", ov::hint::performance_mode(mode));
}

ov::InferRequest filled_request(ov::CompiledModel& model) {
    auto request = model.create_infer_request();
    auto input = request.get_input_tensor();
    std::fill_n(input.data<float>(), input.get_size(), 0.5F);
    return request;
}

void raw_500_at_once(benchmark::State& state) {
    state.SetLabel("raw_500_at_once");
    auto model = compiled(ov::hint::PerformanceMode::THROUGHPUT);
    std::vector<ov::InferRequest> requests;
    while (requests.size() < model.get_property(ov::optimal_number_of_infer_requests)) {
        requests.push_back(filled_request(model));
    }
    for (auto _ : state) {
        for (std::size_t i = 0; i < inferences; ++i) {
            auto& request = requests[i % requests.size()];
            request.wait();
            request.start_async();
        }
        for (auto& request : requests) {
            request.wait();
        }
    }
}

void raw_500_one_by_one(benchmark::State& state) {
    state.SetLabel("raw_500_one_by_one");
    auto model = compiled(ov::hint::PerformanceMode::LATENCY);
    auto request = filled_request(model);
    for (auto _ : state) {
        for (std::size_t i = 0; i < inferences; ++i) {
            request.infer();
        }
    }
}

void explain(benchmark::State& state, const std::string& method, const TargetRequests& targets, const char* beside) {
    ExplainerOptions options;
    options.method = method;
    options.black_box.num_masks = inferences;
    const Explainer explainer(model_file, options);
    const Image photo = read_image(assets / "images/chelsea.png");
    for (auto _ : state) {
        benchmark::DoNotOptimize(explainer.explain(photo, {.targets = targets}));
    }
    state.SetLabel(beside);
}

void rise_500_one_class(benchmark::State& state) {
    explain(state, "rise", top(1), "raw_500_at_once");
}

void rise_500_all_classes(benchmark::State& state) {
    explain(state, "rise", all_classes(), "raw_500_at_once");
}

void aise_500_one_class(benchmark::State& state) {
    explain(state, "aise", top(1), "raw_500_one_by_one");
}

BENCHMARK(raw_500_at_once)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(raw_500_one_by_one)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(rise_500_one_class)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(rise_500_all_classes)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);
BENCHMARK(aise_500_one_class)->UseRealTime()->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
