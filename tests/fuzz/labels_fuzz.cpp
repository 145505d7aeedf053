// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"
#include "vinoscope/labels.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return vinoscope::fuzz::answers_or_refuses([&] {
        return vinoscope::read_labels(vinoscope::fuzz::file_of({data, size}, "labels.txt"));
    });
}
