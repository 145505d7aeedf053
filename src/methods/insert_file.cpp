// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/pass/manager.hpp>
#include <openvino/pass/serialize.hpp>
#include <span>
#include <sstream>

#include "core/file.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

void require_usable(const std::filesystem::path& source, const std::filesystem::path& destination) {
    if (destination.extension() != ".xml")
        throw Error(ErrorKind::usage,
                    fmt::format("expected an output file that ends in .xml, found \"{}\"", path_text(destination)));
    std::error_code ignored;
    if (std::filesystem::equivalent(source, destination, ignored))
        throw Error(
            ErrorKind::usage,
            fmt::format("\"{}\" would overwrite the model itself; choose another name", path_text(destination)));
}

std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
}

}  // namespace

void insert_xai(const std::filesystem::path& source,
                const std::filesystem::path& destination,
                const InsertOptions& options,
                std::vector<std::string>* decisions) {
    require_usable(source, destination);
    const auto model = insert_xai(read_model(source), options, decisions);
    std::ostringstream graph;
    std::ostringstream weights;
    ov::pass::Manager manager;
    manager.register_pass<ov::pass::Serialize>(graph, weights);
    manager.run_passes(model);
    write_file(std::filesystem::path(destination).replace_extension(".bin"), bytes_of(weights.str()));
    write_file(destination, bytes_of(graph.str()));
}

}  // namespace vinoscope
