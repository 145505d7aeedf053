// Copyright (C) 2026 vinoscope contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/native_enum.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "arrays.hpp"
#include "vinoscope/option.hpp"

namespace vinoscope::python {

/// What a user hands over for a field.
template <class Value>
struct Given {
    using Type = Value;
};

template <class Value>
struct Given<std::optional<Value>> {
    using Type = Value;
};

/// One sentence on what an option is, one on its values.
template <class Struct>
std::string documentation_of(const Option<Struct>& option) {
    const bool by_zero = !option.automatic.empty() && option.is_number();
    return std::string(option.help) + ". Values: " + option.values() + (by_zero ? "; 0: " : "; default: ") +
           option.default_text() + ".";
}

/// A struct of plain values as a Python class: what field() and readonly() name are attributes, and what copies and
/// pickles hold; with keywords(), fields are also keywords of the constructor, and the rest keeps its default.
template <class Struct>
class StructClass {
public:
    /// @param check throws for values that do not fit together, out of a pickle that somebody changed
    StructClass(pybind11::module_& module,
                const char* name,
                const char* documentation,
                void (*check)(const Struct&) = nullptr)
        : m_class(module, name, documentation) {
        m_class.def(pybind11::pickle(
            [fields = m_fields](const pybind11::object& self) {
                pybind11::list values;
                for (const auto& field : *fields)
                    values.append(self.attr(field.name.c_str()));
                return pybind11::tuple(values);
            },
            [fields = m_fields, check](const pybind11::tuple& values) {
                Struct made;
                for (std::size_t i = 0; i < fields->size(); ++i)
                    (*fields)[i].restore(made, values[i]);
                if (check != nullptr)
                    check(made);
                return made;
            }));
    }

    template <class Value>
    StructClass& field(const std::string& name, Value Struct::*member, const std::string& documentation) {
        keep(name, member);
        m_class.def_property(
            name.c_str(),
            [member](const Struct& self) -> const Value& { return self.*member; },
            [member, name](Struct& self, const pybind11::object& value) {
                self.*member = converted<Value>(name, value);
            },
            documentation.c_str());
        return *this;
    }

    /// Fields of what list_options() describes.
    StructClass& options() {
        for (const auto& option : list_options<Struct>())
            std::visit([&](auto member) { field(std::string(option.name), member, documentation_of(option)); },
                       option.member);
        return *this;
    }

    /// The same, but Python sees the values of enumerations as their names, e.g. "auto".
    StructClass& options_by_names() {
        for (const auto& option : list_options<Struct>())
            std::visit(
                [&]<class Value>(Value Struct::*member) {
                    if constexpr (std::is_enum_v<Value>)
                        named_field(option);
                    else
                        field(std::string(option.name), member, documentation_of(option));
                },
                option.member);
        return *this;
    }

    template <class Value>
    StructClass& readonly(const char* name, Value Struct::*member, const char* documentation = "") {
        keep(name, member);
        m_class.def_readonly(name, member, documentation);
        return *this;
    }

    /// Values that Python sees as an array or None.
    template <class View>
    StructClass& readonly(const char* name, std::vector<float> Struct::*member, View view, const char* documentation) {
        m_fields->push_back({name, [member](Struct& made, const pybind11::object& value) {
                                 if (!value.is_none())
                                     made.*member = floats_of(value);
                             }});
        m_class.def_property_readonly(name, view, documentation);
        return *this;
    }

    /// Shown by its fields, and equal to another when they are.
    StructClass& comparable() {
        m_class.def("__repr__", [fields = m_fields](const pybind11::object& self) {
            std::string shown;
            for (const auto& field : *fields)
                shown += (shown.empty() ? "" : ", ") + field.name + "=" +
                         std::string(pybind11::repr(self.attr(field.name.c_str())));
            return std::string(pybind11::str(pybind11::type::of(self).attr("__name__"))) + "(" + shown + ")";
        });
        m_class.def(
            "__eq__",
            [fields = m_fields](const pybind11::object& self, const Struct& other) {
                const auto with = pybind11::cast(other);
                return std::ranges::all_of(*fields, [&](const auto& field) {
                    return self.attr(field.name.c_str()).equal(with.attr(field.name.c_str()));
                });
            },
            pybind11::is_operator());
        return *this;
    }

    StructClass& keywords() {
        comparable();
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
    struct Field {
        std::string name;
        std::function<void(Struct& made, const pybind11::object& value)> restore;
    };

    void named_field(const Option<Struct>& option) {
        const auto set = [option](Struct& self, const pybind11::object& value) {
            option.set(self, converted<std::string>(std::string(option.name), value));
        };
        m_fields->push_back({std::string(option.name), set});
        m_class.def_property(
            std::string(option.name).c_str(),
            [option](const Struct& self) { return option.text(self); },
            set,
            documentation_of(option).c_str());
    }

    template <class Value>
    void keep(const std::string& name, Value Struct::*member) {
        m_fields->push_back(
            {name, [member](Struct& made, const pybind11::object& value) { made.*member = value.cast<Value>(); }});
    }

    template <class Value>
    static Value converted(const std::string& name, const pybind11::object& value) {
        try {
            return value.cast<Value>();
        } catch (const pybind11::cast_error&) {
            using Wanted = typename Given<Value>::Type;
            const auto type =
                pybind11::type::of(pybind11::cast(Wanted())).attr("__name__").template cast<std::string>();
            const auto found = pybind11::repr(value).template cast<std::string>();
            throw pybind11::type_error("expected " + name + " of type " + type + " and in its range, found " + found);
        }
    }

    static void set(const pybind11::object& made, pybind11::handle name, pybind11::handle value) {
        if (!pybind11::hasattr(made, name)) {
            const auto what = "unexpected keyword argument \"" + name.cast<std::string>() + "\"";
            throw pybind11::type_error(what);
        }
        pybind11::setattr(made, name, value);
    }

    std::shared_ptr<std::vector<Field>> m_fields = std::make_shared<std::vector<Field>>();
    pybind11::class_<Struct> m_class;
};

}  // namespace vinoscope::python
