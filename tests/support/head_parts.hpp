// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "support/heads.hpp"

/// What the cases of heads.hpp are made of.
namespace vinoscope::test {

constexpr std::size_t channels = 8;
constexpr std::size_t classes = head_classes;
const Integers places = {2, 3};

const SpatialGrid map_grid = {5, 7, 2, 3, 0, 0};
const SpatialGrid nhwc_grid = {5, 7, 1, 2, 0, 0};
const SpatialGrid patch_grid = {5, 7, 1, 1, 0, 0};
const SpatialGrid class_grid = {5, 7, 1, 1, 1, 0};
const SpatialGrid register_grid = {5, 7, 1, 1, 1, 2};

Value map_layer(const Value& image);                    ///< [N,3,2h,2w] -> [N,8,h,w], both signs
Value nhwc_layer(const Value& image);                   ///< [N,2h,2w,3] -> [N,h,w,8]
Value patches(const Value& image);                      ///< [1,3,10,14] -> [1,35,8]
Value class_and_patches(const Value& image);            ///< [1,3,10,14] -> [1,1+35,8]
Value class_patches_and_registers(const Value& image);  ///< [1,3,10,14] -> [1,1+35+2,8]

Value connect(const Value& value, std::size_t in = channels);
Value mean_and_connect(const Value& value);
Value batch_normalized(const Value& value, std::size_t size);
Value hard_swish(const Value& value);
Value one_cell_convolution(const Value& value, unsigned seed = 10);
Value quantized(const Value& value);
Value normalized_over(const Value& value, const Integers& axes);
Value averaged(const Value& value, const ov::Shape& kernel);

HeadCase map_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head);
HeadCase nhwc_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head);
HeadCase token_case(std::string name,
                    CellStrategy strategy,
                    std::function<Value(const Value&)> layer,
                    const SpatialGrid& grid,
                    const std::function<Value(const Value&)>& head);
HeadCase square_case(std::string name, CellStrategy strategy, const std::function<Value(const Value&)>& head);

/// Heads of maps that do with one pass, and that do not; of tokens; of tokens behind a whole block of a transformer;
/// behind one as timm writes it, with and without positions in its attention.
std::vector<HeadCase> pooled_heads();
std::vector<HeadCase> map_heads();
std::vector<HeadCase> token_heads();
std::vector<HeadCase> block_heads();
std::vector<HeadCase> packed_heads();

}  // namespace vinoscope::test
