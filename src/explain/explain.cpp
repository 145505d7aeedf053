// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/core/except.hpp>
#include <openvino/op/constant.hpp>
#include <optional>

#include "explain/explained_model.hpp"
#include "explain/map_frame.hpp"
#include "explain/predictions.hpp"
#include "explain/stopwatch.hpp"
#include "infer/image_tensor.hpp"
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

std::vector<float> scores_of_first_image(const ov::Tensor& output, std::int64_t classes) {
    auto scores = ov::op::v0::Constant(output).cast_vector<float>();
    scores.resize(static_cast<std::size_t>(classes));
    return scores;
}

// Adds the asked maps of `[batch, classes, h, w]` or `[batch, h, w]`.
void add_maps(const ExplainedModel& model,
              const ov::Tensor& maps,
              const std::vector<std::int64_t>& targets,
              const std::optional<Region>& region,
              Explanation& result) {
    const auto& shape = maps.get_shape();
    const MapFrame frame{model.labels, region, shape[shape.size() - 2], shape[shape.size() - 1]};
    const auto* values = maps.data<const float>();
    if (!model.method->per_class())
        result.maps.push_back(frame.of_image({values, frame.size()}));
    for (const auto target : targets)
        result.maps.push_back(
            frame.of_class(target, {values + static_cast<std::size_t>(target) * frame.size(), frame.size()}));
}

Explanation explain_white_box(const ExplainedModel& model, Image image, const ExplainOptions& options) {
    Stopwatch watch;
    Explanation result;
    const auto request = model.requests->take();
    auto tensor = request->get_input_tensor();
    const auto region = write_image_tensor(image, *model.preprocess.resize, tensor);
    infer(*request, model.provenance.device);
    result.seconds.infer = watch.lap();

    const auto scores = scores_of_first_image(request->get_output_tensor(model.scores.index), model.scores.classes);
    result.predictions = top_predictions(scores, model.labels, model.scores, options.predictions);
    std::vector<std::int64_t> targets;
    if (model.method->per_class())
        targets = resolve_targets(options.targets, scores, model.labels);
    add_maps(model, request->get_tensor(saliency_map_output), targets, region, result);
    result.image = std::move(image);
    result.provenance = model.provenance;
    result.provenance.inferences = 1;
    result.seconds.explain = watch.lap();
    return result;
}

}  // namespace

Explanation explain(const ExplainedModel& model, Image image, const ExplainOptions& options) {
    if (image.empty())
        throw Error(ErrorKind::bad_image, "expected an image, found an empty one");
    const auto how = model.method->black_box() ? explain_black_box : explain_white_box;
    return how(model, std::move(image), options);
}

}  // namespace vinoscope
