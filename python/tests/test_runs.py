# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Runs over data sets are read in Python. The files are written here as docs/reference/run.md describes them."""

import io
import json
import tarfile

import numpy as np
import pytest
import vinoscope as xai

MAPS = [np.arange(24, dtype=np.float32).reshape(2, 3, 4), np.linspace(-1, 1, 35, dtype=np.float32).reshape(1, 5, 7)]


@pytest.fixture
def folder(tmp_path):
    """Two images with maps, one that failed, one more that is being written."""
    lines = []
    with tarfile.open(tmp_path / "maps-00000.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
        for number, maps in enumerate(MAPS):
            stream = io.BytesIO()
            np.save(stream, maps)
            start = archive.offset + 512 + len(stream.getvalue()) - maps.nbytes
            member = tarfile.TarInfo(f"{number:09}.npy")
            member.size = stream.tell()
            stream.seek(0)
            archive.addfile(member, stream)
            entries = [{"target": i, "label": f"class {i}", "name": None, "score": 0.5, "status": "ok", "of_pixels": False,
                        "signed": False, "height": maps.shape[1], "width": maps.shape[2], "member": member.name, "index": i,
                        "file": "maps-00000.tar", "offset": start + i * maps[0].nbytes} for i in range(len(maps))]
            lines.append({"image": f"{number}.png", "status": "done", "reason": None, "predictions": [], "maps": entries})
    lines.append({"image": "2.png", "status": "failed", "reason": "no picture", "error": "bad_image", "predictions": [],
                  "maps": []})
    index = "".join(json.dumps(line) + "\n" for line in lines) + '{"image": "3.pn'
    (tmp_path / "index.jsonl").write_text(index, encoding="utf-8")
    document = {"format": "vinoscope dataset run", "version": 1, "request": {"total": 4}, "status": "running"}
    (tmp_path / "run.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def test_a_run_is_read_image_by_image(folder):
    run = xai.Run(folder)
    images = list(run)
    assert len(run) == 4 and run.status == "running"
    assert [(one.image, one.status, one.reason) for one in images] == [
        ("0.png", "done", None), ("1.png", "done", None), ("2.png", "failed", "no picture")]
    for image, maps in zip(images, MAPS):
        assert [one.target for one in image.maps] == list(range(len(maps)))
        for one, values in zip(image.maps, maps):
            np.testing.assert_array_equal(one.values, values)


def test_a_cut_archive_is_an_error(folder):
    (folder / "maps-00000.tar").write_bytes((folder / "maps-00000.tar").read_bytes()[:700])
    with pytest.raises(xai.BadImageError, match="found fewer"):
        list(xai.Run(folder))[1].maps[0].values  # noqa: B018


@pytest.mark.parametrize("content", [None, "{}", "[]", "no JSON", '{"format": "vinoscope run", "version": 1}'])
def test_what_is_no_run_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(xai.BadImageError, match=r"run\.json"):
        xai.Run(tmp_path)
