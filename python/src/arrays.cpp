// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "arrays.hpp"

#include <algorithm>
#include <climits>
#include <string>

#include "vinoscope/error.hpp"

namespace vinoscope::python {

namespace py = pybind11;

namespace {

using Pixels = py::array_t<std::uint8_t, py::array::c_style>;

bool has_image_shape(const py::array& array) {
    const bool channels = array.ndim() == 2 || (array.ndim() == 3 && (array.shape(2) == 3 || array.shape(2) == 1));
    return channels && array.shape(0) <= INT_MAX && array.shape(1) <= INT_MAX;
}

void copy_pixels(const Pixels& from, bool gray, Image& to) {
    if (!gray) {
        std::copy_n(from.data(), to.size(), to.data());
        return;
    }
    const auto* value = from.data();
    for (auto* pixel = to.data(); pixel != to.data() + to.size(); pixel += 3, ++value)
        std::fill_n(pixel, 3, *value);
}

}  // namespace

std::string describe(const py::object& value) {
    if (!py::isinstance<py::array>(value))
        return "a value of type " + py::str(py::type::of(value).attr("__name__")).cast<std::string>();
    return "an array of " + py::str(value.attr("dtype")).cast<std::string>() + " " +
           py::str(value.attr("shape")).cast<std::string>();
}

Image to_image(const py::object& value) {
    const bool bytes = py::isinstance<py::array_t<std::uint8_t>>(value);
    if (!bytes || !has_image_shape(py::reinterpret_borrow<py::array>(value)))
        throw Error(ErrorKind::bad_image,
                    "expected an image as an array of uint8 [height, width, 3] in RGB, found " + describe(value));
    const auto array = py::reinterpret_borrow<py::array>(value);
    if (array.size() == 0)
        throw Error(
            ErrorKind::bad_image,
            "expected an image, found an empty array of shape " + py::str(value.attr("shape")).cast<std::string>());
    Image image(static_cast<int>(array.shape(1)), static_cast<int>(array.shape(0)));
    copy_pixels(Pixels::ensure(array), array.size() * 3 == static_cast<py::ssize_t>(image.size()), image);
    return image;
}

py::array_t<std::uint8_t> to_array(Image image) {
    auto kept = std::make_unique<Image>(std::move(image));
    const std::vector<py::ssize_t> shape = {kept->height(), kept->width(), 3};
    auto* pixels = kept->data();
    const py::capsule owner(kept.release(), [](void* pointer) { delete static_cast<Image*>(pointer); });
    return py::array_t<std::uint8_t>(shape, pixels, owner);
}

py::array_t<float> to_array(const OutputTensor& output) {
    const std::vector<py::ssize_t> shape(output.shape.begin(), output.shape.end());
    return py::array_t<float>(shape, output.values.data());
}

std::vector<float> floats_of(const py::object& array) {
    const auto values = array.cast<py::array_t<float, py::array::c_style | py::array::forcecast>>();
    return {values.data(), values.data() + values.size()};
}

py::array_t<float> view_of(const std::vector<float>& values, int height, int width, py::handle owner) {
    if (values.size() != std::size_t(height) * std::size_t(width))
        return py::array_t<float>(py::array::ShapeContainer{0, 0});
    py::array_t<float> view({height, width}, values.data(), owner);
    view.attr("flags").attr("writeable") = false;
    return view;
}

}  // namespace vinoscope::python
