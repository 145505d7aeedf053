// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <string_view>

#include "core/file.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

struct Format {
    std::string_view extension;
    std::string_view name;
    std::string_view weights;    ///< extension of the separate weights file, or empty
    std::string_view signature;  ///< bytes that every such file has at `signature_at`; empty when there are none
    std::size_t signature_at;
};

constexpr std::array<Format, 5> formats = {{
    {".xml", "OpenVINO IR", ".bin", "", 0},
    {".onnx", "ONNX", "", "\x08", 0},  // field 1 of ModelProto, the format version
    {".pb", "TensorFlow", "", "", 0},
    {".tflite", "TensorFlow Lite", "", "TFL3", 4},
    {".pdmodel", "Paddle", ".pdiparams", "\x0A", 0},  // field 1 of ProgramDesc, the blocks
}};

/// Files that people take for a model, and what they need instead.
struct Mistake {
    std::string_view extension;
    std::string_view advice;
};

constexpr std::array<Mistake, 8> mistakes = {{
    {".bin",
     "the file contains only weights; pass the .xml file of an IR, or convert TensorFlow.js to a TensorFlow "
     "SavedModel"},
    {".pdiparams", "the file contains only the weights of a Paddle model; pass its .pdmodel file"},
    {".json",
     "OpenVINO reads neither TensorFlow.js, which can be converted to a TensorFlow SavedModel, nor Paddle's JSON "
     "format; "
     "save the latter as .pdmodel with FLAGS_enable_pir_api=0"},
    {".pt", "export the PyTorch model to ONNX, or convert it with openvino.convert_model"},
    {".pth", "export the PyTorch model to ONNX, or convert it with openvino.convert_model"},
    {".h5", "save the Keras model as a TensorFlow SavedModel"},
    {".keras", "save the Keras model as a TensorFlow SavedModel"},
    {".pbtxt", "save the TensorFlow graph as binary .pb"},
}};

/// The row of `table` for the file's extension, or null.
template <typename Row, std::size_t count>
const Row* find_row(const std::array<Row, count>& table, const fs::path& file) {
    const auto found =
        std::find_if(table.begin(), table.end(), [extension = lower_case(path_text(file.extension()))](const Row& row) {
            return row.extension == extension;
        });
    return found == table.end() ? nullptr : &*found;
}

const Format* find_format(const fs::path& file) {
    return find_row(formats, file);
}

std::string known_extensions() {
    std::vector<std::string_view> names;
    names.reserve(formats.size());
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

/// A pipe or a device may never end.
void require_regular(const fs::path& model, const fs::path& part) {
    std::error_code ignored;
    if (fs::exists(part, ignored) && !fs::is_regular_file(part, ignored)) {
        fail(model, fmt::format("expected a regular file, found something else: {}", path_text(part)));
    }
}

void check_folder(const fs::path& folder) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / "saved_model.pb", ignored)) {
        return;
    }
    std::vector<std::string> models;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (find_format(entry.path()) != nullptr) {
            models.push_back(path_text(entry.path()));
        }
    }
    const auto advice = models.size() == 1 ? fmt::format("did you mean {}?", models.front()) : "pass a model file";
    fail(folder, "the folder is not a TensorFlow SavedModel (it contains no saved_model.pb); " + advice);
}

void check_content(const fs::path& file, const Format& format) {
    std::error_code ignored;
    if (const std::uintmax_t size = fs::file_size(file, ignored); !ignored && size > largest_file) {
        fail(file,
             fmt::format(
                 "expected at most {} bytes, as the format {} allows, found {}", largest_file, format.name, size));
    }
    constexpr std::size_t enough = 4096;
    const auto start = first_bytes(file, enough);
    if (start.empty()) {
        fail(file, "the file is empty or cannot be opened");
    }
    const bool is_xml = format.extension == ".xml";
    if (!is_xml && is_text(start)) {
        fail(file, fmt::format("expected a binary {} model, found text; did a download fail?", format.name));
    }
    if (start.compare(std::min(format.signature_at, start.size()), format.signature.size(), format.signature) != 0) {
        fail(file, fmt::format("the content is not a valid {} model", format.name));
    }
    if (is_xml && start.find("<net") == std::string::npos) {
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
    for (auto at = text.find(offset); at != std::string::npos;) {
        const auto end = std::min(text.find('>', at), text.size());
        const auto tag = std::string_view(text).substr(at, end - at);
        if (const auto size_at = tag.find(size); size_at != std::string_view::npos) {
            const auto begin = attribute_value(tag, offset.size());
            const auto length = attribute_value(tag, size_at + size.size());
            const auto most = std::numeric_limits<std::uint64_t>::max();
            needed = std::max(needed, length > most - begin ? most : begin + length);
        }
        at = text.find(offset, end);
    }
    return needed;
}

/// The files that hold tensors of an ONNX model. Each such tensor, wherever it is in the graph or its subgraphs, has an
/// entry {key: "location", value: path} in `external_data`, whose bytes are looked for; the path is relative to the
/// model.
std::set<fs::path> external_data(const fs::path& onnx) {
    constexpr std::string_view entry =
        "\x0A\x08"
        "location"
        "\x12";                                               // key of 8 bytes, then the length of the value
    constexpr std::size_t longest = 4096;                     // path
    constexpr std::size_t kept = entry.size() + 2 + longest;  // of a block, for an entry across its end
    std::set<fs::path> files;
    std::ifstream stream(onnx, std::ios::binary);
    std::string block(std::size_t{1} << 20, '\0');
    std::string text;
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.erase(0, text.size() - std::min(text.size(), kept));
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        for (auto at = text.find(entry); at != std::string::npos; at = text.find(entry, at + 1)) {
            auto begin = at + entry.size();
            std::size_t length = 0;
            for (unsigned shift = 0; begin < text.size() && shift < 14; shift += 7) {
                const auto byte = static_cast<unsigned char>(text[begin++]);
                length |= std::size_t{byte & 0x7FU} << shift;
                if (byte < 0x80)
                    break;
            }
            const auto file =
                onnx.parent_path() / text_path(std::string_view(text).substr(std::min(begin, text.size()), length));
            std::error_code ignored;
            if (length > 0 && length <= longest && fs::is_regular_file(file, ignored))
                files.insert(file);
        }
    }
    return files;
}

}  // namespace

void check_model_file(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        fail(file, "the file does not exist");
    }
    if (fs::is_directory(file, ignored)) {
        return check_folder(file);
    }
    if (const auto* mistake = find_row(mistakes, file)) {
        fail(file, mistake->advice);
    }
    const auto* format = find_format(file);
    if (format == nullptr) {
        fail(file,
             fmt::format("unknown extension '{}'; expected one of {}, or the folder of a TensorFlow SavedModel",
                         path_text(file.extension()),
                         known_extensions()));
    }
    require_regular(file, file);
    check_content(file, *format);
    if (!format->weights.empty()) {
        require_regular(file, fs::path(file).replace_extension(format->weights));
    }
}

std::string weights_problem(const fs::path& file) {
    const auto* format = find_format(file);
    std::error_code missing;
    if (format == nullptr || format->weights.empty() || fs::is_directory(file, missing)) {
        return {};
    }
    const auto weights = fs::path(file).replace_extension(format->weights);
    const auto found = fs::file_size(weights, missing);
    if (missing) {
        return fmt::format("its weights file {} is missing; copy it to the folder of the model", path_text(weights));
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
    const bool in_folder = file.filename() == "saved_model.pb";  // read with all that is beside it
    std::error_code ignored;
    if (!in_folder && !fs::is_directory(file, ignored)) {
        std::vector<fs::path> files = {file};
        const auto* format = find_format(file);
        if (format != nullptr && !format->weights.empty()) {
            const auto weights = fs::path(file).replace_extension(format->weights);
            if (fs::is_regular_file(weights, ignored)) {
                files.push_back(weights);
            }
        }
        if (format != nullptr && format->extension == ".onnx") {
            for (const auto& data : external_data(file)) {
                files.push_back(data);
            }
        }
        return files;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(in_folder ? fs::absolute(file).parent_path() : file)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string model_format(const fs::path& file) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) {
        return "TensorFlow";
    }
    const auto* format = find_format(file);
    return format == nullptr ? "unknown" : std::string(format->name);
}

}  // namespace vinoscope
