"""An extension of IPython: a cell that prints more than a megabyte is stopped, instead of filling whoever reads it."""

from __future__ import annotations

import sys

LIMIT = 1_000_000


class TooMuchOutput(RuntimeError):
    """A cell printed more than a megabyte."""


def load_ipython_extension(shell) -> None:
    """Count what each cell prints."""
    printed = 0

    def start(*_):
        nonlocal printed
        printed = 0

    def counting(write):
        def counted(text):
            nonlocal printed
            printed += len(text)
            if printed > LIMIT:
                printed = 0  # room for the message of this error
                raise TooMuchOutput(f"This cell printed more than {LIMIT:,} characters.")
            return write(text)

        return counted

    shell.events.register("pre_run_cell", start)
    for stream in (sys.stdout, sys.stderr):
        stream.write = counting(stream.write)
