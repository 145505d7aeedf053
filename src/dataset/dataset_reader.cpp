// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <bit>
#include <fstream>
#include <map>
#include <span>

#include "core/file.hpp"
#include "dataset/image_record.hpp"
#include "dataset/run_folder.hpp"

namespace vinoscope {
namespace {

std::string text_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Provenance provenance_of(const Json& json) {
    Provenance provenance;
    provenance.model = text_at(json, "model");
    provenance.model_hash = text_at(json, "model_hash");
    provenance.task = text_at(json, "task");
    provenance.method = text_at(json, "method");
    provenance.layer = text_at(json, "layer");
    provenance.decoder = text_at(json, "decoder");
    provenance.score = text_at(json, "score");
    provenance.device = text_at(json, "device");
    provenance.precision = text_at(json, "precision");
    provenance.seed = json.value("seed", std::uint64_t{0});
    provenance.version = text_at(json, "version");
    provenance.openvino_version = text_at(json, "openvino_version");
    return provenance;
}

Image image_if_readable(const std::string& file) {
    try {
        return read_image(text_path(file));
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

struct DatasetReader::Impl {
    std::filesystem::path folder;
    Json request;
    Provenance provenance;
    std::ifstream index;
    std::map<std::string, std::ifstream> archives;

    std::vector<float> values(const MapPlace& place) {
        auto& archive = archives[place.file];
        const auto file = folder / text_path(place.file).filename();
        if (!archive.is_open()) {
            require_regular_file(file);
            archive.open(file, std::ios::binary);
        }
        std::error_code error;
        const auto length = std::filesystem::file_size(file, error);
        const bool is_inside = !error && place.size <= length && place.offset <= length - place.size;
        std::vector<float> values(is_inside ? place.size / sizeof(float) : 0);
        archive.clear();
        archive.seekg(static_cast<std::streamoff>(place.offset));
        if (!is_inside ||
            !archive.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(place.size)))
            throw Error(ErrorKind::bad_image,
                        fmt::format("expected {} bytes of a map at {} in {}, found the end of the file; continue the "
                                    "run with the command that started it",
                                    place.size,
                                    place.offset,
                                    path_text(file)));
        if (!place.checksum.empty() && checksum_hex(std::as_bytes(std::span(values))) != place.checksum)
            throw Error(ErrorKind::bad_image,
                        fmt::format("the values of a map at {} in {} are damaged; compute the maps again with the "
                                    "command that started the run and --restart",
                                    place.offset,
                                    path_text(file)));
        if constexpr (std::endian::native != std::endian::little)
            for (auto& value : values) {
                const auto bits = std::bit_cast<std::uint32_t>(value);
                value =
                    std::bit_cast<float>(bits << 24U | (bits & 0xFF00U) << 8U | (bits >> 8U & 0xFF00U) | bits >> 24U);
            }
        return values;
    }
};

DatasetReader::DatasetReader(const std::filesystem::path& folder) : m_impl(std::make_unique<Impl>()) {
    const auto run = read_run_json(folder);
    m_impl->folder = folder;
    m_impl->request = run["request"];
    try {
        m_impl->provenance = provenance_of(m_impl->request.value("model", Json::object()));
        static_cast<void>(total());
    } catch (const Json::exception& error) {
        throw Error(
            ErrorKind::bad_image,
            fmt::format("expected the settings of a run in {}: {}", path_text(folder / "run.json"), reason_of(error)));
    }
    if (std::error_code error; std::filesystem::exists(folder / "index.jsonl", error)) {
        require_regular_file(folder / "index.jsonl");
        m_impl->index.open(folder / "index.jsonl", std::ios::binary);
    }
}

DatasetReader::DatasetReader(DatasetReader&&) noexcept = default;
DatasetReader& DatasetReader::operator=(DatasetReader&&) noexcept = default;
DatasetReader::~DatasetReader() = default;

bool DatasetReader::is_run(const std::filesystem::path& folder) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder / "run.json", error))
        return false;
    std::ifstream stream(folder / "run.json", std::ios::binary);
    std::string begin(256, '\0');
    stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin.find(fmt::format("\"{}\"", dataset_format)) != std::string::npos;
}

std::optional<DatasetResult> DatasetReader::next() {
    const auto line = next_line(m_impl->index);
    if (!line)
        return std::nullopt;
    try {
        auto result = result_of(*line);
        for (std::size_t i = 0; i < result.maps.size(); ++i)
            result.maps[i].values = m_impl->values(place_of((*line)["maps"][i]));
        return result;
    } catch (const Json::exception& error) {
        throw Error(
            ErrorKind::bad_image,
            fmt::format(
                "expected a line of an index in {}: {}", path_text(m_impl->folder / "index.jsonl"), reason_of(error)));
    }
}

const Provenance& DatasetReader::provenance() const {
    return m_impl->provenance;
}

std::size_t DatasetReader::total() const {
    return m_impl->request.value("total", std::size_t{0});
}

Run DatasetReader::as_run(const std::filesystem::path& folder, std::size_t limit) {
    DatasetReader reader(folder);
    RunInfo info{.command = "run", .series = {reader.provenance().method}, .provenance = {reader.provenance()}};
    const auto settings = reader.m_impl->request.value("settings", Json::object());
    for (const auto& [name, value] : settings.items())
        info.parameters.emplace_back(name, value.is_string() ? value.get<std::string>() : dump(value));
    Run run(info);
    for (std::size_t count = 0; count < limit; ++count) {
        const auto result = reader.next();
        if (!result)
            break;
        RunImage image{.file = text_path(result->image),
                       .error = result->error ? result->reason : "",
                       .predictions = result->predictions};
        if (!result->error)
            image.image = image_if_readable(result->image);
        for (const auto& map : result->maps)
            image.maps.push_back({.series = reader.provenance().method, .map = map});
        run.add(image);
    }
    return run;
}

}  // namespace vinoscope
