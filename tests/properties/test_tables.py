"""Codes and classes, preferences, points on curves: against counting by hand and against SciPy's statistics."""

import itertools
import math
from collections import Counter

from gan_lessons import budget, metrics
from gan_lessons.data import curves

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tests.properties import strategies as s


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=30),
    st.sampled_from(["i8", "u1", "u8"]),
)
def test_codes_are_matched_as_well_as_any_matching_does(pairs, dtype):
    codes, classes = np.array(pairs, dtype).T
    found = metrics.code_table(codes, classes[:, None], 3, 4)
    counts = Counter(pairs)
    assert all(found.counts[i, j] == counts[i, j] for i in range(3) for j in range(4))
    best = max(sum(counts[i, j] for i, j in enumerate(way)) for way in itertools.permutations(range(4), 3))
    assert math.isclose(found.accuracy, best / len(pairs))
    assert math.isclose(found.purity, sum(max(counts[i, j] for j in range(4)) for i in range(3)) / len(pairs))
    n, of_code, of_class = len(pairs), Counter(i for i, _ in pairs), Counter(j for _, j in pairs)
    information = sum(c / n * math.log(c * n / of_code[i] / of_class[j]) for (i, j), c in counts.items())
    assert math.isclose(found.mutual_information, information, abs_tol=1e-9)


@given(
    st.integers(0, 300),
    st.integers(1, 300),
    st.floats(0.01, 0.999),
    st.sampled_from(metrics.preference.METHODS),
)
def test_win_rates_have_scipys_intervals(wins, games, level, method):
    wins = min(wins, games)
    found = metrics.win_rate(wins, games, level, method)
    want = binomtest(wins, games).proportion_ci(level, method)
    assert found.low == pytest.approx(want.low, abs=1e-9) and found.high == pytest.approx(want.high, abs=1e-9)
    assert found.value == wins / games


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("abc")).filter(lambda p: p[0] != p[1]), max_size=20
    ),
    st.booleans(),
)
def test_preferences_are_counted(judgements, as_lists):
    found = metrics.preferences(list("abc"), [list(j) for j in judgements] if as_lists else judgements)
    for name, rate in found.rates.items():
        won, lost = sum(j[0] == name for j in judgements), sum(j[1] == name for j in judgements)
        assert (rate.wins, rate.games) == (won, won + lost)
    for (a, b), rate in found.pairs.items():
        assert (rate.wins, rate.games) == (
            judgements.count((a, b)),
            judgements.count((a, b)) + judgements.count((b, a)),
        )


@given(
    st.sampled_from(["parabola", "sine", "circle", "ring", "grid"]),
    s.seeds,
    s.floats(-20, 20),
    s.floats(-20, 20),
)
def test_points_are_as_far_from_a_curve_as_from_its_nearest_point(name, seed, x, y):
    curve = curves.load(name)
    dense = curve.nodes if curve.is_mixture else curve.at(np.linspace(0, 1, 20_001))
    some = np.vstack([[x, y], curve.sample(3, seed)])
    want = [np.linalg.norm(dense - point, axis=1).min() for point in some[:2]]
    assert curve.locate(some)[0][:2] == pytest.approx(want, abs=2e-3 if not curve.is_mixture else 1e-12)
    assert ((curve.locate(some)[1] >= 0) & (curve.locate(some)[1] < curve.pieces)).all()


@given(st.sampled_from(curves.names()), s.seeds, st.integers(1, 50))
@pytest.mark.filterwarnings("ignore:A score from")
def test_a_score_on_a_curve_counts_its_points(name, seed, n):
    curve = curves.load(name)
    points = np.vstack([curve.sample(n, seed), np.random.default_rng(seed).uniform(-5, 5, (n, 2))])
    found, (far, piece) = metrics.on_curve(points, curve), curve.locate(points)
    near = [p for p, d in zip(piece.tolist(), far.tolist(), strict=True) if d <= curve.tolerance]
    assert found.on_curve == pytest.approx(len(near) / (2 * n))
    shares = Counter(near)
    np.testing.assert_allclose(found.piece_shares, [shares[p] / (2 * n) for p in range(curve.pieces)])
    assert found.coverage == pytest.approx(
        np.mean([shares[p] / (2 * n) >= 0.25 / curve.pieces for p in range(curve.pieces)])
    )
    assert found.distance == pytest.approx(math.fsum(far) / (2 * n))


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**9),
    st.none() | st.integers(1, 10**9),
    st.sampled_from(budget.NAMES),
)
def test_steps_are_those_of_the_budget(full, quick, smoke, name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(budget.VARIABLE, name)
        want = {"full": full, "quick": quick, "smoke": smoke or min(quick, 4)}[name]
        assert budget.steps(full=np.int64(full), quick=quick, smoke=smoke) == want
