// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <openvino/core/except.hpp>
#include <openvino/op/constant.hpp>
#include <optional>

#include "core/map_status.hpp"
#include "explain/explained_model.hpp"
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

// Copies the asked maps out of `[batch, classes, h, w]` or `[batch, h, w]`.
class MapReader {
public:
    MapReader(const ExplainedModel& model, const ov::Tensor& maps, const std::optional<Region>& region)
        : m_model(model), m_values(maps.data<float>()), m_region(region) {
        const auto& shape = maps.get_shape();
        m_height = shape[shape.size() - 2];
        m_width = shape[shape.size() - 1];
    }

    SaliencyMap of_image() const { return read(m_values); }

    SaliencyMap of_class(std::int64_t target) const {
        auto map = read(m_values + static_cast<std::size_t>(target) * m_height * m_width);
        map.target = target;
        if (!m_model.labels.empty())
            map.label = m_model.labels[static_cast<std::size_t>(target)];
        return map;
    }

private:
    SaliencyMap read(const float* first) const {
        SaliencyMap map;
        map.height = static_cast<int>(m_height);
        map.width = static_cast<int>(m_width);
        map.values.assign(first, first + m_height * m_width);
        map.region = m_region;
        const auto [status, reason] = status_of(map.values);
        map.status = status;
        map.reason = reason;
        return map;
    }

    const ExplainedModel& m_model;
    const float* m_values;
    std::optional<Region> m_region;
    std::size_t m_height = 0;
    std::size_t m_width = 0;
};

}  // namespace

Explanation explain(const ExplainedModel& model, Image image, const ExplainOptions& options) {
    if (image.empty())
        throw Error(ErrorKind::bad_image, "expected an image, found an empty one");
    Stopwatch watch;
    Explanation result;
    const auto request = model.requests->take();
    auto tensor = request->get_input_tensor();
    const auto region = write_image_tensor(image, model.resize, tensor);
    infer(*request, model.provenance.device);
    result.seconds.infer = watch.lap();

    const auto scores = scores_of_first_image(request->get_output_tensor(model.scores.index), model.scores.classes);
    result.predictions = top_predictions(scores, model.labels, model.scores, options.predictions);
    const MapReader maps(model, request->get_tensor(saliency_map_output), region);
    if (!model.method->per_class())
        result.maps.push_back(maps.of_image());
    else
        for (const auto target : resolve_targets(options.targets, scores, model.labels))
            result.maps.push_back(maps.of_class(target));
    result.image = std::move(image);
    result.provenance = model.provenance;
    result.provenance.inferences = 1;
    result.seconds.explain = watch.lap();
    return result;
}

}  // namespace vinoscope
