"""What the parsers of all commands share."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message} (usage: {self.prog} --help)\n")


def number(kind: type, least: float, most: float = math.inf) -> Callable[[str], float]:
    """Reads a number of an option."""

    def read(text: str):
        try:
            number = kind(text)
        except ValueError:
            number = math.nan
        if not (least <= number <= most and number < math.inf):
            what = "whole number" if kind is int else "number"
            bounds = f"of at least {least}" if most == math.inf else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"{text!r} is no {what} {bounds}")
        return number

    return read


def path(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no path")
    return text
