# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""No socket is opened: the program runs where the kernel ends whoever tries."""

import ctypes
import platform
import subprocess
import sys

import pytest
from conftest import PROGRAM, SHAPE, SHAPES, SHAPES_FLAGS

NUMBERS = {"x86_64": 41, "aarch64": 198}  # of the system call socket()

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux") or platform.machine() not in NUMBERS,
                                reason="needs seccomp of Linux")


class Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("if_true", ctypes.c_ubyte), ("if_false", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(Instruction))]


def forbid_sockets():
    """From here on the kernel kills the process when it calls socket(), whatever the family."""
    load, jump_if_equal, give_back = 0x20, 0x15, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    filter_ = (Instruction * 4)(Instruction(load, 0, 0, 0), Instruction(jump_if_equal, 0, 1, NUMBERS[platform.machine()]),
                                Instruction(give_back, 0, 0, kill), Instruction(give_back, 0, 0, allow))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if libc.prctl(set_seccomp, mode_filter, ctypes.byref(Program(4, filter_)), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")


def run(*command, cwd, environment):
    return subprocess.run([*map(str, command)], cwd=cwd, env=environment, preexec_fn=forbid_sockets, capture_output=True,
                          text=True, timeout=100, check=False)


def test_the_filter_ends_who_opens_a_socket(tmp_path, environment):
    done = run(sys.executable, "-c", "import socket; socket.socket()", cwd=tmp_path, environment=environment)
    assert done.returncode == -31  # SIGSYS


@pytest.mark.parametrize("arguments", [
    ["explain", SHAPES, SHAPE, *SHAPES_FLAGS, "--json"],
    ["explain", SHAPES, SHAPE, *SHAPES_FLAGS, "--method", "rise", "--num-masks", "20"],
    ["evaluate", SHAPES, SHAPE, *SHAPES_FLAGS, "--methods", "recipro-cam", "--metrics", "insertion-deletion"],
    ["insert", SHAPES, "-o", "out.xml"],
    ["doctor", SHAPES],
    ["methods"],
    ["cache"],
], ids=lambda arguments: " ".join(str(argument) for argument in arguments if str(argument).isalpha()))
def test_no_command_opens_a_socket(tmp_path, environment, arguments):
    done = run(PROGRAM, *arguments, cwd=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr
