// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "vinoscope/explainer.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/trust.hpp"

namespace ov {
class Model;
}

namespace vinoscope {

/// One input or output of a model.
struct PortInfo {
    std::string name;

    /// The element type, e.g. "f32".
    std::string type;

    /// The shape, e.g. "[?,3,224,224]".
    std::string shape;

    /// The meaning, e.g. "image, NCHW", "class scores (softmax)" or "yolo".
    std::string role;
};

/// A layer whose output has a height and a width and that dominates the scores: every path from the image to them
/// passes through it.
struct SpatialLayerInfo {
    std::string name;

    /// The operation type, e.g. "Clamp".
    std::string type;

    /// The shape of the output, e.g. "[1,1280,7,7]".
    std::string shape;

    /// The size of the grid of cells.
    int height = 0;
    int width = 0;

    /// Whether the automatic search chooses this layer as the target layer.
    bool chosen = false;
};

/// Whether a method works on a model.
struct MethodFit {
    std::string method;
    bool works = false;

    /// What the method would do, or why it does not work.
    std::string reason;
};

/// A decoder that fits the shapes of a model's outputs.
struct ReadingInfo {
    /// The name, as in ExplainerOptions::decoder.
    std::string decoder;
    std::string task;

    Trust trust = Trust::none;

    /// The outputs that it decodes, and as what.
    std::string evidence;

    /// The reasons against this decoder, one clause each.
    std::vector<std::string> doubts;
};

/// The properties of a model. If its graph does not determine the meaning of its outputs, the model is run on two
/// synthetic images.
struct Diagnosis {
    /// The file name, or the friendly name of a model passed as an object.
    std::string model;

    /// The file format, e.g. "OpenVINO IR" or "ONNX"; "ov::Model" for a model passed as an object.
    std::string format;

    /// The precision of the weights, e.g. "f16" or "int8".
    std::string precision;

    std::size_t operations = 0;

    /// The number of weights.
    std::size_t parameters = 0;

    std::vector<PortInfo> inputs;
    std::vector<PortInfo> outputs;

    /// "classification", "detection", "segmentation", "regression" or "unknown".
    std::string task;

    /// The decoder of the outputs, or empty if no decoder is trusted.
    std::string decoder;

    /// The trust in this decoder; none if there is no decoder.
    Trust trust = Trust::none;

    /// All decoders that fit the shapes of the outputs, the most trusted first.
    std::vector<ReadingInfo> readings;

    /// Why no decoder is trusted, or empty.
    std::string unknown;

    /// The preprocessing, one line per step with its source.
    std::vector<std::string> preprocess;

    /// The number of class names found in the model.
    std::size_t labels = 0;

    /// At most ten spatial layers, the last one first.
    std::vector<SpatialLayerInfo> spatial_layers;

    std::vector<MethodFit> methods;

    /// A suggested command line. MODEL stands for the file of a model passed as an object.
    std::string next;
};

/// Analyses a model file.
/// @param options the options of an Explainer; task, decoder, score, output, preprocessing, input size and labels are
///        used, all others are ignored
/// @throws Error (bad_model) if the model cannot be read, (usage) if a name is unknown
[[nodiscard]] VINOSCOPE_API Diagnosis diagnose(const std::filesystem::path& model,
                                               const ExplainerOptions& options = {});

/// The same for a model in memory, which is cloned, not changed.
/// @throws Error (bad_model) for a null pointer, (usage) if a name is unknown
[[nodiscard]] VINOSCOPE_API Diagnosis diagnose(const std::shared_ptr<const ov::Model>& model,
                                               const ExplainerOptions& options = {});

}  // namespace vinoscope
