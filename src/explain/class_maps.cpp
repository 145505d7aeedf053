// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ranges>

#include "explain/agreement.hpp"
#include "explain/map_frame.hpp"
#include "explain/run.hpp"
#include "infer/infer.hpp"

namespace vinoscope {
namespace {

// The values of one map after the other in `[batch, classes, h, w]` or `[batch, h, w]`.
class MapTensor {
public:
    explicit MapTensor(const ov::Tensor& tensor) : m_values(tensor.data<const float>()), m_shape(tensor.get_shape()) {}

    std::size_t height() const { return m_shape[m_shape.size() - 2]; }
    std::size_t width() const { return m_shape.back(); }
    bool has(std::int64_t index) const { return index >= 0 && static_cast<std::size_t>(index) < m_shape[1]; }

    std::span<const float> at(std::int64_t index) const {
        const auto size = height() * width();
        return {m_values + static_cast<std::size_t>(index) * size, size};
    }

private:
    const float* m_values;
    ov::Shape m_shape;
};

SaliencyMap map_of(const ResolvedTarget& resolved, const MapTensor& maps, const MapFrame& frame) {
    const auto values = maps.at(*resolved.target);
    if (!resolved.versus)
        return frame.of_target(resolved, values);
    std::vector<float> difference(values.begin(), values.end());
    std::ranges::transform(difference, maps.at(*resolved.versus), difference.begin(), std::minus());
    const auto magnitude = [](float value) { return std::abs(value); };
    return frame.of_target(resolved, difference, std::ranges::max(values | std::views::transform(magnitude)));
}

class ClassMapsRun : public MethodRun {
public:
    explicit ClassMapsRun(const RunContext& context)
        : m_context(context),
          m_requests(context.method.forms->requests(context.source.form(false))),
          m_request(m_requests.take()),
          m_agreement(context.model.session, context.method) {}

    Observation observe() override {
        const auto& session = m_context.model.session;
        auto tensor = m_request->get_input_tensor(session.input.index);
        OutputViews views(m_requests.model(), session.reader.outputs);
        m_inferences = compare_on_noise(m_agreement, session, m_context.source, *m_request, views) + 1;
        const auto region = m_context.source.write(session.preprocess, tensor);
        infer(*m_request, session.options.device);
        views.read(*m_request);
        m_region = region;
        return {m_agreement.answer_to_image(views.of_image(0, tensor.get_shape()[0])), region};
    }

    std::optional<Refusal> refusal(const std::vector<ResolvedTarget>& resolved_targets) const override {
        const auto& method = *m_context.method.method;
        if (auto refused = refusal_of(resolved_targets, method, m_agreement))
            return refused;
        const auto tensor = maps();
        for (const auto& resolved : resolved_targets)
            if (!tensor.has(*resolved.target) || (resolved.versus && !tensor.has(*resolved.versus)))
                return Refusal{fmt::format("{} provides no map for class {}", method.info.title, *resolved.target),
                               "choose another class"};
        return std::nullopt;
    }

    void add_maps(const ImagePrediction& prediction,
                  std::vector<ResolvedTarget> resolved_targets,
                  Explanation& result) override {
        const auto tensor = maps();
        const MapFrame frame{m_region, tensor.height(), tensor.width()};
        frame.require_room(resolved_targets.size(), m_context.model.session.memory_left());
        if (!m_context.method.method->per_class() && prediction.wants_maps(m_context.options))
            result.maps.push_back(frame.of_image(tensor.at(0)));
        for (const auto& resolved : resolved_targets)
            result.maps.push_back(map_of(resolved, tensor, frame));
    }

    std::size_t inferences() const override { return m_inferences; }

private:
    MapTensor maps() const { return MapTensor(m_request->get_tensor(saliency_map_output)); }

    RunContext m_context;
    RequestPool& m_requests;
    RequestPool::Lease m_request;
    Agreement m_agreement;
    std::optional<Region> m_region;
    std::size_t m_inferences = 0;
};

}  // namespace

std::unique_ptr<MethodRun> run_of_class_maps(const RunContext& context) {
    return std::make_unique<ClassMapsRun>(context);
}

}  // namespace vinoscope
