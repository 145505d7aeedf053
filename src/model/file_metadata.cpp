// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/file_metadata.hpp"

#include <algorithm>
#include <array>
#include <cctype>
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

/// A name, with the class that it is of in a dictionary.
struct ListedName {
    std::optional<std::int64_t> index;
    std::string name;
};

/// Reads the text of a Python or JSON list of names, or of a dictionary of class indices and names.
class ListReader {
public:
    explicit ListReader(std::string_view text) : m_text(text) {}

    /// The names in the order of the classes. Nothing when the keys of a dictionary are not 0, 1, 2, ... in any order.
    std::vector<std::string> names() {
        while (m_at < m_text.size()) {
            const char next = m_text[m_at];
            if (next == '\'' || next == '"') {
                take(quoted(next));
            } else if (std::isalnum(static_cast<unsigned char>(next)) != 0) {
                const auto end = std::min(m_text.find_first_of(" \t\n:,]}'\"", m_at), m_text.size());
                const std::string word(m_text.substr(m_at, end - m_at));
                m_at = end;
                if (is_key()) {
                    take(word);
                }
            } else {
                ++m_at;
            }
        }
        std::ranges::stable_sort(m_names, {}, &ListedName::index);
        std::vector<std::string> result;
        for (auto& [index, name] : m_names) {
            if (m_has_keys && index != std::ssize(result)) {
                return {};
            }
            result.push_back(std::move(name));
        }
        return result;
    }

private:
    std::string quoted(char quote) {
        std::string value;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
                ++m_at;
            }
            value += m_text[m_at];
        }
        ++m_at;
        return value;
    }

    bool is_key() const {
        const auto next = m_text.find_first_not_of(" \t\n", m_at);
        return next != std::string_view::npos && m_text[next] == ':';
    }

    void take(std::string word) {
        if (!is_key()) {
            m_names.push_back({std::exchange(m_key, std::nullopt), std::move(word)});
            return;
        }
        m_has_keys = true;
        std::int64_t index = 0;
        const auto* end = word.data() + word.size();
        const auto [rest, error] = std::from_chars(word.data(), end, index);
        m_key = error == std::errc() && rest == end ? std::optional(index) : std::nullopt;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_has_keys = false;
    std::optional<std::int64_t> m_key;
    std::vector<ListedName> m_names;
};

/// One a line, or the items of a list or dictionary.
std::vector<std::string> listed(std::string_view text) {
    text = trim(text);
    if (text.find_first_of("{[") == 0) {
        return ListReader(text).names();
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
        const auto text = property(model, key);
        auto words = listed(text);
        const bool names_classes = std::string_view(key) == "names";  // of Ultralytics, which reads no text
        if (!names_classes && is_alphabet(words)) {
            result.alphabet = std::move(words);
        } else if (!words.empty()) {
            result.labels = std::move(words);
            result.labels_file = text == sidecar_property(model, key) ? sidecar_property(model, "file") : "";
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
