"""The core's own tests under every backend that is installed, and one generator's images under all of them."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from tests.backends import one_step
from tests.training.course_games import ALL

ROOT = Path(__file__).parents[2]
OTHERS = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            importlib.util.find_spec(name) is None,
            reason=f"{name} is not installed (make test-backends installs it)",
        ),
    )
    for name in ("jax", "torch")
]

MAKE = """
import sys
import gan_lessons as gl
generator = gl.models.dcgan.generator("laptop", seed=1)
for weight in generator.weights:  # an untrained generator draws an even grey, and batch norm's averages are 0 and 1
    weight.assign(weight * (5.0 if len(weight.shape) > 1 else 2.0))
generator.save(sys.argv[1])
"""

DRAW = """
import sys
import gan_lessons as gl
import keras
import numpy as np
generator = keras.models.load_model(sys.argv[1], compile=False)
np.save(sys.argv[2], gl.backend.compiled(generator)(gl.latent.sample(16, 100, seed=0)))
"""


def python(backend: str, *command: str) -> subprocess.CompletedProcess:
    env = os.environ | {"KERAS_BACKEND": backend}
    done = subprocess.run([sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done


@pytest.mark.parametrize("backend", OTHERS)
def test_the_core_passes_its_tests(backend):
    done = python(backend, "-m", "pytest", "tests/training", "-p", "no:cacheprovider", "-p", "no:xdist")
    assert "passed" in done.stdout


@pytest.mark.parametrize("backend", OTHERS)
@pytest.mark.parametrize("made_by_tensorflow", [True, False], ids=["from-tensorflow", "to-tensorflow"])
def test_a_generator_gives_the_same_images_elsewhere(backend, made_by_tensorflow, tmp_path):
    there, here = (backend, "tensorflow") if made_by_tensorflow else ("tensorflow", backend)
    python(here, "-c", MAKE, str(tmp_path / "generator.keras"))
    drawn = []
    for i, name in enumerate((here, there)):
        out = tmp_path / f"{i}.npy"
        python(name, "-c", DRAW, str(tmp_path / "generator.keras"), str(out))
        drawn.append(np.load(out))
    assert drawn[0].std() > 1e-3
    assert np.abs(drawn[0] - drawn[1]).max() < 1e-4


@pytest.fixture(scope="module")
def tensorflows_step(tmp_path_factory):
    if keras.backend.backend() == "tensorflow":
        return one_step.outcomes()
    out = tmp_path_factory.mktemp("step") / "tensorflow.npz"
    python("tensorflow", "-m", "tests.backends.one_step", str(out))
    with np.load(out) as arrays:
        return dict(arrays)


def test_one_step_changes_every_objective(tensorflows_step):
    """What the comparison below rests on: each objective logs and moves something."""
    names = {key.split("|")[0] for key in tensorflows_step}
    assert names == set(ALL)
    assert all(np.isfinite(value).all() for value in tensorflows_step.values())
    steps = [value for key, value in tensorflows_step.items() if key.endswith(" steps")]
    assert len(steps) == len(names) and all(step == 1 for step in steps)


@pytest.mark.parametrize("backend", OTHERS)
def test_one_step_of_each_objective_is_the_same_under_every_backend(backend, tensorflows_step, tmp_path):
    python(backend, "-m", "tests.backends.one_step", str(tmp_path / "step.npz"))
    with np.load(tmp_path / "step.npz") as there:
        assert set(there.files) == set(tensorflows_step)
        for key, value in tensorflows_step.items():
            np.testing.assert_allclose(there[key], value, rtol=2e-4, atol=2e-5, err_msg=key)
