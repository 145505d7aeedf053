// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "sources/map_source.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <stop_token>

#include "terminal/interrupt.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/evaluator.hpp"
#include "vinoscope/metrics.hpp"

namespace vinoscope::cli {
namespace {

/// Another one for each image, the same for the same image.
SaliencyMap random_reference(const Image& image, std::uint64_t seed) {
    const std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
    return random_map(image.height(), image.width(), seed ^ std::hash<std::string_view>()(bytes));
}

SaliencyMap gaussian_reference(const Image&, std::uint64_t) {
    constexpr int side = 224;
    return centred_gaussian(side, side);
}

SaliencyMap sobel_reference(const Image& image, std::uint64_t) {
    return sobel_map(image);
}

SaliencyMap laplace_reference(const Image& image, std::uint64_t) {
    return laplace_map(image);
}

SaliencyMap image_reference(const Image& image, std::uint64_t) {
    return brightness_map(image);
}

struct Reference {
    const char* name;
    SaliencyMap (*make)(const Image& image, std::uint64_t seed);
};

constexpr std::array references = {Reference{"random", random_reference},
                                   Reference{"gaussian", gaussian_reference},
                                   Reference{"sobel", sobel_reference},
                                   Reference{"laplace", laplace_reference},
                                   Reference{"image", image_reference}};

MapSource reference_source(const Reference& reference, std::uint64_t seed) {
    return {reference.name, false, [=](const Image& image, const std::vector<std::int64_t>& targets) {
                return std::vector<SaliencyMap>(targets.size(), reference.make(image, seed));
            }};
}

constexpr const char* other_class = "other-class";  // the automatic method's map of the best other class
constexpr const char* randomised = "randomised";    // the automatic method's map of the model with random weights

/// Ctrl-C stops between two inferences.
ExplainOptions stoppable(std::optional<double> min_score) {
    std::stop_source source;
    ExplainOptions options;
    options.min_score = min_score;
    options.stop = source.get_token();
    options.progress = [source](std::size_t, std::size_t) mutable {
        if (interrupt_signal() != 0) {
            source.request_stop();
        }
    };
    return options;
}

std::vector<SaliencyMap> explained(const Explainer& explainer,
                                   const Image& image,
                                   const std::vector<std::int64_t>& targets,
                                   std::optional<double> min_score) {
    ExplainOptions asked = stoppable(min_score);
    asked.targets.assign(targets.begin(), targets.end());
    std::vector<SaliencyMap> maps = explainer.explain(image, asked).maps;
    maps.resize(targets.size(), maps.at(0));  // a map of the whole image serves all
    return maps;
}

ExplainerOptions with_method(ExplainerOptions options, const std::string& method) {
    options.method = method;
    return options;
}

MapSource other_class_source(const std::filesystem::path& model, const EvaluatorOptions& options) {
    const auto explainer = std::make_shared<const Explainer>(model, with_method(options.model, "auto"));
    return {other_class, false, [=](const Image& image, const std::vector<std::int64_t>& targets) {
                ExplainOptions asked = stoppable(options.min_score);
                asked.targets = {top(2)};
                const std::vector<SaliencyMap> best = explainer->explain(image, asked).maps;
                std::vector<SaliencyMap> maps;
                for (const std::int64_t target : targets) {
                    const auto other =
                        std::ranges::find_if(best, [&](const auto& map) { return map.target != target; });
                    if (other == best.end()) {
                        throw Error(ErrorKind::unsupported, "the model has no other class");
                    }
                    maps.push_back(*other);
                }
                return maps;
            }};
}

MapSource randomised_source(const std::filesystem::path& model, const EvaluatorOptions& options) {
    const auto random = with_random_weights(model, options.model.seed);
    const auto explainer = std::make_shared<const Explainer>(random, with_method(options.model, "auto"));
    return {randomised,
            false,
            [explainer, min_score = options.min_score](const Image& image, const std::vector<std::int64_t>& targets) {
                return explained(*explainer, image, targets, min_score);
            }};
}

}  // namespace

std::vector<std::string> reference_names() {
    std::vector<std::string> names;
    for (const Reference& reference : references) {
        names.emplace_back(reference.name);
    }
    names.insert(names.end(), {other_class, randomised});
    return names;
}

MapSource make_source(const std::string& name, const std::filesystem::path& model, const EvaluatorOptions& options) {
    const auto reference =
        std::find_if(references.begin(), references.end(), [&](const Reference& row) { return row.name == name; });
    if (reference != references.end()) {
        return reference_source(*reference, options.model.seed);
    }
    if (name == other_class) {
        return other_class_source(model, options);
    }
    if (name == randomised) {
        return randomised_source(model, options);
    }
    const auto explainer = std::make_shared<const Explainer>(model, with_method(options.model, name));
    return {name,
            true,
            [explainer, min_score = options.min_score](const Image& image, const std::vector<std::int64_t>& targets) {
                return explained(*explainer, image, targets, min_score);
            },
            explainer->provenance()};
}

MapSource::Maps randomised_maps(const MapSource& source,
                                const std::filesystem::path& model,
                                const EvaluatorOptions& options) {
    if (!source.asks_model) {
        return source.maps;
    }
    const auto explainer = std::make_shared<std::optional<Explainer>>();
    return [=, name = source.name](const Image& image, const std::vector<std::int64_t>& targets) {
        if (!*explainer) {
            explainer->emplace(with_random_weights(model, options.model.seed), with_method(options.model, name));
        }
        return explained(**explainer, image, targets, options.min_score);
    };
}

}  // namespace vinoscope::cli
