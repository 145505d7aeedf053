// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Which pixels made the model choose its three best classes?  explain_image MODEL IMAGE FOLDER
#include <iostream>
#include <vinoscope/vinoscope.hpp>

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: explain_image MODEL IMAGE FOLDER\n";
        return 2;
    }
    try {
        const vinoscope::Explainer explainer(argv[1]);
        for (const auto& decision : explainer.decisions()) {
            std::cout << "# " << decision.text << '\n';
        }
        const auto explanation = explainer.explain(vinoscope::read_image(argv[2]), {.targets = vinoscope::top(3)});
        for (const auto& prediction : explanation.predictions) {
            std::cout << prediction.index << ' ' << prediction.label << ' ' << prediction.score << '\n';
        }
        for (const auto& file : explanation.save(argv[3])) {
            std::cout << file.path.string() << '\n';
        }
    } catch (const vinoscope::Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
