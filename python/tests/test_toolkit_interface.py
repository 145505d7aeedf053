# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""What users of OpenVINO's explainable AI toolkit 1.1.0 rely on; figures are what that version gave for the same input."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from conftest import DATA, boxes, probabilities
from conftest import prepare_shapes as prepare
from vinoscope.common import has_xai
from vinoscope.common.utils import (
    IdentityPreprocessFN,
    format_to_bhwc,
    get_min_max,
    infer_size_from_image,
    is_bhwc_layout,
    scaling,
    softmax,
)
from vinoscope.explainer import Explanation, ExplainMode, Visualizer, colormap, overlay, resize
from vinoscope.explainer.explanation import Layout
from vinoscope.explainer.utils import ActivationType, get_postprocess_fn, get_preprocess_fn
from vinoscope.methods.base import Prediction
from vinoscope.methods.black_box.aise.classification import AISEClassification
from vinoscope.methods.black_box.base import Preset
from vinoscope.methods.black_box.rise import RISE
from vinoscope.methods.black_box.utils import check_classification_output, check_detection_output
from vinoscope.methods.factory import BlackBoxMethodFactory, WhiteBoxMethodFactory
from vinoscope.methods.white_box.det_class_probability_map import DetClassProbabilityMap
from vinoscope.methods.white_box.recipro_cam import ReciproCAM, ViTReciproCAM
from vinoscope.metrics import ADCC, InsertionDeletionAUC, PointingGame

CLASSIFICATION, DETECTION = xai.Task.CLASSIFICATION, xai.Task.DETECTION


@pytest.fixture(scope="module")
def maps():
    return np.random.default_rng(0).integers(0, 256, (1, 5, 4, 6), np.uint8)


@pytest.fixture(scope="module")
def explainer(shapes_model):
    return xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, precision="f32")


LAYOUTS = {
    "hwc": lambda image: image,
    "chw": lambda image: image.transpose(2, 0, 1),
    "bhwc": lambda image: image[None],
    "bchw": lambda image: image.transpose(2, 0, 1)[None],
}
VALUES = {
    "bytes": lambda image: image,
    "floats to 255": lambda image: image.astype(np.float32),
    "doubles to 255": lambda image: image.astype(np.float64),
    "floats to 1": lambda image: image.astype(np.float32) / 255,
    "whole numbers": lambda image: image.astype(np.int64),
}


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("options", [{}, {"output_size": (9, 14)}, {"overlay_weight": 0.3}])
def test_images_of_any_layout_and_type_are_drawn_over(maps, shapes_image, values, layout, options):
    given = LAYOUTS[layout](VALUES[values](shapes_image))

    def drawn(image):
        explanation = Explanation(maps, [1], CLASSIFICATION)
        return Visualizer()(explanation, original_input_image=image, overlay=True, **options).saliency_map[1]

    np.testing.assert_array_equal(drawn(given), drawn(shapes_image))


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_original_images_of_any_layout_and_type(explainer, shapes_image, values, layout):
    given = LAYOUTS[layout](VALUES[values](shapes_image))
    options = {"targets": 1, "overlay": True}
    drawn = explainer(shapes_image, original_input_image=given, **options).saliency_map[1]
    np.testing.assert_array_equal(drawn, explainer(shapes_image, **options).saliency_map[1])


def test_images_of_other_values_are_stretched(maps):
    image = np.linspace(-2, 2, 8 * 9 * 3, dtype=np.float32).reshape(8, 9, 3)
    explanation = Explanation(maps, [1], CLASSIFICATION)
    Visualizer()(explanation, original_input_image=image, overlay=True, overlay_weight=1, overlay_prediction=False)
    assert (explanation.saliency_map[1].min(), explanation.saliency_map[1].max()) == (0, 255)


@pytest.mark.parametrize("values", ["floats to 255", "floats to 1", "doubles to 255"])
def test_metrics_of_images_of_floats(shapes_model, explainer, shapes_image, values):
    saliency_map = explainer(shapes_image, 3, colormap=False).saliency_map[3]
    restored = {"floats to 1": lambda image: prepare(image * 255)}.get(values, prepare)
    given = VALUES[values](shapes_image)
    expected = InsertionDeletionAUC(shapes_model, prepare, probabilities, precision="f32")(saliency_map, 3, shapes_image, 5)
    found = InsertionDeletionAUC(shapes_model, restored, probabilities, precision="f32")(saliency_map, 3, given, 5)
    assert found == pytest.approx(expected, abs=1e-5)
    again = xai.Explainer(shapes_model, CLASSIFICATION, restored, probabilities, precision="f32")
    whole = ADCC(shapes_model, prepare, probabilities, explainer, precision="f32")(saliency_map, 3, shapes_image)
    of_floats = ADCC(shapes_model, restored, probabilities, again, precision="f32")(saliency_map, 3, given)
    assert of_floats == pytest.approx(whole, abs=1e-4)


def test_insertion_and_deletion_hide_pixels_of_the_image(shapes_model, shapes_image):
    """Against a loop over images of the caller's size."""
    image = np.repeat(np.repeat(shapes_image, 2, 0), 2, 1)

    def halve(large):
        return prepare(large.reshape(96, 2, 96, 2, 3).mean(axis=(1, 3)))

    saliency_map = np.random.default_rng(0).permutation(192 * 192).reshape(192, 192).astype(np.float32)
    metric = InsertionDeletionAUC(shapes_model, halve, probabilities, precision="f32")
    order = np.argsort(-saliency_map.ravel())
    steps, scores = 4, {"insertion": [], "deletion": []}
    for step in range(steps + 1):
        hidden = np.zeros(192 * 192, bool)
        hidden[order[: step * 192 * 192 // steps]] = True
        for name, kept in (("insertion", hidden), ("deletion", ~hidden)):
            scores[name].append(metric.model_predict((image * kept.reshape(192, 192, 1)).astype(np.uint8))[3])
    expected = {name: np.trapezoid(values, dx=1 / steps) for name, values in scores.items()}
    found = metric(saliency_map, 3, image, steps)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-4)


def test_parts_of_adcc(shapes_model, explainer, shapes_image):
    metric = ADCC(shapes_model, prepare, probabilities, explainer, precision="f32")
    saliency_map = np.random.default_rng(0).random((96, 96)).astype(np.float32)
    masked = shapes_image * saliency_map[..., None]
    said, again = metric.model_predict(shapes_image), metric.model_predict(masked)
    assert said.shape == (6,)
    drop = metric.average_drop(masked, 1, said)
    assert drop == pytest.approx(max(0, said[1] - again[1]) / said[1])
    assert metric.complexity(saliency_map) == pytest.approx(saliency_map.mean())
    parts = metric(saliency_map, 1, shapes_image)
    assert parts["average_drop"] == pytest.approx(drop, abs=1e-5)
    assert parts["complexity"] == pytest.approx(saliency_map.mean())
    assert parts["coherency"] == pytest.approx(metric.coherency(saliency_map, masked, 1, shapes_image), abs=1e-5)
    in_bf16 = {"adcc": 0.2850, "coherency": 0.5007, "complexity": 0.5, "average_drop": 0.8468}
    assert parts == pytest.approx(in_bf16, abs=5e-3)
    assert metric(saliency_map / 2, 1, shapes_image)["complexity"] == pytest.approx(saliency_map.mean() / 2)  # not stretched


@pytest.mark.parametrize(
    ("box", "expected"),
    [((4, 2, 3, 3), 1), ((2, 4, 3, 3), 0), ((5, 3, 0, 0), 1), ((0, 0, 5, 3), 1), ((2, 1, 3, 2), 1), ((6, 3, 1, 1), 0),
     ((5, 4, 1, 1), 0), ((4.5, 3, 0.5, 0), 1)],
)  # fmt: skip
def test_edges_of_boxes_belong_to_them(box, expected):
    values = np.zeros((10, 20), np.float32)
    values[3, 5] = 1
    assert PointingGame()(values, [box]) == {"pointing_game": expected}


def test_pointing_game_of_what_is_not_annotated(log):
    values = np.zeros((2, 10, 20), np.float32)
    values[:, 3, 5] = 1
    explanation = Explanation(values[None], -1, CLASSIFICATION, label_names=["a", "b"])
    hit, miss = [(4, 2, 3, 3)], [(12, 2, 3, 3)]
    game = PointingGame()
    assert game.evaluate([explanation], [{"a": hit}]) == {"pointing_game": 1}
    assert game.evaluate([explanation], [{}]) == {"pointing_game": 0}
    assert "No ground-truth bbox for b saliency map. Skip pointing game evaluation for this saliency map." in log()
    assert game.evaluate([explanation] * 2, [{"a": hit}, {"a": hit, "b": miss}])["pointing_game"] == pytest.approx(2 / 3)
    assert game(values[0], []) == {"pointing_game": 0}


def test_pointing_game_of_boxes_by_label_needs_labels():
    explanation = Explanation(np.eye(4, dtype=np.float32)[None, None], -1, CLASSIFICATION)
    with pytest.raises(ValueError, match="label_names"):
        PointingGame().evaluate([explanation], [{"cat": [(0, 0, 3, 3)]}])


def test_names_of_files(maps, tmp_path):
    explanation = Explanation(maps, [1, 3], CLASSIFICATION, label_names=list("abcde"))
    saved = {
        (): ["target_b.jpg", "target_d.jpg"],
        ("image_",): ["image_b.jpg", "image_d.jpg"],
        ("x_target_",): ["x_target_b.jpg", "x_target_d.jpg"],
        ("", "_x"): ["b_x.jpg", "d_x.jpg"],
    }
    for arguments, expected in saved.items():
        assert [file.name for file in explanation.save(tmp_path, *arguments)] == expected
    scores = explanation.save(tmp_path, "a_", "_conf_", confidence_scores={1: 0.123, 3: 0.9})
    assert [file.name for file in scores] == ["a_b_conf_0.12.jpg", "a_d_conf_0.90.jpg"]
    of_image = Explanation(maps[:, 0], -1, CLASSIFICATION)
    assert [of_image.save(tmp_path)[0].name, of_image.save(tmp_path, "i_")[0].name] == ["activation_map.jpg", "i_activation_map.jpg"]


def test_titles_of_plots(maps, log):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")

    def titles(explanation, *targets):
        return [axes.get_title() for axes in explanation.plot(*targets).axes if axes.images]

    assert titles(Explanation(maps, [1, 2], CLASSIFICATION)) == ["Class 1", "Class 2"]
    assert titles(Explanation(maps, [1, 2], CLASSIFICATION, label_names=list("abcde"))) == ["Class b (1)", "Class c (2)"]
    assert titles(Explanation(maps, [0], CLASSIFICATION), [0, 3]) == ["Class 0"]
    assert "Provided class index 3 is not available among saliency maps." in log()
    pyplot.close("all")


def test_predictions_by_target(explainer, shapes_image):
    explanation = explainer(shapes_image, targets=[3, 1])
    assert list(explanation.predictions) == [3, 1]
    said = probabilities(explainer.model_forward(shapes_image))[0]
    assert explanation.predictions[1].label == 1
    assert explanation.predictions[1].score == pytest.approx(said[1], abs=1e-5)
    assert explanation.predictions[1].bounding_box is None
    assert [best.index for best in explanation.best_predictions][:2] == [1, 3]
    assert explanation.total_num_targets == 6
    own = Explanation(np.zeros((1, 5, 2, 2)), [1], CLASSIFICATION, predictions={1: Prediction(label=1, score=0.5)})
    assert own.predictions[1].score == 0.5
    assert own.total_num_targets == 5


def test_layout_can_be_assigned(maps):
    explanation = Explanation(maps, [1], CLASSIFICATION)
    explanation.layout = Layout.MULTIPLE_MAPS_PER_IMAGE_COLOR
    assert explanation.layout is Layout.MULTIPLE_MAPS_PER_IMAGE_COLOR


def test_model_forward_method_and_visualizer(explainer, shapes_image):
    outputs = explainer.model_forward(shapes_image)
    assert outputs["saliency_map"].shape == (1, 6, 12, 12)
    np.testing.assert_array_equal(outputs[0], explainer.model_forward(prepare(shapes_image), preprocess=False)["logits"])
    assert isinstance(explainer.method, ReciproCAM)
    assert has_xai(explainer.method.model_compiled)
    assert isinstance(explainer.visualizer, Visualizer)


@pytest.mark.parametrize("method", [xai.Method.RISE, xai.Method.AISE])
def test_black_box_maps_have_the_size_of_the_input(shapes_model, shapes_image, method):
    image = shapes_image[:60, :80]
    explainer = xai.Explainer(shapes_model, CLASSIFICATION, mean=128, scale=64, explain_method=method, num_masks=20)
    assert explainer(image, 1, resize=False, colormap=False).shape == (96, 96)
    assert explainer(image, 1, colormap=False).shape == (60, 80)
    native = explainer(image, 1, resize="native", colormap=False)
    assert native.shape == native.maps[0].values.shape != (96, 96)
    raw = xai.Explainer(shapes_model, CLASSIFICATION, mean=128, scale=64, explain_method=method, num_masks=20,
                        embed_scaling=False)(image, 1, resize=False, colormap=False)  # fmt: skip
    assert raw.saliency_map[1].dtype == np.float32
    assert raw.saliency_map[1].shape == (96, 96)


def test_method_classes_by_their_modules(shapes_model, shapes_image):
    rise = RISE(shapes_model, probabilities, prepare)
    assert rise.generate_saliency_map(shapes_image, [1, 3], Preset.SPEED, 5, 4, 0.5, 0)[3].shape == (96, 96)
    assert rise.generate_saliency_map(shapes_image, num_masks=5).shape == (1, 6, 96, 96)
    assert rise.predictions[3].label == 3
    assert rise.get_logits(prepare(shapes_image)).shape == (1, 6)
    raw = rise.generate_saliency_map(shapes_image, [1], num_masks=5, scale_output=False)[1]
    assert raw.dtype == np.float32
    aise = AISEClassification(shapes_model, probabilities, prepare)
    assert set(aise.generate_saliency_map(shapes_image, [1], num_iterations_per_kernel=3, kernel_widths=[0.1])) == {1}
    later = ReciproCAM(shapes_model, prepare, prepare_model=False)
    assert has_xai(later.prepare_model(load_model=False))
    assert later.model_compiled is None
    with pytest.raises(RuntimeError, match="prepare_model"):
        later.model_forward(shapes_image)
    later.prepare_model()
    assert later.model_forward(shapes_image)["saliency_map"].dtype == np.uint8
    assert not has_xai(later.model_ori)
    assert ViTReciproCAM(DATA / "models" / "shapes-vit.xml", prepare, use_gaussian=True, cls_token=True, final_norm=True, k=1)


def test_factories(shapes_model, shapes_image):
    made = WhiteBoxMethodFactory.create_method(CLASSIFICATION, shapes_model, prepare)
    assert made.generate_saliency_map(shapes_image).shape == (1, 6, 12, 12)
    assert isinstance(BlackBoxMethodFactory.create_classification_method(shapes_model, probabilities, prepare), RISE)
    aise = BlackBoxMethodFactory.create_method(CLASSIFICATION, shapes_model, probabilities, prepare, xai.Method.AISE)
    assert isinstance(aise, AISEClassification)


def test_both_spellings_of_methods():
    assert xai.Method("reciprocam") is xai.Method("recipro-cam") is xai.Method.RECIPROCAM
    assert xai.Method.VITRECIPROCAM.value == "vitreciprocam"
    assert xai.Method.RECIPROCAM.method_name == "recipro-cam"
    with pytest.raises(ValueError):
        xai.Method("recipro")


def test_insertion_into_an_explained_model_returns_it(shapes_model, log):
    inserted = xai.insert_xai(shapes_model, CLASSIFICATION)
    assert xai.insert_xai(inserted, CLASSIFICATION) is inserted
    assert "Provided model already contains XAI branch, return it as-is." in log()


def test_class_heads_by_the_name_of_their_convolution(shapes_image):
    heads = ["/cls0/Conv/WithoutBiases", "/cls1/Conv/WithoutBiases"]
    model = ov.Core().read_model(DATA / "models" / "shapes-ssd.xml")
    by_convolution = xai.insert_xai(model, DETECTION, target_layer=heads, embed_scaling=False)
    by_bias = xai.insert_xai(model, DETECTION, target_layer=["/cls0/Conv", "/cls1/Conv"], embed_scaling=False)
    f32 = {"INFERENCE_PRECISION_HINT": "f32"}
    found, expected = (ov.Core().compile_model(made, "CPU", f32)(prepare(shapes_image))["saliency_map"]
                       for made in (by_convolution, by_bias))  # fmt: skip
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_maps_of_detectors_have_the_size_that_is_asked_for(shapes_image):
    model = ov.Core().read_model(DATA / "models" / "shapes-ssd.xml")
    inserted = xai.insert_xai(model, DETECTION, saliency_map_size=(23, 21), num_anchors=[2, 2])
    outputs = ov.Core().compile_model(inserted, "CPU")(prepare(shapes_image))
    assert (outputs["saliency_map"].shape, outputs["saliency_map"].dtype) == ((1, 6, 23, 21), np.uint8)
    assert (outputs["saliency_map"].min(), outputs["saliency_map"].max()) == (0, 255)
    explainer = xai.Explainer(model, DETECTION, prepare, boxes, ExplainMode.WHITEBOX, saliency_map_size=(23, 21))
    assert explainer(shapes_image, targets=1, resize=False, colormap=False).shape == (23, 21)
    assert explainer.model_forward(shapes_image)["saliency_map"].shape == (1, 6, 23, 21)
    assert DetClassProbabilityMap(model, prepare, saliency_map_size=(13, 13)).generate_saliency_map(shapes_image).shape[2:] == (13, 13)


def test_functions_for_a_class_body(shapes_image):
    class Pipeline:
        prepare = get_preprocess_fn(input_size=(50, 60), hwc_to_chw=True, expand_zero_dim=False)
        read = get_postprocess_fn("absent", activation=ActivationType.SOFTMAX)

    assert Pipeline().prepare(shapes_image).shape == (3, 60, 50)
    logits = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_allclose(Pipeline().read({"scores": logits}), softmax(logits))
    for image in (np.zeros((9, 9, 4), np.uint8), np.zeros((9, 9, 1), np.float32), np.zeros((9, 9), np.uint8)):
        assert get_preprocess_fn(input_size=(5, 6))(image).shape == (1, 6, 5, *image.shape[2:])


def test_forms_of_scores_and_boxes():
    check_classification_output(np.zeros((1, 6)))
    for wrong in (1, np.zeros((2, 2, 2)), np.zeros((2, 6)), np.zeros(0)):
        with pytest.raises(ValueError, match="expected postprocess_fn to return"):
            check_classification_output(wrong)
    check_detection_output((np.zeros((1, 2, 4)), np.zeros((1, 2)), np.zeros((1, 2))))
    for wrong in (1, (1, 2), (np.zeros(1), np.zeros(1), 1), (np.ones((1, 2)), np.ones((1, 2)), np.ones((2, 2)))):
        with pytest.raises(ValueError, match="expected"):
            check_detection_output(wrong)


def test_settings_of_the_constructor_may_be_repeated(explainer, shapes_image, caplog):
    expected = explainer(shapes_image, targets=1)
    found = explainer(shapes_image, targets=1, explain_method=xai.Method.RECIPROCAM, embed_scaling=True)
    np.testing.assert_array_equal(found.saliency_map[1], expected.saliency_map[1])
    assert not [record for record in caplog.records if record.levelname == "WARNING"]
    explainer(shapes_image, targets=1, explain_method=xai.Method.RISE)
    assert "explain_method is a setting of the constructor" in caplog.text


@pytest.mark.parametrize("name", ["task", "target_layer", "device_name", "preprocess_fn", "postprocess_fn", "explain_mode", "output_siz"])
def test_no_keyword_is_its_own_suggestion(explainer, shapes_image, name):
    with pytest.raises(TypeError) as caught:
        explainer(shapes_image, targets=1, **{name: None})
    assert f"did you mean {name}?" not in str(caught.value)
    assert name in str(caught.value)


def test_options_of_another_method_are_named(shapes_model, shapes_image, caplog):
    explainer = xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, ExplainMode.BLACKBOX)
    explainer(shapes_image, targets=1, num_iterations_per_kernel=5, num_masks=5)
    assert "does not read num_iterations_per_kernel" in caplog.text
    xai.Explainer(shapes_model, CLASSIFICATION, prepare)(shapes_image, targets=1, num_masks=5)
    assert "does not read num_masks" in caplog.text


def test_a_method_that_was_asked_for_is_not_replaced(shapes_model):
    with pytest.raises(RuntimeError, match="class scores"):
        xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, explain_method=xai.Method.DETCLASSPROBABILITYMAP)


def test_functions_on_maps():
    maps = np.random.default_rng(0).random((2, 4, 6), np.float32)
    scaled = scaling(maps)
    assert scaled.dtype == np.uint8
    assert scaled.reshape(2, -1).min(axis=1).tolist() == [0, 0]
    assert scaled.reshape(2, -1).max(axis=1).tolist() == [255, 255]
    floats = scaling(np.arange(6.0).reshape(2, 3), cast_to_uint8=False, max_value=1)
    np.testing.assert_allclose(floats, [[0, 0.2, 0.4], [0.6, 0.8, 1]], rtol=1e-6)
    assert floats.dtype == np.float32
    assert not scaling(np.ones((3, 3))).any()
    low, high = get_min_max(maps.reshape(2, -1))
    np.testing.assert_array_equal((low, high), (maps.min((1, 2)), maps.max((1, 2))))
    assert resize(maps, (8, 12)).shape == (2, 8, 12)
    coloured = colormap(scaled)
    assert (coloured.shape, coloured.dtype) == ((2, 4, 6, 3), np.uint8)
    lowest, highest = coloured[scaled == 0][0], coloured[scaled == 255][0]
    assert lowest.tolist() == [0, 0, 128]  # dark blue, in RGB
    assert highest.tolist() == [128, 0, 0]
    image = np.full((4, 6, 3), 100, np.uint8)
    np.testing.assert_array_equal(overlay(coloured, image, 1), np.stack([image, image]))
    np.testing.assert_allclose(overlay(coloured, image, 0.25, cast_to_uint8=False), 0.25 * image + 0.75 * coloured)
    with pytest.raises(ValueError, match="uint8"):
        colormap(maps)


@pytest.mark.parametrize("shape", [(1, 8, 9, 3), (1, 3, 8, 9), (3, 8, 9), (8, 9, 3), (2, 8, 9, 4), (1, 1, 8, 9)])
def test_layouts_of_images(shape):
    image = np.zeros(shape)
    assert format_to_bhwc(image).shape[1:3] == (8, 9)
    assert infer_size_from_image(image) == (8, 9)
    if len(shape) == 4:
        assert is_bhwc_layout(image) == (shape[3] in (3, 4))


def test_the_identity_prepares_nothing(shapes_model, shapes_image):
    identity = xai.Explainer(shapes_model, CLASSIFICATION, IdentityPreprocessFN(), probabilities, precision="f32")
    plain = xai.Explainer(shapes_model, CLASSIFICATION, prepare, probabilities, precision="f32")
    found, expected = identity(prepare(shapes_image), 1).maps[0].values, plain(shapes_image, 1).maps[0].values
    np.testing.assert_array_equal(found, expected)
