// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What gradients cost on top of the inference that they explain, EfficientNet-Lite0. run.py turns the times into
// ratios.
#include <benchmark/benchmark.h>

#include <openvino/openvino.hpp>
#include <vinoscope/vinoscope.hpp>

namespace {

using namespace vinoscope;

const std::filesystem::path assets = VINOSCOPE_ASSETS;
const std::filesystem::path model_file = assets / "models/efficientnet-lite0-fp16.xml";

std::shared_ptr<ov::Model> model_with(const char* method) {
    InsertOptions options;
    options.method = method;
    return insert_xai(ov::Core().read_model(model_file), options);
}

void infer(benchmark::State& state, const std::shared_ptr<ov::Model>& model) {
    static ov::Core core;
    auto request = core.compile_model(model, "CPU", {ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY)})
                       .create_infer_request();
    auto input = request.get_input_tensor();
    std::fill_n(input.data<float>(), input.get_size(), 0.5F);
    for (auto _ : state)
        request.infer();
}

void grad_cam_of_the_best_class(benchmark::State& state) {
    static const auto model = model_with("grad-cam");
    infer(state, model);
}

void gradient_of_the_input(benchmark::State& state) {
    static const auto model = model_with("saliency");
    infer(state, model);
}

// 52 inferences with gradients, many at once.
void integrated_gradients_of_50_steps(benchmark::State& state) {
    static const Explainer explainer(model_file, {.method = "integrated-gradients"});
    static const Image photo = read_image(assets / "images/chelsea.png");
    for (auto _ : state)
        benchmark::DoNotOptimize(explainer.explain(photo));
}

BENCHMARK(grad_cam_of_the_best_class)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(gradient_of_the_input)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(integrated_gradients_of_50_steps)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
