// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/one_image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <openvino/core/except.hpp>

#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

ov::PartialShape one_image(ImageInput input) {
    constexpr std::int64_t usual_side = 224;
    input.batch = 1;
    input.height = input.height > 0 ? input.height : usual_side;
    input.width = input.width > 0 ? input.width : usual_side;
    return shape_of(input);
}

// The operation of `originals` that each of `copies` was cloned from. They come in the same order unless cloning or
// the inference of shapes changed the graph.
std::map<const ov::Node*, std::shared_ptr<ov::Node>> pairs_of(const ov::NodeVector& copies,
                                                              const ov::NodeVector& originals) {
    const auto pair = [](const std::shared_ptr<ov::Node>& a, const std::shared_ptr<ov::Node>& b) {
        return a->get_type_info() == b->get_type_info() && a->get_friendly_name() == b->get_friendly_name() &&
               a->get_output_size() == b->get_output_size();
    };
    if (!std::ranges::equal(copies, originals, pair))
        throw Error(
            ErrorKind::unsupported,
            "the layers cannot be analysed: the operations of the model differ when its input is fixed to one image; "
            "fix the input size of the model");
    std::map<const ov::Node*, std::shared_ptr<ov::Node>> original_of;
    for (std::size_t i = 0; i < copies.size(); ++i)
        original_of[copies[i].get()] = originals[i];
    return original_of;
}

// A copy whose shapes are all known; its operations come in the same order as the model's own. Not by Model::reshape,
// which may add operations.
std::shared_ptr<ov::Model> with_static_shapes(const ov::Model& model, const ImageInput& input) {
    auto copy = model.clone();
    try {
        const auto& parameters = copy->get_parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            auto shape = parameters[i]->get_partial_shape();
            if (shape.rank().is_static() && shape.size() > 0 && shape[0].is_dynamic())
                shape[0] = 1;
            parameters[i]->set_partial_shape(i == input.index ? one_image(input) : shape);
        }
        copy->validate_nodes_and_infer_types();
    } catch (const ov::Exception&) {
        throw Error(ErrorKind::unsupported,
                    fmt::format("the model does not accept an image of shape {}; its layers "
                                "cannot be analysed",
                                one_image(input).to_string()));
    }
    return copy;
}

}  // namespace

CopyOfOneImage copy_of_one_image(const ov::Model& model, const ImageInput& input) {
    const auto copy = with_static_shapes(model, input);
    return {copy, pairs_of(copy->get_ordered_ops(), model.get_ordered_ops())};
}

}  // namespace vinoscope
