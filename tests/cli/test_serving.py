# Copyright (C) 2026 vinoscope contributors
# SPDX-License-Identifier: Apache-2.0
"""The configuration files of servers fit the models that `insert` writes, and the recipes of clusters are what they should be."""

import json
import re
import shutil
import subprocess

import kubernetes_validate
import numpy as np
import openvino as ov
import pytest
import yaml
from conftest import CAT, CLASSIFIER, SOURCE
from PIL import Image

SERVING = SOURCE / "examples/serving"
CLUSTER = SOURCE / "examples/cluster"
TYPES = {"f32": "TYPE_FP32", "i64": "TYPE_INT64", "u8": "TYPE_UINT8"}


@pytest.fixture
def repository(tmp_path, vinoscope):
    """models/classifier/1 (plain) and 2 (explaining), as the how-to makes them."""
    folder = tmp_path / "models/classifier"
    for version in ["1", "2"]:
        (folder / version).mkdir(parents=True)
    for file in [CLASSIFIER, CLASSIFIER.with_suffix(".bin")]:
        shutil.copy(file, folder / "1" / ("model" + file.suffix))
    vinoscope("insert", CLASSIFIER, "-o", folder / "2/model.xml")
    return tmp_path


def compiled(file):
    return ov.Core().compile_model(file, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})


def test_both_versions_of_the_model_server_answer(repository, vinoscope):
    (config,) = json.loads((SERVING / "ovms-config.json").read_text(encoding="utf-8"))["model_config_list"]
    assert config["config"]["model_version_policy"] == {"all": {}}
    base = repository / config["config"]["base_path"].lstrip("/")
    assert sorted(version.name for version in base.iterdir()) == ["1", "2"]
    Image.open(CAT).resize((224, 224)).save(repository / "cat.png")
    explained = json.loads(vinoscope("explain", CLASSIFIER, "cat.png", "--format", "npy", "--json", "--precision", "f32").stdout)
    pixels = np.asarray(Image.open(repository / "cat.png").convert("RGB"), np.float32)
    request = {"input": ((pixels - 127) / 128).transpose(2, 0, 1)[None]}
    plain, with_map = (compiled(base / version / "model.xml") for version in ["1", "2"])
    np.testing.assert_allclose(with_map(request)["logits"], plain(request)["logits"], rtol=1e-4, atol=1e-4)
    (one,) = explained["images"][0]["explanations"]
    expected = np.load(repository / one["files"]["npy"])
    np.testing.assert_allclose(with_map(request)["saliency_map"][0, one["target"]], expected, rtol=1e-3, atol=1e-5)


def ports_of_triton(text, kind):
    block = re.search(rf"^{kind} \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL).group(1)
    found = re.findall(r'name: "(\w+)" data_type: (\w+) dims: \[ ([\d, ]+) \]', block)
    return {name: (type_, [int(size) for size in dims.split(",")]) for name, type_, dims in found}


def test_the_configuration_of_triton_is_that_of_the_model(repository):
    text = (SERVING / "triton/classifier/config.pbtxt").read_text(encoding="utf-8")
    model = ov.Core().read_model(repository / "models/classifier/2/model.xml")
    for kind, ports in [("input", model.inputs), ("output", model.outputs)]:
        assert ports_of_triton(text, kind) == {
            port.any_name: (TYPES[port.element_type.get_type_name()], list(port.shape)) for port in ports}
    assert "max_batch_size: 0" in text and 'backend: "openvino"' in text


def test_the_recipe_of_slurm_submits_every_shard_and_their_merge(tmp_path, environment):
    """Against an sbatch that keeps what it is given and a vinoscope that tells its arguments."""
    script = CLUSTER / "slurm-array.sh"
    subprocess.run(["bash", "-n", script], check=True)
    (tmp_path / "bin").mkdir()
    for name, body in [("sbatch", 'n=$(ls -d job-* 2>/dev/null | wc -l); mkdir job-$n; printf "%s\\n" "$@" > job-$n/flags; '
                                  "cat > job-$n/script; echo $((70 + n))"),
                       ("vinoscope", 'printf "%s " "$@"')]:
        (tmp_path / "bin" / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    names = {"MODEL": "m.xml", "SOURCE": "a b", "RUN": str(tmp_path / "run"), "SHARDS": "3"}
    variables = {**environment, "PATH": f"{tmp_path / 'bin'}:{environment['PATH']}", **names}
    subprocess.run(["bash", script], cwd=tmp_path, env=variables, check=True, capture_output=True)
    flags = [(tmp_path / job / "flags").read_text().split() for job in ["job-0", "job-1"]]
    assert "--array=0-2" in flags[0] and "--requeue" in flags[0] and "--dependency=afterany:70" in flags[1]
    said = [subprocess.run(["bash", tmp_path / "job-0/script"], cwd=tmp_path, env={**variables, "SLURM_ARRAY_TASK_ID": str(i)},
                           check=True, capture_output=True, text=True).stdout for i in range(3)]
    assert said == [f"run m.xml a b -o {tmp_path}/run.parts/{i} --shard {i}/3 --quiet " for i in range(3)]
    for i in range(3):
        (tmp_path / "run.parts" / str(i)).mkdir(parents=True)
    merged = subprocess.run(["bash", tmp_path / "job-1/script"], cwd=tmp_path, env=variables, check=True, capture_output=True,
                            text=True).stdout
    assert merged == "merge " + " ".join(f"{tmp_path}/run.parts/{i}" for i in range(3)) + f" -o {tmp_path}/run "


def test_the_job_of_kubernetes_has_its_schema_and_runs_every_shard(tmp_path, environment):
    """Against a vinoscope that prints its arguments and ends as it is told."""
    job = yaml.safe_load((CLUSTER / "kubernetes-job.yaml").read_text(encoding="utf-8"))
    kubernetes_validate.validate(job, "1.33", strict=True)
    shards = job["spec"]["completions"]
    (container,) = job["spec"]["template"]["spec"]["containers"]
    (rule,) = job["spec"]["podFailurePolicy"]["rules"]
    assert rule["onExitCodes"]["containerName"] == container["name"]
    assert {mount["name"] for mount in container["volumeMounts"]} == {
        volume["name"] for volume in job["spec"]["template"]["spec"]["volumes"]}
    program = tmp_path / "vinoscope"
    program.write_text('#!/bin/sh\nprintf "%s " "$@"; exit $CODE\n', encoding="utf-8")
    program.chmod(0o755)
    variables = {**environment, "PATH": f"{tmp_path}:{environment['PATH']}"}
    for code, expected in [(0, 0), (3, 0), (2, 2), (4, 4), (137, 137)]:
        ended = subprocess.run(container["command"], env={**variables, "JOB_COMPLETION_INDEX": "5", "CODE": str(code)},
                               capture_output=True, text=True)
        assert ended.returncode == expected
        assert ended.stdout == f"run /data/model.xml /data/photos -o /data/run.parts/5 --shard 5/{shards} --quiet "
