// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Every allocation of vinoscope in a small run fails once, in whatever thread it happens.
#include <execinfo.h>
#include <gmock/gmock.h>
#include <link.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <limits>
#include <map>
#include <new>
#include <openvino/core/graph_util.hpp>
#include <optional>
#include <regex>
#include <span>
#include <string>

#include "faults/tiny_network.hpp"
#include "support/assets.hpp"
#include "support/folder_contents.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/comparison.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/evaluator.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace {

/// Allocations until the one that fails; none fails below zero.
std::atomic<std::int64_t> allocations_left = -1;

/// Where a program or library lies in memory.
struct Module {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;

    bool contains(const void* address) const {
        const auto value = reinterpret_cast<std::uintptr_t>(address);
        return value >= begin && value < end;
    }
};

/// The program or library that contains `address`.
Module module_of(const void* address) {
    struct Search {
        const void* address;
        Module found;
    } search{address, {}};
    const auto visit = [](dl_phdr_info* info, std::size_t /*size*/, void* data) {
        Module module{std::numeric_limits<std::uintptr_t>::max(), 0};
        for (const auto& segment : std::span(info->dlpi_phdr, info->dlpi_phnum)) {
            if (segment.p_type == PT_LOAD) {
                const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
                module = {std::min(module.begin, begin), std::max<std::uintptr_t>(module.end, begin + segment.p_memsz)};
            }
        }
        auto& sought = *static_cast<Search*>(data);
        if (!module.contains(sought.address)) {
            return 0;
        }
        sought.found = module;
        return 1;
    };
    ::dl_iterate_phdr(visit, &search);
    return search.found;
}

/// Whether vinoscope or a test called operator new, directly or in a function of the standard library. OpenVINO does
/// not survive all failures of its own: a request of which an allocation fails in one of its threads never ends.
/// @param caller of operator new
[[gnu::noinline]] bool is_own_allocation(const void* caller) {
    static const Module own = module_of(reinterpret_cast<const void*>(&is_own_allocation));
    static const Module standard = module_of(reinterpret_cast<const void*>(&std::terminate));
    if (!standard.contains(caller)) {
        return own.contains(caller);
    }
    std::array<void*, 16> callers{};
    const int count = ::backtrace(callers.data(), static_cast<int>(callers.size()));
    for (int i = 3; i < count; ++i) {  // the first ones are this function, allocated() and operator new
        if (!standard.contains(callers[static_cast<std::size_t>(i)])) {
            return own.contains(callers[static_cast<std::size_t>(i)]);
        }
    }
    return false;
}

[[gnu::noinline]] void* allocated(std::size_t size, std::size_t alignment, const void* caller) {
    thread_local bool counting = false;  // what looks for the caller may allocate memory too
    if (allocations_left >= 0 && !counting) {
        counting = true;
        const bool fails = is_own_allocation(caller) && allocations_left-- == 0;
        counting = false;
        if (fails) {
            throw std::bad_alloc();
        }
    }
    const std::size_t padded = (size + alignment - 1) / alignment * alignment;
    void* const memory = std::aligned_alloc(alignment, std::max(padded, alignment));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

}  // namespace

// The other forms of the standard library call these; AddressSanitizer replaces that without exceptions.
void* operator new(std::size_t size) {
    return allocated(size, alignof(std::max_align_t), __builtin_return_address(0));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocated(size, static_cast<std::size_t>(alignment), __builtin_return_address(0));
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    try {
        return allocated(size, alignof(std::max_align_t), __builtin_return_address(0));
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
    std::free(memory);
}

namespace vinoscope {
namespace {

std::int64_t every_one(std::int64_t /*failing*/) {
    return 1;
}

/// The first ones, then fewer and fewer, for actions that read or edit a graph and thus allocate thousands of times;
/// every one with VINOSCOPE_EVERY_ALLOCATION.
std::int64_t fewer_and_fewer(std::int64_t failing) {
    static const bool all = std::getenv("VINOSCOPE_EVERY_ALLOCATION") != nullptr;
    return all ? 1 : 1 + failing / 8;
}

/// Runs `action` with its first allocation failing, then with a later one, until none fails any more.
/// @param check what holds after each failure
/// @param step from the number of the allocation that fails to that of the next one
/// @return how often something failed
std::size_t fail_each_allocation(const std::function<void()>& action,
                                 const std::function<void()>& check,
                                 std::int64_t (*step)(std::int64_t) = every_one) {
    std::size_t failures = 0;
    for (std::int64_t failing = 0;; failing += step(failing)) {
        allocations_left = failing;
        try {
            action();
        } catch (const std::bad_alloc&) {
            ++failures;
        } catch (const Error&) {  // one that says what could not be done
            ++failures;
        }
        const bool all_were_made = allocations_left >= 0;
        allocations_left = -1;
        check();
        if (all_were_made || testing::Test::HasFailure()) {
            return failures;
        }
    }
}

ExplainerOptions options_of(const std::string& method) {
    auto options = test::in_f32(method, test::shapes_preprocess());
    options.black_box.num_masks = 4;
    options.attribution.steps = 4;
    return options;
}

class FailingAllocation : public testing::TestWithParam<const char*> {};

TEST_P(FailingAllocation, OfAnExplanationIsAnErrorAndTheNextIsRight) {
    const Explainer explainer(test::data("models/shapes-cnn.xml"), options_of(GetParam()));
    const auto image = test::shapes_picture("100.png");
    const auto expected = explainer.explain(image).maps.at(0).values;
    const auto failures =
        fail_each_allocation([&] { static_cast<void>(explainer.explain(image)); },
                             [&] { ASSERT_EQ(explainer.explain(image).maps.at(0).values, expected); });
    EXPECT_GT(failures, 20U);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         FailingAllocation,
                         testing::Values("recipro-cam", "grad-cam", "rise", "integrated-gradients"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(FailingAllocationOf, SavingLeavesWholeFiles) {
    const auto explanation = Explainer(test::data("models/shapes-cnn.xml"), options_of("recipro-cam"))
                                 .explain(test::shapes_picture("100.png"));
    SaveOptions options;
    options.formats = {MapFormat::npy, MapFormat::png};  // nlohmann-json needs memory to destroy a document
    const test::TemporaryFolder whole;
    explanation.save(whole.path(), options);
    const auto expected = test::contents_of(whole.path());
    std::optional<test::TemporaryFolder> folder(std::in_place);
    const auto failures = fail_each_allocation([&] { explanation.save(folder->path(), options); },
                                               [&] {
                                                   for (const auto& [name, content] : test::contents_of(folder->path()))
                                                       ASSERT_EQ(content, expected.at(name)) << name;
                                                   folder.emplace();
                                               });
    EXPECT_GT(failures, 20U);
}

// The content of each file, without the numbers of a process that end the names of operations.
std::map<std::string, std::string> without_numbers(std::map<std::string, std::string> files) {
    for (auto& [name, content] : files) {
        if (name.ends_with(".xml")) {
            content = std::regex_replace(content, std::regex("_[0-9]+\""), "\"");
        }
    }
    return files;
}

TEST(FailingAllocationOf, InsertLeavesAWholePairOrNone) {
    const test::TemporaryFolder source;
    const test::TemporaryFolder whole;
    ov::serialize(test::tiny_network(), (source / "model.xml").string());
    const auto insert = [&](const std::filesystem::path& folder) {
        insert_xai(source / "model.xml", folder / "out.xml", test::with_method("recipro-cam"));
    };
    insert(whole.path());
    const auto expected = without_numbers(test::contents_of(whole.path()));
    ASSERT_EQ(expected.size(), 2U);
    std::optional<test::TemporaryFolder> folder(std::in_place);
    const auto failures = fail_each_allocation([&] { insert(folder->path()); },
                                               [&] {
                                                   const auto written =
                                                       without_numbers(test::contents_of(folder->path()));
                                                   ASSERT_THAT(written, testing::AnyOf(testing::IsEmpty(), expected));
                                                   folder.emplace();
                                               },
                                               fewer_and_fewer);
    EXPECT_GT(failures, 30U);
}

TEST(FailingAllocationOf, EvaluatingAndComparingIsAnErrorAndTheNextIsRight) {
    const auto image = test::tiny_image();
    const auto network = test::tiny_network();
    const Explainer explainer(network, test::in_f32("recipro-cam"));
    const auto map = explainer.explain(image).maps.at(0);
    const Evaluator evaluator(network, {.model = test::in_f32("recipro-cam")});
    const JudgedMap judged{.map = map, .image = image, .target = map.target.value()};
    const auto evaluate = [&] { return evaluator.evaluate({"insertion-deletion"}, judged).at(0).value; };
    const auto compare_with_itself = [&] { return compare(explainer, explainer, image).rank_correlation.value; };
    const auto expected = evaluate();
    ASSERT_TRUE(expected);
    EXPECT_GT(fail_each_allocation([&] { evaluate(); }, [&] { ASSERT_EQ(evaluate(), expected); }), 20U);
    EXPECT_GT(fail_each_allocation([&] { compare_with_itself(); },
                                   [&] { ASSERT_EQ(compare_with_itself(), std::optional(1.0)); }),
              20U);
}

class FailingAllocationOfConstruction : public testing::TestWithParam<const char*> {};

TEST_P(FailingAllocationOfConstruction, IsAnErrorAndTheNextExplanationIsRight) {
    const auto network = test::tiny_network();
    auto options = test::in_f32(GetParam());
    options.black_box.num_masks = 4;
    const auto expected = Explainer(network, options).explain(test::tiny_image()).maps.at(0).values;
    EXPECT_GT(fail_each_allocation([&] { const Explainer explainer(network, options); }, [] {}, fewer_and_fewer), 30U);
    EXPECT_EQ(Explainer(network, options).explain(test::tiny_image()).maps.at(0).values, expected);
}

INSTANTIATE_TEST_SUITE_P(Methods,
                         FailingAllocationOfConstruction,
                         testing::Values("auto", "recipro-cam", "grad-cam", "rise"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace vinoscope
