# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What differs between the public names of OpenVINO's explainable AI toolkit and those of vinoscope.

    toolkit_names.py compare          prints the names, parameters and defaults that differ; both packages are imported
    toolkit_names.py table            prints all of them as tests/toolkit_names.csv holds them

The toolkit is read by introspection alone. It imports `openvino.runtime`, which is gone from OpenVINO: an alias serves.
"""

from __future__ import annotations

import enum
import importlib
import importlib.abc
import importlib.machinery
import inspect
import pkgutil
import sys
import types
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOOLKIT = "openvino_xai"
OURS = "vinoscope"


class OldNames(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """openvino.runtime as another name of openvino."""

    old = "openvino.runtime"

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if f"{name}.".startswith(f"{self.old}.") else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return importlib.import_module("openvino" + spec.name[len(self.old) :])

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def modules_of(package: str) -> Iterator[types.ModuleType]:
    """All modules that can be imported."""
    root = importlib.import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        try:
            yield importlib.import_module(found.name)
        except ImportError:  # those that need PyTorch
            continue


def is_public(module: types.ModuleType, name: str, value: Any, package: str, constants: dict[str, str]) -> bool:
    """Classes and functions that a module defines, or a folder's module offers; and constants where they first are."""
    if name.startswith("_") or inspect.ismodule(value):
        return False
    if inspect.isclass(value) or inspect.isfunction(value):
        home = str(value.__module__)
        return home == module.__name__ or (hasattr(module, "__path__") and home.split(".")[0] == package)
    if name != "logger" and not name.endswith("XAIMethods") and not name.isupper():
        return False
    return constants.setdefault(name, module.__name__) == module.__name__


def shown(default: Any) -> str:
    """A default value, without addresses of objects."""
    if default is inspect.Parameter.empty:
        return "required"
    if isinstance(default, enum.Enum):
        return str(default)
    plain = default is None or isinstance(default, (bool, int, float, str, tuple, list))
    return repr(default) if plain else repr(default.tolist()) if hasattr(default, "tolist") else type(default).__name__


def parameters_of(name: str, function: Any) -> Iterator[tuple[str, str]]:
    """Each parameter with its default."""
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in ("self", "cls") and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            yield f"{name}({parameter.name})", shown(parameter.default)


def members_of(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A class or function, what it has, and the parameters."""
    yield name, ""
    if inspect.isfunction(value):
        yield from parameters_of(name, value)
    if not inspect.isclass(value):
        return
    if issubclass(value, enum.Enum):
        yield from ((f"{name}.{member.name}", repr(member.value)) for member in value)
        return
    for key in sorted(dir(value)):
        member = inspect.getattr_static(value, key)
        if key.startswith("_") and key not in ("__init__", "__call__"):
            continue
        function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
        if inspect.isfunction(function):
            if key not in ("__init__", "__call__"):
                yield f"{name}.{key}", ""
            yield from parameters_of(name if key == "__init__" else f"{name}.{key}", function)
        elif isinstance(member, property):
            yield f"{name}.{key}", ""


def names_of(package: str) -> dict[str, str]:
    """Every public name, without the package's own, and its default or value."""
    names: dict[str, str] = {}
    constants = {"logger": f"{package}.common.utils"}
    for module in modules_of(package):
        prefix = module.__name__[len(package) + 1 :]
        names[prefix or "the package"] = ""
        for key, value in sorted(vars(module).items()):
            if is_public(module, key, value, package, constants):
                at = f"{prefix}.{key}" if prefix else key
                at_home = getattr(value, "__module__", module.__name__) == module.__name__
                names.update(members_of(at, value) if at_home else [(at, "")])
    return names


def found_here(name: str) -> Any:
    """The object of this name in vinoscope. Raises AttributeError, ImportError or KeyError."""
    found: Any = importlib.import_module(OURS)
    at = OURS
    for part in [] if name == "the package" else name.split("."):
        at = f"{at}.{part}"
        if not hasattr(found, part) or (inspect.ismodule(found) and inspect.isfunction(getattr(found, part))):
            try:
                found = importlib.import_module(at)
                continue
            except ImportError:
                pass
        found = getattr(found, part, None) or found.__annotations__[part]
    return found


def state_of(name: str, default: str) -> str:
    """`same`, `default <other>`, `keyword` (taken, but not named in the signature) or `absent`."""
    owner, _, parameter = name.partition("(")
    try:
        found = found_here(owner)
    except (AttributeError, ImportError, KeyError):
        return "absent"
    if isinstance(found, enum.Enum):
        return "same" if repr(found.value) == default else f"default {found.value!r}"
    if not parameter:
        return "same"
    parameters = inspect.signature(found.__init__ if inspect.isclass(found) else found).parameters
    if parameter[:-1] in parameters:
        here = shown(parameters[parameter[:-1]].default)
        return "same" if here == default else f"default {here}"
    takes_any = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    return "keyword" if takes_any else "absent"


def main() -> None:
    """See the module."""
    warnings.simplefilter("ignore")
    sys.meta_path.append(OldNames())
    for name, default in names_of(TOOLKIT).items():
        state = state_of(name, default)
        if sys.argv[1] == "table":
            print(f"{name}\t{default}\t{state}")
        elif state != "same":
            print(f"{name}: {default or 'there'} -> {state}")


if __name__ == "__main__":
    sys.path.pop(0) if sys.path and Path(sys.path[0]) == Path(__file__).parent else None
    main()
