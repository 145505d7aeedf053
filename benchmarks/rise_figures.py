# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""How near the estimators of RISE come to its map after 25,000 masks: the mean rank correlation over photos and seeds.

Usage: VINOSCOPE_FIXTURES=FOLDER rise_figures.py PROGRAM [SEEDS]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PHOTOS = {"chelsea": 285, "coffee": 967, "camera": 872}
ESTIMATORS = ["plain", "centred", "regression"]
MASKS = [500, 1500]


def explain(program, fixtures, photo, *flags):
    """The raw map of one photo."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "explain", fixtures / "models/efficientnet-lite0/efficientnet-lite0-fp16.xml",
                        fixtures / f"images/224/{photo}.png", "--method", "rise", "--targets", str(PHOTOS[photo]),
                        "--mean", "127", "--scale", "128", "--precision", "f32", "--format", "npy", "--output", folder,
                        "--quiet", *flags], check=True)
        return np.load(next(Path(folder).glob("*.npy")))


def resized(values, size):
    """Bilinearly, centres of pixels on centres of pixels."""
    def along(array):
        points = array.shape[0]
        place = (np.arange(size) + 0.5) / size * points - 0.5
        return np.stack([np.interp(place, np.arange(points), column) for column in array.T], axis=1)
    return along(along(values).T).T


def rank_correlation(a, b):
    ranks = [np.argsort(np.argsort(values.ravel())) for values in (a, b)]
    return np.corrcoef(*ranks)[0, 1]


def main():
    program, seeds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    fixtures = Path(os.environ["VINOSCOPE_FIXTURES"])
    print(f"{'estimator':12}" + "".join(f"{masks:>8}" for masks in MASKS))
    for estimator in ESTIMATORS:
        row = []
        for masks in MASKS:
            found = []
            for photo, target in PHOTOS.items():
                name = f"efficientnet-lite0.{photo}.{target}.rise-converged.npz"
                endless = np.load(fixtures / "reference/rise-converged" / name)["covariance"]
                for seed in range(seeds):
                    values = explain(program, fixtures, photo, "--estimator", estimator, "--num-masks", str(masks),
                                     "--seed", str(seed))
                    found.append(rank_correlation(resized(values, endless.shape[0]), endless))
            row.append(np.mean(found))
        print(f"{estimator:12}" + "".join(f"{value:8.3f}" for value in row), flush=True)


if __name__ == "__main__":
    main()
