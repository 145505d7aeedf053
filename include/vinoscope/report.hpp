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
#include "vinoscope/export.hpp"
#include "vinoscope/image.hpp"
#include "vinoscope/metrics.hpp"
#include "vinoscope/saliency_map.hpp"
#include "vinoscope/verdict.hpp"

namespace vinoscope {

/// Named values in the order in which a report shows them.
using NamedValues = std::vector<std::pair<std::string, MetricValue>>;

/// One map of an image in a Run.
struct RunMap {
    /// The method or model that made the map: a name in RunInfo::series.
    std::string series = {};
    SaliencyMap map = {};
    std::optional<Verdict> verdict = {};
    NamedValues metrics = {};

    /// The scores while the strongest pixels are inserted or deleted (see InsertionDeletion), or empty.
    std::vector<float> insertion_curve = {};
    std::vector<float> deletion_curve = {};
};

/// One image of a Run.
struct RunImage {
    std::filesystem::path file = {};

    /// The reason why there is no result, in one line, or empty.
    std::string error = {};

    /// The original image, of which the run stores a small copy.
    Image image = {};
    std::vector<Prediction> predictions = {};

    /// The predictions of the second model of a comparison.
    std::vector<Prediction> other_predictions = {};

    /// The labels of the annotated objects, or empty.
    std::vector<std::string> expected = {};
    std::vector<Region> expected_boxes = {};

    /// Whether the predictions differ, for a comparison.
    std::optional<bool> flip = {};
    NamedValues figures = {};
    std::vector<RunMap> maps = {};
};

/// The parameters of a run, sufficient to repeat it.
struct RunInfo {
    /// "explain", "evaluate" or "compare".
    std::string command = {};

    /// The methods or models in the order in which a report shows them.
    std::vector<std::string> series = {};

    /// One entry per model or per method.
    std::vector<Provenance> provenance = {};

    /// The names and values of all relevant options, for manifest.json.
    std::vector<std::pair<std::string, std::string>> parameters = {};
};

/// The results of a command for a set of images, stored in `run.json`: small copies of the images, maps with at most
/// 112 cells a side, predictions, verdicts and metrics.
class VINOSCOPE_API Run {
public:
    explicit Run(const RunInfo& info);

    Run(Run&&) noexcept;
    Run& operator=(Run&&) noexcept;
    ~Run();

    /// Adds a model or method after those of RunInfo::provenance.
    void add_provenance(const Provenance& provenance);

    /// Adds an image. Its pixels and maps are stored at a reduced size.
    /// @return the position of the image, for add_map()
    std::size_t add(const RunImage& image);

    /// Adds a map to the image at position `image`.
    /// @throws Error (usage) if there is no such image
    void add_map(std::size_t image, const RunMap& map);

    /// Writes `run.json` to `folder`.
    /// @throws Error (io) if the folder cannot be created or written
    void save(const std::filesystem::path& folder) const;

    /// Reads a run.
    /// @param folder the folder written by save() or write_report(), or the file run.json in it
    /// @throws Error (io) if there is no such file, (usage) if it is not a run, or of a newer version
    [[nodiscard]] static Run load(const std::filesystem::path& folder);

    /// Writes a self-contained HTML file and, in the same folder, `manifest.json` (the parameters), `maps.csv` (one
    /// line per map) and `run.json` (see save()).
    /// @throws Error (io), (usage) if the name does not end in .html or .htm
    void write_report(const std::filesystem::path& file) const;

    /// Writes the run in the format of another program.
    /// @param format a name of export_formats()
    /// @param to the output folder for formats with several files, else the output file
    /// @return the written files
    /// @throws Error (usage) for an unknown format, (io)
    std::vector<std::filesystem::path> export_to(std::string_view format, const std::filesystem::path& to) const;

private:
    struct VINOSCOPE_LOCAL Impl;
    explicit Run(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// A format of Run::export_to().
struct ExportFormat {
    std::string_view name;
    /// The default name of the output file or folder.
    std::string_view target;
    std::string_view summary;
};

/// Returns all export formats.
[[nodiscard]] VINOSCOPE_API std::vector<ExportFormat> export_formats();

}  // namespace vinoscope
