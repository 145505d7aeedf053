// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <vector>

#include "fuzz.hpp"
#include "vinoscope/target.hpp"

using namespace vinoscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> labels = {"cat, tabby", "dog", "dog", "label:x", "3", ""};
    const std::vector<float> scores = {0.1F, 0.5F, 0.2F, 0.0F, -1.0F, 0.5F};
    fuzz::answers_or_refuses([&] { return resolve_targets(parse_targets(text), scores, labels); });
    fuzz::answers_or_refuses([&] { return parse_box(text); });
    return fuzz::answers_or_refuses([&] { return parse_class(text); });
}
