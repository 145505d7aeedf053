// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/unread_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

namespace vinoscope {
namespace {

struct Option {
    std::string_view name;
    bool given;  ///< not at its default
    std::vector<std::string_view> readers;
};

// The options of one struct, with the methods that read them.
template <typename Options>
class OptionTable {
public:
    explicit OptionTable(const Options& options) : m_options(options) {}

    template <typename Value>
    Option row(std::string_view name, Value Options::*member, std::vector<std::string_view> readers) const {
        return {name, m_options.*member != Options().*member, std::move(readers)};
    }

private:
    const Options& m_options;
};

std::vector<Option> options_of(const BlackBoxOptions& black_box, const AttributionOptions& attribution) {
    using B = BlackBoxOptions;
    using A = AttributionOptions;
    const OptionTable of_masks(black_box);
    const OptionTable of_gradients(attribution);
    return {
        of_masks.row("budget", &B::budget, {"rise", "aise"}),
        of_masks.row("num_masks", &B::num_masks, {"rise", "aise"}),
        of_masks.row("num_cells", &B::num_cells, {"rise"}),
        of_masks.row("prob", &B::prob, {"rise"}),
        of_masks.row("estimator", &B::estimator, {"rise"}),
        of_masks.row("until_stable", &B::until_stable, {"rise"}),
        of_masks.row("time_budget", &B::time_budget, {"rise", "aise", "occlusion"}),
        of_masks.row("window", &B::window, {"occlusion"}),
        of_masks.row("stride", &B::stride, {"occlusion"}),
        of_masks.row("kernel_widths", &B::kernel_widths, {"aise"}),
        of_masks.row("num_iterations_per_kernel", &B::num_iterations_per_kernel, {"aise"}),
        of_masks.row("solver_epsilon", &B::solver_epsilon, {"aise"}),
        of_masks.row("baseline",
                     &B::baseline,
                     {"rise", "aise", "occlusion", "integrated-gradients", "layer-integrated-gradients"}),
        of_gradients.row("steps", &A::steps, {"integrated-gradients", "layer-integrated-gradients"}),
        of_gradients.row("rule", &A::rule, {"integrated-gradients", "layer-integrated-gradients"}),
        of_gradients.row("samples", &A::samples, {"smooth-grad", "var-grad", "expected-gradients"}),
        of_gradients.row("noise", &A::noise, {"smooth-grad", "var-grad"}),
    };
}

}  // namespace

std::vector<std::string> unread_options(std::string_view method,
                                        const BlackBoxOptions& black_box,
                                        const AttributionOptions& attribution) {
    std::vector<std::string> sentences;
    for (const auto& [name, given, readers] : options_of(black_box, attribution))
        if (given && std::ranges::count(readers, method) == 0)
            sentences.push_back(
                fmt::format("{} does not read {}; it is for {}", method, name, fmt::join(readers, ", ")));
    return sentences;
}

}  // namespace vinoscope
