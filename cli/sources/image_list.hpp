// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "flags/arguments.hpp"

namespace vinoscope::cli {

/// The arguments and flags that name images.
class ImageFlags {
public:
    void add_to(Arguments& arguments);

    /// Patterns for find_images(). @throws Error (usage) when nothing is named, (bad_image) for a list that cannot be
    /// read
    std::vector<std::string> parse() const;

private:
    std::vector<std::string> m_images;
    std::string m_list;
    bool m_recursive = false;
};

/// One image to explain.
struct ImageItem {
    std::filesystem::path file;
    std::filesystem::path folder;  ///< of its files, below the output folder; empty when it is the only image
    std::string error;             ///< why there is no such image, or empty
};

/// The lines of a file, or of standard input for "-", without empty ones. @throws Error (bad_image) that names `flag`
std::vector<std::string> lines_of(const std::string& flag, const std::string& list);

/// What `patterns` (files, folders, globs) name, each file once, in order. A pattern that names nothing becomes an item
/// with an error. Folders are left open.
std::vector<ImageItem> list_items(const std::vector<std::string>& patterns);

/// The same with folders. Each of several images gets a folder of its own: its name without extension, or what else is
/// needed to tell it from the others.
std::vector<ImageItem> find_images(const std::vector<std::string>& patterns);

}  // namespace vinoscope::cli
