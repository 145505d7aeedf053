// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "task/answer_context.hpp"

namespace vinoscope {

std::string AnswerContext::label_of(std::int64_t index) const {
    return index >= 0 && static_cast<std::size_t>(index) < labels.size() ? labels[static_cast<std::size_t>(index)] : "";
}

}  // namespace vinoscope
