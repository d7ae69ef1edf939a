"""Whose a variable is: what an update may move, and what of an objective is saved beside networks and optimisers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gan_lessons import backend
from gan_lessons.training.players import Player
from gan_lessons.training.state import State

import keras
from keras import ops


@dataclass(frozen=True)
class Rights:
    """What the updates of one player may assign.

    Parameters
    ----------
    player : Player
    moving : frozenset of int
        The ids of the variables that they move: the player's own statistics, random states, and all that the objective owns.
    others : frozenset of int
        Those of other networks. What is assigned to them is dropped.
    """

    player: Player
    moving: frozenset[int]
    others: frozenset[int]

    def may_move(self, variable: keras.Variable) -> bool:
        """Whether an assignment to this variable is kept.

        Raises
        ------
        ValueError
            If it is trained, or no variable of the model.
        """
        if variable.trainable:
            raise ValueError(
                f"A loss of player {self.player.name!r} assigns {variable.path!r}, which is trained. Losses move weights by their gradients; "
                "what is to be assigned after an update belongs in Player(after=…)."
            )
        if id(variable) not in self.moving | self.others:
            raise ValueError(backend.nobodys(variable))
        return id(variable) in self.moving


def rights(model: keras.Model, player: Player) -> Rights:
    """What the updates of a player may assign."""
    everything = {id(v) for v in model.variables}
    weights = {id(w) for network in playing(model, [*model.team, player]) for w in network.weights}
    own = {id(v) for net in [*player.networks, *player.also_moves] for v in net.non_trainable_weights}
    return Rights(player, frozenset((everything - weights) | own), frozenset(weights - own))


def check_held(model: keras.Model, variable: keras.Variable) -> None:
    """Raise ValueError unless a variable is one of the model's."""
    if all(variable is not held for held in model.variables):
        raise ValueError(backend.nobodys(variable))


def playing(model: keras.Model, team: Sequence[Player]) -> list[keras.Model]:
    """All networks of a game: those of the players, and those that are declared frozen."""
    return [*(net for p in team for net in [*p.networks, *p.also_moves]), *model.frozen]


def owned(model: keras.Model) -> dict[str, keras.Variable]:
    """The variables that are attributes of the objective itself, by their attribute's name."""
    return {name: value for name, value in vars(model).items() if isinstance(value, keras.Variable)}


def random_states(model: keras.Model) -> list[keras.Variable]:
    """The random states of an objective and of everything in it, in a fixed order."""
    known = {id(v) for v in [*model.weights, *model.metrics_variables]}
    return [v for v in model.variables if id(v) not in known]


def save(model: keras.Model, store) -> None:
    """Put into a store what Keras does not save by itself."""
    for name, variable in owned(model).items():
        store[name] = ops.convert_to_numpy(variable)
    for i, state in enumerate(random_states(model)):
        store[f"random_{i}"] = ops.convert_to_numpy(state)


def load(model: keras.Model, store) -> None:
    """Take it back.

    Raises
    ------
    ValueError
        If the store holds something else.
    """
    wanted = owned(model) | {f"random_{i}": state for i, state in enumerate(random_states(model))}
    if set(store.keys()) != set(wanted):
        raise ValueError(
            f"The file holds {sorted(store.keys())} of the objective's own, and this {type(model).__name__} has {sorted(wanted)}: it was "
            "saved by another version or another objective. Load the networks alone, or train again."
        )
    for name, variable in wanted.items():
        variable.assign(store[name])


def unclaimed(model: keras.Model, team: Sequence[Player]) -> list[str]:
    """The names of layers and variables that hold weights and are nobody's."""
    claimed = {id(w) for network in playing(model, team) for w in network.weights}
    left = []
    for layer in model.layers:
        if not isinstance(layer, State) and any(id(w) not in claimed for w in layer.weights):
            left.append(layer.name)
    return left + [name for name, variable in owned(model).items() if variable.trainable]
