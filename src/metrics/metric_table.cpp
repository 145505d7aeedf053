// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "metrics/metric_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/text.hpp"
#include "metrics/metric_case.hpp"
#include "metrics/metric_functions.hpp"
#include "metrics/no_value.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"

namespace vinoscope {

// Each is defined in the file of its metric; metric_functions.hpp has those that others use. @throws NoValue
double increase_in_confidence(MetricCase& one);
double adcc(MetricCase& one);
double arcc(MetricCase& one);
double mufidelity(MetricCase& one);
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
                             .help = "Number of steps of insertion and deletion",
                             .range = {1, 100'000}};
constexpr MetricOption subsets{.name = "subsets",
                               .member = &MetricOptions::subsets,
                               .help = "Number of random subsets of the image that are hidden",
                               .range = {2, 100'000}};
constexpr MetricOption noisy_images{.name = "noisy_images",
                                    .member = &MetricOptions::noisy_images,
                                    .help = "Number of noisy copies of the image",
                                    .range = {1, 100'000}};
constexpr MetricOption noise{.name = "noise",
                             .member = &MetricOptions::noise,
                             .help = "Amplitude of the noise, as a fraction of 255",
                             .range = {0, 1}};
constexpr MetricOption tolerance{.name = "tolerance",
                                 .member = &MetricOptions::tolerance,
                                 .help = "Tolerance of the pointing game in pixels of the image",
                                 .placeholder = "PIXELS",
                                 .range = {0, 65536}};
constexpr MetricOption threshold{.name = "threshold",
                                 .member = &MetricOptions::threshold,
                                 .help = "Threshold of the map scaled to 0..1",
                                 .range = {0, 1}};

// Its choices are those of methods, and so is the flag.
constexpr MetricOption baseline{.name = "baseline",
                                .member = &MetricOptions::baseline,
                                .help = "Fill of hidden pixels, as for methods",
                                .has_flag = false};
constexpr MetricOption hide_in_image{.name = "hide_in_image",
                                     .member = &MetricOptions::hide_in_image,
                                     .help = "Whether to hide pixels of the image instead of the model's input",
                                     .has_flag = false};

const std::vector<Metric>& table() {
    static const std::vector<Metric> rows = {
        {{"insertion",
          "Insertion AUC",
          MetricNeeds::model,
          "0..1",
          Better::higher,
          "mean score while the strongest pixels are inserted into the baseline",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().insertion); },
         {steps, baseline, hide_in_image}},
        {{"deletion",
          "Deletion AUC",
          MetricNeeds::model,
          "0..1",
          Better::lower,
          "mean score while the strongest pixels are deleted from the image",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().deletion); },
         {steps, baseline, hide_in_image}},
        {{"insertion-deletion",
          "Insertion minus deletion AUC",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "insertion minus deletion",
          "arXiv:1806.07421"},
         [](MetricCase& one) { return number_of(one.curves().delta); },
         {steps, baseline, hide_in_image}},
        {{"average-drop",
          "Average drop",
          MetricNeeds::model,
          "0..1",
          Better::lower,
          "relative decrease of the score for the image masked by the map",
          "arXiv:1710.11063"},
         average_drop,
         {baseline, hide_in_image}},
        {{"increase",
          "Increase in confidence",
          MetricNeeds::model,
          "0 or 1",
          Better::higher,
          "whether the score is higher for the image masked by the map",
          "arXiv:1710.11063"},
         increase_in_confidence,
         {baseline, hide_in_image}},
        {{"coherency",
          "Coherency",
          MetricNeeds::explainer,
          "0..1",
          Better::higher,
          "correlation with the map of the image masked by the map",
          "arXiv:2104.10252"},
         [](MetricCase& one) { return one.coherency(); },
         {baseline, hide_in_image}},
        {{"complexity",
          "Complexity",
          MetricNeeds::nothing,
          "0..1",
          Better::lower,
          "mean of the map",
          "arXiv:2104.10252"},
         complexity},
        {{"adcc",
          "ADCC",
          MetricNeeds::explainer,
          "0..1",
          Better::higher,
          "harmonic mean of coherency, 1 - complexity and 1 - average drop",
          "arXiv:2104.10252"},
         adcc,
         {baseline, hide_in_image}},
        {{"arcc",
          "ARCC",
          MetricNeeds::explainer,
          "0..1",
          Better::higher,
          "harmonic mean of ROAD, coherency and 1 - complexity",
          "arXiv:2605.14641"},
         arcc,
         {baseline, hide_in_image}},
        {{"road",
          "ROAD",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "score without the weakest pixels minus score without the strongest, with imputed pixels",
          "arXiv:2202.00449"},
         road},
        {{"mufidelity",
          "MuFidelity",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "correlation of the sum of the map over random subsets with the score decrease if they are hidden",
          "arXiv:2005.00631"},
         mufidelity,
         {subsets, baseline, hide_in_image}},
        {{"infidelity",
          "Infidelity",
          MetricNeeds::model,
          "0..1",
          Better::lower,
          "squared error between the scaled sum of the map over random squares and the score decrease if they are "
          "hidden",
          "arXiv:1901.09392"},
         infidelity,
         {subsets, baseline, hide_in_image}},
        {{"max-sensitivity",
          "Max-sensitivity",
          MetricNeeds::explainer,
          "0..",
          Better::lower,
          "maximum relative change of the map under slight noise",
          "arXiv:1901.09392"},
         max_sensitivity,
         {noisy_images, noise}},
        {{"randomisation",
          "Model parameter randomisation",
          MetricNeeds::random_model,
          "0..1",
          Better::lower,
          "rank correlation with the map of the model with random weights",
          "arXiv:1810.03292"},
         randomisation},
        {{"sparseness",
          "Sparseness",
          MetricNeeds::nothing,
          "0..1",
          Better::higher,
          "Gini index of the map: 0 if all values are equal",
          "arXiv:1810.06583"},
         [](MetricCase& one) { return gini_index(one.shares()); }},
        {{"entropy",
          "Entropy",
          MetricNeeds::nothing,
          "0..1",
          Better::lower,
          "entropy of the map relative to the maximum",
          "arXiv:2005.00631"},
         [](MetricCase& one) { return relative_entropy(one.shares()); }},
        {{"pointing-game",
          "Pointing game",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "fraction of the maxima of the map that lie on the object",
          "arXiv:1608.00507"},
         [](MetricCase& one) {
             const auto& inputs = one.inputs();
             return number_of(pointing_game(inputs.map, *inputs.truth, inputs.options.tolerance));
         },
         {tolerance}},
        {{"energy-pointing-game",
          "Energy-based pointing game",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "fraction of the sum of the map that lies on the object",
          "arXiv:1910.01279"},
         [](MetricCase& one) { return number_of(energy_pointing_game(one.inputs().map, *one.inputs().truth)); }},
        {{"iou",
          "Intersection over union",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "intersection over union of the object and the pixels where the map is at least half of its maximum",
          "arXiv:1512.04150"},
         [](MetricCase& one) {
             const auto& inputs = one.inputs();
             return number_of(intersection_over_union(inputs.map, *inputs.truth, inputs.options.threshold));
         },
         {threshold}},
        {{"srg",
          "Symmetric relevance gain",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "mean score while the weakest of 25 regions are removed minus that while the strongest are removed",
          "arXiv:2401.06654"},
         symmetric_relevance_gain,
         {baseline, hide_in_image}},
        {{"saco",
          "SaCo",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "whether removing the more salient of ten equally large pixel groups lowers the score more, weighted by the "
          "difference",
          "arXiv:2404.01415"},
         salience_guided_faithfulness,
         {baseline, hide_in_image}},
        {{"sufficiency",
          "Sufficiency",
          MetricNeeds::model,
          "-1..1",
          Better::lower,
          "mean score decrease if only the strongest 1, 5, 10, 20 and 50 % of the pixels are visible",
          "arXiv:1911.03429"},
         sufficiency,
         {baseline, hide_in_image}},
        {{"idsds",
          "IDSDS score",
          MetricNeeds::model,
          "-1..1",
          Better::higher,
          "rank correlation, over 16 cells, of the sum of the map with the score decrease if the cell is hidden",
          "arXiv:2407.11910"},
         deletion_of_cells,
         {baseline, hide_in_image}},
        {{"average-gain",
          "Average gain",
          MetricNeeds::model,
          "0..1",
          Better::higher,
          "relative gain of the missing score for the image masked by the map",
          "arXiv:2301.07002"},
         average_gain,
         {baseline, hide_in_image}},
        {{"ris",
          "Relative input stability",
          MetricNeeds::explainer,
          "0..",
          Better::lower,
          "maximum relative change of the map under slight noise, relative to that of the image",
          "arXiv:2203.06877"},
         relative_input_stability,
         {noisy_images, noise}},
        {{"ros",
          "Relative output stability",
          MetricNeeds::explainer,
          "0..",
          Better::lower,
          "maximum relative change of the map under slight noise, relative to that of the score",
          "arXiv:2203.06877"},
         relative_output_stability,
         {noisy_images, noise}},
        {{"emprt",
          "Efficient model parameter randomisation",
          MetricNeeds::random_model,
          "-1..",
          Better::higher,
          "relative increase of the histogram entropy of the map if all weights are shuffled",
          "arXiv:2401.06465"},
         efficient_randomisation},
        {{"random-logit",
          "Random logit",
          MetricNeeds::explainer,
          "0..1",
          Better::lower,
          "rank correlation with the map of another class",
          "arXiv:1912.09818"},
         random_logit},
        {{"completeness",
          "Completeness",
          MetricNeeds::nothing,
          "0..",
          Better::lower,
          "deviation of the sum of the map from the score difference to the baseline, relative to it",
          "arXiv:1703.01365"},
         completeness},
        {{"relevance-mass",
          "Relevance mass accuracy",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "fraction of the sum of the positive values that lies on the object",
          "arXiv:2003.07258"},
         [](MetricCase& one) { return number_of(relevance_mass_accuracy(one.inputs().map, *one.inputs().truth)); }},
        {{"relevance-rank",
          "Relevance rank accuracy",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "fraction of the K strongest pixels that lie on the object, K being its number of pixels",
          "arXiv:2003.07258"},
         [](MetricCase& one) { return number_of(relevance_rank_accuracy(one.inputs().map, *one.inputs().truth)); }},
        {{"roc-auc",
          "Area under the ROC curve",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "probability that a pixel of the object has a higher value than one outside",
          "arXiv:1604.03605"},
         [](MetricCase& one) { return number_of(roc_auc(one.inputs().map, *one.inputs().truth)); }},
        {{"top-k-intersection",
          "Top-k intersection",
          MetricNeeds::annotation,
          "0..1",
          Better::higher,
          "fraction of the 1000 strongest pixels that lie on the object",
          "arXiv:2104.14995"},
         [](MetricCase& one) { return number_of(top_k_intersection(one.inputs().map, *one.inputs().truth)); }},
    };
    return rows;
}

/// Returns why there is nothing to compute a metric from, or an empty string.
std::string missing(MetricNeeds needs, const MetricInputs& inputs) {
    const bool needs_explainer = needs == MetricNeeds::explainer;
    if (needs == MetricNeeds::random_model && !inputs.explain_randomised)
        return "there is no model with random weights";
    if (needs == MetricNeeds::annotation && inputs.truth == nullptr)
        return "the target is not annotated";
    if ((needs == MetricNeeds::model || needs_explainer) && (!inputs.score || !inputs.imputed_score))
        return "there is no model";
    if (needs_explainer && (!inputs.explain_masked || !inputs.explain_noisy))
        return "there is no way to explain other images";
    return {};
}

}  // namespace

std::string to_string(MetricNeeds needs) {
    constexpr std::array<std::string_view, 5> names = {"nothing", "annotation", "model", "explainer", "random model"};
    return std::string(names.at(static_cast<std::size_t>(needs)));
}

std::string to_string(Better better) {
    return better == Better::higher ? "higher" : "lower";
}

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
