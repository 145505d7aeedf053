// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "vinoscope/report.hpp"

namespace vinoscope {

using Json = nlohmann::ordered_json;

/// Of run.json; docs/reference/report.md describes it.
inline constexpr int run_version = 1;

/// JSON knows neither NaN nor infinity.
Json number_or_null(double value);

/// Null for an empty text.
Json text_or_null(const std::string& text);

Json box_json(const Region& box);
Json predictions_json(const std::vector<Prediction>& predictions);

/// All that a map states besides its values: target, status and what it was computed for.
Json map_facts_json(const SaliencyMap& map);

/// The values of a map of run.json.
std::vector<float> map_values(const Json& map);

/// The text of a document; what is no UTF-8 is replaced.
std::string dump(const Json& document, int indent = -1);

void write_text(const std::filesystem::path& file, std::string_view text);

/// A field of a CSV file: quoted where it holds a separator, and with an apostrophe in front where a spreadsheet would
/// take it for a formula.
std::string csv_field(std::string_view text);

/// One line for each map: image, series, target, label, score, status, verdict, then every metric of the run.
std::string maps_csv(const Json& run);

/// See Run::export_to().
std::vector<std::filesystem::path> export_run(const Json& run,
                                              std::string_view format,
                                              const std::filesystem::path& to);

/// The HTML page.
std::string report_page(const Json& run);

}  // namespace vinoscope
