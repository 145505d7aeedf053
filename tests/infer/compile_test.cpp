// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "infer/compile.hpp"

#include <gmock/gmock.h>

#include <openvino/runtime/properties.hpp>

#include "support/build_model.hpp"
#include "support/error_matchers.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope {
namespace {

using test::error_of;
using test::IsError;
using testing::AllOf;
using testing::HasSubstr;

std::shared_ptr<ov::Model> small_model() {
    const auto image = test::image_parameter({1, 3, 8, 8});
    return test::model_of(test::fully_connected(test::mean_over(image, {2, 3}), 3, 4, 1), image);
}

TEST(Compile, TellsTheUsedPrecision) {
    EXPECT_EQ(used_precision(compile(small_model(), {.precision = Precision::f32})), "f32");
}

TEST(Compile, SetsThePropertiesOfTheCaller) {
    const auto compiled = compile(small_model(), {.properties = ov::AnyMap{ov::inference_num_threads(1)}});
    EXPECT_EQ(compiled.get_property(ov::inference_num_threads), 1);
}

TEST(Compile, NamesTheDevicesThatAreThere) {
    EXPECT_THAT(error_of([] { compile(small_model(), {.device = "TPU"}); }),
                IsError(ErrorKind::device, AllOf(HasSubstr("\"TPU\""), HasSubstr("CPU"))));
    EXPECT_THAT(error_of([] { compile(small_model(), {.device = "cpu"}); }),
                IsError(ErrorKind::device, HasSubstr("did you mean CPU")));
}

TEST(Compile, TakesDevicesOfSeveralPlugins) {
    EXPECT_NO_THROW(compile(small_model(), {.device = "AUTO:CPU"}));
}

TEST(Compile, FillsTheCache) {
    const test::TemporaryFolder folder;
    compile(small_model(), {.cache = folder / "cache"});
    EXPECT_FALSE(std::filesystem::is_empty(folder / "cache"));
}

}  // namespace
}  // namespace vinoscope
