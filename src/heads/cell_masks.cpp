// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "heads/cell_masks.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace vinoscope {
namespace {

float weight_at(std::int64_t distance, CellKernel kernel) {
    constexpr std::array<float, 2> binomial = {0.5F, 0.25F};
    if (kernel == CellKernel::one)
        return distance == 0 ? 1.0F : 0.0F;
    return distance < 2 ? binomial[static_cast<std::size_t>(distance)] : 0.0F;
}

}  // namespace

float kernel_weight(std::int64_t dy, std::int64_t dx, CellKernel kernel) {
    return weight_at(std::abs(dy), kernel) * weight_at(std::abs(dx), kernel);
}

std::int64_t kernel_reach(CellKernel kernel) {
    return kernel == CellKernel::one ? 0 : 1;
}

std::vector<float> cell_masks(const SpatialGrid& grid, CellKernel kernel) {
    std::vector<float> masks;
    masks.reserve(static_cast<std::size_t>(grid.cells() * grid.cells()));
    for (std::int64_t cell = 0; cell < grid.cells(); ++cell)
        for (std::int64_t place = 0; place < grid.cells(); ++place)
            masks.push_back(
                kernel_weight(place / grid.width - cell / grid.width, place % grid.width - cell % grid.width, kernel));
    return masks;
}

ov::OutputVector CellMasking::tensors() const {
    return normalized ? ov::OutputVector{layer.value, *normalized} : ov::OutputVector{layer.value};
}

}  // namespace vinoscope
