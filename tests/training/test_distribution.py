"""Every objective on two replicas of a MirroredStrategy gives the logs and weights of one device, `fit()` too; replicas draw latents of their
own. (`test_data_parallel.py` has the same for JAX.)

They run in a process of their own, because devices are set up before a backend starts.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from gan_lessons import training

import keras
import numpy as np
import pytest

from tests.training import two_devices

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


def python(*command: str, devices: int = 1) -> str:
    root = Path(__file__).parents[2]
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
        "XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}",
    }
    done = subprocess.run([sys.executable, *command], env=env, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def run(*runs: str) -> list[dict]:
    """What came of each: "one fed plain", "mirrored drawn bn"."""
    told = python("-c", RUN, *runs, devices=2 if "parallel" in runs[0] else 1)
    (line,) = [line for line in told.splitlines() if line.startswith("RESULT")]
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


# ---- every objective -----------------------------------------------------------------------------------------------


def outcomes(folder: Path) -> dict:
    """What came of each game, by the number of devices; and what was refused."""
    file = folder / "found.npz"
    python("-m", "tests.training.two_devices", str(file), devices=2)
    found = {"one": {}, "two": {}, "refused": {}}
    with np.load(file) as arrays:
        for key in arrays.files:
            devices, name, what = key.split("|")
            found[devices].setdefault(name, {})[what] = arrays[key]
    return found


def assert_objective_is_the_same(name: str, found: dict):
    one, two = (found[devices][name] for devices in ("one", "two"))
    assert [key.split(" ")[0] for key in one] == [key.split(" ")[0] for key in two]
    for (key, a), b in zip(one.items(), two.values(), strict=True):
        np.testing.assert_allclose(b, a, rtol=2e-4, atol=2e-5, err_msg=key)


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    if keras.backend.backend() != "tensorflow":
        pytest.skip("MirroredStrategy is TensorFlow's")
    return outcomes(tmp_path_factory.mktemp("devices"))


@pytest.mark.parametrize("name", two_devices.GAMES)
def test_every_objective_comes_to_the_same_on_two_replicas(name, mirrored):
    assert_objective_is_the_same(name, mirrored)


def test_every_class_of_game_is_among_them(mirrored):
    kinds = {key.split(" ")[1] for one in mirrored["one"].values() for key in one if key[:5] == "kind "}
    games = {
        k for k in vars(training).values() if isinstance(k, type) and issubclass(k, training.Adversarial)
    }
    assert kinds == {k.__name__ for k in games - {training.Adversarial}}


SAYS = {
    "batch_size": "batch_size is 5, and 2 devices take equal shares of it. Choose a multiple of 2: 4, say.",
    "own batches": "Batch 1 of the data: it has 5 samples, and a step makes 1 updates on equal parts of it, each shared out among 2 devices.",
    "g_batch": "g_batch is 7, and 2 devices take",
    "labelled_batch": "labelled_batch is 7, and 2 devices take",
    "network": "The network 'p1' and this Pix2Pix were not made under one tf.distribute strategy",
    "grown": "and this GrowingGAN were not made under one tf.distribute strategy",
    "size": "4 pixels",
}


def assert_refused(found: dict, wanted):
    refused = {name: str(said) for name, said in found["refused"]["all"].items()}
    assert set(refused) == set(wanted)
    for name in wanted:
        assert SAYS[name] in refused[name], refused[name]


def test_what_replicas_cannot_share_is_refused_before_the_first_step(mirrored):
    assert_refused(mirrored, SAYS)


def test_each_update_is_shared_out_among_replicas_that_get_neighbouring_rows():
    arrays = {"images": np.arange(24)}
    feed = training.inputs.Feed(arrays, True, None)
    plain, dealt = (training.batches.Batches(feed, 12, seed=1, shares=shares) for shares in ((1, 1), (2, 3)))
    (rows,), (found,) = plain[0], dealt[0]
    first, second = rows[:6].reshape(3, 2), rows[6:].reshape(3, 2)  # the updates of a step
    assert found.reshape(3, 4).tolist() == np.hstack([first, second]).tolist()
