// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/trusted_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <numeric>
#include <openvino/core/except.hpp>
#include <openvino/op/constant.hpp>
#include <random>
#include <span>
#include <string>
#include <utility>

#include "infer/compile.hpp"
#include "infer/output_views.hpp"
#include "model/file_metadata.hpp"
#include "model/input_scaling.hpp"
#include "outputs/plausibility.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// Rows, columns and channels of a made-up picture: squares of random colours, of every size.
class MadeUpPicture {
public:
    MadeUpPicture(const ImageInput& input, std::uint32_t seed)
        : m_height(static_cast<std::size_t>(input.height)),
          m_width(static_cast<std::size_t>(input.width)),
          m_channels(static_cast<std::size_t>(input.channels)),
          m_values(m_height * m_width * m_channels) {
        std::mt19937 random(seed);
        constexpr std::array<std::size_t, 4> squares = {2, 5, 12, 30};
        for (const auto count : squares)
            add_squares(count, random);
    }

    // 0..255
    float at(std::size_t row, std::size_t column, std::size_t channel) const {
        return m_values[(row * m_width + column) * m_channels + channel];
    }

private:
    void add_squares(std::size_t count, std::mt19937& random) {
        constexpr std::uint32_t colours = 64;  // a quarter of the range for each size of squares
        std::vector<float> squares(count * count * m_channels);
        for (auto& square : squares)
            square = static_cast<float>(random() % colours);
        for (std::size_t row = 0; row < m_height; ++row)
            for (std::size_t column = 0; column < m_width; ++column)
                for (std::size_t channel = 0; channel < m_channels; ++channel)
                    m_values[(row * m_width + column) * m_channels + channel] +=
                        squares[((row * count / m_height) * count + column * count / m_width) * m_channels + channel];
    }

    std::size_t m_height;
    std::size_t m_width;
    std::size_t m_channels;
    std::vector<float> m_values;
};

float channel_value(const std::optional<std::vector<float>>& values, std::size_t channel, float neutral) {
    if (!values || values->empty())
        return neutral;
    return (*values)[std::min(channel, values->size() - 1)];
}

bool is_all(const std::optional<std::vector<float>>& values, float neutral) {
    return !values || std::ranges::all_of(*values, [&](float value) { return value == neutral; });
}

// `(x - mean) / scale`; x / 255 where nothing tells how the input is normalised.
struct Normalisation {
    Preprocess preprocess;
    float scale = 1;

    float operator()(float value, std::size_t channel) const {
        return (value - channel_value(preprocess.mean, channel, 0)) /
               (channel_value(preprocess.scale, channel, 1) * scale);
    }
};

Normalisation normalisation_of(const ov::Model& model, const ImageInput& input, const Preprocess& preprocess) {
    constexpr float whole_range = 255;
    const auto& parameter = *model.get_parameters()[input.index];
    const bool known = !is_all(preprocess.mean, 0) || !is_all(preprocess.scale, 1) || scales_input(parameter) ||
                       parameter.get_element_type().is_integral_number();
    return {preprocess, known ? 1 : whole_range};
}

// For the whole batch.
std::vector<float> input_values(const ImageInput& input, const MadeUpPicture& picture, const Normalisation& normalise) {
    const auto rows = static_cast<std::size_t>(input.height);
    const auto columns = static_cast<std::size_t>(input.width);
    const auto channels = static_cast<std::size_t>(input.channels);
    const bool last = input.layout == TensorLayout::nhwc;
    std::vector<float> values(rows * columns * channels);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            for (std::size_t channel = 0; channel < channels; ++channel)
                values[last ? (row * columns + column) * channels + channel
                            : (channel * rows + row) * columns + column] =
                    normalise(picture.at(row, column, channel), channel);
    return values;
}

ov::Tensor input_tensor(const ov::Output<const ov::Node>& port, std::span<const float> values) {
    ov::Tensor real(ov::element::f32, port.get_shape());
    for (std::size_t at = 0; at + values.size() <= real.get_size(); at += values.size())
        std::ranges::copy(values, real.data<float>() + at);
    if (port.get_element_type() == ov::element::f32)
        return real;
    const ov::op::v0::Constant converted(
        port.get_element_type(), port.get_shape(), ov::op::v0::Constant(real).cast_vector<float>());
    ov::Tensor result(port.get_element_type(), port.get_shape());
    std::memcpy(result.data(), converted.get_data_ptr(), result.get_byte_size());
    return result;
}

// All outputs for one image.
struct CopiedOutputs {
    std::vector<std::string> names;
    std::vector<std::vector<std::size_t>> shapes;
    std::vector<std::vector<float>> values;

    std::vector<OutputTensor> views(const std::vector<std::size_t>& positions) const {
        std::vector<OutputTensor> result;
        for (const auto position : positions)
            result.push_back({names[position], shapes[position], values[position]});
        return result;
    }
};

CopiedOutputs outputs_for(ov::InferRequest& request,
                          OutputViews& views,
                          const ov::Tensor& tensor,
                          const ImageInput& input) {
    request.set_input_tensor(input.index, tensor);
    request.infer();
    views.read(request);
    CopiedOutputs copy;
    for (const auto& view : views.of_image(0, tensor.get_shape()[0])) {
        copy.names.emplace_back(view.name);
        copy.shapes.push_back(view.shape);
        copy.values.emplace_back(view.values.begin(), view.values.end());
    }
    return copy;
}

// The outputs for generated images; empty if the model cannot be run on them.
std::vector<CopiedOutputs> made_up_answers(const ov::Model& model,
                                           const ImageInput& input,
                                           const Preprocess& preprocess) {
    const auto port = model.input(input.index);
    if (model.inputs().size() > 1 || port.get_partial_shape().is_dynamic())
        return {};
    std::vector<CopiedOutputs> answers;
    try {
        auto compiled = compile(model.clone(), {.precision = Precision::f32});
        auto request = compiled.create_infer_request();
        std::vector<std::size_t> positions(model.outputs().size());
        std::iota(positions.begin(), positions.end(), std::size_t{0});
        OutputViews views(compiled, positions);
        const auto normalise = normalisation_of(model, input, preprocess);
        for (const std::uint32_t seed : {1U, 2U})
            answers.push_back(outputs_for(
                request, views, input_tensor(port, input_values(input, MadeUpPicture(input, seed), normalise)), input));
    } catch (const Error&) {
        return {};
    } catch (const ov::Exception&) {
        return {};
    }
    return answers;
}

bool is_open(const AnswerReader& reading) {
    return reading.trust == Trust::likely || reading.trust == Trust::doubtful;
}

// Where one reading fits the shapes but not the values, another that rests on shapes alone is no better.
void doubt_the_others(std::vector<AnswerReader>& readings) {
    for (auto& reading : readings)
        if (reading.trust == Trust::likely)
            doubt(reading,
                  Trust::doubtful,
                  fmt::format("{} fits the shapes as well, but not the values", readings.front().decoder));
}

// Whether a file beside `model`, such as a labels.txt that several models share a folder with, lists as many labels as
// no reading has classes.
bool has_labels_of_another_model(const ov::Model& model,
                                 const DecoderWish& options,
                                 std::span<const AnswerReader> readings) {
    const auto metadata = file_metadata(model);
    return !metadata.labels_file.empty() && options.labels == metadata.labels.size() &&
           std::ranges::none_of(readings, [&](const AnswerReader& reading) {
               return reading.trust != Trust::none &&
                      (reading.classes == 0 || std::cmp_equal(reading.classes, options.labels));
           });
}

}  // namespace

std::vector<AnswerReader> checked_readings(const ov::Model& model,
                                           const ImageInput& input,
                                           const Preprocess& preprocess,
                                           const DecoderWish& given) {
    auto options = given;
    auto readings = find_readings(model, input, options);
    if (has_labels_of_another_model(model, options, readings)) {
        options.labels = 0;
        readings = find_readings(model, input, options);
    }
    if (!is_open(readings.front()))
        return readings;
    const auto answers = made_up_answers(model, input, preprocess);
    for (auto& reading : readings) {
        if (!is_open(reading))
            continue;
        std::vector<std::vector<OutputTensor>> views;
        for (const auto& answer : answers)
            views.push_back(answer.views(reading.outputs));
        check_answers(reading, std::vector<Said>(views.begin(), views.end()), input, options.labels);
        if (options.task != "auto" || !options.output.empty())
            reading.trust = std::max(reading.trust, Trust::doubtful);  // the user knows better
    }
    if (readings.front().trust == Trust::none)
        doubt_the_others(readings);
    std::ranges::stable_sort(readings, std::ranges::greater(), &AnswerReader::trust);
    return readings;
}

AnswerReader trusted_reader(const ov::Model& model,
                            const ImageInput& input,
                            const Preprocess& preprocess,
                            const DecoderWish& options) {
    return most_trusted(checked_readings(model, input, preprocess, options), model);
}

std::optional<AnswerReader> trusted_reader_if(bool needed,
                                              const ov::Model& model,
                                              const ImageInput& input,
                                              const Preprocess& preprocess,
                                              const DecoderWish& options) {
    try {
        return trusted_reader(model, input, preprocess, options);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::unsupported || needed)
            throw;
        return std::nullopt;
    }
}

std::optional<std::string> reading_warning(const AnswerReader& reader) {
    if (reader.trust != Trust::doubtful)
        return std::nullopt;
    return fmt::format(
        "the meaning of the outputs is uncertain: decoder {}, {}; but {}; if this is wrong, choose a decoder "
        "(--decoder) or an output (--output-name)",
        reader.decoder,
        reader.evidence,
        fmt::join(reader.doubts, ", and "));
}

}  // namespace vinoscope
