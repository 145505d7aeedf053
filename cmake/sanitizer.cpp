// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// What the sanitizers must know of libraries that are not built with them.
#include <dlfcn.h>

// OpenVINO's frontends try what sizes a broken file claims: both sanitizers may return null.
extern "C" const char* __asan_default_options() {
    return "allocator_may_return_null=1";
}

extern "C" const char* __lsan_default_suppressions() {
    return "leak:libopenvino\nleak:libtbb\n";
}

// A lock that the libraries take is not seen, nor are their own accesses; what is ours stays checked, in their threads
// too.
extern "C" const char* __tsan_default_options() {
    return "allocator_may_return_null=1:ignore_noninstrumented_modules=1";
}

// TBB opens its bindings in a mode that the sanitizer refuses. A library that is gone at the end has no name in a
// report, and no suppression would meet it.
extern "C" void* dlopen(const char* file, int mode) {
    using Open = void* (*)(const char*, int);
    static const auto next = reinterpret_cast<Open>(dlsym(RTLD_NEXT, "dlopen"));
    return next(file, (mode & ~RTLD_DEEPBIND) | RTLD_NODELETE);
}
