// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {

/// Which pixels belong to an object, as COCO stores it: a thousand masks take little memory.
struct ObjectMask {
    int height = 0;
    int width = 0;

    /// Lengths of the runs of pixels outside and inside the object in turn, column by column; their sum is height x
    /// width.
    std::vector<std::int64_t> runs;
};

/// One object in an image.
struct AnnotatedObject {
    std::vector<std::int64_t> classes = {};  ///< that it counts as; may be empty
    std::string name = {};                   ///< may be empty
    Region box = {};

    /// Wins over the box; or nothing.
    std::shared_ptr<const ObjectMask> mask = {};

    /// Corners of a polygon, x and y in turn; wins over the box, unless it is empty.
    std::vector<float> polygon = {};

    /// Whether box and polygon are shares of the sides of the image, not pixels.
    bool relative = false;

    /// Whether it counts as the target, whatever that is.
    bool of_any_class = false;
};

/// The names of the images of a file of COCO, in its order.
/// @throws Error (bad_target) when the file is missing or says something else
std::vector<std::string> images_of_coco(const std::filesystem::path& file);

/// Where objects are in images, as a JSON file says it (docs/reference/metrics.md).
class Annotations {
public:
    /// @param file a JSON or CSV file, a Pascal VOC file, or a folder: of Pascal VOC files, YOLO text files or masks,
    /// each
    ///        with the name of its image
    /// @param labels of the model: names of objects are looked up there
    /// @throws Error (bad_target) when the file is missing or says something else
    Annotations(const std::filesystem::path& file, const std::vector<std::string>& labels);

    /// Whether the file names this image, with objects or without.
    bool knows(const std::filesystem::path& image) const;

    /// One of the images that the file names, and how many others, for people.
    std::string example() const;

    /// The classes of the objects in an image, each once; none for an image that is not in the file.
    std::vector<std::int64_t> classes(const std::filesystem::path& image) const;

    /// All objects of a class, or nothing. @throws Error (bad_target) when a mask does not have the size of the image
    std::optional<GroundTruth> find(const std::filesystem::path& image,
                                    std::int64_t target,
                                    int width,
                                    int height) const;

private:
    const std::vector<AnnotatedObject>* find_objects(const std::filesystem::path& image) const;
    const std::vector<AnnotatedObject>& objects(const std::filesystem::path& image) const;

    std::map<std::string, std::vector<AnnotatedObject>> m_objects;  ///< by file name
    bool m_by_stem = false;                                         ///< by file name without its extension
};

}  // namespace vinoscope::cli
