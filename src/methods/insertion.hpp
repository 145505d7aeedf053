// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "methods/method_table.hpp"
#include "model/image_input.hpp"
#include "outputs/decoder_table.hpp"
#include "outputs/score_sink.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {

/// What insertion chose.
struct Insertion {
    const Method* method = nullptr;
    std::string layer;
    bool needs_f32 = false;      ///< whether another precision gives other maps, or none
    bool fails_in_half = false;  ///< whether bf16 and f16 give none
    double relative_cost = 1;    ///< cost of the map in units of one inference of the model
    std::vector<Decision> decisions;
};

/// Builds what is explained, `[batch]`, out of class scores `[batch, classes]` or `[batch, classes, places]`.
using TargetScore = std::function<ov::Output<ov::Node>(ov::Model&, const ov::Output<ov::Node>& scores)>;

/// A graph into which a map is inserted, and what methods read of it: class scores, the axes of tensors and layers.
class InsertionGraph {
public:
    /// @param model is edited by insert(); until then its class scores may be one more result
    /// @param reader of the outputs; std::nullopt if nothing decodes them, which is enough for methods that answer per
    ///        image
    /// @throws Error (unsupported) if the axes of the graph cannot be traced
    InsertionGraph(ov::Model& model, const ImageInput& input, std::optional<AnswerReader> reader);
    InsertionGraph(const InsertionGraph&) = delete;
    InsertionGraph& operator=(const InsertionGraph&) = delete;

    /// Adds the output `saliency_map`, or what a method with inferences of its own reads. The graph is not complete
    /// before this object is gone.
    /// @throws Error as insert_xai
    Insertion insert(const InsertOptions& options, const TargetScore& score) { return build(options, score, true); }

    /// Builds the same, and takes it out again. @throws Error as insert()
    Insertion preview(const InsertOptions& options, const TargetScore& score) { return build(options, score, false); }

    /// Returns whether the graph is as it was: methods may rewrite it, and errors leave it incomplete.
    bool is_intact() const;

    /// Returns the layers at which a method could explain, in the order of the data flow.
    const std::vector<SpatialLayer>& layers() const { return m_layers; }

private:
    Insertion build(const InsertOptions& options, const TargetScore& score, bool stays);

    ov::Model& m_model;
    ImageInput m_input;
    std::optional<AnswerReader> m_reader;
    ScoreSink m_sink;
    AxisTrace m_trace;
    std::vector<SpatialLayer> m_layers;
    std::vector<std::shared_ptr<ov::Node>> m_operations;  // at first
    std::size_t m_names;                                  // of their outputs
};

/// Adds the output `saliency_map` to `model` itself, or the gradients that its method samples.
/// @param reader of the outputs; none when nothing understands them: enough for methods that answer per image
/// @param score for methods that answer one target
/// @throws Error as insert_xai.
Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader,
                              const TargetScore& score);

/// The same for the target that `options` names.
Insertion insert_saliency_map(ov::Model& model,
                              const ImageInput& input,
                              const InsertOptions& options,
                              const std::optional<AnswerReader>& reader);

/// The same with the most trusted reading of the outputs (trusted_reader()).
Insertion insert_saliency_map(ov::Model& model, const ImageInput& input, const InsertOptions& options);

}  // namespace vinoscope
