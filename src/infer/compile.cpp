// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/compile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <openvino/core/except.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>

#include "model/openvino_error.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/suggest.hpp"

namespace vinoscope {
namespace {

ov::AnyMap properties(const CompileOptions& options) {
    constexpr std::array<std::string_view, 4> known = {"auto", "f32", "f16", "bf16"};
    if (std::ranges::count(known, options.precision) == 0)
        throw Error(ErrorKind::usage,
                    fmt::format("expected precision {}, found \"{}\"", fmt::join(known, ", "), options.precision));
    const auto mode = options.throughput ? ov::hint::PerformanceMode::THROUGHPUT : ov::hint::PerformanceMode::LATENCY;
    ov::AnyMap result = {ov::hint::performance_mode(mode)};
    if (options.precision != "auto")
        result.emplace(ov::hint::inference_precision(ov::element::Type(options.precision)));
    if (!options.cache.empty())
        result.emplace(ov::cache_dir(options.cache.string()));
    return result;
}

// "AUTO:GPU,CPU" and "GPU.1" name the plug-ins AUTO and GPU.
std::string plugin_of(const std::string& device) {
    return device.substr(0, device.find_first_of(":."));
}

void require_device(const std::string& device) {
    auto known = shared_core().get_available_devices();
    for (const auto* composite : {"AUTO", "HETERO", "MULTI", "BATCH"})
        known.emplace_back(composite);
    const auto same_plugin = [&](const std::string& name) { return plugin_of(name) == plugin_of(device); };
    if (std::ranges::none_of(known, same_plugin))
        throw Error(
            ErrorKind::device,
            fmt::format(
                "no device \"{}\" here; available: {}{}", device, fmt::join(known, ", "), did_you_mean(device, known)));
}

}  // namespace

ov::CompiledModel compile(const std::shared_ptr<const ov::Model>& model, const CompileOptions& options) {
    const auto wanted = properties(options);
    if (options.device != "CPU")
        require_device(options.device);
    try {
        return shared_core().compile_model(model, options.device, wanted);
    } catch (const ov::Exception& error) {
        throw Error(
            ErrorKind::device,
            fmt::format("device {} cannot run the model: {}", options.device, condense_openvino_error(error.what())));
    }
}

std::string used_precision(const ov::CompiledModel& model) {
    try {
        return model.get_property(ov::hint::inference_precision).get_type_name();
    } catch (const ov::Exception&) {
        return "unknown";
    }
}

}  // namespace vinoscope
