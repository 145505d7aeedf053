# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Which pixels made the model choose its three best classes?  explain_image.py MODEL IMAGE FOLDER"""

import sys

import vinoscope as xai


def main() -> int:
    if len(sys.argv) != 4:
        print("usage: explain_image.py MODEL IMAGE FOLDER", file=sys.stderr)
        return 2
    model, image, folder = sys.argv[1:]
    try:
        explainer = xai.Explainer(model)
        for decision in explainer.decisions:
            print("#", decision)
        explanation = explainer(image, targets="top:3", overlay=True)
        for prediction in explanation.best_predictions:
            print(prediction.index, prediction.label, prediction.score)
        for file in explanation.save(folder):
            print(file)
    except (xai.Error, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
