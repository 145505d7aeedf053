// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "flags/arguments.hpp"
#include "flags/input_flags.hpp"
#include "flags/preprocess_flags.hpp"
#include "vinoscope/explainer.hpp"

namespace vinoscope::cli {

/// The flags that tell what a model is and where it runs.
class ModelFlags {
public:
    /// What its outputs mean; into the current group of `--help`.
    void add_outputs_to(Arguments& arguments);

    /// How an image becomes its input.
    void add_input_to(Arguments& arguments);

    void add_machine_to(Arguments& arguments);

    /// Method, target layer and black-box options are left alone. @throws Error (usage, bad_target, io)
    ExplainerOptions parse() const;

private:
    OptionFlags<ExplainerOptions> m_options;
    std::string m_task = "auto";
    std::string m_decoder = "auto";
    std::string m_labels;
    std::string m_alphabet;
    std::string m_output_name;
    std::string m_similar_to;
    std::string m_logit_scale;
    std::string m_score_model;
    PreprocessFlags m_preprocess;
    std::string m_input_size;
    InputFlags m_inputs;
    std::string m_device = "CPU";
    std::string m_memory_limit;
    std::string m_seed = "0";
    std::string m_cache;
};

}  // namespace vinoscope::cli
