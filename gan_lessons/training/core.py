"""The adversarial training step, written once for every objective of the course.

An `Adversarial` model owns a short list of players. In each step they are updated in turn, and each update moves one
player's weights against the loss that the objective states for it. `fit()` drives it, so progress bars, callbacks,
checkpoints and distribution work as in Keras. An objective (`GAN` and its relatives, or one of your own) says who plays, what each
player's loss is, what arrays it trains on, what its generator takes, and what it owns.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import ClassVar

from gan_lessons import backend, numeric
from gan_lessons.arrays import Samples
from gan_lessons.sampling import Sampler
from gan_lessons.training import checks, saving
from gan_lessons.training.fitting import Fitting
from gan_lessons.training.moves import Moves, part_of
from gan_lessons.training.optimizers import Optimizers, carried
from gan_lessons.training.players import Player
from gan_lessons.training.state import Average, State

import keras
import numpy as np
from keras import ops


class Adversarial(Fitting, Moves, saving.Saving, keras.Model):
    """A game between networks, trained by `fit()`.

    A subclass creates its networks, sets `metric_names`, and defines `players()`. It never says who updates which variables. The
    rest has defaults: `roles()`, `complete()`, `build_sampler()`, `frozen`, `metric_roles`.

    It can own state: a `keras.Variable(…, trainable=False)`, an `Average` or a `Pool` that is one of its attributes may be assigned in
    any loss, survives the step, and is saved and resumed exactly. An `Average` follows its network at the end of each step.

    Parameters
    ----------
    seed : int, optional
        Seed of the latents, of label flips and of the order of the batches. One seed gives one run (give the networks
        their seeds too). Without it each run differs.

    Attributes
    ----------
    metric_names : tuple of str
        What the losses log.
    metric_roles : dict of str to (str, str)
        For a game whose metrics are not named like those of `GAN`: metric to (game, role), the role being such a name ("d_loss_real",
        "d_loss_fake", "d_loss", "g_loss", "d_acc_real", "d_acc_fake", "distance"). A CycleGAN plays two games of two.
    frozen : sequence of keras.Model
        Networks that no update changes (a feature extractor inside a loss).
    steps : keras.Variable
        The clock: how many steps there have been. It is saved, and the walk through the data and lazy terms follow it.
    """

    metric_names: tuple[str, ...] = ()
    metric_roles: ClassVar[dict[str, tuple[str, str]]] = {}
    frozen: tuple[keras.Model, ...] = ()
    fitting = False  # whether a call of fit() is going on

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "compile" in vars(cls):  # objectives set their options first: players() reads them
            cls.compile = checks.all_or_nothing(cls.compile)

    def __init__(self, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        # Drawn from Python's generator, so that keras.utils.set_random_seed governs it too.
        self.seed = random.randrange(2**31) if seed is None else numeric.whole("seed", seed, 0, 2**32 - 1)
        self.random = backend.SeedGenerator(self.seed)
        self.steps = keras.Variable(
            0, dtype="int32", trainable=False, aggregation="only_first_replica", name="steps"
        )
        self.trackers = [keras.metrics.Mean(name) for name in self.metric_names]
        # Made when it is asked for. In a list, so that it is not taken for a part of the model.
        self._sampler: list[Sampler] = []
        self.built = True  # the networks are built; there is nothing of our own to build

    # ---- what an objective states ------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        """The players, in the order in which they move."""
        raise NotImplementedError(f"{type(self).__name__} must say who plays: define players().")

    def roles(self) -> dict[str, object]:
        """The arrays that it trains on, by role, and what each must be: `arrays.Samples` or `arrays.Labels`."""
        return {"images": Samples()}

    def complete(self, batch: dict) -> dict:
        """The batch that the losses read, from one that holds the arrays by role: labels for what is generated, say."""
        return batch

    def build_sampler(self) -> Sampler:
        """What the generator takes, and which network is shown."""
        raise NotImplementedError(
            f"{type(self).__name__} must say what its generator takes: define build_sampler()."
        )

    # ---- for its losses ----------------------------------------------------------------------------------------

    def run(self, network: keras.Model, inputs):
        """A network's outputs in training: float32, whatever precision it computes in."""
        return keras.tree.map_structure(lambda x: ops.cast(x, "float32"), network(inputs, training=True))

    # ---- Keras's side ------------------------------------------------------------------------------------------

    def compile(
        self,
        optimizers: dict[str, keras.optimizers.Optimizer],
        *,
        schedules: dict[str, Callable] | None = None,
        **kwargs,
    ) -> None:
        """Give every player its optimiser.

        Parameters
        ----------
        optimizers : dict of str to keras.optimizers.Optimizer
            One for each player, by its name. An optimiser keeps state for its own variables and cannot be shared.
        schedules : dict of str to callable, optional
            Learning rates that follow the clock, by player: `schedule(step) -> rate`, a `LearningRateSchedule` of Keras, say. (A
            schedule inside an optimiser counts this player's updates: for D, two a step with d_batches="alternate".)
        **kwargs
            `run_eagerly`, `jit_compile`, `steps_per_execution`: as in Keras.

        Raises
        ------
        ValueError
            If players and optimisers do not match, a network belongs to no player, or a player has nothing to train. Nothing is changed then.
        """
        checks.options(kwargs)
        team = self.players()
        checks.team(self, team, optimizers)
        schedules = checks.schedules(schedules, optimizers)
        super().compile(optimizer=None, loss=None, **kwargs)
        self.team, self.schedules = team, schedules
        if [tracker.name for tracker in self.trackers] != list(self.metric_names):
            self.trackers = [keras.metrics.Mean(name) for name in self.metric_names]
        self._seat({player.name: optimizers[player.name] for player in team})

    def _seat(self, optimizers):
        """Players and their optimisers, ready for steps that are traced anew."""
        for player in self.team:
            if not optimizers[player.name].built:
                optimizers[player.name].build(player.trainable_variables)
        self.optimizers = optimizers
        self.optimizer = Optimizers(self.optimizers)
        zeros = np.zeros(len(self.metric_names), "float32")
        if hasattr(self, "last_logs") and self.last_logs.shape != zeros.shape:
            backend.forget(self, self.last_logs)  # compiled anew, with other terms
            del self.last_logs
        if any(player.also for player in self.team) and not hasattr(self, "last_logs"):
            self.last_logs = keras.Variable(zeros, trainable=False, aggregation="mean", name="last_logs")
        self._rights = [saving.rights(self, player) for player in self.team]
        self.train_function = None

    def replace(self, **networks: keras.Model) -> None:
        """Go on with other networks, in the middle of training: a generator that has grown, say.

        The clock goes on. Optimisers keep their state for every weight that stays (layers that old and new networks share), and
        begin anew for the others. Averages are networks, too: give a new `Average`.

        Parameters
        ----------
        **networks : keras.Model or State
            By the attribute's name: `replace(generator=…, discriminator=…)`.

        Raises
        ------
        ValueError
            If there is no such attribute, an average of one of them is left behind, or they do not fit. Nothing is changed then.
        """
        for name in networks:
            if not isinstance(getattr(self, name, None), keras.layers.Layer):
                raise ValueError(f"{type(self).__name__} has no network {name!r} that could be replaced.")
        if self.fitting:
            raise ValueError("Networks are replaced between two calls of fit(), not during one.")
        old = {name: getattr(self, name) for name in networks}
        for average in self._averages():
            if any(average.source() is gone for gone in old.values()) and average not in old.values():
                raise ValueError(
                    f"An average follows {average.source().name!r}, which is to be replaced. Give a new Average, too."
                )
        checks.placed(self, list(networks.values()))
        before = {player.name: player.trainable_variables for player in self.team} if self.compiled else {}
        try:
            with backend.scope(self):
                self._exchange(networks, before)
        except Exception:
            self._exchange(old, {})
            raise

    def _exchange(self, networks, before):
        for name, network in networks.items():
            backend.forget(self, getattr(self, name))
            setattr(self, name, network)
        self._sampler.clear()
        if not self.compiled:
            return
        self.team = self.players()
        if before:
            kept = {
                p.name: carried(self.optimizers[p.name], before[p.name], p.trainable_variables)
                for p in self.team
            }
            checks.team(self, self.team, kept)
            self._seat(kept)

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        return self.trackers

    @property
    def sampler(self) -> Sampler:
        """What the generator takes, and which network is shown; see `build_sampler`."""
        if not self._sampler:
            sampler = self.build_sampler()
            sampler.model = self
            self._sampler.append(sampler)
        return self._sampler[0]

    @property
    def step_number(self) -> int:
        """How many steps there have been."""
        return int(ops.convert_to_numpy(self.steps))

    def roles_of_metrics(self) -> dict[str, dict[str, str]]:
        """For each game of two, its metrics by role: {"": {"d_loss_real": "d_loss_real", …}} for a `GAN`."""
        games: dict[str, dict[str, str]] = {}
        for name in self.metric_names:
            game, role = self.metric_roles.get(name, ("", name) if not self.metric_roles else (None, name))
            if game is not None:
                games.setdefault(game, {})[role] = name
        return games

    def generate(
        self, n: int, labels=None, seed: int | None = None, batch_size: int = 256, **given
    ) -> np.ndarray:
        """Draw samples, in inference mode. The draw does not touch the random state of training.

        Parameters
        ----------
        n : int
        labels : int or array-like of int (n,), optional
            For objectives with labels: one class for all, or one for each sample. Default: the classes in turn, 0, 1, 2, …
        seed : int, optional
            Seed of the latents. The same seed and n give the same latents, whatever the labels.
        batch_size : int
            Samples computed at a time; bounds the memory.
        **given
            What else goes in, by name: `sampler.names`.

        Returns
        -------
        ndarray
            uint8 (n, height, width, channels) for images, else float32.

        Raises
        ------
        ValueError
            If n is below 1, what was given does not fit, or the samples are not finite.
        """
        return self.sampler.generate(n, seed, batch_size, labels=labels, **given)

    # ---- the step ----------------------------------------------------------------------------------------------

    def train_step(self, *args):
        return backend.run_step(self, self.step, args)

    def prepare(self, data: tuple) -> dict:
        """The batch that the losses read, from the tensors that the data set delivers, in the order of the roles.

        Entries have the samples along their first axis: they are cut into one part for each update of a player that
        is updated more than once. Scalars go to every part.
        """
        arrays = {role: kind.ready(x) for (role, kind), x in zip(self.roles().items(), data, strict=False)}
        with backend.Recorder() as scope:
            batch = self.complete(arrays)
        saving.kept(self, scope.pairs())
        return batch

    def step(self, data) -> dict:
        """One move of every player. Returns this step's own values of the metrics."""
        for name, schedule in self.schedules.items():
            self.optimizers[name].learning_rate.assign(ops.cast(schedule(self.steps.value), "float32"))
        batch = self.prepare(tuple(data) if isinstance(data, tuple | list) else (data,))
        n_parts = max(player.updates for player in self.team)
        parts = [part_of(batch, k, n_parts) for k in range(n_parts)]
        logs: dict[str, list] = {}
        for player in self.team:

            def moves(part, player=player):
                return [self.update(player, loss, part) for loss in player.losses]

            move = backend.repeated(moves) if player.updates > 1 else moves
            told = [one for k in range(player.updates) for one in move(parts[k])]
            told += [self.lazy_update(player, lazy, parts[0]) for lazy in player.also]
            for name, value in (pair for one in told for pair in one.items()):
                logs.setdefault(name, []).append(value)
        if set(logs) != set(self.metric_names):
            raise ValueError(
                f"The losses of this {type(self).__name__} log {sorted(logs)}; metric_names is {sorted(self.metric_names)}. Name each once."
            )
        values = {name: ops.mean(ops.stack(seen)) for name, seen in logs.items()}
        for tracker in self.trackers:
            tracker.update_state(values[tracker.name])
        for average in self._averages():
            average.follow()
        if any(player.also for player in self.team):
            self.last_logs.assign(ops.stack([values[name] for name in self.metric_names]))
        self.steps.assign_add(1)
        return {tracker.name: values[tracker.name] for tracker in self.trackers}

    def _averages(self) -> list[Average]:
        """All that follow a network, those in a `State` of the objective's own, too."""
        found, todo = [], list(self.layers)
        while todo:
            layer = todo.pop(0)
            if isinstance(layer, Average):
                found.append(layer)
            elif isinstance(layer, State):
                todo += [part for part in saving.attributes_of(layer).values() if isinstance(part, State)]
        return found

    def get_config(self):
        return {"seed": self.seed, "name": self.name}
