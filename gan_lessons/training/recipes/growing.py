"""The recipes of chapter 28: networks that grow from 4 x 4 pixels to their full size."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons import backend, models, numeric
from gan_lessons.training.objectives.growing import GrowingGAN
from gan_lessons.training.recipes.parts import epochs_of, seeds_of

import keras

R1 = 0.2


@dataclass(frozen=True)
class Phase:
    """Training at one size.

    Attributes
    ----------
    size : int
        Height and width in pixels.
    fade_steps, steps : int
        For how many steps the new block fades in, and how many there are in all.
    batch_size : int
    recipe : str
    seed : int or None
        Of the new blocks.
    """

    size: int
    fade_steps: int
    steps: int
    batch_size: int
    recipe: str
    seed: int | None

    def enter(self, game: GrowingGAN, epochs: int = 1) -> dict:
        """Let a game grow to this size, if it has half of it, and give the options for `fit` that train it for this phase.

        Parameters
        ----------
        game : GrowingGAN
        epochs : int
            Into how many epochs the steps are cut.

        Returns
        -------
        dict

        Raises
        ------
        ValueError
            If the game has another size, or its last block is still fading in.
        """
        fit = {"batch_size": self.batch_size, **epochs_of(self.steps, epochs)}
        if 2 * game.size == self.size:
            with backend.scope(game):
                grown = [
                    models.progressive.grown(network, self.recipe, self.seed)
                    for network in (game.generator, game.discriminator)
                ]
            game.grow(*grown, fade_steps=self.fade_steps)
        elif game.size != self.size:
            raise ValueError(
                f"The game has {game.size} pixels, and this phase {self.size}: phases follow one another, each twice the size."
            )
        return fit


def growing(
    recipe: str,
    steps: int,
    size: int = 32,
    seed: int | None = None,
    *,
    start: int = 4,
    latent_dim: int | None = None,
    channels: int = 3,
    average: float | None = 0.999,
    pixel_norm: bool = True,
    minibatch_std: bool = True,
    equalised: bool = True,
    **game,
) -> tuple[GrowingGAN, list[Phase]]:
    """Two ways to train a GAN from 4 x 4 pixels up, and the phases of the training.

    Phases follow one another::

        game, phases = recipes.growing("laptop", 6_000, size=32, seed=1)
        for phase in phases:
            game.fit(data, **phase.enter(game))

    Parameters
    ----------
    recipe : "classic" or "laptop"
        Both: Adam with β1 = 0 and β2 = 0.99; of each phase but the first, half the steps fade in. R1 in every sixteenth step in place
        of the paper's gradient penalty. "classic": the widths of the paper, and a rate of 0.001. "laptop": narrow networks, and 0.003.
    steps : int
        In all; each size has as many.
    size : 8, 16, 32, 64 or 128
        The full size in pixels, which the data must have.
    seed : int, optional
        One seed for the networks' weights and for the training.
    start : int
        The size to begin with; with `size` itself, nothing grows: what growing is compared with.
    latent_dim, channels
        As for `models.progressive.generator`.
    average : float or None
        As for `GAN`.
    pixel_norm, minibatch_std, equalised : bool
        As for `models.progressive.generator` and `.discriminator`: to train without one of these parts.
    **game
        Options of `GAN.compile` to play it otherwise.

    Returns
    -------
    GrowingGAN, list of Phase
        Compiled, with networks of the first size.

    Raises
    ------
    ValueError
        If the recipe or the size is unknown, a number is out of range, or there are fewer steps than two for each size.
    """
    seeds = seeds_of(seed)
    models.dcgan.check(recipe, recipes=models.progressive.RECIPES)
    numeric.whole("size", size)
    if size not in models.progressive.SIZES[1:]:
        raise ValueError(f"size is {size}; choose one of {models.progressive.SIZES[1:]}.")
    sizes = [s for s in models.progressive.SIZES if s <= size]
    if numeric.whole("start", start) not in sizes:
        raise ValueError(f"start is {start}; choose one of {sizes}, up to the full size.")
    sizes = [s for s in sizes if s >= start]
    steps = numeric.whole("steps", steps, 2 * len(sizes))
    common = {"seed": seeds[0], "equalised": equalised}
    networks = (
        models.progressive.generator(
            recipe, start, channels, latent_dim=latent_dim, pixel_norm=pixel_norm, **common
        ),
        models.progressive.discriminator(recipe, start, channels, minibatch_std=minibatch_std, **common),
    )
    gan = GrowingGAN(*networks, seed=seeds[2], full_size=size, average=average)
    rate = 0.001 if recipe == "classic" else 0.003
    optimizers = {f"{player}_optimizer": keras.optimizers.Adam(rate, 0.0, 0.99) for player in ("d", "g")}
    gan.compile(**{**optimizers, "d_batches": "separate", "r1": R1, **game})
    ends = [round(steps * i / len(sizes)) for i in range(len(sizes) + 1)]
    phases = []
    for s, begin, end in zip(sizes, ends, ends[1:], strict=False):
        n = end - begin
        phases.append(Phase(s, 0 if s == start else n // 2, n, 16, recipe, seeds[0]))
    return gan, phases
