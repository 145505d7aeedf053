// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Asks everything of networks that were put together at random. By default 150 of them; more with
// VINOSCOPE_RANDOM_NETWORKS=<how many> and VINOSCOPE_RANDOM_SEED=<of the first>.
#include "support/random_network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <openvino/core/except.hpp>
#include <openvino/core/graph_util.hpp>
#include <openvino/op/if.hpp>
#include <openvino/op/result.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>

#include "analysis/target_layer.hpp"
#include "heads/cell_scores.hpp"
#include "methods/insertion.hpp"
#include "model/read_model.hpp"
#include "support/cell_loop.hpp"
#include "support/random_values.hpp"
#include "support/run_model.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/gradient.hpp"
#include "vinoscope/insert.hpp"

namespace vinoscope {
namespace {

constexpr int usual_height = 9;  // of images where a network leaves its size open
constexpr int usual_width = 8;

// Sums of some hundred products in f32 in another order, through up to ten layers and norms.
constexpr double rounding = 2e-3;

std::uint32_t number_from(const char* variable, std::uint32_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

// True where `ask` answers or throws an Error; anything else fails the test.
template <typename Ask>
bool answers(const char* what, Ask ask) {
    try {
        ask();
        return true;
    } catch (const Error& error) {
        EXPECT_STRNE(error.what(), "");
        EXPECT_EQ(std::string_view(error.what()).find("_M_range_check"), std::string_view::npos) << error.what();
    } catch (const std::exception& error) {
        ADD_FAILURE() << what << " threw something else than an Error: " << error.what();
    }
    return false;
}

// What the image input takes, with open sizes closed.
ov::Tensor random_images(const ov::Model& model, unsigned seed) {
    const auto& parameter = model.get_parameters().front();
    const auto& shape = parameter->get_partial_shape();
    if (shape.rank().is_dynamic())
        return {};
    const bool nchw = parameter->get_layout() == ov::Layout("NCHW");
    const ov::Shape usual =
        nchw ? ov::Shape{1, 3, usual_height, usual_width} : ov::Shape{1, usual_height, usual_width, 3};
    ov::Shape sizes;
    for (std::size_t i = 0; i < shape.size(); ++i)
        sizes.push_back(shape[i].is_static() ? shape[i].get_length() : usual[i]);
    const auto images = test::random_tensor(sizes, seed);
    if (parameter->get_element_type() == ov::element::f32)
        return images;
    ov::Tensor bytes(ov::element::u8, sizes);
    std::ranges::transform(test::values_of(images), bytes.data<std::uint8_t>(), [](float value) {
        return static_cast<std::uint8_t>(127.5F * (value + 1));
    });
    return bytes;
}

// A model that the plug-in itself cannot run has no right answer. An input that nothing reads gets zeros.
std::optional<std::vector<ov::Tensor>> run_or_not(const std::shared_ptr<ov::Model>& model, const ov::Tensor& images) {
    try {
        std::vector<ov::Tensor> inputs = {images};
        for (std::size_t i = 1; i < model->inputs().size(); ++i)
            inputs.push_back(test::tensor_of({1, 2}, {0, 0}));
        return test::run(model, inputs);
    } catch (const ov::Exception&) {
        return std::nullopt;
    }
}

bool all_finite(const std::vector<float>& values) {
    return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

// The largest difference, relative to the largest magnitude that is expected unless that is tiny.
double error_of(const std::vector<float>& found, const std::vector<float>& expected) {
    if (found.size() != expected.size() || !all_finite(found))
        return std::numeric_limits<double>::infinity();
    double largest = 1e-3;
    double difference = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
        difference = std::max(difference, std::abs(static_cast<double>(found[i]) - expected[i]));
    }
    return difference / largest;
}

// Whether the plug-in computes the same scores with open sizes as with fixed ones. That of OpenVINO 2026.4 does not
// behind an If of open shape.
bool runs_right(const ov::Model& model, const ov::Tensor& images) {
    const auto open = run_or_not(model.clone(), images);
    if (!open || model.get_parameters().front()->get_partial_shape().is_static())
        return open.has_value();
    const auto fixed = model.clone();
    fixed->reshape({{fixed->input(0), ov::PartialShape(images.get_shape())}});
    const auto expected = run_or_not(fixed, images);
    return expected && error_of(test::values_of(open->front()), test::values_of(expected->front())) < rounding;
}

InsertOptions usual_insert() {
    InsertOptions options;
    options.input_height = usual_height;
    options.input_width = usual_width;
    return options;
}

bool has_open_side(const ov::Model& model) {
    const auto& shape = model.get_parameters().front()->get_partial_shape();
    const auto height = model.get_parameters().front()->get_layout() == ov::Layout("NCHW") ? 2 : 1;
    return shape.rank().is_dynamic() || shape[height].is_dynamic() || shape[height + 1].is_dynamic();
}

bool has_choice(const ov::Model& model) {
    return std::ranges::any_of(model.get_ops(), [](const auto& node) { return ov::is_type<ov::op::v8::If>(node); });
}

class Explained {
public:
    Explained(std::uint32_t seed, const std::filesystem::path& folder)
        : m_network(test::random_network(seed)),
          m_seed(seed),
          m_file(folder / "network.xml"),
          m_images(random_images(*m_network.model, seed)) {
        m_runs = m_images && m_images.get_size() > 0 && runs_right(*m_network.model, m_images);
    }

    const std::string& recipe() const { return m_network.recipe; }

    void doctor() const {
        answers("diagnose()", [&] {
            ov::save_model(m_network.model, m_file, false);
            static_cast<void>(diagnose(m_file));
        });
    }

    void explain() const {
        answers("explain()", [&] {
            ExplainerOptions options;
            options.precision = Precision::f32;
            options.black_box.num_masks = 10;
            if (has_open_side(*m_network.model)) {
                options.input_height = usual_height;
                options.input_width = usual_width;
            }
            const Explainer explainer(std::const_pointer_cast<const ov::Model>(m_network.model), options);
            static_cast<void>(explainer.explain(test::random_image(11, 7, m_seed)));
        });
    }

    // The model with the map must run wherever the model runs.
    void insert() const {
        std::shared_ptr<ov::Model> inserted;
        const bool done = answers("insert_xai()", [&] {
            const auto options = has_open_side(*m_network.model) ? usual_insert() : InsertOptions{};
            inserted = insert_xai(m_network.model, options);
        });
        if (done && m_runs) {
            EXPECT_NO_THROW(test::run(inserted, inputs_of(*inserted))) << "with the output saliency_map";
        }
    }

    void gradients() const {
        std::shared_ptr<ov::Model> differentiated;
        const bool done = answers("gradient()", [&] { differentiated = gradient(m_network.model); });
        if (!done || !m_runs)
            return;
        std::vector<ov::Tensor> outputs;
        ASSERT_NO_THROW(outputs = test::run(differentiated, inputs_of(*differentiated))) << "with its gradient";
        const auto& of_pixels = outputs.back();
        EXPECT_EQ(of_pixels.get_shape(), m_images.get_shape());
        if (all_finite(test::values_of(outputs.front()))) {
            EXPECT_TRUE(all_finite(test::values_of(of_pixels)));
        }
    }

    // All ways to run the head behind one of the last layers against the loop over cells.
    void cells() const {
        if (!m_runs || m_images.get_shape()[0] != 1 || has_open_side(*m_network.model))
            return;
        answers("cell_scores()", [&] {
            const auto model = m_network.model->clone();
            if (has_choice(*model))  // behind an If of dynamic shape the plug-in reads uninitialised memory
                model->reshape({{model->input(0), ov::PartialShape(m_images.get_shape())}});
            const auto input = find_image_input(*model);
            const auto scores = operation(*model, "raw scores")->output(0);
            const AxisTrace trace(*model, input);
            auto layers = spatial_layers(*model, trace, input, scores);
            std::erase_if(layers, [](const SpatialLayer& layer) { return layer.value.get_index() != 0; });
            if (layers.empty())
                return;
            const auto& layer = layers[layers.size() - 1 - m_seed % std::min<std::size_t>(layers.size(), 3)];
            compare(*model, trace, layer, scores);
        });
    }

private:
    static std::shared_ptr<ov::Node> operation(const ov::Model& model, const std::string& name) {
        for (const auto& node : model.get_ops())
            if (node->get_friendly_name() == name)
                return node;
        throw std::logic_error("no operation " + name);
    }

    std::vector<ov::Tensor> inputs_of(const ov::Model& model) const {
        std::vector<ov::Tensor> inputs = {m_images};
        for (std::size_t i = 1; i < model.inputs().size(); ++i)
            inputs.push_back(test::tensor_of({1, 2}, {0, 0}));
        return inputs;
    }

    void compare(const ov::Model& model,
                 const AxisTrace& trace,
                 const SpatialLayer& layer,
                 const ov::Output<ov::Node>& scores) const {
        std::vector<float> expected;
        try {
            expected = test::cell_loop(model, {layer.name()}, "raw scores", layer.grid, m_images);
        } catch (const ov::Exception&) {
            return;  // the plug-in cannot run the head alone
        }
        if (!all_finite(expected))
            return;
        constexpr std::pair<CellStrategy, std::size_t> ways[] = {{CellStrategy::automatic, std::size_t{1} << 30},
                                                                 {CellStrategy::tiled, std::size_t{1} << 30},
                                                                 {CellStrategy::tiled, 4096},
                                                                 {CellStrategy::looped, 1},
                                                                 {CellStrategy::compact, std::size_t{1} << 30}};
        const auto one_more = 1 + m_seed / 3 % 4;
        for (const auto& [strategy, limit] : {ways[0], ways[one_more]}) {
            std::optional<CellScores> cells;
            answers("cell_scores()", [&] {
                cells = cell_scores(model, trace, {layer, CellKernel::one, {}}, scores, limit, strategy);
            });
            if (!cells)
                continue;
            const auto result = std::make_shared<ov::op::v0::Result>(cells->value);
            const auto part = std::make_shared<ov::Model>(ov::ResultVector{result}, model.get_parameters());
            std::vector<float> found;
            EXPECT_NO_THROW(found = test::values_of(test::run(part, inputs_of(*part)).front()));
            EXPECT_LT(error_of(found, expected), rounding)
                << to_string(cells->strategy) << " within " << limit << " bytes behind \"" << layer.name() << "\" "
                << layer.value.get_node()->get_type_name() << layer.value.get_partial_shape();
        }
    }

    test::RandomNetwork m_network;
    std::uint32_t m_seed;
    std::filesystem::path m_file;
    ov::Tensor m_images;
    bool m_runs = false;
};

TEST(RandomNetworks, AreExplainedRightOrNotAtAll) {
    const auto count = number_from("VINOSCOPE_RANDOM_NETWORKS", 150);
    const auto first = number_from("VINOSCOPE_RANDOM_SEED", 1);
    const bool on_demand = std::getenv("VINOSCOPE_RANDOM_NETWORKS") != nullptr;
    const test::TemporaryFolder folder;
    for (auto seed = first; seed < first + count; ++seed) {
        if (on_demand)
            std::cerr << "seed " << seed << std::endl;
        const Explained network(seed, folder.path());
        SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << network.recipe());
        network.cells();
        switch (seed % 4) {  // each of them takes as long as all cells
            case 0:
                network.doctor();
                break;
            case 1:
                network.explain();
                break;
            case 2:
                network.insert();
                break;
            default:
                network.gradients();
        }
    }
}

}  // namespace
}  // namespace vinoscope
