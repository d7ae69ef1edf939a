"""Who plays: the sides of a game, and terms of a loss that come into play only in every k-th step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gan_lessons import numeric

import keras

MOST_UPDATES = 1000  # in a step, each of which is traced anew


@dataclass(frozen=True)
class Lazy:
    """A term of a player's loss that is computed in every k-th step only, in an update of its own (arXiv 1912.04958).

    It counts k times as much there, so that on average its weight does not depend on k. In between, its logs keep their last value.

    Parameters
    ----------
    term : callable
        `term(batch) -> (scalar, logs)`, as a player's losses.
    every : int
        It is computed in steps 0, every, 2 · every, …
    logs : sequence of str
        The names of its logs.

    Raises
    ------
    ValueError
        If `every` is below 1.
    """

    term: Callable
    every: int = 16
    logs: Sequence[str] = ()

    def __post_init__(self):
        numeric.whole("every", self.every)

    def __call__(self, batch: dict):
        value, logs = self.term(batch)
        return value * float(self.every), logs


@dataclass(frozen=True)
class Player:
    """One side of the game.

    Parameters
    ----------
    name : str
        Its optimiser is known by this name.
    networks : sequence of keras.Model
        What its updates move.
    losses : sequence of callables
        Each `loss(batch) -> (scalar, logs)` is one update; several make several updates, one after another. `logs`
        maps names in the objective's `metric_names` to scalars.
    updates : int
        How often that happens in a step, each time on real samples of its own: 5 for WGAN's critic, say.
    also_moves : sequence of keras.Model
        Networks of other players whose moving statistics may change in these updates (the generator that draws the
        discriminator's fakes). The statistics of every other network are left exactly as they were.
    after : callable, optional
        Called without arguments after each of its updates: it may assign the player's own variables (a critic's weights are
        clipped).
    also : sequence of Lazy
        Terms with updates of their own, after the others, by the same optimiser.

    Raises
    ------
    ValueError
        If `updates` is no whole number from 1 to 1,000.
    """

    name: str
    networks: Sequence[keras.Model]
    losses: Sequence[Callable]
    updates: int = 1
    also_moves: Sequence[keras.Model] = ()
    after: Callable | None = None
    also: Sequence[Lazy] = ()

    def __post_init__(self):
        numeric.whole("updates", self.updates, most=MOST_UPDATES)

    @property
    def trainable_variables(self) -> list[keras.Variable]:
        """What its updates move; a weight that two of its networks share counts once."""
        return list({id(v): v for net in self.networks for v in net.trainable_variables}.values())
