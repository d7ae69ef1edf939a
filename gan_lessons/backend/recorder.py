"""What a stretch of code assigns to variables, seen before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence

import keras


class Recorder(keras.StatelessScope):
    """Notes what a stretch of code assigns to Keras variables, and changes none of them.

    Inside, a variable reads as what was last assigned to it, else as the scope around says. What is assigned is data: no
    gradient flows through it.

    Parameters
    ----------
    known : sequence of (keras.Variable, tensor)
        Values that variables have inside from the beginning.

    Attributes
    ----------
    assigned : list of keras.Variable
        In the order of their first assignment; `get_current_value` has the values.
    """

    def __init__(self, known: Sequence[tuple] = ()):
        super().__init__(state_mapping=list(known))
        self.assigned: list[keras.Variable] = []

    def add_update(self, update):
        variable, value = update
        if all(variable is not seen for seen in self.assigned):
            self.assigned.append(variable)
        super().add_update((variable, keras.ops.stop_gradient(value)))

    def get_current_value(self, variable):
        value = super().get_current_value(variable)
        around = self.original_scope
        return around.get_current_value(variable) if value is None and around is not None else value

    def values(self) -> list:
        """The values of what was assigned."""
        return [self.get_current_value(variable) for variable in self.assigned]

    def pairs(self) -> list[tuple]:
        """What was assigned, with its values."""
        return list(zip(self.assigned, self.values(), strict=True))
