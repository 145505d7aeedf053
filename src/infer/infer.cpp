// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/infer.hpp"

#include <fmt/format.h>

#include <openvino/core/except.hpp>

#include "model/openvino_error.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {

void infer(ov::InferRequest& request, const std::string& device) {
    try {
        request.infer();
    } catch (const ov::Exception& error) {
        throw Error(ErrorKind::device,
                    fmt::format("inference on {} failed: {}", device, condense_openvino_error(error.what())));
    }
}

}  // namespace vinoscope
