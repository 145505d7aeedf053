// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <string_view>
#include <vector>

#include "core/file.hpp"
#include "model/model_file.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

/// Fowler-Noll-Vo 1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv. One multiplication a byte.
class Fnv1a {
public:
    void add(std::string_view bytes) {
        auto hash = m_hash;
        for (const auto byte : bytes) {
            hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
        }
        m_hash = hash;
    }
    std::uint64_t value() const { return m_hash; }

private:
    std::uint64_t m_hash = 0xCBF29CE484222325U;
};

void add_file(Fnv1a& hash, const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Error(ErrorKind::bad_model, fmt::format("cannot read model {}: it cannot be opened", path_text(file)));
    }
    std::vector<char> block(std::size_t{1} << 20);
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        hash.add({block.data(), static_cast<std::size_t>(stream.gcount())});
    }
}

}  // namespace

std::string model_hash(const std::filesystem::path& file) {
    Fnv1a hash;
    for (const auto& part : model_files(file)) {
        add_file(hash, part);
    }
    return fmt::format("{:016x}", hash.value());
}

}  // namespace vinoscope
