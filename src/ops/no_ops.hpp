// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/model.hpp>

namespace vinoscope {

/// Takes operations out of `model` that return one of their inputs unchanged, whatever the data: Identity, a Reshape to
/// the same shape, a Squeeze that an Unsqueeze undoes, a Pad of nothing, a multiplication by 1, ... (the table in
/// no_ops.cpp). What reads the model afterwards, be it the search for the final softmax, the gradients or the search
/// for a layer, need not know them. No number changes; outputs keep their names, tensors inherit the names of those
/// that are gone, and is_called() goes on finding the operations.
void remove_no_ops(ov::Model& model);

}  // namespace vinoscope
