// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Every allocation of a small run fails once, in whatever thread it happens: reading, explaining, saving, inserting.
#include <dlfcn.h>
#include <execinfo.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <new>
#include <optional>
#include <string>

#include "support/assets.hpp"
#include "support/folder_contents.hpp"
#include "support/options.hpp"
#include "support/pointing.hpp"
#include "support/shapes.hpp"
#include "support/temporary_folder.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/explainer.hpp"
#include "vinoscope/insert.hpp"

namespace {

/// Allocations until the one that fails; none fails below zero.
std::atomic<std::int64_t> allocations_left = -1;

/// The program or library that contains `address`; null for code that no file contains. dladdr() reads all symbols of a
/// library, so what it found is kept.
const void* module_of(const void* address) {
    struct Found {
        const void* address = nullptr;
        const void* module = nullptr;
    };
    thread_local std::array<Found, 4096> kept;
    auto& found = kept[reinterpret_cast<std::uintptr_t>(address) % kept.size()];
    if (found.address != address) {
        Dl_info info{};
        found = {address, ::dladdr(address, &info) != 0 ? info.dli_fbase : nullptr};
    }
    return found.module;
}

/// Whether vinoscope or a test called operator new, directly or in a function of the standard library. OpenVINO does
/// not survive all failures of its own: a request of which an allocation fails in one of its threads never ends.
[[gnu::noinline]] bool is_own_allocation() {
    static const void* const own = module_of(reinterpret_cast<const void*>(&is_own_allocation));
    static const void* const standard = module_of(reinterpret_cast<const void*>(&std::terminate));
    std::array<void*, 16> callers{};
    const int count = ::backtrace(callers.data(), static_cast<int>(callers.size()));
    for (int i = 3; i < count; ++i) {  // the first ones are this function, allocated() and operator new
        if (const void* const module = module_of(callers[static_cast<std::size_t>(i)]); module != standard) {
            return module == own;
        }
    }
    return false;
}

[[gnu::noinline]] void* allocated(std::size_t size, std::size_t alignment) {
    thread_local bool counting = false;  // what looks for the caller may allocate memory too
    if (allocations_left >= 0 && !counting) {
        counting = true;
        const bool fails = is_own_allocation() && allocations_left-- == 0;
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
    return allocated(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocated(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    try {
        return allocated(size, alignof(std::max_align_t));
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

/// Runs `action` with its first allocation failing, then with a later one, until none fails any more.
/// @param step from the number of one allocation that fails to the next
/// @param check what holds after each failure
/// @return how often something failed
std::size_t fail_each_allocation(const std::function<void()>& action,
                                 const std::function<std::int64_t(std::int64_t)>& step,
                                 const std::function<void()>& check) {
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

std::int64_t every_one(std::int64_t /*failing*/) {
    return 1;
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
                             every_one,
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
                                               every_one,
                                               [&] {
                                                   for (const auto& [name, content] : test::contents_of(folder->path()))
                                                       ASSERT_EQ(content, expected.at(name)) << name;
                                                   folder.emplace();
                                               });
    EXPECT_GT(failures, 20U);
}

}  // namespace
}  // namespace vinoscope
