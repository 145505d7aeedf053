// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/image.hpp"

#include <pybind11/native_enum.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "arrays.hpp"
#include "bindings.hpp"
#include "callbacks.hpp"
#include "vinoscope/internal/list_images.hpp"

namespace vinoscope::python {
namespace {

py::array_t<std::uint8_t> read(const std::filesystem::path& file) {
    Image image;
    {
        const Unlocked unlocked;
        image = read_image(file);
    }
    return to_array(std::move(image));
}

Image image_of(const py::object& value) {
    return py::isinstance<Image>(value) ? value.cast<Image>() : to_image(value);
}

void write(const std::filesystem::path& file, const py::object& value) {
    const auto image = image_of(value);
    const Unlocked unlocked;
    write_image(file, image);
}

py::bytes encode(const py::object& value, ImageFormat format) {
    std::vector<std::byte> bytes;
    {
        const auto image = image_of(value);
        const Unlocked unlocked;
        bytes = encode_image(image, format);
    }
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

py::array_t<std::uint8_t> resize(const py::object& value, int width, int height) {
    return to_array(resize_image(image_of(value), width, height));
}

py::array_t<std::uint8_t> pixels_of(const py::object& self, const py::args&, const py::kwargs&) {
    const auto& image = self.cast<const Image&>();
    py::array_t<std::uint8_t> view({image.height(), image.width(), 3}, image.data(), self);
    view.attr("flags").attr("writeable") = false;
    return view;
}

}  // namespace

void bind_image(py::module_& module) {
    py::class_<Image>(module, "Image", "An 8-bit RGB image; `numpy.asarray` accesses its pixels without a copy.")
        .def(py::init<>())
        .def(py::init(&to_image),
             py::arg("array"),
             "Creates an image from uint8 [height, width, 3] in RGB, or [height, width] in greyscale.")
        .def("__array__", &pixels_of)
        .def("__repr__",
             [](const Image& image) {
                 return "<Image " + std::to_string(image.height()) + "x" + std::to_string(image.width()) + ">";
             })
        .def(py::pickle([](const py::object& self) { return py::make_tuple(pixels_of(self, {}, {})); },
                        [](const py::tuple& state) { return to_image(state[0]); }))
        .def_property_readonly("height", &Image::height)
        .def_property_readonly("width", &Image::width);
    py::native_enum<ImageFormat>(module, "ImageFormat", "enum.Enum", "The formats of image files.")
        .value("jpeg", ImageFormat::jpeg)
        .value("png", ImageFormat::png)
        .value("bmp", ImageFormat::bmp)
        .value("webp", ImageFormat::webp)
        .value("tiff", ImageFormat::tiff)
        .finalize();
    module.def("encode_image",
               &encode,
               py::arg("image"),
               py::arg("format"),
               "Returns the bytes of an image file of uint8 [height, width, 3] in RGB, or [height, width].");
    module.def("read_image",
               &read,
               py::arg("file"),
               "Reads an image file (JPEG, PNG, BMP, WebP, TIFF) as an array of uint8 [height, width, 3] in RGB.");
    module.def(
        "write_image",
        &write,
        py::arg("file"),
        py::arg("image"),
        "Writes an array of uint8 [height, width, 3] in RGB, or [height, width], in the format of the extension.");
    module.def("resize_image",
               &resize,
               py::arg("image"),
               py::arg("width"),
               py::arg("height"),
               "Resizes an image by bilinear interpolation.");
    module.def("list_images",
               &list_images,
               py::arg("patterns"),
               "Returns the image files that match files, folders and globs.");
}

}  // namespace vinoscope::python
