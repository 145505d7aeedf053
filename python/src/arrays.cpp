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

bool has_image_shape(const py::array& array) {
    const bool channels = array.ndim() == 2 || (array.ndim() == 3 && array.shape(2) >= 1 && array.shape(2) <= 4);
    return channels && array.shape(0) <= INT_MAX && array.shape(1) <= INT_MAX;
}

template <typename Value, typename ToByte>
void copy_pixels(const py::array& from, Image& to, ToByte to_byte) {
    const auto array = py::array_t<Value, py::array::c_style>::ensure(from);
    const auto channels = array.ndim() == 2 ? 1 : array.shape(2);
    const auto second = channels < 3 ? 0 : 1;
    const auto third = channels < 3 ? 0 : 2;
    const auto* value = array.data();
    for (auto* pixel = to.data(); pixel != to.data() + to.size(); pixel += 3, value += channels) {
        pixel[0] = to_byte(value[0]);
        pixel[1] = to_byte(value[second]);
        pixel[2] = to_byte(value[third]);
    }
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
    const bool words = py::isinstance<py::array_t<std::uint16_t>>(value);
    const bool bits = py::isinstance<py::array_t<bool>>(value);
    if (!(bytes || words || bits) || !has_image_shape(py::reinterpret_borrow<py::array>(value)))
        throw Error(
            ErrorKind::bad_image,
            "expected an image as an array of uint8 or uint16 [height, width, 3] in RGB, found " + describe(value));
    const auto array = py::reinterpret_borrow<py::array>(value);
    if (array.size() == 0)
        throw Error(
            ErrorKind::bad_image,
            "expected an image, found an empty array of shape " + py::str(value.attr("shape")).cast<std::string>());
    Image image(static_cast<int>(array.shape(1)), static_cast<int>(array.shape(0)));
    if (bits) {  // read as bytes: PIL keeps 255 for true, which no bool of C++ may hold
        const py::array as_bytes = array.attr("view")("uint8");
        copy_pixels<std::uint8_t>(
            as_bytes, image, [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte != 0 ? 255 : 0); });
    } else if (words) {
        copy_pixels<std::uint16_t>(
            array, image, [](std::uint16_t word) { return static_cast<std::uint8_t>(word >> 8); });
    } else if (array.ndim() == 3 && array.shape(2) == 3) {
        std::copy_n(py::array_t<std::uint8_t, py::array::c_style>::ensure(array).data(), image.size(), image.data());
    } else {
        copy_pixels<std::uint8_t>(array, image, [](std::uint8_t byte) { return byte; });
    }
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
