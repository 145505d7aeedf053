// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <openvino/op/ops.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();

using Mask = std::vector<std::int64_t>;

VjpCase slice(const std::string& name,
              const Integers& begin,
              const Integers& end,
              const Integers& step,
              const Integers& axes = {}) {
    return {"Slice, " + name, {{2, 5, 6}}, [=](const Values& x) -> Values {
                if (axes.empty())
                    return {std::make_shared<ov::op::v8::Slice>(x[0], integers(begin), integers(end), integers(step))};
                return {std::make_shared<ov::op::v8::Slice>(
                    x[0], integers(begin), integers(end), integers(step), integers(axes))};
            }};
}

struct Masks {
    Mask begin = {};
    Mask end = {};
    Mask added = {};
    Mask dropped = {};
    Mask ellipsis = {};
};

VjpCase strided(
    const std::string& name, const Integers& begin, const Integers& end, const Integers& step, const Masks& masks) {
    return {"StridedSlice, " + name, {{2, 5, 6}}, [=](const Values& x) -> Values {
                return {std::make_shared<ov::op::v1::StridedSlice>(x[0],
                                                                   integers(begin),
                                                                   integers(end),
                                                                   integers(step),
                                                                   masks.begin,
                                                                   masks.end,
                                                                   masks.added,
                                                                   masks.dropped,
                                                                   masks.ellipsis)};
            }};
}

template <typename Operation>
VjpCase gather(const std::string& name, const Value& indices, std::int64_t axis) {
    return {"Gather, " + name, {{2, 5, 3}}, [=](const Values& x) -> Values {
                return {std::make_shared<Operation>(x[0], indices, integer(axis))};
            }};
}

Value indices(const ov::Shape& shape, const Integers& values) {
    return ov::op::v0::Constant::create(ov::element::i64, shape, values)->output(0);
}

Value batch_of(const Value& x) {
    const auto sizes = std::make_shared<ov::op::v3::ShapeOf>(x);
    return std::make_shared<ov::op::v8::Gather>(sizes, integers({0}), integer(0));
}

// Indices that are known only when the model runs: where the largest number stands.
Value computed_indices(const Value& x, std::int64_t axis) {
    return std::make_shared<ov::op::v11::TopK>(
               x, integer(2), axis, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_INDICES, ov::element::i64)
        ->output(1);
}

Value columns_of(const Value& value, std::int64_t count) {
    return std::make_shared<ov::op::v0::Tile>(value, integers({1, 1, count}));
}

template <typename Operation>
VjpCase largest() {
    return {"values of TopK", {{2, 5, 3}}, [](const Values& x) -> Values {
                return {std::make_shared<Operation>(
                            x[0], integer(2), -2, ov::op::TopKMode::MAX, ov::op::TopKSortType::SORT_VALUES)
                            ->output(0)};
            }};
}

}  // namespace

std::vector<VjpCase> indexing_cases() {
    namespace v1 = ov::op::v1;
    namespace v7 = ov::op::v7;
    namespace v8 = ov::op::v8;
    return {
        slice("a window", {0, 1, 2}, {far, 4, -1}, {1, 1, 1}),
        slice("every second", {1}, {far}, {2}, {-1}),
        slice("backwards", {-1, 4}, {-far, 0}, {-1, -2}, {2, 1}),
        {"Slice that takes nothing",
         {{2, 5, 6}},
         [](const Values& x) -> Values {
             const Value nothing =
                 std::make_shared<v8::Slice>(x[0], integers({3}), integers({3}), integers({1}), integers({1}));
             return {std::make_shared<ov::op::v0::Concat>(ov::OutputVector{nothing, x[0]}, 1)};
         }},
        {"Slice after a convolution of stride 2",
         {{1, 2, 10, 9}},
         [](const Values& x) -> Values {
             const Value map = std::make_shared<ov::op::v1::Convolution>(x[0],
                                                                         random_floats({3, 2, 3, 3}, 5),
                                                                         ov::Strides{2, 2},
                                                                         ov::CoordinateDiff{1, 1},
                                                                         ov::CoordinateDiff{1, 1},
                                                                         ov::Strides{1, 1});
             return {std::make_shared<v8::Slice>(map, integers({1}), integers({4}), integers({1}), integers({3}))};
         }},
        {"Slice that ends with the batch",
         {{2, 5, 6}},
         [](const Values& x) -> Values {
             const auto ends = concat({batch_of(x[0]), integers({4, 6})}, 0);
             return {std::make_shared<v8::Slice>(x[0], integers({0, 1, 0}), ends, integers({1, 1, 1}))};
         }},
        strided("a window", {0, 1, -4}, {0, 4, 0}, {1, 1, 1}, {{1, 0, 0}, {1, 0, 1}}),
        strided("a token", {0, -1}, {0, 0}, {1, 1}, {{1, 0}, {1, 0}, {}, {0, 1}}),
        strided("an ellipsis", {0, 0, 1}, {0, 0, 6}, {1, 1, 2}, {{1, 1, 0}, {1, 1, 0}, {0, 1, 0}, {}, {1, 0, 0}}),
        strided("backwards", {0, 0}, {0, 0}, {1, -2}, {{1, 1}, {1, 1}}),
        gather<v8::Gather>("a token", integer(0), 1),
        gather<v8::Gather>("the last token", integer(-1), 1),
        gather<v7::Gather>("a run", integers({1, 2, 3}), 1),
        gather<v1::Gather>("a permutation", integers({2, 0, 1}), -1),
        gather<v8::Gather>("some", integers({3, 0}), 1),
        gather<v8::Gather>("repeated", indices({2, 2}, {3, 0, 3, 4}), 1),
        {"Gather, computed",
         {{2, 5, 3}, {6}},
         [](const Values& x) -> Values {
             return {std::make_shared<v8::Gather>(x[0], computed_indices(x[1], 0), integer(1)), x[1]};
         },
         -1,
         1,
         false},
        {"Gather, computed for each item",
         {{2, 5, 3}, {2, 5}},
         [](const Values& x) -> Values {
             return {std::make_shared<v8::Gather>(x[0], computed_indices(x[1], 1), integer(1), 1), x[1]};
         }},
        {"GatherElements",
         {{2, 5, 3}, {2, 5}},
         [](const Values& x) -> Values {
             const auto columns = std::make_shared<ov::op::v0::Unsqueeze>(computed_indices(x[1], 1), integers({2}));
             return {std::make_shared<ov::op::v6::GatherElements>(x[0], columns_of(columns, 3), 1), x[1]};
         }},
        {"GatherND",
         {{3, 4, 2}},
         [](const Values& x) -> Values {
             const auto places = indices({3, 2}, {0, 1, 2, 3, 0, 1});
             return {std::make_shared<ov::op::v8::GatherND>(x[0], places),
                     std::make_shared<ov::op::v5::GatherND>(x[0], indices({2, 1}, {2, 0}))};
         }},
        {"ScatterUpdate",
         {{2, 5, 3}, {2, 2, 3}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v3::ScatterUpdate>(x[0], integers({3, 0}), x[1], integer(1))};
         }},
        {"ScatterElementsUpdate",
         {{2, 5}, {2, 2}},
         [](const Values& x) -> Values {
             const auto places = indices({2, 2}, {0, 4, 2, 1});
             return {std::make_shared<ov::op::v3::ScatterElementsUpdate>(x[0], places, x[1], integer(1)),
                     std::make_shared<ov::op::v12::ScatterElementsUpdate>(x[0], places, x[1], integer(-1))};
         }},
        {"ScatterNDUpdate",
         {{3, 4}, {2, 4}},
         [](const Values& x) -> Values {
             return {std::make_shared<ov::op::v3::ScatterNDUpdate>(x[0], indices({2, 1}, {2, 0}), x[1])};
         }},
        largest<v1::TopK>(),
        largest<ov::op::v3::TopK>(),
        largest<ov::op::v11::TopK>(),
    };
}

}  // namespace vinoscope::test
