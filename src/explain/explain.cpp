// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/core/except.hpp>

#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/stopwatch.hpp"
#include "infer/output_views.hpp"
#include "model/openvino_error.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

void infer(ov::InferRequest& request, const std::string& device) {
    try {
        request.infer();
    } catch (const ov::Exception& error) {
        throw Error(ErrorKind::device,
                    fmt::format("inference on {} failed: {}", device, condense_openvino_error(error.what())));
    }
}

// Adds the asked maps of `[batch, classes, h, w]` or `[batch, h, w]`.
void add_maps(const ExplainedModel& model,
              const ov::Tensor& maps,
              const std::vector<Question>& questions,
              const std::optional<Region>& region,
              Explanation& result) {
    const auto& shape = maps.get_shape();
    const MapFrame frame{region, shape[shape.size() - 2], shape[shape.size() - 1]};
    const auto* values = maps.data<const float>();
    if (!model.method->per_class())
        result.maps.push_back(frame.of_image({values, frame.size()}));
    for (const auto& question : questions)
        result.maps.push_back(frame.of_question(
            question, {values + static_cast<std::size_t>(*question.target) * frame.size(), frame.size()}));
}

Explanation explain_white_box(const ExplainedModel& model, InputSource source, const ExplainOptions& options) {
    Stopwatch watch;
    Explanation result;
    auto& requests = model.compiled->requests(source.form(false));
    const auto request = requests.take();
    auto tensor = request->get_input_tensor(model.input.index);
    const auto region = source.write(model.preprocess, tensor);
    infer(*request, model.provenance.device);
    result.seconds.infer = watch.lap();

    OutputViews views(requests.model(), model.reader.outputs);
    views.read(*request);
    const auto answer = model.reader.read(views.of_image(0, tensor.get_shape()[0]));
    result.predictions = model.task->predictions(answer, model.context(), options.predictions);
    std::vector<Question> questions;
    if (model.method->per_class())
        questions = model.task->questions(options.targets, answer, model.context());
    add_maps(model, request->get_tensor(saliency_map_output), questions, region, result);
    result.image = std::move(source).take_image();
    result.provenance = model.provenance;
    result.provenance.inferences = 1;
    result.seconds.explain = watch.lap();
    return result;
}

}  // namespace

InputSource source_of(const ExplainedModel& model, Image image) {
    if (!model.preprocess_fn)
        return InputSource(std::move(image));
    auto tensor = model.preprocess_fn(image);
    return {std::move(tensor), std::move(image), model.input};
}

Explanation explain(const ExplainedModel& model, InputSource source, const ExplainOptions& options) {
    const auto how = model.method->black_box() ? explain_black_box : explain_white_box;
    return how(model, std::move(source), options);
}

}  // namespace vinoscope
