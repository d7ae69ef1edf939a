"""How a player's weights are moved, in every step or in some: written once for every objective."""

from __future__ import annotations

from collections.abc import Callable

from gan_lessons import backend
from gan_lessons.training import saving
from gan_lessons.training.players import Lazy, Player

from keras import ops


class Moves:
    """The updates of an `Adversarial`, which is one."""

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

        Networks run in training mode, so batch norm in another player's network would update its moving statistics:
        that is undone. (The gradient does not depend on them.) What the objective owns changes as the loss says.
        """
        logs, gradients = self._slopes(player, loss, batch)
        self._apply(player, gradients)
        return logs

    def _slopes(self, player, loss, batch):
        """The logs of a loss, and its gradient; what the loss assigns is done."""
        own = player.trainable_variables

        def value():
            scalar, logs = loss(batch)
            if len(scalar.shape):
                raise ValueError(
                    f"A loss of player {player.name!r} has shape {tuple(scalar.shape)}; a loss is one number: take the mean."
                )
            return ops.cast(scalar, "float32"), logs

        (_, logs), gradients, assigned = backend.differentiate(value, own)
        (rights,) = [r for r in self._rights if r.player is player] or [saving.rights(self, player)]
        for variable, new in assigned:
            if rights.may_move(variable):
                variable.assign(new)
        # None, where a loss does not depend on a weight, is a slope of zero: moments fade, and the next loss may move it.
        gradients = [ops.zeros_like(v) if g is None else g for g, v in zip(gradients, own, strict=True)]
        return {
            name: ops.cast(ops.stop_gradient(value), "float32") for name, value in logs.items()
        }, gradients

    def _apply(self, player, gradients, due=None):
        """One step of a player's optimiser, and what the player does after it; with `due` only where that holds."""
        own, optimizer = player.trainable_variables, self.optimizers[player.name]
        if due is None:
            backend.apply(optimizer, gradients, own)
        else:
            backend.apply_where(due, optimizer, gradients, own)
        if player.after is not None:
            with backend.Recorder() as scope:
                player.after()
            pairs = scope.pairs()
            pairs = pairs if due is None else [(v, ops.where(due, new, v.value)) for v, new in pairs]
            saving.kept(self, pairs, player.networks)

    def lazy_update(self, player: Player, lazy: Lazy, batch: dict) -> dict:
        """An update against a lazy term, in the steps in which it is due; in the others its last logs."""
        due = ops.equal(self.steps.value % lazy.every, 0)

        def last_logs():
            return [self.last_logs[self.metric_names.index(name)] for name in lazy.logs]

        def in_order(logs):
            return [logs[name] for name in lazy.logs]

        if backend.replicas() == 1:
            told = backend.when(due, lambda: in_order(self.update(player, lazy, batch)), last_logs)
            return dict(zip(lazy.logs, told, strict=True))

        # Replicas meet in the optimiser, and cannot do so in a branch: only the gradient is computed in one.
        def slopes():
            logs, gradients = self._slopes(player, lazy, batch)
            return in_order(logs), gradients

        def none():
            return last_logs(), [ops.zeros_like(v) for v in player.trainable_variables]

        told, gradients = backend.when(due, slopes, none)
        self._apply(player, gradients, due)
        return dict(zip(lazy.logs, told, strict=True))


def part_of(batch: dict, k: int, n: int) -> dict:
    """The k-th of n equal parts of a batch."""
    if n == 1:
        return batch
    parts = {}
    for name, value in batch.items():
        rows = ops.shape(value)[0] // n if len(value.shape) else None
        parts[name] = value if rows is None else value[k * rows : (k + 1) * rows]
    return parts
