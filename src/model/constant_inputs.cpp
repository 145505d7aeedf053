// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/constant_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <openvino/core/except.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/pass/constant_folding.hpp>
#include <optional>
#include <span>

#include "core/text.hpp"
#include "model/openvino_error.hpp"
#include "model/port.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {
namespace {

using Parameter = std::shared_ptr<ov::op::v0::Parameter>;
using Values = std::vector<double>;

void replace_by_constant(ov::Model& model, const Parameter& parameter, const ov::Output<ov::Node>& constant) {
    for (auto reader : parameter->output(0).get_target_inputs())
        reader.replace_source_output(constant);
    model.remove_parameter(parameter);
}

void revalidate(ov::Model& model, const std::string& names) {
    try {
        model.validate_nodes_and_infer_types();
    } catch (const ov::Exception& error) {
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "the model does not accept the value of input {}: {}", names, condense_openvino_error(error.what())));
    }
}

// Inputs of one image have a batch of one.
ov::PartialShape of_one_image(ov::PartialShape shape) {
    if (shape.rank().is_static() && shape.size() > 0 && (shape[0].is_dynamic() || shape[0] == 0))
        shape[0] = 1;
    return shape;
}

[[noreturn]] void refuse_shape(const Parameter& parameter, const Tensor& value) {
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "expected a value for input {} with the shape of the input, its shape without the batch, or a single "
            "number, found shape {}",
            port_text(parameter->output(0)),
            value.shape));
}

ov::Shape without_ones(ov::Shape shape) {
    std::erase(shape, std::size_t{1});
    return shape;
}

struct Placed {
    ov::Shape shape;
    std::size_t repeats;  // of the values, until they fill the shape
};

Placed place(const Parameter& parameter, const Tensor& value) {
    const auto wanted = of_one_image(parameter->get_partial_shape());
    const ov::Shape own(value.shape.begin(), value.shape.end());
    if (wanted.compatible(own))
        return {own, 1};
    if (wanted.is_dynamic()) {  // perhaps without the batch
        ov::Shape with_batch = own;
        with_batch.insert(with_batch.begin(), 1);
        if (wanted.compatible(with_batch))
            return {with_batch, 1};
        refuse_shape(parameter, value);
    }
    const auto shape = wanted.to_shape();
    const auto size = ov::shape_size(shape);
    const bool is_list = own.size() <= 1;  // in the order of the values
    const ov::Shape image_shape(shape.begin() + (shape.empty() ? 0 : 1), shape.end());
    const bool all = value.size() == size && (is_list || without_ones(own) == without_ones(shape));
    const bool one_image = !shape.empty() && value.size() * shape[0] == size &&
                           (is_list || without_ones(own) == without_ones(image_shape));
    if (all || value.size() == 1 || one_image)
        return {shape, size / value.size()};
    refuse_shape(parameter, value);
}

template <typename Value>
std::vector<Value> repeated(const void* values, std::size_t count, std::size_t repeats) {
    const std::span from(static_cast<const Value*>(values), count);
    std::vector<Value> all;
    for (std::size_t i = 0; i < repeats; ++i)
        all.insert(all.end(), from.begin(), from.end());
    return all;
}

void check_floats(const Parameter& parameter, const std::vector<float>& values) {
    const bool whole = !parameter->get_element_type().is_real();
    if (std::ranges::any_of(values, [](float value) { return std::isnan(value); }))
        throw Error(
            ErrorKind::usage,
            fmt::format("expected numbers as the value of input {}, found NaN", port_text(parameter->output(0))));
    if (whole && std::ranges::any_of(values, [](float value) { return value != std::trunc(value); }))
        throw Error(ErrorKind::usage,
                    fmt::format("expected integers as the value of input {}, found fractions",
                                port_text(parameter->output(0))));
}

ov::Output<ov::Node> constant_of(const Parameter& parameter, const Tensor& value) {
    const auto& type = parameter->get_element_type();
    if (type == ov::element::string || !value.values || value.size() == 0)
        throw Error(ErrorKind::usage,
                    fmt::format("expected numbers for input {}, found {}",
                                port_text(parameter->output(0)),
                                type == ov::element::string ? "an input of strings" : "no values"));
    const auto [shape, repeats] = place(parameter, value);
    const auto* values = value.values.get();
    const auto make = [&](const auto& all) {
        return std::make_shared<ov::op::v0::Constant>(type.is_dynamic() ? ov::element::f32 : type, shape, all);
    };
    std::shared_ptr<ov::op::v0::Constant> constant;
    try {
        if (value.type == TensorType::f32) {
            const auto all = repeated<float>(values, value.size(), repeats);
            check_floats(parameter, all);
            constant = make(all);
        } else if (value.type == TensorType::u8) {
            constant = make(repeated<std::uint8_t>(values, value.size(), repeats));
        } else {
            constant = make(repeated<std::int64_t>(values, value.size(), repeats));
        }
    } catch (const ov::Exception& error) {
        throw Error(ErrorKind::usage,
                    fmt::format("the value of input {} does not fit its type: {}",
                                port_text(parameter->output(0)),
                                condense_openvino_error(error.what())));
    }
    constant->set_friendly_name(parameter->get_friendly_name());
    return constant;
}

// What is values about the picture, in the order of the numbers of the input.
enum class SizeValue { height, width, scale };

struct SizeInput {
    std::string_view name;
    std::array<SizeValue, 3> values;
    std::size_t count;
    bool order_by_graph = false;  // exporters disagree whether height or width comes first
};

constexpr std::array size_inputs = {
    SizeInput{"orig_target_sizes",
              {SizeValue::height, SizeValue::width},
              2,
              true},  // DETR: height first, RT-DETR: width first
    SizeInput{"orig_sizes", {SizeValue::height, SizeValue::width}, 2, true},
    SizeInput{"orig_size", {SizeValue::height, SizeValue::width}, 2, true},
    SizeInput{"target_sizes", {SizeValue::height, SizeValue::width}, 2, true},
    SizeInput{"image_size", {SizeValue::height, SizeValue::width}, 2, true},
    SizeInput{"img_size", {SizeValue::height, SizeValue::width}, 2, true},
    SizeInput{"im_shape", {SizeValue::height, SizeValue::width}, 2},     // PaddleDetection
    SizeInput{"image_shape", {SizeValue::height, SizeValue::width}, 2},  // YOLOv3 of the ONNX model zoo
    SizeInput{"scale_factor", {SizeValue::scale, SizeValue::scale}, 2},  // PaddleDetection
    SizeInput{
        "im_info", {SizeValue::height, SizeValue::width, SizeValue::scale}, 3},  // Faster R-CNN of Caffe and Paddle
    SizeInput{"image_info", {SizeValue::height, SizeValue::width, SizeValue::scale}, 3},
};

const SizeInput* find_size_input(const Parameter& parameter) {
    auto name = lower_case(port_name(parameter->output(0)));
    if (name.ends_with(":0"))
        name.resize(name.size() - 2);
    const auto* found = std::ranges::find(size_inputs, name, &SizeInput::name);
    if (found == size_inputs.end())
        return nullptr;
    const auto shape = of_one_image(parameter->get_partial_shape());
    const bool fits =
        shape.rank().is_static() && shape.size() <= 2 &&
        shape.compatible(shape.size() == 2 ? ov::PartialShape{shape[0], static_cast<std::int64_t>(found->count)}
                                           : ov::PartialShape{static_cast<std::int64_t>(found->count)});
    return fits && shape.size() > 0 ? found : nullptr;
}

Tensor tensor_of(const Values& values, const Parameter& parameter) {
    std::vector<std::size_t> shape = {values.size()};
    if (parameter->get_partial_shape().rank() == 2)
        shape.insert(shape.begin(), 1);
    return make_tensor(std::move(shape), std::vector<float>(values.begin(), values.end()));
}

// Whether the first of two numbers is the width, by what the graph makes of them for coordinates: pairs of x and y. Two
// numbers that nothing else in a model has are given and followed.
std::optional<bool> width_comes_first(const ov::Model& model, const Parameter& parameter) {
    constexpr double first = 1009;
    constexpr double second = 1013;
    const auto copy = model.clone();
    const auto& parameters = model.get_parameters();
    const auto index = static_cast<std::size_t>(std::ranges::find(parameters, parameter) - parameters.begin());
    const auto own = copy->get_parameters().at(index);
    replace_by_constant(*copy, own, constant_of(own, tensor_of({first, second}, own)));
    ov::pass::ConstantFolding().run_on_model(copy);
    const auto is_ratio = [](double found, double wanted) { return std::abs(found - wanted) < 1e-3; };
    for (const auto& node : copy->get_ordered_ops()) {
        const auto* constant = ov::as_type<const ov::op::v0::Constant>(node.get());
        const auto size = constant == nullptr ? 0 : ov::shape_size(constant->get_shape());
        if ((size != 2 && size != 4) || constant->get_element_type() == ov::element::string ||
            constant->get_friendly_name() == parameter->get_friendly_name())
            continue;
        const auto values = constant->cast_vector<double>();
        const bool repeats = size == 2 || (values[0] == values[2] && values[1] == values[3]);
        if (!repeats || values[0] <= 0 || values[1] <= 0)
            continue;
        const double ratio = values[0] / values[1] * 1000;
        if (is_ratio(ratio, first / second * 1000))
            return true;
        if (is_ratio(ratio, second / first * 1000))
            return false;
    }
    return std::nullopt;
}

std::optional<Values> value_of(const ov::Model& model, const ImageInput& input, const Parameter& parameter) {
    const auto* known = find_size_input(parameter);
    if (known == nullptr)
        return std::nullopt;
    Values values;
    for (const auto value : std::span(known->values).first(known->count))
        values.push_back(value == SizeValue::height  ? static_cast<double>(input.height)
                         : value == SizeValue::width ? static_cast<double>(input.width)
                                                     : 1.0);
    if (known->order_by_graph && input.height != input.width) {
        const auto swapped = width_comes_first(model, parameter);
        if (!swapped)
            return std::nullopt;
        if (*swapped)
            std::swap(values[0], values[1]);
    }
    return values;
}

[[noreturn]] void refuse(const Parameter& parameter, const ImageInput& input) {
    throw Error(
        ErrorKind::usage,
        fmt::format("expected a value for input {} in addition to the image input '{}', found none; set one that "
                    "is used for all images: --input {}=NUMBERS or FILE.npy, or the option inputs in C++ and Python",
                    port_text(parameter->output(0)),
                    input.name,
                    port_name(parameter->output(0))));
}

}  // namespace

void fix_given_inputs(ov::Model& model, const InputValues& values) {
    std::vector<std::string> names;
    for (const auto& parameter : model.get_parameters())
        names.push_back(port_name(parameter->output(0)));
    std::string fixed;
    for (const auto& [name, value] : values) {
        const auto parameters = model.get_parameters();
        const auto found = std::ranges::find_if(
            parameters, [&](const Parameter& parameter) { return is_called(parameter->output(0), name); });
        if (found == parameters.end())
            throw Error(ErrorKind::usage,
                        fmt::format("the model has no input \"{}\" whose value can be set; expected one of {}{}",
                                    name,
                                    fmt::join(names, ", "),
                                    did_you_mean(name, names)));
        replace_by_constant(model, *found, constant_of(*found, value));
        fixed += fmt::format("{}'{}'", fixed.empty() ? "" : ", ", name);
    }
    if (!fixed.empty())
        revalidate(model, fixed);
}

std::vector<std::string> fix_size_inputs(ov::Model& model, ImageInput& input) {
    const auto parameters = model.get_parameters();
    std::vector<std::pair<Parameter, Values>> known;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (i == input.index)
            continue;
        const bool used = !parameters[i]->output(0).get_target_inputs().empty();
        auto values = used ? value_of(model, input, parameters[i]) : Values();
        if (!values)
            refuse(parameters[i], input);
        known.emplace_back(parameters[i], std::move(*values));
    }
    std::vector<std::string> lines;
    for (const auto& [parameter, values] : known) {
        if (parameter->output(0).get_target_inputs().empty()) {
            model.remove_parameter(parameter);
            continue;
        }
        lines.push_back(fmt::format("input '{}': {} (the size of the model's input, by its name)",
                                    port_name(parameter->output(0)),
                                    fmt::join(values, " ")));
        replace_by_constant(model, parameter, constant_of(parameter, tensor_of(values, parameter)));
    }
    input.index = 0;
    if (!lines.empty())
        revalidate(model, fmt::format("{}", fmt::join(lines, ", ")));
    return lines;
}

std::string known_value(const ov::Model& model, const ImageInput& input, std::size_t other) {
    const auto values = value_of(model, input, model.get_parameters().at(other));
    return values ? fmt::format("{}", fmt::join(*values, " ")) : std::string();
}

}  // namespace vinoscope
