// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// VINOSCOPE_API marks what the shared library exports, VINOSCOPE_LOCAL what it does not export of an exported class.
/// CMake defines VINOSCOPE_STATIC for users of the static library, and VINOSCOPE_BUILD for the sources of the shared
/// library.
#if defined(VINOSCOPE_STATIC)
#define VINOSCOPE_API
#define VINOSCOPE_LOCAL
#elif defined(_WIN32)
#if defined(VINOSCOPE_BUILD)
#define VINOSCOPE_API __declspec(dllexport)
#else
#define VINOSCOPE_API __declspec(dllimport)
#endif
#define VINOSCOPE_LOCAL
#else
#define VINOSCOPE_API __attribute__((visibility("default")))
#define VINOSCOPE_LOCAL __attribute__((visibility("hidden")))
#endif
