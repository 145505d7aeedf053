// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/answer.hpp"

#include "arrays.hpp"
#include "bindings.hpp"
#include "vinoscope/error.hpp"

namespace vinoscope::python {
namespace {

using Floats = py::array_t<float, py::array::c_style | py::array::forcecast>;
using Labels = py::array_t<std::int64_t, py::array::c_style | py::array::forcecast>;

Answer scores_answer(const Floats& scores) {
    Answer answer;
    answer.scores.assign(scores.data(), scores.data() + scores.size());
    return answer;
}

// boxes [N, 4] as x1, y1, x2, y2; scores [N]; labels [N]
Answer boxes_answer(const Floats& boxes, const Floats& scores, const Labels& labels) {
    if (boxes.ndim() != 2 || boxes.shape(1) != 4 || boxes.shape(0) != scores.size() || scores.size() != labels.size())
        throw Error(ErrorKind::usage,
                    "expected boxes [N, 4], scores [N] and labels [N], found " + describe(boxes) + ", " +
                        describe(scores) + " and " + describe(labels));
    Answer answer;
    for (py::ssize_t i = 0; i < scores.size(); ++i) {
        const auto* box = boxes.data(i, 0);
        answer.detections.push_back({{box[0], box[1], box[2], box[3]}, labels.data()[i], scores.data()[i]});
    }
    return answer;
}

Answer class_map_answer(const Floats& map) {
    if (map.ndim() != 3)
        throw Error(ErrorKind::usage,
                    "expected a score of each class for each place [classes, height, width], found " + describe(map));
    const auto size = [&](int axis) { return static_cast<std::size_t>(map.shape(axis)); };
    Answer answer;
    answer.class_map = {size(0), size(1), size(2), {map.data(), map.data() + map.size()}};
    return answer;
}

}  // namespace

void bind_answer(py::module_& module) {
    py::class_<Answer>(module, "Answer", "The decoded outputs of a model for one image.");
    module.def("scores_answer", &scores_answer, py::arg("scores"), "Classification: one score per class.");
    module.def("boxes_answer",
               &boxes_answer,
               py::arg("boxes"),
               py::arg("scores"),
               py::arg("labels"),
               "Detection: boxes [N, 4] (x1, y1, x2, y2 in pixels of the model's input), scores [N], labels [N].");
    module.def("class_map_answer",
               &class_map_answer,
               py::arg("map"),
               "Segmentation: a score of each class per cell, [classes, height, width].");
}

}  // namespace vinoscope::python
