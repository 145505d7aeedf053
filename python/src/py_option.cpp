// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#include <pybind11/stl.h>

#include "bindings.hpp"
#include "options.hpp"

namespace vinoscope::python {
namespace {

// What is known of one option, for the Python package and the documentation.
struct OptionInfo {
    std::string name;
    std::string of;
    std::string flag;
    std::string help;
    std::string values;
    std::string default_text;
    bool zero_is_default = false;
    std::vector<std::string_view> readers;
};

template <class Struct>
void add_options(const char* of, std::vector<OptionInfo>& infos) {
    for (const auto& option : list_options<Struct>())
        infos.push_back({std::string(option.name),
                         of,
                         option.has_flag ? option.flag() : "",
                         std::string(option.help),
                         option.values(),
                         option.default_text(),
                         !option.automatic.empty() && option.is_number() && !option.zero_turns_off,
                         option_readers<Struct>(option.name)});
}

std::vector<OptionInfo> all_options() {
    std::vector<OptionInfo> infos;
    add_options<BlackBoxOptions>("BlackBoxOptions", infos);
    add_options<AttributionOptions>("AttributionOptions", infos);
    add_options<MetricOptions>("MetricOptions", infos);
    add_options<ExplainerOptions>("ExplainerOptions", infos);
    add_options<Preprocess>("Preprocess", infos);
    add_options<RenderOptions>("RenderOptions", infos);
    add_options<SaveOptions>("SaveOptions", infos);
    return infos;
}

}  // namespace

void bind_option(py::module_& module) {
    py::class_<OptionInfo>(
        module, "OptionInfo", "One option of methods, metrics, models, preprocessing, drawing or saving.")
        .def_readonly("name", &OptionInfo::name, "The keyword.")
        .def_readonly("of", &OptionInfo::of, "The class that has it, e.g. \"BlackBoxOptions\".")
        .def_readonly("flag", &OptionInfo::flag, "Of the program, e.g. \"--num-masks\"; or empty.")
        .def_readonly("help", &OptionInfo::help, "What it is.")
        .def_readonly("values", &OptionInfo::values, "Which values it may have.")
        .def_readonly("default", &OptionInfo::default_text, "What holds where it is left out.")
        .def_readonly("zero_is_default", &OptionInfo::zero_is_default, "Whether the C++ library takes 0 for that.")
        .def_readonly("readers", &OptionInfo::readers, "Names of the methods or metrics that read it.")
        .def("__repr__", [](const OptionInfo& option) { return "<OptionInfo " + option.name + ">"; });
    module.def(
        "list_options", &all_options, "All options of methods, metrics, models, preprocessing, drawing and saving.");
    StructClass<AttributionOptions>(
        module, "AttributionOptions", "How methods that average gradients choose their inputs.")
        .options()
        .keywords();
    StructClass<BlackBoxOptions>(module, "BlackBoxOptions", "How methods choose the inputs whose scores they compare.")
        .options()
        .keywords();
}

}  // namespace vinoscope::python
