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

#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/render.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/verdict.hpp"

namespace vinoscope {

/// A predicted class or a detected box.
struct Prediction {
    /// The class index.
    std::int64_t index = 0;

    /// The name of the class, or empty if the model has no labels.
    std::string label;

    /// The score, see Provenance::score.
    float score = 0;

    /// The box in pixels of the original image, for detection models.
    std::optional<Region> box = {};
};

/// The reason why there is no prediction: no score reaches the threshold.
struct NothingFound {
    /// The minimum score of a box, or of a class at a pixel.
    double threshold = 0;

    /// The candidate with the highest score, or std::nullopt if no candidate has a score above 0.
    std::optional<Prediction> best = {};
};

/// The origin of a result, sufficient to reproduce it.
struct Provenance {
    /// The file name, or the friendly name of a model passed as an object.
    std::string model;

    /// The 64-bit FNV-1a hash of all files of the model in hexadecimal; empty for a model passed as an object.
    std::string model_hash;

    std::string task;
    std::string method;

    /// The target layer, or empty.
    std::string layer;

    /// The decoder of the outputs: a name of list_decoders(), or "postprocess".
    std::string decoder;

    /// Whether Prediction::score lies in 0..1 for every image, and is displayed in percent.
    bool probabilities = false;

    /// The meaning of Prediction::score: "softmax" or "sigmoid" of the output, "as is", "class score times objectness",
    /// or "share of the image".
    std::string score;

    std::string device;

    /// The inference precision that the device used, e.g. "f32" or "bf16".
    std::string precision;

    std::uint64_t seed = 0;
    std::uint64_t inferences = 0;

    /// The version of vinoscope.
    std::string version;

    std::string openvino_version;
};

/// The durations of the steps that run for each image, in seconds.
struct StageSeconds {
    /// Resizing, copying and inference. White-box methods compute the maps in the same inference.
    double infer = 0;

    /// Extracting the maps from the outputs.
    double explain = 0;
};

/// File formats of a saved map.
enum class MapFormat {
    jpg,
    png,
    /// The raw float32 values at native size, NumPy format 1.0.
    npy,
    /// A 16-bit greyscale image at native size, from the minimum (0) to the maximum (65535).
    png16,
    /// Target, score, box, region, status and the raw values of the map; values that are not finite are null.
    json,
    /// SaliencyMap::standard_error as npy. No file is written for maps without a standard error.
    standard_error,
};

/// Returns the name of a format, as accepted by parse_map_format().
[[nodiscard]] VINOSCOPE_API std::string to_string(MapFormat format);

/// Returns the names of the formats in the order of the enumeration.
[[nodiscard]] VINOSCOPE_API std::vector<std::string> map_format_names();

/// Returns the format called `name`.
/// @throws Error (usage) if the name is unknown
[[nodiscard]] VINOSCOPE_API MapFormat parse_map_format(std::string_view name);

/// A file that was written for a map.
struct SavedFile {
    /// The position of the map in Explanation::maps.
    std::size_t map = 0;

    MapFormat format = MapFormat::jpg;
    std::filesystem::path path;

    /// The time to draw the image; 0 for raw values and png16, and for an image shared by two formats.
    double render_seconds = 0;

    /// The time to encode and write the file.
    double write_seconds = 0;

    /// Whether an existing file was replaced.
    bool replaced = false;
};

/// The style of the file names made by file_stems().
enum class StemStyle {
    /// `target_<label or index>` and `per_image_map`.
    target,
    /// `<label or index>` and `activation_map`, as in OpenVINO's explainable AI toolkit.
    plain,
};

/// Returns safe and distinct file names without extension, one per map: `<prefix>target_<label or index><postfix>`, or
/// `<prefix>per_image_map<postfix>`. If names differ only in case, the class index is appended.
/// @param scores whether to append the score of the target, if known, with two decimals: after the postfix, or after
/// `_`
///        if there is no postfix
/// @throws Error (usage) if prefix and postfix leave too little space for the label
[[nodiscard]] VINOSCOPE_API std::vector<std::string> file_stems(const std::vector<SaliencyMap>& maps,
                                                                const std::string& prefix = {},
                                                                const std::string& postfix = {},
                                                                bool scores = false,
                                                                StemStyle style = StemStyle::target);

/// Writes one map in a format that stores its values (npy, png16, json, standard_error), as Explanation::save() does.
/// @param stem the path of the file without its extension
/// @return the path of the file, or std::nullopt if the map has no values in this format
/// @throws Error (usage) for an image format (use render()), (io) if the file cannot be written
VINOSCOPE_API std::optional<std::filesystem::path> save_values(const SaliencyMap& map,
                                                               MapFormat format,
                                                               const std::filesystem::path& stem);

/// Options of Explanation::save().
struct SaveOptions {
    RenderOptions render = {};
    std::vector<MapFormat> formats = {MapFormat::jpg};

    /// The text before `target_` in file names.
    std::string prefix = {};

    /// The text between the label and the extension in file names.
    std::string postfix = {};

    /// Whether file names contain the score, see file_stems().
    bool scores = false;

    /// Called after each file, in order. Returning false stops.
    std::function<bool(const SavedFile&)> progress = {};

    /// Whether existing files may be replaced.
    bool replace = true;

    /// Files that are never replaced, such as the explained images, as canonical paths (std::filesystem::canonical()).
    std::set<std::filesystem::path> keep = {};
};

/// The predictions of a model for one image, and their saliency maps.
struct Explanation {
    /// The given image at its original size.
    Image image;

    /// At most ExplainOptions::predictions predictions, the best one first.
    std::vector<Prediction> predictions;

    /// Set if a detector or a segmentation model found nothing.
    std::optional<NothingFound> nothing_found = {};

    /// The maps in the order of the requested targets.
    std::vector<SaliencyMap> maps;

    /// The number of classes with a score, or of detected boxes.
    std::size_t total_targets = 0;

    Provenance provenance;
    StageSeconds seconds;

    /// Remarks on the treatment of this image that the user should know, one line each.
    std::vector<std::string> notes = {};

    /// The verdicts on the maps, in their order, after a Verifier has tested them; else empty.
    std::vector<Verdict> verdicts = {};

    /// Writes `DIR/<prefix>target_<label or index><postfix><ending>` for every map, one at a time (bounded memory).
    /// Every file is written completely or not at all. The ending is `.jpg`, `.png`, `.npy`, `_16bit.png`, `.json` or
    /// `_stderr.npy`. The names before it are those of file_stems(): they contain no path separators, control
    /// characters or reserved characters, and have at most 200 bytes. A map that is not usable is not drawn; only its
    /// raw values are saved.
    /// @return the written files in order
    /// @throws Error (io) if DIR cannot be created or a file cannot be written, (usage) if SaveOptions forbids
    /// replacing
    ///         a file, (cancelled) if `progress` returns false
    VINOSCOPE_API std::vector<SavedFile> save(const std::filesystem::path& directory,
                                              const SaveOptions& options = {}) const;
};

}  // namespace vinoscope
