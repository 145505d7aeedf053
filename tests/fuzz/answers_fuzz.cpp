// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A caller's postprocess function whose answers have any sizes and values, and change from call to call.
#include <fuzzer/FuzzedDataProvider.h>

#include <vector>

#include "fuzz.hpp"
#include "small_network.hpp"

using namespace vinoscope;

namespace {

std::vector<float> numbers(FuzzedDataProvider& bytes) {
    std::vector<float> values(bytes.ConsumeIntegralInRange<std::size_t>(0, 12));
    for (float& value : values) {
        value = bytes.ConsumeIntegral<std::uint8_t>() < 240 ? bytes.ConsumeFloatingPointInRange(-1.0F, 2.0F)
                                                            : bytes.ConsumeFloatingPoint<float>();
    }
    return values;
}

Answer answer(FuzzedDataProvider& bytes) {
    Answer made;
    if (bytes.ConsumeBool()) {
        made.scores = numbers(bytes);
    }
    if (bytes.ConsumeBool()) {
        for (std::size_t i = bytes.ConsumeIntegralInRange<std::size_t>(0, 4); i > 0; --i) {
            const std::vector<float> box = numbers(bytes);
            const auto at = [&](std::size_t k) { return k < box.size() ? box[k] : 0.0F; };
            made.detections.push_back(
                {.box = {at(0), at(1), at(2), at(3)}, .label = bytes.ConsumeIntegral<std::int16_t>(), .score = at(4)});
        }
        made.detection_scores = numbers(bytes);
        made.candidates = bytes.ConsumeBool();
    }
    if (bytes.ConsumeBool()) {
        made.class_map = {.classes = bytes.ConsumeIntegralInRange<std::size_t>(0, 3),
                          .height = bytes.ConsumeIntegralInRange<std::size_t>(0, 3),
                          .width = bytes.ConsumeIntegralInRange<std::size_t>(0, 3),
                          .values = numbers(bytes)};
    }
    return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider bytes(data, size);
    ExplainerOptions options;
    options.task = bytes.PickValueInArray({"auto", "classification", "detection", "segmentation", "regression"});
    options.method = bytes.PickValueInArray({"auto", "rise", "aise", "occlusion", "recipro-cam", "saliency"});
    options.black_box.num_masks = 12;
    options.postprocess = [&](std::span<const OutputTensor>) { return answer(bytes); };
    ExplainOptions asked = fuzz::few_inferences();
    const char* const targets = bytes.PickValueInArray({"top:1", "all", "box:0", "2", "top:3"});
    return fuzz::answers_or_refuses([&] {
        asked.targets = parse_targets(targets);
        static_cast<void>(Explainer(fuzz::small_network(), options).explain(fuzz::small_image(), asked));
    });
}
