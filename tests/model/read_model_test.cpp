// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/read_model.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <openvino/runtime/core.hpp>

#include "model/expect_error.hpp"
#include "model/model_file.hpp"
#include "support/assets.hpp"
#include "support/npy.hpp"
#include "support/temporary_folder.hpp"

namespace vinoscope::test {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

fs::path write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

/// The input that tests/data/models/tiny.py describes.
ov::Tensor tiny_picture(bool nhwc) {
    const ov::Shape shape = nhwc ? ov::Shape{1, 16, 16, 3} : ov::Shape{1, 3, 16, 16};
    ov::Tensor picture(ov::element::f32, shape);
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t y = 0; y < 16; ++y) {
            for (std::size_t x = 0; x < 16; ++x) {
                const auto at = nhwc ? (y * 16 + x) * 3 + c : (c * 16 + y) * 16 + x;
                picture.data<float>()[at] = static_cast<float>((7 * y + 3 * x + 5 * c) % 16) / 8 - 1;
            }
        }
    }
    return picture;
}

std::vector<float> infer(const fs::path& file, const ov::Tensor& input) {
    auto compiled = shared_core().compile_model(read_model(file), "CPU", {{"INFERENCE_PRECISION_HINT", "f32"}});
    auto request = compiled.create_infer_request();
    request.set_input_tensor(input);
    request.infer();
    const auto output = request.get_output_tensor();
    return {output.data<float>(), output.data<float>() + output.get_size()};
}

struct Case {
    std::string file;
    std::string format;
    std::string reference;
    bool nhwc;
};

class EveryFormat : public testing::TestWithParam<Case> {};

TEST_P(EveryFormat, AnswersAsTheFrameworkItself) {
    const auto file = data("models") / GetParam().file;
    EXPECT_EQ(model_format(file), GetParam().format);
    // Softmax values of a few hundred float32 products: rounding stays below 1e-6.
    EXPECT_THAT(
        infer(file, tiny_picture(GetParam().nhwc)),
        testing::Pointwise(testing::FloatNear(1e-5F), read_npy<float>(data("models") / GetParam().reference).values));
}

INSTANTIATE_TEST_SUITE_P(
    Formats,
    EveryFormat,
    testing::Values(Case{"tiny-tensorflow.pb", "TensorFlow", "tiny-tensorflow.npy", true},
                    Case{"tiny-savedmodel", "TensorFlow", "tiny-tensorflow.npy", true},
                    Case{"tiny-savedmodel/saved_model.pb", "TensorFlow", "tiny-tensorflow.npy", true},
                    Case{"tiny.tflite", "TensorFlow Lite", "tiny-tensorflow.npy", true},
                    Case{"tiny-paddle.pdmodel", "Paddle", "tiny-paddle.npy", false}));

TEST(ReadModel, ReadsIrAndOnnx) {
    EXPECT_EQ(model_format("a.xml"), "OpenVINO IR");
    EXPECT_EQ(model_format("a.ONNX"), "ONNX");
    EXPECT_EQ(shape_text(read_model(data("models/shapes-cnn.xml"))->output(0).get_partial_shape()), "[1,6]");
    EXPECT_EQ(shape_text(read_model(data("models/shapes-cnn.onnx"))->output(0).get_partial_shape()), "[?,6]");
}

class BrokenModel : public testing::Test {
protected:
    void expect_bad(const fs::path& file, std::vector<std::string> words) const {
        words.push_back(file.filename().string());
        expect_error(ErrorKind::bad_model, words, [&file] { read_model(file); });
    }

    TemporaryFolder m_folder;
};

TEST_F(BrokenModel, MissingOrEmpty) {
    expect_bad(m_folder / "none.xml", {"does not exist"});
    for (const auto* name : {"a.xml", "a.onnx", "a.pb", "a.tflite", "a.pdmodel"}) {
        expect_bad(write(m_folder / name, ""), {"empty"});
    }
}

TEST_F(BrokenModel, FolderThatIsNoSavedModel) {
    expect_bad(m_folder.path(), {"SavedModel", "saved_model.pb"});
    write(m_folder / "only.onnx", "x");
    expect_bad(m_folder.path(), {"did you mean", "only.onnx"});
    write(m_folder / "another.onnx", "x");
    expect_bad(m_folder.path(), {"pass a model file"});
}

TEST_F(BrokenModel, ExtensionThatIsNoModel) {
    expect_bad(write(m_folder / "a.foo", "x"), {"'.foo'", ".xml, .onnx, .pb, .tflite, .pdmodel"});
    expect_bad(write(m_folder / "a.bin", "x"), {".xml", "TensorFlow.js"});
    expect_bad(write(m_folder / "a.json", "{}"), {"Paddle", ".pdmodel", "TensorFlow.js", "SavedModel"});
    expect_bad(write(m_folder / "a.pth", "x"), {"ONNX"});
}

TEST_F(BrokenModel, TextOrNoiseInsteadOfAModel) {
    for (const auto* name : {"a.onnx", "a.pb", "a.tflite", "a.pdmodel"}) {
        expect_bad(write(m_folder / name, "<html>404 not found</html>\n"), {"found text"});
    }
    for (const auto* name : {"b.onnx", "b.pb", "b.tflite", "b.pdmodel"}) {
        expect_bad(write(m_folder / name, "\x9B\x01" + std::string(3000, '\x9B')), {"not a valid"});
    }
}

TEST_F(BrokenModel, XmlThatIsNoIr) {
    expect_bad(write(m_folder / "a.xml", "<html><body/></html>"), {"<net>"});
    expect_bad(write(m_folder / "b.xml", "hello"), {"<net>"});
}

TEST_F(BrokenModel, IrWithoutWeights) {
    fs::copy_file(data("models/shapes-cnn.xml"), m_folder / "a.xml");
    expect_bad(m_folder / "a.xml", {"a.bin is missing"});
}

TEST_F(BrokenModel, IrWithTooFewWeights) {
    fs::copy_file(data("models/shapes-cnn.xml"), m_folder / "a.xml");
    write(m_folder / "a.bin", content(data("models/shapes-cnn.bin")).substr(0, 1000));
    expect_bad(m_folder / "a.xml",
               {"a.bin is too short", std::to_string(fs::file_size(data("models/shapes-cnn.bin"))), "found 1000"});
}

TEST_F(BrokenModel, CutOffModels) {
    write(m_folder / "a.xml", content(data("models/shapes-cnn.xml")).substr(0, 9000));
    fs::copy_file(data("models/shapes-cnn.bin"), m_folder / "a.bin");
    expect_bad(m_folder / "a.xml", {"9"});
    expect_bad(write(m_folder / "a.onnx", content(data("models/shapes-cnn.onnx")).substr(0, 2000)), {"complete"});
}

TEST_F(BrokenModel, OperationThatOpenVinoDoesNotKnow) {
    auto xml = content(data("models/shapes-cnn.xml"));
    const std::string convolution = "type=\"Convolution\"";
    xml.replace(xml.find(convolution), convolution.size(), "type=\"Konvolution\"");
    fs::copy_file(data("models/shapes-cnn.bin"), m_folder / "a.bin");
    expect_bad(write(m_folder / "a.xml", xml), {"Konvolution"});
}

TEST_F(BrokenModel, PaddleWithoutWeights) {
    fs::copy_file(data("models/tiny-paddle.pdmodel"), m_folder / "a.pdmodel");
    expect_bad(m_folder / "a.pdmodel", {"a.pdiparams is missing"});
}

TEST(ModelHash, IsFnv1aOfTheBytes) {
    const TemporaryFolder folder;
    // Test vectors of the FNV draft, appendix C.
    EXPECT_EQ(model_hash(write(folder / "a.onnx", "")), "cbf29ce484222325");
    EXPECT_EQ(model_hash(write(folder / "a.onnx", "a")), "af63dc4c8601ec8c");
    EXPECT_EQ(model_hash(write(folder / "a.onnx", "foobar")), "85944171f73967e8");
}

TEST(ModelHash, CoversTheWeights) {
    const TemporaryFolder folder;
    write(folder / "a.xml", "foo");
    write(folder / "a.bin", "bar");
    EXPECT_EQ(model_hash(folder / "a.xml"), "85944171f73967e8");
    write(folder / "a.bin", "baz");
    EXPECT_NE(model_hash(folder / "a.xml"), "85944171f73967e8");
}

TEST(ModelHash, CoversExternalDataOfOnnx) {
    const TemporaryFolder folder;
    fs::create_directories(folder / "data");
    constexpr std::size_t block = std::size_t{1} << 20;  // in which files are read
    for (const std::size_t at : {std::size_t{0}, std::size_t{5000}, block - 30, block - 12, block, 2 * block + 1}) {
        const std::string entry(
            "\x0A\x08location\x12\x0A"
            "data/w.bin",
            22);
        write(folder / "a.onnx", std::string(at, 'x') + entry + std::string(100, 'x'));
        write(folder / "data/w.bin", "bar");
        const auto hash = model_hash(folder / "a.onnx");
        write(folder / "data/w.bin", "baz");
        EXPECT_NE(model_hash(folder / "a.onnx"), hash) << at;
        write(folder / "data/other.bin", "baz");
        write(folder / "data/w.bin", "bar");
        EXPECT_EQ(model_hash(folder / "a.onnx"), hash) << at;
    }
}

TEST(ModelHash, CoversAllFilesOfASavedModel) {
    const TemporaryFolder folder;
    fs::create_directories(folder / "variables");
    write(folder / "variables/v", "bar");
    write(folder / "saved_model.pb", "foo");
    EXPECT_EQ(model_hash(folder.path()), "85944171f73967e8");
    EXPECT_EQ(model_hash(folder / "saved_model.pb"), "85944171f73967e8");
}

TEST(ModelHash, ReadsLongFilesInBlocks) {
    const TemporaryFolder folder;
    const std::string long_text((std::size_t{1} << 20) + 17, 'x');
    std::uint64_t expected = 14695981039346656037U;
    for (const char c : long_text) {
        expected = (expected ^ static_cast<std::uint64_t>(c)) * 1099511628211U;
    }
    EXPECT_EQ(std::stoull(model_hash(write(folder / "a.onnx", long_text)), nullptr, 16), expected);
}

TEST(ShapeText, ShowsWhatIsOpen) {
    EXPECT_EQ(shape_text({1, 3, 224, 224}), "[1,3,224,224]");
    EXPECT_EQ(shape_text({-1, 3, {1, 8}, {32, -1}}), "[?,3,1..8,32..]");
    EXPECT_EQ(shape_text(ov::PartialShape::dynamic()), "[...]");
    EXPECT_EQ(shape_text({}), "[]");
}

}  // namespace
}  // namespace vinoscope::test
