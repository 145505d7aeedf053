// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// A model that explains itself wherever OpenVINO runs.  insert_branch MODEL OUT.xml
#include <iostream>
#include <openvino/openvino.hpp>
#include <vinoscope/vinoscope.hpp>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: insert_branch MODEL OUT.xml\n";
        return 2;
    }
    try {
        ov::Core core;
        const auto model = vinoscope::insert_xai(core.read_model(argv[1]), {.method = "recipro-cam"});
        ov::save_model(model, argv[2]);

        // From here on only OpenVINO is at work: no part of vinoscope is needed where the new model runs.
        auto compiled = core.compile_model(argv[2], "CPU");
        auto request = compiled.create_infer_request();
        request.infer();
        std::cout << "saliency_map " << request.get_tensor(vinoscope::saliency_map_output).get_shape() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
