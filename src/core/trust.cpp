// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/trust.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

constexpr std::array<std::string_view, 4> names = {"none", "doubtful", "likely", "certain"};

}  // namespace

std::string to_string(Trust trust) {
    return std::string(names.at(static_cast<std::size_t>(trust)));
}

Trust parse_trust(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
        throw Error(ErrorKind::usage,
                    fmt::format("expected trust none, doubtful, likely or certain, found \"{}\"", name));
    }
    return static_cast<Trust>(found - names.begin());
}

}  // namespace vinoscope
