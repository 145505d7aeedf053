# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""A file, an image of PIL and an array of the same picture are read alike."""

import numpy as np
import pytest
import vinoscope as xai
from PIL import Image
from vinoscope.explainer import inputs


def pixels(seed=0, height=12, width=20):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def read(data):
    return np.asarray(inputs.picture(data))


def images():
    rgb = Image.fromarray(pixels())
    alpha = Image.fromarray(pixels(1)[..., 0])
    words = np.random.default_rng(2).integers(0, 2**16, (12, 20), dtype=np.uint16)
    palette = rgb.quantize(16)
    transparent = rgb.convert("RGBA")
    transparent.putalpha(alpha)
    grey = rgb.convert("LA")
    grey.putalpha(alpha)
    yield from {"1": rgb.convert("1"), "L": rgb.convert("L"), "LA": grey, "P": palette, "RGB": rgb, "RGBA": transparent,
                "I;16": Image.fromarray(words)}.items()


@pytest.mark.parametrize("mode, image", list(images()))
def test_png_pil_and_array(mode, image, tmp_path):
    assert image.mode == mode
    image.save(tmp_path / "p.png")
    expected = read(tmp_path / "p.png")
    assert np.array_equal(read(image), expected)
    with Image.open(tmp_path / "p.png") as opened:
        assert np.array_equal(read(opened), expected)
    image.save(tmp_path / "p.tiff")
    assert np.array_equal(read(tmp_path / "p.tiff"), expected)
    if mode != "P":  # the array of which holds numbers of colours
        assert np.array_equal(read(np.asarray(image)), expected)
    if mode == "I;16":
        assert np.array_equal(expected[..., 0], np.asarray(image) // 256)


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr", "HSV", "RGBX", "La", "RGBa", "PA", "I", "I;16B"])
def test_other_modes_of_pil(mode):
    rgb = Image.fromarray(pixels())
    grey = np.asarray(rgb.convert("L"))
    if mode.startswith("I"):
        image = Image.fromarray(grey.astype(np.int32) * 256)
        image = image if mode == "I" else image.convert(mode)
        assert np.array_equal(read(image)[..., 0], grey)
        return
    image = rgb.convert("RGBA").convert(mode) if mode == "RGBa" else (
        rgb.convert("LA").convert(mode) if mode in ("La", "PA") else rgb.convert(mode))
    expected = np.repeat(grey[..., None], 3, 2) if mode in ("La", "PA") else np.asarray(rgb)
    assert np.abs(read(image).astype(int) - expected).max() <= (12 if mode in ("HSV", "YCbCr") else 1)


def test_integers_of_pil_of_8_or_16_bits_are_refused():
    integers = Image.fromarray(pixels()[..., 0]).convert("I")
    with pytest.raises(xai.BadImageError, match="8 or 16 bits; convert it to mode L or I;16"):
        read(integers)
    assert not read(Image.new("I", (4, 3))).any()


def test_cmyk_in_a_jpeg(tmp_path):
    image = Image.fromarray(np.repeat(np.repeat(pixels(height=2, width=3), 16, 0), 16, 1)).convert("CMYK")
    image.save(tmp_path / "p.jpg", quality=100, subsampling=0)
    with Image.open(tmp_path / "p.jpg") as opened:
        assert np.abs(read(opened).astype(int) - read(tmp_path / "p.jpg")).max() <= 4


@pytest.mark.parametrize("ending, settings", [("jpg", {"quality": 100, "subsampling": 0}), ("png", {}), ("webp", {"lossless": True}),
                                              ("tiff", {})])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_exif(ending, settings, orientation, tmp_path):
    stored = Image.fromarray(np.repeat(np.repeat(pixels(height=3, width=5), 8, 0), 8, 1))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / f"p.{ending}", exif=exif, **settings)
    steps = {2: [0], 3: [3], 4: [1], 5: [5], 6: [4], 7: [6], 8: [2]}  # of Image.Transpose
    turned = stored
    for step in steps.get(orientation, []):
        turned = turned.transpose(Image.Transpose(step))
    tolerance = 8 if ending == "jpg" else 0
    found = read(tmp_path / f"p.{ending}").astype(int)
    assert found.shape == np.asarray(turned).shape
    assert np.abs(found - np.asarray(turned)).max() <= tolerance
    with Image.open(tmp_path / f"p.{ending}") as opened:
        assert np.abs(read(opened).astype(int) - found).max() <= tolerance


@pytest.mark.parametrize("data", [
    Image.fromarray(pixels()[..., 0].astype(np.float32)),
    Image.fromarray(pixels()[..., 0].astype(np.int32) * 2**20),
    pixels().astype(np.float32),
    pixels().astype(np.int64),
    np.zeros((4, 4, 5), np.uint8),
], ids=["F", "I of 32 bits", "floats", "int64", "five channels"])
def test_what_has_no_agreed_range_is_refused(data):
    with pytest.raises(xai.BadImageError, match="expected"):
        read(data)
