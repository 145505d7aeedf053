// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string_view>

#include "core/file.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

struct Format {
    std::string_view extension;
    std::string_view name;
    std::string_view weights;  ///< extension of the separate weights file, or empty
    bool binary;
};

constexpr std::array<Format, 6> formats = {{
    {".xml", "OpenVINO IR", ".bin", false},
    {".onnx", "ONNX", "", true},
    {".pb", "TensorFlow", "", true},
    {".tflite", "TensorFlow Lite", "", true},
    {".pdmodel", "Paddle", ".pdiparams", true},
    {".json", "Paddle", ".pdiparams", false},
}};

const Format* find_format(const fs::path& file) {
    auto extension = path_text(file.extension());
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    const auto* found = std::find_if(
        formats.begin(), formats.end(), [&extension](const Format& format) { return format.extension == extension; });
    return found == formats.end() ? nullptr : found;
}

std::string known_extensions() {
    std::vector<std::string_view> names;
    for (const auto& format : formats) {
        names.push_back(format.extension);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string first_bytes(const fs::path& file, std::size_t count) {
    std::string bytes(count, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

bool is_text(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](unsigned char c) {
        return c == '\n' || c == '\r' || c == '\t' || (c >= 0x20 && c != 0x7F);
    });
}

[[noreturn]] void fail(const fs::path& file, std::string_view reason) {
    throw Error(ErrorKind::bad_model, fmt::format("cannot read model {}: {}", path_text(file), reason));
}

void check_folder(const fs::path& folder) {
    if (fs::is_regular_file(folder / "saved_model.pb")) {
        return;
    }
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (find_format(entry.path()) != nullptr) {
            fail(folder,
                 fmt::format("the folder is no TensorFlow SavedModel (no saved_model.pb in it); did you mean {}?",
                             path_text(entry.path())));
        }
    }
    fail(folder, "the folder is no TensorFlow SavedModel (no saved_model.pb in it); give a model file");
}

void check_content(const fs::path& file, const Format& format) {
    constexpr std::size_t enough = 4096;
    const auto start = first_bytes(file, enough);
    if (start.empty()) {
        fail(file, "the file is empty or cannot be opened");
    }
    if (format.binary && is_text(start)) {
        fail(file, fmt::format("expected a binary {} model, found text; is it a failed download?", format.name));
    }
    if (format.extension == ".xml" && start.find("<net") == std::string::npos) {
        fail(file, "expected an OpenVINO IR, found a file without a <net> element; convert the model with ovc");
    }
}

/// The value of `attribute="123"` at `position` of `text`, or 0.
std::uint64_t attribute_value(std::string_view text, std::size_t position) {
    std::uint64_t value = 0;
    std::from_chars(text.data() + position, text.data() + text.size(), value);
    return value;
}

/// Bytes of weights that an IR refers to: the furthest end of any `offset="..." size="..."`.
std::uint64_t needed_weights(const fs::path& xml) {
    constexpr std::string_view offset = " offset=\"";
    constexpr std::string_view size = " size=\"";
    std::ifstream stream(xml, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    std::uint64_t needed = 0;
    for (auto at = text.find(offset); at != std::string::npos; at = text.find(offset, at + 1)) {
        const auto size_at = text.find(size, at);
        if (size_at < text.find('>', at)) {
            needed = std::max(needed,
                              attribute_value(text, at + offset.size()) + attribute_value(text, size_at + size.size()));
        }
    }
    return needed;
}

}  // namespace

void check_model_file(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        fail(file, "no such file");
    }
    if (fs::is_directory(file, ignored)) {
        return check_folder(file);
    }
    const auto* format = find_format(file);
    if (format == nullptr) {
        fail(file,
             fmt::format("unknown extension '{}'; expected one of {}, or the folder of a TensorFlow SavedModel",
                         path_text(file.extension()),
                         known_extensions()));
    }
    check_content(file, *format);
}

std::string weights_problem(const fs::path& file) {
    const auto* format = find_format(file);
    if (format == nullptr || format->weights.empty() || fs::is_directory(file)) {
        return {};
    }
    const auto weights = fs::path(file).replace_extension(format->weights);
    std::error_code missing;
    const auto found = fs::file_size(weights, missing);
    if (missing) {
        return fmt::format("its weights file {} is missing; copy it beside the model", path_text(weights));
    }
    const auto needed = format->extension == ".xml" ? needed_weights(file) : 1;
    if (found < needed) {
        return fmt::format("its weights file {} is too short: expected at least {} bytes, found {}; copy it again",
                           path_text(weights),
                           needed,
                           found);
    }
    return {};
}

std::vector<fs::path> model_files(const fs::path& file) {
    if (!fs::is_directory(file)) {
        std::vector<fs::path> files = {file};
        const auto* format = find_format(file);
        if (format != nullptr && !format->weights.empty()) {
            const auto weights = fs::path(file).replace_extension(format->weights);
            if (fs::is_regular_file(weights)) {
                files.push_back(weights);
            }
        }
        return files;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(file)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string model_format(const fs::path& file) {
    if (fs::is_directory(file)) {
        return "TensorFlow";
    }
    const auto* format = find_format(file);
    return format == nullptr ? "unknown" : std::string(format->name);
}

}  // namespace vinoscope
