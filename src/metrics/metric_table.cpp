// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/text.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {

// Each is defined in the file of its metric; metric_functions.hpp has those that others use. @throws NoValue
double increase_in_confidence(MetricCase& one);
double adcc(MetricCase& one);
double mufidelity(MetricCase& one);
double road(MetricCase& one);
double infidelity(MetricCase& one);
double max_sensitivity(MetricCase& one);
double randomisation(MetricCase& one);
double symmetric_relevance_gain(MetricCase& one);
double salience_guided_faithfulness(MetricCase& one);
double sufficiency(MetricCase& one);
double deletion_of_cells(MetricCase& one);
double average_gain(MetricCase& one);
double completeness(MetricCase& one);
double efficient_randomisation(MetricCase& one);
double random_logit(MetricCase& one);
double relative_input_stability(MetricCase& one);
double relative_output_stability(MetricCase& one);

namespace {

using MetricOption = Option<MetricOptions>;

constexpr MetricOption steps{.name = "steps",
                             .member = &MetricOptions::steps,
                             .help = "Equal portions in which pixels appear or disappear",
                             .range = {1, 100'000}};
constexpr MetricOption subsets{.name = "subsets",
                               .member = &MetricOptions::subsets,
                               .help = "Random parts of the image that are hidden",
                               .range = {2, 100'000}};
constexpr MetricOption noisy_images{.name = "noisy_images",
                                    .member = &MetricOptions::noisy_images,
                                    .help = "Images with noise that are tried",
                                    .range = {1, 100'000}};
constexpr MetricOption noise{.name = "noise",
                             .member = &MetricOptions::noise,
                             .help = "Largest change of a pixel by that noise, as a share of 0..255",
                             .range = {0, 1}};
constexpr MetricOption tolerance{.name = "tolerance",
                                 .member = &MetricOptions::tolerance,
                                 .help = "Distance to the object at which a point still counts, in pixels of the image",
                                 .placeholder = "PIXELS",
                                 .range = {0, 65536}};
constexpr MetricOption threshold{.name = "threshold",
                                 .member = &MetricOptions::threshold,
                                 .help = "From which value on the map scaled to 0..1 counts as the object",
                                 .range = {0, 1}};

// Its choices are those of methods, and so is the flag.
constexpr MetricOption baseline{.name = "baseline",
                                .member = &MetricOptions::baseline,
                                .help = "What a hidden pixel shows, as the option baseline of methods",
                                .has_flag = false};
constexpr MetricOption hide_in_image{.name = "hide_in_image",
                                     .member = &MetricOptions::hide_in_image,
                                     .help = "Hide pixels of the image, not of the input of the model",
                                     .has_flag = false};

const std::vector<Metric>& table() {
    static const std::vector<Metric> rows = {
        {{"insertion",
          "Insertion AUC",
          "model",
          "0..1",
          "higher",
          "mean score while the strongest pixels appear on the baseline",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().insertion); },
         {steps, baseline, hide_in_image}},
        {{"deletion",
          "Deletion AUC",
          "model",
          "0..1",
          "lower",
          "mean score while the strongest pixels disappear from the image",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().deletion); },
         {steps, baseline, hide_in_image}},
        {{"insertion-deletion",
          "Insertion minus deletion AUC",
          "model",
          "-1..1",
          "higher",
          "the difference of the two",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().delta); },
         {steps, baseline, hide_in_image}},
        {{"average-drop",
          "Average drop",
          "model",
          "0..1",
          "lower",
          "share of the score that is lost when only what the map shows is seen",
          "arXiv:1710.11063"},
         average_drop,
         {baseline, hide_in_image}},
        {{"increase",
          "Increase in confidence",
          "model",
          "0 or 1",
          "higher",
          "whether the score rises when only what the map shows is seen",
          "arXiv:1710.11063"},
         increase_in_confidence,
         {baseline, hide_in_image}},
        {{"coherency",
          "Coherency",
          "explainer",
          "0..1",
          "higher",
          "correlation with the map of the image as the map shows it",
          "arXiv:2104.10252"},
         [](MetricCase& one) { return one.coherency(); },
         {baseline, hide_in_image}},
        {{"complexity", "Complexity", "nothing", "0..1", "lower", "mean of the map", "arXiv:2104.10252"}, complexity},
        {{"adcc",
          "ADCC",
          "explainer",
          "0..1",
          "higher",
          "harmonic mean of coherency, 1 - complexity and 1 - average drop",
          "arXiv:2104.10252"},
         adcc,
         {baseline, hide_in_image}},
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
         mufidelity,
         {subsets, baseline, hide_in_image}},
        {{"infidelity",
          "Infidelity",
          "model",
          "0..1",
          "lower",
          "squared error of the scaled map's sum over random squares as the score that hiding them takes away",
          "arXiv:1901.09392"},
         infidelity,
         {subsets, baseline, hide_in_image}},
        {{"max-sensitivity",
          "Max-sensitivity",
          "explainer",
          "0..",
          "lower",
          "largest relative change of the map under a little noise",
          "arXiv:1901.09392"},
         max_sensitivity,
         {noisy_images, noise}},
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
         },
         {tolerance}},
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
         },
         {threshold}},
        {{"srg",
          "Symmetric relevance gain",
          "model",
          "-1..1",
          "higher",
          "mean score while the weakest of 25 regions disappear less that while the strongest disappear",
          "arXiv:2401.06654"},
         symmetric_relevance_gain,
         {baseline, hide_in_image}},
        {{"saco",
          "SaCo",
          "model",
          "-1..1",
          "higher",
          "whether of ten parts of equal size the more salient one costs more of the score, weighted by the difference",
          "arXiv:2404.01415"},
         salience_guided_faithfulness,
         {baseline, hide_in_image}},
        {{"sufficiency",
          "Sufficiency",
          "model",
          "-1..1",
          "lower",
          "score that the strongest 1, 5, 10, 20 and 50 % of the pixels alone lack, on average",
          "arXiv:1911.03429"},
         sufficiency,
         {baseline, hide_in_image}},
        {{"idsds",
          "IDSDS score",
          "model",
          "-1..1",
          "higher",
          "rank correlation over 16 cells of the map's sum with the score that hiding the cell takes away",
          "arXiv:2407.11910"},
         deletion_of_cells,
         {baseline, hide_in_image}},
        {{"average-gain",
          "Average gain",
          "model",
          "0..1",
          "higher",
          "share of the missing score that is gained when only what the map shows is seen",
          "arXiv:2301.07002"},
         average_gain,
         {baseline, hide_in_image}},
        {{"ris",
          "Relative input stability",
          "explainer",
          "0..",
          "lower",
          "largest relative change of the map under a little noise, over that of the image",
          "arXiv:2203.06877"},
         relative_input_stability,
         {noisy_images, noise}},
        {{"ros",
          "Relative output stability",
          "explainer",
          "0..",
          "lower",
          "largest relative change of the map under a little noise, over that of the score",
          "arXiv:2203.06877"},
         relative_output_stability,
         {noisy_images, noise}},
        {{"emprt",
          "Efficient model parameter randomisation",
          "random model",
          "-1..",
          "higher",
          "relative gain of the map's histogram entropy when all weights are shuffled",
          "arXiv:2401.06465"},
         efficient_randomisation},
        {{"random-logit",
          "Random logit",
          "explainer",
          "0..1",
          "lower",
          "rank correlation with the map of another class",
          "arXiv:1912.09818"},
         random_logit},
        {{"completeness",
          "Completeness",
          "nothing",
          "0..",
          "lower",
          "by how much the sum of the map misses what the score gains over the baseline, as a share of it",
          "arXiv:1703.01365"},
         completeness},
        {{"relevance-mass",
          "Relevance mass accuracy",
          "annotation",
          "0..1",
          "higher",
          "share of the map's positive sum that lies on the object",
          "arXiv:2003.07258"},
         [](MetricCase& one) { return number_of(relevance_mass_accuracy(one.inputs().map, *one.inputs().truth)); }},
        {{"relevance-rank",
          "Relevance rank accuracy",
          "annotation",
          "0..1",
          "higher",
          "share of the strongest pixels, as many as the object has, that lie on it",
          "arXiv:2003.07258"},
         [](MetricCase& one) { return number_of(relevance_rank_accuracy(one.inputs().map, *one.inputs().truth)); }},
        {{"roc-auc",
          "Area under the ROC curve",
          "annotation",
          "0..1",
          "higher",
          "probability that a pixel of the object is stronger than one beside it",
          "arXiv:1604.03605"},
         [](MetricCase& one) { return number_of(roc_auc(one.inputs().map, *one.inputs().truth)); }},
        {{"top-k-intersection",
          "Top-k intersection",
          "annotation",
          "0..1",
          "higher",
          "share of the 1000 strongest pixels that lie on the object",
          "arXiv:2104.14995"},
         [](MetricCase& one) { return number_of(top_k_intersection(one.inputs().map, *one.inputs().truth)); }},
    };
    return rows;
}

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
    return table();
}

const Metric& find_metric(std::string_view name) {
    const auto found = std::ranges::find(table(), name, [](const Metric& metric) { return metric.info.name; });
    if (found != table().end())
        return *found;
    std::vector<std::string> names;
    for (const auto& metric : table())
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
    for (const auto& metric : table())
        infos.push_back(metric.info);
    return infos;
}

MetricInfo metric_info(std::string_view name) {
    return find_metric(name).info;
}

template <>
std::vector<Option<MetricOptions>> list_options<MetricOptions>() {
    std::vector<Option<MetricOptions>> options;
    for (const auto& metric : table())
        for (const auto& option : metric.options)
            if (std::ranges::count(options, option.name, &MetricOption::name) == 0)
                options.push_back(option);
    return options;
}

template <>
std::vector<std::string_view> option_readers<MetricOptions>(std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& metric : table())
        if (std::ranges::count(metric.options, name, &MetricOption::name) > 0)
            names.push_back(metric.info.name);
    return names;
}

}  // namespace vinoscope
