// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "methods/method_options.hpp"

#include <gmock/gmock.h>

#include "methods/method_table.hpp"

namespace vinoscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(UnreadOptions, AreNamedWithTheMethodsThatReadThem) {
    BlackBoxOptions masks;
    masks.num_masks = 100;
    AttributionOptions gradients;
    gradients.steps = 7;
    EXPECT_THAT(unread_options("recipro-cam", masks, gradients),
                ElementsAre(AllOf(HasSubstr("recipro-cam"), HasSubstr("num_masks"), HasSubstr("rise")),
                            AllOf(HasSubstr("steps"), HasSubstr("integrated-gradients"))));
    EXPECT_THAT(unread_options("rise", masks, {}), IsEmpty());
    EXPECT_THAT(unread_options("integrated-gradients", {}, gradients), IsEmpty());
}

TEST(UnreadOptions, AreNoneAtTheDefaults) {
    for (const auto& method : method_table())
        EXPECT_THAT(unread_options(method.info.name, {}, {}), IsEmpty()) << method.info.name;
}

}  // namespace
}  // namespace vinoscope
