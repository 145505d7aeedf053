// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vinoscope/explainer.hpp"

namespace vinoscope {

/// One input or output of a model.
struct PortInfo {
    std::string name;
    std::string type;   ///< element type, e.g. "f32"
    std::string shape;  ///< e.g. "[?,3,224,224]"
    std::string role;   ///< e.g. "image, NCHW", "class scores (softmax)", "yolo"
};

/// A layer whose output has a height and a width and through which everything the scores know must pass.
struct SpatialLayerInfo {
    std::string name;
    std::string type;   ///< operation type, e.g. "Clamp"
    std::string shape;  ///< e.g. "[1,1280,7,7]"
    int height = 0;     ///< of the grid
    int width = 0;
    bool chosen = false;  ///< the one that the automatic search takes
};

/// Whether a method works on a model.
struct MethodFit {
    std::string method;
    bool works = false;
    std::string reason;  ///< what it would do, or why it cannot
};

/// A way to read the outputs of a model that fits their shapes.
struct ReadingInfo {
    std::string decoder;  ///< as in ExplainerOptions::decoder
    std::string task;
    std::string trust;                ///< "certain", "likely", "doubtful" or "none"
    std::string evidence;             ///< which outputs it reads, and as what
    std::vector<std::string> doubts;  ///< what speaks against it, one clause each
};

/// What is known about a model. Where its graph leaves open how the outputs are read, it is run on two made-up
/// pictures.
struct Diagnosis {
    std::string model;      ///< file name
    std::string format;     ///< e.g. "OpenVINO IR", "ONNX"
    std::string precision;  ///< of the weights, e.g. "f16", "int8"
    std::size_t operations = 0;
    std::size_t parameters = 0;  ///< number of weights
    std::vector<PortInfo> inputs;
    std::vector<PortInfo> outputs;
    std::string task;     ///< "classification", "detection", "segmentation", "regression" or "unknown"
    std::string decoder;  ///< what reads the outputs, or empty when no reading is trusted
    std::string trust;    ///< in that reading: "certain", "likely" or "doubtful"; empty for an unknown task
    std::vector<ReadingInfo> readings;             ///< those that fit the shapes of the outputs, the most trusted first
    std::string unknown;                           ///< why no reading is trusted, or empty
    std::vector<std::string> preprocess;           ///< one line each: what, and where it was found
    std::size_t labels = 0;                        ///< number of class names found in the model
    std::vector<SpatialLayerInfo> spatial_layers;  ///< last first, at most ten
    std::vector<MethodFit> methods;
    std::string next;  ///< the command to run next
};

/// @param options what an Explainer would be given: task, decoder, score, output, preprocessing, input size and labels
///        change what is found; the others do not count
/// @throws Error (bad_model), (usage) for unknown names
Diagnosis diagnose(const std::filesystem::path& model, const ExplainerOptions& options = {});

}  // namespace vinoscope
