// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/gradient_model.hpp"

#include <fmt/format.h>

#include <openvino/op/convert.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/result.hpp>

#include "gradient/backward.hpp"
#include "gradient/class_score.hpp"
#include "model/image_input.hpp"
#include "model/openvino_error.hpp"
#include "model/static_input.hpp"
#include "ops/build.hpp"
#include "ops/find_operation.hpp"
#include "ops/no_ops.hpp"
#include "ops/operations.hpp"
#include "outputs/class_scores.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

Value constant_target(std::int64_t index, std::int64_t classes) {
    if (index < 0 || index >= classes)
        throw Error(ErrorKind::bad_target, fmt::format("expected a class in 0..{1}, found {0}", index, classes - 1));
    return integers({index});
}

Value chosen_class(ov::Model& model, const Value& table, const GradientTarget& target) {
    if (target.is_top())
        return top_class(table);
    if (target.is_input())
        return add_class_input(model, table, target_input);
    return constant_target(target.index(), size_of(table, 1));
}

void refuse_taken_name(const ov::Model& model, const std::string& name) {
    for (const auto& port : model.outputs())
        if (port.get_names().contains(name))
            throw Error(ErrorKind::unsupported,
                        fmt::format("the model already has an output \"{}\"; differentiate the original model", name));
}

Value wanted_by_default(const ov::Model& model) {
    const auto index = model.inputs().size() == 1 ? 0 : find_image_input(model).index;
    return model.get_parameters()[index]->output(0);
}

}  // namespace

Value find_value(const ov::Model& model, std::string_view name) {
    for (const auto& node : model.get_ordered_ops())  // what makes a value before the Result that shares its name
        for (const auto& output : node->outputs())
            if (output.get_names().contains(std::string(name)))
                return output;
    const auto node = find_operation(model, name);
    return node->get_output_size() > 0 ? node->output(0) : node->input_value(0);
}

Value add_named_input(ov::Model& model,
                      const ov::element::Type& type,
                      const ov::PartialShape& shape,
                      const std::string& name) {
    const auto input = std::make_shared<ov::op::v0::Parameter>(type, shape);
    input->set_friendly_name(name);
    input->get_output_tensor(0).set_names({name});
    model.add_parameters({input});
    return input;
}

Value add_class_input(ov::Model& model, const Value& table, const std::string& name) {
    return add_named_input(model, ov::element::i64, {table.get_partial_shape()[0]}, name);
}

Value add_target_score(ov::Model& model, const Value& table, const GradientTarget& target) {
    return class_score(table, chosen_class(model, table, target));
}

Value add_class_score(ov::Model& model, const GradientOptions& options) {
    const auto output = find_score_output(model, options.output);
    const auto scores = model.output(output.index).get_node()->input_value(0);
    const auto table = as_score_table(options.after_activation ? scores : raw_scores(scores), output.classes);
    return add_target_score(model, table, options.target);
}

void add_named_output(ov::Model& model, const Value& value, const std::string& name) {
    refuse_taken_name(model, name);
    const bool named = !value.get_names().empty();  // a value of the model itself, or the gradient of two values
    const Value own = named ? std::make_shared<ov::op::v0::Convert>(value, value.get_element_type()) : value;
    own.get_tensor().set_names({name});
    const auto result = std::make_shared<ov::op::v0::Result>(own);
    result->set_friendly_name(name + "/result");
    model.add_results({result});
}

namespace {

std::shared_ptr<ov::Model> differentiated(const std::shared_ptr<const ov::Model>& model,
                                          const GradientOptions& options) {
    if (!model)
        throw Error(ErrorKind::bad_model, "expected a model, found a null pointer");
    auto edited = model->clone();
    fix_batch_of_zero(*edited);
    remove_no_ops(*edited);
    Values wanted;
    for (const auto& name : options.with_respect_to)
        wanted.push_back(find_value(*edited, name));
    if (wanted.empty())
        wanted.push_back(wanted_by_default(*edited));
    const auto score = add_class_score(*edited, options);
    const auto gradients = backward(score, wanted);
    add_named_output(*edited, score, score_output);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        add_named_output(*edited,
                         gradients[i],
                         gradients.size() == 1 ? gradient_output
                                               : fmt::format("{}_{}", gradient_output, options.with_respect_to[i]));
    edited->validate_nodes_and_infer_types();
    return edited;
}

}  // namespace

std::shared_ptr<ov::Model> gradient(const std::shared_ptr<const ov::Model>& model, const GradientOptions& options) {
    return edit_graph([&] { return differentiated(model, options); });
}

}  // namespace vinoscope
