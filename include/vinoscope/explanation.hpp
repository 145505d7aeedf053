// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/image.hpp"
#include "vinoscope/render.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/verdict.hpp"

namespace vinoscope {

/// One class of the model's answer, or one box of it.
struct Prediction {
    std::int64_t index = 0;          ///< of the class
    std::string label;               ///< empty when the model has no labels
    float score = 0;                 ///< see Provenance::score
    std::optional<Region> box = {};  ///< in pixels of the original image, for detection models
};

/// Why there is no prediction: nothing has the score that counts as found.
struct NothingFound {
    double threshold = 0;                 ///< the least score of a box, or of a class at a place, that counts as found
    std::optional<Prediction> best = {};  ///< what comes nearest; none when no candidate has a score above 0
};

/// Where a result comes from: enough to make it again.
struct Provenance {
    std::string model;       ///< file, or friendly name of a model given as an object
    std::string model_hash;  ///< 64-bit FNV-1a of all files of the model in hexadecimal; empty for an object
    std::string task;
    std::string method;
    std::string layer;           ///< target layer, or empty
    std::string decoder;         ///< what read the outputs: a name of `vinoscope explain --decoder`, or "postprocess"
    bool probabilities = false;  ///< whether Prediction::score lies in 0..1 whatever the image is: shown as percent
    std::string score;  ///< what Prediction::score is: "softmax" or "sigmoid" of the output, "as is", "class score
                        ///< times objectness", or "share of the image"
    std::string device;
    std::string precision;  ///< inference precision that the device used, e.g. "f32", "bf16"
    std::uint64_t seed = 0;
    std::uint64_t inferences = 0;
    std::string version;  ///< of vinoscope
    std::string openvino_version;
};

/// Seconds spent on one image.
struct StageSeconds {
    double infer = 0;    ///< resize, copy and inference (white-box methods compute the maps in the same inference)
    double explain = 0;  ///< taking the maps out of the outputs
};

/// File formats of a saved map.
enum class MapFormat {
    jpg,
    png,
    npy,             ///< the raw float32 values at native size, NumPy format 1.0
    png16,           ///< at native size in 16 bits of grey, from the lowest value (0) to the highest (65535)
    json,            ///< target, score, box, region, status and the raw values (null: not finite) of the map
    standard_error,  ///< SaliencyMap::standard_error as npy; maps that have none get no file
};

/// The name that parse_map_format() knows.
std::string to_string(MapFormat format);

/// The names of the formats, in the order of the enumeration.
std::vector<std::string> map_format_names();

/// @throws Error (usage) with the known names.
MapFormat parse_map_format(std::string_view name);

/// A file that was written for a map.
struct SavedFile {
    std::size_t map = 0;  ///< position in Explanation::maps
    MapFormat format = MapFormat::jpg;
    std::filesystem::path path;
    double render_seconds =
        0;  ///< to draw the picture; 0 for raw values and png16, and for a picture that serves two formats
    double write_seconds = 0;  ///< to encode and to write the file
    bool replaced = false;     ///< an older file of this name
};

/// How file_stems() writes what a map is about.
enum class StemStyle {
    target,  ///< `target_<label or index>` and `per_image_map`
    plain,   ///< `<label or index>` and `activation_map`, as OpenVINO's explainable AI toolkit
};

/// Safe and distinct file names without extension, one for each map: `<prefix>target_<label or index><postfix>`, or
/// `<prefix>per_image_map<postfix>`. Names that differ in case only count as equal and get their index appended.
/// @param scores whether the score of the target, where it is known, comes behind the postfix with two decimals; behind
///        `_` when there is no postfix
/// @throws Error (usage) when prefix and postfix leave too little room for the label.
std::vector<std::string> file_stems(const std::vector<SaliencyMap>& maps,
                                    const std::string& prefix = {},
                                    const std::string& postfix = {},
                                    bool scores = false,
                                    StemStyle style = StemStyle::target);

/// Writes one map in a format that holds its values (npy, png16, json, standard_error), as Explanation::save() does.
/// @param stem path of the file without its ending
/// @return the file; none where save() writes none
/// @throws Error (usage) for a format of pictures (see render()), (io) when the file cannot be written.
std::optional<std::filesystem::path> save_values(const SaliencyMap& map,
                                                 MapFormat format,
                                                 const std::filesystem::path& stem);

struct SaveOptions {
    RenderOptions render = {};
    std::vector<MapFormat> formats = {MapFormat::jpg};
    std::string prefix = {};                              ///< before `target_`
    std::string postfix = {};                             ///< after the label, before the extension
    bool scores = false;                                  ///< in the names, see file_stems()
    std::function<bool(const SavedFile&)> progress = {};  ///< called after each file, in order; false stops

    /// Whether a file that exists may be replaced.
    bool replace = true;

    /// Files that are never replaced, such as the explained images; canonical paths (std::filesystem::canonical()).
    std::set<std::filesystem::path> keep = {};
};

/// What a model said about one image, and why.
struct Explanation {
    Image image;                                     ///< as given, at its own size
    std::vector<Prediction> predictions;             ///< best first, at most ExplainOptions::predictions
    std::optional<NothingFound> nothing_found = {};  ///< where a detector or a segmentation found nothing
    std::vector<SaliencyMap> maps;                   ///< in the asked order
    std::size_t total_targets = 0;  ///< classes that the model has scores for, or boxes that were found
    Provenance provenance;
    StageSeconds seconds;
    std::vector<std::string> notes = {};  ///< how this image was treated that the user should know, one line each

    /// How far each map can be trusted, in their order, once a Verifier has tested them; else empty.
    std::vector<Verdict> verdicts = {};

    /// Writes `DIR/<prefix>target_<label or index><postfix><ending>` for every map, one at a time (bounded memory);
    /// every file appears whole or not at all. The ending is `.jpg`, `.png`, `.npy`, `_16bit.png`, `.json` or
    /// `_stderr.npy`; names before it are those of file_stems(): no path separators, control or reserved characters, at
    /// most 200 bytes. A map that is not ok gets no picture, only its raw values.
    /// @return what was written, in order
    /// @throws Error (io) when DIR cannot be made or a file cannot be written, (usage) when SaveOptions forbids to
    ///         replace one, (cancelled) when `progress` says stop.
    std::vector<SavedFile> save(const std::filesystem::path& directory, const SaveOptions& options = {}) const;
};

}  // namespace vinoscope
