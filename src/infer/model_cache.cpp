// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/model_cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <limits>
#include <new>
#include <openvino/op/constant.hpp>
#include <openvino/pass/manager.hpp>
#include <openvino/pass/serialize.hpp>
#include <span>
#include <sstream>
#include <streambuf>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/checksum.hpp"
#include "core/file.hpp"
#include "vinoscope/cache.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;
using Bytes = std::span<const std::byte>;

constexpr std::string_view extension = ".compiled";
constexpr std::string_view magic = "vinoscope compiled model 1\n";

Bytes bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// Takes the checksum of what is written to it.
class ChecksumBuffer : public std::streambuf {
public:
    std::uint64_t value() const { return m_sum.value(); }

protected:
    std::streamsize xsputn(const char* text, std::streamsize count) override {
        m_sum.add(bytes_of({text, static_cast<std::size_t>(count)}));
        m_position += count;
        return count;
    }

    int_type overflow(int_type letter) override {
        const auto byte = traits_type::to_char_type(letter);
        xsputn(&byte, 1);
        return letter;
    }

    pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override { return m_position; }

private:
    Checksum m_sum;
    std::streamoff m_position = 0;
};

// Without the numbers of names that OpenVINO made, as "Add_5123": they count all operations of the process.
std::string without_numbers(std::string_view xml) {
    constexpr std::string_view attribute = " name=\"";
    std::string text;
    for (auto at = xml.find(attribute); at != std::string_view::npos; at = xml.find(attribute)) {
        const auto end = std::min(xml.find('"', at + attribute.size()), xml.size());
        const auto name = xml.substr(0, end);
        const auto last = name.find_last_not_of("0123456789");
        text += name.substr(0, name[last] == '_' ? last : end);
        xml.remove_prefix(end);
    }
    return text.append(xml);
}

std::string identity_of(const std::shared_ptr<const ov::Model>& model) {
    std::ostringstream graph;
    ChecksumBuffer weights;
    std::ostream weights_stream(&weights);
    ov::pass::Manager manager;
    manager.register_pass<ov::pass::Serialize>(graph, weights_stream);
    manager.run_passes(std::const_pointer_cast<ov::Model>(model));  // only read
    if (!graph || !weights_stream)
        throw std::bad_alloc();  // of which streams only keep a flag
    const auto text = without_numbers(graph.str());
    return fmt::format("{:016x}{:016x}", checksum_of(bytes_of(text)), weights.value());
}

// The constants of a model that are worth being left out, in the order of its operations.
std::vector<Bytes> large_constants(const ov::Model& model) {
    constexpr std::size_t large = 256;
    std::vector<Bytes> constants;
    for (const auto& node : model.get_ordered_ops())
        if (const auto constant = ov::as_type_ptr<ov::op::v0::Constant>(node);
            constant && constant->get_byte_size() >= large)
            constants.emplace_back(static_cast<const std::byte*>(constant->get_data_ptr()), constant->get_byte_size());
    return constants;
}

// A run of bytes of what the device exported.
struct Piece {
    static constexpr auto literal = std::numeric_limits<std::uint64_t>::max();

    std::uint64_t constant = literal;  // which constant it is, or in the file itself
    std::uint64_t size = 0;
};

using Start = std::array<char, 16>;

Start start_of(const char* bytes) {
    Start start;
    std::memcpy(start.data(), bytes, start.size());
    return start;
}

struct StartHash {
    std::size_t operator()(const Start& start) const {
        return std::hash<std::string_view>()({start.data(), start.size()});
    }
};

// Finds the constants of a model in what a device exported.
class ConstantFinder {
public:
    explicit ConstantFinder(std::span<const Bytes> constants) : m_constants(constants) {
        for (std::size_t i = 0; i < constants.size(); ++i) {
            const auto start = start_of(reinterpret_cast<const char*>(constants[i].data()));
            const bool even = std::ranges::all_of(start, [&](char byte) { return byte == start[0]; });
            if (!even)  // else it starts everywhere
                m_by_start.emplace(start, i);
        }
    }

    // The largest constant that starts `text`.
    std::optional<std::size_t> at(std::string_view text) const {
        std::optional<std::size_t> found;
        if (text.size() < Start().size())
            return found;
        const auto [begin, end] = m_by_start.equal_range(start_of(text.data()));
        for (auto candidate = begin; candidate != end; ++candidate) {
            const auto bytes = m_constants[candidate->second];
            const bool larger = !found || bytes.size() > m_constants[*found].size();
            if (larger && bytes.size() <= text.size() && std::memcmp(bytes.data(), text.data(), bytes.size()) == 0)
                found = candidate->second;
        }
        return found;
    }

private:
    std::span<const Bytes> m_constants;
    std::unordered_multimap<Start, std::size_t, StartHash> m_by_start;
};

struct Pieces {
    std::vector<Piece> pieces;
    std::string literals;
};

Pieces divided(std::string_view exported, const ov::Model& model) {
    const auto constants = large_constants(model);
    const ConstantFinder finder(constants);
    Pieces result;
    for (std::size_t position = 0, written = 0; written < exported.size();) {
        const auto constant =
            position < exported.size() ? finder.at(exported.substr(position)) : std::optional<std::size_t>();
        if (position < exported.size() && !constant) {
            ++position;
            continue;
        }
        if (position > written) {
            result.pieces.push_back({Piece::literal, position - written});
            result.literals += exported.substr(written, position - written);
        }
        if (constant) {
            result.pieces.push_back({*constant, constants[*constant].size()});
            position += constants[*constant].size();
        }
        written = position;
    }
    return result;
}

std::optional<std::string> joined(std::span<const Piece> pieces, std::string_view literals, const ov::Model& model) {
    const auto constants = large_constants(model);
    std::string exported;
    for (const auto& [constant, size] : pieces) {
        if (constant == Piece::literal) {
            if (size > literals.size())
                return std::nullopt;
            exported += literals.substr(0, size);
            literals.remove_prefix(size);
        } else {
            if (constant >= constants.size() || constants[constant].size() != size)
                return std::nullopt;
            exported.append(reinterpret_cast<const char*>(constants[constant].data()), size);
        }
    }
    return exported;
}

// What a file starts with, behind the magic text; then come the identity, the pieces and their literals.
struct Header {
    std::uint64_t rest_checksum = 0;  // of all that follows it
    std::uint64_t exported_checksum = 0;
    std::uint64_t identity_size = 0;
    std::uint64_t piece_count = 0;
};

template <typename Value>
void append(const Value* values, std::size_t count, std::string& to) {
    to.append(reinterpret_cast<const char*>(values), count * sizeof(Value));
}

// Takes `count` values from the front of `from`, or returns false when there are fewer.
template <typename Value>
bool take(std::string_view& from, std::size_t count, Value* values) {
    if (count > from.size() / sizeof(Value))
        return false;
    std::memcpy(values, from.data(), count * sizeof(Value));
    from.remove_prefix(count * sizeof(Value));
    return true;
}

std::string content_of(const std::string& identity, std::string_view exported, const ov::Model& model) {
    const auto [pieces, literals] = divided(exported, model);
    Header header{0, checksum_of(bytes_of(exported)), identity.size(), pieces.size()};
    std::string rest;
    append(&header.exported_checksum, 1, rest);
    append(&header.identity_size, 1, rest);
    append(&header.piece_count, 1, rest);
    rest += identity;
    append(pieces.data(), pieces.size(), rest);
    rest += literals;
    header.rest_checksum = checksum_of(bytes_of(rest));
    std::string content(magic);
    append(&header.rest_checksum, 1, content);
    return content + rest;
}

std::optional<std::string> exported_of(std::string_view content, const std::string& identity, const ov::Model& model) {
    Header header;
    if (!content.starts_with(magic))
        return std::nullopt;
    content.remove_prefix(magic.size());
    if (!take(content, 1, &header.rest_checksum) || checksum_of(bytes_of(content)) != header.rest_checksum ||
        !take(content, 1, &header.exported_checksum) || !take(content, 1, &header.identity_size) ||
        !take(content, 1, &header.piece_count) || content.substr(0, header.identity_size) != identity)
        return std::nullopt;
    content.remove_prefix(identity.size());
    if (header.piece_count > content.size() / sizeof(Piece))
        return std::nullopt;
    std::vector<Piece> pieces(header.piece_count);
    take(content, pieces.size(), pieces.data());
    auto exported = joined(pieces, content, model);
    return exported && checksum_of(bytes_of(*exported)) == header.exported_checksum ? exported : std::nullopt;
}

struct Entry {
    fs::path file;
    std::uintmax_t bytes = 0;
    fs::file_time_type used;
};

// The compiled models of a folder, those used last first.
std::vector<Entry> entries_of(const fs::path& folder) {
    std::vector<Entry> entries;
    std::error_code error;
    for (fs::directory_iterator item(folder, error), end; !error && item != end; item.increment(error)) {
        std::error_code gone;  // by another process
        Entry entry{item->path(), item->file_size(gone), item->last_write_time(gone)};
        if (entry.file.extension() == extension && !gone && item->is_regular_file(gone))
            entries.push_back(std::move(entry));
    }
    std::ranges::sort(entries, std::greater(), &Entry::used);
    return entries;
}

void remove_oldest(const fs::path& folder) {
    const auto oldest = fs::file_time_type::clock::now() - std::chrono::hours(24 * cache_limit_days);
    std::uintmax_t kept = 0;
    for (const auto& entry : entries_of(folder)) {
        kept += entry.bytes;
        std::error_code ignored;  // another process may have been quicker
        if (kept > cache_limit_bytes || entry.used < oldest)
            fs::remove(entry.file, ignored);
    }
}

}  // namespace

CachedModel::CachedModel(const fs::path& folder,
                         std::shared_ptr<const ov::Model> model,
                         const std::string& circumstances)
    : m_model(std::move(model)),
      m_identity(fmt::format("{}\nmodel {}", circumstances, identity_of(m_model))),
      m_file(folder / fmt::format("{:016x}{}", checksum_of(bytes_of(m_identity)), extension)) {}

std::optional<std::string> CachedModel::load() const {
    try {
        const auto content = read_file(m_file, cache_limit_bytes);
        auto exported =
            exported_of({reinterpret_cast<const char*>(content.data()), content.size()}, m_identity, *m_model);
        std::error_code ignored;  // a folder that may only be read
        fs::last_write_time(m_file, fs::file_time_type::clock::now(), ignored);
        return exported;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void CachedModel::store(const std::string& exported) const {
    try {
        std::error_code error;
        fs::create_directories(m_file.parent_path(), error);
        write_file(m_file, bytes_of(content_of(m_identity, exported, *m_model)));
        remove_oldest(m_file.parent_path());
    } catch (const Error&) {
        return;  // the next start compiles again
    }
}

CacheUse cache_use(const fs::path& folder) {
    CacheUse use;
    for (const auto& entry : entries_of(folder)) {
        ++use.models;
        use.bytes += entry.bytes;
    }
    return use;
}

CacheUse clear_cache(const fs::path& folder) {
    CacheUse removed;
    for (const auto& entry : entries_of(folder)) {
        std::error_code error;
        fs::remove(entry.file, error);
        if (error)
            throw Error(ErrorKind::io, fmt::format("cannot remove {}: {}", path_text(entry.file), error.message()));
        ++removed.models;
        removed.bytes += entry.bytes;
    }
    return removed;
}

}  // namespace vinoscope
