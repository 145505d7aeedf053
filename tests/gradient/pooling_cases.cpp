// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <openvino/core/version.hpp>
#include <openvino/op/avg_pool.hpp>
#include <openvino/op/max_pool.hpp>

#include "gradient/vjp_cases.hpp"

namespace vinoscope::test {
namespace {

using ov::op::RoundingType;

struct Window {
    ov::Shape input;
    ov::Shape kernel;
    ov::Strides strides;
    ov::Shape before;
    ov::Shape behind;
    ov::Strides dilations = {1, 1};
    RoundingType rounding = RoundingType::FLOOR;

    std::string text() const {
        return fmt::format("kernel {}, stride {}, pads {} {}", kernel, strides, before, behind);
    }
};

template <typename Operation>
VjpCase average(const Window& w, bool exclude_pad) {
    return {"AvgPool, " + w.text() + (exclude_pad ? ", without pads" : ""), {w.input}, [=](const Values& x) -> Values {
                return {std::make_shared<Operation>(
                    x[0], w.strides, w.before, w.behind, w.kernel, exclude_pad, w.rounding)};
            }};
}

// AvgPool-16 came with OpenVINO 2025.4.
std::vector<VjpCase> dilated_averages([[maybe_unused]] bool exclude_pad) {
    std::vector<VjpCase> cases;
#if OPENVINO_VERSION_MAJOR * 100 + OPENVINO_VERSION_MINOR >= 202504
    for (const Window& w : {Window{{2, 3, 5, 6}, {3, 3}, {1, 1}, {1, 1}, {1, 1}},
                            Window{{1, 2, 9, 8}, {3, 2}, {2, 1}, {1, 0}, {0, 1}, {2, 3}},
                            Window{{2, 3, 6, 6}, {3, 3}, {2, 2}, {0, 1}, {0, 1}, {1, 1}, RoundingType::CEIL_TORCH}})
        cases.push_back({"AvgPool-16, " + w.text() + (exclude_pad ? ", without pads" : ""),
                         {w.input},
                         [=](const Values& x) -> Values {
                             return {std::make_shared<ov::op::v16::AvgPool>(
                                 x[0], w.strides, w.dilations, w.before, w.behind, w.kernel, exclude_pad, w.rounding)};
                         }});
#endif
    return cases;
}

template <typename Operation>
VjpCase maximum(const Window& w) {
    return {
        "MaxPool, " + w.text(), {w.input}, [=](const Values& x) -> Values {
            return {std::make_shared<Operation>(x[0], w.strides, w.dilations, w.before, w.behind, w.kernel, w.rounding)
                        ->output(0)};
        }};
}

VjpCase first_maximum(const Window& w) {
    return {
        "MaxPool-1, " + w.text(), {w.input}, [=](const Values& x) -> Values {
            return {std::make_shared<ov::op::v1::MaxPool>(x[0], w.strides, w.before, w.behind, w.kernel, w.rounding)};
        }};
}

}  // namespace

std::vector<VjpCase> pooling_cases() {
    namespace v1 = ov::op::v1;
    namespace v8 = ov::op::v8;
    namespace v14 = ov::op::v14;
    std::vector<VjpCase> cases;
    for (const bool exclude_pad : {false, true}) {
        cases.push_back(average<v1::AvgPool>({{2, 3, 4, 6}, {2, 2}, {2, 2}, {0, 0}, {0, 0}}, exclude_pad));
        cases.push_back(average<v1::AvgPool>({{2, 3, 5, 6}, {3, 3}, {1, 1}, {1, 1}, {1, 1}}, exclude_pad));
        cases.push_back(average<v1::AvgPool>({{2, 3, 7, 6}, {3, 2}, {2, 3}, {1, 0}, {0, 1}}, exclude_pad));
        cases.push_back(
            average<v1::AvgPool>({{2, 3, 6, 6}, {3, 3}, {2, 2}, {0, 1}, {0, 1}, {}, RoundingType::CEIL}, exclude_pad));
        cases.push_back(average<v14::AvgPool>(
            {{2, 3, 6, 6}, {3, 3}, {2, 2}, {1, 0}, {1, 0}, {}, RoundingType::CEIL_TORCH}, exclude_pad));
        for (const auto& dilated : dilated_averages(exclude_pad))
            cases.push_back(dilated);
        cases.push_back(average<v1::AvgPool>({{2, 3, 9}, {3}, {2}, {1}, {0}}, exclude_pad));
        cases.push_back(
            average<v1::AvgPool>({{1, 2, 4, 4, 5}, {2, 2, 3}, {2, 1, 2}, {0, 1, 0}, {0, 0, 1}}, exclude_pad));
    }
    for (const auto& more : {
             first_maximum({{2, 3, 4, 4}, {2, 2}, {2, 2}, {0, 0}, {0, 0}}),
             first_maximum({{1, 2, 7, 8}, {3, 3}, {2, 2}, {1, 1}, {1, 1}}),
             first_maximum({{1, 2, 8, 7}, {3, 3}, {2, 2}, {0, 0}, {0, 0}, {}, RoundingType::CEIL}),
             maximum<v8::MaxPool>({{1, 2, 6, 6}, {5, 5}, {1, 1}, {2, 2}, {2, 2}}),
             maximum<v8::MaxPool>({{1, 2, 7, 8}, {2, 3}, {3, 2}, {1, 0}, {0, 1}, {2, 2}}),
             maximum<v8::MaxPool>({{1, 2, 9, 9}, {1, 1}, {2, 2}, {0, 0}, {0, 0}}),
             maximum<v8::MaxPool>({{2, 3, 9}, {3}, {2}, {1}, {0}, {1}}),
             maximum<v8::MaxPool>({{1, 2, 4, 3, 4}, {2, 2, 3}, {2, 1, 2}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}}),
             maximum<v14::MaxPool>({{1, 2, 8, 7}, {3, 3}, {2, 2}, {1, 1}, {1, 1}, {1, 1}, RoundingType::CEIL_TORCH}),
         })
        cases.push_back(more);
    return cases;
}

}  // namespace vinoscope::test
