"""The verdict on a training: its measures against others' ways to compute them, and no sentence that its own numbers deny."""

from gan_lessons import diagnosis
from gan_lessons.diagnosis import regions

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties import strategies as s

RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(60, 2))
HEALTHY = {
    name: np.full(400, value) for name, value in (("d_loss_real", 0.6), ("d_loss_fake", 0.5), ("g_loss", 1.0))
}
levels = st.floats(0.05, 40)


@given(s.arrays(st.tuples(st.integers(2, 9), st.integers(1, 6))))
def test_effective_dimensions_by_singular_values(x):
    rows = np.asarray(x, float)
    v = np.linalg.svd(rows - rows.mean(axis=0), compute_uv=False) ** 2
    assume(v.sum() == 0 or v.sum() > 1e-12 * (rows**2).sum())
    expected = v.sum() ** 2 / (v**2).sum() if v.sum() else 0.0
    assert diagnosis.effective_dimensions(x) == pytest.approx(expected, rel=1e-6)


@given(st.integers(3, 12), st.integers(1, 9), st.integers(1, 2), st.floats(0, 2), s.seeds)
def test_covered_by_loops(n, m, k, reach, seed):
    rng = np.random.default_rng(seed)
    real, drawn = rng.normal(size=(n, 2)), rng.normal(size=(m, 2))
    hits = 0
    for i, r in enumerate(real):
        others = sorted(np.linalg.norm(r - q) for j, q in enumerate(real) if j != i)
        hits += min(np.linalg.norm(r - q) for q in drawn) <= max(others[k - 1], reach)
    assert diagnosis.covered(real, drawn, k=k, reach=reach) == pytest.approx(hits / n)


@given(st.integers(0, 3), s.seeds)
def test_regions_that_are_left_out_of_far_blobs(missing, seed):
    """Four blobs far apart: the share left out is that of the blobs without samples."""
    rng = np.random.default_rng(seed)
    centres = 50.0 * np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    which = np.repeat(np.arange(4), 100)
    real = centres[which] + rng.normal(size=(400, 2))
    drawn = centres[which % (4 - missing)] + rng.normal(size=(400, 2))
    assert regions.left_out(drawn, real) == pytest.approx(missing / 4, abs=0.06)


@given(levels, levels, st.sampled_from([None, *diagnosis.SCALES]), st.integers(100, 2000))
def test_losses_alone_never_prove_that_all_is_well(d, g, loss, steps):
    said = diagnosis.diagnose({"d_loss": np.full(steps, d), "g_loss": np.full(steps, g)}, loss=loss)
    assert said.verdict in ("convergence failure", "not enough evidence", "vanishing generator gradient")
    assert all(np.isfinite(e.value) for e in said.evidence)
    if loss == "non_saturating":
        assert (said.verdict == "convergence failure") == (d < 0.05 or d > 2.0 or g > 10.0)


@given(st.floats(0.05, 3), st.floats(-1, 1), st.floats(0, 0.5), st.integers(1, 4), s.seeds)
def test_no_sentence_is_denied_by_its_evidence(scale, shift, noise, every, seed):
    """Images like the real ones, but shrunk, shifted, noisy or repeated: the words follow the numbers."""
    rng = np.random.default_rng(seed)
    basis = rng.normal(size=(6, 64)) / 4
    real = np.tanh(rng.normal(size=(120, 6)) @ basis).reshape(120, 8, 8, 1)
    z = np.repeat(rng.normal(size=(120 // every, 6)), every, axis=0)
    drawn = np.tanh(scale * z @ basis + noise * rng.normal(size=(len(z), 64)) + 0.3 * shift).reshape(
        -1, 8, 8, 1
    )
    said = diagnosis.diagnose(HEALTHY, drawn, real)
    value = {e.name: e.value for e in said.evidence}
    assert said.verdict in diagnosis.VERDICTS and s.holds_only_finite(list(value.values()))
    alike, ways = value["distance between samples"], value["effective dimensions"]
    if "as varied as real ones" in said.why:
        assert said.verdict == "stable" and alike >= 0.75 and ways >= 0.75
    if said.verdict == "stable":
        bad = (
            "They are copies",
            "nothing real",
            "Few of them",
            "in few ways",
            "nearly one image",
            "hardly ever drawn",
        )
        assert not [e for e in said.evidence if any(words in e.says for words in bad)]
    if "more alike" in said.why:
        assert alike < 0.75
    if said.verdict == "memorising":
        assert value["distance to it, beside its neighbour's"] < diagnosis.COPIES


@pytest.mark.parametrize("kind", sorted(s.NEVER))
@pytest.mark.parametrize("which", ["samples", "reference"])
def test_what_is_no_set_of_points_is_refused(which, kind):
    bad = s.NEVER[kind](POINTS)
    given_ = {"samples": POINTS, "reference": POINTS[::-1]} | {which: bad}
    with pytest.raises(ValueError, match="give both" if bad is None else which):
        diagnosis.diagnose(HEALTHY, **given_)


@pytest.mark.parametrize("kind", sorted(set(s.NEVER) - {"NaN", "infinity", "beyond double precision"}))
def test_what_are_no_losses_is_refused(kind):
    with pytest.raises(ValueError, match=r"g_loss|losses"):
        diagnosis.diagnose(HEALTHY | {"g_loss": s.NEVER[kind](HEALTHY["g_loss"])})
