// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// The rules that are more than a formula; rule_table.cpp says which operation has which.
#pragma once

#include "ops/rule.hpp"

namespace vinoscope {

// activation.cpp, which reads y rather than x where both tell: x then need not be kept, and the plug-in goes on fusing
// activations into convolutions
Value is_maximum(const Step& step, std::size_t input);
Value is_minimum(const Step& step, std::size_t input);
Value prelu_slope(const Step& step);
Value gelu_slope(const Step& step);
Value tanh_gelu_slope(const Step& step);
Value swish_slope(const Step& step);
Value mish_slope(const Step& step);

// attention.cpp
Values attention_rule(const Step& step);
Values softmax_rule(const Step& step);
Values log_softmax_rule(const Step& step);

// convolution.cpp
Values convolution_rule(const Step& step);
Values transposed_convolution_rule(const Step& step);
Values group_convolution_rule(const Step& step);
Values transposed_group_convolution_rule(const Step& step);

// einsum.cpp
Values einsum_rule(const Step& step);

// gather.cpp
Values gather_rule(const Step& step);

// grid_sample.cpp
Values grid_sample_rule(const Step& step);

// recurrent.cpp
Values gru_sequence_rule(const Step& step);
Values lstm_sequence_rule(const Step& step);

// slice.cpp
Values slice_rule(const Step& step);
Values strided_slice_rule(const Step& step);

// resize.cpp
Values adaptive_avg_pool_rule(const Step& step);
Values interpolate_rule(const Step& step);

// scatter.cpp
Values adaptive_max_pool_rule(const Step& step);
Values gather_elements_rule(const Step& step);
Values gather_nd_rule(const Step& step);
Values scatter_elements_update_rule(const Step& step);
Values scatter_nd_update_rule(const Step& step);
Values scatter_update_rule(const Step& step);
Values top_k_rule(const Step& step);

// matmul.cpp
Values matmul_rule(const Step& step);

// movement.cpp
Values concat_rule(const Step& step);
Values split_rule(const Step& step);
Values tile_rule(const Step& step);
Values broadcast_rule(const Step& step);
Values roll_rule(const Step& step);
Values shuffle_channels_rule(const Step& step);
Values depth_to_space_rule(const Step& step);
Values space_to_depth_rule(const Step& step);
Values col2im_rule(const Step& step);
Values cumsum_rule(const Step& step);
Values transpose_rule(const Step& step);

// normalization.cpp
Values batch_norm_rule(const Step& step);
Values group_normalization_rule(const Step& step);
Values lrn_rule(const Step& step);
Values mvn_rule(const Step& step);
Values normalize_l2_rule(const Step& step);

// pad.cpp
Values pad_rule(const Step& step);

// quantization.cpp
Value fake_quantize_slope(const Step& step);

// avg_pool.cpp, max_pool.cpp
Values avg_pool_rule(const Step& step);
Values max_pool_rule(const Step& step);

// reduction.cpp
Values reduce_sum_rule(const Step& step);
Values reduce_mean_rule(const Step& step);
Values reduce_extremum_rule(const Step& step);
Values reduce_l1_rule(const Step& step);
Values reduce_l2_rule(const Step& step);
Values reduce_prod_rule(const Step& step);

}  // namespace vinoscope
