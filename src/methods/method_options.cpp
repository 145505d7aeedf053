// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/method_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "vinoscope/error.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {
namespace {

template <class Struct>
void add_unread(std::string_view method, const Struct& options, std::vector<std::string>& sentences) {
    for (const auto& option : list_options<Struct>()) {
        const auto readers = option_readers<Struct>(option.name);
        if (option.given(options) && std::ranges::count(readers, method) == 0)
            sentences.push_back(
                fmt::format("{} does not read {}; it is for {}", method, option.name, fmt::join(readers, ", ")));
    }
}

}  // namespace

std::vector<std::string> unread_options(std::string_view method,
                                        const BlackBoxOptions& black_box,
                                        const AttributionOptions& attribution) {
    std::vector<std::string> sentences;
    add_unread(method, black_box, sentences);
    add_unread(method, attribution, sentences);
    return sentences;
}

void refuse_until_stable(const BlackBoxOptions& options, std::string_view method) {
    const auto readers = option_readers<BlackBoxOptions>("until_stable");
    if (options.until_stable > 0 && std::ranges::count(readers, method) == 0)
        throw Error(ErrorKind::usage,
                    fmt::format("{} provides no standard error, which until_stable needs; use {}, or a fixed number of "
                                "inferences",
                                method,
                                fmt::join(readers, " or ")));
}

}  // namespace vinoscope
