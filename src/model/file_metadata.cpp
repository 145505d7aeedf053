// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/file_metadata.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <locale>
#include <openvino/core/except.hpp>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/text.hpp"
#include "model/model_info.hpp"
#include "model/sidecar_files.hpp"

namespace vinoscope {
namespace {

std::string property(const ov::Model& model, const std::string& key) {
    try {
        return model.has_rt_info("framework", key) ? model.get_rt_info<std::string>("framework", key)
                                                   : sidecar_property(model, key);
    } catch (const ov::Exception&) {
        return {};  // not a map: something else under the same name
    }
}

/// The strings in quotes of a Python or JSON list or dictionary, keys of a dictionary left out.
std::vector<std::string> quoted_strings(std::string_view text) {
    std::vector<std::string> strings;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char quote = text[at];
        if (quote != '\'' && quote != '"') {
            continue;
        }
        std::string value;
        for (++at; at < text.size() && text[at] != quote; ++at) {
            if (text[at] == '\\' && at + 1 < text.size()) {
                ++at;
            }
            value += text[at];
        }
        const auto next = text.find_first_not_of(" \t\n", at + 1);
        if (next == std::string_view::npos || text[next] != ':') {
            strings.push_back(std::move(value));
        }
    }
    return strings;
}

/// One a line, or the items of a list.
std::vector<std::string> listed(std::string_view text) {
    text = trim(text);
    if (text.find_first_of("{[") == 0) {
        return quoted_strings(text);
    }
    if (text.empty()) {
        return {};
    }
    const auto parts = split(text, text.find('\n') != std::string_view::npos ? '\n' : ',');
    return {parts.begin(), parts.end()};
}

bool is_one_character(std::string_view text) {
    const auto is_first_byte = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    return std::ranges::count_if(text, is_first_byte) <= 1;
}

bool is_alphabet(const std::vector<std::string>& words) {
    constexpr std::ptrdiff_t fewest = 10;
    const auto characters = std::ranges::count_if(words, is_one_character);
    return characters >= fewest && 10 * characters >= 9 * std::ssize(words);
}

std::vector<std::int64_t> whole_numbers(std::string_view text) {
    std::vector<std::int64_t> numbers;
    for (auto at = text.find_first_of("0123456789"); at != std::string_view::npos;
         at = text.find_first_of("0123456789", at)) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
        if (error != std::errc()) {
            return {};
        }
        numbers.push_back(number);
        at = static_cast<std::size_t>(end - text.data());
    }
    return numbers;
}

std::vector<float> numbers_of(const std::string& text) {
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    return {std::istream_iterator<float>(stream), {}};
}

/// Names of tasks and of wrappers of OpenVINO Model API, in lower case, and what they are about. A name begins so.
std::string task_called(const std::string& name) {
    constexpr std::pair<std::string_view, std::string_view> tasks[] = {
        {"classif", "classification"},
        {"detect", "detection"},
        {"segment", "segmentation"},
        {"yolo", "detection"},
        {"ssd", "detection"},
        {"detr", "detection"},
        {"centernet", "detection"},
        {"nanodet", "detection"},
        {"faceboxes", "detection"},
        {"retinaface", "detection"},
        {"maskrcnn", "detection"},
        {"pose", "detection"},
        {"obb", "detection"},
        {"keypoint", "keypoints"},
        {"imageembedding", "embedding"},
        {"regression", "regression"},
        {"anomaly", "regression"},
    };
    const auto lower = lower_case(name);
    const auto found = std::ranges::find_if(tasks, [&](const auto& task) { return lower.starts_with(task.first); });
    return found == std::end(tasks) ? std::string() : std::string(found->second);
}

/// Networks of Ultralytics take RGB in 0..1; boxes are found in a letterbox, classes in the middle of the picture.
void read_ultralytics(const ov::Model& model, FileMetadata& result) {
    const auto task = property(model, "task");
    if (task.empty() || property(model, "names").empty() || property(model, "stride").empty()) {
        return;
    }
    result.source = "Ultralytics";
    result.preprocess_file = sidecar_property(model, "stride").empty() ? "" : sidecar_property(model, "file");
    // Instances are found as boxes.
    result.task = task == "segment" ? "detection" : task_called(task);
    result.preprocess.mean = {0};
    result.preprocess.scale = {255};
    result.preprocess.color = ColorOrder::rgb;
    result.preprocess.resize = task == "classify" ? ResizeMode::crop : ResizeMode::letterbox;
}

/// What is written beside a model, for the rest.
void read_sidecar(const ov::Model& model, FileMetadata& result) {
    const auto numbers = [&](const char* key) { return numbers_of(sidecar_property(model, key)); };
    if (auto mean = numbers("mean"); !mean.empty() && result.source.empty()) {
        result.preprocess.mean = std::move(mean);
        result.preprocess.scale = numbers("scale");
        result.preprocess.color = ColorOrder::rgb;
        const auto resize = sidecar_property(model, "resize");
        if (!resize.empty()) {
            result.preprocess.resize = resize == "crop" ? ResizeMode::crop : ResizeMode::squash;
        }
        result.preprocess_file = sidecar_property(model, "file");
    }
    if (result.task.empty()) {
        result.task = sidecar_property(model, "task");
    }
    result.multilabel = result.multilabel || !sidecar_property(model, "multilabel").empty();
}

/// https://github.com/open-edge-platform/model_api
void read_model_api(const ov::Model& model, FileMetadata& result) {
    const ModelInfo info(model);
    if (result.task.empty()) {
        result.task = task_called(info.text("model_type").value_or(""));
    }
    result.multilabel = info.flag("multilabel").value_or(false);
    if (const auto threshold = info.numbers("confidence_threshold")) {
        const float value = threshold->front();
        if (value >= 0 && value <= 1) {
            result.min_score = value;
        }
    }
}

void read_input_size(const ov::Model& model, FileMetadata& result) {
    const auto sides = whole_numbers(property(model, "imgsz"));
    if (!sides.empty()) {
        result.input_height = sides.front();
        result.input_width = sides.back();
    }
}

void read_labels(const ov::Model& model, FileMetadata& result) {
    result.labels = ModelInfo(model).words("labels");
    for (const auto* key : {"names", "character", "labels", "classes", "class_names"}) {
        if (!result.labels.empty()) {
            return;
        }
        auto words = listed(property(model, key));
        if (is_alphabet(words)) {
            result.alphabet = std::move(words);
        } else {
            result.labels = std::move(words);
        }
    }
}

}  // namespace

FileMetadata file_metadata(const ov::Model& model) {
    FileMetadata result;
    read_labels(model, result);
    read_ultralytics(model, result);
    read_model_api(model, result);
    read_sidecar(model, result);
    if (!result.source.empty() || !result.preprocess_file.empty()) {
        read_input_size(model, result);
    }
    return result;
}

}  // namespace vinoscope
