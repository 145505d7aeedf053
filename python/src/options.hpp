// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <string>

namespace vinoscope::python {

/// A struct of plain values as a Python class: what fields() names are attributes; with keywords(), also keywords of
/// the constructor, and the rest keeps its default.
template <class Struct>
class StructClass {
public:
    StructClass(pybind11::module_& module, const char* name, const char* documentation)
        : m_class(module, name, documentation) {}

    template <class Value>
    StructClass& field(const char* name, Value Struct::*member, const char* documentation) {
        m_class.def_property(
            name,
            [member](const Struct& self) -> const Value& { return self.*member; },
            [member, name](Struct& self, const pybind11::object& value) {
                self.*member = converted<Value>(name, value);
            },
            documentation);
        return *this;
    }

    StructClass& keywords() {
        m_class.def(pybind11::init([](const pybind11::kwargs& values) {
            auto made = pybind11::cast(Struct());
            for (const auto& [name, value] : values)
                set(made, name, value);
            return made.template cast<Struct>();
        }));
        return *this;
    }

    pybind11::class_<Struct>& type() { return m_class; }

private:
    template <class Value>
    static Value converted(const char* name, const pybind11::object& value) {
        try {
            return value.cast<Value>();
        } catch (const pybind11::cast_error&) {
            const auto type = pybind11::type::of(pybind11::cast(Value())).attr("__name__").template cast<std::string>();
            const auto found = pybind11::repr(value).template cast<std::string>();
            throw pybind11::type_error("expected " + std::string(name) + " of type " + type +
                                       " and in its range, found " + found);
        }
    }

    static void set(const pybind11::object& made, pybind11::handle name, pybind11::handle value) {
        if (!pybind11::hasattr(made, name)) {
            const auto what = "unexpected keyword argument \"" + name.cast<std::string>() + "\"";
            throw pybind11::type_error(what);
        }
        pybind11::setattr(made, name, value);
    }

    pybind11::class_<Struct> m_class;
};

}  // namespace vinoscope::python
