// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/runtime/infer_request.hpp>
#include <string>

namespace vinoscope {

/// Waits for the inference. @throws Error (device) when it fails
void infer(ov::InferRequest& request, const std::string& device);

}  // namespace vinoscope
