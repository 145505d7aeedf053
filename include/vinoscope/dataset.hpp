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
#include "vinoscope/report.hpp"

namespace vinoscope {

/// One image of a data set.
struct DatasetImage {
    /// A picture, or a prepared input in a .npy file. Its path is its name in the index.
    std::filesystem::path file = {};

    /// Why there is no such image; it counts as failed. Empty: there is one.
    std::string error = {};

    /// What is asked about this image; none: DatasetOptions::explain says it.
    std::optional<TargetRequests> targets = {};

    /// Classes that the annotations of the image name, for conditions on them.
    std::vector<std::int64_t> classes = {};
};

/// Conditions on the prediction of an image; images that do not fulfil them get no maps.
///
/// Conditions are separated by commas, and all of them have to hold. One is `FIELD OPERATOR VALUE`, with the fields
/// `score` (of the best prediction), `count` (of the listed predictions), `class` (the index of the best prediction)
/// and `label` (its label) and the operators
/// `<`, `<=`, `>`, `>=`, `=` and `!=` (the last two alone for `label`), or `correct` or `wrong`: whether the class of
/// the best prediction is among those that are annotated. Without any prediction, only conditions on `count` can hold,
/// and `wrong`.
class PredictionFilter {
public:
    /// @throws Error (usage) for a text that is no list of conditions
    explicit PredictionFilter(std::string_view text);

    /// Whether a condition needs the annotated classes.
    bool needs_classes() const;

    const std::string& text() const { return m_text; }

    /// @param classes that are annotated
    bool operator()(const std::vector<Prediction>& predictions, const std::vector<std::int64_t>& classes) const;

private:
    struct Condition {
        std::string field;
        std::string operation = {};
        std::string text = {};
        double number = 0;

        bool holds(const std::vector<Prediction>& predictions, const std::vector<std::int64_t>& classes) const;
    };

    std::string m_text;
    std::vector<Condition> m_conditions;
};

/// Every count-th image, beginning with number `index`.
struct Shard {
    std::size_t index = 0;
    std::size_t count = 1;
};

/// How far a run is.
struct DatasetProgress {
    std::size_t total = 0;    ///< images of the data set, or of its shard
    std::size_t earlier = 0;  ///< that an earlier, interrupted run has finished
    std::size_t done = 0;     ///< with success, those of earlier runs included
    std::size_t failed = 0;   ///< those of earlier runs included
};

struct DatasetOptions {
    ExplainOptions explain = {};
    Shard shard = {};

    /// Images without maps count as done; the index names the condition.
    std::optional<PredictionFilter> only = {};

    /// Also draws and saves the maps, in `pictures/<folder>/` below the run, one folder an image.
    std::optional<SaveOptions> pictures = {};

    /// Names and values of what was asked beyond the model: a run can only be continued with the same.
    std::vector<std::pair<std::string, std::string>> settings = {};

    /// Removes the results of an earlier run first.
    bool restart = false;

    /// Images that failed in an earlier run are tried again.
    bool retry_failed = false;

    /// Images that are worked on at the same time; 0: one more than there are cores, or two with a method that takes
    /// many inferences an image and keeps all cores busy with one.
    std::size_t parallel = 0;

    /// Called between two images and at least ten times a second, by the thread that called run_dataset(); false stops
    /// the run.
    std::function<bool(const DatasetProgress&)> progress = {};

    /// Told of each image of this run as it is finished, by the same thread: its name, and why it failed or nothing.
    std::function<void(const std::string& image, const std::string& reason)> finished = {};
};

/// What a run has come to.
struct DatasetSummary {
    DatasetProgress progress = {};
    double seconds = 0;  ///< of this run

    /// Kinds of the errors of images that failed, in this run and in earlier ones that it continues.
    std::set<ErrorKind> failures = {};

    /// False when DatasetOptions::progress stopped the run.
    bool complete = true;
};

/// How many images run_dataset() works on at the same time.
std::size_t images_at_once(const Explainer& explainer, const DatasetOptions& options);

/// Explains every image and writes the results below `folder` as they are finished (docs/reference/run.md):
/// `run.json` (what was asked, and how it ended), `index.jsonl` (one line an image) and `maps-00000.tar`, ... (the raw
/// values, as NumPy arrays). Reading, inference, drawing and writing of different images overlap; results are written
/// in the order of the images. A run that was ended at any moment can be continued by the same call: what it had
/// finished is kept, and the files come out as those of a run that was never ended.
/// @param explainer best made with ExplainerOptions::throughput
/// @throws Error (usage) when `folder` holds a run with other settings, naming the difference, or another process works
/// on it; (io) when
///         a result cannot be written, after which the run can be continued. An image that cannot be read or explained
///         does not throw
DatasetSummary run_dataset(const Explainer& explainer,
                           const std::vector<DatasetImage>& images,
                           const std::filesystem::path& folder,
                           const DatasetOptions& options = {});

/// Joins the runs of all shards of one data set into the run of the whole.
/// @param shards folders of complete runs with the same settings, in any order
/// @param folder of the new run
/// @return the images of the whole
/// @throws Error (usage) when a shard is missing, not complete, there twice, or of other settings; (io)
DatasetProgress merge_runs(const std::vector<std::filesystem::path>& shards, const std::filesystem::path& folder);

/// One line of the index.
struct DatasetResult {
    std::string image = {};
    std::optional<ErrorKind> error = {};  ///< of an image that failed
    std::string reason = {};              ///< why it failed, or why there are no maps; may be empty
    std::vector<Prediction> predictions = {};
    std::vector<SaliencyMap> maps = {};
};

/// Reads the results of run_dataset(), one image after the other. The run may still be going on.
class DatasetReader {
public:
    /// @throws Error (io) when `folder` is missing, (bad_image) when it holds no run of a data set
    explicit DatasetReader(const std::filesystem::path& folder);

    DatasetReader(DatasetReader&&) noexcept;
    DatasetReader& operator=(DatasetReader&&) noexcept;
    ~DatasetReader();

    /// Whether `folder` holds the run of a data set.
    static bool is_run(const std::filesystem::path& folder);

    /// @return nothing after the last image that is finished. @throws Error (bad_image) when a map is damaged
    std::optional<DatasetResult> next();

    const Provenance& provenance() const;
    std::size_t total() const;

    /// The first `limit` images as a Run, for reports and exports; images are read again for their small copies.
    static Run as_run(const std::filesystem::path& folder, std::size_t limit);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace vinoscope
