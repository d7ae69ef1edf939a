"""What no builder of networks can mean is refused by name, before a layer is made."""

import inspect
import math

from gan_lessons import models

import numpy as np
import pytest

FAMILIES = (
    "acgan",
    "biggan",
    "conditional",
    "dcgan",
    "dcgan_colour",
    "dcgan_norm",
    "dense",
    "infogan",
    "lsgan",
    "practices",
    "progressive",
    "semi_supervised",
    "stylegan",
    "wgan",
)
NO_NUMBERS = (-1, 2.5, 1e30, 10**30, math.nan, "3", True, [1], np.array([1, 2]), np.ma.masked, 1j, object())
JUNK = {
    "recipe": ("classic ", "", 1, None, ["classic"], np.array(["classic", "laptop"])),
    "seed": (-1, 2.5, "3", True, math.nan, [1], np.array([1, 2])),
    "size": (*NO_NUMBERS, 0, 31, 48),
    "channels": (*NO_NUMBERS, 0),
    "init": ("other", 1, None, ["normal"]),
    **{
        name: (1, "yes", None)
        for name in (
            *("shared", "skip_z", "attention", "residual", "spectral", "projection"),
            *("pixel_norm", "minibatch_std", "equalised"),
        )
    },
    "style": ("other", 1, None, ["adain"]),
    "kind": ("stack", 1, None, ["heads"]),
    "batch_norm": (1, "yes", [], math.nan),
    "norm": (1, "yes", None),
    "embedding_dim": (*NO_NUMBERS, 0, "one hot"),
    "stddev": (0.0, -1.0, math.nan, math.inf, 1e30, "0.02", True),
    "dropout": (1.0, -0.1, math.nan, "0.5", True),
    "n_continuous": (*NO_NUMBERS, None),
    **{name: (*NO_NUMBERS, 0) for name in ("latent_dim", "outputs", "inputs", "width", "n_classes")},
    **{
        name: ("other", 1, None, ["relu"]) for name in ("upsample", "downsample", "activation", "initializer")
    },
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", ["generator", "discriminator", "critic"])
def test_what_an_argument_cannot_be_is_refused_by_name(family, name):
    build = getattr(getattr(models, family), name, None)
    if build is None:
        return
    known = inspect.signature(build).parameters
    start = {"recipe": "wide" if family == "dense" else "laptop"} if "recipe" in known else {}
    for parameter in known:
        for value in JUNK[parameter]:
            with pytest.raises(ValueError, match=f"^{parameter} is "):
                build(**{**start, parameter: value})


def test_codes_and_networks_side_by_side_are_checked():
    vectors = models.infogan.code_vectors
    for options in ({"seed": -1}, {"n_classes": True}, {"n_continuous": "2"}):
        with pytest.raises(ValueError, match=f"^{next(iter(options))} is "):
            vectors([0, 1], **({"n_continuous": 2} | options))
    for codes in (np.ma.masked_array([0, 1], [1, 0]), ["0", "1"], [True, False], [[0], [1, 2]]):
        with pytest.raises(ValueError, match=r"^codes "):
            vectors(codes)
    with pytest.raises(ValueError, match="continuous is not finite"):
        vectors([0, 1], [[0.0, np.nan]] * 2, n_continuous=2)
    for networks in (None, 3, [None], models.dense.generator()):
        with pytest.raises(ValueError, match="expected a list of networks"):
            models.dense.side_by_side(networks)
