// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
// What nearly every test parses: compiled once for all test programs. Files still include what they use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openvino/openvino.hpp>
