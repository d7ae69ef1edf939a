"""A line that counts, for what takes longer than a moment."""

import time
from collections.abc import Iterable, Iterator

PATIENCE = 2.0  # seconds before the line first shows, so that short work stays silent
EVERY = 0.5  # seconds between its changes


class Counter:
    """Shows how far work is: "1,200 of 50,000 photographs, 40 s left". ``done`` were finished before it began."""

    def __init__(self, total: int, what: str, verbose: bool = True, done: int = 0):
        self.total, self.what, self.verbose, self.before = total, what, verbose, done
        self.new, self.begun, self.shown = 0, time.monotonic(), 0.0

    def add(self, n: int = 1) -> None:
        """So many more are finished."""
        self.new += n
        now = time.monotonic()
        if self.verbose and now - self.begun > PATIENCE and now - self.shown > EVERY:
            self.shown = now
            done = self.before + self.new
            left = (now - self.begun) / max(self.new, 1) * (self.total - done)
            print(f"\r{done:,} of {self.total:,} {self.what}, {_duration(left)} left   ", end="", flush=True)

    def close(self) -> None:
        """End the line, if there is one."""
        if self.shown:
            took = _duration(time.monotonic() - self.begun)
            print(f"\r{self.before + self.new:,} of {self.total:,} {self.what}, in {took}   ", flush=True)


def counted(items: Iterable, total: int, what: str, verbose: bool = True) -> Iterator:
    """Pass items on and count them; one counts once the next is asked for."""
    counter = Counter(total, what, verbose)
    try:
        for item in items:
            yield item
            counter.add()
    finally:
        counter.close()


def _duration(seconds: float) -> str:
    for length, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
