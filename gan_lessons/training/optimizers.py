"""One optimiser for each player, and what becomes of its state when networks are replaced."""

from __future__ import annotations

from gan_lessons import numeric

import keras
from keras import ops


class Optimizers:
    """What a Keras trainer asks of `model.optimizer`, for one optimiser per player."""

    built = True

    def __init__(self, optimizers: dict[str, keras.optimizers.Optimizer]):
        self._optimizers = optimizers

    @property
    def variables(self) -> list[keras.Variable]:
        return [v for optimizer in self._optimizers.values() for v in optimizer.variables]


def optimizer_of(name: str, given) -> keras.optimizers.Optimizer:
    """The optimiser that an option gives, by default the DCGAN's Adam; ValueError if it is none."""
    if given is None:
        return keras.optimizers.Adam(learning_rate=2e-4, beta_1=0.5)
    try:
        return keras.optimizers.get(given)
    except Exception as error:  # whatever Keras finds wrong with it
        reason = str(error).splitlines()[0][:150]
        raise ValueError(
            f"{name} is {numeric.shown(given)}, no optimiser ({reason}). Give one: keras.optimizers.Adam(2e-4, beta_1=0.5), say."
        ) from None


def carried(optimizer, before: list[keras.Variable], after: list[keras.Variable]):
    """An optimiser like this one for other variables; those that were its own before keep their moments.

    Parameters
    ----------
    optimizer : keras.optimizers.Optimizer
        Built for the variables `before`.
    before, after : list of keras.Variable

    Returns
    -------
    keras.optimizers.Optimizer
        Built for `after`. The same object if nothing changed.

    Raises
    ------
    ValueError
        If this optimiser keeps state in a way that cannot be matched to its variables.
    """
    if [id(v) for v in before] == [id(v) for v in after]:
        return optimizer
    config = optimizer.get_config()
    new = type(optimizer).from_config(config)
    head = len(new.variables)  # iterations and learning rate: what there is before there are variables
    new.build(after)
    place = _layout(type(optimizer).from_config(config))
    slots, rest = divmod(len(optimizer.variables) - head, max(1, len(before)))
    if place is None or rest:
        raise ValueError(
            f"{type(optimizer).__name__} keeps state that belongs to no single weight, so it cannot go on with other networks. "
            "Use Adam, RMSprop or SGD."
        )
    for old_variable, new_variable in zip(optimizer.variables[:head], new.variables[:head], strict=True):
        new_variable.assign(old_variable)
    where = {id(v): i for i, v in enumerate(before)}
    for j, variable in enumerate(after):
        if id(variable) in where:
            for slot in range(slots):
                source = optimizer.variables[head + place(where[id(variable)], slot, len(before), slots)]
                new.variables[head + place(j, slot, len(after), slots)].assign(source)
    return new


def _layout(probe):
    """Where an optimiser keeps the slots of its variables, found by building it for two of different shapes."""
    head = len(probe.variables)
    probe.build([keras.Variable(ops.zeros((n,)), name=f"probe_{n}") for n in (2, 3)])
    lengths = [v.shape[0] if len(v.shape) else 0 for v in probe.variables[head:]]
    slots = len(lengths) // 2
    if lengths == [2, 3] * slots:  # also without any slot, as plain SGD
        return lambda i, slot, n, slots: slot * n + i
    if lengths == [2] * slots + [3] * slots:
        return lambda i, slot, n, slots: i * slots + slot
    return None
