// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "flags/cache_folder.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "terminal/text.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::cli {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name) {
    const char* value = std::getenv(name);
    const fs::path path = value == nullptr ? fs::path() : fs::path(value);
    return path.is_absolute() ? path : fs::path();
}

bool is_writable(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    const fs::path probe = folder / fmt::format(".probe-{:x}", std::random_device{}());
    const bool writable = std::ofstream(probe).good();
    fs::remove(probe, error);
    return writable;
}

}  // namespace

fs::path user_cache_folder() {
#ifdef _WIN32
    const fs::path base = from_environment("LOCALAPPDATA");
#else
    fs::path base = from_environment("XDG_CACHE_HOME");
    if (base.empty() && !from_environment("HOME").empty()) {
        base = from_environment("HOME") / ".cache";
    }
#endif
    return base.empty() ? base : base / "vinoscope";
}

fs::path cache_folder(const std::string& wish) {
    if (wish == "none") {
        return {};
    }
    fs::path folder = wish.empty() ? user_cache_folder() : to_path(wish);
    if (folder.empty() || is_writable(folder)) {
        return folder;
    }
    if (wish.empty()) {
        return {};
    }
    throw Error(ErrorKind::io,
                fmt::format("--cache: expected a writable folder, found '{}'; try another one, or --cache none", wish));
}

}  // namespace vinoscope::cli
