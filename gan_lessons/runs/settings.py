"""All that a run needs to go on, in one small file: `settings.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from gan_lessons import files

VERSION = 1  # of the run folder; a later one is refused


@dataclass(frozen=True)
class Settings:
    """How a run is trained; written once, before its first step.

    Attributes
    ----------
    folder : str
        Where the pictures came from, in full.
    size, channels : int
    classes : list of str
        Empty: the generator is not told a class.
    fit, augment, flips, start, seed
        As for `train`.
    steps : int
        In all.
    batch_size : int
    stretch : int
        Steps of one call of Keras's epoch: a line in log.csv each.
    look : int
        Steps between two scores; a multiple of `stretch`.
    training, held_out : int
        Pictures of each.
    seconds_a_step : float
        As measured before the first step.
    """

    folder: str
    size: int
    channels: int
    classes: list[str]
    fit: str
    augment: str | None
    flips: bool
    start: str | None
    seed: int
    steps: int
    batch_size: int
    stretch: int
    look: int
    training: int
    held_out: int
    seconds_a_step: float

    def write(self, path: Path) -> None:
        content = json.dumps({"version": VERSION, **asdict(self)}, indent=2) + "\n"
        files.write(path, content.encode())

    @classmethod
    def read(cls, path: Path) -> Settings:
        """The settings of a run.

        Raises
        ------
        ValueError
            If the file is damaged, or of a later version.
        """
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            version = found.pop("version")
            if version == VERSION:
                return cls(**found)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValueError(
                f"{path} is damaged: it should hold {', '.join(f.name for f in fields(cls))}. Begin a new run in another folder."
            ) from None
        raise ValueError(
            f"{path} is of version {version}, and this gan_lessons knows version {VERSION}; install a newer one."
        )
