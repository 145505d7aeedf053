# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Data of other packages is explained as its images are. Tests of packages that are not installed are left out."""

import io
import os

import numpy as np
import pytest
import vinoscope as xai
from conftest import DATA
from PIL import Image
from vinoscope import adapters

MODEL = DATA / "models" / "shapes-cnn.xml"
FILES = sorted((DATA / "shapes").glob("*.png"))[:6]
SETUP = {"mean": 128, "scale": 64, "precision": "f32"}


@pytest.fixture(scope="module")
def expected():
    """The maps of each file, by its name."""
    explainer = xai.Explainer(str(MODEL), **SETUP)
    return {str(file): explainer(file, targets="top:2").maps for file in FILES}


def check(maps, targets, expected):
    assert list(targets) == [one.target for one in expected]
    np.testing.assert_array_equal(np.asarray(maps, np.float32), np.stack([one.values for one in expected]))


def encoded(file):
    stream = io.BytesIO()
    Image.open(file).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("form", [str, xai.read_image, encoded, Image.open], ids=["paths", "pixels", "bytes", "PIL"])
def test_batches_are_explained_row_by_row(expected, form):
    explain = adapters.Explain(str(MODEL), targets="top:2", column="picture", **SETUP)
    batch = explain({"path": [str(file) for file in FILES], "picture": [form(file) for file in FILES]})
    assert "picture" not in batch and list(batch["error"]) == [""] * len(FILES)
    for file, maps, targets in zip(batch["path"], batch["maps"], batch["targets"]):
        check(maps, targets, expected[file])


def test_a_row_that_cannot_be_read_says_so(expected, tmp_path):
    (tmp_path / "bad.png").write_bytes(b"no picture")
    explain = adapters.Explain(str(MODEL), targets="top:2", **SETUP)
    batch = explain({"image": [str(FILES[0]), str(tmp_path / "bad.png")]})
    check(batch["maps"][0], batch["targets"][0], expected[str(FILES[0])])
    assert "bad.png" in batch["error"][1] and batch["maps"][1].size == 0


class Rows:
    """Prepared inputs and their position, as a PyTorch dataset of the map style."""

    def __len__(self):
        return len(FILES)

    def __getitem__(self, position):
        pixels = np.asarray(Image.open(FILES[position]).convert("RGB"), np.float32)
        return (pixels.transpose(2, 0, 1) - 128) / 64, position


def test_loaders_of_pytorch(shapes_model):
    data = pytest.importorskip("torch.utils.data")
    explainer = xai.Explainer(shapes_model, precision="f32")
    answers = list(adapters.explain_loader(explainer, data.DataLoader(Rows(), batch_size=4), targets="top:2"))
    assert len(answers) == len(FILES)
    for position, answer in enumerate(answers):
        alone = explainer(Rows()[position][0][None], targets="top:2").maps
        check([one.values for one in answer.maps], [one.target for one in answer.maps], alone)


def test_datasets_of_hugging_face(expected, tmp_path):
    datasets = pytest.importorskip("datasets")
    photos = datasets.Dataset.from_dict({"name": [str(file) for file in FILES], "image": [str(file) for file in FILES]})
    photos = photos.cast_column("image", datasets.Image())
    explain = adapters.Explain(str(MODEL), targets="top:2", **SETUP)
    maps = photos.map(explain, batched=True, batch_size=4, remove_columns=["image"])
    assert len(maps) == len(FILES)
    for row in maps:
        check(row["maps"], row["targets"], expected[row["name"]])


class MaiteImages:
    """An image classification dataset of MAITE."""

    metadata = {"id": "shapes"}

    def __len__(self):
        return len(FILES)

    def __getitem__(self, position):
        pixels = np.asarray(Image.open(FILES[position]).convert("RGB")).transpose(2, 0, 1)
        return pixels, np.eye(6)[position % 6], {"id": str(FILES[position])}


def test_datasets_of_maite(expected, shapes_explainer):
    protocols = pytest.importorskip("maite.protocols.image_classification")
    assert isinstance(MaiteImages(), protocols.Dataset)
    for name, explanation in adapters.explain_maite(shapes_explainer, MaiteImages(), targets="top:2"):
        check([one.values for one in explanation.maps], [one.target for one in explanation.maps], expected[name])
    answers = adapters.explain_maite(shapes_explainer, MaiteImages(), targets="truth")
    assert [explanation.maps[0].target for _, explanation in answers] == [i % 6 for i in range(len(FILES))]


def test_samples_of_fiftyone(expected, shapes_explainer):
    fiftyone = pytest.importorskip("fiftyone")
    photos = fiftyone.Dataset()
    photos.add_samples([fiftyone.Sample(filepath=str(file)) for file in FILES])
    adapters.add_heatmaps(shapes_explainer, photos)
    for sample in photos:
        np.testing.assert_allclose(sample["saliency"].map, expected[sample.filepath][0].values)


@pytest.fixture(scope="module")
def ray_data():
    """Two nodes on this machine."""
    ray = pytest.importorskip("ray")
    os.environ.setdefault("RAY_DISABLE_IMPORT_WARNING", "1")
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": 100 * 2**20})
    node = cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20)
    ray.init(address=cluster.address, log_to_driver=False)
    yield ray, cluster, node
    ray.shutdown()
    cluster.shutdown()


def test_ray_explains_the_same_and_survives_the_end_of_a_node(expected, ray_data):
    ray, cluster, node = ray_data
    import threading

    from vinoscope import ray as xray

    names = [str(file) for file in FILES] * 5
    images = ray.data.from_items([{"number": i, "name": name, "image": name} for i, name in enumerate(names)])
    explained = xray.explain(images, str(MODEL), targets="top:2", batch_size=2, concurrency=(1, 2), num_cpus=0.5, **SETUP)
    threading.Timer(5, lambda: cluster.remove_node(node)).start()
    rows = sorted(explained.take_all(), key=lambda row: row["number"])
    assert [row["name"] for row in rows] == names
    for row in rows:
        check(row["maps"], row["targets"], expected[row["name"]])
