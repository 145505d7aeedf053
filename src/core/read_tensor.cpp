// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/text.hpp"
#include "vinoscope/error.hpp"
#include "vinoscope/tensor.hpp"

namespace vinoscope {
namespace {

using Bytes = std::span<const std::byte>;
using Shape = std::vector<std::size_t>;

[[noreturn]] void fail(const std::string& name, const std::string& reason) {
    throw Error(ErrorKind::bad_image, fmt::format("cannot read the array {}: {}", name, reason));
}

std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What stands behind `key` in the header, which is the text of a Python dictionary.
std::string_view field(std::string_view header, std::string_view key) {
    const auto at = header.find(fmt::format("'{}':", key));
    return at == std::string_view::npos ? std::string_view() : trim(header.substr(at + key.size() + 3));
}

std::optional<Shape> shape_of(std::string_view header) {
    const auto text = field(header, "shape");
    const auto end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos)
        return std::nullopt;
    Shape shape;
    for (const auto side : split(text.substr(1, end - 1), ',')) {
        if (side.empty())
            continue;
        const auto size = to_integer<std::size_t>(side);
        if (!size)
            return std::nullopt;
        shape.push_back(*size);
    }
    return shape;
}

/// A type as the header spells it ("<f4"), behind its byte order.
struct ElementType {
    std::string_view code;
    std::size_t size;
    std::vector<float> (*floats)(Bytes);
    std::vector<std::int64_t> (*integers)(Bytes);
};

template <typename From, typename To>
std::vector<To> converted(Bytes bytes) {
    std::vector<To> values(bytes.size() / sizeof(From));
    for (std::size_t i = 0; i < values.size(); ++i) {
        From value;
        std::memcpy(&value, bytes.data() + i * sizeof(From), sizeof(From));
        values[i] = static_cast<To>(value);
    }
    return values;
}

std::vector<float> from_halves(Bytes bytes) {
    std::vector<float> values(bytes.size() / 2);
    const cv::Mat halves(1, static_cast<int>(values.size()), CV_16F, const_cast<std::byte*>(bytes.data()));
    halves.convertTo(cv::Mat(1, halves.cols, CV_32F, values.data()), CV_32F);
    return values;
}

constexpr std::array element_types = {
    ElementType{"f2", 2, from_halves, nullptr},
    ElementType{"f4", 4, converted<float, float>, nullptr},
    ElementType{"f8", 8, converted<double, float>, nullptr},
    ElementType{"u1", 1, nullptr, converted<std::uint8_t, std::int64_t>},
    ElementType{"b1", 1, nullptr, converted<std::uint8_t, std::int64_t>},
    ElementType{"i1", 1, nullptr, converted<std::int8_t, std::int64_t>},
    ElementType{"u2", 2, nullptr, converted<std::uint16_t, std::int64_t>},
    ElementType{"i2", 2, nullptr, converted<std::int16_t, std::int64_t>},
    ElementType{"u4", 4, nullptr, converted<std::uint32_t, std::int64_t>},
    ElementType{"i4", 4, nullptr, converted<std::int32_t, std::int64_t>},
    ElementType{"u8", 8, nullptr, converted<std::uint64_t, std::int64_t>},
    ElementType{"i8", 8, nullptr, converted<std::int64_t, std::int64_t>},
};

/// Values with the first axis fastest, as Fortran keeps them, into the order of C.
template <typename Value>
std::vector<Value> in_c_order(const std::vector<Value>& values, const Shape& shape) {
    std::vector<Value> ordered(values.size());
    std::vector<std::size_t> index(shape.size());
    for (auto& value : ordered) {
        std::size_t at = 0;
        for (std::size_t axis = shape.size(); axis-- > 0;)
            at = at * shape[axis] + index[axis];
        value = values[at];
        for (std::size_t axis = shape.size(); axis-- > 0 && ++index[axis] == shape[axis];)
            index[axis] = 0;
    }
    return ordered;
}

struct Array {
    const ElementType* type;
    bool fortran;
    Shape shape;
    Bytes values;
};

/// Whether the shape has so many bytes; products of sizes out of a file may be anything.
bool fills(std::size_t bytes, const ElementType& type, const Shape& shape) {
    std::size_t needed = type.size;
    for (const auto side : shape) {
        if (side > 0 && needed > bytes / side)
            return false;
        needed *= side;
    }
    return needed == bytes;
}

/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
Array parse(Bytes bytes, const std::string& name) {
    constexpr std::string_view magic = "\x93NUMPY";
    constexpr std::size_t fixed = 12;
    if (bytes.size() < fixed || !text_of(bytes).starts_with(magic))
        fail(name, "expected a NumPy file (.npy), found another format");
    const int version = std::to_integer<int>(bytes[6]);
    if (version < 1 || version > 3)
        fail(name, fmt::format("expected version 1, 2 or 3 of the format .npy, found {}", version));
    const bool long_length = version > 1;  // of the header, 2 or 4 bytes
    std::size_t length = 0;
    for (std::size_t i = 0; i < (long_length ? 4U : 2U); ++i)
        length |= std::to_integer<std::size_t>(bytes[8 + i]) << (8 * i);
    const std::size_t begin = long_length ? 12 : 10;
    if (length > bytes.size() - begin)
        fail(name, "the file is truncated");
    const auto header = text_of(bytes.subspan(begin, length));
    const auto descr = field(header, "descr");
    const auto code = descr.starts_with('\'') ? descr.substr(0, descr.find('\'', 1) + 1) : "";  // '<f4'
    const auto* type = std::ranges::find_if(
        element_types, [&](const ElementType& known) { return code.size() == 5 && code.substr(2, 2) == known.code; });
    if (type == element_types.end() || (code[1] == '>' && type->size > 1))
        fail(name,
             fmt::format("expected little-endian numbers of up to 8 bytes, found dtype {}; convert it with "
                         "astype('float32')",
                         !code.empty()            ? code
                         : descr.starts_with('[') ? "of several fields"
                                                  : "none"));
    auto shape = shape_of(header);
    const auto values = bytes.subspan(begin + length);
    if (!shape || !fills(values.size(), *type, *shape))
        fail(name, fmt::format("its {} bytes of values do not fill its shape; is the file complete?", values.size()));
    return {type, field(header, "fortran_order").starts_with("True"), std::move(*shape), values};
}

template <typename Value>
Tensor tensor_of(const Array& array, std::vector<Value> values) {
    return make_tensor(array.shape, array.fortran ? in_c_order(values, array.shape) : std::move(values));
}

}  // namespace

Tensor read_tensor(const std::filesystem::path& file) {
    const auto bytes = read_file(file);
    const auto array = parse(bytes, path_text(file));
    if (array.type->floats != nullptr)
        return tensor_of(array, array.type->floats(array.values));
    if (array.type->code == "u1")
        return tensor_of(array, converted<std::uint8_t, std::uint8_t>(array.values));
    return tensor_of(array, array.type->integers(array.values));
}

}  // namespace vinoscope
