# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The code cells of the deep-dive notebook of the toolkit that this package follows, in their order.

Replaced: the package's name, the download of the model (here the model of assets/, made to take images [1, height, width,
3] of uint8 as that of the notebook does), the photograph, the class (206 retriever -> 285 Egyptian cat), the layer's name.
What a cell showed is printed instead, one JSON line for each.
"""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import openvino as ov
import vinoscope as xai
from openvino.preprocess import PrePostProcessor
from openvino.utils.data_helpers.wrappers import OVDict
from vinoscope.explainer import ExplainMode
from vinoscope.explainer.explanation import Explanation

assets, base_artifacts_dir = Path(sys.argv[1]), Path(sys.argv[2])


def show(name, **values):
    print(json.dumps({"cell": name, **values}))


# The model, as the notebook finds it after its download
steps = PrePostProcessor(ov.Core().read_model(assets / "models" / "efficientnet-lite0-fp16.xml"))
steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
steps.input().preprocess().convert_element_type(ov.Type.f32).mean(127.0).scale(128.0)
steps.input().model().set_layout(ov.Layout("NCHW"))
model_xml_path = base_artifacts_dir / "v3-small_224_1.0_float.xml"
ov.save_model(steps.build(), model_xml_path)
image_filename = assets / "images" / "chelsea.png"
# Load the image
image = cv2.cvtColor(cv2.imread(filename=str(image_filename)), code=cv2.COLOR_BGR2RGB)
# Preprocess image
preprocessed_image = cv2.resize(src=image, dsize=(224, 224))
preprocessed_image = np.expand_dims(preprocessed_image, 0)

# Create Explainer
model = ov.Core().read_model(model_xml_path)
explainer = xai.Explainer(
    model=model,
    task=xai.Task.CLASSIFICATION,
)

# Do explanation
retriever_class_index = 285
explanation = explainer(
    preprocessed_image,
    targets=retriever_class_index,
    overlay=True,  # False by default
)
# Visualize saliency maps
explanation: Explanation
retriever_sal_map = explanation.saliency_map[retriever_class_index]
show("auto", targets=explanation.targets, shape=explanation.shape, map=retriever_sal_map.shape)
# Save saliency maps
output = base_artifacts_dir / "explain_auto"
explanation.save(output)
image_sal_map = cv2.imread(f"{output}/target_{retriever_class_index}.jpg")
image_sal_map = cv2.cvtColor(image_sal_map, cv2.COLOR_BGR2RGB)
show("saved", shape=image_sal_map.shape, difference=float(np.abs(image_sal_map.astype(int) - retriever_sal_map).mean()))

# Return saliency maps for all classes
explanation = explainer(preprocessed_image, targets=-1)
show("all", targets=explanation.targets, shape=explanation.shape)


# Pre- and post-process functions
def preprocess_fn(x: np.ndarray) -> np.ndarray:
    x = cv2.resize(src=x, dsize=(224, 224))
    x = np.expand_dims(x, 0)
    return x


def postprocess_fn(x: OVDict):
    return x[0]


explainer = xai.Explainer(
    model=model,
    task=xai.Task.CLASSIFICATION,
    preprocess_fn=preprocess_fn,
    postprocess_fn=postprocess_fn,
)
explanation = explainer(image, targets=retriever_class_index)
show("functions", targets=explanation.targets, shape=explanation.shape)

# Visualization parameters: overlayed image
explainer = xai.Explainer(model=model, task=xai.Task.CLASSIFICATION)
explanation = explainer(
    preprocessed_image,
    targets=[retriever_class_index],
    overlay=True,
    original_input_image=image,
)
retriever_sal_map = explanation.saliency_map[retriever_class_index]
output = base_artifacts_dir / "overlay"
explanation.save(output)
show("overlay", shape=retriever_sal_map.shape)
# Colours without the image
explanation = explainer(
    preprocessed_image,
    targets=[retriever_class_index],
    overlay=False,
)
retriever_sal_map = explanation.saliency_map[retriever_class_index]
output = base_artifacts_dir / "colormap"
explanation.save(output)
show("colormap", shape=retriever_sal_map.shape)
# Low resolution, grey
explanation = explainer(
    preprocessed_image,
    targets=[retriever_class_index],
    resize=False,
    colormap=False,
)
retriever_sal_map = explanation.saliency_map[retriever_class_index]
output = base_artifacts_dir / "grayscale"
explanation.save(output)
show("grayscale", shape=retriever_sal_map.shape, dtype=str(retriever_sal_map.dtype))

# White-box explainer
explainer = xai.Explainer(
    model=model,
    task=xai.Task.CLASSIFICATION,
    preprocess_fn=preprocess_fn,
    explain_mode=ExplainMode.WHITEBOX,
    explain_method=xai.Method.RECIPROCAM,
)
# Insert XAI branch
model_xai: ov.Model
model_xai = xai.insert_xai(
    model,
    task=xai.Task.CLASSIFICATION,
    explain_method=xai.Method.RECIPROCAM,
    target_layer="/_swish_1/Clip",
    embed_scaling=True,
)
show("insert", outputs=[output.any_name for output in model_xai.outputs])

# Label names
imagenet_labels = (assets / "models" / "imagenet_classes.txt").read_text().splitlines()
imagenet_labels = [label.split(",")[0].replace(" ", "_").lower() for label in imagenet_labels]
explainer = xai.Explainer(
    model=model,
    task=xai.Task.CLASSIFICATION,
    preprocess_fn=preprocess_fn,
    explain_mode=ExplainMode.WHITEBOX,
)
explanation = explainer(
    image,
    targets=["flat-coated_retriever", "microwave_oven"],
    label_names=imagenet_labels,
)
output = base_artifacts_dir / "label_names"
explanation.save(output)
show("labels", files=sorted(file_name.name for file_name in output.glob("*")))

# Activation map
explainer = xai.Explainer(
    model=model,
    task=xai.Task.CLASSIFICATION,
    preprocess_fn=preprocess_fn,
    explain_mode=ExplainMode.WHITEBOX,
    explain_method=xai.Method.ACTIVATIONMAP,
)
explanation = explainer(image, targets=-1, overlay=True)
activation_map = explanation.saliency_map["per_image_map"]
show("activation", shape=activation_map.shape)
