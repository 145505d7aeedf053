// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What an explanation costs on top of the inference that it explains: one photograph of 451x300, EfficientNet-Lite0.
// run.py turns the times into ratios.
#include <benchmark/benchmark.h>

#include <openvino/openvino.hpp>
#include <vinoscope/vinoscope.hpp>

namespace {

using namespace vinoscope;

const std::filesystem::path assets = VINOSCOPE_ASSETS;
const std::filesystem::path model_file = assets / "models/efficientnet-lite0-fp16.xml";

const Image& photo() {
    static const Image image = read_image(assets / "images/chelsea.png");
    return image;
}

const Explainer& explainer() {
    static const Explainer instance(model_file, {.method = "recipro-cam"});
    return instance;
}

ov::InferRequest request_of(const std::shared_ptr<ov::Model>& model) {
    static ov::Core core;
    auto request = core.compile_model(model, "CPU", {ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY)})
                       .create_infer_request();
    auto input = request.get_input_tensor();
    std::fill_n(input.data<float>(), input.get_size(), 0.5F);
    return request;
}

std::shared_ptr<ov::Model> model() {
    return ov::Core().read_model(model_file);
}

void infer(benchmark::State& state, ov::InferRequest request) {
    for (auto _ : state) {
        request.infer();
    }
}

void raw_inference(benchmark::State& state) {
    static auto request = request_of(model());
    infer(state, request);
}

void maps_of_all_classes(benchmark::State& state) {
    static auto request = request_of(insert_xai(model(), {.method = "recipro-cam"}));
    infer(state, request);
}

void explain_one_class(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(explainer().explain(photo()));
    }
}

void explain_and_overlay_one_class(benchmark::State& state) {
    for (auto _ : state) {
        const auto explanation = explainer().explain(photo());
        benchmark::DoNotOptimize(render(explanation.maps, explanation.image));
    }
}

void overlays_of_all_classes(benchmark::State& state) {
    const auto explanation = explainer().explain(photo(), {.targets = all_classes()});
    for (auto _ : state) {
        benchmark::DoNotOptimize(render(explanation.maps, explanation.image));
    }
}

BENCHMARK(raw_inference)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(maps_of_all_classes)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(explain_one_class)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(explain_and_overlay_one_class)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(overlays_of_all_classes)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
