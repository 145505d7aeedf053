# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""Detectors of the DETR family, as the package transformers builds them from small configurations with random weights.

Usage: detectors.py export FOLDER [--format ir|onnx] [--only NAME,...]
       detectors.py measure FOLDER [--program build/release/bin/vinoscope] [--only NAME,...]

`export` writes FOLDER/NAME.xml, and FOLDER/NAME.npz with what PyTorch computes for one image: the outputs, and for the
detection of the highest score the gradients of its class logit and of its box with respect to the pixels. `measure`
prints for each model how `vinoscope doctor` reads it, how far its outputs are from those of PyTorch, and for both
gradients the correlation with PyTorch's and the slope of finite differences along ours, as a share of its length (1).
"""

import argparse
import contextlib
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import openvino as ov
import openvino.opset15 as ops
import torch
import transformers as tf
import vinoscope
from torch import nn

SIDE = 128
LABELS = {index: name for index, name in enumerate(["cat", "dog", "cup", "car", "bus", "kite", "bird"])}
QUERIES = 12
WIDTH = 32
TOKENS = [101, 4937, 1012, 3899, 1012, 102]  # of BERT: "cat . dog ."


def resnet(**more):
    return tf.ResNetConfig(embedding_size=16, hidden_sizes=[16, 24, 32, 48], depths=[1, 1, 1, 1], layer_type="basic", **more)


def rt_resnet():
    return tf.RTDetrResNetConfig(embedding_size=16, hidden_sizes=[16, 24, 32, 48], depths=[1, 1, 1, 1], layer_type="basic",
                                 out_features=["stage2", "stage3", "stage4"])


def hgnet():
    return tf.HGNetV2Config(stem_channels=[3, 16, 16], stage_in_channels=[16, 24, 32, 48], stage_mid_channels=[8, 8, 8, 8],
                            stage_out_channels=[24, 32, 48, 64], stage_num_blocks=[1, 1, 1, 1], stage_numb_of_layers=[2, 2, 2, 2],
                            hidden_sizes=[24, 32, 48, 64], embedding_size=16, depths=[1, 1, 1, 1],
                            out_features=["stage2", "stage3", "stage4"])


def swin(stages):
    return tf.SwinConfig(image_size=SIDE, embed_dim=16, depths=[1, 1, 1, 1], num_heads=[1, 2, 2, 4], window_size=4,
                         out_features=stages)


def bert():
    return tf.BertConfig(hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48)


ENCODER = dict(encoder_layers=1, encoder_ffn_dim=48, encoder_attention_heads=2)
DECODER = dict(decoder_layers=2, decoder_ffn_dim=48, decoder_attention_heads=2)
RT = dict(encoder_hidden_dim=WIDTH, encoder_in_channels=[24, 32, 48], d_model=WIDTH, decoder_in_channels=[WIDTH] * 3,
          num_queries=QUERIES, freeze_backbone_batch_norms=False, **ENCODER, **DECODER)
FINE = RT | dict(encoder_in_channels=[32, 48, 64], eval_idx=-1)
DINO = dict(d_model=WIDTH, num_queries=QUERIES, freeze_backbone_batch_norms=False, **ENCODER, **DECODER)


def configuration(name):
    """The configuration, and the class of the detector."""
    if name == "detr":
        return tf.DetrConfig(backbone_config=resnet(out_features=["stage4"]), d_model=WIDTH, num_queries=QUERIES, **ENCODER, **DECODER), tf.DetrForObjectDetection
    if name == "conditional_detr":
        return tf.ConditionalDetrConfig(backbone_config=resnet(out_features=["stage4"]), d_model=WIDTH, num_queries=QUERIES, **ENCODER, **DECODER), tf.ConditionalDetrForObjectDetection
    if name == "dab_detr":
        return tf.DabDetrConfig(backbone_config=resnet(out_features=["stage4"]), hidden_size=WIDTH, num_queries=QUERIES, **ENCODER, **DECODER), tf.DabDetrForObjectDetection
    if name == "deformable_detr":
        return tf.DeformableDetrConfig(backbone_config=resnet(out_features=["stage2", "stage3", "stage4"]), d_model=WIDTH, num_queries=QUERIES, **ENCODER, **DECODER), tf.DeformableDetrForObjectDetection
    if name == "deformable_detr_two_stage":
        return tf.DeformableDetrConfig(backbone_config=resnet(out_features=["stage2", "stage3", "stage4"]), d_model=WIDTH, num_queries=QUERIES, two_stage=True,
                                       with_box_refine=True, two_stage_num_proposals=QUERIES, **ENCODER, **DECODER), tf.DeformableDetrForObjectDetection
    if name == "rt_detr":
        return tf.RTDetrConfig(backbone_config=rt_resnet(), **RT), tf.RTDetrForObjectDetection
    if name == "rt_detr_v2":
        return tf.RTDetrV2Config(backbone_config=rt_resnet(), **RT), tf.RTDetrV2ForObjectDetection
    if name == "d_fine":
        return tf.DFineConfig(backbone_config=hgnet(), **FINE), tf.DFineForObjectDetection
    if name == "deimv2":
        return tf.Deimv2Config(backbone_config=hgnet(), **FINE), tf.Deimv2ForObjectDetection
    if name == "rf_detr":
        return tf.RfDetrConfig(backbone_config=tf.RfDetrDinov2Config(hidden_size=WIDTH, num_hidden_layers=4, num_attention_heads=2, image_size=SIDE, patch_size=16,
                                                                     num_windows=2, out_indices=[2, 4]),
                               d_model=WIDTH, num_queries=QUERIES, decoder_layers=2, decoder_ffn_dim=48, decoder_self_attention_heads=2,
                               decoder_cross_attention_heads=2, decoder_n_points=2), tf.RfDetrForObjectDetection
    if name == "lw_detr":
        return tf.LwDetrConfig(backbone_config=tf.LwDetrViTConfig(hidden_size=WIDTH, num_hidden_layers=4, num_attention_heads=2, image_size=SIDE,
                                                                  pretrain_image_size=SIDE, patch_size=16, num_windows=4, out_indices=[2, 4],
                                                                  window_block_indices=[0, 2]),
                               projector_scale_factors=[1.0], d_model=WIDTH, num_queries=QUERIES, decoder_layers=2, decoder_ffn_dim=48,
                               decoder_self_attention_heads=2, decoder_cross_attention_heads=2, decoder_n_points=2), tf.LwDetrForObjectDetection
    if name in ("grounding_dino", "mm_grounding_dino"):
        kind = "GroundingDino" if name == "grounding_dino" else "MMGroundingDino"
        return getattr(tf, kind + "Config")(backbone_config=swin(["stage2", "stage3", "stage4"]), text_config=bert(), **DINO), getattr(tf, kind + "ForObjectDetection")
    if name == "omdet_turbo":
        return tf.OmDetTurboConfig(backbone_config=swin(["stage2", "stage3", "stage4"]),
                                   text_config=tf.CLIPTextConfig(hidden_size=48, num_hidden_layers=1, num_attention_heads=2, intermediate_size=48, projection_dim=48),
                                   image_size=SIDE, encoder_hidden_dim=WIDTH, decoder_hidden_dim=WIDTH, vision_features_channels=[WIDTH] * 3,
                                   encoder_in_channels=[32, 64, 128], class_embed_dim=48, num_queries=QUERIES, text_projection_in_dim=48, text_projection_out_dim=48,
                                   task_encoder_hidden_dim=WIDTH, encoder_dim_feedforward=48, decoder_dim_feedforward=48, decoder_num_heads=2, encoder_attention_heads=2,
                                   decoder_num_layers=2, num_projection_layers=1, apply_layernorm_after_vision_backbone=False), tf.OmDetTurboForObjectDetection
    if name == "yolos":
        return tf.YolosConfig(hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48, image_size=[SIDE, SIDE],
                              num_detection_tokens=QUERIES), tf.YolosForObjectDetection
    raise ValueError(f"{name}: expected one of {', '.join(FAMILIES)}")


FAMILIES = ["detr", "conditional_detr", "dab_detr", "deformable_detr", "deformable_detr_two_stage", "rt_detr", "rt_detr_v2", "d_fine", "deimv2", "rf_detr", "lw_detr", "grounding_dino",
            "mm_grounding_dino", "omdet_turbo", "yolos"]


class Detector(nn.Module):
    """Pixels [1,3,H,W] -> logits [1,queries,classes] and boxes [1,queries,4] (centre, size, as shares); a prompt is fixed."""

    def __init__(self, name):
        super().__init__()
        self.name = name
        config, kind = configuration(name)
        config.id2label = LABELS
        config.label2id = {label: index for index, label in LABELS.items()}
        self.network = kind._from_config(config, attn_implementation="eager") if name != "omdet_turbo" else kind(config)

    def forward(self, pixel_values):
        if "dino" in self.name:
            ids = torch.tensor([TOKENS])
            answer = self.network(pixel_values=pixel_values, input_ids=ids, attention_mask=torch.ones_like(ids))
        elif self.name == "omdet_turbo":
            classes = torch.tensor([[49406, 2368, 49407], [49406, 1929, 49407]])
            answer = self.network(pixel_values=pixel_values, classes_input_ids=classes, classes_attention_mask=torch.ones_like(classes),
                                  tasks_input_ids=classes[:1], tasks_attention_mask=torch.ones_like(classes[:1]), classes_structure=torch.tensor([2]))
            return answer.decoder_class_logits, answer.decoder_coord_logits
        else:
            answer = self.network(pixel_values=pixel_values)
        return answer.logits, answer.pred_boxes


def with_signal(detector):
    """In evaluation mode, with weights that let the image through to the scores: some start at zero, or at 0.01."""
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for module in detector.modules():
            if isinstance(module, nn.BatchNorm2d):
                nn.init.ones_(module.weight)
        for weights in detector.parameters():
            if weights.ndim > 1 and weights.numel():
                fan_in = weights[0].numel()
                weights.copy_(torch.randn(weights.shape, generator=generator) * (1.3 / fan_in**0.5))
            elif weights.numel() and weights.min() == weights.max() and weights.abs().max() < 0.1:
                weights.copy_(0.1 * torch.randn(weights.shape, generator=generator))
    return detector.eval()


def smooth_noise(side):
    generator = torch.Generator().manual_seed(2)
    layers = [nn.functional.interpolate(torch.randn(1, 3, cells, cells, generator=generator), (side, side), mode="bicubic") for cells in (3, 7, 15, side)]
    return sum(layer * weight for layer, weight in zip(layers, (1, 0.7, 0.5, 0.2)))


@contextlib.contextmanager
def whole_derivative():
    """Lets gradients pass detach(), with which training cuts the way through the boxes of earlier layers."""
    detach, torch.Tensor.detach = torch.Tensor.detach, lambda tensor: tensor
    try:
        yield
    finally:
        torch.Tensor.detach = detach


@contextlib.contextmanager
def dense_gradients(detector):
    """Makes the gradients that arrive at batch norms contiguous.

    PyTorch 2.13.0 on the CPU differentiates a batch norm in evaluation mode wrongly when the gradient arrives transposed, as
    through `flatten(2).transpose(1, 2)` in front of attention.
    """
    def keep_dense(module, inputs, output):
        if output.requires_grad:
            output.register_hook(lambda gradient: gradient.contiguous())

    hooks = [module.register_forward_hook(keep_dense) for module in detector.modules() if isinstance(module, nn.BatchNorm2d)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def by_pytorch(detector, image):
    """The outputs, and the gradients of the logit and the box of the detection with the highest score."""
    image = image.clone().requires_grad_()
    with whole_derivative(), dense_gradients(detector):
        logits, boxes = detector(image)
    softmax = detector.name in ("detr", "yolos")
    classes = logits[0, :, :-1] if softmax else logits[0]
    scores = (logits[0].softmax(-1)[:, :-1] if softmax else logits[0].sigmoid()).masked_fill(~torch.isfinite(classes), -1)
    query, label = divmod(int(scores.argmax()), scores.shape[1])
    gradient, = torch.autograd.grad(classes[query, label], image, retain_graph=True)
    edges = [torch.autograd.grad(boxes[0, query, edge], image, retain_graph=True)[0].numpy() for edge in range(4)]
    return dict(logits=logits.detach().numpy(), boxes=boxes.detach().numpy(), query=query, label=label, gradient=gradient.numpy(), box_gradient=np.stack(edges))


def converted(detector, image, to_onnx):
    if not to_onnx:
        model = ov.convert_model(detector, example_input=image)
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "model.onnx")
            torch.onnx.export(detector, (image,), file, dynamo=False, opset_version=17, input_names=["pixel_values"], output_names=["logits", "pred_boxes"])
            model = ov.Core().read_model(file).clone()
    for port, name in zip([model.inputs[0], *model.outputs], ["pixel_values", "logits", "pred_boxes"]):
        port.get_tensor().set_names({name})
    model.reshape(list(image.shape))
    model.set_rt_info(" ".join(LABELS.values()), ["model_info", "labels"])
    return model


def export(name, folder, to_onnx):
    torch.manual_seed(0)
    detector = with_signal(Detector(name))
    image = smooth_noise(SIDE)
    np.savez_compressed(folder / f"{name}.npz", image=image.detach().numpy(), **by_pytorch(detector, image))
    ov.save_model(converted(detector, image, to_onnx), folder / f"{name}.xml", compress_to_fp16=False)


F32 = {"INFERENCE_PRECISION_HINT": "f32"}
EDGE_WEIGHTS = np.array([1, -2, 3, -4], np.float32)  # of the box's four numbers, so that one gradient tests all


def scored(model, output, query, weights):
    """The model with one score: the weighted sum of what an output says about a query."""
    model = model.clone()
    values = model.outputs[output].get_node().input_value(0)
    row = ops.gather(values, ops.constant(np.int64(query)), ops.constant(np.int64(1)))
    score = ops.reduce_sum(ops.multiply(row, ops.constant(weights[None])), ops.constant(np.array([1])), True)
    score.output(0).set_names({"picked"})
    return ov.Model([ops.result(score)], model.get_parameters(), "scored")


def compared(model, image, by_torch):
    """The correlation of both gradients, and the share of our gradient's length that finite differences find."""
    explained = vinoscope.gradient(model, target=0, output="picked", after_activation=True)
    gradient = ov.Core().compile_model(explained, "CPU", F32)(image)["gradient"]
    plain = ov.Core().compile_model(model, "CPU", F32)
    length = np.linalg.norm(gradient)
    step = 1e-3 * gradient / length
    slope = (plain(image + step)[0].item() - plain(image - step)[0].item()) / 2e-3
    return np.corrcoef(gradient.ravel(), by_torch.ravel())[0, 1], slope / length


def reading(program, file):
    diagnosis = json.loads(subprocess.run([program, "doctor", file, "--json"], capture_output=True, text=True, check=True).stdout)
    return f"{diagnosis['task']}/{diagnosis['decoder']}"


def measure(name, folder, program):
    expected = np.load(folder / f"{name}.npz")
    model = ov.Core().read_model(folder / f"{name}.xml")
    image, query, label = expected["image"], int(expected["query"]), int(expected["label"])
    said = ov.Core().compile_model(model, "CPU", F32)(image)
    finite = np.isfinite(expected["logits"])
    distance = max(np.abs(said[0] - expected["logits"])[finite].max(), np.abs(said[1] - expected["boxes"]).max())
    one_class = np.eye(expected["logits"].shape[-1], dtype=np.float32)[label]
    logit = compared(scored(model, 0, query, one_class), image, expected["gradient"])
    box = compared(scored(model, 1, query, EDGE_WEIGHTS), image, np.tensordot(EDGE_WEIGHTS, expected["box_gradient"], 1))
    return (f"{reading(program, folder / f'{name}.xml'):16}  {distance:.1e}  logit {logit[0]:.6f} {logit[1]:.4f}  "
            f"box {box[0]:.6f} {box[1]:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["export", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", choices=["ir", "onnx"], default="ir")
    parser.add_argument("--program", default="build/release/bin/vinoscope")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    wanted = list(filter(None, arguments.only.split(","))) or FAMILIES
    for name in wanted:
        try:
            if arguments.command == "export":
                export(name, arguments.folder, arguments.format == "onnx")
                print(name, flush=True)
            elif (arguments.folder / f"{name}.xml").exists():
                print(f"{name:26}{measure(name, arguments.folder, arguments.program)}", flush=True)
        except Exception as error:  # the list goes on where one detector cannot be exported
            print(f"{name}: {type(error).__name__}: {error}"[:600], flush=True)


if __name__ == "__main__":
    main()
