// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "vinoscope/doctor.hpp"

namespace vinoscope::cli {

/// Sections for people.
std::string diagnosis_text(const Diagnosis& diagnosis);

/// One JSON document with the fields of Diagnosis.
std::string diagnosis_json(const Diagnosis& diagnosis);

}  // namespace vinoscope::cli
