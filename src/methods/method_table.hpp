// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "methods/black_box.hpp"
#include "methods/gradient_box.hpp"
#include "methods/white_box.hpp"
#include "vinoscope/method.hpp"

namespace vinoscope {

/// Adds the map to the graph of a model.
using WhiteBoxMethod = WhiteBoxMap (*)(const WhiteBox&);

/// Averages gradients of the model over many inputs.
using GradientMethod = GradientMap (*)(const GradientBox&);

/// Asks the model about perturbed inputs.
using BlackBoxMethod = BlackBoxMaps (*)(const BlackBox&);

/// One row: what users read, and the function that does it.
struct Method {
    MethodInfo info;
    std::variant<WhiteBoxMethod, GradientMethod, BlackBoxMethod> run;
    bool (*suits)(const WhiteBox&) = nullptr;  ///< whether the automatic choice may take it; nullptr: always
    bool needs_scores = true;                  ///< whether the graph must have class scores (WhiteBox::scores)
    bool of_pixels = false;                    ///< SaliencyMap::of_pixels
    bool is_signed = false;                    ///< SaliencyMap::is_signed
    bool positive_only = false;                ///< whether the map has 0 where the method finds less than that

    /// Whether the map is computed in the graph of the model, so that it can become one of its outputs.
    bool in_graph() const { return std::holds_alternative<WhiteBoxMethod>(run); }

    bool samples_gradients() const { return std::holds_alternative<GradientMethod>(run); }

    bool black_box() const { return std::holds_alternative<BlackBoxMethod>(run); }

    bool per_class() const { return info.answers == "class"; }
    bool per_image() const { return info.answers == "image"; }
    bool per_target() const { return info.answers == "target"; }
};

/// All methods; the only list of them.
std::span<const Method> method_table();

/// The method called `name`. @throws Error (usage) with the nearest names.
const Method& find_method(std::string_view name);

/// The first white-box method of the table that gives a map for each class and suits the model.
/// @throws Error (unsupported) when none does.
const Method& suitable_method(const WhiteBox& box);

/// The first black-box method of the table: what the automatic choice falls back on.
const Method& default_black_box();

}  // namespace vinoscope
