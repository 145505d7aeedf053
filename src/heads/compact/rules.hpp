// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>

#include "heads/compact/tokens.hpp"

/// How the operations of a head are copied for compact tokens.
namespace vinoscope::compact {

struct Context {
    const AxisTrace& trace;
    const CompactTokens& tokens;
    std::map<Value, std::int64_t> shares = {};  ///< sums over this axis count each token for all that it stands for
};

/// As NodeCopy.
using Copied = std::optional<ov::OutputVector>;
const Copied give_up = std::nullopt;
const Copied as_it_is = ov::OutputVector{};

/// Gives up where equal tokens would be told apart, or where it would be forgotten how often one counts.
Copied copy(Context& context, const ov::Node& node, const ov::OutputVector& inputs);

/// Rules for operations that read tokens: what adds up tokens, and what cuts some out.
Copied sum_or_mean(Context& context, const ov::Node& node, const ov::OutputVector& inputs);
Copied product(Context& context, const ov::Node& node, const ov::OutputVector& inputs);
Copied softmax(Context& context, const ov::Node& node, const ov::OutputVector& inputs);
Copied attention(Context& context, const ov::Node& node, const ov::OutputVector& inputs);
Copied part(Context& context, const ov::Node& node, const ov::OutputVector& inputs);

/// Whether `axis` of a tensor holds the tokens.
bool has_tokens(const Context& context, const Axes& axes, std::int64_t axis);

/// That axis, or nothing.
std::optional<std::int64_t> token_axis(const Context& context, const Axes& axes);

}  // namespace vinoscope::compact
