// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/read_model.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/runtime/core.hpp>

#include "core/file.hpp"
#include "model/model_file.hpp"
#include "model/openvino_error.hpp"
#include "model/sidecar_files.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

/// Weights that an ONNX file keeps in another one, of which OpenVINO says "Invalid usage of method for externally
/// stored data in file (NAME, offset: 0, data_length: 1536)" whatever is wrong. Empty when the text is another.
std::string external_data_problem(const fs::path& file, std::string_view what) {
    constexpr std::string_view start = "externally stored data in file (";
    const auto found = what.find(start);
    if (found == std::string_view::npos) {
        return {};
    }
    const auto rest = what.substr(found + start.size());
    const auto name = rest.substr(0, rest.find(", offset"));
    const auto external = file.parent_path() / text_path(name);
    std::error_code error;
    const auto size = fs::file_size(external, error);
    if (error) {
        return fmt::format("its weights are stored in the file {}, which is missing", path_text(external));
    }
    return fmt::format(
        "its weights are stored in the file {}, which does not contain the range that the model reads ({}); it has {} "
        "bytes",
        path_text(external),
        rest.substr(name.size() + 2, rest.find(')') - name.size() - 2),
        size);
}

/// What OpenVINO's exception means for this file.
std::string failure_reason(const fs::path& file, std::string_view what) {
    if (auto reason = weights_problem(file); !reason.empty()) {
        return reason;
    }
    if (auto reason = external_data_problem(file, what); !reason.empty()) {
        return reason;
    }
    if (what.find("Unable to read the model") != std::string_view::npos ||
        what.find("Model can't be parsed") != std::string_view::npos) {
        return fmt::format("the content is not a valid {} model; is the file complete?", model_format(file));
    }
    return condense_openvino_error(what);
}

std::string dimension_text(const ov::Dimension& dimension) {
    if (dimension.is_static()) {
        return std::to_string(dimension.get_length());
    }
    const auto low = dimension.get_min_length();
    const auto high = dimension.get_max_length();
    if (low == 0 && high < 0) {
        return "?";
    }
    return fmt::format("{}..{}", low, high < 0 ? "" : std::to_string(high));
}

}  // namespace

ov::Core& shared_core() {
    static ov::Core core;
    return core;
}

std::shared_ptr<ov::Model> read_model(const fs::path& file, const std::shared_ptr<ov::Core>& core) {
    check_model_file(file);
    // The frontend takes a SavedModel by its folder only.
    const auto source = file.filename() == "saved_model.pb" ? fs::absolute(file).parent_path() : file;
    std::shared_ptr<ov::Model> model;
    try {
        model = (core ? *core : shared_core()).read_model(source);
    } catch (const std::exception& error) {
        throw Error(ErrorKind::bad_model,
                    fmt::format("cannot read model {}: {}", path_text(file), failure_reason(file, error.what())));
    }
    if (model->inputs().empty() || model->outputs().empty()) {
        throw Error(ErrorKind::bad_model,
                    fmt::format("expected at least one input and one output in model {}, found {} and {}",
                                path_text(file),
                                model->inputs().size(),
                                model->outputs().size()));
    }
    read_sidecar_files(*model, file);
    return model;
}

std::string shape_text(const ov::PartialShape& shape) {
    if (shape.rank().is_dynamic()) {
        return "[...]";
    }
    std::vector<std::string> dimensions;
    for (const auto& dimension : shape) {
        dimensions.push_back(dimension_text(dimension));
    }
    return fmt::format("[{}]", fmt::join(dimensions, ","));
}

}  // namespace vinoscope
