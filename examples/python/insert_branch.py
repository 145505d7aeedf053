# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""A model that explains itself wherever OpenVINO runs.  insert_branch.py MODEL OUT.xml"""

import sys

import numpy as np
import openvino as ov
import vinoscope as xai


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: insert_branch.py MODEL OUT.xml", file=sys.stderr)
        return 2
    source, destination = sys.argv[1:]
    try:
        ov.save_model(xai.insert_xai(source, explain_method=xai.Method.RECIPROCAM, embed_scaling=False), destination)
    except (xai.Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1

    # From here on only OpenVINO is at work: no part of vinoscope is needed where the new model runs.
    compiled = ov.Core().compile_model(destination, "CPU")
    outputs = compiled(np.zeros(compiled.input(0).shape, np.float32))
    print("saliency_map", outputs["saliency_map"].shape)
    return 0


if __name__ == "__main__":
    sys.exit(main())
