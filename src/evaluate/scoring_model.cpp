// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "evaluate/scoring_model.hpp"

#include <algorithm>
#include <iterator>

namespace vinoscope {

ScoringModel::ScoringModel(std::shared_ptr<ov::Model> model, const ExplainerOptions& options)
    : session(std::move(model), options) {
    if (!session.reading)
        throw session.reading.error();
    many = session.compile(session.model, true, session.options.precision);
    many->requests(session.expected_form(false, true));  // errors of the device belong here
    single = many->for_single_inferences();
    decisions = {{DecisionKind::outputs, session.reader.decoder, session.reader.evidence}};
    std::ranges::copy(session.decisions, std::back_inserter(decisions));
}

}  // namespace vinoscope
