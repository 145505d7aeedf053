// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "ops/build.hpp"
#include "outputs/output_form.hpp"

namespace vinoscope {
namespace {

using Values = std::span<const float>;

struct Found {
    const OutputForm* centres = nullptr;
    const OutputForm* sizes = nullptr;
    const OutputForm* offsets = nullptr;

    bool complete() const { return centres != nullptr && sizes != nullptr && offsets != nullptr; }
    std::int64_t classes() const { return centres->shape[1]; }
    std::int64_t height() const { return centres->shape[2]; }
    std::int64_t width() const { return centres->shape[3]; }
};

bool is_map(const OutputForm& output) {
    return output.rank() == 4 && !output.whole_numbers && std::ranges::min(output.shape) > 0 && output.shape[2] > 1;
}

bool tells_offsets(const OutputForm& output) {
    return std::ranges::any_of(output.names,
                               [](const std::string& name) { return name.find("reg") == 0 || name.find("off") == 0; });
}

// One grid; where two maps have two channels, sizes come before offsets unless the names tell.
Found find_maps(const std::vector<OutputForm>& outputs) {
    Found found;
    if (outputs.size() != 3 || !std::ranges::all_of(outputs, is_map))
        return found;
    for (const auto& output : outputs) {
        if (output.shape[2] != outputs[0].shape[2] || output.shape[3] != outputs[0].shape[3])
            return {};
        auto& role = output.shape[1] != 2       ? found.centres
                     : found.sizes == nullptr   ? found.sizes
                     : found.offsets == nullptr ? found.offsets
                                                : found.centres;
        role = &output;
    }
    if (found.complete() && tells_offsets(*found.sizes))
        std::swap(found.sizes, found.offsets);
    return found;
}

class HeatMapReader {
public:
    HeatMapReader(const Found& found, const ImageInput& input)
        : m_classes(static_cast<std::size_t>(found.classes())),
          m_height(static_cast<std::size_t>(found.height())),
          m_width(static_cast<std::size_t>(found.width())),
          m_input(input) {}

    Answer operator()(std::span<const OutputTensor> said) const {
        Answer answer;
        answer.candidates = true;
        const auto values = said[0].values;
        const bool logits = m_logits.get([&] { return std::optional(leave_unit_interval(values)); });
        const auto heat = scaled({values.begin(), values.end()}, logits ? ScoreScale::sigmoid : ScoreScale::as_is);
        const auto cells = m_height * m_width;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            std::size_t best = 0;
            for (std::size_t label = 0; label < m_classes; ++label) {
                answer.detection_scores.push_back(heat[label * cells + cell]);
                if (heat[label * cells + cell] > heat[best * cells + cell])
                    best = label;
            }
            const bool peak = is_peak(std::span(heat).subspan(best * cells, cells), cell);
            answer.detections.push_back({box(said[1].values, said[2].values, cell),
                                         static_cast<std::int64_t>(best),
                                         peak ? heat[best * cells + cell] : 0});
        }
        return answer;
    }

private:
    // Zhou et al., "Objects as Points", arXiv:1904.07850, section 4: not below its eight neighbours.
    bool is_peak(Values heat, std::size_t cell) const {
        const auto row = cell / m_width;
        const auto column = cell % m_width;
        for (auto y = row - std::min<std::size_t>(row, 1); y < std::min(row + 2, m_height); ++y)
            for (auto x = column - std::min<std::size_t>(column, 1); x < std::min(column + 2, m_width); ++x)
                if (heat[y * m_width + x] > heat[cell])
                    return false;
        return true;
    }

    Region box(Values sizes, Values offsets, std::size_t cell) const {
        const auto cells = m_height * m_width;
        const float right = static_cast<float>(m_input.width) / static_cast<float>(m_width);
        const float down = static_cast<float>(m_input.height) / static_cast<float>(m_height);
        const auto row = cell / m_width;
        const auto column = cell % m_width;
        return box_around((static_cast<float>(column) + offsets[cell]) * right,
                          (static_cast<float>(row) + offsets[cells + cell]) * down,
                          sizes[cell] * right,
                          sizes[cells + cell] * down);
    }

    std::size_t m_classes;
    std::size_t m_height;
    std::size_t m_width;
    ImageInput m_input;
    Settled<bool> m_logits;
};

std::optional<AnswerReader> match_heat_maps(const DecoderQuestion& question) {
    const auto outputs = output_forms(question);
    const auto found = find_maps(outputs);
    if (!found.complete())
        return std::nullopt;
    AnswerReader reader;
    reader.outputs = {found.centres->index, found.sizes->index, found.offsets->index};
    reader.classes = found.classes();
    reader.evidence = fmt::format("outputs {}, {} and {}: centres of {} classes, sizes and offsets",
                                  found.centres->text,
                                  found.sizes->text,
                                  found.offsets->text,
                                  reader.classes);
    reader.box_scores = [classes = reader.classes,
                         cells = found.height() * found.width()](const ov::OutputVector& values) {
        return reshaped(values[0], {-1, classes, cells});
    };
    reader.box_sides = BoxSides{[cells = found.height() * found.width()](const ov::OutputVector& values) {
        return sides_around(reshaped(values[2], {-1, 2, cells}), reshaped(values[1], {-1, 2, cells}));
    }};
    reader.read = HeatMapReader(found, question.input);
    return reader;
}

}  // namespace

Decoder heat_maps_decoder() {
    return {.name = "heat-maps",
            .task = "detection",
            .summary = "centres [1,C,h,w], sizes [1,2,h,w] and offsets [1,2,h,w] (CenterNet)",
            .match = match_heat_maps};
}

}  // namespace vinoscope
