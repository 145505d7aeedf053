// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// How faithful is the map of the best class, and is it better than a bell in the middle?  judge_maps MODEL IMAGE
#include <iostream>
#include <vinoscope/vinoscope.hpp>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: judge_maps MODEL IMAGE\n";
        return 2;
    }
    try {
        const vinoscope::Image image = vinoscope::read_image(argv[2]);
        const vinoscope::Explainer explainer(argv[1]);
        const vinoscope::Evaluator evaluator(argv[1], {.metrics = {.steps = 25}});
        const vinoscope::SaliencyMap map = explainer.explain(image).maps[0];
        const vinoscope::SaliencyMap bell = vinoscope::centred_gaussian(map.height, map.width);
        for (const auto& judged : {map, bell}) {
            const auto found = evaluator.insertion_deletion({judged, image, *map.target});
            std::cout << (judged.label.empty() ? "bell" : judged.label) << ": insertion " << *found.insertion.value
                      << ", deletion " << *found.deletion.value << '\n';
        }
    } catch (const vinoscope::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
