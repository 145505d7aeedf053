// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sources/image_list.hpp"

namespace vinoscope::cli {

/// What a SOURCE of `vinoscope run` names.
struct DatasetSource {
    std::vector<ImageItem> images;

    /// The annotations that belong to it, for Annotations; or empty.
    std::filesystem::path annotations;
};

/// @param text a folder, a glob, an image, a list of images (.txt, or - for standard input), a file of COCO (.json), or
/// a folder in
///        the layout of Pascal VOC (JPEGImages, Annotations) or YOLO (images, labels)
/// @param recursive whether a plain folder stands for those below it, too
/// @param image_folder of a file of COCO; empty: found beside it
/// @throws Error (bad_image) where it names nothing, (bad_target) for a file that is not one of COCO
DatasetSource read_source(const std::string& text, bool recursive, const std::filesystem::path& image_folder);

}  // namespace vinoscope::cli
