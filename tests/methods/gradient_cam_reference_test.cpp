// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Maps that pytorch-grad-cam computed from the same networks in PyTorch, before it clips them.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "model/read_model.hpp"
#include "support/assets.hpp"
#include "support/network_input.hpp"
#include "support/npy.hpp"
#include "support/options.hpp"
#include "support/run_model.hpp"

namespace vinoscope {
namespace {

struct Cam {
    std::string name;
    bool clipped = false;  // the map of the paper ends in a ReLU
    bool of_class = true;  // or of the image
    bool up_to_sign = false;

    friend void PrintTo(const Cam& cam, std::ostream* out) { *out << cam.name; }
};

struct Picture {
    std::string model;
    std::string name;
    std::int64_t target;
    std::string layer = {};

    std::string reference(const Cam& cam) const {
        return "reference/" + model + "_" + name + "_" + std::to_string(target) + "_" + cam.name + ".npy";
    }
};

const std::vector<Picture> pictures = {
    {"shapes-cnn", "100", 1}, {"shapes-cnn", "141", 4}, {"shapes-vit", "100", 1, "/blocks.3/norm1/LayerNormalization"}};

class CamReference : public testing::TestWithParam<Cam> {
protected:
    std::vector<float> found(const Picture& picture) const {
        auto options = test::with_method(GetParam().name);
        options.target_layer = picture.layer;
        if (GetParam().of_class)
            options.target = picture.target;
        const auto model = read_model(test::data("models/" + picture.model + ".xml"));
        const auto input = test::network_input(test::data("shapes/" + picture.name + ".png"), 96, 128, 64);
        return test::values_of(test::run(insert_xai(model, options), {input}).back());
    }
};

TEST_P(CamReference, IsReached) {
    for (const auto& picture : pictures) {
        SCOPED_TRACE(picture.model + " " + picture.name);
        const auto map = found(picture);
        auto wanted = test::read_npy<float>(test::data(picture.reference(GetParam()))).values;
        if (GetParam().clipped)
            std::ranges::transform(wanted, wanted.begin(), [](float value) { return std::max(value, 0.0F); });
        if (GetParam().up_to_sign && test::correlation(map, wanted) < 0)
            std::ranges::transform(wanted, wanted.begin(), std::negate());
        EXPECT_LT(test::relative_error(map, wanted), 1e-3);
        EXPECT_GT(test::correlation(map, wanted), 0.9999);
    }
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         CamReference,
                         testing::Values(Cam{"grad-cam", true},
                                         Cam{"grad-cam-plus-plus", true},
                                         Cam{"hires-cam"},
                                         Cam{"x-grad-cam"},
                                         Cam{"layer-cam", true},
                                         Cam{"eigen-cam", false, false, true},
                                         Cam{"eigen-grad-cam", false, true, true}),
                         [](const auto& test) {
                             auto name = test.param.name;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace vinoscope
