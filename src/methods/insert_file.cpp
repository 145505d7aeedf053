// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <new>
#include <openvino/pass/manager.hpp>
#include <openvino/pass/serialize.hpp>
#include <span>
#include <sstream>

#include "core/file.hpp"
#include "model/model_file.hpp"
#include "model/read_model.hpp"
#include "model/sidecar_files.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

std::filesystem::path weights_of(const std::filesystem::path& graph) {
    return std::filesystem::path(graph).replace_extension(".bin");
}

void require_usable(const std::filesystem::path& source, const std::filesystem::path& destination) {
    if (destination.extension() != ".xml")
        throw Error(ErrorKind::usage,
                    fmt::format("expected an output file name ending in .xml, found \"{}\"", path_text(destination)));
    check_model_file(source);
    std::error_code ignored;
    for (const auto& part : model_files(source))
        for (const auto& written : {destination, weights_of(destination)})
            if (std::filesystem::equivalent(part, written, ignored))
                throw Error(
                    ErrorKind::usage,
                    fmt::format("\"{}\" would overwrite the model itself; choose another name", path_text(written)));
}

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

}  // namespace

void insert_xai(const std::filesystem::path& source,
                const std::filesystem::path& destination,
                const InsertOptions& options,
                std::vector<Decision>* decisions) {
    require_usable(source, destination);
    const auto model = insert_xai(read_model(source), options, decisions);
    forget_sidecar_files(*model);
    std::ostringstream graph;
    std::ostringstream weights;
    ov::pass::Manager manager;
    manager.register_pass<ov::pass::Serialize>(graph, weights);
    manager.run_passes(model);
    if (!graph || !weights)
        throw std::bad_alloc();  // of which streams only keep a flag
    const auto weights_text = std::move(weights).str();
    const auto graph_text = std::move(graph).str();
    write_files(std::array{FileContent{weights_of(destination), bytes_of(weights_text)},
                           FileContent{destination, bytes_of(graph_text)}});
    if (decisions != nullptr) {
        const auto output = model->output(saliency_map_output);
        decisions->push_back({.text = fmt::format("new output '{}': {} {}",
                                                  saliency_map_output,
                                                  output.get_element_type().get_type_name(),
                                                  shape_text(output.get_partial_shape()))});
    }
}

}  // namespace vinoscope
