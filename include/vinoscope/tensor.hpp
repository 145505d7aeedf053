// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/image.hpp"

namespace vinoscope {

/// Element types of a Tensor.
enum class TensorType {
    f32,
    u8,
    i64,  ///< only as one of InputValues
};

/// A model's input as the caller has prepared it: row-major, without padding. Copies share the values.
struct Tensor {
    TensorType type = TensorType::f32;
    std::vector<std::size_t> shape = {};      ///< in the model's own layout, with a batch of 1 in front
    std::shared_ptr<const void> values = {};  ///< kept alive by whoever holds a copy

    /// Number of values.
    std::size_t size() const;
};

/// A tensor that owns `values`. @throws Error (usage) when they do not fill the shape.
Tensor make_tensor(std::vector<std::size_t> shape, std::vector<float> values);
Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::uint8_t> values);
Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::int64_t> values);

/// The array in a file of NumPy (.npy): floats of 2, 4 and 8 bytes become f32, unsigned bytes stay u8, booleans and
/// other whole numbers become i64.
/// @throws Error (io) when the file cannot be read, (bad_image) when it holds something else.
Tensor read_tensor(const std::filesystem::path& file);

/// Values of model inputs, by the name of the input.
using InputValues = std::map<std::string, Tensor>;

/// A preparation of the caller's own: what it returns is the model's input as it is. Called in the thread that called
/// Explainer::explain(), once for each image, and once more with a black one where the baseline is "black".
using PreprocessFunction = std::function<Tensor(const Image& image)>;

}  // namespace vinoscope
