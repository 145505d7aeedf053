// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "explain/agreement.hpp"
#include "explain/map_frame.hpp"
#include "explain/run.hpp"
#include "infer/infer.hpp"
#include "methods/selectable_score.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// The first inference explains the first requested target: a class that is known already, or the best one.
TargetSelection first_guess(const TargetRequests& requests) {
    const auto* index = requests.empty() ? nullptr : std::get_if<std::int64_t>(&requests.front());
    return {.target = index != nullptr ? *index : -1};
}

// A method that leaves out negative evidence has nothing else to show.
void explain_emptiness(SaliencyMap& map, const Method& method) {
    if (method.positive_only && map.status == MapStatus::flat && map.values.front() == 0)
        map.reason = fmt::format(
            "all {} values are 0: no cell of the layer raises the score, and {} omits what "
            "lowers it; hires-cam or a black-box method shows negative evidence",
            map.values.size(),
            method.info.title);
}

class TargetMapsRun : public MethodRun {
public:
    explicit TargetMapsRun(const RunContext& context)
        : m_context(context),
          m_requests(forms_for_targets(context).requests(context.source.form(false))),
          m_request(m_requests.take()),
          m_agreement(context.model.session, context.method) {}

    Observation observe() override {
        const auto& session = m_context.model.session;
        auto tensor = m_request->get_input_tensor(session.input.index);
        OutputViews views(m_requests.model(), session.reader.outputs);
        select_target(*m_request, first_guess(m_context.options.targets));
        m_inferences = compare_on_noise(m_agreement, session, m_context.source, *m_request, views) + 1;
        m_region = m_context.source.write(session.preprocess, tensor);
        infer(*m_request, session.options.device);
        views.read(*m_request);
        return {m_agreement.answer_to_image(views.of_image(0, tensor.get_shape()[0])), m_region};
    }

    std::optional<Refusal> refusal(const std::vector<ResolvedTarget>& resolved_targets) const override {
        return refusal_of(resolved_targets, *m_context.method.method, m_agreement);
    }

    void add_maps(const ImagePrediction& /*prediction*/,
                  std::vector<ResolvedTarget> resolved_targets,
                  Explanation& result) override {
        const auto& method = *m_context.method.method;
        m_agreement.find_places(resolved_targets);
        frame().require_room(resolved_targets.size(), m_context.model.session.memory_left());
        TargetSelection explained{.target = explained_target(*m_request)};
        for (const auto& resolved : resolved_targets) {
            if (const auto wanted = selection_for(resolved, m_context); wanted != explained) {
                stop_or_continue(result.maps.size(), resolved_targets.size());
                select_target(*m_request, wanted);
                infer(*m_request, m_context.model.session.options.device);
                explained = wanted;
                ++m_inferences;
            }
            const auto maps = m_request->get_tensor(saliency_map_output);
            result.maps.push_back(frame().of_target(resolved, {maps.data<const float>(), frame().size()}));
            explain_emptiness(result.maps.back(), method);
        }
    }

    std::size_t inferences() const override { return m_inferences; }

private:
    MapFrame frame() const {
        const auto shape = m_request->get_tensor(saliency_map_output).get_shape();  // [batch, h, w]
        const auto& method = *m_context.method.method;
        return {m_region, shape[1], shape[2], method.of_pixels, method.is_signed};
    }

    void stop_or_continue(std::size_t done, std::size_t count) const {
        if (m_context.options.stop.stop_requested())
            throw Error(ErrorKind::cancelled, fmt::format("stopped after {} of {} maps", done, count));
        if (m_context.options.progress)
            m_context.options.progress(done, count);
    }

    RunContext m_context;
    RequestPool& m_requests;
    RequestPool::Lease m_request;
    Agreement m_agreement;
    std::optional<Region> m_region;
    std::size_t m_inferences = 0;
};

}  // namespace

std::unique_ptr<MethodRun> run_of_target_maps(const RunContext& context) {
    return std::make_unique<TargetMapsRun>(context);
}

}  // namespace vinoscope
