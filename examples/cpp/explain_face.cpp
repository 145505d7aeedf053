// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Which pixels made a detector see a face?  explain_face face_detection_short_range.tflite IMAGE METHOD FOLDER
//
// The model (MediaPipe) leaves its boxes relative to anchors: a postprocess of one's own makes detections of them.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <vinoscope/vinoscope.hpp>

namespace {

constexpr float side = 128;  // of the input in pixels

// Two anchors in each of 16x16 cells, then six in each of 8x8, at the centres of the cells.
vinoscope::Answer read_faces(std::span<const vinoscope::OutputTensor> outputs) {
    const auto boxes = outputs[outputs[0].shape.back() == 16 ? 0 : 1].values;   // [896][16]: centre, size, key points
    const auto logits = outputs[outputs[0].shape.back() == 16 ? 1 : 0].values;  // [896]
    vinoscope::Answer answer;
    answer.candidates = true;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const std::size_t cells = i < 512 ? 16 : 8;
        const std::size_t cell = i < 512 ? i / 2 : (i - 512) / 6;
        const float* box = boxes.data() + 16 * i;
        const float x = box[0] + side * (static_cast<float>(cell % cells) + 0.5F) / static_cast<float>(cells);
        const float y = box[1] + side * (static_cast<float>(cell / cells) + 0.5F) / static_cast<float>(cells);
        const float score = 1 / (1 + std::exp(-logits[i]));
        answer.detections.push_back({{x - box[2] / 2, y - box[3] / 2, x + box[2] / 2, y + box[3] / 2}, 0, score});
    }
    return answer;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: explain_face MODEL IMAGE METHOD FOLDER\n";
        return 2;
    }
    try {
        vinoscope::ExplainerOptions options;
        options.method = argv[3];
        options.preprocess.mean = {127.5F};
        options.preprocess.scale = {127.5F};
        options.labels = {"face"};
        options.postprocess = read_faces;
        const vinoscope::Explainer explainer(argv[1], options);
        const auto explanation = explainer.explain(vinoscope::read_image(argv[2]));
        for (const auto& face : explanation.predictions) {
            std::cout << "face " << face.score << ' ' << face.box->x1 << ' ' << face.box->y1 << ' ' << face.box->x2
                      << ' ' << face.box->y2 << '\n';
        }
        for (const auto& map : explanation.maps) {
            const auto best = std::max_element(map.values.begin(), map.values.end()) - map.values.begin();
            std::cout << "strongest " << (best % map.width + 0.5) * explanation.image.width() / map.width << ' '
                      << (best / map.width + 0.5) * explanation.image.height() / map.height << '\n';
        }
        explanation.save(argv[4]);
    } catch (const vinoscope::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
