// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Precompiled for speed only: every file still includes what it uses and builds without this.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset13.hpp>
#include <optional>
#include <string>
#include <vector>
