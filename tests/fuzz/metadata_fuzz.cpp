// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What a model file says about itself: keys and values of rt_info, and the metadata of ONNX that OpenVINO puts there.
#include <fuzzer/FuzzedDataProvider.h>

#include <array>
#include <openvino/core/model.hpp>

#include "fuzz.hpp"
#include "small_network.hpp"

using namespace vinoscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array keys = {"labels",
                                 "mean_values",
                                 "scale_values",
                                 "reverse_input_channels",
                                 "resize_type",
                                 "pad_value",
                                 "layout",
                                 "model_type",
                                 "confidence_threshold",
                                 "task",
                                 "names",
                                 "imgsz",
                                 "stride",
                                 "character",
                                 "orig_width",
                                 "orig_height",
                                 "iou_threshold",
                                 "label_ids",
                                 "embedded_processing",
                                 "args"};
    FuzzedDataProvider bytes(data, size);
    const auto model = fuzz::small_network();
    while (bytes.remaining_bytes() > 0) {
        const std::string section = bytes.ConsumeBool() ? "model_info" : "framework";
        const std::string key = bytes.PickValueInArray(keys);
        model->set_rt_info(bytes.ConsumeRandomLengthString(200), section, key);
    }
    return fuzz::answers_or_refuses(
        [&] { static_cast<void>(Explainer(model, {.method = "recipro-cam"}).explain(fuzz::small_image())); });
}
