// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/file.hpp"
#include "dataset/run_folder.hpp"

namespace vinoscope {
namespace {

namespace fs = std::filesystem;

struct ShardRun {
    fs::path folder;
    Json run;
    std::size_t index = 0;
};

Json whole_request(Json request) {
    request["shard"] = nullptr;
    request["total"] = request.value("images", Json());
    return request;
}

ShardRun read_shard(const fs::path& folder) {
    auto run = read_run_json(folder);
    const auto& shard = run["request"].value("shard", Json());
    if (!shard.is_object())
        throw Error(ErrorKind::usage,
                    fmt::format("expected a run of one shard in {}, found one of a whole data set", path_text(folder)));
    if (run.value("status", "") != "complete")
        throw Error(
            ErrorKind::usage,
            fmt::format(
                "expected a complete run in {}, found one that is \"{}\"; continue it with the command that started it",
                path_text(folder),
                run.value("status", "")));
    const auto index = shard.at("index").get<std::size_t>();
    return {folder, std::move(run), index};
}

// In the order of their shards. @throws Error when they are not all of one run
std::vector<ShardRun> read_shards(const std::vector<fs::path>& folders) {
    if (folders.empty())
        throw Error(ErrorKind::usage, "expected the folders of shards, found none");
    std::vector<ShardRun> shards;
    std::optional<std::size_t> count;
    for (const auto& folder : folders) {
        auto read = read_shard(folder);
        const auto of = read.run["request"]["shard"].at("count").get<std::size_t>();
        constexpr std::size_t most = 1'000'000;
        if (of > most)
            throw Error(ErrorKind::bad_image,
                        fmt::format("expected at most {} shards in {}, found {}", most, path_text(folder), of));
        count = count.value_or(of);
        shards.resize(*count);
        if (of != *count || read.index >= *count)
            throw Error(ErrorKind::usage,
                        fmt::format("expected shards of {}, found one of {} in {}", *count, of, path_text(folder)));
        auto& slot = shards[read.index];
        if (!slot.folder.empty())
            throw Error(ErrorKind::usage,
                        fmt::format("expected shard {}/{} once, found it in {} and {}",
                                    read.index,
                                    *count,
                                    path_text(slot.folder),
                                    path_text(folder)));
        slot = std::move(read);
    }
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < shards.size(); ++i)
        if (shards[i].folder.empty())
            missing.push_back(fmt::format("{}/{}", i, shards.size()));
    if (!missing.empty())
        throw Error(ErrorKind::usage,
                    fmt::format("expected all {} shards, {} missing: {}",
                                shards.size(),
                                missing.size() == 1 ? "this one is" : "these are",
                                fmt::join(missing, ", ")));
    for (const auto& shard : shards)
        if (const auto found = difference(whole_request(shards[0].run["request"]), whole_request(shard.run["request"]));
            !found.empty())
            throw Error(ErrorKind::usage,
                        fmt::format("expected shards of the same run, found differences between {} and {}: {}",
                                    path_text(shards[0].folder),
                                    path_text(shard.folder),
                                    found));
    return shards;
}

DatasetProgress merge(const std::vector<fs::path>& folders, const fs::path& folder) {
    const auto shards = read_shards(folders);
    const auto request = whole_request(shards[0].run["request"]);
    DatasetProgress progress{.total = request.at("total").get<std::size_t>()};
    const bool exists = DatasetReader::is_run(folder);
    if (exists && !difference(read_run_json(folder)["request"], request).empty())
        throw Error(
            ErrorKind::usage,
            fmt::format("expected a new folder or the complete run in {}, found another run", path_text(folder)));
    RunFolder target(folder, request, {.restart = exists});
    std::vector<DatasetReader> readers;
    for (const auto& shard : shards)
        readers.emplace_back(shard.folder);
    double seconds = 0;
    for (const auto& shard : shards)
        seconds += shard.run.value("seconds", 0.0);
    // The images went to the shards in turn; so they come back.
    for (std::size_t position = 0; position < progress.total; ++position) {
        const auto& shard = shards[position % shards.size()];
        const auto result = readers[position % shards.size()].next();
        if (!result)
            throw Error(
                ErrorKind::usage,
                fmt::format(
                    "expected {} images in the index of {}, found {}; continue it with the command that started it",
                    shard.run["request"].value("total", std::size_t{0}),
                    path_text(shard.folder),
                    position / shards.size()));
        target.append(ImageRecord(position, *result));
        ++(result->error ? progress.failed : progress.done);
    }
    target.finish("complete", "", progress, seconds);
    return progress;
}

}  // namespace

DatasetProgress merge_runs(const std::vector<fs::path>& folders, const fs::path& folder) {
    try {
        return merge(folders, folder);
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::bad_image,
                    fmt::format("expected runs of shards, found a damaged run.json: {}", reason_of(error)));
    }
}

}  // namespace vinoscope
