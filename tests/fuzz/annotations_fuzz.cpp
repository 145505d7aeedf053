// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Annotations as JSON, CSV and Pascal VOC; the first byte chooses.
#include <array>

#include "fuzz.hpp"
#include "sources/annotations.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array names = {"a.json", "a.csv", "a.xml"};
    if (size == 0) {
        return -1;
    }
    return vinoscope::fuzz::answers_or_refuses([&] {
        const auto file = vinoscope::fuzz::file_of({data + 1, size - 1}, names[data[0] % names.size()]);
        const vinoscope::cli::Annotations annotations(file, {"cat", "dog"});
        annotations.classes("a.png");
        annotations.find("a.png", 1, 40, 30);
    });
}
