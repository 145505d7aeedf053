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
    StructClass<Prediction>(module, "Prediction", "One class of the model's answer.")
        .field("index", &Prediction::index, "Class index.")
        .field("label", &Prediction::label, "Empty when the model has no labels.")
        .field("score", &Prediction::score, "See Provenance.score.")
        .field("box", &Prediction::box, "In pixels of the original image, of detection models.")
        .keywords();
    StructClass<NothingFound>(module, "NothingFound", "Why there is no prediction.")
        .field("threshold", &NothingFound::threshold, "The least score that counts as found.")
        .field("best", &NothingFound::best, "What comes nearest, a Prediction; None without a score above 0.")
        .keywords();
    StructClass<Provenance>(module, "Provenance", "Where a result comes from: enough to make it again.")
        .field("model", &Provenance::model, "File, or friendly name of a model given as an object.")
        .field("model_hash", &Provenance::model_hash, "64-bit FNV-1a of the model file(s); empty for an object.")
        .field("task", &Provenance::task, "")
        .field("method", &Provenance::method, "")
        .field("layer", &Provenance::layer, "Target layer, or empty.")
        .field("decoder", &Provenance::decoder, "What read the outputs.")
        .field(
            "probabilities", &Provenance::probabilities, "Whether Prediction.score lies in 0..1 whatever the image is.")
        .field("score", &Provenance::score, "What Prediction.score is: \"softmax\" of the output, or \"as is\".")
        .field("device", &Provenance::device, "")
        .field("precision", &Provenance::precision, "That the device used, e.g. \"f32\", \"bf16\".")
        .field("seed", &Provenance::seed, "")
        .field("inferences", &Provenance::inferences, "")
        .field("version", &Provenance::version, "Of vinoscope.")
        .field("openvino_version", &Provenance::openvino_version, "")
        .keywords();
    StructClass<StageSeconds>(module, "StageSeconds", "Seconds spent on one image.")
        .field("infer", &StageSeconds::infer, "Resize, copy and inference.")
        .field("explain", &StageSeconds::explain, "Taking the maps out of the outputs.")
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
        .value("png16", MapFormat::png16, "The same in 16 bits of grey.")
        .value("json", MapFormat::json, "All that the map holds.")
        .value("standard_error", MapFormat::standard_error, "SaliencyMap.standard_error as npy.")
        .finalize();
    module.def("parse_map_format", &parse_map_format, py::arg("name"), "The format of that name.");
    module.def("map_format_names", &map_format_names, "The names that parse_map_format() knows.");
    module.def(
        "save_values",
        &save_values,
        py::arg("map"),
        py::arg("format"),
        py::arg("stem"),
        py::call_guard<Unlocked>(),
        "Writes a map in a format that holds its values; returns the file, or None where there is nothing to write.");
    module.def("file_stems",
               &stems_of,
               py::arg("maps"),
               py::arg("prefix") = "",
               py::arg("postfix") = "",
               py::arg("scores") = false,
               py::arg("plain") = false,
               "Safe and distinct file names without extension, one for each map.");
    StructClass<SavedFile>(module, "SavedFile", "A file that was written for a map.")
        .field("map", &SavedFile::map, "Position in Explanation.maps.")
        .field("format", &SavedFile::format, "")
        .field("path", &SavedFile::path, "")
        .comparable();
    StructClass<SaveOptions>(module, "SaveOptions", "How maps become files.")
        .field("render", &SaveOptions::render, "")
        .field("formats", &SaveOptions::formats, "")
        .field("prefix", &SaveOptions::prefix, "Before `target_`.")
        .field("postfix", &SaveOptions::postfix, "After the label, before the extension.")
        .field("scores", &SaveOptions::scores, "Write the score of the target into the names.")
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
    StructClass<Explanation>(module, "Explanation", "What a model said about one image, and why.")
        .readonly("image", &Explanation::image)
        .readonly("predictions", &Explanation::predictions, "Best first.")
        .readonly("nothing_found",
                  &Explanation::nothing_found,
                  "Where a detector or a segmentation found nothing: a NothingFound; else None.")
        .readonly("maps", &Explanation::maps, "In the asked order.")
        .readonly("total_targets", &Explanation::total_targets, "Classes with scores, or boxes that were found.")
        .readonly("provenance", &Explanation::provenance)
        .readonly("seconds", &Explanation::seconds)
        .readonly("verdicts", &Explanation::verdicts, "One for each map, where they were verified.")
        .readonly("notes", &Explanation::notes, "How this image was treated that the user should know.")
        .type()
        .def(py::init<>())
        .def_property_readonly(
            "keys",
            &keys_of,
            "Of each map: class index, name of a box or of a part of the image, or \"per_image_map\".")
        .def("map_at", &map_at, py::arg("position"), py::return_value_policy::reference_internal)
        .def_property_readonly("silent_maps", &silent_maps, "Positions of maps that say nothing, and why.")
        .def("save",
             &Explanation::save,
             py::arg("directory"),
             py::arg("options") = SaveOptions(),
             py::call_guard<Unlocked>(),
             "Writes `<prefix>target_<label or index><postfix>.<format>` for every map.");
}

}  // namespace vinoscope::python
