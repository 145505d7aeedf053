// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/npy.hpp"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string>

namespace vinoscope::test {

namespace {

void expect(bool condition, const std::filesystem::path& file, const std::string& what) {
    if (!condition) {
        throw std::runtime_error(file.string() + " is not " + what);
    }
}

std::string slurp(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    expect(stream.good(), file, "readable");
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::size_t> parse_shape(const std::string& header) {
    std::smatch match;
    std::regex_search(header, match, std::regex(R"('shape': \(([^)]*)\))"));
    const std::string sizes = match[1];
    std::vector<std::size_t> shape;
    const std::regex number("[0-9]+");
    for (std::sregex_iterator i(sizes.begin(), sizes.end(), number); i != std::sregex_iterator(); ++i) {
        shape.push_back(std::stoul(i->str()));
    }
    return shape;
}

template <typename Value>
constexpr const char* type_name = "";
template <>
constexpr const char* type_name<float> = "'<f4'";
template <>
constexpr const char* type_name<std::uint8_t> = "'|u1'";
template <>
constexpr const char* type_name<std::int64_t> = "'<i8'";

}  // namespace

template <typename Value>
NpyArray<Value> read_npy(const std::filesystem::path& file) {
    const std::string bytes = slurp(file);
    expect(bytes.size() > 10 && bytes.starts_with("\x93NUMPY\x01"), file, "a NumPy file of format 1");
    const std::size_t length = static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    const std::string header = bytes.substr(10, length);
    expect(header.find(type_name<Value>) != std::string::npos, file, std::string("of type ") + type_name<Value>);
    expect(header.find("'fortran_order': False") != std::string::npos, file, "in C order");
    NpyArray<Value> array{parse_shape(header), {}};
    std::size_t count = 1;
    for (const std::size_t size : array.shape) {
        count *= size;
    }
    expect(bytes.size() == 10 + length + count * sizeof(Value), file, "as long as its shape says");
    array.values.resize(count);
    std::memcpy(array.values.data(), bytes.data() + 10 + length, count * sizeof(Value));
    return array;
}

template NpyArray<float> read_npy(const std::filesystem::path& file);
template NpyArray<std::uint8_t> read_npy(const std::filesystem::path& file);
template NpyArray<std::int64_t> read_npy(const std::filesystem::path& file);

}  // namespace vinoscope::test
