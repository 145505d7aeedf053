# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Which method tells most about the model's answer?  judge_maps.py MODEL IMAGE"""

import sys

import vinoscope as xai
from vinoscope.metrics import InsertionDeletionAUC


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: judge_maps.py MODEL IMAGE", file=sys.stderr)
        return 2
    model, image = sys.argv[1:]
    try:
        metric = InsertionDeletionAUC(model)
        for method in (xai.Method.RECIPROCAM, xai.Method.RISE, xai.Method.OCCLUSION):
            explanation = xai.explain(model, image, explain_method=method, num_masks=200)
            areas = metric.evaluate([explanation], [image], steps=50)
            print(f"{method.name:12} insertion - deletion = {areas['delta']:.3f}")
    except (xai.Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
