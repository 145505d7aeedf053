// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/text.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {
namespace {

constexpr std::array<Metric, 18> table = {{
    {{"insertion",
      "Insertion AUC",
      "model",
      "0..1",
      "higher",
      "mean score while the strongest pixels appear on the baseline",
      "arXiv:1806.07421"},
     [](MetricCase& one) { return number_of(one.curves().insertion); }},
    {{"deletion",
      "Deletion AUC",
      "model",
      "0..1",
      "lower",
      "mean score while the strongest pixels disappear from the image",
      "arXiv:1806.07421"},
     [](MetricCase& one) { return number_of(one.curves().deletion); }},
    {{"insertion-deletion",
      "Insertion minus deletion AUC",
      "model",
      "-1..1",
      "higher",
      "the difference of the two",
      "arXiv:1806.07421"},
     [](MetricCase& one) { return number_of(one.curves().delta); }},
    {{"average-drop",
      "Average drop",
      "model",
      "0..1",
      "lower",
      "share of the score that is lost when only what the map shows is seen",
      "arXiv:1710.11063"},
     average_drop},
    {{"increase",
      "Increase in confidence",
      "model",
      "0 or 1",
      "higher",
      "whether the score rises when only what the map shows is seen",
      "arXiv:1710.11063"},
     increase_in_confidence},
    {{"coherency",
      "Coherency",
      "explainer",
      "0..1",
      "higher",
      "correlation with the map of the image as the map shows it",
      "arXiv:2104.10252"},
     [](MetricCase& one) { return one.coherency(); }},
    {{"complexity", "Complexity", "nothing", "0..1", "lower", "mean of the map", "arXiv:2104.10252"}, complexity},
    {{"adcc",
      "ADCC",
      "explainer",
      "0..1",
      "higher",
      "harmonic mean of coherency, 1 - complexity and 1 - average drop",
      "arXiv:2104.10252"},
     adcc},
    {{"road",
      "ROAD",
      "model",
      "-1..1",
      "higher",
      "score without the weakest pixels less score without the strongest, the rest guessed from neighbours",
      "arXiv:2202.00449"},
     road},
    {{"mufidelity",
      "MuFidelity",
      "model",
      "-1..1",
      "higher",
      "correlation of the map's sum over random parts with the score that hiding them takes away",
      "arXiv:2005.00631"},
     mufidelity},
    {{"infidelity",
      "Infidelity",
      "model",
      "0..1",
      "lower",
      "squared error of the scaled map's sum over random squares as the score that hiding them takes away",
      "arXiv:1901.09392"},
     infidelity},
    {{"max-sensitivity",
      "Max-sensitivity",
      "explainer",
      "0..",
      "lower",
      "largest relative change of the map under a little noise",
      "arXiv:1901.09392"},
     max_sensitivity},
    {{"randomisation",
      "Model parameter randomisation",
      "random model",
      "0..1",
      "lower",
      "rank correlation with the map that the same model gives with random weights",
      "arXiv:1810.03292"},
     randomisation},
    {{"sparseness",
      "Sparseness",
      "nothing",
      "0..1",
      "higher",
      "Gini index of the map: 0 when all pixels are equal",
      "arXiv:1810.06583"},
     [](MetricCase& one) { return gini_index(one.shares()); }},
    {{"entropy",
      "Entropy",
      "nothing",
      "0..1",
      "lower",
      "entropy of the map as a share of the largest possible one",
      "arXiv:2005.00631"},
     [](MetricCase& one) { return relative_entropy(one.shares()); }},
    {{"pointing-game",
      "Pointing game",
      "annotation",
      "0..1",
      "higher",
      "share of the strongest points that lie on the object",
      "arXiv:1608.00507"},
     [](MetricCase& one) {
         const auto& inputs = one.inputs();
         return number_of(pointing_game(inputs.map, *inputs.truth, inputs.options.tolerance));
     }},
    {{"energy-pointing-game",
      "Energy-based pointing game",
      "annotation",
      "0..1",
      "higher",
      "share of the map's sum that lies on the object",
      "arXiv:1910.01279"},
     [](MetricCase& one) { return number_of(energy_pointing_game(one.inputs().map, *one.inputs().truth)); }},
    {{"iou",
      "Intersection over union",
      "annotation",
      "0..1",
      "higher",
      "of the object and of where the map is at least half of its maximum",
      "arXiv:1512.04150"},
     [](MetricCase& one) {
         const auto& inputs = one.inputs();
         return number_of(intersection_over_union(inputs.map, *inputs.truth, inputs.options.threshold));
     }},
}};

/// Why `one` cannot be asked for what `needs` says, or nothing.
std::string missing(std::string_view needs, const MetricInputs& inputs) {
    if (needs == "random model" && !inputs.explain_randomised)
        return "there is no model with random weights";
    if (needs == "annotation" && inputs.truth == nullptr)
        return "the target is not annotated";
    if ((needs == "model" || needs == "explainer") && (!inputs.score || !inputs.imputed_score))
        return "there is no model";
    if (needs == "explainer" && (!inputs.explain_masked || !inputs.explain_noisy))
        return "there is no way to explain other images";
    return {};
}

}  // namespace

std::span<const Metric> metric_table() {
    return table;
}

const Metric& find_metric(std::string_view name) {
    const auto found = std::ranges::find(table, name, [](const Metric& metric) { return metric.info.name; });
    if (found != table.end())
        return *found;
    std::vector<std::string> names;
    for (const auto& metric : table)
        names.emplace_back(metric.info.name);
    throw Error(
        ErrorKind::usage,
        fmt::format("no metric is called \"{}\"{} (known: {})", name, did_you_mean(name, names), list_of(names)));
}

MetricValue measure(const Metric& metric, MetricCase& one) {
    if (const auto reason = missing(metric.info.needs, one.inputs()); !reason.empty())
        return {std::nullopt, reason};
    return value_of([&] {
        const double value = metric.run(one);
        return std::isfinite(value) ? value : throw NoValue("the scores of the model are not finite");
    });
}

std::vector<MetricInfo> list_metrics() {
    std::vector<MetricInfo> infos;
    for (const auto& metric : table)
        infos.push_back(metric.info);
    return infos;
}

MetricInfo metric_info(std::string_view name) {
    return find_metric(name).info;
}

}  // namespace vinoscope
