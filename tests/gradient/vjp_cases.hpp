// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "support/check_vjp.hpp"

namespace vinoscope::test {

// One function a family of rules: shapes and attributes that a rule has to get right.
std::vector<VjpCase> activation_cases();
std::vector<VjpCase> arithmetic_cases();
std::vector<VjpCase> attention_cases();
std::vector<VjpCase> convolution_cases();
std::vector<VjpCase> indexing_cases();
std::vector<VjpCase> matmul_cases();
std::vector<VjpCase> movement_cases();
std::vector<VjpCase> normalization_cases();
std::vector<VjpCase> pooling_cases();
std::vector<VjpCase> recurrent_cases();
std::vector<VjpCase> reduction_cases();
std::vector<VjpCase> resize_cases();
std::vector<VjpCase> sampling_cases();

}  // namespace vinoscope::test
