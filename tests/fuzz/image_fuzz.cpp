// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "fuzz.hpp"
#include "vinoscope/image.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return vinoscope::fuzz::answers_or_refuses(
        [&] { return vinoscope::resize_image(vinoscope::decode_image(std::as_bytes(std::span(data, size))), 7, 5); });
}
