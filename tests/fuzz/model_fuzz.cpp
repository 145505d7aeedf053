// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
//
// Mutated IR: numbers, types and edges of the XML of a small network, whatever OpenVINO still reads.
#include <algorithm>
#include <array>
#include <openvino/core/except.hpp>
#include <openvino/pass/serialize.hpp>
#include <openvino/runtime/core.hpp>
#include <random>
#include <sstream>
#include <string>
#include <string_view>

#include "fuzz.hpp"
#include "small_network.hpp"
#include "vinoscope/doctor.hpp"
#include "vinoscope/insert.hpp"

using namespace vinoscope;

namespace {

struct Network {
    std::string xml;
    ov::Tensor weights;
};

const Network& network() {
    static const Network serialized = [] {
        std::stringstream xml, bin;
        ov::pass::Serialize(xml, bin).run_on_model(fuzz::small_network());
        const std::string bytes = bin.str();
        ov::Tensor weights(ov::element::u8, {bytes.size()});
        std::copy(bytes.begin(), bytes.end(), weights.data<char>());
        return Network{xml.str(), weights};
    }();
    return serialized;
}

/// Replaces one quoted attribute or one number between tags.
std::string mutated(std::string xml, unsigned seed) {
    constexpr std::array<std::string_view, 24> values = {
        "0",       "1",    "-1",      "2",       "3",          "8",       "65536",   "9223372036854775807",
        "f16",     "i64",  "u8",      "boolean", "ReLU",       "NonZero", "Softmax", "ShapeOf",
        "Squeeze", "TopK", "Reshape", "valid",   "same_upper", "true",    "",        "?"};
    std::minstd_rand random(seed);
    const std::size_t from = random() % (xml.size() + 1);
    const bool attribute = random() % 2 == 0;
    const std::size_t begin = xml.find(attribute ? "=\"" : "<dim>", from);
    if (begin == std::string::npos) {
        return xml;
    }
    const std::size_t value = begin + (attribute ? 2 : 5);
    const std::size_t end = xml.find(attribute ? '"' : '<', value);
    if (end != std::string::npos) {
        xml.replace(value, end - value, values[random() % values.size()]);
    }
    return xml;
}

/// What OpenVINO makes of the text; null when it refuses.
std::shared_ptr<ov::Model> read(const std::string& xml) {
    static ov::Core core;
    try {
        return core.read_model(xml, network().weights);
    } catch (const std::exception&) {
        return nullptr;
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                               std::size_t size,
                                               std::size_t max_size,
                                               unsigned seed) {
    std::string xml(reinterpret_cast<const char*>(data), size);
    xml = mutated(xml.find("<net") == std::string::npos ? network().xml : xml, seed);
    if (xml.size() > max_size) {
        return size;
    }
    std::copy(xml.begin(), xml.end(), data);
    return xml.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto model = read(std::string(reinterpret_cast<const char*>(data), size));
    if (!model) {
        return -1;  // not kept
    }
    for (const char* method : {"recipro-cam", "grad-cam", "saliency"}) {
        fuzz::answers_or_refuses([&] {
            InsertOptions options;
            options.method = method;
            static_cast<void>(insert_xai(model->clone(), options));
        });
    }
    return fuzz::answers_or_refuses([&] { return Explainer(model).explain(fuzz::small_image()); });
}
