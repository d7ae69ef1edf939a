"""The losses of both players, against their formulas in NumPy's double precision."""

from gan_lessons.training import losses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keras import ops
from scipy.special import expit, log_expit

from tests.properties import strategies as s

CROSS = (lambda o: -log_expit(o), lambda o: -log_expit(-o))
FORMULAS = {
    "non_saturating": (*CROSS, lambda o: -log_expit(o)),
    "minimax": (*CROSS, lambda o: log_expit(-o)),
    "least_squares": (lambda o: (o - 1) ** 2, lambda o: o**2, lambda o: (o - 1) ** 2),
    "hinge": (lambda o: np.maximum(0, 1 - o), lambda o: np.maximum(0, 1 + o), lambda o: -o),
    "wasserstein": (lambda o: -o, lambda o: o, lambda o: -o),
}
kinds = st.sampled_from(["array", "tensor"])


def give(x, kind):
    return ops.convert_to_tensor(np.asarray(x, "float32")) if kind == "tensor" else x


@given(st.data(), st.sampled_from(list(FORMULAS)), s.counts, kinds)
def test_the_formulas(data, name, n, kind):
    loss = losses.WASSERSTEIN if name == "wasserstein" else losses.LOSSES[name]
    outputs = data.draw(s.arrays((n, 1), -100, 100, dtypes=("f8", "f4", "i4")))
    targets = data.draw(s.arrays((n, 1), 0, 1, dtypes=("f4", "i4")))
    o, t = np.asarray(outputs, float), np.asarray(targets, float)
    real, fake, generator = (f(o) for f in FORMULAS[name])
    close = {"rtol": 1e-4, "atol": 1e-4}
    for function, want in ((loss.real, real), (loss.fake, fake), (loss.generator, generator)):
        np.testing.assert_allclose(ops.convert_to_numpy(function(give(outputs, kind))), want, **close)
    found = loss.discriminator(give(outputs, kind), give(targets, kind))
    np.testing.assert_allclose(ops.convert_to_numpy(found), t * real + (1 - t) * fake, **close)


@given(s.floats(-30, 30), st.floats(0, 1))
def test_cross_entropy_is_that_of_two_coins(logit, target):
    d = expit(logit)
    want = -target * np.log(d) - (1 - target) * np.log1p(-d) if 0 < d < 1 else None
    if want is not None:
        assert float(losses.cross_entropy(logit, target)) == pytest.approx(want, rel=1e-4, abs=1e-5)
