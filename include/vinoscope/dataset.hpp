// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vinoscope/error.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/explanation.hpp"
#include "vinoscope/export.hpp"
#include "vinoscope/report.hpp"

namespace vinoscope {

/// One image of a data set.
struct DatasetImage {
    /// An image, or a prepared input in a .npy file. Its path is its name in the index.
    std::filesystem::path file = {};

    /// The reason why the image is missing, so that it counts as failed; else empty.
    std::string error = {};

    /// The targets of this image. std::nullopt means those of DatasetOptions::explain.
    std::optional<TargetRequests> targets = {};

    /// The annotated classes of the image, for conditions on them.
    std::vector<std::int64_t> classes = {};
};

/// Conditions on the prediction of an image. No maps are computed for images that do not fulfil them.
///
/// Conditions are separated by commas, and all of them must hold. A condition is `FIELD OPERATOR VALUE`, where FIELD is
/// `score` (of the best prediction), `count` (of the listed predictions), `class` (the index of the best prediction) or
/// `label` (its label), and OPERATOR is `<`, `<=`, `>`, `>=`, `=` or `!=` (only the last two for `label`). The
/// conditions `correct` and `wrong` state whether the class of the best prediction is annotated. Without any
/// prediction, only `wrong` and conditions on `count` can hold.
class VINOSCOPE_API PredictionFilter {
public:
    /// @throws Error (usage) if the text is not a list of conditions
    explicit PredictionFilter(std::string_view text);

    /// Returns whether a condition needs the annotated classes.
    [[nodiscard]] bool needs_classes() const;

    [[nodiscard]] const std::string& text() const { return m_text; }

    /// Returns whether all conditions hold.
    /// @param classes the annotated classes
    [[nodiscard]] bool operator()(const std::vector<Prediction>& predictions,
                                  const std::vector<std::int64_t>& classes) const;

private:
    struct Condition {
        std::string field;
        std::string operation = {};
        std::string text = {};
        double number = 0;

        [[nodiscard]] bool holds(const std::vector<Prediction>& predictions,
                                 const std::vector<std::int64_t>& classes) const;
    };

    std::string m_text;
    std::vector<Condition> m_conditions;
};

/// Every count-th image, starting at number `index`.
struct Shard {
    std::size_t index = 0;
    std::size_t count = 1;
};

/// The progress of a run.
struct DatasetProgress {
    /// The number of images of the data set, or of its shard.
    std::size_t total = 0;

    /// The number of images finished by an earlier, interrupted run.
    std::size_t earlier = 0;

    /// The number of successful images, including those of earlier runs.
    std::size_t done = 0;

    /// The number of failed images, including those of earlier runs.
    std::size_t failed = 0;
};

/// Options of run_dataset().
struct DatasetOptions {
    ExplainOptions explain = {};
    Shard shard = {};

    /// Conditions for computing maps. Images without maps count as done; the index contains the condition.
    std::optional<PredictionFilter> only = {};

    /// If set, the maps are also drawn and saved in `pictures/<folder>/` of the run, with one folder per image.
    std::optional<SaveOptions> pictures = {};

    /// Names and values of the settings besides the model. A run can only be continued with the same settings.
    std::vector<std::pair<std::string, std::string>> settings = {};

    /// Whether to remove the results of an earlier run first.
    bool restart = false;

    /// Whether to explain images that failed in an earlier run again.
    bool retry_failed = false;

    /// The number of images processed in parallel. 0 means one more than the number of cores, or two for a method with
    /// many inferences per image, which uses all cores for one image.
    std::size_t parallel = 0;

    /// Called between two images and at least ten times per second by the thread that called run_dataset(). Returning
    /// false stops the run.
    std::function<bool(const DatasetProgress&)> progress = {};

    /// Called for each finished image of this run by the same thread, with its name and the reason of a failure or "".
    std::function<void(const std::string& image, const std::string& reason)> finished = {};
};

/// The result of a run.
struct DatasetSummary {
    DatasetProgress progress = {};

    /// The duration of this run in seconds.
    double seconds = 0;

    /// The kinds of errors of failed images, in this run and in earlier ones that it continues.
    std::set<ErrorKind> failures = {};

    /// False if DatasetOptions::progress stopped the run.
    bool complete = true;
};

/// Returns the number of images that run_dataset() processes in parallel.
[[nodiscard]] VINOSCOPE_API std::size_t images_at_once(const Explainer& explainer, const DatasetOptions& options);

/// Explains every image and writes the results to `folder` as they are finished (docs/reference/run.md): `run.json`
/// (the request and the state), `index.jsonl` (one line per image) and `maps-00000.tar`, ... (the raw values as NumPy
/// arrays). Reading, inference, drawing and writing of different images overlap; results are written in the order of
/// the images. An interrupted run is continued by the same call: finished results are kept, and the files are identical
/// to those of an uninterrupted run.
/// @param explainer an Explainer, preferably with ExplainerOptions::throughput
/// @throws Error (usage) if `folder` contains a run with other settings (the message names the difference) or another
///         process writes to it; (io) if a result cannot be written, after which the run can be continued. Images that
///         cannot be read or explained do not throw
VINOSCOPE_API DatasetSummary run_dataset(const Explainer& explainer,
                                         const std::vector<DatasetImage>& images,
                                         const std::filesystem::path& folder,
                                         const DatasetOptions& options = {});

/// Joins the runs of all shards of a data set into a single run.
/// @param shards the folders of complete runs with the same settings, in any order
/// @param folder the folder of the new run
/// @return the images of all shards
/// @throws Error (usage) if a shard is missing, incomplete, duplicate or of other settings; (io)
VINOSCOPE_API DatasetProgress merge_runs(const std::vector<std::filesystem::path>& shards,
                                         const std::filesystem::path& folder);

/// One line of the index.
struct DatasetResult {
    std::string image = {};

    /// The kind of error if the image failed.
    std::optional<ErrorKind> error = {};

    /// The reason of the failure, or why there are no maps; may be empty.
    std::string reason = {};

    std::vector<Prediction> predictions = {};
    std::vector<SaliencyMap> maps = {};
};

/// Reads the results of run_dataset(), one image at a time. The run may still be in progress.
class VINOSCOPE_API DatasetReader {
public:
    /// @throws Error (io) if `folder` is missing, (bad_image) if it does not contain a run of a data set
    explicit DatasetReader(const std::filesystem::path& folder);

    DatasetReader(DatasetReader&&) noexcept;
    DatasetReader& operator=(DatasetReader&&) noexcept;
    ~DatasetReader();

    /// Returns whether `folder` contains a run of a data set.
    [[nodiscard]] static bool is_run(const std::filesystem::path& folder);

    /// Returns the next result, or std::nullopt after the last finished image.
    /// @throws Error (bad_image) if a map is damaged
    [[nodiscard]] std::optional<DatasetResult> next();

    [[nodiscard]] const Provenance& provenance() const;
    [[nodiscard]] std::size_t total() const;

    /// Returns the first `limit` images as a Run for reports and exports. The images are read again for their small
    /// copies.
    [[nodiscard]] static Run as_run(const std::filesystem::path& folder, std::size_t limit);

private:
    struct VINOSCOPE_LOCAL Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace vinoscope
