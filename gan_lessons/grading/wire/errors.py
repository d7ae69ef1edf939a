"""What goes wrong between the two processes."""

from __future__ import annotations


class WireError(ValueError):
    """A reply is not in the form that `encode` writes; the message says where."""


class AnswerError(Exception):
    """An answer raised an exception that Python does not have by itself (of TensorFlow, say); the message names it."""
