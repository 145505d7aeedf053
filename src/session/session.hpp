// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <openvino/core/model.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infer/compiled_forms.hpp"
#include "infer/scorer.hpp"
#include "methods/insertion.hpp"
#include "outputs/answer_reader.hpp"
#include "session/expected.hpp"
#include "session/input_source.hpp"
#include "task/task_table.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// How a method explains a model: the graph to compile, and what was chosen.
struct Plan {
    const Method* method = nullptr;
    std::string layer = {};                 ///< target layer, or empty
    std::shared_ptr<ov::Model> model = {};  ///< with what the method adds to it; nullptr in a preview
    Precision precision = Precision::automatic;
    bool throughput = false;
    double relative_cost = 1;              ///< cost of the map in units of one inference of the model
    std::vector<Decision> decisions = {};  ///< one line for each choice
};

/// A model that is ready for images, without a method: its image input has a fixed size and its preprocessing, its
/// other inputs are constants, and the reading of its outputs is known, or why there is none. Explanations and the
/// scores for metrics start from it.
class Session {
public:
    /// Edits `model` itself. @throws Error as Explainer, but not for outputs that cannot be decoded (`reading`)
    Session(std::shared_ptr<ov::Model> model, ExplainerOptions options);

    /// For a model that is prepared already: its input size is fixed, and it does not change any more.
    /// @param options those of methods are used
    Session(std::shared_ptr<ov::Model> model,
            const ImageInput& input,
            Expected<AnswerReader> reading,
            ExplainerOptions options);

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Returns the plan of a method, or the reason why it cannot explain this model.
    /// @param method a name of list_methods(), or "white-box" for the most suitable method without further inferences
    /// @throws Error (usage) for an unknown name
    Expected<Plan> plan(std::string_view method) { return plan(method, false); }

    /// Returns the plan without its graph. Previews share one copy of the model, and what is known of it, as long as
    /// methods leave it as it was.
    Expected<Plan> preview(std::string_view method) { return plan(method, true); }

    /// Returns the layers at which a white-box method could explain, in the order of the data flow.
    Expected<std::vector<SpatialLayer>> layers();

    /// Returns the reading of the graph itself. It differs from `reading` if the caller decodes the outputs.
    const Expected<AnswerReader>& graph_reading();

    std::unique_ptr<CompiledForms> compile(std::shared_ptr<ov::Model> graph,
                                           bool throughput,
                                           Precision precision) const;

    /// Returns the form of input that explain() will most likely need.
    /// @param with_tensors whether images are not passed to the model themselves
    /// @param masked whether they are masked
    InputForm expected_form(bool with_tensors, bool masked) const;

    /// Returns the image, or the tensor that the caller's preprocessing function makes of it.
    InputSource source_of(Image image) const;

    /// Returns a job with the input and outputs of the model; the caller sets the rest.
    ScoreJob job() const;

    /// Returns the bytes that the activations of one batch of cells may take.
    std::size_t memory_for_cells() const;

    /// Returns the bytes that remain for the masks, scores and maps of one explanation.
    std::size_t memory_left() const { return m_memory->left(); }

    /// Returns whether the outputs are decoded, which methods with one map per image do not need.
    bool reads_answers() const { return !reader.decoder.empty(); }

    std::shared_ptr<ov::Model> model;
    ExplainerOptions options;  ///< with what the model itself asks for
    ImageInput input;
    Preprocess preprocess;  ///< complete
    Expected<AnswerReader> reading;
    AnswerReader reader;  ///< that of `reading`; without one, it reads nothing
    /// If the caller decodes the outputs: the reading of the graph that a plan explains.
    std::optional<AnswerReader> graph_reader;
    const Task* task = nullptr;  ///< nullptr: each answer determines it
    double min_score = 0.25;     ///< of boxes, where the caller sets none
    std::vector<std::string> labels;
    std::vector<Decision> decisions;  ///< about the input and the labels, one line each
    std::vector<std::string> warnings;

private:
    // A copy of the model for methods to edit, and what they read of it.
    struct Draft {
        Draft(std::shared_ptr<ov::Model> copy, const ImageInput& image, const AnswerReader* reader, bool real_input);

        std::shared_ptr<ov::Model> model;
        bool has_reader;
        bool has_real_input;  // a Parameter of integers was changed to real numbers
        InsertionGraph graph;
    };

    void read_outputs(std::size_t label_count, std::optional<AnswerReader> own_scores);
    // The labels or, for a text recogniser, the alphabet. @param given whether the caller sets `names`
    void choose_names(std::vector<std::string> names, bool given);
    void choose_labels(std::vector<std::string> names, bool given);
    void choose_alphabet();
    Expected<Plan> plan(std::string_view method, bool is_preview);
    Expected<Plan> plan_in_graph(std::string_view method, const AnswerReader* read, bool is_preview);
    Draft& draft_for(const AnswerReader* read, bool samples_gradients);
    void drop_edited_draft();

    std::shared_ptr<MemoryBudget> m_memory;  // shared with the compiled models
    std::optional<Expected<AnswerReader>> m_graph_reading;
    std::unique_ptr<Draft> m_draft;
};

}  // namespace vinoscope
