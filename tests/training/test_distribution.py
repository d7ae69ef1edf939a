"""The same `fit()` on two devices gives the losses and weights of one; replicas draw latents of their own.

They run in a process of their own, because devices are set up before a backend starts.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

RUN = """
import contextlib, json, sys
runs = [word.split() for word in sys.argv[1:]]
import gan_lessons
import keras
import numpy as np
from keras import ops

if any(where == "mirrored" for where, _, _ in runs):
    import tensorflow as tf
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])  # a second one would number its messages as the first
    assert mirrored.num_replicas_in_sync == 2
if any(where == "parallel" for where, _, _ in runs):
    import jax
    assert jax.device_count() == 2
    keras.distribution.set_distribution(keras.distribution.DataParallel())

from gan_lessons.arrays import Samples
from gan_lessons.training import GAN
from tests.training.games import curve, discriminator, generator


class Fed(GAN):
    "Reads its latents from the batch, so that a sample meets the same latent wherever it is computed."

    def roles(self):
        return {"images": Samples(), "latents": Samples()}

    def complete(self, batch):
        return batch


def start(shape, seed):
    return np.random.default_rng(seed).normal(0, 0.3, shape)


def result(where, fed, batch_norm):
    with mirrored.scope() if where == "mirrored" else contextlib.nullcontext():
        g, d = generator(batch_norm=batch_norm), discriminator()
        for i, network in enumerate((g, d)):
            first = [start(w.shape, [i, j]) if w.ndim > 1 else w for j, w in enumerate(network.get_weights())]
            network.set_weights(first)
        model = (Fed if fed else GAN)(g, d, seed=3)
        model.compile(keras.optimizers.SGD(0.1), keras.optimizers.Adam(1e-2), reuse_fakes=fed)
        latents = np.random.default_rng(9).standard_normal((64, 3)).astype("float32")
        data = (curve(64), latents) if fed else curve(64)
        history = model.fit(data, batch_size=16, epochs=3, verbose=0).history
    out = {"history": history, "weights": [w.tolist() for w in model.get_weights()]}
    if where == "mirrored" and not fed:
        drawn = []
        s = model.distribute_strategy
        for _ in range(2):
            per = s.run(lambda: model.latents(4))
            drawn.append([x.numpy().tolist() for x in s.experimental_local_results(per)])
        out["drawn"] = drawn
    return out


print("RESULT" + json.dumps([result(where, fed == "fed", norm == "bn") for where, fed, norm in runs]))
"""


def run(*runs: str) -> list[dict]:
    """What came of each: "one fed plain", "mirrored drawn bn"."""
    root = Path(__file__).parents[2]
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
        "XLA_FLAGS": "--xla_force_host_platform_device_count=2" if "parallel" in runs[0] else "",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN, *runs], env=env, cwd=root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    return json.loads(line.removeprefix("RESULT"))


def assert_same(one: dict, two: dict):
    for name, values in one["history"].items():
        assert two["history"][name] == pytest.approx(values, abs=1e-4), name
    for a, b in zip(one["weights"], two["weights"], strict=True):
        assert np.allclose(a, b, atol=1e-4)


@pytest.fixture(scope="module")
def tensorflows():
    if keras.backend.backend() != "tensorflow":
        pytest.skip("MirroredStrategy is TensorFlow's")
    return run("one fed plain", "mirrored fed plain", "mirrored drawn bn")


def test_mirrored_strategy_equals_one_device_when_fed_the_same_latents(tensorflows):
    one, mirrored, _ = tensorflows
    assert_same(one, mirrored)


def test_mirrored_replicas_draw_latents_of_their_own(tensorflows):
    _, _, result = tensorflows
    assert all(np.isfinite(result["history"]["g_loss"]))
    (a0, b0), (a1, b1) = result["drawn"]
    draws = [tuple(np.round(row, 5)) for block in (a0, b0, a1, b1) for row in block]
    assert len(set(draws)) == 16, "no latent is drawn twice, by another replica or in another step"


@pytest.mark.skipif(keras.backend.backend() != "jax", reason="keras.distribution needs JAX")
def test_data_parallel_equals_one_device_when_fed_the_same_latents():
    assert_same(*run("one fed plain"), *run("parallel fed plain"))


@pytest.mark.skipif(keras.backend.backend() != "jax", reason="keras.distribution needs JAX")
def test_data_parallel_draws_one_global_batch_of_latents():
    """Without feeding too: JAX makes the same global draw and shares it out, so no shard repeats another's."""
    assert_same(*run("one drawn plain"), *run("parallel drawn plain"))
