"""CycleGAN: translation learned without pairs (arXiv 1703.10593; chapters 24 to 26)."""

from __future__ import annotations

from typing import ClassVar

from gan_lessons import backend, numeric
from gan_lessons.arrays import Samples
from gan_lessons.sampling import Sampler, Sources
from gan_lessons.training.objectives.translation import (
    Translation,
    check_judge,
    check_translator,
    distance,
    optimizer,
)
from gan_lessons.training.players import Player
from gan_lessons.training.state import Pool

import keras
import numpy as np
from keras import ops

DIRECTIONS = ("a to b", "b to a")
OF_D = ("d_a_loss", "d_b_loss")
OF_G = ("g_ab_loss", "g_ba_loss", "cycle_a", "cycle_b", "identity_a", "identity_b")


@keras.saving.register_keras_serializable(package="gan_lessons")
class CycleGAN(Translation):
    """Two generators, one in each direction, and a discriminator for each domain.

    Nobody knows which image of b belongs to which of a. What can be asked: that a translation looks like its domain (adversarial), that there and
    back is where it began (cycle), and that what is in the target domain already stays as it is (identity).

    Parameters
    ----------
    a_to_b, b_to_a : keras.Model
        Images (n, height, width, channels) of one domain to those of the other, in [-1, 1]: `models.residual.generator`. Points (n, d) go, too.
    d_a, d_b : keras.Model
        Images of a, and of b, to scores: (n, 1), or a map of them (n, h, w, 1): `models.patchgan.discriminator` with one image.
    pool_size : int
        How many earlier translations each discriminator remembers (arXiv 1612.07828); 0: none.
    seed : int, optional
        Seed of the order of the batches, and of the pools.

    Raises
    ------
    ValueError
        If the networks do not fit together, or two of them are one.
    """

    network_names = ("a_to_b", "b_to_a", "d_a", "d_b")
    term_names = ("cycle_weight", "identity_weight")
    metric_names = (*OF_D, *OF_G)
    metric_roles: ClassVar = {
        "d_a_loss": ("b to a", "d_loss"), "g_ba_loss": ("b to a", "g_loss"),
        "d_b_loss": ("a to b", "d_loss"), "g_ab_loss": ("a to b", "g_loss"),
    }  # fmt: skip

    def __init__(
        self,
        a_to_b: keras.Model,
        b_to_a: keras.Model,
        d_a: keras.Model,
        d_b: keras.Model,
        pool_size: int = 50,
        seed: int | None = None,
        **kwargs,
    ):
        pool_size = numeric.whole("pool_size", pool_size, 0, 100_000)
        self._check(a_to_b, b_to_a, d_a, d_b)
        super().__init__(seed=seed, **kwargs)
        self.a_to_b, self.b_to_a, self.d_a, self.d_b = a_to_b, b_to_a, d_a, d_b
        self.pool_size = pool_size
        if pool_size:
            shapes = (tuple(d.inputs[0].shape[1:]) for d in (d_a, d_b))
            self.pool_a, self.pool_b = (
                Pool(shape, pool_size, (self.seed + i) % 2**32) for i, shape in enumerate(shapes, 1)
            )

    @staticmethod
    def _check(a_to_b, b_to_a, d_a, d_b) -> None:
        networks = {"a_to_b": a_to_b, "b_to_a": b_to_a, "d_a": d_a, "d_b": d_b}
        if len({id(network) for network in networks.values()}) < 4:
            raise ValueError(
                "Two of the four networks are one object. Build each anew: they learn different things."
            )
        check_translator("a_to_b", a_to_b)
        check_translator("b_to_a", b_to_a)
        a, b = (tuple(x.shape[1:]) for x in (a_to_b.inputs[0], a_to_b.outputs[0]))
        back = [tuple(x.shape[1:]) for x in (b_to_a.inputs[0], b_to_a.outputs[0])]
        if back != [b, a]:
            raise ValueError(
                f"a_to_b turns {a} into {b}; b_to_a turns {back[0]} into {back[1]}, and must turn {b} into {a}."
            )
        for name, d, shape, of in (("d_a", d_a, a, "b_to_a"), ("d_b", d_b, b, "a_to_b")):
            check_judge(name, d, shape, of)
            if len(d.inputs) != 1:
                raise ValueError(f"{name} takes {len(d.inputs)} images; without pairs there is one to judge.")

    def compile(
        self,
        g_optimizer=None,
        d_a_optimizer=None,
        d_b_optimizer=None,
        loss: str = "least_squares",
        *,
        cycle_weight: float = 10.0,
        identity_weight: float = 5.0,
        **kwargs,
    ) -> None:
        """Set how the game is played. The defaults are the paper's, but for the learning rate, which is constant here.

        Parameters
        ----------
        g_optimizer : keras.optimizers.Optimizer
            Of both generators: they are updated together, as the cycles run through both. Default: Adam, 2e-4, beta_1 0.5.
        d_a_optimizer, d_b_optimizer : keras.optimizers.Optimizer
            Likewise.
        loss : "least_squares", "non_saturating" or "hinge"
            What is made of the discriminators' scores.
        cycle_weight : float
            What a mean absolute error of 1, there and back, counts (the paper's λ). 0: off.
        identity_weight : float
            What a change of 1 to an image that is in the target domain already counts; half of the cycle's in the paper. 0: off.
        **kwargs
            As for `Adversarial.compile`. `schedules={"g": training.ConstantThenLinear(2e-4, steps), …}` is the paper's.

        Raises
        ------
        ValueError
            If an option has no such value, or identity is asked of domains with different numbers of channels.
        """
        optimizers = {
            "g": optimizer("g_optimizer", g_optimizer),
            "d_a": optimizer("d_a_optimizer", d_a_optimizer),
            "d_b": optimizer("d_b_optimizer", d_b_optimizer),
        }
        a, b = self._shapes()
        if identity_weight and a != b:
            raise ValueError(
                f"Images of a have shape {a}, those of b {b}: a generator cannot leave an image of its target domain as it is. Set "
                "identity_weight=0."
            )
        self._choose(loss, {"cycle_weight": cycle_weight, "identity_weight": identity_weight})
        self.metric_names = (*OF_D, *(OF_G if self.identity_weight else OF_G[:4]))
        super().compile(optimizers, **kwargs)

    # ---- the objective -----------------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        return [
            Player("g", [self.a_to_b, self.b_to_a], [self.g_loss]),
            Player("d_a", [self.d_a], [self.d_a_loss], also_moves=[self.b_to_a]),
            Player("d_b", [self.d_b], [self.d_b_loss], also_moves=[self.a_to_b]),
        ]

    def _shapes(self) -> tuple[tuple, tuple]:
        return tuple(self.a_to_b.inputs[0].shape[1:]), tuple(self.b_to_a.inputs[0].shape[1:])

    def roles(self) -> dict:
        a, b = self._shapes()
        return {"a": Samples(a, "a_to_b"), "b": Samples(b, "b_to_a")}

    def build_sampler(self) -> Sampler:
        return Sampler(self.a_to_b, [Sources(self._shapes()[0], "a")])

    def g_loss(self, batch: dict):
        a, b = batch["a"], batch["b"]
        fake_b, fake_a = self.run(self.a_to_b, a), self.run(self.b_to_a, b)
        logs = {
            "g_ab_loss": self.fooling(self.run(self.d_b, fake_b)),
            "g_ba_loss": self.fooling(self.run(self.d_a, fake_a)),
            "cycle_a": distance(self.run(self.b_to_a, fake_b), a),
            "cycle_b": distance(self.run(self.a_to_b, fake_a), b),
        }
        loss = logs["g_ab_loss"] + logs["g_ba_loss"] + self.cycle_weight * (logs["cycle_a"] + logs["cycle_b"])
        if self.identity_weight:
            logs["identity_a"] = distance(self.run(self.b_to_a, a), a)
            logs["identity_b"] = distance(self.run(self.a_to_b, b), b)
            loss = loss + self.identity_weight * (logs["identity_a"] + logs["identity_b"])
        return loss, logs

    def d_a_loss(self, batch: dict):
        return self._judge("d_a", batch["a"], self.b_to_a, batch["b"])

    def d_b_loss(self, batch: dict):
        return self._judge("d_b", batch["b"], self.a_to_b, batch["a"])

    def _judge(self, name: str, real, translator, source):
        """Loss of a discriminator, on real images and on translations, some of them from the pool."""
        d = getattr(self, name)
        with backend.no_gradient():
            fakes = ops.stop_gradient(self.run(translator, source))
        if self.pool_size:
            fakes = (self.pool_a if name == "d_a" else self.pool_b)(fakes)
        loss = (self.on_real(self.run(d, real))[0] + self.on_fakes(self.run(d, fakes))[0]) / 2.0
        return loss, {f"{name}_loss": loss}

    # ---- use ---------------------------------------------------------------------------------------------------

    def call(self, a, training=False):
        return self.a_to_b(a, training=training)

    def translate(self, images, direction: str = "a to b", batch_size: int = 64) -> np.ndarray:
        """Translations of these images.

        Parameters
        ----------
        images : ndarray
            uint8, or float in [-1, 1], (n, height, width, channels), of the domain that the direction begins with.
        direction : "a to b" or "b to a"
        batch_size : int
            Images computed at a time.

        Returns
        -------
        ndarray
            uint8 (n, height, width, channels) for images, else float32.

        Raises
        ------
        ValueError
            If there is no such direction, or the images do not fit.
        """
        numeric.choice("direction", direction, DIRECTIONS)
        name = direction[0]
        sampler = self.sampler if name == "a" else Sampler(self.b_to_a, [Sources(self._shapes()[1], "b")])
        return sampler.generate(len(images), None, batch_size, **{name: images})

    def get_config(self):
        return {**super().get_config(), "pool_size": self.pool_size}
