// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {

/// One object in an image.
struct AnnotatedObject {
    std::vector<std::int64_t> classes = {};  ///< that it counts as; may be empty
    std::string name = {};                   ///< may be empty
    Region box = {};
};

/// Where objects are in images, as a JSON file says it (docs/reference/metrics.md).
class Annotations {
public:
    /// @param labels of the model: names of objects are looked up there
    /// @throws Error (bad_target) when the file is missing or says something else
    Annotations(const std::filesystem::path& file, const std::vector<std::string>& labels);

    /// The classes of the objects in an image, each once; none for an image that is not in the file.
    std::vector<std::int64_t> classes(const std::filesystem::path& image) const;

    /// All objects of a class, or nothing.
    std::optional<GroundTruth> find(const std::filesystem::path& image,
                                    std::int64_t target,
                                    int width,
                                    int height) const;

private:
    const std::vector<AnnotatedObject>& objects(const std::filesystem::path& image) const;

    std::map<std::string, std::vector<AnnotatedObject>> m_objects;  ///< by file name
};

}  // namespace vinoscope::cli
