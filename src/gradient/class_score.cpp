// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "gradient/class_score.hpp"

#include <numeric>
#include <openvino/op/topk.hpp>

#include "ops/build.hpp"

namespace vinoscope {

Value as_score_table(const Value& scores, std::int64_t classes) {
    return rank_of(scores) == 2 ? scores : reshaped(scores, {-1, classes});
}

Value top_class(const Value& table) {
    const auto top = std::make_shared<ov::op::v11::TopK>(
        table, integer(1), 1, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES, ov::element::i64);
    return reshaped(top->output(1), {-1});
}

// Not by multiplying with 0 and 1: scores may be infinite.
Value class_score(const Value& table, const Value& target) {
    Integers classes(size_of(table, 1));
    std::iota(classes.begin(), classes.end(), 0);
    const auto chosen = equal(unsqueeze(target, {1}), convert(integers(classes), target.get_element_type()));
    return sum(where(chosen, table), {1}, false);
}

}  // namespace vinoscope
