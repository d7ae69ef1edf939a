"""Measured edits, on a perfect generator: a painter whose attributes are known functions of the latent points."""

from contextlib import nullcontext

from gan_lessons import latent, metrics
from gan_lessons.data.faces import draw_faces

import numpy as np
import pytest

D = 12
WANTED = {"smile": (0.35, 1), "glasses": "none"}


def draw(z, entangled=False):
    """Faces with one attribute a number of the point; if entangled, hair grows with the smile."""
    low, high = -1.5, 1.5
    part = (np.clip(z, low, high) - low) / (high - low)  # in [0, 1]
    return draw_faces(
        smile=2 * part[:, 0] - 1,
        glasses=np.where(z[:, 1] > 0, "square", "none"),
        hair_length=0.3 + 0.6 * part[:, 0 if entangled else 2],
        skin=part[:, 3],
        backdrop=part[:, 4],
        face_width=part[:, 5],
        background=0.15 + 0.3 * part[:, 6],
        hair_colour=np.where(z[:, 7] > 0, "brown", "blond"),
    )


@pytest.fixture(scope="module")
def z():
    return latent.sample(250, D, seed=0)


@pytest.fixture(scope="module")
def typical(z):
    return draw(z)


def groups(z, n, k):
    """n times k points each that smile with glasses, and that are neutral with and without, by the truth."""
    smiles, neutral, glasses = z[:, 0] > 0.8, np.abs(z[:, 0]) < 0.4, z[:, 1] > 0
    rng = np.random.default_rng(1)
    which = (smiles & glasses, neutral & glasses, neutral & ~glasses)
    return [z[rng.choice(np.flatnonzero(some), (n, k))] for some in which]


def score(before, after, typical, wanted=WANTED, **options):
    with pytest.warns(UserWarning, match="rough") if len(after) < 100 else nullcontext():
        return metrics.edit_score(before, after, typical, wanted, **options)


def test_no_edit_at_all_works_by_luck_and_leaves_everything_as_it_is(z, typical):
    found = score(typical, typical, typical)
    truth = ((np.clip(z[:, 0], -1.5, 1.5) / 1.5 > 0.35) & (z[:, 1] <= 0)).mean()
    assert found.share == found.by_luck == pytest.approx(truth, abs=0.04)
    assert found.drift == 0 and max(found.drifts.values()) == 0 and found.faces > 0.99
    assert found.share_error == pytest.approx(np.sqrt(found.share * (1 - found.share) / 250))
    assert not set(found.drifts) & set(WANTED)


def test_other_faces_altogether_have_a_drift_of_one(typical):
    found = score(typical, np.roll(typical, 7, axis=0), typical)
    assert found.drift == pytest.approx(1, abs=0.08)
    for name in ("hair_length", "skin", "backdrop", "background", "hair_colour"):
        assert found.drifts[name] == pytest.approx(1, abs=0.2), name
    assert max(map(abs, found.shifts.values())) < 1e-5


def test_the_edit_of_a_perfect_generator_is_perfect(typical):
    c = groups(latent.sample(250, D, seed=0), 100, 1)[2][:, 0]
    edited = c.copy()
    edited[:, 0] = 1.5
    named = ["hair_length", "skin", "backdrop", "face_width", "background", "hair_colour"]
    found = score(draw(c), draw(edited), typical, others=named)
    assert found.share > 0.97 and found.drift < 0.08
    assert set(found.drifts) == set(named)
    # what the reader sees move where nothing moved is small beside what an entangled generator moves
    entangled = score(
        draw(c, True), draw(edited, True), draw(latent.sample(250, D, seed=0), True), others=named
    )
    assert next(iter(entangled.drifts)) == "hair_length" and entangled.drifts["hair_length"] > 0.5
    assert entangled.shifts["hair_length"] > 0.8 and abs(entangled.shifts["skin"]) < 0.1


def test_sums_of_means_work_more_often_than_sums_of_single_points(z, typical):
    found = {}
    for k in (1, 10):
        a, b, c = groups(z, 100, k)
        found[k] = score(draw(latent.average(c)), draw(latent.arithmetic(a, b, c)), typical)
    assert found[10].share > found[1].share + 2 * found[1].share_error
    assert found[10].drift < found[1].drift - 0.1


def test_what_is_no_face_is_no_success(typical):
    noise = np.random.default_rng(0).integers(0, 256, (100, 80, 80, 3), "uint8")
    found = score(typical[:100], noise, typical, {"smile": (-1, 1)})
    assert found.share < 0.05 and found.faces < 0.05


def test_says_what_it_found_and_by_whom(typical):
    found = score(typical[:20], typical[20:40], typical)
    assert "n = 20" in str(found) and "'faces'" in str(found) and "by luck" in str(found)
    assert f"{next(iter(found.drifts))} (" in str(found)
    assert list(found.drifts.values()) == sorted(found.drifts.values(), reverse=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"wanted": {"hat": "yes"}}, "hat"),
        ({"wanted": {}}, "nothing wanted"),
        ({"wanted": {"glasses": "monocle"}}, "monocle.*none, round"),
        ({"wanted": {"smile": "yes"}}, r"'yes'.*\(low, high\)"),
        ({"wanted": {"smile": (1, 0)}}, r"\(low, high\)"),
        ({"others": ["ears"]}, "ears"),
        ({"after": np.zeros((3, 80, 80, 3), "uint8")}, "as many after as before"),
        ({"typical": np.zeros((1, 80, 80, 3), "uint8")}, "at least 2"),
    ],
)
def test_refuses_before_it_reads(monkeypatch, changes, message):
    monkeypatch.setattr(type(metrics.face_reader()), "read", None)
    images = np.zeros((4, 80, 80, 3), "uint8")
    given = {"before": images, "after": images, "typical": images, "wanted": WANTED} | changes
    with pytest.raises(ValueError, match=message):
        metrics.edit_score(**given)
