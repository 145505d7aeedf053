// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openvino/core/except.hpp>
#include <string>
#include <string_view>

#include "vinoscope/error.hpp"

namespace vinoscope {

/// What an OpenVINO exception text tells a user, in one line: the operations that are not known, the one that failed
/// with the shapes of its inputs, and the reason; without source positions, names of failed checks and headlines. At
/// most 600 bytes.
std::string condense_openvino_error(std::string_view what);

/// What `edit`, a change of a graph, returns.
/// @throws Error (unsupported) with OpenVINO's reason where it refuses an operation, such as a shape with two open
/// sizes
template <typename Edit>
auto edit_graph(const Edit& edit) {
    try {
        return edit();
    } catch (const ov::Exception& error) {
        throw Error(ErrorKind::unsupported,
                    "OpenVINO rejects an operation that the map or gradient needs: " +
                        condense_openvino_error(error.what()) + "; a fixed batch and input size may help");
    }
}

}  // namespace vinoscope
