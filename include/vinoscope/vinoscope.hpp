// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "vinoscope/answer.hpp"        // IWYU pragma: export
#include "vinoscope/attribution.hpp"   // IWYU pragma: export
#include "vinoscope/black_box.hpp"     // IWYU pragma: export
#include "vinoscope/comparison.hpp"    // IWYU pragma: export
#include "vinoscope/dataset.hpp"       // IWYU pragma: export
#include "vinoscope/decision.hpp"      // IWYU pragma: export
#include "vinoscope/doctor.hpp"        // IWYU pragma: export
#include "vinoscope/error.hpp"         // IWYU pragma: export
#include "vinoscope/evaluator.hpp"     // IWYU pragma: export
#include "vinoscope/explainer.hpp"     // IWYU pragma: export
#include "vinoscope/explanation.hpp"   // IWYU pragma: export
#include "vinoscope/gradient.hpp"      // IWYU pragma: export
#include "vinoscope/image.hpp"         // IWYU pragma: export
#include "vinoscope/image_view.hpp"    // IWYU pragma: export
#include "vinoscope/insert.hpp"        // IWYU pragma: export
#include "vinoscope/labels.hpp"        // IWYU pragma: export
#include "vinoscope/method.hpp"        // IWYU pragma: export
#include "vinoscope/metrics.hpp"       // IWYU pragma: export
#include "vinoscope/option.hpp"        // IWYU pragma: export
#include "vinoscope/preprocess.hpp"    // IWYU pragma: export
#include "vinoscope/properties.hpp"    // IWYU pragma: export
#include "vinoscope/region.hpp"        // IWYU pragma: export
#include "vinoscope/render.hpp"        // IWYU pragma: export
#include "vinoscope/report.hpp"        // IWYU pragma: export
#include "vinoscope/saliency_map.hpp"  // IWYU pragma: export
#include "vinoscope/score_graph.hpp"   // IWYU pragma: export
#include "vinoscope/target.hpp"        // IWYU pragma: export
#include "vinoscope/task.hpp"          // IWYU pragma: export
#include "vinoscope/tensor.hpp"        // IWYU pragma: export
#include "vinoscope/trust.hpp"         // IWYU pragma: export
#include "vinoscope/verdict.hpp"       // IWYU pragma: export
#include "vinoscope/verifier.hpp"      // IWYU pragma: export
#include "vinoscope/version.hpp"       // IWYU pragma: export
