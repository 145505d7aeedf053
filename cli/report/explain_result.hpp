// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "vinoscope/decision.hpp"
#include "vinoscope/explanation.hpp"

namespace vinoscope::cli {

/// What came out for one image: an explanation with its files, or an error.
struct ImageResult {
    std::filesystem::path image;
    Explanation explanation;
    std::vector<SavedFile> files;
    std::string error;
};

/// Seconds of each stage, summed over all images.
struct RunSeconds {
    double read_model = 0;
    double compile = 0;
    double decode = 0;
    double infer = 0;
    double explain = 0;
    double render = 0;
    double write = 0;
    double total = 0;
};

/// The table of predictions and the files, for people, at most `width` columns wide.
std::string result_text(const ImageResult& result, std::size_t width);

/// The parts of the document that `explain --json` prints (docs/reference/explain.schema.json).
nlohmann::ordered_json image_json(const ImageResult& result);
nlohmann::ordered_json provenance_json(const Provenance& provenance, const std::vector<Decision>& decisions);
nlohmann::ordered_json seconds_json(const RunSeconds& seconds);

}  // namespace vinoscope::cli
