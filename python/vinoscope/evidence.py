# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on maps, comparisons of models, and pages to hand on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union

import numpy as np

from vinoscope import _core, _models
from vinoscope._targets import Targets, requests
from vinoscope.explainer import inputs
from vinoscope.explainer.explainer import Explainer
from vinoscope.explainer.explanation import Explanation

Model = Union[_models.Model, Explainer]
Images = Union[str, "os.PathLike[str]", np.ndarray, Iterable[inputs.Data]]


def verify(
    explainer: Explainer,
    explanation: Explanation,
    budget: int = 200,
    confidence: float = 0.7,
    noise: float = 0.02,
) -> list[_core.Verdict]:
    """Tests how far each map of an explanation can be trusted.

    Parameters
    ----------
    explainer : Explainer
        That made the explanation, without a `preprocess_fn` and a `postprocess_fn`.
    explanation : Explanation
        Its maps are tested one by one.
    budget : int, default 200
        Most inferences for one verdict, 20 or more.
    confidence : float, default 0.7
        Level of the intervals that decide.
    noise : float, default 0.02
        Standard deviation of the noise that maps and predictions must endure, as a share of 0..255.

    Returns
    -------
    list of Verdict
        With `status` ("trusted", "unproven" or "refuted"), `reasons` and `figures`, one for each map.

    Examples
    --------
    >>> verify(explainer, explainer("cat.jpg", targets="top:1"))[0].status
    'trusted'
    """
    verifier = explainer.verifier(_core.VerifierOptions(budget=budget, confidence=confidence, noise=noise))
    return [verifier(each, explanation) for each in explanation.maps]


@dataclass
class Comparison:
    """The result of `compare()`; the worst image comes first."""

    images: list[_core.ImageComparison]
    names: tuple[str, str] = ("A", "B")
    provenance: list[_core.Provenance] = field(default_factory=list)

    @property
    def flips(self) -> int:
        """The number of images whose answers differ."""
        return sum(image.flip for image in self.images)

    @property
    def rank_correlation(self) -> _core.SampleSummary | None:
        """Over the images; None when none has a value."""
        return _core.summarise([i.rank_correlation.value for i in self.images if i.rank_correlation.value is not None])

    @property
    def top_overlap(self) -> _core.SampleSummary | None:
        """Over the images; None when none has a value."""
        return _core.summarise([i.top_overlap.value for i in self.images if i.top_overlap.value is not None])

    def check(self, gate: str) -> list[_core.GateFailure]:
        """What does not hold of conditions such as "rank-correlation>=0.9,flips<=1%"; empty when all hold."""
        return _core.Gate(gate).check(self.images)


def compare(
    a: Model,
    b: Model,
    images: Images,
    targets: Targets = "top:1",
    top: float = 0.1,
    **kwargs: object,
) -> Comparison:
    """Compares the answers and the maps of two models over images.

    Parameters
    ----------
    a, b : Explainer, or what an Explainer takes
        The known model and the one that is compared with it.
    images : str, pathlib.Path, numpy.ndarray, or an iterable of them
        Files, folders, globs or pixels [height, width, 3].
    targets : int, str or list, default "top:1"
        What `a` explains; `b` explains the same.
    top : float, default 0.1
        Share of the cells that count as the strongest.
    **kwargs
        For explainers that are made here: see `Explainer`.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> compare("fp32.xml", "int8.xml", "photos").check("rank-correlation>=0.9,flips<=1%")
    []
    """
    first = a if isinstance(a, Explainer) else Explainer(a, **kwargs)  # type: ignore[arg-type]
    second = b if isinstance(b, Explainer) else Explainer(b, **kwargs)  # type: ignore[arg-type]
    _core.require_same_classes(first.core, second.core)
    options = _core.ExplainOptions(targets=requests(targets, first.core.labels))
    results = [
        _core.compare(first.core, second.core, inputs.picture(data), options, top, name) for name, data in _named(images)
    ]
    worst_first = sorted(results, key=lambda one: -2 if one.rank_correlation.value is None else one.rank_correlation.value)
    return Comparison(worst_first, provenance=[first.provenance, second.provenance])


def report(
    results: Comparison | Explanation | Sequence[Explanation],
    file: str | os.PathLike[str],
    names: Sequence[str] | None = None,
    verdicts: Sequence[Sequence[_core.Verdict]] | None = None,
) -> Path:
    """Writes a page that needs no other file, with `manifest.json`, `maps.csv` and `run.json` beside it.

    Parameters
    ----------
    results : Comparison, Explanation or list of Explanation
        What the page shows.
    file : str or pathlib.Path
        Ends in .html.
    names : list of str, optional
        Of the images of explanations; numbers when left out.
    verdicts : list of list of Verdict, optional
        Of each explanation, from `verify()`.

    Returns
    -------
    pathlib.Path
        The file.
    """
    path = Path(file)
    run = _run_of_comparison(results) if isinstance(results, Comparison) else _run(results, names, verdicts)
    run.write_report(path)
    return path


def export(run: str | os.PathLike[str], format: str, to: str | os.PathLike[str]) -> list[Path]:
    """Writes a run for another program, as `vinoscope export` does; "parquet" needs the package pyarrow.

    Parameters
    ----------
    run : str or pathlib.Path
        Folder of a report.
    format : str
        "csv", "jsonl", "metrics", "coco", "label-studio", "fiftyone" or "parquet".
    to : str or pathlib.Path
        File, or the folder of "fiftyone".
    """
    if format == "parquet":
        return [_to_parquet(Path(run), Path(to))]
    return _core.Run.load(Path(run)).export_to(format, Path(to))


def _named(images: Images) -> list[tuple[Path, inputs.Data]]:
    if isinstance(images, (str, os.PathLike)):
        return [(file, file) for file in _core.list_images([os.fspath(images)])]
    if isinstance(images, np.ndarray):
        images = [images] if images.ndim == 3 else list(images)
    named: list[tuple[Path, inputs.Data]] = []
    for position, data in enumerate(images):
        if isinstance(data, (str, os.PathLike)):
            named += [(file, file) for file in _core.list_images([os.fspath(data)])]
        else:
            named.append((Path(str(position)), data))
    return named


def _run_of_comparison(results: Comparison) -> _core.Run:
    run = _core.Run("compare", list(results.names), results.provenance, [])
    for one in results.images:
        maps = [_core.RunMap(results.names[0], each) for each in one.a.maps]
        maps += [_core.RunMap(results.names[1], each) for each in one.b.maps]
        image = _core.RunImage(one.image, one.a.image, one.a.predictions, maps)
        image.other_predictions = one.b.predictions
        image.flip = one.flip
        image.add_figure("rank_correlation", one.rank_correlation)
        image.add_figure("top_overlap", one.top_overlap)
        run.add(image)
    return run


def _run(
    results: Explanation | Sequence[Explanation],
    names: Sequence[str] | None,
    verdicts: Sequence[Sequence[_core.Verdict]] | None,
) -> _core.Run:
    explanations = [results] if isinstance(results, Explanation) else list(results)
    names = [str(number) for number in range(len(explanations))] if names is None else names
    if len(names) != len(explanations):
        raise _core.UsageError(f"expected {len(explanations)} names, one for each explanation, found {len(names)}")
    found = [explanation.provenance for explanation in explanations if explanation.provenance is not None]
    series = list(dict.fromkeys(provenance.method for provenance in found)) or ["maps"]
    run = _core.Run("explain", series, found[:1], [])
    for position, explanation in enumerate(explanations):
        if explanation.image is None:
            raise _core.UsageError("expected explanations that an Explainer made, found arrays of your own")
        method = explanation.provenance.method if explanation.provenance else series[0]
        tested = list(verdicts[position]) if verdicts is not None else [None] * len(explanation.maps)
        maps = [_core.RunMap(method, each, verdict) for each, verdict in zip(explanation.maps, tested)]
        run.add(_core.RunImage(Path(names[position]), _core.Image(explanation.image), explanation.best_predictions, maps))
    return run


def _to_parquet(run: Path, to: Path) -> Path:
    try:
        import pyarrow.json as arrow_json
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise _core.UnsupportedError("the format parquet needs the package pyarrow: pip install pyarrow") from error
    lines = to.with_suffix(".jsonl.part")
    _core.Run.load(run).export_to("jsonl", lines)
    try:
        parquet.write_table(arrow_json.read_json(lines), to)
    finally:
        lines.unlink()
    return to
