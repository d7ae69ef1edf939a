"""What must hold before a game begins: who plays with what, in which precision."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

from gan_lessons import backend, numeric
from gan_lessons.training.players import Player
from gan_lessons.training.saving import playing, unclaimed

import keras
from keras import ops

_PLAIN = (bool, int, float, str, tuple, type(None))


def all_or_nothing(compile_: Callable) -> Callable:
    """A `compile` that leaves the game's options as they were if it is refused, whatever it has set by then."""

    @functools.wraps(compile_)
    def wrapped(self, *args, **kwargs):
        before = {name: value for name, value in vars(self).items() if isinstance(value, _PLAIN)}
        try:
            return compile_(self, *args, **kwargs)
        except Exception:
            for name in [name for name, value in vars(self).items() if isinstance(value, _PLAIN)]:
                if name not in before:
                    delattr(self, name)
            for name, value in before.items():
                if vars(self).get(name) is not value:
                    setattr(self, name, value)
            raise

    return wrapped


def team(model: keras.Model, players: Sequence[Player], optimizers: Mapping) -> None:
    """Raise ValueError unless these players can play with these optimisers."""
    if not isinstance(optimizers, Mapping):
        raise ValueError(
            f"optimizers is {numeric.shown(optimizers)}; give a dict: an optimiser by the name of its player."
        )
    names = [player.name for player in players]
    trainable(players)
    if set(optimizers) != set(names):
        raise ValueError(f"Optimisers were given for {sorted(optimizers)}; the players are {names}.")
    if len({id(o) for o in optimizers.values()}) < len(names):
        raise ValueError(
            "One optimiser object was given for several players. It keeps moments for one set of "
            "variables only: create one for each player."
        )
    for name, optimizer in optimizers.items():
        if not isinstance(optimizer, keras.optimizers.Optimizer):
            raise ValueError(
                f"The optimiser of {name!r} is {numeric.shown(optimizer)}; give one: keras.optimizers.Adam(2e-4, beta_1=0.5), say."
            )
        numeric.real(
            f"The learning rate of {name!r}", ops.convert_to_numpy(optimizer.learning_rate), least=0.0
        )
        if getattr(optimizer, "use_ema", False):
            raise ValueError(
                f"The optimiser of {name!r} has use_ema=True, whose averages this training would never put to use. Make an average an "
                "attribute of the objective: self.averaged = training.Average(generator, 0.999)."
            )
        scaled = getattr(optimizer, "loss_scale_factor", None) is not None
        if scaled or isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
            raise ValueError(
                f"The optimiser of {name!r} scales a loss, and this training does not multiply its losses by it: the updates would be too "
                "small. Leave loss_scale_factor out; bfloat16 needs none."
            )
    placed(model, playing(model, players), optimizers)
    held = {id(v) for v in model.variables}
    frozen = {id(v) for network in model.frozen for v in network.weights}
    for player in players:
        for network in player.networks:
            if any(id(v) not in held for v in network.weights):
                raise ValueError(
                    f"{network.name!r} of player {player.name!r} is no attribute of this {type(model).__name__}, so it would not be saved. "
                    "Make it one."
                )
            if any(id(v) in frozen for v in network.weights):
                raise ValueError(
                    f"{network.name!r} is frozen, and is moved by player {player.name!r}. Choose one."
                )
    if left := unclaimed(model, players):
        raise ValueError(
            f"{', '.join(map(repr, left))} of this {type(model).__name__} holds weights and is nobody's. Give it to a player, name it in "
            "`frozen` if no update is to move it, or if it is a variable that losses assign, make it with trainable=False."
        )
    lazies = [name for player in players for lazy in player.also for name in lazy.logs]
    if shared := {name for name in lazies if lazies.count(name) > 1}:
        raise ValueError(f"Two lazy terms log {sorted(shared)}. Give each its own name.")
    for player in players:
        for lazy in player.also:
            if not set(lazy.logs) <= set(model.metric_names):
                raise ValueError(
                    f"A lazy term of {player.name!r} logs {list(lazy.logs)}; metric_names is {model.metric_names}."
                )
    precision(playing(model, players))


def placed(model: keras.Model, networks: Sequence[keras.Model], optimizers: Mapping | None = None) -> None:
    """Raise ValueError if networks or optimisers were made outside of the scope of the strategy that trains this model, or the model was."""
    held = {f"The network {network.name!r}": network.variables for network in networks}
    held |= {
        f"The optimiser of {name!r}": optimizer.variables for name, optimizer in (optimizers or {}).items()
    }
    for what, variables in held.items():
        if backend.strangers(model, variables):
            raise ValueError(
                f"{what} and this {type(model).__name__} were not made under one tf.distribute strategy, so they would not train together. "
                "Make networks, game and optimisers, and call compile, inside of `with strategy.scope():`; under no strategy, all outside."
            )


def shared_out(name: str, n: int, devices: int) -> None:
    """Raise ValueError unless so many samples can be dealt to the devices in equal shares."""
    if n % devices:
        raise ValueError(
            f"{name} is {n}, and {devices} devices take equal shares of it. Choose a multiple of {devices}: {n - n % devices or devices}, say."
        )


def trainable(players: Sequence[Player]) -> None:
    """Raise ValueError if a player has nothing that could learn."""
    for player in players:
        if not player.trainable_variables:
            raise ValueError(
                f"Player {player.name!r} has no trainable weights, so it would never learn. Set trainable = True "
                "on its networks."
            )


def finite(players: Sequence[Player]) -> None:
    """Raise ValueError if a network that plays has weights that are no numbers."""
    for player in players:
        for network in player.networks:
            for v in network.weights:
                if keras.backend.is_float_dtype(v.dtype) and not bool(ops.all(ops.isfinite(v))):
                    raise ValueError(
                        f"Weights of {network.name!r} of player {player.name!r} are NaN or infinite ({v.path}): its training was lost. Build it "
                        "anew, or load a checkpoint, and train with a smaller learning rate."
                    )


def options(given: Mapping) -> None:
    """Raise an error for options of Keras's `compile` that mean nothing to a game, or have no such value."""
    known = ("run_eagerly", "jit_compile", "steps_per_execution")
    if others := [name for name in given if name not in known]:
        raise TypeError(
            f"compile() of a game takes no {' and '.join(map(str, others))}. Its losses and metrics are its own; what of Keras's remains is "
            f"{', '.join(known)}."
        )
    numeric.whole("steps_per_execution", given.get("steps_per_execution", 1))
    numeric.flag("run_eagerly", given.get("run_eagerly", False))
    if given.get("jit_compile", "auto") != "auto":
        numeric.flag("jit_compile", given["jit_compile"])


def schedules(given: Mapping | None, optimizers: Mapping) -> dict:
    """These schedules by player. ValueError unless they can set the rates of these optimisers."""
    if given is not None and not isinstance(given, Mapping):
        raise ValueError(
            f"schedules is {numeric.shown(given)}; give a dict: a schedule by the name of its player."
        )
    given = dict(given or {})
    for name in given:
        if not isinstance(given[name], keras.optimizers.schedules.LearningRateSchedule):
            raise ValueError(
                f"The schedule of {name!r} is a {type(given[name]).__name__}; give a keras.optimizers.schedules.LearningRateSchedule, "
                "which can be saved."
            )
        if name not in optimizers:
            raise ValueError(f"A schedule was given for {name!r}; the players are {list(optimizers)}.")
        if not isinstance(optimizers[name].learning_rate, keras.Variable):
            raise ValueError(
                f"The optimiser of {name!r} has a schedule of its own. Give it a number, or leave out the one of the clock."
            )
        numeric.real(f"The schedule of {name!r} at step 0", ops.convert_to_numpy(given[name](0)), least=0.0)
    return given


def precision(networks: Sequence[keras.Model]) -> None:
    """Raise ValueError if a network computes in float16: its gradients would round to zero."""
    for network in networks:
        for layer in [network, *layers_in(network)]:
            if layer.compute_dtype == "float16":
                raise ValueError(
                    f"{network.name!r} computes in float16 (layer {layer.name!r}). Gradients of a GAN are too small for it without a scale "
                    "for each player's loss, which this training does not keep. Use keras.config.set_dtype_policy('mixed_bfloat16'), "
                    "which has the range of float32, and build the networks anew."
                )


def layers_in(network: keras.Model) -> Iterator[keras.layers.Layer]:
    """All layers of a network, those of the models inside it, too."""
    for layer in network.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from layers_in(layer)
