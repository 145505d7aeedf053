// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "methods/blackbox/budget.hpp"
#include "methods/blackbox/direct.hpp"
#include "methods/method.hpp"
#include "methods/shared_options.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope {
namespace {

// exp(-distance^2 / 2 width^2) around a point of the unit square; `width` is a share of the shorter side.
struct Window {
    Direct::Point centre;  // y, x
    double width = 0;

    void draw(int rows, int columns, std::span<float> to) const {
        const double shorter = std::min(rows, columns);
        const auto down = along(centre[0], rows, rows / shorter);
        const auto across = along(centre[1], columns, columns / shorter);
        for (std::size_t y = 0; y < down.size(); ++y)
            for (std::size_t x = 0; x < across.size(); ++x)
                to[y * across.size() + x] = down[y] * across[x];
    }

private:
    std::vector<float> along(double place, int count, double length) const {
        std::vector<float> values;
        for (int i = 0; i < count; ++i)
            values.push_back(
                static_cast<float>(std::exp(-0.5 * std::pow(((i + 0.5) / count - place) * length / width, 2))));
        return values;
    }
};

// A probability says little of a window that shows too little for any class, or enough for certainty; its log-odds go
// on. They end where f32 scores do.
double objective_scale(double score, bool probability) {
    constexpr double least = 1e-6;
    if (!probability)
        return score;
    const double inside = std::clamp(score, least, 1 - least);
    return std::log(inside / (1 - inside));
}

struct Sample {
    Window window;
    double shown = 0;   // scores, scaled
    double hidden = 0;  // NaN: not evaluated

    double objective() const { return shown - hidden; }
};

// The windows of one width that one target is searched with.
class Search {
public:
    Search(std::size_t target, bool probability, double width, std::size_t inferences, double epsilon)
        : m_target(target),
          m_probability(probability),
          m_width(width),
          m_left(inferences),
          m_direct(2, {.epsilon = epsilon}) {}

    // The windows of the next round. Each is evaluated twice, shown and hidden; the budget may end between the two.
    std::size_t plan() {
        m_asked = std::min(m_left, 2 * m_direct.next_points().size());
        m_left -= m_asked;
        return m_asked;
    }

    void draw(std::size_t index, int rows, int columns, std::span<float> mask) const {
        window(index).draw(rows, columns, mask);
        if (index % 2 == 1)
            std::ranges::transform(mask, mask.begin(), [](float value) { return 1 - value; });
    }

    // @param scores of the masks of plan(), fewer when the time is over
    void take(const Matrix& scores, std::size_t first) {
        const auto count = first < scores.rows ? std::min(m_asked, scores.rows - first) : 0;
        const auto scaled = [&](std::size_t index) {
            return index < count ? objective_scale(scores.row(first + index)[m_target], m_probability)
                                 : std::numeric_limits<double>::quiet_NaN();
        };
        std::vector<double> losses;
        for (std::size_t i = 0; i < count; i += 2) {
            m_samples.push_back({window(i), scaled(i), scaled(i + 1)});
            losses.push_back(-m_samples.back().objective());
        }
        if (count == 2 * m_direct.next_points().size())
            m_direct.set_values(losses);
    }

    // The sum of kernels at the samples, each as high as its objective is above the least.
    void add_density(int rows, int columns, std::span<float> map) const {
        double hidden = 0;
        double least = std::numeric_limits<double>::infinity();
        const auto complete = m_samples.size() - (!m_samples.empty() && std::isnan(m_samples.back().hidden) ? 1 : 0);
        for (std::size_t i = 0; i < complete; ++i) {
            hidden += m_samples[i].hidden / static_cast<double>(complete);
            least = std::min(least, m_samples[i].objective());
        }
        std::vector<float> kernel(map.size());
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            const auto& sample = m_samples[i];
            const double objective = i < complete ? sample.objective() : sample.shown - hidden;
            const auto height = static_cast<float>(std::max(objective - least, 0.0));
            sample.window.draw(rows, columns, kernel);
            std::ranges::transform(
                map, kernel, map.begin(), [&](float sum, float value) { return sum + height * value; });
        }
    }

    std::size_t target() const { return m_target; }

private:
    Window window(std::size_t index) const { return {m_direct.next_points()[index / 2], m_width}; }

    std::size_t m_target;
    bool m_probability;
    double m_width;
    std::size_t m_left;
    std::size_t m_asked = 0;
    Direct m_direct;
    std::vector<Sample> m_samples;
};

// All targets and widths search side by side, so that each round is a large batch. The widths share the budget evenly.
std::vector<Search> searches_of(const BlackBox& box, std::size_t inferences) {
    const auto& widths = box.options.kernel_widths;
    std::vector<Search> searches;
    for (std::size_t target = 0; target < box.targets(); ++target)
        for (std::size_t i = 0; i < widths.size(); ++i)
            searches.emplace_back(target,
                                  box.probabilities[target],
                                  widths[i],
                                  inferences / widths.size() + (i < inferences % widths.size() ? 1 : 0),
                                  box.options.solver_epsilon);
    return searches;
}

// Which search a mask of a round belongs to, and which of its masks it is.
struct Part {
    std::size_t search = 0;
    std::size_t index = 0;
};

std::vector<Part> plan_round(std::vector<Search>& searches) {
    std::vector<Part> parts;
    for (std::size_t i = 0; i < searches.size(); ++i)
        for (std::size_t index = 0, count = searches[i].plan(); index < count; ++index)
            parts.push_back({i, index});
    return parts;
}

void take_round(std::vector<Search>& searches, const std::vector<Part>& parts, const Matrix& scores) {
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (parts[i].index == 0)
            searches[parts[i].search].take(scores, i);
}

std::size_t budget_of(const BlackBox& box) {
    const auto iterations = static_cast<std::size_t>(std::max(box.options.num_iterations_per_kernel, 0));
    if (iterations > 0 && box.options.num_masks == 0)
        return 2 * iterations * box.options.kernel_widths.size();
    return inference_budget(box.options);
}

// Adaptive input sampling: where does a window that is shown say most for the target, and one that is hidden take most
// away? DIRECT searches for the place; a kernel density estimate of what it met on its way is the map.
BlackBoxMaps maps_of(const BlackBox& box) {
    const auto total = budget_of(box) * box.targets();
    auto searches = searches_of(box, budget_of(box));
    std::size_t done = 0;
    while (done < total) {
        const auto parts = plan_round(searches);
        const auto scores = box.score(parts.size(),
                                      [&](std::size_t index, std::span<float> mask) {
                                          searches[parts[index].search].draw(
                                              parts[index].index, box.image.height(), box.image.width(), mask);
                                      },
                                      {done, total});
        take_round(searches, parts, scores);
        done += scores.rows;
        if (scores.rows < parts.size())
            break;
    }

    const double points = std::min(56.0 / std::min(box.image.height(), box.image.width()), 1.0);
    const int rows = static_cast<int>(std::lround(box.image.height() * points));
    const int columns = static_cast<int>(std::lround(box.image.width() * points));
    BlackBoxMaps maps{rows,
                      columns,
                      Matrix(box.targets(), static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)),
                      Matrix(0, 0)};
    for (const auto& search : searches)
        search.add_density(rows, columns, maps.values.row(search.target()));
    return maps;
}

constexpr Option<BlackBoxOptions> kernel_widths{
    .name = "kernel_widths",
    .member = &BlackBoxOptions::kernel_widths,
    .help = "Standard deviations of the Gaussian windows, as fractions of the shorter side of the input",
    .placeholder = "W,...",
    .range = {0, 1, true}};
constexpr Option<BlackBoxOptions> num_iterations_per_kernel{
    .name = "num_iterations_per_kernel",
    .member = &BlackBoxOptions::num_iterations_per_kernel,
    .help = "Number of windows per width, each of which takes two inferences",
    .range = {1, 1'000'000},
    .automatic = "by budget",
    .own_flag = "--iterations-per-kernel"};
constexpr Option<BlackBoxOptions> solver_epsilon{.name = "solver_epsilon",
                                                 .member = &BlackBoxOptions::solver_epsilon,
                                                 .help =
                                                     "Minimum potential improvement of a region, as a fraction of the "
                                                     "best score; larger values search more globally",
                                                 .placeholder = "E",
                                                 .range = {0, 1, true, true}};

}  // namespace

Method aise() {
    return {.info = {.name = "aise",
                     .title = "AISE",
                     .summary = "position of the window that raises the score most if visible and lowers it most if "
                                "hidden, by an adaptive search",
                     .source = "OpenVINO Explainable AI Toolkit"},
            .needs = {.inferences = true},
            .granularity = Granularity::per_class,
            .run = maps_of,
            .options = {budget_option,
                        num_masks_option,
                        time_budget_option,
                        kernel_widths,
                        num_iterations_per_kernel,
                        solver_epsilon,
                        baseline_option}};
}

}  // namespace vinoscope
