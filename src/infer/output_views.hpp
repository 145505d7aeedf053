// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <openvino/runtime/compiled_model.hpp>
#include <openvino/runtime/infer_request.hpp>
#include <span>
#include <string>
#include <vector>

#include "vinoscope/answer.hpp"

namespace vinoscope {

/// Looks at outputs of inference requests, for one image of the batch at a time; only values of other types than f32
/// are copied.
class OutputViews {
public:
    /// @param positions among the outputs of the model
    OutputViews(const ov::CompiledModel& model, std::vector<std::size_t> positions);

    /// The outputs of a request that is done stay valid until it is started again, or this object reads another.
    void read(ov::InferRequest& request);

    /// What the outputs that were read say about image `item` of `batch`; valid until the next call.
    std::span<const OutputTensor> of_image(std::size_t item, std::size_t batch);

private:
    std::vector<std::size_t> m_positions;
    std::vector<std::string> m_names;
    std::vector<ov::Tensor> m_tensors;
    std::vector<std::vector<float>> m_converted;
    std::vector<OutputTensor> m_views;
};

}  // namespace vinoscope
