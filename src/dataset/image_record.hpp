// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/run_document.hpp"
#include "vinoscope/dataset.hpp"

namespace vinoscope {

/// The line of one image in the index, and the tar members with its maps.
class ImageRecord {
public:
    /// @param position in the data set: the members are called after it
    ImageRecord(std::size_t position, const DatasetResult& result);

    /// The line, with its line break, once the members stand in `file` from `offset` on.
    std::string line(const std::string& file, std::size_t offset) const;

    std::span<const std::byte> members() const { return m_members; }

private:
    Json m_line;
    std::vector<std::byte> m_members;
    std::vector<std::size_t> m_offsets;  ///< of the values of each map in the members
};

/// The kind of error that the index calls `name`.
ErrorKind kind_of(std::string_view name);

/// Where the maps of a line stand.
struct MapPlace {
    std::string file;
    std::size_t offset = 0;  ///< of the first value
    std::size_t size = 0;    ///< of the values, in bytes

    /// checksum_hex() of these bytes; empty for a run of a version that did not write it.
    std::string checksum = {};
};

/// All of the index but the values of the maps. @throws nlohmann::json::exception for what is no line of an index
DatasetResult result_of(const Json& line);
MapPlace place_of(const Json& map);

/// What the index keeps of the bytes of a map's values, so that damage is noticed.
std::string checksum_hex(std::span<const std::byte> bytes);

}  // namespace vinoscope
