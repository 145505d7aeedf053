# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explanation: arrays, files, tables, plots; also of maps that the user's own pipeline computed."""

import copy
import json
import pickle
import sys
import types

import cv2
import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import CAT, DATA, prepare
from vinoscope.explainer.explanation import Explanation, Layout
from vinoscope.explainer.visualizer import Visualizer


@pytest.fixture(scope="module")
def explainer(shapes_explainer):
    return shapes_explainer


@pytest.fixture
def random_maps():
    return np.random.default_rng(0).random((1, 5, 4, 6), np.float32)


@pytest.mark.parametrize(
    ("options", "shape", "dtype"),
    [
        ({}, (96, 96, 3), np.uint8),
        ({"overlay": True}, (96, 96, 3), np.uint8),
        ({"colormap": False}, (96, 96), np.uint8),
        ({"resize": False}, (12, 12, 3), np.uint8),
        ({"resize": False, "colormap": False}, (12, 12), np.uint8),
        ({"resize": False, "overlay": True}, (96, 96, 3), np.uint8),
    ],
)
def test_options_decide_the_arrays(explainer, shapes_image, options, shape, dtype):
    explanation = explainer(shapes_image, targets=[1, 3], **options)
    assert explanation.shape == shape
    assert all(picture.shape == shape and picture.dtype == dtype for picture in explanation.saliency_map.values())
    assert explanation.layout is (
        Layout.MULTIPLE_MAPS_PER_IMAGE_COLOR if len(shape) == 3 else Layout.MULTIPLE_MAPS_PER_IMAGE_GRAY
    )


@pytest.mark.parametrize("overlay", [True, False])
def test_output_size_is_height_and_width(explainer, shapes_image, overlay):
    explanation = explainer(shapes_image, targets=1, output_size=(50, 70), overlay=overlay)
    assert explanation.shape == (50, 70, 3)


@pytest.mark.parametrize("size", [(190, 210), (41, 37)])
def test_output_size_resizes_the_image_smoothly(explainer, shapes_image, size):
    height, width = size
    whole = explainer(shapes_image, targets=1, output_size=size, overlay=True, overlay_weight=1, overlay_prediction=False).saliency_map[1]
    assert np.abs(whole.astype(int) - cv2.resize(shapes_image, (width, height))).max() <= 1


def test_overlay_prediction_writes_the_label(explainer, shapes_image):
    plain = explainer(shapes_image, targets=1, overlay=True, overlay_prediction=False).saliency_map[1]
    written = explainer(shapes_image, targets=1, overlay=True).saliency_map[1]
    np.testing.assert_array_equal(written[48:], plain[48:])
    assert (written != plain).any()
    alone = explainer(shapes_image, targets=1, overlay_prediction=True).saliency_map[1]
    np.testing.assert_array_equal(alone, explainer(shapes_image, targets=1).saliency_map[1])


def test_boxes_are_drawn_unless_they_are_not_wanted(shapes_image):
    detector = xai.Explainer(DATA / "models" / "shapes-ssd.xml", task=xai.Task.DETECTION, mean=128, scale=64,
                             explain_method=xai.Method.RISE, num_masks=20)  # fmt: skip
    drawn = detector(shapes_image, targets="box:0", overlay=True)
    plain = detector(shapes_image, targets="box:0", overlay=True, overlay_prediction=False)
    key = drawn.targets[0]
    changed = (drawn.saliency_map[key] != plain.saliency_map[key]).any(axis=-1)
    box = drawn.maps[0].box
    assert changed[round(box.y2), round((box.x1 + box.x2) / 2)]
    assert not changed[round((box.y1 + box.y2) / 2), round((box.x1 + box.x2) / 2)]


def test_without_scaling_arrays_are_raw_values(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, embed_scaling=False)
    explanation = explainer(shapes_image, targets=1, resize=False, colormap=False)
    assert explanation.saliency_map[1].dtype == np.float32
    np.testing.assert_array_equal(explanation.saliency_map[1], explanation.maps[0].values)
    scaled = explainer(shapes_image, targets=1, resize=False, colormap=False, scaling=True).saliency_map[1]
    assert (scaled.min(), scaled.max(), scaled.dtype) == (0, 255, np.uint8)


@pytest.mark.parametrize("scaling", [True, False])
@pytest.mark.parametrize("method", [xai.Method.RECIPROCAM, xai.Method.RISE])
@pytest.mark.parametrize("size", [None, (50, 70)])
def test_grey_maps_fill_the_range_after_they_are_resized(shapes_model, shapes_image, method, size, scaling):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=method, precision="f32")
    explanation = explainer(shapes_image, targets=1, colormap=False, output_size=size, scaling=scaling)
    shown = explanation.saliency_map[1]
    assert (shown.min(), shown.max(), shown.dtype) == (0, 255, np.uint8)
    large = xai.explainer.resize(explanation.maps[0].values, size or (96, 96))
    expected = (large - large.min()) / (large.max() - large.min()) * 255
    assert np.abs(shown - expected).max() <= 2
    drawn = xai.explainer.Visualizer()(explainer(shapes_image, targets=1), output_size=size, colormap=False, scaling=scaling)
    np.testing.assert_array_equal(drawn.saliency_map[1], shown)


def test_coloured_maps_have_the_lowest_and_highest_colours_after_they_are_resized(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, precision="f32")
    grey = explainer(shapes_image, targets=1, colormap=False).saliency_map[1]
    table = xai.explainer.colormap(np.arange(256, dtype=np.uint8)[None])[0]
    np.testing.assert_array_equal(explainer(shapes_image, targets=1).saliency_map[1], table[grey])


def test_grey_maps_of_black_boxes_fill_the_range_at_the_size_of_the_input(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=xai.Method.RISE)
    shown = explainer(shapes_image, targets=1, resize=False, colormap=False).saliency_map[1]
    assert (shown.shape, shown.min(), shown.max()) == ((96, 96), 0, 255)


def test_scaling_keeps_zero_in_the_middle_and_flat_maps_grey(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=xai.Method.RECIPROCAM, precision="f32")
    options = {"targets": 1, "colormap": False, "sign": "both"}
    before = explainer(shapes_image, **options).saliency_map[1]
    np.testing.assert_array_equal(explainer(shapes_image, scaling=True, **options).saliency_map[1], before)
    flat = xai.Explainer(shapes_model, postprocess_fn=lambda _: np.ones(6), explain_method=xai.Method.RISE, num_masks=20)
    assert (flat(shapes_image, targets=1, colormap=False, scaling=True).saliency_map[1] == 128).all()


def test_overlay_weight_is_that_of_the_image(explainer, shapes_image):
    whole = explainer(shapes_image, targets=1, overlay=True, overlay_weight=1, overlay_prediction=False).saliency_map[1]
    np.testing.assert_array_equal(whole, shapes_image)
    none = explainer(shapes_image, targets=1, overlay=True, overlay_weight=0, overlay_prediction=False).saliency_map[1]
    np.testing.assert_array_equal(none, explainer(shapes_image, targets=1).saliency_map[1])


def test_maps_are_drawn_over_the_original_image(model, cat):
    explainer = xai.Explainer(model)
    options = {"original_input_image": cat, "overlay_weight": 1, "overlay_prediction": False}
    explanation = explainer(prepare(cat), targets=CAT, overlay=True, **options)
    np.testing.assert_array_equal(explanation.saliency_map[CAT], cat)


def test_saliency_map_is_a_dict(explainer, shapes_image):
    maps = explainer(shapes_image, targets=[3, 1]).saliency_map
    assert isinstance(maps, dict)
    assert list(maps) == list(maps.keys()) == [3, 1]
    plain = dict(maps)
    assert all(isinstance(picture, np.ndarray) for picture in [*plain.values(), *{**maps}.values(), *maps.values()])
    assert maps.get(2) is None
    assert maps[1] is maps[1] or np.array_equal(maps[1], maps[1])
    with pytest.raises(KeyError):
        maps[2]
    for other in (copy.copy(maps), copy.deepcopy(maps), pickle.loads(pickle.dumps(maps))):
        np.testing.assert_array_equal(other[3], plain[3])
    maps[1] = plain[1][:5]
    assert maps[1].shape == (5, 96, 3)


def test_files_are_named_by_index_or_label(explainer, shapes_image, tmp_path):
    explanation = explainer(shapes_image, targets=[3, 1])
    assert [file.name for file in explanation.save(tmp_path)] == ["target_3.jpg", "target_1.jpg"]
    written = explanation.save(tmp_path / "a" / "b", "image_", "_conf_", {3: 0.853, 1: 1})
    assert [file.name for file in written] == ["image_3_conf_0.85.jpg", "image_1_conf_1.00.jpg"]


def test_label_names_in_files_are_safe_and_distinct(explainer, shapes_image, tmp_path):
    names = ["same", "same", "a/b", "../x", "con\n", ""]
    explanation = explainer(shapes_image, targets=-1, label_names=names)
    written = explanation.save(tmp_path / "out")
    assert len({file.name for file in written}) == 6
    assert sorted((tmp_path / "out").iterdir()) == sorted(written)
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_saved_pictures_are_those_of_the_arrays(explainer, shapes_image, tmp_path):
    explanation = explainer(shapes_image, targets=1, overlay=True)
    (file,) = explanation.save(tmp_path, format="png")
    np.testing.assert_array_equal(xai.read_image(file), explanation.saliency_map[1])


def test_formats_of_values_hold_what_was_computed(explainer, shapes_image, tmp_path):
    explanation = explainer(shapes_image, targets=[1, 3], overlay=True)
    written = explanation.save(tmp_path, format=("jpg", "npy", "png16", "json", "stderr"))
    names = [f"target_{target}{ending}" for target in (1, 3) for ending in (".jpg", ".npy", "_16bit.png", ".json")]
    assert [file.name for file in written] == names  # ReciproCAM knows no standard error
    values = explanation.maps[0].values
    np.testing.assert_array_equal(np.load(tmp_path / "target_1.npy"), values)
    assert json.loads((tmp_path / "target_1.json").read_text())["target"] == 1
    grey = cv2.imread(str(tmp_path / "target_1_16bit.png"), cv2.IMREAD_UNCHANGED)
    scaled = (values - values.min()) / (values.max() - values.min()) * 65535
    assert grey.dtype == np.uint16
    assert np.abs(grey - scaled).max() <= 1


def test_own_maps_are_saved_in_formats_of_values(random_maps, tmp_path):
    explanation = Explanation(random_maps, [4], xai.Task.CLASSIFICATION)
    (file,) = explanation.save(tmp_path, format="npy")
    np.testing.assert_array_equal(np.load(file), random_maps[0, 4])


def test_scores_in_file_names(explainer, shapes_image, tmp_path):
    names = ["circle", "square", "triangle", "star", "cross", "ring"]
    explanation = explainer(shapes_image, targets=[3, 1], label_names=names)
    scores = [f"{saliency_map.score:.2f}" for saliency_map in explanation.maps]
    given = explanation.save(tmp_path, confidence_scores=True)
    assert [file.name for file in given] == [f"target_star_{scores[0]}.jpg", f"target_square_{scores[1]}.jpg"]
    (first, second) = explanation.save(tmp_path, "", "_conf_", {"star": 0.5})
    assert (first.name, second.name) == ("star_conf_0.50.jpg", "square_conf_.jpg")
    for wrong in ([0.5], {3: "high"}):
        with pytest.raises(TypeError, match="expected"):
            explanation.save(tmp_path, confidence_scores=wrong)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_explanations_are_copied_and_pickled(explainer, shapes_image, tmp_path, again):
    explanation = explainer(shapes_image, targets=[3, 1], overlay=True, label_names=list("abcdef"))
    other = again(explanation)
    assert other.targets == [3, 1]
    assert other.best_predictions == explanation.best_predictions
    assert other.provenance == explanation.provenance
    np.testing.assert_array_equal(other.image, shapes_image)
    for target, mine, theirs in zip(other.targets, explanation.maps, other.maps):
        np.testing.assert_array_equal(mine.values, theirs.values)
        assert (mine.target, mine.label, mine.score, mine.status) == (theirs.target, theirs.label, theirs.score, theirs.status)
        np.testing.assert_array_equal(other.saliency_map[target], explanation.saliency_map[target])
    assert [file.name for file in other.save(tmp_path)] == ["target_d.jpg", "target_b.jpg"]


def test_parts_of_an_explanation_say_what_they_hold(explainer, shapes_image):
    explanation = explainer(shapes_image, targets=3)
    assert repr(explanation.best_predictions[0]).startswith("Prediction(index=")
    assert repr(explanation.maps[0]) == "<SaliencyMap of 3: 12x12, ok>"


def test_saliency_map_has_the_views_of_a_dict(explainer, shapes_image):
    maps = explainer(shapes_image, targets=[3, 1]).saliency_map
    values, items = maps.values(), maps.items()
    assert (len(values), len(items)) == (2, 2)
    assert [len(list(items)), len(list(items))] == [2, 2]
    assert maps.setdefault(3).shape == (96, 96, 3)
    assert maps.pop(3).shape == (96, 96, 3)
    assert (maps | {7: 0}).keys() == {1, 7}
    assert maps.popitem()[1].shape == (96, 96, 3)
    assert not maps


def test_what_is_drawn_on_a_picture_stays(explainer, shapes_image, tmp_path):
    explanation = explainer(shapes_image, targets=1)
    explanation.saliency_map[1][:] = 7
    (file,) = explanation.save(tmp_path, format="png")
    assert (xai.read_image(file) == 7).all()


def test_pictures_that_are_not_kept_cannot_be_drawn_upon(explainer, shapes_image):
    large = explainer(np.tile(shapes_image, (30, 30, 1)), targets=-1).saliency_map
    with pytest.raises(ValueError, match="read-only"):
        large[1][:] = 7


@pytest.mark.parametrize("name", ["turbo", "viridis", "gray"])
def test_colour_maps_by_name(explainer, shapes_image, name):
    named = explainer(shapes_image, targets=1, resize=False, colormap=name).saliency_map[1]
    assert named.shape == (12, 12, 3)
    assert (named != explainer(shapes_image, targets=1, resize=False).saliency_map[1]).any()
    with pytest.raises(ValueError, match="viridis"):
        explainer(shapes_image, targets=1, colormap="rainbows")


def test_save_says_what_is_wrong(explainer, shapes_image, tmp_path):
    explanation = explainer(shapes_image, targets=1)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        explanation.save(tmp_path / "file")
    for form in ("gif", ".npy", "", ["jpg", "tiff"]):
        with pytest.raises(ValueError, match="expected one of jpg, png, npy"):
            explanation.save(tmp_path / "none", format=form)
    assert not (tmp_path / "none").exists()


def test_own_maps_are_chosen_and_drawn(random_maps):
    explanation = Explanation(random_maps, targets=[4, 0], task=xai.Task.CLASSIFICATION)
    assert explanation.targets == [4, 0]
    np.testing.assert_array_equal(explanation.saliency_map[4], random_maps[0, 4])
    image = np.full((40, 60, 3), 200, np.uint8)
    shown = Visualizer()(explanation, original_input_image=image, overlay=True)
    assert shown is explanation
    assert shown.shape == (40, 60, 3)
    Visualizer()(explanation, original_input_image=image, overlay=True, overlay_weight=1, overlay_prediction=False)
    np.testing.assert_array_equal(explanation.saliency_map[0], image)


def test_own_maps_take_names(random_maps, tmp_path):
    names = ["one", "two", "three", "four", "five"]
    explanation = Explanation(random_maps, ["five", "one"], xai.Task.CLASSIFICATION, label_names=names)
    assert explanation.targets == [4, 0]
    assert [file.name for file in explanation.save(tmp_path)] == ["target_five.jpg", "target_one.jpg"]


def test_own_map_of_the_image(random_maps):
    explanation = Explanation(random_maps[:, 0], targets=-1, task=xai.Task.CLASSIFICATION)
    assert explanation.targets == ["per_image_map"]
    assert explanation.layout is Layout.ONE_MAP_PER_IMAGE_GRAY


def test_a_dict_of_maps_is_taken_as_it_is(random_maps):
    maps = {7: random_maps[0, 0], 2: random_maps[0, 1]}
    assert Explanation(maps, targets=-1, task=xai.Task.CLASSIFICATION).targets == [7, 2]


def test_no_map_at_all_is_refused():
    with pytest.raises(ValueError, match="at least one class"):
        Explanation({}, targets=-1, task=xai.Task.CLASSIFICATION)


@pytest.mark.parametrize("shape", [(4, 6), (2, 5, 4, 6), (1, 0, 4, 6), (3, 4, 6), (1, 1, 1, 4, 6)])
def test_maps_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="expected a saliency map"):
        Explanation(np.zeros(shape), targets=-1, task=xai.Task.CLASSIFICATION)


@pytest.mark.parametrize("targets", [5, -2, [0, 99], "nobody", []])
def test_targets_that_are_not_there_are_refused(random_maps, targets):
    with pytest.raises(ValueError):
        Explanation(random_maps, targets=targets, task=xai.Task.CLASSIFICATION, label_names=list("abcde"))


def test_the_inserted_model_in_a_pipeline_of_its_own(shapes_model, shapes_image, explainer):
    """Insert, run with OpenVINO alone, explain what comes out."""
    inserted = xai.insert_xai(shapes_model, task=xai.Task.CLASSIFICATION, embed_scaling=False)
    prepared = ((shapes_image.astype(np.float32) - 128) / 64).transpose(2, 0, 1)[None]
    compiled = ov.Core().compile_model(inserted, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    maps = compiled(prepared)["saliency_map"]
    explanation = Explanation(saliency_map=maps, targets=[3, 1], task=xai.Task.CLASSIFICATION)
    Visualizer()(explanation, original_input_image=shapes_image, overlay=True, overlay_prediction=False)
    ours = explainer(shapes_image, targets=[3, 1], overlay=True, overlay_prediction=False)  # with scores, which the other lacks
    for target in (3, 1):
        difference = np.abs(explanation.saliency_map[target].astype(int) - ours.saliency_map[target])
        assert difference.max() <= 1  # two runs in f32 may round a colour differently


def test_table_says_where_each_map_is_highest(explainer, shapes_image):
    explanation = explainer(shapes_image, targets=[3, 1])
    table = explanation.to_dict()
    assert table["target"] == [3, 1]
    for index, raw in enumerate(explanation.maps):
        assert raw.values[table["row"][index], table["column"][index]] == raw.values.max() == table["max"][index]
    assert len({len(column) for column in table.values()}) == 1


def test_html_shows_each_map_with_its_name(explainer, shapes_image):
    shown = explainer(shapes_image, targets=[3, 1], label_names=["<a>", "b", "c", "d", "e", "f"])._repr_html_()
    assert shown.count("<img ") == 2
    assert "<figcaption>d</figcaption>" in shown
    assert "&lt;a&gt;" in explainer(shapes_image, targets=0, label_names=["<a>"] + list("bcdef"))._repr_html_()


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (1, 4), (3, 1), (5, 4), (5, 9)])
def test_plot_shows_any_number_of_maps(random_maps, count, columns):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    explanation = Explanation(random_maps, list(range(count)), xai.Task.CLASSIFICATION)
    figure = explanation.plot(num_columns=columns)
    assert [axes.get_title() for axes in figure.axes if axes.images] == [f"Class {index}" for index in range(count)]
    pyplot.close(figure)


def test_plot_shows_at_most_so_many(random_maps, caplog):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    explanation = Explanation(random_maps, -1, xai.Task.CLASSIFICATION)
    figure = explanation.plot(targets=[4, 2, 1], max_num_plots=2)
    assert [axes.get_title() for axes in figure.axes if axes.images] == ["Class 4", "Class 2"]
    assert "first 2 of 3" in caplog.text
    pyplot.close(figure)


def test_plot_shows_its_figure_once_in_a_notebook(random_maps, monkeypatch):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    shell = types.SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    shown = []
    monkeypatch.setattr(pyplot, "show", lambda: shown.append(1))
    assert Explanation(random_maps, 1, xai.Task.CLASSIFICATION).plot() is None  # a figure would be shown again
    assert shown == [1]
    pyplot.close("all")


def test_plot_has_a_colour_bar_on_request(explainer, random_maps, shapes_image):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    own = Explanation(random_maps, 1, xai.Task.CLASSIFICATION)
    assert len(own.plot(color_bar=True).axes) == len(own.plot().axes) + 1
    explanation = explainer(shapes_image, targets=[3])
    plain, with_bar = (explanation.plot(color_bar=bar).axes[0].images[0].get_array() for bar in (False, True))
    assert with_bar.shape[0] == plain.shape[0] and with_bar.shape[1] > plain.shape[1]
    np.testing.assert_array_equal(with_bar[:, : plain.shape[1]], plain)
    pyplot.close("all")


def test_signed_maps_are_drawn_about_zero(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, explain_method=xai.Method.INTEGRATEDGRADIENTS, steps=5, mean=128, scale=64)
    both = explainer(shapes_image, targets=3).saliency_map[3].astype(int)
    raw = explainer(shapes_image, targets=3).maps[0].values
    strong = np.abs(raw) > np.quantile(np.abs(raw), 0.99)
    assert (both[strong & (raw > 0)][:, 0] > both[strong & (raw > 0)][:, 2]).all()  # red
    assert (both[strong & (raw < 0)][:, 2] > both[strong & (raw < 0)][:, 0]).all()  # blue
    negative = explainer(shapes_image, targets=3, sign="negative", colormap=False).saliency_map[3]
    assert (negative[raw >= 0] == 0).all()
    with pytest.raises(ValueError, match="positive"):
        explainer(shapes_image, targets=3, sign="plus")


@pytest.mark.parametrize("wrong", [{"backend": "paint"}, {"num_columns": 0}, {"max_num_plots": 0}, {"targets": 77}])
def test_plot_says_what_is_wrong(random_maps, wrong):
    with pytest.raises(ValueError):
        Explanation(random_maps, -1, xai.Task.CLASSIFICATION).plot(**wrong)


def test_a_flat_map_is_said_to_be_flat(shapes_model, caplog):
    explainer = xai.Explainer(shapes_model, explain_method=xai.Method.OCCLUSION)
    explanation = explainer(np.zeros((1, 3, 96, 96), np.float32), targets=1)  # hiding zeros by zeros changes nothing
    assert explanation.maps[0].status.name == "flat"
    assert "is flat" in caplog.text
