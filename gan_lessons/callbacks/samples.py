"""Samples from the same inputs again and again."""

from __future__ import annotations

import io
import math
from pathlib import Path

from gan_lessons import plots, sampling
from gan_lessons.callbacks.periods import Periodic
from gan_lessons.callbacks.place import Place
from gan_lessons.files import path_of, writable, write
from gan_lessons.numeric import real, whole

import numpy as np
from PIL import Image, ImageDraw, ImageFont


class Generating(Periodic):
    """Draws from the game in training, always from the same inputs."""

    def __init__(self, every: int | str, n: int, seed: int | None, given: dict, sampler=None):
        super().__init__(every)
        n = whole("n", n)
        if seed is not None:
            seed = whole("seed", seed, least=0, most=2**32 - 1)
        given = {name: value for name, value in given.items() if value is not None}
        lengths = {name: len(value) for name, value in given.items() if np.ndim(value)}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"One for each sample is needed; there are {lengths}.")
        self.n, self.seed, self.given = min(lengths.values(), default=n), seed, given
        self._chosen, self._sampler, self._inputs = sampler, None, None

    def on_train_begin(self, logs=None):
        self._sampler = self._chosen or sampling.of(self.model)
        if self._inputs is None:
            self._inputs = self._sampler.inputs(self.n, self.seed, **self.given)

    @property
    def inputs(self) -> list[np.ndarray] | None:
        """What goes in at every drawing; None before training."""
        return self._inputs

    def outputs(self) -> np.ndarray:
        """What the network makes of it now, float32, finite or not."""
        if self._chosen is None:  # networks may have been replaced since the last time
            self._sampler = sampling.of(self.model)
        return self._sampler.outputs(self._inputs, noise=self.seed or 0)

    def images(self) -> np.ndarray | None:
        """uint8 images as the generator draws them now; None if they are not finite."""
        x = self.outputs()
        return plots.to_uint8(x) if np.isfinite(x).all() else None

    def check_images(self, channels: tuple[int, ...] = ()) -> None:
        """Raise ValueError unless the game makes images, with so many channels if they are named."""
        shape = self._sampler.shape
        if len(shape) != 3 or (channels and shape[-1] is not None and shape[-1] not in channels):
            wanted = f"with {' or '.join(map(str, channels))} channels, " if channels else ""
            raise ValueError(
                f"{type(self).__name__} takes images, {wanted}and this generator makes samples of shape {shape}. Curves and Diagnose "
                "follow a game of any samples."
            )


class SampleGrid(Generating):
    """Draw the same points again and again, and watch them turn into images.

    It works for every game: what goes into the generator (latents, labels, codes, images to be translated), and which network is
    shown, its sampler says.

    Parameters
    ----------
    every : int or str
        Steps between two drawings, or "epoch", "5 epochs", "200 steps". The untrained generator is drawn too.
    n : int
        How many points.
    seed : int
        Their seed. It has nothing to do with the latents used in training.
    latents : ndarray (n, latent_dim), optional
        Your own points in place of `n` and `seed`.
    sampler : sampling.Sampler, optional
        Another one than the game's: the way back of a CycleGAN, say.
    save_to : str or Path, optional
        Folder for `step_000100.png` and so on, and `samples.gif` at the end. It is created. A run that goes on from step 500 writes
        `samples_from_000500.gif`.
    show : bool
        Redraw in place in the notebook. Outside a notebook nothing is shown.
    **given
        What else goes in, by name: `labels=3`, `source=photographs`.

    Attributes
    ----------
    snapshots : list of ndarray (n, h, w, c), uint8
        All drawings so far, for `widgets.gallery` and `plots.strip`.
    steps : list of int
        After which step each was made; 0 is before training.

    Raises
    ------
    ValueError
        If `every`, `n`, `seed` or `save_to` is none, or, when training begins, if what goes in does not fit the generator, or it
        makes no images.
    OSError
        If `save_to` cannot be written to; at once, not after an hour of training.
    """

    def __init__(
        self,
        every: int | str = "epoch",
        n: int = 25,
        seed: int = 0,
        latents: np.ndarray | None = None,
        save_to: str | Path | None = None,
        show: bool = True,
        *,
        sampler: sampling.Sampler | None = None,
        **given,
    ):
        super().__init__(every, n, seed, {"latents": latents, **given}, sampler)
        self.folder = None if save_to is None else writable(path_of("save_to", save_to, "a folder"))
        self.show = show
        self.snapshots: list[np.ndarray] = []
        self.steps: list[int] = []

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.check_images(channels=(1, 3))
        self._place = Place()

    def on_epoch_begin(self, epoch, logs=None):
        super().on_epoch_begin(epoch, logs)  # only now is it known at which step a resumed run begins
        if not self.snapshots:
            self.act()

    def act(self):
        images = self.images()
        if images is None:
            return
        self.snapshots.append(images)
        self.steps.append(self.step)
        if self.folder:
            write(
                self.folder / f"step_{self.step:06d}.png",
                plots.png(plots.grid_image(images, cols=self.cols, scale=2)),
            )
        if self.show and self._place.exists():
            self._place.draw(plots.grid(images, cols=self.cols, title=f"Step {self.step:,}"))

    @property
    def cols(self) -> int:
        """Columns of the drawing, as many as rows."""
        return math.ceil(math.sqrt(self.n))

    def on_train_end(self, logs=None):
        if self.folder and self.snapshots:
            begun = (
                f"_from_{self.steps[0]:06d}" if self.steps[0] else ""
            )  # a resumed run leaves the first one's animation
            self.save_gif(self.folder / f"samples{begun}.gif")

    def save_gif(self, path: str | Path, seconds: float = 0.2) -> None:
        """Save all snapshots as an animation.

        Parameters
        ----------
        path : str or Path
        seconds : float
            How long each is shown; the last one stays two seconds.

        Raises
        ------
        ValueError
            If there are no snapshots yet, or `seconds` is no number of at least 0.02.
        OSError
            If it cannot be written; what was there before is untouched.
        """
        if not self.snapshots:
            raise ValueError("there are no snapshots yet; pass this callback to fit() first.")
        seconds = real("seconds", seconds, least=0.02, most=600)
        scale = max(1, round(300 / plots.grid_image(self.snapshots[0], cols=self.cols).shape[1]))
        frames = [
            _captioned(plots.grid_image(images, cols=self.cols, scale=scale), f"step {step:,}")
            for images, step in zip(self.snapshots, self.steps, strict=True)
        ]
        durations = [round(1000 * seconds)] * (len(frames) - 1) + [2000]
        buffer = io.BytesIO()
        frames[0].save(buffer, "gif", save_all=True, append_images=frames[1:], duration=durations, loop=0)
        write(path_of("path", path, "a file"), buffer.getvalue())


def _captioned(pixels: np.ndarray, text: str) -> Image.Image:
    image = Image.fromarray(pixels)
    framed = Image.new(image.mode, (image.width + 16, image.height + 34), "white")
    framed.paste(image, (8, 26))
    ImageDraw.Draw(framed).text((8, 5), text, fill="black", font=ImageFont.load_default(14))
    return framed
