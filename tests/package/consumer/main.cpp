// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// consumer MODEL IMAGE: prints one line for each part of the interface that takes objects of the caller.
#include <algorithm>
#include <cstdint>
#include <exception>
#include <iostream>
#include <openvino/core/any.hpp>
#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>
#include <vector>
#include <vinoscope/vinoscope.hpp>

namespace {

/// The pixels of an image in BGR, with `padding` bytes after each row, as a camera delivers them.
std::vector<std::uint8_t> frame_of(const vinoscope::Image& image, std::size_t padding) {
    std::vector<std::uint8_t> frame;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const auto* pixel = image.row(y) + std::size_t{3} * x;
            frame.insert(frame.end(), {pixel[2], pixel[1], pixel[0]});
        }
        frame.resize(frame.size() + padding);
    }
    return frame;
}

void run(const char* file, const char* image_file) {
    const auto core = std::make_shared<ov::Core>();
    const std::shared_ptr<const ov::Model> model = core->read_model(file);

    const auto diagnosis = vinoscope::diagnose(model);
    std::cout << "task " << diagnosis.task << ", trusted "
              << (diagnosis.trust >= vinoscope::Trust::likely ? "yes" : "no") << ", format " << diagnosis.format
              << '\n';

    const vinoscope::Explainer explainer(model, {.properties = ov::AnyMap{ov::inference_num_threads(1)}, .core = core});
    for (const auto& decision : explainer.decisions()) {
        if (decision.kind == vinoscope::DecisionKind::method) {
            std::cout << "method " << decision.value << '\n';
        }
    }

    const auto image = vinoscope::read_image(image_file);
    const auto frame = frame_of(image, 5);
    const vinoscope::ImageView view{.data = frame.data(),
                                    .height = image.height(),
                                    .width = image.width(),
                                    .stride = std::size_t{3} * image.width() + 5,
                                    .format = vinoscope::PixelFormat::bgr};
    const auto of_view = explainer.explain(view);
    const auto of_image = explainer.explain(image);
    std::cout << "same map " << (of_view.maps.at(0).values == of_image.maps.at(0).values ? "yes" : "no") << '\n';

    const auto drawn = vinoscope::render(of_view.maps.at(0), view);
    const auto png = vinoscope::encode_image(drawn, vinoscope::ImageFormat::png);
    const auto decoded = vinoscope::decode_image(png);
    std::cout << "same pixels "
              << (std::equal(drawn.data(), drawn.data() + drawn.size(), decoded.data()) ? "yes" : "no") << '\n';

    const auto methods = vinoscope::list_methods();
    std::cout << "black-box methods "
              << std::ranges::count(methods, vinoscope::MethodFamily::black_box, &vinoscope::MethodInfo::family)
              << '\n';
    try {
        const auto refused = vinoscope::to_image({});
    } catch (const vinoscope::Error& error) {
        std::cout << "caught " << (error.kind() == vinoscope::ErrorKind::bad_image ? "bad_image" : "another") << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        run(argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : "");
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
