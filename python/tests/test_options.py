# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""An option has one declaration: keywords, their documentation and their checks are made of it."""

import pytest
import vinoscope as xai
from vinoscope import _core

OPTIONS = _core.list_options()
OF_METHODS = [option for option in OPTIONS if option.of in ("BlackBoxOptions", "AttributionOptions")]
OF_FILES = [option for option in OPTIONS if option.of in ("ExplainerOptions", "Preprocess", "RenderOptions", "SaveOptions")]


def named(options):
    return pytest.mark.parametrize("option", options, ids=lambda option: option.name)


@named(OPTIONS)
def test_an_option_is_a_documented_keyword_of_its_class(option):
    options = getattr(_core, option.of)
    field = vars(options)[option.name]
    assert option.help in field.__doc__ and option.values in field.__doc__ and option.default in field.__doc__
    assert options(**{option.name: getattr(options(), option.name)}) == options()


@named(OPTIONS)
def test_the_default_of_an_option_is_that_of_its_class(option):
    value = getattr(getattr(_core, option.of)(), option.name)
    shown = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    if isinstance(value, bool):
        shown = "on" if value else "off"
    is_zero = value == 0 and not isinstance(value, (str, bool))
    is_open = value in (None, "", _core.Sign.automatic)  # what holds then has a text of its own
    assert is_zero or is_open or option.default == getattr(value, "name", shown).removesuffix(".0")


def test_methods_name_the_options_that_they_read():
    for option in OF_METHODS:
        assert option.readers == [method.name for method in xai.list_methods() if option.name in method.options]
        assert option.readers, option.name


@named(OF_METHODS)
def test_options_are_refused_before_anything_runs_by_methods_that_do_not_read_them_too(option, shapes_model):
    value = getattr(getattr(_core, option.of)(), option.name)
    wrong = {str: "best", list: [-1.0], float: -1.0, int: 10**7}[type(value)]
    with pytest.raises(xai.UsageError) as caught:
        xai.Explainer(shapes_model, explain_method=xai.Method.RECIPROCAM, **{option.name: wrong})
    assert str(caught.value).startswith(f"expected {option.values} for {option.name}, found ")


@named(OF_METHODS)
def test_a_keyword_of_another_method_is_a_warning(option, shapes_model, caplog):
    value = getattr(getattr(_core, option.of)(), option.name)
    choices = option.values.split(", ")
    other = {str: choices[-1], list: [0.3]}.get(type(value), 0.25 if isinstance(value, float) else 7)
    xai.Explainer(shapes_model, explain_method=xai.Method.RECIPROCAM, **{option.name: other})
    assert f"recipro-cam does not read {option.name}; it is for {', '.join(option.readers)}" in caplog.text


@named(OF_FILES)
def test_options_that_no_method_reads_have_flags_and_values(option):
    assert option.flag.startswith("--") and option.values and option.readers == []


def test_the_documentation_of_explainers_names_all_keywords():
    for option in OF_METHODS:
        assert f"`{option.name}`" in xai.Explainer.__call__.__doc__


def test_properties_of_openvino_go_to_the_device(shapes_model, shapes_image):
    usual = xai.Explainer(shapes_model, precision="f32")(shapes_image, targets=2, colormap=False, resize=False)
    explainer = xai.Explainer(shapes_model, precision="f32", properties={"INFERENCE_NUM_THREADS": 1, "ENABLE_CPU_PINNING": False})
    same = explainer(shapes_image, targets=2, colormap=False, resize=False)
    assert (same.saliency_map[2] == usual.saliency_map[2]).all()
    with pytest.raises(xai.UsageError, match="PERFORMANCE_HINT"):
        xai.Explainer(shapes_model, properties={"PERFORMANCE_HINT": "LATENCY"})
    with pytest.raises(xai.DeviceError, match="NO_SUCH"):
        xai.Explainer(shapes_model, properties={"NO_SUCH": 1})
