// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sidecar_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <openvino/core/except.hpp>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include "core/file.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Properties = std::map<std::string, std::string>;

constexpr const char* section = "vinoscope_sidecar";

// Configurations and lists of classes are small; what is larger is something else.
std::optional<std::string> content_of(const fs::path& file) {
    constexpr std::uintmax_t most = std::uintmax_t{4} << 20;
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored) || fs::file_size(file, ignored) > most)
        return {};
    try {
        const auto bytes = read_file(file, most);
        return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    } catch (const Error&) {
        return {};
    }
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line); lines.push_back(line))
        if (line.ends_with('\r'))
            line.pop_back();
    return lines;
}

Json json_of(const fs::path& file) {
    const auto text = content_of(file);
    auto json = Json::parse(text.value_or(""), nullptr, false);
    return json.is_object() ? json : Json::object();
}

const Json& member(const Json& json, const char* key) {
    static const Json nothing;
    const auto found = json.find(key);
    return json.is_object() && found != json.end() ? *found : nothing;
}

std::vector<double> numbers_of(const Json& json) {
    std::vector<double> numbers;
    for (const auto& value : json.is_array() ? json : Json::array())
        if (value.is_number())
            numbers.push_back(value.get<double>());
    return numbers;
}

std::string in_pixels(const std::vector<double>& values, double whole) {
    std::vector<double> pixels;
    for (const auto value : values)
        pixels.push_back(value * whole);
    return fmt::format("{:.7g}", fmt::join(pixels, " "));
}

// Text of any encoding: what is not UTF-8 is replaced.
std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string square(const Json& size) {
    return size.is_number_integer() ? fmt::format("{0} {0}", size.get<int>()) : std::string();
}

std::string size_text(const Json& size) {
    const auto& height = member(size, "height");
    const auto& width = member(size, "width");
    return height.is_number_integer() && width.is_number_integer()
               ? fmt::format("{} {}", height.get<int>(), width.get<int>())
               : square(size);
}

// https://huggingface.co/docs/transformers/main_classes/image_processor
Properties read_preprocessor(const Json& json) {
    Properties found;
    const auto mean = numbers_of(member(json, "image_mean"));
    const auto deviation = numbers_of(member(json, "image_std"));
    if (mean.empty() || deviation.empty())
        return found;
    constexpr double usual_factor = 1 / 255.0;
    const auto& told = member(json, "rescale_factor");
    const double factor = member(json, "do_rescale") == false ? 1
                          : told.is_number()                  ? told.get<double>()
                                                              : usual_factor;
    if (factor <= 0)
        return found;
    const bool normalises = member(json, "do_normalize") != false;
    found["mean"] = normalises ? in_pixels(mean, 1 / factor) : "0";
    found["scale"] = normalises ? in_pixels(deviation, 1 / factor) : fmt::format("{:.7g}", 1 / factor);
    const bool crops = member(json, "do_center_crop") == true;
    const auto size = size_text(member(json, crops ? "crop_size" : "size"));
    if (crops)
        found["resize"] = "crop";
    else if (!size.empty())
        found["resize"] = "squash";
    if (!size.empty())
        found["imgsz"] = size;
    return found;
}

std::vector<std::string> strings_of(const Json& json) {
    std::vector<std::string> strings;
    for (const auto& value : json.is_array() ? json : Json::array())
        if (value.is_string())
            strings.push_back(value.get<std::string>());
    return strings;
}

// {"0": "cat", "1": "dog"}; the names LABEL_0, LABEL_1, ... say nothing.
std::vector<std::string> labels_of(const Json& by_index) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; by_index.is_object() && i < by_index.size(); ++i) {
        const auto& label = member(by_index, std::to_string(i).c_str());
        if (!label.is_string() || label == fmt::format("LABEL_{}", i))
            return {};
        labels.push_back(label.get<std::string>());
    }
    return labels;
}

std::string task_of(std::string_view architecture) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> tasks = {
        {{"ForImageClassification", "classification"},
         {"ForObjectDetection", "detection"},
         {"ForSemanticSegmentation", "segmentation"},
         {"ForDepthEstimation", "regression"}}};
    for (const auto& [ending, task] : tasks)
        if (architecture.ends_with(ending))
            return std::string(task);
    return {};
}

// `config.json` of Transformers.
Properties read_transformers(const Json& json) {
    Properties found;
    const auto architectures = strings_of(member(json, "architectures"));
    const auto task = architectures.empty() ? std::string() : task_of(architectures.front());
    if (task.empty())
        return found;
    found["task"] = task;
    if (const auto labels = labels_of(member(json, "id2label")); !labels.empty())
        found["labels"] = text_of(labels);
    if (member(json, "problem_type") == "multi_label_classification")
        found["multilabel"] = "true";
    return found;
}

// `config.json` of timm: https://huggingface.co/docs/timm/hf_hub
Properties read_timm(const Json& json) {
    Properties found;
    if (!member(json, "architecture").is_string())
        return found;
    const auto& nested = member(json, "pretrained_cfg");
    const auto& about = nested.is_object() ? nested : json;
    const auto mean = numbers_of(member(about, "mean"));
    const auto deviation = numbers_of(member(about, "std"));
    if (mean.empty() || deviation.empty())
        return found;
    constexpr double whole = 255;
    found["mean"] = in_pixels(mean, whole);
    found["scale"] = in_pixels(deviation, whole);
    const auto& share = member(about, "crop_pct");
    const bool crops = share.is_number() && share.get<double>() < 1 && member(about, "crop_mode") != "squash";
    found["resize"] = crops ? "crop" : "squash";
    const auto size = numbers_of(member(about, "input_size"));
    if (size.size() == 3)
        found["imgsz"] = fmt::format("{} {}", size[1], size[2]);
    for (const auto& holder : {json, about})
        if (const auto labels = strings_of(member(holder, "label_names")); !labels.empty())
            found["labels"] = text_of(labels);
    found["task"] = "classification";
    return found;
}

// The keys at the left margin with all that is written below them, on one line: enough of YAML for what Ultralytics
// writes.
Properties read_yaml(const std::string& text) {
    Properties found;
    std::string* value = nullptr;
    for (const std::string_view line : lines_of(text)) {
        const auto colon = line.find(':');
        const bool continues = line.empty() || line[0] == ' ' || line[0] == '-' || line[0] == '#';
        if (!continues && colon != std::string_view::npos) {
            value = &found[std::string(line.substr(0, colon))];
            *value = trim(line.substr(colon + 1));
        } else if (value != nullptr) {
            value->append(value->empty() ? "" : "\n").append(trim(line));
        }
    }
    return found;
}

// "0: person" on each line, in any order.
std::string names_of(const std::string& lines) {
    auto names = Json::object();
    for (const std::string_view line : lines_of(lines)) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        auto name = trim(line.substr(colon + 1));
        if (name.size() > 1 && (name.front() == '\'' || name.front() == '"') && name.back() == name.front())
            name = name.substr(1, name.size() - 2);
        names[std::string(trim(line.substr(0, colon)))] = name;
    }
    return text_of(names);
}

Properties read_ultralytics(const fs::path& file) {
    auto found = read_yaml(content_of(file).value_or(""));
    if (!found.contains("names") || !found.contains("task") || !found.contains("stride"))
        return {};
    return {{"names", names_of(found["names"])},
            {"task", found["task"]},
            {"stride", found["stride"]},
            {"imgsz", found["imgsz"]}};
}

// One name on a line. "0 cat", as Teachable Machine numbers them, is "cat".
Properties read_labels(const fs::path& file) {
    std::vector<std::string> labels;
    for (const auto& line : lines_of(content_of(file).value_or("")))
        labels.emplace_back(trim(line));
    while (!labels.empty() && labels.back().empty())
        labels.pop_back();
    bool numbered = true;
    for (std::size_t i = 0; i < labels.size(); ++i)
        numbered = numbered && labels[i].starts_with(fmt::format("{} ", i));
    for (auto& label : labels)
        if (numbered)
            label.erase(0, label.find(' ') + 1);
    if (labels.size() < 2)
        return {};
    return {{"labels", text_of(labels)}};
}

std::vector<fs::path> folders_of(const fs::path& file) {
    std::error_code ignored;
    const auto whole = fs::absolute(file, ignored);
    const auto folder = fs::is_directory(whole, ignored) ? whole : whole.parent_path();
    std::vector<fs::path> folders = {folder};
    if (folder.filename() == "onnx" || folder.filename() == "openvino")
        folders.push_back(folder.parent_path());
    return folders;
}

}  // namespace

void read_sidecar_files(ov::Model& model, const fs::path& file) {
    Properties all;
    const auto add = [&](const Properties& found, const char* name) {
        for (const auto& [key, value] : found)
            all.emplace(key, value);
        if (!found.empty())
            all["file"].append(all["file"].empty() ? "" : ", ").append(name);
    };
    for (const auto& folder : folders_of(file)) {
        add(read_ultralytics(folder / "metadata.yaml"), "metadata.yaml");
        add(read_preprocessor(json_of(folder / "preprocessor_config.json")), "preprocessor_config.json");
        const auto config = json_of(folder / "config.json");
        add(read_transformers(config), "config.json");
        add(read_timm(config), "config.json");
        add(read_labels(folder / "labels.txt"), "labels.txt");
    }
    for (const auto& [key, value] : all)
        model.set_rt_info(value, section, key);
}

std::string sidecar_property(const ov::Model& model, const std::string& key) {
    return model.has_rt_info(section, key) ? model.get_rt_info<std::string>(section, key) : std::string();
}

void forget_sidecar_files(ov::Model& model) {
    model.get_rt_info().erase(section);
}

}  // namespace vinoscope
