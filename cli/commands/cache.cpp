// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/cache.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands/commands.hpp"
#include "flags/arguments.hpp"
#include "flags/cache_folder.hpp"
#include "report/table.hpp"
#include "terminal/exit_code.hpp"
#include "terminal/output.hpp"
#include "terminal/text.hpp"

namespace vinoscope::cli {
namespace {

constexpr double mebi = 1 << 20;

std::string use_text(const std::filesystem::path& folder, const CacheUse& use, bool cleared) {
    const std::string size = fmt::format("{} in {:.1f} MiB", use.models, static_cast<double>(use.bytes) / mebi);
    return table(
        {{"Folder", folder.empty() ? "none (no writable folder was found)" : path_text(folder)},
         {cleared ? "Removed" : "Compiled models", size},
         {"Limits",
          fmt::format(
              "at most {} MiB, removed after {} days without use", cache_limit_bytes >> 20U, cache_limit_days)}},
        0);
}

}  // namespace

int cache(ArgumentList list) {
    std::string asked;
    bool clear = false;
    bool json = false;
    Arguments arguments("cache",
                        "Show or clear the cache of compiled models, which shortens the start of the program.");
    arguments.value("--cache", asked, "DIR", "Folder of the cache (default: the user's cache folder)");
    arguments.flag("--clear", clear, "Remove the compiled models");
    arguments.flag("--json", json, "Print one JSON document instead of text");
    arguments.examples("  vinoscope cache\n  vinoscope cache --clear");
    if (!arguments.parse(list)) {
        return ExitCode::success;
    }
    const std::filesystem::path folder = asked.empty() ? user_cache_folder() : to_path(asked);
    const CacheUse use = clear ? clear_cache(folder) : cache_use(folder);
    if (json) {
        const nlohmann::ordered_json document = {
            {"folder", path_text(folder)}, {"cleared", clear}, {"models", use.models}, {"bytes", use.bytes}};
        print_data(document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
    } else {
        print(use_text(folder, use, clear));
    }
    return ExitCode::success;
}

}  // namespace vinoscope::cli
