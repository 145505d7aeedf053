// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "sources/annotations.hpp"

namespace vinoscope::cli {

using ObjectsByFile = std::map<std::string, std::vector<AnnotatedObject>>;

constexpr std::int64_t longest_side = 65536;  ///< of an image, in pixels

/// @throws Error (bad_target) unless it is the index of a class, from 0 to the largest 32-bit number
void require_class(std::int64_t index);

/// @throws Error (bad_target) unless its magnitude is at most the longest side of an image
void require_coordinate(double value);

/// @throws Error (bad_target) unless it has an area and coordinates as above
void require_box(const Region& box);

/// Lines with a header: `file` (or `image`, `filename`), `class` (or `label`, `name`), then `x1, y1, x2, y2` (or `xmin,
/// ymin, xmax, ymax`) in pixels. A class is an index or a name. @throws Error (bad_target)
ObjectsByFile read_annotation_csv(std::istream& stream);

/// A file of Pascal VOC; the image is that of its `filename`. @throws Error (bad_target)
ObjectsByFile read_annotation_xml(std::istream& stream);

/// A folder of files of Pascal VOC (.xml), of YOLO (.txt: class, then centre and size of a box or corners of a polygon,
/// as shares of the sides) or of masks (pictures, the object is what is not black), by their names without extension.
/// @throws Error (bad_target)
ObjectsByFile read_annotation_folder(const std::filesystem::path& folder);

}  // namespace vinoscope::cli
