# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The command line program, which is in the wheel beside this file."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

_SEARCHED = {"linux": "LD_LIBRARY_PATH", "darwin": "DYLD_LIBRARY_PATH", "win32": "PATH"}


def main() -> int:
    """Runs the program in place of this process, with the OpenVINO that Python would import."""
    program = Path(__file__).parent / "bin" / ("vinoscope.exe" if sys.platform == "win32" else "vinoscope")
    environment = dict(os.environ)
    openvino = find_spec("openvino")
    variable = _SEARCHED.get(sys.platform)
    if openvino is not None and openvino.origin is not None and variable is not None:
        libraries = str(Path(openvino.origin).parent / "libs")
        environment[variable] = os.pathsep.join(filter(None, [libraries, environment.get(variable)]))
    arguments = [str(program), *sys.argv[1:]]
    if os.name == "posix":
        os.execve(program, arguments, environment)
    return subprocess.call(arguments, env=environment)
