// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vinoscope/explanation.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/verdict.hpp"

namespace vinoscope {

/// Named numbers of a report, in the order in which it shows them.
using NamedValues = std::vector<std::pair<std::string, MetricValue>>;

/// One map of an image in a Run.
struct RunMap {
    /// What made it: the name of a method or model of RunInfo::series.
    std::string series = {};
    SaliencyMap map = {};
    std::optional<Verdict> verdict = {};
    NamedValues metrics = {};

    /// Scores while the strongest pixels appear or disappear (InsertionDeletion), or empty.
    std::vector<float> insertion_curve = {};
    std::vector<float> deletion_curve = {};
};

/// One image of a Run.
struct RunImage {
    std::filesystem::path file = {};

    /// Why there is no result, one line, or empty.
    std::string error = {};

    /// The whole image; the run keeps a small copy.
    Image image = {};
    std::vector<Prediction> predictions = {};

    /// Of the second model of a comparison.
    std::vector<Prediction> other_predictions = {};

    /// Labels of the annotated objects, or empty.
    std::vector<std::string> expected = {};
    std::vector<Region> expected_boxes = {};

    /// Of a comparison: whether the answers differ.
    std::optional<bool> flip = {};
    NamedValues figures = {};
    std::vector<RunMap> maps = {};
};

/// What a run did: enough to do it again.
struct RunInfo {
    /// "explain", "evaluate" or "compare".
    std::string command = {};

    /// Methods or models, in the order in which a report shows them.
    std::vector<std::string> series = {};

    /// One for each model, or one for each method.
    std::vector<Provenance> provenance = {};

    /// Names and values of all options that were set or that matter, for manifest.json.
    std::vector<std::pair<std::string, std::string>> parameters = {};
};

/// The results of a command over images, kept in `run.json`: small copies of the images, maps with at most 112 cells a
/// side, answers, verdicts, metrics.
class Run {
public:
    explicit Run(const RunInfo& info);

    Run(Run&&) noexcept;
    Run& operator=(Run&&) noexcept;
    ~Run();

    /// One more model or method, after those of RunInfo::provenance.
    void add_provenance(const Provenance& provenance);

    /// The large parts of `image` are copied at a smaller size; the rest is kept as it is.
    /// @return its position, for add_map()
    std::size_t add(const RunImage& image);

    /// One more map of an image that was added.
    /// @throws Error (usage) when there is no such image
    void add_map(std::size_t image, const RunMap& map);

    /// @throws Error (io) when `folder` cannot be made or written
    void save(const std::filesystem::path& folder) const;

    /// @param folder that save() or write_report() wrote to, or the file run.json in it
    /// @throws Error (io) when there is no such file, (usage) when it is not of a run or of a newer version
    static Run load(const std::filesystem::path& folder);

    /// Writes one HTML file that needs no other file and no network, and beside it `manifest.json` (what was run),
    /// `maps.csv` (one line for each map) and `run.json` (see save()).
    /// @throws Error (io), (usage) when the name does not end in .html or .htm
    void write_report(const std::filesystem::path& file) const;

    /// Writes the run for another program.
    /// @param format a name of export_formats()
    /// @param to a folder for formats of several files, else the file
    /// @return what was written
    /// @throws Error (usage) for an unknown format, (io)
    std::vector<std::filesystem::path> export_to(std::string_view format, const std::filesystem::path& to) const;

private:
    struct Impl;
    explicit Run(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// A format of Run::export_to().
struct ExportFormat {
    std::string_view name;
    /// What it writes to unless told otherwise: the name of a file, or of a folder.
    std::string_view target;
    std::string_view summary;
};

std::vector<ExportFormat> export_formats();

}  // namespace vinoscope
