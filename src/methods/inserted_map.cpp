// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/inserted_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <openvino/op/parameter.hpp>

#include "vinoscope/error.hpp"
#include "vinoscope/gradient.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

std::string noted(const ov::Model& model, const char* what) {
    return model.has_rt_info(saliency_map_output, what) ? model.get_rt_info<std::string>(saliency_map_output, what)
                                                        : std::string();
}

void remove_target_input(ov::Model& model) {
    const auto inputs = model.get_parameters();
    for (const auto& input : inputs)
        if (input->output(0).get_target_inputs().empty() && input->output(0).get_names().contains(target_input))
            model.remove_parameter(input);
}

}  // namespace

void note_inserted_map(ov::Model& model, const InsertedMap& map) {
    model.set_rt_info(map.method, saliency_map_output, "method");
    if (!map.target_layer.empty())
        model.set_rt_info(map.target_layer, saliency_map_output, "target_layer");
    if (!map.precision.empty())
        model.set_rt_info(map.precision, saliency_map_output, "precision");
}

std::optional<InsertedMap> take_inserted_map(ov::Model& model) {
    const auto outputs = model.outputs();
    const auto found = std::ranges::find_if(
        outputs, [](const auto& output) { return output.get_names().contains(saliency_map_output); });
    if (found == outputs.end())
        return std::nullopt;
    if (outputs.size() == 1)
        throw Error(
            ErrorKind::unsupported,
            fmt::format(
                "expected predictions of the model in addition to its output \"{}\", found no other output; pass the "
                "model that the map was inserted into",
                saliency_map_output));
    model.remove_result(model.get_results()[static_cast<std::size_t>(found - outputs.begin())]);
    remove_target_input(model);
    model.validate_nodes_and_infer_types();
    return InsertedMap{noted(model, "method"), noted(model, "target_layer"), noted(model, "precision")};
}

}  // namespace vinoscope
