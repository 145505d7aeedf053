// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "analysis/token_mixing.hpp"
#include "methods/method.hpp"
#include "methods/whitebox/cell_map.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

std::optional<TokenMixing> find_block(const WhiteBox& box) {
    if (box.target_layer.empty())
        return last_token_mixing(box.model, box.trace, box.layers);
    return token_mixing_at(box.model, box.trace, box.layers, target_layer(box.model, box.layers, box.target_layer));
}

bool ends_in_tokens(const WhiteBox& box) {
    return find_block(box).has_value();
}

// Byun and Lee, "ViT-ReciproCAM", arXiv:2310.02588: the patch tokens that enter the last block, and the same behind its
// first norm, are masked by a 3x3 Gaussian around each cell; class and register tokens stay.
WhiteBoxMap map_of(const WhiteBox& box) {
    const auto block = find_block(box);
    if (!block)
        throw Error(
            ErrorKind::unsupported,
            "vit-recipro-cam needs a transformer, and this model has no attention block; try --method recipro-cam");
    return cell_map(box, {block->entry, CellKernel::gaussian, block->normalized});
}

}  // namespace

Method vit_recipro_cam() {
    return {.info = {.name = "vit-recipro-cam",
                     .title = "ViT-ReciproCAM",
                     .summary = "ReciproCAM of the patch tokens that enter the last block of a transformer",
                     .source = "arXiv:2310.02588"},
            .needs = {.activations = true},
            .granularity = Granularity::per_class,
            .run = map_of,
            .suits = ends_in_tokens};
}

}  // namespace vinoscope
