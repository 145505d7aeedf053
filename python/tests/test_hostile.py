# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Hostile days in Python: no crash, whatever a pickle holds and whenever the interpreter ends."""

import pickle
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import vinoscope as xai
from conftest import DATA
from vinoscope import _core

MODEL = DATA / "models" / "shapes-cnn.xml"
IMAGE = DATA / "shapes" / "100.png"

EXPLAIN = f"""
import sys, threading, time
import vinoscope as xai
explainer = xai.Explainer({str(MODEL)!r}, mean=128, scale=64, explain_method=xai.Method.RISE)
started = threading.Event()
def work():
    while True:
        explainer({str(IMAGE)!r}, 1, num_masks=1_000_000, progress=lambda *_: started.set())
"""


def run(script, **options):
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=100, check=False, **options)


@pytest.mark.parametrize("ending", ["", "sys.exit(3)", "raise ValueError('mine')"])
def test_the_interpreter_may_end_while_threads_explain(ending):
    done = run(EXPLAIN + f"""
threads = [threading.Thread(target=work, daemon=True) for _ in range(3)]
for thread in threads: thread.start()
started.wait()
{ending}
""")
    assert done.returncode == {"": 0, "sys.exit(3)": 3}.get(ending, 1), done.stderr
    assert "terminate" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("daemon", [True, False])
def test_control_c_while_another_thread_explains(daemon):
    process = subprocess.Popen([sys.executable, "-u", "-c", EXPLAIN + f"""
thread = threading.Thread(target=work, daemon={daemon})
thread.start()
started.wait()
print("started")
try:
    while True: time.sleep(0.01)
except KeyboardInterrupt:
    if not {daemon}: work = None
    raise
"""], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    if not daemon:  # the interpreter waits for the thread, until a second Ctrl-C
        time.sleep(1)
        process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert process.returncode in (1, -signal.SIGINT, 130), message
    assert "KeyboardInterrupt" in message and "terminate" not in message


def test_work_that_ends_with_the_interpreter_is_refused_afterwards():
    done = run(f"""
import atexit
import vinoscope as xai
def late():
    try:
        xai.Explainer({str(MODEL)!r})
    except xai.CancelledError as error:
        print(error)
atexit._run_exitfuncs()
late()
""")
    assert done.returncode == 0 and "the interpreter ends" in done.stdout, done.stderr


def test_memory_does_not_grow_with_saved_explanations():
    """With the C library of GNU, which counts what is allocated; others report nothing."""
    done = run(f"""
import ctypes, gc, tempfile
import vinoscope as xai

class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks used free keep".split()]

def allocated():
    gc.collect()
    counts = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if counts is None:
        return 0
    counts.restype = Counts
    return counts().used + counts().hblkhd

explainer = xai.Explainer({str(MODEL)!r}, mean=128, scale=64)
folder = tempfile.TemporaryDirectory()
def save(times):
    for _ in range(times):
        explainer({str(IMAGE)!r}, [1, 2, 3], overlay=True).save(folder.name)
    return allocated()

counts = [save(100) for _ in range(4)]
print(min(after - before for before, after in zip(counts, counts[1:])))  # a table that once became larger is no growth
""")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100 * 100


def tampered(values):
    """Every value of a pickle's state replaced by something else, one at a time."""
    others = [None, -1, 2**31 - 1, 2**63, -2**70, 1e300, float("nan"), "x", b"x", (), [], [None], {}, np.zeros((3, 3)),
              np.zeros(0), np.full(7, np.nan), object]
    for at in range(len(values)):
        for other in others:
            yield (*values[:at], other, *values[at + 1:])
    for count in range(len(values)):
        yield values[:count]
    yield (*values, 1)


def used(thing):
    """Reads all that a thing holds, and draws and writes maps."""
    repr(thing)
    for name in dir(thing):
        if not name.startswith("_") and name not in ("save",):
            getattr(thing, name)
    if isinstance(thing, _core.SaliencyMap):
        np.array(thing.values)
        _core.sparseness(thing)
        _core.render(thing, _core.Image(np.zeros((8, 8, 3), np.uint8)), _core.RenderOptions())
    pickle.loads(pickle.dumps(thing))


@pytest.mark.parametrize("made", [
    lambda: xai.Explainer(MODEL, mean=128, scale=64)(IMAGE, 1).maps[0],
    lambda: _core.SaliencyMap(np.zeros((3, 4), np.float32), 1, "a"),
    lambda: _core.Explainer(MODEL, _core.ExplainerOptions()).explain(_core.Image(xai.read_image(IMAGE))),
    lambda: _core.RenderOptions(),
    lambda: _core.BlackBoxOptions(),
    lambda: _core.Region(1, 2, 3, 4),
    lambda: _core.Image(np.zeros((3, 4, 3), np.uint8)),
], ids=["map", "own map", "explanation", "render options", "black box options", "region", "image"])
def test_tampered_pickles_raise_or_work(made):
    thing = made()
    state = thing.__reduce_ex__(2)[2]
    for values in tampered(state):
        fresh = type(thing).__new__(type(thing))
        try:
            fresh.__setstate__(values)
        except Exception:  # noqa: BLE001  any error will do
            continue
        try:
            used(fresh)
        except Exception:  # noqa: BLE001
            continue


def test_a_map_out_of_a_pickle_has_its_values():
    whole = _core.SaliencyMap(np.zeros((3, 4), np.float32))
    values = list(whole.__reduce_ex__(2)[2])
    values[values.index(3)] = 4
    with pytest.raises(xai.UsageError, match="expected a map of 4x4 values, found 12"):
        _core.SaliencyMap.__new__(_core.SaliencyMap).__setstate__(tuple(values))


def test_names_of_huge_class_indices_are_refused():
    with pytest.raises(ValueError, match="below 1000000.*1000000000000"):
        xai.Explainer(MODEL)(IMAGE, 1, label_names={10**12: "far"})


@pytest.mark.parametrize("options", [
    {"black_box": _core.BlackBoxOptions(time_budget=1e10)},
    {"black_box": _core.BlackBoxOptions(time_budget=float("nan"))},
    {"attribution": _core.AttributionOptions(steps=0)},
    {"attribution": _core.AttributionOptions(steps=2**31 - 1)},
    {"attribution": _core.AttributionOptions(samples=2**60)},
    {"attribution": _core.AttributionOptions(noise=-1)},
    {"attribution": _core.AttributionOptions(noise=float("nan"))},
])
def test_what_the_program_refuses_is_refused_here_too(options):
    with pytest.raises(xai.UsageError, match="expected"):
        _core.Explainer(MODEL, _core.ExplainerOptions(**options))


@pytest.mark.parametrize("options", [{"min_score": 3}, {"min_score": float("nan")}, {"predictions": -1}])
def test_questions_that_the_program_refuses_are_refused_here_too(options):
    explainer = _core.Explainer(MODEL, _core.ExplainerOptions())
    with pytest.raises(xai.UsageError, match="expected"):
        explainer.explain(_core.Image(xai.read_image(IMAGE)), _core.ExplainOptions(**options))


@pytest.mark.parametrize("options", [{"steps": 0}, {"subsets": 1}, {"noisy_images": 0}, {"noise": 2.0}, {"threshold": -1.0},
                                     {"tolerance": float("nan")}])
def test_metrics_that_the_program_refuses_are_refused_here_too(options):
    with pytest.raises(xai.UsageError, match="expected"):
        _core.Evaluator(MODEL, _core.EvaluatorOptions(metrics=_core.MetricOptions(**options)))
