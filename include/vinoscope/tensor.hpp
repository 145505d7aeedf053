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

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope {

/// The element type of a Tensor.
enum class TensorType {
    f32,
    u8,
    /// Only for InputValues.
    i64,
};

/// A model input prepared by the caller: row-major, without padding. Copies share the values.
struct Tensor {
    TensorType type = TensorType::f32;

    /// The shape in the model's layout, including a batch of 1.
    std::vector<std::size_t> shape = {};

    /// The values, kept alive by every copy.
    std::shared_ptr<const void> values = {};

    /// Returns the number of values.
    [[nodiscard]] VINOSCOPE_API std::size_t size() const;
};

/// Returns a tensor that owns `values`.
/// @throws Error (usage) if the number of values does not match the shape
[[nodiscard]] VINOSCOPE_API Tensor make_tensor(std::vector<std::size_t> shape, std::vector<float> values);
[[nodiscard]] VINOSCOPE_API Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::uint8_t> values);
[[nodiscard]] VINOSCOPE_API Tensor make_tensor(std::vector<std::size_t> shape, std::vector<std::int64_t> values);

/// Reads an array from a NumPy file (.npy). Floats of 2, 4 and 8 bytes are converted to f32, booleans and integers to
/// i64, except for unsigned bytes, which stay u8.
/// @throws Error (io) if the file cannot be read, (bad_image) if it is not a supported NumPy file
[[nodiscard]] VINOSCOPE_API Tensor read_tensor(const std::filesystem::path& file);

/// The values of model inputs, by the name of the input.
using InputValues = std::map<std::string, Tensor>;

/// Converts an image to the model's input, which is used unchanged. The function is called by the thread that called
/// Explainer::explain(), once per image, and once more with a black image if the baseline is "black".
using PreprocessFunction = std::function<Tensor(const Image& image)>;

}  // namespace vinoscope
