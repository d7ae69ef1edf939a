"""Whose a variable is: what an update may move, and what of an objective is saved beside networks and optimisers; and the saving."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gan_lessons import backend, files
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


def kept(model: keras.Model, assigned: Sequence[tuple], allowed: Sequence[keras.Model] | None = None) -> None:
    """Do what was assigned outside of a loss: nothing to frozen networks, and no stray variables.

    Parameters
    ----------
    model : Adversarial
    assigned : sequence of (keras.Variable, tensor)
    allowed : sequence of keras.Model, optional
        The only networks whose weights may be assigned; without it all that are not frozen.

    Raises
    ------
    ValueError
        If the model does not hold a variable, or it belongs to a network that is not allowed.
    """
    held = {id(v) for v in model.variables}
    frozen = {id(v) for network in model.frozen for v in network.weights}
    mine = None if allowed is None else {id(v) for network in allowed for v in network.weights}
    theirs = {id(v) for network in playing(model, model.team) for v in network.weights}
    for variable, value in assigned:
        if id(variable) not in held:
            raise ValueError(backend.nobodys(variable))
        if mine is not None and id(variable) in theirs - mine:
            raise ValueError(
                f"after() of a player assigns {variable.path!r}, which is a weight of another one."
            )
        if id(variable) not in frozen:
            variable.assign(value)


def playing(model: keras.Model, team: Sequence[Player]) -> list[keras.Model]:
    """All networks of a game: those of the players, and those that are declared frozen."""
    return [*(net for p in team for net in [*p.networks, *p.also_moves]), *model.frozen]


def _walk(value, path: str) -> Iterator[tuple[str, object]]:
    """What Keras keeps in an attribute: variables and layers, also those in lists and dicts."""
    if isinstance(value, keras.Variable | keras.layers.Layer | keras.random.SeedGenerator):
        yield path, value
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from _walk(item, f"{path}.{i}")
    elif isinstance(value, dict):
        for key in sorted(value, key=str):
            yield from _walk(value[key], f"{path}.{key}")


def _parts(model: keras.Model) -> Iterator[tuple[str, object]]:
    """Everything that an objective holds, by attribute: an order that does not depend on when it got there."""
    attributes = attributes_of(model)
    for name in sorted(attributes, key=lambda name: (name.startswith("_"), name)):
        yield from _walk(attributes[name], name)


def attributes_of(layer: keras.layers.Layer) -> dict[str, object]:
    """The attributes of a layer by name; under PyTorch it keeps its own layers apart from the others."""
    apart = layer.named_children() if hasattr(layer, "named_children") else ()
    return vars(layer) | dict(apart)


def owned(model: keras.Model) -> dict[str, keras.Variable]:
    """The variables of the objective itself, by the attribute that they are in."""
    known = {id(v) for layer in model.layers for v in layer.variables} | {
        id(v) for v in model.metrics_variables
    }
    known |= {id(v) for v in random_states(model).values()}
    found: dict[int, tuple[str, keras.Variable]] = {}
    for path, part in _parts(model):
        if isinstance(part, keras.Variable) and id(part) not in known:
            found.setdefault(id(part), (path, part))
    return dict(found.values())


def random_states(model: keras.Model) -> dict[str, keras.Variable]:
    """The random states of an objective and of everything in it, by the attribute that they are in."""
    weights = {id(v) for v in [*model.weights, *model.metrics_variables]}
    held = {id(v) for v in model.variables} - weights
    found: dict[int, tuple[str, keras.Variable]] = {}
    for path, part in _parts(model):
        states = (
            [part.state] if isinstance(part, keras.random.SeedGenerator) else getattr(part, "variables", [])
        )
        for i, state in enumerate(v for v in states if id(v) in held):
            found.setdefault(id(state), (f"{path}.random_{i}", state))
    return dict(found.values())


def unclaimed(model: keras.Model, team: Sequence[Player]) -> list[str]:
    """The names of layers and variables that hold weights and are nobody's."""
    claimed = {id(w) for network in playing(model, team) for w in network.weights}
    left = []
    for layer in model.layers:
        if not isinstance(layer, State) and any(id(w) not in claimed for w in layer.weights):
            left.append(layer.name)
    return left + [name for name, variable in owned(model).items() if variable.trainable]


class Saving:
    """How a game is saved: with all that it owns, and whole or not at all. `keras.saving.load_model` reads it."""

    def save(self, filepath, overwrite: bool = True, zipped: bool | None = None, **kwargs) -> None:
        """Save networks, optimisers, clock and random states in one file, from which training goes on exactly.

        To go on after a crash, save between two epochs: `fit` shuffles by the clock, and continues where that stands.

        Parameters
        ----------
        filepath : str or Path
            Ends in `.keras`. Its folder is made; what is there is replaced in one step, once the new file is on the disk.
        overwrite : bool
            False refuses to replace a file.
        zipped, **kwargs
            As in Keras. An address ("hf://…") and `zipped=False`, which makes a folder, are left to it altogether.

        Raises
        ------
        ValueError
            If the ending is another, or a folder is in the way. HDF5 cannot hold a game: its players have an optimiser each.
        OSError
            If it cannot be written, or is there and `overwrite` is False. What was there is untouched.
        """
        if zipped is False or "://" in str(filepath):
            super().save(filepath, overwrite=overwrite, zipped=zipped, **kwargs)
        else:
            write = super().save
            self._save(filepath, ".keras", overwrite, lambda part: write(part, zipped=zipped, **kwargs))

    def save_weights(self, filepath, overwrite: bool = True, max_shard_size: float | None = None) -> None:
        """Save the same without the architecture; `load_weights` of an equal game reads it.

        `keras.callbacks.BackupAndRestore` calls it. Let that save between epochs (its default): weights of mid-epoch do not fit the epoch
        that it starts again with.

        Parameters
        ----------
        filepath : str or Path
            Ends in `.weights.h5`. As for `save`.
        overwrite : bool
            False refuses to replace a file.
        max_shard_size : float, optional
            As in Keras, which then writes several files by itself.

        Raises
        ------
        ValueError, OSError
            As for `save`.
        """
        if max_shard_size is not None or "://" in str(filepath):
            super().save_weights(filepath, overwrite=overwrite, max_shard_size=max_shard_size)
        else:
            self._save(filepath, ".weights.h5", overwrite, super().save_weights)

    def _save(self, filepath, ending, overwrite, write):
        path = files.place("filepath", filepath, ending)
        if path.exists() and not overwrite:
            raise FileExistsError(f"{path} is there already, and overwrite is False.")
        optimizers = getattr(self, "optimizer", None)  # none yet before compile()
        variables = [*self.variables, *(optimizers.variables if optimizers else ())]
        size = sum(math.prod(v.shape) * (8 if "64" in v.dtype else 4) for v in variables)
        # HDF5 adds some kilobytes for each variable.
        files.in_full(path, write, room=size + 8_000 * len(variables))

    def export(self, filepath, *args, **kwargs) -> None:
        """Refused, by a ValueError: a game is not one function. Its generator is: `game.generator.export(…)`."""
        raise ValueError(
            f"A {type(self).__name__} is a game of several networks, which no other format holds. Export a network: "
            f"game.generator.export({str(filepath)!r}); or save the game: game.save('game.keras')."
        )

    def save_own_variables(self, store) -> None:
        """Put into a store what Keras does not save by itself."""
        for name, variable in (owned(self) | random_states(self)).items():
            store[name] = ops.convert_to_numpy(variable)

    def load_own_variables(self, store) -> None:
        """Take it back.

        Raises
        ------
        ValueError
            If the store holds something else.
        """
        wanted = owned(self) | random_states(self)
        if set(store.keys()) != set(wanted):
            raise ValueError(
                f"The file holds {sorted(store.keys())} of the objective's own, and this {type(self).__name__} has {sorted(wanted)}: it "
                "was saved by another version or another objective. Load the networks alone, or train again."
            )
        for name, variable in wanted.items():
            variable.assign(store[name])
