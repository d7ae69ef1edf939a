"""Whatever is given to a function that computes, it computes or it says what is wrong: no NaN, no mask ignored, no foreign error."""

import warnings
from dataclasses import dataclass, field

from gan_lessons import budget, games, latent, metrics, upsampling
from gan_lessons.data import curves

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import strategies as s


@dataclass
class Case:
    """A function, good arguments, and what is wrong for which of them."""

    function: object
    good: dict
    arrays: str = ""  # names of arguments
    counts: str = ""
    numbers: str = ""
    words: str = ""
    seeds: str = ""
    called: dict = field(default_factory=dict)  # what errors call an argument


RNG = np.random.default_rng(0)
Z, POINTS = RNG.standard_normal((12, 3)), RNG.standard_normal((12, 2))
IMAGE, KERNEL = RNG.standard_normal((4, 5)), RNG.standard_normal((2, 3))
MAP = RNG.standard_normal((3, 4)).astype("f4")
A, B = RNG.standard_normal((14, 3)), RNG.standard_normal((12, 3))
P = np.abs(A) / np.abs(A).sum(axis=1, keepdims=True)
PARABOLA, RING = curves.load("parabola"), curves.load("ring")


def pictures_of(z):
    return z @ MAP


pictures_of.latent_dim = 3
SETS = {"a": "The first set", "b": "The second set"}
LAYERS = {"image": IMAGE, "kernel": KERNEL, "stride": 2, "padding": "same"}
OVERLAP = {"shape": 4, "kernel": 3, "stride": 2, "padding": "same"}
SIZES = {"size": 9, "kernel": 3, "stride": 2, "padding": "same"}

CASES = {
    "sample": Case(latent.sample, {"n": 3, "latent_dim": 4, "seed": 0}, counts="n latent_dim", seeds="seed"),
    "lerp": Case(latent.lerp, {"a": Z, "b": Z[::-1], "t": np.linspace(0, 1, 3)}, arrays="a b t"),
    "slerp": Case(latent.slerp, {"a": Z, "b": Z[::-1], "t": np.linspace(0, 1, 3)}, arrays="a b t"),
    "grid": Case(latent.grid, {"corners": Z[:4], "rows": 3, "cols": 3}, arrays="corners", counts="rows cols"),
    "to_shell": Case(latent.to_shell, {"z": Z}, arrays="z"),
    "average": Case(latent.average, {"z": Z}, arrays="z"),
    "arithmetic": Case(latent.arithmetic, {"a": Z[:2], "b": Z[2:5], "c": Z[5]}, arrays="a b c"),
    "attribute_directions": Case(
        lambda z, values: latent.attribute_directions(z, {"smile": values}),
        {"z": Z, "values": Z[:, 0] + RNG.random(12)},
        arrays="z",
    ),
    "move": Case(latent.Direction(np.eye(3)[0], 2.0, 0.5).move, {"z": Z, "steps": np.arange(3.0)}, arrays="z steps"),
    "principal_directions": Case(
        latent.principal_directions, {"generator": pictures_of, "k": 2, "n": 9, "seed": 0}, counts="k n", seeds="seed"
    ),
    "pictures": Case(latent.pictures, {"generator": pictures_of, "z": Z, "batch_size": 5}, arrays="z", counts="batch_size"),
    "convolution": Case(upsampling.convolution, LAYERS, arrays="image kernel", counts="stride", words="padding"),
    "transposed": Case(upsampling.transposed_convolution, LAYERS, arrays="image kernel", counts="stride", words="padding"),
    "by_zeros": Case(upsampling.transposed_by_zero_insertion, LAYERS, arrays="image kernel", counts="stride", words="padding"),
    "matrix": Case(
        upsampling.convolution_matrix,
        {"shape": (4, 5), "kernel": KERNEL, "stride": 1, "padding": "same"},
        arrays="kernel",
        counts="shape stride",
        words="padding",
    ),
    "upsample": Case(
        upsampling.upsample, {"image": IMAGE, "size": 2, "interpolation": "bilinear"}, "image", "size", words="interpolation"
    ),
    "insert_zeros": Case(upsampling.insert_zeros, {"image": IMAGE, "stride": 2}, arrays="image", counts="stride"),
    "footprint": Case(upsampling.footprint, {"pixel": (1, 2)} | OVERLAP, counts="pixel shape kernel stride", words="padding"),
    "overlap": Case(upsampling.overlap, OVERLAP, counts="shape kernel stride", words="padding"),
    "conv_size": Case(upsampling.conv_size, SIZES, counts="size kernel stride", words="padding"),
    "transposed_size": Case(upsampling.transposed_size, SIZES, counts="size kernel stride", words="padding"),
    "checkerboard": Case(
        upsampling.checkerboard, {"images": RNG.random((6, 6)), "stride": 2, "reach": 0.1}, "images", "stride", "reach"
    ),
    "gradients": Case(games.gradients, {"point": POINTS}, arrays="point"),
    "simultaneous": Case(games.simultaneous, {"point": POINTS, "lr": 0.2}, arrays="point", numbers="lr"),
    "alternating": Case(games.alternating, {"point": POINTS, "lr": 0.2}, arrays="point", numbers="lr"),
    "extragradient": Case(games.extragradient, {"point": POINTS, "lr": 0.2}, arrays="point", numbers="lr"),
    "friction": Case(games.friction, {"point": POINTS, "lr": 0.2, "strength": 0.5}, "point", numbers="lr strength"),
    "optimistic": Case(games.optimistic, {"point": POINTS, "before": POINTS, "lr": 0.2}, "point before", numbers="lr"),
    "play": Case(
        games.play,
        {"rule": "averaged", "start": POINTS[0], "lr": 0.2, "steps": 5, "strength": 0.5},
        "start",
        "steps",
        "lr strength",
        "rule",
    ),
    "averages": Case(games.averages, {"points": POINTS}, arrays="points"),
    "distances": Case(games.distances, {"points": POINTS}, arrays="points"),
    "growth": Case(games.growth, {"rule": "friction", "lr": 0.2, "strength": 0.5}, numbers="lr strength", words="rule"),
    "orbit": Case(games.orbit, {"point": POINTS[0], "lr": 0.2}, arrays="point", numbers="lr"),
    "steps": Case(budget.steps, {"full": 9, "quick": 5, "smoke": 2}, counts="full quick"),
    "curve.sample": Case(PARABOLA.sample, {"n": 3, "seed": 0}, counts="n", seeds="seed"),
    "ring.sample": Case(RING.sample, {"n": 3, "seed": 0}, counts="n", seeds="seed"),
    "curve.at": Case(PARABOLA.at, {"t": np.linspace(0, 1, 5)}, arrays="t"),
    "curve.locate": Case(PARABOLA.locate, {"points": POINTS}, arrays="points"),
    "ring.locate": Case(RING.locate, {"points": POINTS}, arrays="points"),
    "curves.load": Case(curves.load, {"name": "sine"}, words="name", called={"name": "curve"}),
    "on_curve": Case(metrics.on_curve, {"points": POINTS, "curve": "sine"}, arrays="points", words="curve"),
    "frechet": Case(metrics.frechet_distance, {"a": A, "b": B, "groups": 2}, arrays="a b", called=SETS),
    "kernel": Case(
        metrics.kernel_distance,
        {"a": A, "b": B, "subsets": 2, "subset_size": 4, "degree": 3, "seed": 0},
        "a b",
        "subsets degree",
        seeds="seed",
        called=SETS,
    ),
    "gaussian": Case(
        metrics.gaussian_distance,
        {"mean_a": Z[0], "covariance_a": np.eye(3), "mean_b": Z[1], "covariance_b": 2 * np.eye(3)},
        arrays="mean_a covariance_a mean_b covariance_b",
    ),
    "statistics": Case(
        lambda features: metrics.Statistics().add(features).covariance, {"features": A}, "features", called={"features": "The batch"}
    ),
    "inception_score": Case(
        metrics.inception_score, {"images": P, "groups": 2, "seed": 0}, "", "groups", seeds="seed"
    ),
    "precision_recall": Case(metrics.precision_recall, {"real": A, "generated": B, "k": 2}, "real generated", "k"),
    "nearest": Case(metrics.nearest, {"a": A, "among": B, "k": 2}, arrays="a among", counts="k"),
    "code_table": Case(
        metrics.code_table,
        {"codes": np.arange(12) % 3, "classes": np.arange(12) % 2, "n_codes": 3, "n_classes": 2},
        "codes classes",
        "n_codes n_classes",
    ),
    "win_rate": Case(
        metrics.win_rate, {"wins": 3, "games": 9, "level": 0.9, "method": "exact"}, "", "wins games", "level", "method"
    ),
    "judgements_needed": Case(
        metrics.judgements_needed, {"share": 0.6, "power": 0.8, "level": 0.95}, numbers="share power level"
    ),
}  # fmt: skip


def of(kind):
    return [(name, argument) for name, case in CASES.items() for argument in getattr(case, kind).split()]


def check(name, argument, value, must_refuse):
    case = CASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        s.refuses_or_is_finite(
            case.function, case.good | {argument: value}, case.called.get(argument, argument), must_refuse
        )


@pytest.mark.parametrize("name", CASES)
def test_what_is_good_is_accepted(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert s.holds_only_finite(CASES[name].function(**CASES[name].good))


@pytest.mark.parametrize(("name", "argument"), of("arrays"))
def test_no_array_of_finite_real_numbers_is_refused(name, argument):
    for make in s.NEVER.values():
        check(name, argument, make(np.asarray(CASES[name].good[argument], float)), True)


@pytest.mark.parametrize(("name", "argument"), of("arrays"))
def test_extremes_give_an_error_or_a_finite_result(name, argument):
    for make in s.PERHAPS.values():
        check(name, argument, make(np.asarray(CASES[name].good[argument], float)), False)


@given(st.data())
def test_extremes_together_give_an_error_or_a_finite_result(data):
    name = data.draw(st.sampled_from([name for name, case in CASES.items() if case.arrays]))
    case = CASES[name]
    arguments = dict(case.good)
    for argument in case.arrays.split():
        make = data.draw(st.sampled_from([*s.PERHAPS.values(), lambda a: a]))
        arguments[argument] = make(np.asarray(case.good[argument], float))
    for argument in case.numbers.split():
        arguments[argument] = data.draw(
            st.sampled_from([case.good[argument], 1e-300, 1e300, 1 - 1e-16, 5e-324])
        )
    for argument in case.counts.split():
        arguments[argument] = data.draw(st.sampled_from([case.good[argument], 0, 1, 50]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        s.refuses_or_is_finite(case.function, arguments, "", False)


@pytest.mark.parametrize("kind", ["counts", "numbers", "words", "seeds"])
def test_no_count_number_word_or_seed_is_refused(kind):
    bad = {"counts": s.NO_COUNTS, "numbers": s.NO_NUMBERS, "words": s.NO_WORDS, "seeds": s.NO_SEEDS}[kind]
    for name, argument in of(kind):
        for value in bad:
            check(name, argument, value, True)
