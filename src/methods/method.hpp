// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "methods/black_box.hpp"
#include "methods/gradient_box.hpp"
#include "methods/white_box.hpp"
#include "vinoscope/method.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope {

/// Builds the map, or whatever else the method reads in each of its inferences, into the graph of a model.
using WhiteBoxMethod = WhiteBoxMap (*)(const WhiteBox&);

/// Averages gradients of the model over many inputs.
using GradientMethod = GradientMap (*)(const GradientBox&);

/// Compares the scores of perturbed inputs.
using BlackBoxMethod = BlackBoxMaps (*)(const BlackBox&);

/// What a method reads besides the image and the scores of its target, in any combination.
struct Needs {
    bool activations = false;  ///< of a layer inside of the graph
    bool gradients = false;    ///< of the score
    bool inferences = false;   ///< of inputs that the method makes; without them, one inference gives the map
};

/// An option that a method reads, of either struct.
using MethodOption = std::variant<Option<BlackBoxOptions>, Option<AttributionOptions>>;

/// One method: what users read, what it needs, and the function that does it. Each file of methods has a function that
/// returns it, and method_table.cpp lists these functions.
struct Method {
    MethodInfo info;  ///< name, title, summary and source; list_methods() derives the rest from the other members
    Needs needs;
    Granularity granularity = Granularity::per_class;
    std::variant<WhiteBoxMethod, GradientMethod, BlackBoxMethod> run;

    /// The options that it reads. One that several methods read is one constant.
    std::vector<MethodOption> options = {};

    /// Of methods that take inferences: adds to the graph what they read in each of them, e.g. gradients.
    WhiteBoxMap (*add)(ov::Model&, const WhiteBox&) = nullptr;

    bool (*suits)(const WhiteBox&) = nullptr;  ///< whether the automatic choice may take it; nullptr: always
    bool needs_scores = true;                  ///< whether the graph must have class scores (WhiteBox::scores)
    bool of_pixels = false;                    ///< SaliencyMap::of_pixels
    bool is_signed = false;                    ///< SaliencyMap::is_signed
    bool positive_only = false;                ///< whether negative values of the map are set to 0

    /// Whether the map is computed in the graph of the model, so that it can become one of its outputs.
    bool in_graph() const { return !needs.inferences; }

    bool samples_gradients() const { return needs.inferences && needs.gradients; }

    /// Whether the method compares the scores of perturbed inputs, so that it explains any target of any task.
    bool perturbs_inputs() const { return needs.inferences && !needs.gradients; }

    /// Whether the outputs of the model are all that the method reads.
    bool black_box() const { return perturbs_inputs() && !needs.activations; }

    bool per_class() const { return granularity == Granularity::per_class; }
    bool per_image() const { return granularity == Granularity::per_image; }
    bool per_target() const { return granularity == Granularity::per_target; }
};

}  // namespace vinoscope
