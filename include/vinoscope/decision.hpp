// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace vinoscope {

/// What a Decision is about, and its value.
enum class DecisionKind {
    /// The name of the method, as in list_methods().
    method,
    /// The name of the method for boxes, where another method explains classes.
    box_method,
    /// The name of the target layer.
    target_layer,
    /// The name of the decoder, as in list_decoders(); empty if the outputs are not decoded.
    outputs,
    /// One part of the preprocessing; no value.
    preprocess,
    /// The precision of inference, e.g. "f32".
    precision,
    /// The input size, e.g. "224x224".
    input_size,
    /// The batch size, e.g. "1".
    batch,
    /// Values of other inputs of the model; no value.
    inputs,
    /// Class names or characters in the model that are not used; no value.
    labels,
    /// A family of methods that does not fit the model, with the reason: "white-box" or "gradient".
    unsuitable,
    /// A remark; no value.
    note,
};

/// An automatic choice.
struct Decision {
    DecisionKind kind = DecisionKind::note;

    /// What was chosen, see DecisionKind; may be empty.
    std::string value = {};

    /// The choice and its reason in one line, for display.
    std::string text = {};
};

}  // namespace vinoscope
