# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explainer: what it is given, and what it answers."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import ASSETS, CAT, DATA, LABELS, MODEL, first_output, prepare
from vinoscope.explainer import ExplainMode

IDENTITY = (
    "Assigning preprocess_fn to identity function assumes that input images were already preprocessed by user before "
    "passing it to the model. Please define preprocessing function OR preprocess images beforehand."
)
SEARCH = "Target insertion layer is not provided - trying to find it in auto mode."
RECIPRO_CAM = "Using ReciproCAM method (for CNNs)."
WHITE_BOX = "Explaining the model in white-box mode."


class ArrayLike:
    """What tensors of other frameworks have in common."""

    def __init__(self, values):
        self._values = values

    def __array__(self, dtype=None, copy=None):
        return self._values


def pillow(pixels):
    return pytest.importorskip("PIL.Image").fromarray(pixels)


def test_automatic_mode_takes_the_white_box_and_says_so(model, log):
    xai.Explainer(model=model, task=xai.Task.CLASSIFICATION)
    assert log() == [SEARCH, RECIPRO_CAM, WHITE_BOX]


def test_only_an_array_that_is_the_input_is_said_to_be_prepared_by_the_user(model, cat, log):
    explainer = xai.Explainer(model)
    explainer(cat, targets=CAT)
    assert IDENTITY not in log()
    explainer(prepare(cat), targets=CAT)
    explainer(prepare(cat), targets=CAT)
    assert log().count(IDENTITY) == 1


def test_own_preprocessing_is_not_called_identity(model, log):
    xai.Explainer(model, xai.Task.CLASSIFICATION, preprocess_fn=prepare, postprocess_fn=first_output)
    assert log() == [SEARCH, RECIPRO_CAM, WHITE_BOX]


def test_an_explainer_says_what_it_was_given_and_what_it_chose(model, flat_model):
    explainer = xai.Explainer(model, xai.Task.CLASSIFICATION, prepare, first_output)
    given = (explainer.model, explainer.preprocess_fn, explainer.postprocess_fn, explainer.device_name)
    assert given == (model, prepare, first_output, "CPU")
    assert (explainer.explain_mode, explainer.explain_method) == (ExplainMode.WHITEBOX, xai.Method.RECIPROCAM)
    assert "recipro-cam on CPU" in repr(explainer)
    assert xai.Explainer(flat_model).explain_mode is ExplainMode.BLACKBOX


def test_activation_map_answers_per_image(model, cat, log):
    explainer = xai.Explainer(
        model,
        task=xai.Task.CLASSIFICATION,
        preprocess_fn=prepare,
        explain_mode=ExplainMode.WHITEBOX,
        explain_method=xai.Method.ACTIVATIONMAP,
    )
    explanation = explainer(cat, targets=-1, overlay=True)
    assert log() == [SEARCH, "Using ActivationMap method (for CNNs).", WHITE_BOX]
    assert explanation.targets == ["per_image_map"]
    assert explanation.saliency_map["per_image_map"].shape == cat.shape


def test_black_box_mode_says_so(shapes_model, log):
    xai.Explainer(shapes_model, explain_mode=ExplainMode.BLACKBOX, preprocess_fn=prepare)
    assert log()[-1] == "Explaining the model in black-box mode."
    assert SEARCH not in log()


@pytest.mark.parametrize(
    ("mode", "method"),
    [(ExplainMode.WHITEBOX, xai.Method.RISE), (ExplainMode.BLACKBOX, xai.Method.RECIPROCAM)],
)
def test_mode_and_method_must_agree(shapes_model, mode, method):
    with pytest.raises(ValueError, match=mode.name):
        xai.Explainer(shapes_model, explain_mode=mode, explain_method=method)


def test_prepared_and_plain_images_give_one_map(model, cat):
    """The model says how images are prepared: squash to 224x224, (x - 127) / 128."""
    square = cat[:224, :224]
    by_hand = ((square.astype(np.float32) - 127) / 128).transpose(2, 0, 1)[None]
    explainer = xai.Explainer(model, precision="f32")
    own = explainer(by_hand, targets=CAT).maps[0].values
    np.testing.assert_allclose(own, explainer(square, targets=CAT).maps[0].values, rtol=1e-4, atol=1e-5)


def test_guesses_are_warned_of_once_and_where_they_count(shapes_model, shapes_image, caplog):
    explainer = xai.Explainer(shapes_model)
    assert len(explainer.warnings) == 1
    explainer(((shapes_image.astype(np.float32) - 128) / 64).transpose(2, 0, 1)[None], targets=1)
    assert not [record for record in caplog.records if record.levelname == "WARNING"]
    explainer(shapes_image, targets=1)
    explainer(shapes_image, targets=1)
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == explainer.warnings
    assert xai.Explainer(shapes_model, mean=128, scale=64).warnings == []


def test_an_image_file_is_read(cat):
    explainer = xai.Explainer(MODEL)
    from_file = explainer(ASSETS / "images" / "chelsea.png", targets=CAT)
    np.testing.assert_array_equal(from_file.maps[0].values, explainer(cat, targets=CAT).maps[0].values)


def test_strides_do_not_matter(shapes_explainer, shapes_image):
    flipped = shapes_image[::-1, ::-1]
    expected = shapes_explainer(np.ascontiguousarray(flipped), targets=1).maps[0].values
    np.testing.assert_array_equal(shapes_explainer(flipped, targets=1).maps[0].values, expected)


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (CAT, [CAT]),
        ([CAT, 281], [CAT, 281]),
        ([281, CAT], [281, CAT]),
        (np.array([7, 3]), [7, 3]),
        (np.int64(9), [9]),
        ({4}, [4]),
        ("top:1", [CAT]),
        (["Egyptian_Mau", 281], [CAT, 281]),
        (-1, list(range(1000))),
        (None, list(range(1000))),
        ([CAT, CAT, 281], [CAT, 281]),
        (np.array([str(CAT), "tabby_cat"]), [CAT, 281]),  # what NumPy makes of a number beside a name
        (ArrayLike(np.array([CAT, 281])), [CAT, 281]),
        (ArrayLike(np.array(CAT)), [CAT]),
    ],
)
def test_targets_keep_their_order(model, cat, targets, expected):
    assert xai.Explainer(model)(cat, targets=targets).targets == expected


@pytest.mark.parametrize("wrap", [lambda pixels: pixels[None], ArrayLike, memoryview, pillow])
def test_images_of_other_kinds_are_the_same_image(shapes_explainer, shapes_image, wrap):
    expected = shapes_explainer(shapes_image, targets=1, overlay=True)
    found = shapes_explainer(wrap(shapes_image), targets=1, overlay=True)
    np.testing.assert_array_equal(found.maps[0].values, expected.maps[0].values)
    np.testing.assert_array_equal(found.saliency_map[1], expected.saliency_map[1])


@pytest.mark.parametrize("wrap", [ArrayLike, ov.Tensor, np.ndarray.tolist])
def test_prepared_inputs_of_other_kinds_are_the_same_input(shapes_model, shapes_explainer, shapes_image, wrap):
    prepared = ((shapes_image.astype(np.float32) - 128) / 64).transpose(2, 0, 1)[None]
    expected = shapes_explainer(prepared, targets=1).maps[0].values
    np.testing.assert_array_equal(shapes_explainer(wrap(prepared), targets=1).maps[0].values, expected)
    own = xai.Explainer(shapes_model, preprocess_fn=lambda image: wrap(prepared), precision="f32")
    np.testing.assert_array_equal(own(shapes_image, targets=1).maps[0].values, expected)


def test_the_original_image_may_have_a_batch_in_front(shapes_explainer, shapes_image):
    options = {"overlay": True, "overlay_weight": 1, "overlay_prediction": False}
    whole = shapes_explainer(shapes_image, 1, shapes_image[None], **options).saliency_map[1]
    np.testing.assert_array_equal(whole, shapes_image)


@pytest.mark.parametrize("kind", [tuple, np.array, lambda names: dict(enumerate(names)), iter])
def test_label_names_of_any_kind(shapes_explainer, shapes_image, kind):
    names = ["circle", "square", "triangle", "star", "cross", "ring"]
    explanation = shapes_explainer(shapes_image, targets=["star", 1], label_names=kind(names))
    assert explanation.targets == [3, 1]
    assert explanation.label_names == names


def test_classes_without_a_name_go_by_their_index(shapes_explainer, shapes_image):
    for names in (["circle", "square"], {1: "square"}):
        explanation = shapes_explainer(shapes_image, targets=[3, 1], label_names=names)
        assert [explanation.name_of(target) for target in explanation.targets] == ["3", "square"]


@pytest.mark.parametrize("names", ["abcdef", 3, [1, 2], [None] * 6, {"a": 0}, {-1: "a"}])
def test_label_names_that_are_none(shapes_explainer, shapes_image, names):
    with pytest.raises(TypeError, match="expected label_names"):
        shapes_explainer(shapes_image, targets=1, label_names=names)


def test_label_names_of_the_call_name_targets_and_files(model, cat, tmp_path):
    names = [f"class {index}" for index in range(1000)]
    explanation = xai.Explainer(model)(cat, targets=["class 7", "class 3"], label_names=names)
    assert explanation.targets == [7, 3]
    explanation.save(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {"target_class 7.jpg", "target_class 3.jpg"}


@pytest.mark.parametrize("name", ["shapes-vit.xml", "shapes-cnn-u8-nhwc.xml"])
def test_transformers_and_models_of_other_layouts_find_the_shapes(name, shapes_image):
    """The star (3) is not where the square (1) is."""
    settings = {} if "u8" in name else {"mean": 128, "scale": 64}
    explanation = xai.Explainer(DATA / "models" / name, **settings)(shapes_image, targets=[1, 3])
    assert explanation.provenance.method == ("vit-recipro-cam" if "vit" in name else "recipro-cam")
    square, star = (np.unravel_index(raw.values.argmax(), raw.values.shape) for raw in explanation.maps)
    assert np.hypot(*np.subtract(square, star)) > 0.3 * explanation.maps[0].height


def test_an_unknown_name_suggests_near_ones(model, cat):
    with pytest.raises(ValueError, match="Egyptian Mau"):
        xai.Explainer(model)(cat, targets="Egyptian_Mao", label_names=LABELS)


def test_one_map_per_class_of_every_class_is_drawn_only_when_looked_at(model, cat):
    explanation = xai.Explainer(model)(np.tile(cat, (10, 10, 1)), targets=-1, overlay=True)
    assert len(explanation.saliency_map) == 1000  # all pictures at once would take 40 GB
    assert explanation.saliency_map[CAT].shape == (3000, 4510, 3)


def test_predictions_and_provenance(model, cat):
    explanation = xai.Explainer(MODEL)(cat, targets=CAT)
    best = explanation.best_predictions[0]
    assert (best.index, best.label.replace("_", " ")) == (CAT, "Egyptian Mau")
    assert explanation.provenance.method == "recipro-cam"
    assert explanation.provenance.inferences == 1


def test_black_box_keywords_are_passed_on(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=xai.Method.RISE, num_masks=7)
    assert explainer(shapes_image, targets=1).provenance.inferences == 8
    assert explainer(shapes_image, targets=1, num_masks=20).provenance.inferences == 21


def test_same_seed_same_map(shapes_model, shapes_image):
    explainer = xai.Explainer(shapes_model, mean=128, scale=64, explain_method=xai.Method.RISE, precision="f32")
    maps = [explainer(shapes_image, 1, num_masks=40, seed=seed).maps[0].values for seed in (1, 1, 2)]
    np.testing.assert_array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


@pytest.mark.parametrize("where", ["constructor", "call"])
def test_an_unknown_keyword_suggests_near_ones(shapes_model, shapes_image, where):
    with pytest.raises(TypeError, match="num_masks"):
        if where == "constructor":
            xai.Explainer(shapes_model, num_mask=3)
        else:
            xai.Explainer(shapes_model)(shapes_image, num_mask=3)


@pytest.mark.parametrize(
    ("given", "meant"),
    [("target_explain_layer", "target_layer"), ("method", "explain_method"), ("device", "device_name")],
)
def test_names_of_other_tools_suggest_those_of_this_one(shapes_model, given, meant):
    with pytest.raises(TypeError, match=f"'{given}'.*did you mean {meant}"):
        xai.Explainer(shapes_model, **{given: "x"})


def test_a_wrong_layer_lists_near_ones(model):
    with pytest.raises(ValueError, match="_swish_1/Clip"):
        xai.Explainer(model, target_layer="/_swish_1/Clop")


def test_a_model_without_a_white_box_is_asked_from_outside(flat_model, caplog):
    explainer = xai.Explainer(flat_model)
    assert "no white-box method fits" in caplog.text
    assert caplog.messages[-1] == "Explaining the model in black-box mode."
    with pytest.raises(NotImplementedError):
        xai.Explainer(flat_model, explain_mode=ExplainMode.WHITEBOX)
    assert explainer(np.zeros((8, 8, 3), np.uint8), targets=0, num_masks=5).provenance.inferences == 6


def test_explain_asks_once(shapes_image):
    explanation = xai.explain(DATA / "models" / "shapes-cnn.xml", shapes_image, targets=3, mean=128, scale=64, overlay=True)
    assert explanation.targets == [3]
    assert explanation.shape == shapes_image.shape
