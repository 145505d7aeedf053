// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "dataset/run_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "dataset/tar.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* index_name = "index.jsonl";
constexpr const char* run_name = "run.json";

[[noreturn]] void throw_io(const fs::path& file, const std::string& reason) {
    throw Error(ErrorKind::io, fmt::format("cannot write {}: {}", path_text(file), reason));
}

void require(const std::error_code& error, const fs::path& file) {
    if (error)
        throw_io(file, error.message());
}

bool is_archive(const fs::path& file) {
    const auto name = path_text(file.filename());
    return name.starts_with("maps-") && name.ends_with(".tar");
}

// Where the archives have to end behind the maps of a line; nothing for a line without maps.
// @throws Error or Json::exception if the line is damaged
std::optional<MapPlace> last_place(const Json& line) {
    const auto& maps = line.at("maps");
    return maps.empty() ? std::nullopt : std::optional(place_of(maps.back()));
}

// The number in the name of an archive; nothing for another name.
std::optional<std::size_t> number_of_archive(const std::string& name) {
    std::size_t number = 0;
    const auto digits = std::string_view(name).substr(std::min(name.find('-') + 1, name.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return archive_name(number) == name ? std::optional(number) : std::nullopt;
}

// A pipe or a device in the folder may never end.
std::ifstream open_index(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(file, error))
        return {};
    require_regular_file(file);
    return std::ifstream(file, std::ios::binary);
}

std::uintmax_t end_of(const MapPlace& place) {
    return tar_padded(place.offset + place.size);
}

void compare(const Json& there, const Json& here, const std::string& path, std::vector<std::string>& found) {
    if (there.is_object() && here.is_object()) {
        Json keys = there;
        keys.update(here);
        for (const auto& [key, ignored] : keys.items())
            compare(there.value(key, Json()),
                    here.value(key, Json()),
                    path.empty() ? key : fmt::format("{}.{}", path, key),
                    found);
        return;
    }
    const auto text = [](const Json& json) { return json.is_null() ? std::string("nothing") : dump(json); };
    if (there != here)
        found.push_back(fmt::format("{}: {} there, {} here", path, text(there), text(here)));
}

}  // namespace

std::string archive_name(std::size_t number) {
    return fmt::format("maps-{:05}.tar", number);
}

std::string reason_of(const Json::exception& error) {
    const std::string_view what = error.what();
    const auto number = what.find("] ");
    return std::string(number == std::string_view::npos ? what : what.substr(number + 2));
}

Json read_run_json(const fs::path& folder) {
    const auto bytes = read_file(folder / run_name);
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    auto json = Json::parse(text, text + bytes.size(), nullptr, false);
    const bool known =
        json.is_object() && json.value("format", Json()) == dataset_format && json.value("request", Json()).is_object();
    if (!known || json.value("version", Json()) != dataset_version)
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected a \"{}\" of version {} in {}, found another document",
                                dataset_format,
                                dataset_version,
                                path_text(folder / run_name)));
    return json;
}

std::string difference(Json there, Json here) {
    for (auto* request : {&there, &here})
        if (request->contains("model"))
            (*request)["model"].erase("model");  // a file that was moved is the same model; its hash tells
    std::vector<std::string> found;
    compare(there, here, "", found);
    return fmt::format("{}", fmt::join(found, "; "));
}

std::optional<Json> next_line(std::istream& stream) {
    std::string text;
    if (!std::getline(stream, text) || stream.eof())  // without its line break it may be half of one
        return std::nullopt;
    auto line = Json::parse(text, nullptr, false);
    const bool known = line.is_object() && line.value("image", Json()).is_string() &&
                       line.value("status", Json()).is_string() && line.value("maps", Json()).is_array();
    return known ? std::optional(std::move(line)) : std::nullopt;
}

void IndexCounts::add(const Json& line) {
    images.insert(line["image"].get<std::string>());
    if (line["status"] == "failed") {
        ++failed;
        failures.insert(kind_of(line.value("error", "")));
    } else {
        ++done;
    }
}

GrowingFile::GrowingFile(const fs::path& file, std::uintmax_t size) : m_file(file), m_size(size) {
    std::error_code error;
    if (fs::exists(file, error))
        require_regular_file(file);
    errno = 0;
    m_stream.open(file, std::ios::binary | std::ios::app);
    if (!m_stream)
        throw_io(file, std::generic_category().message(errno));
    fs::resize_file(file, size, error);
    require(error, file);
}

void GrowingFile::append(std::span<const std::byte> bytes) {
    errno = 0;
    m_stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (m_stream.flush()) {
        m_size += bytes.size();
        return;
    }
    const auto reason = errno == 0 ? "unknown reason" : std::generic_category().message(errno);
    m_stream.close();
    std::error_code ignored;
    fs::resize_file(m_file, m_size, ignored);
    throw_io(m_file, reason);
}

RunFolder::RunFolder(fs::path folder, Json request, Options options)
    : m_folder(std::move(folder)), m_request(std::move(request)), m_archive_size(options.archive_size) {
    std::error_code error;
    fs::create_directories(m_folder, error);
    require(error, m_folder);
    m_lock.emplace(m_folder, std::chrono::milliseconds(0));
    if (!m_lock->held())
        throw Error(
            ErrorKind::usage,
            fmt::format("another process is writing to {}; wait for it, or use another folder", path_text(m_folder)));
    const bool exists = fs::exists(m_folder / run_name, error);
    if (!exists && fs::exists(m_folder / index_name, error))
        throw Error(ErrorKind::usage,
                    fmt::format("{} contains an {} without a {} and cannot be continued; use another folder",
                                path_text(m_folder),
                                index_name,
                                run_name));
    if (exists && options.restart) {
        read_run_json(m_folder);  // of a data set, or nothing is removed
        remove_results();
    } else if (exists) {
        require_same_request();
    }
    remove_temporary_files();
    write_run_json({{"status", "running"}});
    if (options.retry_failed)
        remove_failures();
    recover();
}

void RunFolder::require_same_request() const {
    const auto found = difference(read_run_json(m_folder)["request"], m_request);
    if (!found.empty())
        throw Error(ErrorKind::usage,
                    fmt::format("expected the settings of the run in {}, found others: {}; use another folder, or "
                                "start again with restart",
                                path_text(m_folder),
                                found));
}

// The index first: whenever this is interrupted, no line names maps that are gone.
void RunFolder::remove_results() const {
    std::error_code error;
    fs::remove(m_folder / index_name, error);
    require(error, m_folder / index_name);
    for (const auto& entry : fs::directory_iterator(m_folder, error))
        if (is_archive(entry.path()))
            fs::remove(entry.path(), error);
    require(error, m_folder);
    fs::remove_all(m_folder / "pictures", error);
    require(error, m_folder / "pictures");
}

// What write_file() leaves behind when the process is killed.
void RunFolder::remove_temporary_files() const {
    std::error_code ignored;
    for (const auto& entry : fs::recursive_directory_iterator(m_folder, ignored)) {
        const auto name = path_text(entry.path().filename());
        if (name.starts_with(".vinoscope-") && name.ends_with(".tmp"))
            fs::remove(entry.path(), ignored);
    }
}

void RunFolder::remove_failures() const {
    auto old = open_index(m_folder / index_name);
    if (!old.is_open())
        return;
    const auto temporary = m_folder / ".vinoscope-index.tmp";
    GrowingFile kept(temporary, 0);
    while (const auto line = next_line(old)) {
        const auto text = dump(*line) + "\n";
        if ((*line)["status"] != "failed")
            kept.append(std::as_bytes(std::span(text)));
    }
    std::error_code error;
    fs::rename(temporary, m_folder / index_name, error);
    require(error, m_folder / index_name);
}

void RunFolder::recover() {
    std::uintmax_t index_size = 0;
    std::uintmax_t archive_size = 0;
    std::error_code error;
    auto index = open_index(m_folder / index_name);
    try {
        for (auto line = next_line(index); line; line = next_line(index)) {
            if (const auto place = last_place(*line)) {
                // Smaller only when the machine itself has stopped before the maps were on its disk.
                const auto size = fs::file_size(m_folder / text_path(place->file).filename(), error);
                const auto number = number_of_archive(place->file);
                if (error || !number || size < place->size || size - place->size < place->offset)
                    break;
                m_number = *number;
                archive_size = end_of(*place);
            }
            m_counts.add(*line);
            index_size = static_cast<std::uintmax_t>(index.tellg());
        }
    } catch (const Json::exception&) {  // what follows a damaged line is computed again
    } catch (const Error&) {
    }
    m_index.emplace(m_folder / index_name, index_size);
    for (auto number = m_number + 1; fs::remove(m_folder / archive_name(number), error); ++number) {
    }
    open_archive(m_number, archive_size);
}

void RunFolder::open_archive(std::size_t number, std::uintmax_t size) {
    m_number = number;
    m_archive.emplace(m_folder / archive_name(number), size);
}

void RunFolder::append(const ImageRecord& record) {
    if (!record.members().empty() && m_archive->size() >= m_archive_size) {
        m_archive->append(tar_end());
        open_archive(m_number + 1, 0);
    }
    const auto line = record.line(archive_name(m_number), m_archive->size());
    m_archive->append(record.members());
    m_index->append(std::as_bytes(std::span(line)));
}

void RunFolder::finish(const std::string& status,
                       const std::string& reason,
                       const DatasetProgress& progress,
                       double seconds) {
    if (status != "failed")  // a disk may be full
        m_archive->append(tar_end());
    write_run_json({{"status", status},
                    {"reason", text_or_null(reason)},
                    {"done", progress.done},
                    {"failed", progress.failed},
                    {"seconds", seconds}});
}

void RunFolder::write_run_json(const Json& how_it_ended) const {
    Json document = {{"format", dataset_format}, {"version", dataset_version}, {"request", m_request}};
    document.update(how_it_ended);
    write_text(m_folder / run_name, dump(document, 2) + "\n");
}

}  // namespace vinoscope
