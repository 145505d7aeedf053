// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/model_preprocess.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "model/file_metadata.hpp"
#include "model/input_colors.hpp"
#include "model/input_scaling.hpp"
#include "model/model_info.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

using Values = std::vector<float>;

/// A value and where it comes from.
template <typename T>
struct Sourced {
    T value;
    std::string_view source;
};

constexpr std::string_view from_flag = "flag";
constexpr std::string_view from_model = "model";
constexpr std::string_view from_default = "default";
constexpr std::string_view from_graph = "done by the model itself";

/// What a `model_info` key is read as when the flag is silent.
template <typename T, typename Read>
Sourced<T> choose(const std::optional<T>& flag, Read read, T fallback) {
    if (flag) {
        return {*flag, from_flag};
    }
    if (std::optional<T> found = read()) {
        return {*found, from_model};
    }
    return {std::move(fallback), from_default};
}

void check_values(const Values& values, std::string_view what, std::size_t channels, ErrorKind kind) {
    if (values.size() != 1 && values.size() != channels) {
        throw Error(kind,
                    fmt::format("{0}: expected 1 value, or {3} (one for each input channel), found {1} values ({2})",
                                what,
                                values.size(),
                                fmt::join(values, " "),
                                channels));
    }
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
        throw Error(kind, fmt::format("expected finite numbers for {}, found {}", what, fmt::join(values, " ")));
    }
}

void check_scale(const Values& values, ErrorKind kind) {
    if (std::find(values.begin(), values.end(), 0.0F) != values.end()) {
        throw Error(kind,
                    fmt::format("expected a scale without zeros, by which pixels are divided, found {}",
                                fmt::join(values, " ")));
    }
}

Values per_channel(Values values, std::size_t channels) {
    if (values.size() == 1) {
        values.resize(channels, values.front());
    }
    return values;
}

std::optional<ColorOrder> read_color(const ModelInfo& info) {
    // Pictures are BGR where this key comes from: reversed, they are RGB.
    const auto reverse = info.flag("reverse_input_channels");
    if (!reverse) {
        return {};
    }
    return *reverse ? ColorOrder::rgb : ColorOrder::bgr;
}

std::optional<ResizeMode> read_resize(const ModelInfo& info) {
    const auto name = info.text("resize_type");
    if (!name) {
        return {};
    }
    if (*name == "standard") {
        return ResizeMode::squash;
    }
    if (*name == "fit_to_window") {
        return ResizeMode::corner;
    }
    if (*name == "fit_to_window_letterbox") {
        return ResizeMode::letterbox;
    }
    if (*name == "crop") {
        return ResizeMode::crop;
    }
    throw Error(ErrorKind::bad_model,
                fmt::format("rt_info model_info/resize_type of the model is '{}'; expected standard, fit_to_window, "
                            "fit_to_window_letterbox or crop; override it by giving the resize mode",
                            *name));
}

constexpr std::string_view name_of(ColorOrder color) {
    return color == ColorOrder::rgb ? "rgb" : "bgr";
}

constexpr std::string_view name_of(TensorLayout layout) {
    return layout == TensorLayout::nchw ? "nchw" : "nhwc";
}

constexpr std::string_view name_of(ResizeMode mode) {
    constexpr std::string_view names[] = {"squash", "letterbox", "corner", "crop"};
    return names[static_cast<std::size_t>(mode)];
}

/// Reads the fields one by one; keeps the evidence.
class Resolver {
public:
    Resolver(const ov::Model& model, const ImageInput& input, const Preprocess& over)
        : m_info(model),
          m_file(file_metadata(model)),
          m_over(over),
          m_channels(input.channels == 0 ? 3 : static_cast<std::size_t>(input.channels)),
          m_embedded(m_info.flag("embedded_processing").value_or(false)),
          m_integers(model.input(input.index).get_element_type().is_integral_number()),
          m_scales(scales_input(*model.get_parameters()[input.index])),
          m_colors(m_channels == 3 ? colors_from_graph(*model.get_parameters()[input.index], input.layout)
                                   : std::nullopt),
          m_known(m_embedded || m_integers || m_scales) {}

    Values values(const std::string& what, const std::optional<Values>& flag, float neutral) {
        const auto key = what + "_values";
        auto [found, source] = choose(
            flag,
            [&] {
                auto told = m_embedded ? std::nullopt : m_info.numbers(key);
                m_beside = !told;
                return told ? told : what == "mean" ? m_file.preprocess.mean : m_file.preprocess.scale;
            },
            Values{neutral});
        const auto kind = source == from_flag ? ErrorKind::usage : ErrorKind::bad_model;
        check_values(found, what, m_channels, kind);
        if (what == "scale") {
            check_scale(found, kind);
        }
        if (m_integers && std::any_of(found.begin(), found.end(), [neutral](float x) { return x != neutral; })) {
            check_integers(what, source);
            found = {neutral};
            source = from_graph;
        }
        if (m_embedded && source == from_default) {
            source = from_graph;
        }
        m_known = m_known || source != from_default;
        if (m_scales && (source == from_flag || source == from_model) &&
            std::any_of(found.begin(), found.end(), [neutral](float x) { return x != neutral; }))
            m_twice = source;
        found = per_channel(std::move(found), m_channels);
        note(what, fmt::format("{}", fmt::join(found, " ")), source);
        return found;
    }

    ColorOrder color() {
        const auto fallback = m_embedded ? ColorOrder::bgr : ColorOrder::rgb;
        auto [found, source] = choose(
            m_over.color,
            [&] {
                const auto told = m_embedded ? std::nullopt : read_color(m_info);
                m_beside = !told;
                return told ? told : m_file.preprocess.color;
            },
            m_colors ? m_colors->order : fallback);
        if (source != from_default || (!m_colors && !m_embedded)) {
            note("color", name_of(found), source);
        } else {
            note("color", name_of(found), m_colors ? "graph" : from_model);
            if (m_colors && !m_colors->certain)
                m_warnings.emplace_back(
                    "the graph reverses the color channels of its input, so BGR is passed; if the network was trained "
                    "on "
                    "BGR, pass RGB (--color rgb)");
        }
        return found;
    }

    ResizeMode resize() {
        const auto [found, source] = choose(
            m_over.resize,
            [this] {
                const auto told = read_resize(m_info);
                m_beside = !told;
                return told ? told : m_file.preprocess.resize;
            },
            ResizeMode::squash);
        note("resize", name_of(found), source);
        return found;
    }

    /// Model API pads with zeros where the model does not specify another value.
    Values pad(ResizeMode resize) {
        constexpr float grey = 114;
        constexpr float highest = 255;
        const bool pads = resize == ResizeMode::letterbox || resize == ResizeMode::corner;
        auto [found, source] = choose(
            m_over.pad,
            [&]() -> std::optional<Values> {
                if (!pads)
                    return {};
                auto value = m_info.numbers("pad_value");
                return value || m_over.resize || !m_info.text("resize_type") ? value : Values{0};
            },
            Values{grey});
        const auto kind = source == from_flag ? ErrorKind::usage : ErrorKind::bad_model;
        check_values(found, "pad", m_channels, kind);
        if (std::ranges::any_of(found, [&](float value) { return value < 0 || value > highest; }))
            throw Error(kind, fmt::format("expected pad values of 0 to {}, found {}", highest, fmt::join(found, " ")));
        if (pads)
            note("pad", fmt::format("{}", fmt::join(found, " ")), source);
        else if (source == from_flag)
            m_warnings.push_back(fmt::format("pad has no effect with resize {}", name_of(resize)));
        return per_channel(std::move(found), m_channels);
    }

    std::optional<std::string> warning() const {
        auto texts = m_warnings;
        if (m_twice)
            texts.push_back(fmt::format(
                "the graph itself starts by shifting or scaling its input, and mean and scale ({}) are applied "
                "before that; remove them if they are the same normalisation",
                *m_twice));
        if (!m_known)
            texts.emplace_back(
                "the model file specifies no normalisation, so pixels are passed as 0..255; if the model was trained "
                "on a "
                "different range, set a preset (--preset), or mean and scale (--mean, --scale)");
        return texts.empty() ? std::nullopt : std::optional(fmt::format("{}", fmt::join(texts, "; ")));
    }

    void note(std::string_view what, std::string_view value, std::string_view source) {
        const bool beside = source == from_model && m_beside && !m_file.preprocess_file.empty();
        m_evidence.push_back(
            fmt::format("{} {} ({})", what, value, beside ? std::string_view(m_file.preprocess_file) : source));
        m_beside = false;
    }

    std::vector<std::string> evidence() && { return std::move(m_evidence); }

private:
    /// An input of whole numbers cannot hold a normalised picture: the model normalises inside.
    void check_integers(const std::string& what, std::string_view source) const {
        if (source == from_flag) {
            throw Error(ErrorKind::usage,
                        fmt::format("{} is set, but the model expects integers 0..255 and normalises them itself; "
                                    "remove mean, scale and preset",
                                    what));
        }
    }

    ModelInfo m_info;
    FileMetadata m_file;
    const Preprocess& m_over;
    std::size_t m_channels;
    bool m_embedded;
    bool m_integers;
    bool m_scales;  ///< the graph does
    std::optional<InputColors> m_colors;
    bool m_known;
    bool m_beside = false;  ///< whether the value that is noted next is not one of `model_info`
    std::vector<std::string> m_warnings;
    std::optional<std::string_view> m_twice;  ///< where a mean or scale comes from that the graph may have as well
    std::vector<std::string> m_evidence;
};

}  // namespace

ResolvedPreprocess resolve_preprocess(const ov::Model& model, const ImageInput& input, const Preprocess& over) {
    Resolver resolver(model, input, over);
    Preprocess result;
    result.mean = resolver.values("mean", over.mean, 0);
    result.scale = resolver.values("scale", over.scale, 1);
    result.color = resolver.color();
    result.layout = input.layout;
    resolver.note("layout", name_of(input.layout), input.evidence);
    result.resize = resolver.resize();
    result.pad = resolver.pad(*result.resize);
    const auto warning = resolver.warning();
    return {std::move(result), std::move(resolver).evidence(), warning};
}

std::vector<std::string> model_labels(const ov::Model& model) {
    return file_metadata(model).labels;
}

}  // namespace vinoscope
