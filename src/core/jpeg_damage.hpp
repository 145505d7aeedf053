// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace vinoscope {

/// Why the compressed data of a JPEG file cannot be those of a whole picture, or empty. Decoders fill what is missing
/// with grey and say nothing; here all Huffman codes are followed, without computing pixels (ITU-T T.81, annexes F and
/// G). Arithmetic coding and lossless files are not looked at.
///
/// libjpeg warns of the same, but OpenCV passes none of its warnings on, and a libjpeg of our own beside the one that a
/// static OpenCV contains (as in the wheels) could have another ABI.
std::string jpeg_damage(std::span<const std::byte> bytes);

}  // namespace vinoscope
