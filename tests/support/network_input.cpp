// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/network_input.hpp"

#include <opencv2/imgproc.hpp>

#include "support/run_model.hpp"
#include "vinoscope/image.hpp"

namespace vinoscope::test {

ov::Tensor network_input(const std::filesystem::path& file, int side, float mean, float scale) {
    const auto image = read_image(file);
    const cv::Mat source(image.height(), image.width(), CV_8UC3, const_cast<std::uint8_t*>(image.data()));
    cv::Mat squashed;
    cv::resize(source, squashed, {side, side}, 0, 0, cv::INTER_LINEAR);
    std::vector<float> values;
    for (int channel = 0; channel < 3; ++channel)
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x)
                values.push_back((static_cast<float>(squashed.at<cv::Vec3b>(y, x)[channel]) - mean) / scale);
    const auto size = static_cast<std::size_t>(side);
    return tensor_of({1, 3, size, size}, values);
}

}  // namespace vinoscope::test
