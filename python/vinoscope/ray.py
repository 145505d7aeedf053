# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Explains a Ray Data set on the cores of a cluster. It needs the package ray: `pip install "ray[data]"`."""

from __future__ import annotations

from typing import Any

import ray.data

from vinoscope._models import Model
from vinoscope._targets import Targets
from vinoscope.adapters import Explain


def explain(
    dataset: ray.data.Dataset,
    model: Model,
    targets: Targets = "top:1",
    column: str = "image",
    batch_size: int = 16,
    concurrency: int | tuple[int, int] = 1,
    num_cpus: float = 1,
    ray_options: dict[str, Any] | None = None,
    **kwargs: Any,
) -> ray.data.Dataset:
    """Explains each row of a data set, on `concurrency` actors with `num_cpus` cores each. Ray retries what an actor that is
    lost has not finished.

    Parameters
    ----------
    dataset : ray.data.Dataset
        With images in `column`.
    model, targets, column, **kwargs
        See `vinoscope.adapters.Explain`.
    batch_size : int
        Rows that an actor gets at a time.
    concurrency : int or (int, int)
        Actors, or the least and the most of them.
    num_cpus : float
        Cores that Ray sets aside for each actor.
    ray_options : dict, optional
        Further arguments of `map_batches`, e.g. `max_restarts`.

    Returns
    -------
    ray.data.Dataset
        See `vinoscope.adapters.Explain.__call__`.

    Examples
    --------
    >>> images = ray.data.read_images("photos", include_paths=True)
    >>> explain(images, "model.xml", concurrency=4).write_parquet("maps")
    """
    return dataset.map_batches(
        Explain,
        fn_constructor_args=(model,),
        fn_constructor_kwargs={"targets": targets, "column": column, **kwargs},
        batch_size=batch_size,
        concurrency=concurrency,
        num_cpus=num_cpus,
        **(ray_options or {}),
    )
