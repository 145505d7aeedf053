// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include "vinoscope/explanation.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "arrays.hpp"
#include "bindings.hpp"
#include "callbacks.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

void bind_parts(py::module_& module) {
    StructClass<Prediction>(module, "Prediction", "A predicted class or a detected box.")
        .field("index", &Prediction::index, "Class index.")
        .field("label", &Prediction::label, "Name of the class; empty if the model has no labels.")
        .field("score", &Prediction::score, "Score, see Provenance.score.")
        .field("box", &Prediction::box, "Box in pixels of the original image, for detection models.")
        .keywords();
    StructClass<NothingFound>(module, "NothingFound", "Why there is no prediction.")
        .field("threshold", &NothingFound::threshold, "The minimum score of a prediction.")
        .field("best", &NothingFound::best, "The Prediction with the highest score, or None without a score above 0.")
        .keywords();
    StructClass<Provenance>(module, "Provenance", "The origin of a result, sufficient to reproduce it.")
        .field("model", &Provenance::model, "File name, or friendly name of a model passed as an object.")
        .field("model_hash", &Provenance::model_hash, "64-bit FNV-1a of the model file(s); empty for an object.")
        .field("task", &Provenance::task, "")
        .field("method", &Provenance::method, "")
        .field("layer", &Provenance::layer, "Target layer, or empty.")
        .field("decoder", &Provenance::decoder, "Decoder of the outputs.")
        .field("probabilities", &Provenance::probabilities, "Whether Prediction.score lies in 0..1 for every image.")
        .field("score", &Provenance::score, "What Prediction.score is: \"softmax\" of the output, or \"as is\".")
        .field("device", &Provenance::device, "")
        .field("precision", &Provenance::precision, "That the device used, e.g. \"f32\", \"bf16\".")
        .field("seed", &Provenance::seed, "")
        .field("inferences", &Provenance::inferences, "")
        .field("version", &Provenance::version, "Version of vinoscope.")
        .field("openvino_version", &Provenance::openvino_version, "")
        .keywords();
    StructClass<StageSeconds>(module, "StageSeconds", "Durations of the steps that run for each image, in seconds.")
        .field("infer", &StageSeconds::infer, "Resizing, copying and inference.")
        .field("explain", &StageSeconds::explain, "Extracting the maps from the outputs.")
        .comparable();
}

std::vector<std::string> stems_of(const std::vector<SaliencyMap>& maps,
                                  const std::string& prefix,
                                  const std::string& postfix,
                                  bool scores,
                                  bool plain) {
    return file_stems(maps, prefix, postfix, scores, plain ? StemStyle::plain : StemStyle::target);
}

void bind_saving(py::module_& module) {
    py::native_enum<MapFormat>(module, "MapFormat", "enum.Enum", "File formats of a saved map.")
        .value("jpg", MapFormat::jpg)
        .value("png", MapFormat::png)
        .value("npy", MapFormat::npy, "The raw float32 values at native size.")
        .value("png16", MapFormat::png16, "A 16-bit greyscale image at native size.")
        .value("json", MapFormat::json, "The values with target, score, box and status.")
        .value("standard_error", MapFormat::standard_error, "SaliencyMap.standard_error as npy.")
        .finalize();
    module.def("parse_map_format", &parse_map_format, py::arg("name"), "Returns the format with this name.");
    module.def("map_format_names", &map_format_names, "Returns the names accepted by parse_map_format().");
    module.def(
        "save_values",
        &save_values,
        py::arg("map"),
        py::arg("format"),
        py::arg("stem"),
        py::call_guard<Unlocked>(),
        "Writes a map in a format that stores its values. Returns the path, or None if there is nothing to write.");
    module.def("file_stems",
               &stems_of,
               py::arg("maps"),
               py::arg("prefix") = "",
               py::arg("postfix") = "",
               py::arg("scores") = false,
               py::arg("plain") = false,
               "Returns safe and distinct file names without extension, one per map.");
    StructClass<SavedFile>(module, "SavedFile", "A file that was written for a map.")
        .field("map", &SavedFile::map, "Position in Explanation.maps.")
        .field("format", &SavedFile::format, "")
        .field("path", &SavedFile::path, "")
        .comparable();
    StructClass<SaveOptions>(module, "SaveOptions", "Options of Explanation.save().")
        .field("render", &SaveOptions::render, "")
        .field("formats", &SaveOptions::formats, "")
        .options()
        .keywords();
}

using Key = std::variant<std::int64_t, std::string>;

Key key_of(const SaliencyMap& map) {
    if (!map.name.empty())
        return map.name;
    return map.target ? Key(*map.target) : Key("per_image_map");
}

std::vector<Key> keys_of(const Explanation& explanation) {
    std::vector<Key> keys;
    std::ranges::transform(explanation.maps, std::back_inserter(keys), key_of);
    return keys;
}

const SaliencyMap& map_at(const Explanation& explanation, std::size_t position) {
    if (position >= explanation.maps.size())
        throw py::index_error();
    return explanation.maps[position];
}

std::vector<std::pair<std::size_t, std::string>> silent_maps(const Explanation& explanation) {
    std::vector<std::pair<std::size_t, std::string>> silent;
    for (std::size_t i = 0; i < explanation.maps.size(); ++i)
        if (explanation.maps[i].status != MapStatus::ok)
            silent.emplace_back(i, explanation.maps[i].reason);
    return silent;
}

}  // namespace

void bind_explanation(py::module_& module) {
    bind_parts(module);
    bind_saving(module);
    StructClass<Explanation>(
        module, "Explanation", "The predictions of a model for one image, and their saliency maps.")
        .readonly("image", &Explanation::image)
        .readonly("predictions", &Explanation::predictions, "The predictions, the best one first.")
        .readonly("nothing_found",
                  &Explanation::nothing_found,
                  "A NothingFound if a detector or a segmentation model found nothing, else None.")
        .readonly("maps", &Explanation::maps, "The maps in the order of the requested targets.")
        .readonly("total_targets", &Explanation::total_targets, "Number of classes with a score, or of detected boxes.")
        .readonly("provenance", &Explanation::provenance)
        .readonly("seconds", &Explanation::seconds)
        .readonly("verdicts", &Explanation::verdicts, "One verdict per map, if they were verified.")
        .readonly("notes", &Explanation::notes, "Remarks on the treatment of this image.")
        .type()
        .def(py::init<>())
        .def_property_readonly(
            "keys",
            &keys_of,
            "Of each map: class index, name of a box or of a part of the image, or \"per_image_map\".")
        .def("map_at", &map_at, py::arg("position"), py::return_value_policy::reference_internal)
        .def_property_readonly(
            "silent_maps", &silent_maps, "Positions of maps that are not meaningful, with the reasons.")
        .def("save",
             &Explanation::save,
             py::arg("directory"),
             py::arg("options") = SaveOptions(),
             py::call_guard<Unlocked>(),
             "Writes `<prefix>target_<label or index><postfix>.<format>` for every map.");
}

}  // namespace vinoscope::python
