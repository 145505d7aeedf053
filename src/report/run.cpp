// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/file.hpp"
#include "core/text.hpp"
#include "report/base64.hpp"
#include "report/run_document.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/provenance_json.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

constexpr int thumbnail_side = 320;
constexpr int map_side = 112;
constexpr const char* format_name = "vinoscope run";

/// A JPEG of at most thumbnail_side pixels a side as a data URL, or null.
Json thumbnail(const Image& image) {
    if (image.empty())
        return nullptr;
    const int longest = std::max(image.width(), image.height());
    auto* data = const_cast<std::uint8_t*>(image.data());  // cv::Mat has no view of constant data; it is only read
    cv::Mat pixels(image.height(), image.width(), CV_8UC3, data);
    if (longest > thumbnail_side) {
        const double scale = static_cast<double>(thumbnail_side) / longest;
        cv::Mat small;
        cv::resize(pixels,
                   small,
                   {std::max(1, static_cast<int>(std::lround(image.width() * scale))),
                    std::max(1, static_cast<int>(std::lround(image.height() * scale)))},
                   0,
                   0,
                   cv::INTER_AREA);
        pixels = small;
    }
    cv::Mat bgr;
    cv::cvtColor(pixels, bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> bytes;
    cv::imencode(".jpg", bgr, bytes, {cv::IMWRITE_JPEG_QUALITY, 82});
    return "data:image/jpeg;base64," + base64(std::as_bytes(std::span(bytes)));
}

Json values_json(const NamedValues& values) {
    Json json = Json::object();
    for (const auto& [name, value] : values)
        json[name] = value.value ? number_or_null(*value.value) : Json();
    return json;
}

Json curve_json(const std::vector<float>& curve) {
    Json json = Json::array();
    for (const float score : curve)
        json.push_back(number_or_null(score));
    return json;
}

Json verdict_json(const Verdict& verdict) {
    Json figures = Json::object();
    for (const auto& [name, value] : verdict.figures)
        figures[name] = number_or_null(value);
    return {{"status", to_string(verdict.status)}, {"reasons", verdict.reasons}, {"figures", figures}};
}

/// Values at no more than map_side cells a side, as little-endian float32.
void add_values(Json& json, const SaliencyMap& map) {
    const auto cells =
        static_cast<std::size_t>(std::max(map.height, 0)) * static_cast<std::size_t>(std::max(map.width, 0));
    if (cells == 0 || map.values.size() != cells)
        return;
    cv::Mat values(map.height, map.width, CV_32F, const_cast<float*>(map.values.data()));
    cv::Mat small = values;
    const int longest = std::max(map.height, map.width);
    if (longest > map_side)
        cv::resize(values,
                   small,
                   {std::max(1, map.width * map_side / longest), std::max(1, map.height * map_side / longest)},
                   0,
                   0,
                   cv::INTER_AREA);
    std::vector<std::byte> bytes;
    for (int y = 0; y < small.rows; ++y)
        for (int x = 0; x < small.cols; ++x) {
            const auto bits = std::bit_cast<std::uint32_t>(small.at<float>(y, x));
            for (unsigned shift = 0; shift < 32; shift += 8)
                bytes.push_back(static_cast<std::byte>(bits >> shift & 0xFFU));
        }
    json["height"] = small.rows;
    json["width"] = small.cols;
    json["values"] = base64(bytes);
}

Json map_json(const RunMap& one) {
    Json json = {{"series", one.series}};
    json.update(map_facts_json(one.map));
    add_values(json, one.map);
    if (one.verdict)
        json["verdict"] = verdict_json(*one.verdict);
    if (!one.metrics.empty())
        json["metrics"] = values_json(one.metrics);
    if (!one.insertion_curve.empty())
        json["insertion_curve"] = curve_json(one.insertion_curve);
    if (!one.deletion_curve.empty())
        json["deletion_curve"] = curve_json(one.deletion_curve);
    return json;
}

}  // namespace

Json number_or_null(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json box_json(const Region& box) {
    return {box.x1, box.y1, box.x2, box.y2};
}

Json predictions_json(const std::vector<Prediction>& predictions) {
    Json list = Json::array();
    for (const auto& prediction : predictions) {
        Json json = {{"index", prediction.index},
                     {"label", text_or_null(prediction.label)},
                     {"score", number_or_null(prediction.score)}};
        if (prediction.box)
            json["box"] = box_json(*prediction.box);
        list.push_back(std::move(json));
    }
    return list;
}

Json map_facts_json(const SaliencyMap& map) {
    Json json = {{"target", map.target ? Json(*map.target) : Json()},
                 {"label", text_or_null(map.label)},
                 {"name", text_or_null(map.name)},
                 {"score", map.score ? number_or_null(*map.score) : Json()},
                 {"status", to_string(map.status)}};
    if (!map.reason.empty())
        json["reason"] = map.reason;
    if (map.box)
        json["box"] = box_json(*map.box);
    if (map.region)
        json["region"] = box_json(*map.region);
    json["of_pixels"] = map.of_pixels;
    return json;
}

Json provenance_json(const Provenance& provenance) {
    return {{"model", provenance.model},
            {"model_hash", provenance.model_hash},
            {"task", provenance.task},
            {"method", provenance.method},
            {"layer", text_or_null(provenance.layer)},
            {"decoder", provenance.decoder},
            {"score", provenance.score},
            {"device", provenance.device},
            {"precision", provenance.precision},
            {"seed", provenance.seed},
            {"version", provenance.version},
            {"openvino_version", provenance.openvino_version}};
}

std::vector<float> map_values(const Json& map) {
    const auto bytes = from_base64(map.value("values", ""));
    std::vector<float> values(bytes.size() / 4);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 4; ++k)
            bits |= static_cast<std::uint32_t>(bytes[4 * i + k]) << (8 * k);
        values[i] = std::bit_cast<float>(bits);
    }
    const auto cells = map.value("height", std::size_t{0}) * map.value("width", std::size_t{0});
    return values.size() == cells ? values : std::vector<float>();
}

std::string dump(const Json& document, int indent) {
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

void write_text(const std::filesystem::path& file, std::string_view text) {
    if (const auto folder = file.parent_path(); !folder.empty()) {
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        if (failed)
            throw Error(ErrorKind::io,
                        fmt::format("cannot create the folder {}: {}", path_text(folder), failed.message()));
    }
    write_file(file, std::as_bytes(std::span(text)));
}

std::string csv_field(std::string_view text) {
    // A spreadsheet takes these for formulas (OWASP, CSV injection).
    const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
    std::string field = formula ? "'" + std::string(text) : std::string(text);
    if (field.find_first_of(",\"\n\r") == std::string::npos)
        return field;
    std::string quoted = "\"";
    for (const char letter : field)
        quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    return quoted + "\"";
}

struct Run::Impl {
    Json document = Json::object();
};

Run::Run(const RunInfo& info) : m_impl(std::make_unique<Impl>()) {
    Json manifest = {{"command", info.command}, {"version", version()}, {"openvino_version", openvino_version()}};
    manifest["models"] = Json::array();
    for (const auto& provenance : info.provenance)
        manifest["models"].push_back(provenance_json(provenance));
    manifest["series"] = info.series;
    manifest["parameters"] = Json::object();
    for (const auto& [name, value] : info.parameters)
        manifest["parameters"][name] = value;
    m_impl->document = {
        {"format", format_name}, {"version", run_version}, {"manifest", manifest}, {"images", Json::array()}};
}

Run::Run(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Run::Run(Run&&) noexcept = default;
Run& Run::operator=(Run&&) noexcept = default;
Run::~Run() = default;

void Run::add_provenance(const Provenance& provenance) {
    m_impl->document["manifest"]["models"].push_back(provenance_json(provenance));
}

std::size_t Run::add(const RunImage& image) {
    Json json = {{"image", path_text(image.file)},
                 {"width", image.image.width()},
                 {"height", image.image.height()},
                 {"thumbnail", thumbnail(image.image)},
                 {"predictions", predictions_json(image.predictions)}};
    if (!image.error.empty())
        json["error"] = image.error;
    if (!image.other_predictions.empty())
        json["other_predictions"] = predictions_json(image.other_predictions);
    if (!image.expected.empty())
        json["expected"] = image.expected;
    for (const auto& box : image.expected_boxes)
        json["expected_boxes"].push_back(box_json(box));
    if (image.flip)
        json["flip"] = *image.flip;
    if (!image.figures.empty())
        json["figures"] = values_json(image.figures);
    json["maps"] = Json::array();
    for (const auto& map : image.maps)
        json["maps"].push_back(map_json(map));
    auto& images = m_impl->document["images"];
    images.push_back(std::move(json));
    return images.size() - 1;
}

void Run::add_map(std::size_t image, const RunMap& map) {
    auto& images = m_impl->document["images"];
    if (image >= images.size())
        throw Error(ErrorKind::usage, fmt::format("expected an image below {}, found {}", images.size(), image));
    images[image]["maps"].push_back(map_json(map));
}

void Run::save(const std::filesystem::path& folder) const {
    write_text(folder / "run.json", dump(m_impl->document));
}

Run Run::load(const std::filesystem::path& folder) {
    std::error_code ignored;
    const auto file = std::filesystem::is_directory(folder, ignored) ? folder / "run.json" : folder;
    if (!std::filesystem::is_regular_file(file, ignored))
        throw Error(
            ErrorKind::io,
            fmt::format("expected the folder of a recorded run, but {} contains no run.json; 'vinoscope explain', "
                        "'evaluate' and 'compare' write it beside the file of --report",
                        path_text(folder)));
    const auto bytes = read_file(file);
    auto impl = std::make_unique<Impl>();
    const auto* text = reinterpret_cast<const char*>(bytes.data());
    impl->document = Json::parse(text, text + bytes.size(), nullptr, false);
    const auto& document = impl->document;
    const bool known = document.is_object() && document.contains("format") && document["format"] == format_name &&
                       document.contains("images") && document["images"].is_array() && document.contains("manifest") &&
                       document["manifest"].is_object();
    if (!known)
        throw Error(
            ErrorKind::bad_image,
            fmt::format("expected a vinoscope run in {}, found a different or damaged document", path_text(file)));
    if (document.value("version", 0) != run_version)
        throw Error(
            ErrorKind::bad_image,
            fmt::format(
                "expected a run of version {} in {}, found version {}; use the version of vinoscope that wrote it",
                run_version,
                path_text(file),
                document.value("version", 0)));
    return Run(std::move(impl));
}

void Run::write_report(const std::filesystem::path& file) const {
    const auto extension = lower_case(path_text(file.extension()));
    if (extension != ".html" && extension != ".htm")
        throw Error(ErrorKind::usage,
                    fmt::format("expected a report file name ending in .html, found {}", path_text(file)));
    const auto folder = file.parent_path();
    write_text(file, report_page(m_impl->document));
    write_text(folder / "manifest.json", dump(m_impl->document["manifest"], 2) + "\n");
    write_text(folder / "maps.csv", maps_csv(m_impl->document));
    save(folder);
}

std::vector<std::filesystem::path> Run::export_to(std::string_view format, const std::filesystem::path& to) const {
    return export_run(m_impl->document, format, to);
}

}  // namespace vinoscope
