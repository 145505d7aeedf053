# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""torch.nn.Module as a model, where PyTorch is there: maps that PyTorch computes are those of the inserted graph."""

import numpy as np
import openvino as ov
import pytest
import vinoscope as xai
from vinoscope.common import has_xai

torch = pytest.importorskip("torch")
nn = torch.nn


class Tokens(nn.Module):
    """A small transformer with a class token: patches of 8x8 of an image of 32x32."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 16, 8, stride=8)
        self.first = nn.Parameter(torch.randn(1, 1, 16))
        self.places = nn.Parameter(torch.randn(1, 17, 16))
        blocks = (nn.TransformerEncoderLayer(16, 2, 32, batch_first=True, norm_first=True) for _ in range(3))
        self.blocks = nn.Sequential(*blocks)
        self.norm = nn.LayerNorm(16)
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        patches = self.patches(x).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.first.expand(x.shape[0], -1, -1), patches], 1) + self.places
        return self.head(self.norm(self.blocks(tokens))[:, 0])


class ChannelsLast(nn.Module):
    """Cells [batch, 8, 8, 16] behind a norm, as in Swin transformers."""

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 16, 4, stride=4)
        self.mix = nn.Conv2d(16, 16, 3, padding=1)
        self.norm = nn.LayerNorm(16)
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        return self.head(self.norm(self.mix(self.patches(x)).relu().permute(0, 2, 3, 1)).mean((1, 2)))


class Regrouped(nn.Module):
    """Tells the size of the batch before the target layer."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 4, stride=4)
        self.second = nn.Conv2d(16, 16, 3, padding=1)
        self.head = nn.Linear(16, 5)

    def forward(self, x):
        batch = x.shape[0]
        return self.head(self.second(self.first(x)).reshape(batch, 16, 64).mean(2))


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    layers = [nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 5)).eval()


def by_openvino(module, image, **options):
    model = ov.convert_model(module, example_input=image[:1], input=[1, *image.shape[1:]])
    inserted = xai.insert_xai(model, embed_scaling=False, **options)
    return ov.Core().compile_model(inserted, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(image[:1].numpy())["saliency_map"]


@pytest.mark.parametrize("method", [xai.Method.RECIPROCAM, xai.Method.ACTIVATIONMAP])
def test_maps_are_those_of_the_inserted_graph(network, method):
    image = torch.rand(2, 3, 32, 32)
    inserted = xai.insert_xai(network, xai.Task.CLASSIFICATION, method, embed_scaling=False, input_size=(32, 32))
    with torch.no_grad():
        outputs, plain = inserted(image), network(image)
    torch.testing.assert_close(outputs["prediction"], plain)
    expected = by_openvino(network, image, explain_method=method)
    np.testing.assert_allclose(outputs["saliency_map"][:1].numpy(), expected, atol=1e-5)
    assert has_xai(inserted)
    assert not has_xai(network)
    assert xai.insert_xai(inserted) is inserted


@pytest.mark.parametrize("method", [xai.Method.RECIPROCAM, xai.Method.ACTIVATIONMAP])
def test_maps_of_cells_with_channels_last(method):
    torch.manual_seed(2)
    module, image = ChannelsLast().eval(), torch.rand(1, 3, 32, 32)
    inserted = xai.insert_xai(module, explain_method=method, target_layer="norm", input_size=(32, 32), embed_scaling=False)
    with torch.no_grad():
        found = inserted(image)["saliency_map"][0]
        cells = module.norm(module.mix(module.patches(image)).relu().permute(0, 2, 3, 1))[0].reshape(64, 16)
        of_each_cell = module.head(cells / 64).T.reshape(5, 8, 8)
    expected = of_each_cell if method is xai.Method.RECIPROCAM else cells.mean(1).reshape(8, 8)
    torch.testing.assert_close(found, expected, atol=1e-5, rtol=1e-4)


class TupleBlock(nn.TransformerEncoderLayer):
    """Answers with its tokens and with nothing for the attention, as the blocks of some transformers do."""

    def forward(self, tokens):
        return super().forward(tokens), None


class TokensOfTuples(Tokens):
    def __init__(self):
        super().__init__()
        blocks = (TupleBlock(16, 2, 32, batch_first=True, norm_first=True) for _ in range(3))
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x):
        patches = self.patches(x).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.first.expand(x.shape[0], -1, -1), patches], 1) + self.places
        for block in self.blocks:
            tokens = block(tokens)[0]
        return self.head(self.norm(tokens)[:, 0])


def test_blocks_that_return_tuples():
    torch.manual_seed(1)
    module, image = TokensOfTuples().eval(), torch.rand(2, 3, 32, 32)
    plain = Tokens().eval()
    plain.load_state_dict(module.state_dict())
    options = {"input_size": (32, 32), "embed_scaling": False}
    with torch.no_grad():
        found, expected = (xai.insert_xai(one, xai.Task.CLASSIFICATION, **options)(image) for one in (module, plain))
    torch.testing.assert_close(found["prediction"], module(image), atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found["saliency_map"], expected["saliency_map"], atol=1e-5, rtol=1e-4)


def test_maps_of_tokens(network):
    torch.manual_seed(1)
    module = Tokens().eval()
    inserted = xai.insert_xai(module, xai.Task.CLASSIFICATION, input_size=(32, 32), embed_scaling=False)
    image = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        outputs, plain = inserted(image), module(image)
    assert outputs["saliency_map"].shape == (2, 5, 4, 4)
    torch.testing.assert_close(outputs["prediction"], plain, atol=1e-5, rtol=1e-4)
    torch.backends.mha.set_fastpath_enabled(False)  # which cannot be traced
    converted = ov.convert_model(inserted, example_input=image[:1])
    found = ov.Core().compile_model(converted, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(image[:1].numpy())
    np.testing.assert_allclose(found["saliency_map"], outputs["saliency_map"][:1].numpy(), atol=1e-5)


def test_scaled_maps_are_bytes(network):
    inserted = xai.insert_xai(network, input_size=(32, 32))
    maps = inserted(torch.rand(1, 3, 32, 32))["saliency_map"]
    assert maps.dtype == torch.uint8
    assert maps.shape == (1, 5, 8, 8)
    assert (int(maps.min()), int(maps.max())) == (0, 255)


def test_the_module_converts_with_its_maps(network):
    inserted = xai.insert_xai(network, input_size=(32, 32))
    image = torch.rand(1, 3, 32, 32)
    outputs = ov.Core().compile_model(ov.convert_model(inserted, example_input=image), "CPU")(image.numpy())
    assert outputs["prediction"].shape == (1, 5)
    assert outputs["saliency_map"].shape == (1, 5, 8, 8)


def test_an_explainer_takes_a_module(network):
    explainer = xai.Explainer(network, xai.Task.CLASSIFICATION, input_size=(32, 32))
    assert explainer(np.random.default_rng(0).random((1, 3, 32, 32), np.float32), targets=2).shape == (32, 32, 3)
    with pytest.raises(NotImplementedError, match="input_size"):
        xai.Explainer(network, xai.Task.CLASSIFICATION)


def test_what_does_not_fit_is_refused(network):
    with pytest.raises(ValueError, match="did you mean"):
        xai.insert_xai(network, target_layer="33", input_size=(32, 32))
    for wrong in ({"explain_method": xai.Method.RISE}, {"explain_method": xai.Method.VITRECIPROCAM}):
        with pytest.raises(NotImplementedError):
            xai.insert_xai(network, input_size=(32, 32), **wrong)
    with pytest.raises(NotImplementedError, match="convert_model"):
        xai.insert_xai(nn.Conv2d(3, 4, 3))
    with pytest.raises(NotImplementedError, match=r"Regrouped.*target_layer=.*convert_model"):
        xai.insert_xai(Regrouped().eval(), input_size=(32, 32))


def test_a_transformer_of_one_block_is_told_the_way_out():
    module = Tokens()
    module.blocks = module.blocks[:1]
    with pytest.raises(NotImplementedError, match=r"two blocks of tokens.*target_layer=.*convert_model"):
        xai.insert_xai(module.eval(), xai.Task.CLASSIFICATION, input_size=(32, 32))


def test_what_openvino_does_not_convert_is_named():
    """PyTorch pools over as much as there is."""
    module = nn.Sequential(nn.Conv2d(3, 5, 3, stride=2, padding=1), nn.AvgPool2d(64, ceil_mode=True), nn.Flatten()).eval()
    assert module(torch.rand(1, 3, 32, 32)).shape == (1, 5)
    with pytest.raises(NotImplementedError, match=r"\[1, 3, 32, 32\], found Sequential: .*avg_pool2d.*; give another input_size") as caught:
        xai.Explainer(module, xai.Task.CLASSIFICATION, input_size=(32, 32))
    assert "\n" not in str(caught.value)
