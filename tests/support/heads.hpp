// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <openvino/core/shape.hpp>
#include <string>
#include <vector>

#include "heads/cell_scores.hpp"
#include "support/build_model.hpp"
#include "vinoscope/preprocess.hpp"

namespace vinoscope::test {

constexpr std::int64_t head_classes = 4;

/// A head behind a small layer, where its cells are, and how its cells should be run.
struct HeadCase {
    std::string name;
    CellStrategy strategy = CellStrategy::automatic;
    std::function<Value(const Value& features, const Value& picture)> head;
    std::function<Value(const Value& picture)> layer;
    SpatialGrid grid;
    ov::Shape image = {1, 3, 10, 14};
    TensorLayout layout = TensorLayout::nchw;

    friend void PrintTo(const HeadCase& one, std::ostream* out) { *out << one.name; }
};

/// Heads for one image: the batch may be written into their reshapes.
std::vector<HeadCase> head_cases();

/// Those of them with tokens.
std::vector<HeadCase> heads_of_tokens();

/// Those that serve any batch.
std::vector<HeadCase> heads_of_any_batch();

HeadCase head_case(const std::string& name);

}  // namespace vinoscope::test
