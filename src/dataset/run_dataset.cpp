// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <new>
#include <stop_token>
#include <thread>

#include "core/checksum.hpp"
#include "core/file.hpp"
#include "dataset/run_folder.hpp"
#include "explain/stopwatch.hpp"
#include "vinoscope/internal/provenance_json.hpp"
#include "vinoscope/method.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

std::string checksum_text(const auto& texts) {
    Checksum sum;
    for (const auto& text : texts)
        sum.add(std::as_bytes(std::span(text)));
    return fmt::format("{:016x}", sum.value());
}

std::string checksum_of_images(const std::vector<DatasetImage>& images) {
    Checksum sum;
    for (const auto& image : images) {
        const auto name = path_text(image.file);
        sum.add(std::as_bytes(std::span(name)));
        sum.add(std::as_bytes(std::span(image.classes)));
    }
    return fmt::format("{:016x}", sum.value());
}

std::size_t images_of_shard(std::size_t images, const Shard& shard) {
    return (images + shard.count - 1 - shard.index) / shard.count;
}

/// All that results depend on.
Json request_of(const Explainer& explainer, const std::vector<DatasetImage>& images, const DatasetOptions& options) {
    auto model = provenance_json(explainer.provenance());
    model["labels"] = checksum_text(explainer.labels());
    Json settings = Json::object();
    for (const auto& [name, value] : options.settings)
        settings[name] = value;
    const auto& shard = options.shard;
    return {{"model", model},
            {"settings", settings},
            {"only", options.only ? Json(options.only->text()) : Json()},
            {"pictures", options.pictures.has_value()},
            {"images", images.size()},
            {"images_hash", checksum_of_images(images)},
            {"shard", shard.count == 1 ? Json() : Json{{"index", shard.index}, {"count", shard.count}}},
            {"total", images_of_shard(images.size(), shard)}};
}

bool takes_many_inferences(const Explainer& explainer) {
    const auto methods = list_methods();
    const auto found = std::ranges::find(methods, explainer.provenance().method, &MethodInfo::name);
    return found != methods.end() && found->family == MethodFamily::black_box;
}

/// Works on several images at once and hands out their records in the order of the images.
class Pipeline {
public:
    /// @param positions of the images to explain
    Pipeline(const Explainer& explainer,
             const std::vector<DatasetImage>& images,
             std::vector<std::size_t> positions,
             std::filesystem::path pictures,
             const DatasetOptions& options,
             std::size_t workers)
        : m_explainer(explainer),
          m_images(images),
          m_positions(std::move(positions)),
          m_pictures(std::move(pictures)),
          m_options(options),
          m_window(2 * workers) {
        for (std::size_t i = 0; i < workers; ++i)
            m_workers.emplace_back([this] { work(); });
    }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Waits for the work in progress.
    ~Pipeline() { stop(); }

    struct Finished {
        ImageRecord record;
        std::string image;
        std::optional<ErrorKind> error;
        std::string reason;
    };

    std::size_t size() const { return m_positions.size(); }

    /// The record of the next image, or nothing when none was finished in a tenth of a second. @throws what ended the
    /// work
    std::optional<Finished> next() {
        std::unique_lock lock(m_mutex);
        m_finished_one.wait_for(lock, std::chrono::milliseconds(100), [&] { return m_failure || is_ready(); });
        if (!is_ready()) {
            if (m_failure)
                std::rethrow_exception(m_failure);
            return std::nullopt;
        }
        auto finished = std::move(m_finished.begin()->second);
        m_finished.erase(m_finished.begin());
        ++m_taken;
        m_room.notify_all();
        return finished;
    }

private:
    bool is_ready() const { return !m_finished.empty() && m_finished.begin()->first == m_taken; }

    void stop() {
        {
            const std::lock_guard lock(m_mutex);
            m_stop.request_stop();
        }
        m_room.notify_all();
        m_workers.clear();
    }

    std::optional<std::size_t> take() {
        std::unique_lock lock(m_mutex);
        const auto stopped = [&] { return m_failure || m_stop.stop_requested() || m_begun == m_positions.size(); };
        m_room.wait(lock, [&] { return stopped() || m_begun < m_taken + m_window; });
        return stopped() ? std::nullopt : std::optional(m_begun++);
    }

    void work() {
        while (const auto number = take()) {
            try {
                auto finished = finish(m_positions[*number]);
                const std::lock_guard lock(m_mutex);
                m_finished.emplace(*number, std::move(finished));
            } catch (...) {
                const std::lock_guard lock(m_mutex);
                if (!m_failure && !m_stop.stop_requested())
                    m_failure = std::current_exception();
            }
            m_finished_one.notify_one();
        }
    }

    Finished finish(std::size_t position) {
        const auto& image = m_images[position];
        DatasetResult result;
        const auto fail = [&](ErrorKind kind, const std::string& reason) {
            result = {.error = kind, .reason = reason};
        };
        try {
            explain(image, position, result);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::usage || error.kind() == ErrorKind::io ||
                error.kind() == ErrorKind::cancelled)
                throw;  // of all images
            fail(error.kind(), error.what());
        } catch (const std::bad_alloc&) {
            fail(ErrorKind::device, "not enough memory for this image");
        } catch (const std::exception& error) {
            fail(ErrorKind::device, one_line(error.what()));
        }
        result.image = path_text(image.file);
        return {ImageRecord(position, result), result.image, result.error, result.reason};
    }

    void explain(const DatasetImage& image, std::size_t position, DatasetResult& result) {
        if (!image.error.empty())
            throw Error(ErrorKind::bad_image, image.error);
        auto options = m_options.explain;
        options.stop = m_stop.get_token();
        if (image.targets)
            options.targets = *image.targets;
        bool wanted = true;
        if (m_options.only)
            options.wanted = [&](const auto& predictions) {
                return wanted = (*m_options.only)(predictions, image.classes);
            };
        const bool prepared = image.file.extension() == ".npy";
        auto explanation = prepared ? m_explainer.explain(read_tensor(image.file), Image(), options)
                                    : m_explainer.explain(read_image(image.file), options);
        if (m_options.pictures && !explanation.maps.empty())
            save_pictures(explanation, position);
        result.predictions = std::move(explanation.predictions);
        result.maps = std::move(explanation.maps);
        if (!wanted)
            result.reason = fmt::format("not selected by {}", m_options.only->text());
        else if (result.maps.empty())
            result.reason = explanation.notes.empty() ? "no target" : explanation.notes.back();
    }

    void save_pictures(const Explanation& explanation, std::size_t position) const {
        auto options = *m_options.pictures;
        if (explanation.image.empty()) {  // of a tensor there is only the map to draw
            options.render.resize = false;
            options.render.overlay = false;
        }
        const auto stem = safe_file_name(path_text(m_images[position].file.stem()));
        explanation.save(m_pictures / text_path(fmt::format("{:09}_{}", position, stem)), options);
    }

    const Explainer& m_explainer;
    const std::vector<DatasetImage>& m_images;
    const std::vector<std::size_t> m_positions;
    const std::filesystem::path m_pictures;
    const DatasetOptions& m_options;
    const std::size_t m_window;  ///< images between the first that is not taken and the last that is begun

    std::mutex m_mutex;
    std::condition_variable m_room;
    std::condition_variable m_finished_one;
    std::size_t m_begun = 0;
    std::size_t m_taken = 0;
    std::map<std::size_t, Finished> m_finished;  ///< by number in m_positions
    std::exception_ptr m_failure;
    std::stop_source m_stop;
    std::vector<std::jthread> m_workers;
};

std::vector<std::size_t> positions_left(const std::vector<DatasetImage>& images,
                                        const Shard& shard,
                                        const std::unordered_set<std::string>& finished) {
    std::vector<std::size_t> positions;
    for (std::size_t position = shard.index; position < images.size(); position += shard.count)
        if (!finished.contains(path_text(images[position].file)))
            positions.push_back(position);
    return positions;
}

class DatasetRun {
public:
    DatasetRun(const Explainer& explainer,
               const std::vector<DatasetImage>& images,
               const std::filesystem::path& folder,
               const DatasetOptions& options)
        : m_options(options),
          m_folder(folder,
                   request_of(explainer, images, options),
                   {.restart = options.restart, .retry_failed = options.retry_failed}) {
        auto counts = m_folder.take_counts();
        m_summary.failures = counts.failures;
        m_summary.progress = {.total = images_of_shard(images.size(), options.shard),
                              .earlier = counts.done + counts.failed,
                              .done = counts.done,
                              .failed = counts.failed};
        auto positions = positions_left(images, options.shard, counts.images);
        m_left = positions.size();
        auto workers = images_at_once(explainer, options);
        workers = std::clamp<std::size_t>(workers, 1, std::max<std::size_t>(m_left, 1));
        m_pipeline.emplace(explainer, images, std::move(positions), folder / "pictures", options, workers);
    }

    DatasetSummary run() {
        try {
            while (goes_on() && m_left > 0)
                if (const auto finished = m_pipeline->next())
                    record(*finished);
            m_summary.complete = m_left == 0;
        } catch (const std::exception& error) {
            m_pipeline.reset();
            finish("failed", error.what());
            throw;
        }
        m_pipeline.reset();
        finish(m_summary.complete ? "complete" : "stopped", "");
        return m_summary;
    }

private:
    bool goes_on() const { return !m_options.progress || m_options.progress(m_summary.progress); }

    void record(const Pipeline::Finished& finished) {
        m_folder.append(finished.record);
        --m_left;
        if (finished.error) {
            m_summary.failures.insert(*finished.error);
            ++m_summary.progress.failed;
        } else {
            ++m_summary.progress.done;
        }
        if (m_options.finished)
            m_options.finished(finished.image, finished.error ? finished.reason : "");
    }

    // What has ended the run is the message; that this cannot be written either is no news then.
    void finish(const std::string& status, const std::string& reason) {
        m_summary.seconds = m_watch.lap();
        try {
            m_folder.finish(status, reason, m_summary.progress, m_summary.seconds);
        } catch (const Error&) {
            if (status != "failed")
                throw;
        }
    }

    const DatasetOptions& m_options;
    Stopwatch m_watch;
    RunFolder m_folder;
    DatasetSummary m_summary;
    std::size_t m_left = 0;
    std::optional<Pipeline> m_pipeline;
};

}  // namespace

std::size_t images_at_once(const Explainer& explainer, const DatasetOptions& options) {
    if (options.parallel > 0)
        return options.parallel;
    return takes_many_inferences(explainer) ? 2 : std::thread::hardware_concurrency() + 1;
}

DatasetSummary run_dataset(const Explainer& explainer,
                           const std::vector<DatasetImage>& images,
                           const std::filesystem::path& folder,
                           const DatasetOptions& options) {
    if (options.shard.count == 0 || options.shard.index >= options.shard.count)
        throw Error(ErrorKind::usage,
                    fmt::format("expected a shard below {}, found {}", options.shard.count, options.shard.index));
    return DatasetRun(explainer, images, folder, options).run();
}

}  // namespace vinoscope
