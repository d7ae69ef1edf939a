"""The adversarial training step, written once for every objective of the course.

An `Adversarial` model owns a short list of players. In each step they are updated in turn, and each update moves one
player's weights against the loss that the objective states for it. `fit()` drives it, so progress bars, callbacks,
checkpoints and distribution are Keras's own. An objective (`GAN`, and later its relatives) says three things: who
plays, what each player's loss is, and what a batch is.
"""

from __future__ import annotations

import contextlib
import random
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gan_lessons import backend
from gan_lessons.training.batches import Batches, FollowEpoch
from gan_lessons.training.inputs import as_arrays, check_samples, first_batch, to_unit_range

import keras
from keras import ops


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
        How often that happens in a step, each time on real samples of its own.
    also_moves : sequence of keras.Model
        Networks of other players whose moving statistics may change in these updates (the generator that draws the
        discriminator's fakes). The statistics of every other network are left exactly as they were.
    after : callable, optional
        Called without arguments after each of its updates: it may assign the player's own variables (a critic's weights are
        clipped).
    """

    name: str
    networks: Sequence[keras.Model]
    losses: Sequence[Callable]
    updates: int = 1
    also_moves: Sequence[keras.Model] = ()
    after: Callable | None = None

    @property
    def trainable_variables(self) -> list[keras.Variable]:
        return [v for network in self.networks for v in network.trainable_variables]


class Optimizers:
    """What a Keras trainer asks of `model.optimizer`, for one optimiser per player."""

    built = True

    def __init__(self, optimizers: dict[str, keras.optimizers.Optimizer]):
        self._optimizers = optimizers

    @property
    def variables(self) -> list[keras.Variable]:
        return [v for optimizer in self._optimizers.values() for v in optimizer.variables]


class Adversarial(keras.Model):
    """A game between networks, trained by `fit()`.

    A subclass creates its networks, sets `metric_names`, and gives `players()`; `prepare` turns what the data set
    delivers into the batch that its losses read. It never says who updates which variables.

    Parameters
    ----------
    seed : int, optional
        Seed of the latents, of label flips and of the order of the batches. One seed gives one run (give the networks
        their seeds too). Without it each run differs.
    """

    metric_names: tuple[str, ...] = ()
    # How many of the given arrays a batch consists of. 1: images; 2: images and labels, or two domains.
    n_arrays = 1

    def __init__(self, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        # Drawn from Python's generator, so that keras.utils.set_random_seed governs it too.
        self.seed = random.randrange(2**31) if seed is None else int(seed)
        self.random = backend.SeedGenerator(self.seed)
        self.trackers = [keras.metrics.Mean(name) for name in self.metric_names]
        self.built = True  # the networks are built; there is nothing of our own to build

    # ---- what an objective states ------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        """The players, in the order in which they move."""
        raise NotImplementedError(f"{type(self).__name__} must say who plays: define players().")

    def prepare(self, data: tuple) -> dict:
        """The batch that the losses read, from the tensors that the data set delivers.

        Every entry has the samples along its first axis: it is cut into one part for each update of a player that
        is updated more than once.
        """
        return {"images": to_unit_range(data[0])}

    def check(self, arrays: tuple) -> None:
        """Raise ValueError if these arrays (the data, or their first batch) cannot be trained on."""
        check_samples(arrays[0])

    # ---- Keras's side ------------------------------------------------------------------------------------------

    def compile(self, optimizers: dict[str, keras.optimizers.Optimizer], **kwargs) -> None:
        """Give every player its optimiser.

        Parameters
        ----------
        optimizers : dict of str to keras.optimizers.Optimizer
            One for each player, by its name. An optimiser keeps state for its own variables and cannot be shared.
        **kwargs
            `run_eagerly`, `jit_compile`, `steps_per_execution`: as in Keras.
        """
        super().compile(optimizer=None, loss=None, **kwargs)
        self.team = self.players()
        names = [player.name for player in self.team]
        self._check_trainable()
        if set(optimizers) != set(names):
            raise ValueError(f"Optimisers were given for {sorted(optimizers)}; the players are {names}.")
        if len({id(o) for o in optimizers.values()}) < len(names):
            raise ValueError(
                "One optimiser object was given for several players. It keeps moments for one set of "
                "variables only: create one for each player."
            )
        self.optimizers = {name: optimizers[name] for name in names}
        for player in self.team:
            optimizer = self.optimizers[player.name]
            if not optimizer.built:
                optimizer.build(player.trainable_variables)
        self.optimizer = Optimizers(self.optimizers)
        self.train_function = None  # traced anew: the losses or the optimisers may be others now

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        return self.trackers

    def train_step(self, *args):
        return backend.run_step(self, self.step, args)

    def step(self, data) -> dict:
        """One move of every player. Returns this step's own values of the metrics."""
        batch = self.prepare(tuple(data) if isinstance(data, tuple | list) else (data,))
        n_parts = max(player.updates for player in self.team)
        parts = [_part(batch, k, n_parts) for k in range(n_parts)]
        logs: dict[str, list] = {}
        for player in self.team:
            for k in range(player.updates):
                for loss in player.losses:
                    for name, value in self.update(player, loss, parts[k]).items():
                        logs.setdefault(name, []).append(value)
        values = {name: ops.mean(ops.stack(seen)) for name, seen in logs.items()}
        for tracker in self.trackers:
            tracker.update_state(values[tracker.name])
        return {tracker.name: values[tracker.name] for tracker in self.trackers}

    def move(self, name: str, data: tuple) -> dict:
        """The moves of one player alone, on one batch: the game in slow motion.

        Parameters
        ----------
        name : str
            Which player.
        data : tuple of tensors
            As the data set delivers them to `step`.

        Returns
        -------
        dict of str to scalar tensor
            The logs of this player's losses.
        """
        (player,) = [player for player in self.team if player.name == name]
        batch = self.prepare(data)
        logs = {}
        for loss in player.losses:
            logs |= self.update(player, loss, batch)
        return logs

    def update(self, player: Player, loss: Callable, batch: dict) -> dict:
        """Move one player's weights one step against one of its losses, and nothing of anyone else.

        Networks run with training behaviour, so batch norm in another player's network would move its averages:
        they are put back. (The gradient does not depend on them.)
        """
        own = player.trainable_variables
        mine = {id(v) for v in own}
        others = [v for v in [*self.trainable_variables, *self.non_trainable_variables] if id(v) not in mine]
        moving = {id(v) for net in [*player.networks, *player.also_moves] for v in net.non_trainable_weights}
        kept = [(v, ops.copy(v.value)) for v in self.non_trainable_weights if id(v) not in moving]
        (_, logs), gradients = backend.value_and_grad(lambda: loss(batch), own, others)
        for variable, value in kept:
            variable.assign(value)
        self.optimizers[player.name].apply(gradients, own)
        if player.after is not None:
            player.after()
        return {name: ops.stop_gradient(value) for name, value in logs.items()}

    def fit(
        self,
        x=None,
        y=None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose="auto",
        callbacks=None,
        *,
        steps_per_epoch: int | None = None,
        initial_epoch: int = 0,
    ) -> keras.callbacks.History:
        """Train.

        The stop button of the notebook (or Ctrl-C) ends training after the step in progress: model, optimisers and
        history stay usable, and `fit` can be called again. A second press interrupts at once.

        Parameters
        ----------
        x : Dataset, ndarray, (ndarray, ndarray), tf.data.Dataset or keras.utils.PyDataset
            Arrays and Datasets are shuffled by us, in an order that depends on the seed and the epoch. uint8 images
            (n, h, w, c) are scaled to [-1, 1] inside the step; float images must be in [-1, 1]; float data of other
            ranks pass as they are. A tf.data or PyDataset keeps its own batches and order.
        y : ndarray, optional
            The second array of a pair, if `x` is an ndarray: labels (n,) or (n, 1).
        batch_size : int, default 128
            Real samples in one update. A player with k updates a step sees k batches, each of this size. (If `x`
            brings its own batches, each update takes its k-th part.)
        epochs : int
            Epochs to end at. History holds one mean per epoch.
        steps_per_epoch : int, optional
            Steps in an epoch; by default one pass over the data.
        callbacks, verbose, initial_epoch
            As in Keras.

        Returns
        -------
        keras.callbacks.History

        Raises
        ------
        ValueError
            Before the first step, if the data do not fit the networks.
        """
        if not self.compiled:
            raise ValueError(f"This {type(self).__name__} is not compiled. Call compile() before fit().")
        self._check_trainable()
        # A second fit() goes on through the data where the first one ended; a resumed run counts from its epoch.
        last = self.team[-1]
        done = int(ops.convert_to_numpy(self.optimizers[last.name].iterations)) // (
            last.updates * len(last.losses)
        )
        data, extra = self._batches(x, y, batch_size, steps_per_epoch, 0 if initial_epoch else done)
        callbacks = [
            *extra,
            *([callbacks] if isinstance(callbacks, keras.callbacks.Callback) else callbacks or []),
        ]
        with _stop_after_this_step(self):
            return super().fit(
                data,
                epochs=epochs,
                verbose=verbose,
                callbacks=callbacks,
                initial_epoch=initial_epoch,
                steps_per_epoch=None if extra else steps_per_epoch,
                shuffle=False,
            )

    def _check_trainable(self):
        for player in self.team:
            if not player.trainable_variables:
                raise ValueError(
                    f"Player {player.name!r} has no trainable weights, so it would never learn. Set trainable = True "
                    "on its networks."
                )

    def _batches(self, x, y, batch_size, steps_per_epoch, start):
        """The data as something that Keras iterates over, checked; and callbacks that it needs."""
        updates = max(player.updates for player in self.team)
        arrays = as_arrays(x, y)
        if arrays is None:
            if batch_size is not None or y is not None:
                raise ValueError(
                    f"{type(x).__name__} brings its own batches: leave out batch_size and y. "
                    f"A step needs {updates} x the batch size of an update."
                )
            batch = first_batch(x)
            if batch is not None:
                self._check(batch)
                if len(batch[0]) % updates:
                    raise ValueError(
                        f"A batch has {len(batch[0])} samples, and a step makes {updates} updates on equal parts of it. "
                        f"Batch the data by a multiple of {updates}, and drop the remainder."
                    )
            return x, []
        self._check(arrays)
        batches = Batches(
            arrays[: self.n_arrays],
            (128 if batch_size is None else batch_size) * updates,
            steps_per_epoch,
            self.seed,
            start,
        )
        return backend.stream(batches), [FollowEpoch(batches)]

    def _check(self, arrays):
        if len(arrays) < self.n_arrays:
            raise ValueError(
                f"{type(self).__name__} trains on {self.n_arrays} arrays; {len(arrays)} was given. "
                "Give a pair (images, labels), or a Dataset."
            )
        self.check(arrays)

    # ---- state that a checkpoint must hold beside weights and optimisers ---------------------------------------

    def _random_states(self):
        weights = {id(v) for v in self.weights}
        return [v for v in self.non_trainable_variables if id(v) not in weights]

    def save_own_variables(self, store):
        for i, state in enumerate(self._random_states()):
            store[f"random_{i}"] = ops.convert_to_numpy(state.value)

    def load_own_variables(self, store):
        for i, state in enumerate(self._random_states()):
            state.assign(store[f"random_{i}"])

    def get_config(self):
        return {"seed": self.seed, "name": self.name}


def _part(batch: dict, k: int, n: int) -> dict:
    """The k-th of n equal parts of a batch."""
    if n == 1:
        return batch
    rows = {name: ops.shape(value)[0] // n for name, value in batch.items()}
    return {name: value[k * rows[name] : (k + 1) * rows[name]] for name, value in batch.items()}


@contextlib.contextmanager
def _stop_after_this_step(model):
    """Let the first interrupt end `fit` in order: under JAX an exception in mid-step would lose the weights."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(signum, frame):
        print("\nStopping after this step. Model, optimisers and history stay usable.")
        model.stop_training = True
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
