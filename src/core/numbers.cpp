// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "core/numbers.hpp"

#include <fmt/format.h>

#include <cmath>
#include <locale>
#include <sstream>
#include <string>

#include "vinoscope/error.hpp"

namespace vinoscope {

std::optional<float> to_float(std::string_view text) {
    std::istringstream stream{std::string(text)};
    stream.imbue(std::locale::classic());
    float value = 0;
    stream >> std::noskipws >> value;
    const bool whole = !stream.fail() && stream.peek() == std::istringstream::traits_type::eof();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void require_range(std::string_view name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) {
        throw Error(ErrorKind::usage, fmt::format("expected {} from {} to {}, found {}", name, lowest, highest, value));
    }
}

}  // namespace vinoscope
