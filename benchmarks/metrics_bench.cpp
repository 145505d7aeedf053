// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Insertion and deletion of one map with 50 steps: all masked images as one asynchronous batch, and the same images one
// after the other, each built from the picture, resized, normalised and inferred, as tools written around a function
// "predict" do it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/openvino.hpp>
#include <vinoscope/vinoscope.hpp>

namespace {

using namespace vinoscope;

constexpr std::size_t steps = 50;
constexpr std::int64_t egyptian_mau = 285;
const std::filesystem::path assets = VINOSCOPE_ASSETS;
const std::filesystem::path model_file = assets / "models/efficientnet-lite0-fp16.xml";

const Image& photo() {
    static const Image image = read_image(assets / "images/chelsea.png");
    return image;
}

void insertion_deletion_in_batches(benchmark::State& state) {
    const Evaluator evaluator(model_file, {.metrics = {.steps = static_cast<int>(steps)}});
    const JudgedMap judged{centred_gaussian(7, 7), photo(), egyptian_mau};
    benchmark::DoNotOptimize(evaluator.insertion_deletion(judged));  // compiles
    for (auto _ : state) {
        benchmark::DoNotOptimize(evaluator.insertion_deletion(judged));
    }
}

ov::InferRequest request_for_photo() {
    ov::preprocess::PrePostProcessor preprocess(ov::Core().read_model(model_file));
    auto& input = preprocess.input();
    input.tensor()
        .set_element_type(ov::element::u8)
        .set_layout("NHWC")
        .set_spatial_static_shape(photo().height(), photo().width());
    input.preprocess()
        .convert_element_type(ov::element::f32)
        .resize(ov::preprocess::ResizeAlgorithm::RESIZE_LINEAR)
        .mean(127)
        .scale(128);
    input.model().set_layout("NCHW");
    return ov::Core().compile_model(preprocess.build(), "CPU").create_infer_request();
}

Image black() {
    Image image(photo().width(), photo().height());
    std::fill_n(image.data(), image.size(), std::uint8_t{0});
    return image;
}

// The first `count` pixels in the order from one image, the others from another.
void mix(const std::vector<std::uint32_t>& order,
         std::size_t count,
         const Image& first,
         const Image& rest,
         std::uint8_t* to) {
    std::copy_n(rest.data(), rest.size(), to);
    for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(first.data() + std::size_t{3} * order[i], 3, to + std::size_t{3} * order[i]);
    }
}

float score(ov::InferRequest& request) {
    request.infer();
    return request.get_output_tensor().data<float>()[egyptian_mau];
}

void insertion_deletion_one_by_one(benchmark::State& state) {
    auto request = request_for_photo();
    const Image nothing = black();
    const auto map = centred_gaussian(photo().height(), photo().width());
    std::vector<std::uint32_t> order(map.values.size());
    for (auto _ : state) {
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(), [&](auto a, auto b) { return map.values[a] > map.values[b]; });
        for (std::size_t step = 0; step <= steps; ++step) {
            const auto count = order.size() * step / steps;
            auto* pixels = request.get_input_tensor().data<std::uint8_t>();
            mix(order, count, photo(), nothing, pixels);
            benchmark::DoNotOptimize(score(request));
            mix(order, count, nothing, photo(), pixels);
            benchmark::DoNotOptimize(score(request));
        }
    }
}

BENCHMARK(insertion_deletion_in_batches)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(insertion_deletion_one_by_one)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
