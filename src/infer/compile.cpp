// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/compile.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <openvino/core/except.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <optional>
#include <sstream>
#include <thread>

#include "infer/model_cache.hpp"
#include "model/openvino_error.hpp"
#include "model/read_model.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/internal/suggest.hpp"
#include "vinoscope/version.hpp"

namespace vinoscope {
namespace {

// Fewer than the device would choose, if the memory does not suffice; otherwise it chooses itself.
std::optional<std::int32_t> streams_of(const CompileOptions& options) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    if (!options.throughput || options.device != "CPU" || options.most_inferences.value_or(cores) >= cores)
        return std::nullopt;
    return static_cast<std::int32_t>(*options.most_inferences);
}

ov::AnyMap wanted_properties(const CompileOptions& options) {
    const auto mode = options.throughput ? ov::hint::PerformanceMode::THROUGHPUT : ov::hint::PerformanceMode::LATENCY;
    ov::AnyMap result = {ov::hint::performance_mode(mode)};
    if (options.precision != Precision::automatic)
        result.emplace(ov::hint::inference_precision(ov::element::Type(std::string(name_of(options.precision)))));
    if (const auto streams = streams_of(options))
        result.emplace(ov::num_streams(*streams));
    for (const auto& [name, value] : options.properties.values()) {
        if (name == ov::hint::inference_precision.name() || name == ov::hint::performance_mode.name())
            throw Error(ErrorKind::usage,
                        fmt::format("expected properties without {}; set the option `{}` instead",
                                    name,
                                    name == ov::hint::performance_mode.name() ? "throughput" : "precision"));
        result.insert_or_assign(name, value);
    }
    return result;
}

ov::Core& core_of(const CompileOptions& options) {
    return options.core ? *options.core : shared_core();
}

// The properties as text, or nothing if one of them has none, so that a model compiled with it cannot be told from
// others.
std::optional<std::string> text_of(const Properties& properties) {
    try {
        std::string text;
        for (const auto& [name, value] : properties.values())
            text += fmt::format("\n{} {}", name, value.as<std::string>());
        return text;
    } catch (const ov::Exception&) {
        return std::nullopt;
    }
}

// All that a compiled model depends on, besides the model.
std::string circumstances(const CompileOptions& options, const std::string& properties) {
    auto& core = core_of(options);
    const auto streams = streams_of(options);
    return fmt::format("vinoscope {}\nOpenVINO {}\ndevice {} ({}), {}\n{} threads\nprecision {}\n{}{}{}",
                       version(),
                       openvino_version(),
                       options.device,
                       core.get_property(options.device, ov::device::full_name),
                       fmt::join(core.get_property(options.device, ov::device::capabilities), " "),
                       std::thread::hardware_concurrency(),
                       name_of(options.precision),
                       options.throughput ? "throughput" : "latency",
                       streams ? fmt::format(", {} streams", *streams) : "",
                       properties);
}

bool can_export(const CompileOptions& options) {
    try {
        const auto known = core_of(options).get_property(options.device, ov::device::capabilities);
        return std::ranges::count(known, ov::device::capability::EXPORT_IMPORT) > 0;
    } catch (const ov::Exception&) {
        return false;
    }
}

// OpenVINO's own cache neither notices damage nor shares the weights among the models of several methods.
ov::CompiledModel compile_with_cache(const std::shared_ptr<const ov::Model>& model,
                                     const CompileOptions& options,
                                     const ov::AnyMap& wanted,
                                     const std::string& properties) {
    const CachedModel cached(options.cache, model, circumstances(options, properties));
    if (auto exported = cached.load()) {
        try {
            std::istringstream stream(std::move(*exported));
            return core_of(options).import_model(stream, options.device, wanted);
        } catch (const ov::Exception&) {  // compiled and kept anew
        }
    }
    auto compiled = core_of(options).compile_model(model, options.device, wanted);
    std::ostringstream stream;
    try {
        compiled.export_model(stream);
    } catch (const ov::Exception&) {
        return compiled;  // a model that the device cannot export
    }
    if (stream)  // or memory ran out, of which streams only keep a flag
        cached.store(std::move(stream).str());
    return compiled;
}

// "AUTO:GPU,CPU" and "GPU.1" name the plug-ins AUTO and GPU.
std::string plugin_of(const std::string& device) {
    return device.substr(0, device.find_first_of(":."));
}

void require_device(const CompileOptions& options) {
    const auto& device = options.device;
    auto known = core_of(options).get_available_devices();
    for (const auto* composite : {"AUTO", "HETERO", "MULTI", "BATCH"})
        known.emplace_back(composite);
    const auto same_plugin = [&](const std::string& name) { return plugin_of(name) == plugin_of(device); };
    if (std::ranges::none_of(known, same_plugin))
        throw Error(ErrorKind::device,
                    fmt::format("device \"{}\" is not available; expected one of {}{}",
                                device,
                                fmt::join(known, ", "),
                                did_you_mean(device, known)));
}

}  // namespace

ov::CompiledModel compile(const std::shared_ptr<const ov::Model>& model, const CompileOptions& options) {
    const auto wanted = wanted_properties(options);
    if (options.device != "CPU")
        require_device(options);
    try {
        const auto properties = text_of(options.properties);
        if (!options.cache.empty() && properties && can_export(options))
            return compile_with_cache(model, options, wanted, *properties);
        return core_of(options).compile_model(model, options.device, wanted);
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
