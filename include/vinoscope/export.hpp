// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// VINOSCOPE_API marks what the shared library exports, VINOSCOPE_LOCAL what it does not export of an exported class.
/// On Windows, CMake defines VINOSCOPE_STATIC for users of the static library and VINOSCOPE_BUILD for the sources of
/// the shared one.
#if !defined(_WIN32)
#define VINOSCOPE_API __attribute__((visibility("default")))
#define VINOSCOPE_LOCAL __attribute__((visibility("hidden")))
#else
#if defined(VINOSCOPE_STATIC)
#define VINOSCOPE_API
#elif defined(VINOSCOPE_BUILD)
#define VINOSCOPE_API __declspec(dllexport)
#else
#define VINOSCOPE_API __declspec(dllimport)
#endif
#define VINOSCOPE_LOCAL
#endif
