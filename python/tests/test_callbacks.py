# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""preprocess_fn, postprocess_fn and progress: called by the engine while inferences run in other threads."""

import sys
import threading
import time
import traceback
import types

import numpy as np
import pytest
import vinoscope as xai
from conftest import first_output
from conftest import prepare_shapes as prepare
from vinoscope.explainer import ExplainMode


def rise(model, **kwargs):
    return xai.Explainer(model, preprocess_fn=prepare, explain_method=xai.Method.RISE, num_masks=30, **kwargs)


def test_postprocess_may_index_outputs_in_every_way(shapes_model, shapes_image):
    output = shapes_model.outputs[0]
    ways = [lambda x: x[0], lambda x: x["logits"], lambda x: x[output], lambda x: x.to_tuple()[0],
            lambda x: next(iter(x.values())), lambda x: list(x[0][0])]
    maps = [rise(shapes_model, postprocess_fn=way, precision="f32")(shapes_image, 1).maps[0].values for way in ways]
    for values in maps[1:]:
        np.testing.assert_array_equal(values, maps[0])


def test_postprocess_decides_what_is_explained(shapes_model, shapes_image):
    """Swapping two scores swaps the maps of the two classes."""
    swapped = rise(shapes_model, postprocess_fn=lambda x: x[0][:, [3, 1, 2, 0, 4, 5]], precision="f32")(shapes_image, 0)
    plain = rise(shapes_model, postprocess_fn=first_output, precision="f32")(shapes_image, 3)
    # a softmax adds its terms in the order of the classes
    np.testing.assert_allclose(swapped.maps[0].values, plain.maps[0].values, rtol=1e-3, atol=1e-6)


def likeness(outputs):
    """One score that the graph does not have."""
    return (outputs[0] @ np.array([1, -1, 0, 0.5, 0, 0], np.float32))[None]


def test_methods_inside_the_graph_explain_the_returned_scores_or_nothing(shapes_model, shapes_image, caplog):
    settings = {"preprocess_fn": prepare, "precision": "f32"}
    plain = xai.Explainer(shapes_model, **settings)(shapes_image, 3)
    for same in (first_output, lambda x: 1 / (1 + np.exp(-x[0]))):
        own = xai.Explainer(shapes_model, postprocess_fn=same, **settings)(shapes_image, 3)
        assert own.provenance.method == plain.provenance.method == "recipro-cam"
        np.testing.assert_array_equal(own.maps[0].values, plain.maps[0].values)
    own = xai.Explainer(shapes_model, postprocess_fn=likeness, num_masks=60, **settings)(shapes_image, 0)
    rise_map = rise(shapes_model, postprocess_fn=likeness, precision="f32")(shapes_image, 0, num_masks=60).maps[0]
    assert own.provenance.method == "rise"
    assert "postprocess" in caplog.text
    np.testing.assert_array_equal(own.maps[0].values, rise_map.values)
    for named in ({"explain_method": xai.Method.GRADCAM}, {"explain_mode": ExplainMode.WHITEBOX}):
        with pytest.raises(xai.UnsupportedError, match=r"postprocess.*explain-a-score-of-your-own\.md"):
            xai.Explainer(shapes_model, postprocess_fn=likeness, **named, **settings)(shapes_image, 0)


def test_a_keyword_of_black_box_methods_counts_where_the_automatic_choice_is_one_for_this_call(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, postprocess_fn=likeness, preprocess_fn=prepare)
    assert explainer(shapes_image, 0, num_masks=40).provenance.inferences < 60


def test_an_answer_of_the_form_of_the_first_is_taken(shapes_model, shapes_image):
    answers = iter([np.arange(6.0)])
    explainer = rise(shapes_model, postprocess_fn=lambda _: next(answers, np.zeros(6)))
    assert explainer(shapes_image, 1).maps[0].status.name == "flat"  # every masked image has the same score


@pytest.mark.parametrize(
    "second", [np.zeros(5), np.zeros((0, 6)), np.zeros((6, 4, 4)), (np.zeros((1, 4)), np.zeros(1), np.zeros(1))]
)
def test_an_answer_of_another_form_than_the_first_is_refused(shapes_model, shapes_image, second):
    answers = iter([np.arange(6.0)])
    explainer = rise(shapes_model, postprocess_fn=lambda _: next(answers, second))
    with pytest.raises(ValueError, match="expected"):
        explainer(shapes_image, 1)


@pytest.mark.parametrize("broken", ["preprocess_fn", "postprocess_fn", "progress"])
def test_an_exception_reaches_the_caller_with_its_traceback(shapes_model, shapes_image, broken):
    def my_own_function(*_):
        raise ZeroDivisionError("mine")

    functions = {"preprocess_fn": prepare, "postprocess_fn": first_output, "progress": None, broken: my_own_function}
    progress = functions.pop("progress")
    explainer = xai.Explainer(shapes_model, explain_method=xai.Method.RISE, num_masks=30, **functions)
    with pytest.raises(ZeroDivisionError, match="mine") as caught:
        explainer(shapes_image, 1, progress=progress)
    assert "my_own_function" in [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    if broken == "progress":  # the explainer is as good as before
        assert explainer(shapes_image, 1).targets == [1]


@pytest.mark.parametrize("returned", [None, "scores", np.zeros((2, 6)), np.zeros((0,)), 3.5, {"a": 1}, [[1], [1, 2]],
                                      np.array(["a"]), np.zeros(6, complex)])
def test_a_postprocess_that_returns_the_wrong_thing_is_named(shapes_model, shapes_image, returned):
    with pytest.raises(ValueError, match="postprocess_fn"):
        rise(shapes_model, postprocess_fn=lambda _: returned)(shapes_image, 1)


@pytest.mark.parametrize("returned", [None, "image", np.zeros((1, 3, 5, 5)), np.zeros(3), [1, 2], np.array(["a"]),
                                      np.zeros((1, 3, 96, 96), complex)])
def test_a_preprocess_that_returns_the_wrong_thing_is_named(shapes_model, shapes_image, returned):
    explainer = xai.Explainer(shapes_model, preprocess_fn=lambda _: returned)
    with pytest.raises(ValueError, match="expected"):
        explainer(shapes_image, 1)


def test_progress_counts_every_inference(shapes_model, shapes_image):
    seen = []
    rise(shapes_model)(shapes_image, 1, progress=lambda done, count: seen.append((done, count)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (30, 30)


class Bar:
    """What is used of tqdm.auto.tqdm."""

    made = []

    def __init__(self, leave, unit):
        self.n, self.total, self.closed = 0, None, False
        self.made.append(self)

    def update(self, count):
        self.n += count

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.closed = True


@pytest.fixture
def notebook(monkeypatch):
    """A kernel with tqdm; gives the bars that were shown."""
    shell = types.SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", types.SimpleNamespace(tqdm=Bar))
    monkeypatch.setattr(Bar, "made", [])
    return Bar.made


def test_notebooks_show_a_bar_where_many_inferences_are_taken(notebook, shapes_model, shapes_image):
    xai.Explainer(shapes_model, preprocess_fn=prepare)(shapes_image, 1)
    assert notebook == []
    rise(shapes_model)(shapes_image, 1)
    assert [(bar.n, bar.total, bar.closed) for bar in notebook] == [(30, 30, True)]


def test_a_progress_of_your_own_replaces_the_bar(notebook, shapes_model, shapes_image):
    seen = []
    rise(shapes_model)(shapes_image, 1, progress=lambda *counts: seen.append(counts))
    assert seen
    assert notebook == []


def test_notebooks_without_tqdm_show_no_bar(notebook, monkeypatch, shapes_model, shapes_image):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert rise(shapes_model)(shapes_image, 1).targets == [1]


def test_threads_share_one_explainer(shapes_model, shapes_image):
    explainer = rise(shapes_model, postprocess_fn=first_output, precision="f32")
    expected = explainer(shapes_image, 1).maps[0].values
    found = []
    threads = [threading.Thread(target=lambda: found.append(explainer(shapes_image, 1).maps[0].values)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    for values in found:
        np.testing.assert_array_equal(values, expected)


def test_other_threads_run_while_the_model_is_asked(shapes_model, shapes_image):
    """The lock of the interpreter is free during inference: a counting thread gets on."""
    counted = 0
    stop = threading.Event()

    def count():
        nonlocal counted
        while not stop.is_set():
            counted += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    xai.Explainer(shapes_model, explain_method=xai.Method.RISE, num_masks=300)(shapes_image, 1)
    after = counted
    stop.set()
    thread.join()
    assert after > before + 10
