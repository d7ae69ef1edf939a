"""Every objective under JAX's data parallelism gives on two devices the logs and weights of one. (`make test-backends` runs it.)"""

import keras
import pytest

from tests.training import two_devices
from tests.training.test_distribution import (
    assert_objective_is_the_same,
    assert_refused,
    assert_same,
    outcomes,
    run,
)

pytestmark = pytest.mark.skipif(keras.backend.backend() != "jax", reason="keras.distribution needs JAX")


def test_fit_equals_one_device_when_fed_the_same_latents():
    assert_same(*run("one fed plain"), *run("parallel fed plain"))


def test_one_global_batch_of_latents_is_drawn():
    """Without feeding too: JAX makes the same global draw and shares it out, so no shard repeats another's."""
    assert_same(*run("one drawn plain"), *run("parallel drawn plain"))


@pytest.fixture(scope="module")
def parallel(tmp_path_factory):
    return outcomes(tmp_path_factory.mktemp("devices"))


@pytest.mark.parametrize("name", two_devices.GAMES)
def test_every_objective_comes_to_the_same_on_two_devices(name, parallel):
    assert_objective_is_the_same(name, parallel)


def test_a_batch_that_cannot_be_shared_out_is_refused_before_the_first_step(parallel):
    assert_refused(parallel, ["batch_size", "own batches"])
