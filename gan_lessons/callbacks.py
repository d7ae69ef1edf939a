"""What to watch while a GAN trains: samples, curves, the best generator so far, and two guards.

All are `keras.callbacks.Callback`s for a model with a `generator`, such as `training.GAN`::

    samples = callbacks.SampleGrid(every=100)
    curves = callbacks.Curves(samples=samples)
    gan.fit(digits, epochs=5, callbacks=[samples, curves, callbacks.StopOnNaN()])

Steps are counted from 1 over the whole of training, also over several calls of `fit`.
"""

from __future__ import annotations

import base64
import io
import math
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from gan_lessons import backend, diagnosis, latent, plots

import keras
import numpy as np
from PIL import Image, ImageDraw, ImageFont


class _Counting(keras.callbacks.Callback):
    """Knows how many steps of training there have been."""

    def __init__(self):
        super().__init__()
        self.step = 0
        self._step_before_epoch = 0

    def on_epoch_begin(self, epoch, logs=None):
        if self.step == 0 and epoch:  # resumed in a new process
            self.step = epoch * (self.params.get("steps") or 0)
        self._step_before_epoch = self.step

    def on_train_batch_end(self, batch, logs=None):
        self.step = self._step_before_epoch + batch + 1  # several at once with steps_per_execution


class _Periodic(_Counting):
    """Calls `act()` each time a period ends."""

    def __init__(self, every: int | str):
        super().__init__()
        self.period, self.unit = _period(every)

    def act(self):
        raise NotImplementedError

    def on_train_batch_end(self, batch, logs=None):
        before = self.step
        super().on_train_batch_end(batch, logs)
        if self.unit == "steps" and self.step // self.period > before // self.period:
            self.act()

    def on_epoch_end(self, epoch, logs=None):
        if self.unit == "epochs" and (epoch + 1) % self.period == 0:
            self.act()


class _Generating(_Periodic):
    """Draws from the generator of the model in training, always from the same latents."""

    def __init__(self, every: int | str, n: int, seed: int | None, latents: np.ndarray | None = None):
        super().__init__(every)
        self.n, self.seed, self.latents = n, seed, latents
        self._run = None

    def on_train_begin(self, logs=None):
        d = self.model.generator.input_shape[-1]
        if self.latents is None:
            self.latents = latent.sample(self.n, d, self.seed)
        self.latents = np.asarray(self.latents, np.float32)
        if self.latents.ndim != 2 or self.latents.shape[1] != d:
            raise ValueError(f"latents have shape {self.latents.shape}; this generator takes (n, {d}).")
        self._run = backend.compiled(self.model.generator)

    def images(self) -> np.ndarray | None:
        """uint8 images of the fixed latents as the generator draws them now; None if they are not finite."""
        backend.sync(self.model)
        x = latent.pictures(self._run, self.latents)
        return plots.to_uint8(x) if np.isfinite(x).all() else None


class SampleGrid(_Generating):
    """Draw the same latent points again and again, and watch them turn into images.

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
    save_to : str or Path, optional
        Folder for `step_000100.png` and so on, and `samples.gif` at the end. It is created.
    show : bool
        Redraw in place in the notebook. Outside a notebook nothing is shown.

    Attributes
    ----------
    snapshots : list of ndarray (n, h, w, c), uint8
        All drawings so far, for `widgets.gallery` and `plots.strip`.
    steps : list of int
        After which step each was made; 0 is before training.

    Raises
    ------
    ValueError
        If `every` cannot be read, or, when training begins, if the latents do not fit the generator.
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
    ):
        super().__init__(every, n, seed, latents)
        self.folder = None if save_to is None else _writable(Path(save_to))
        self.show = show
        self.snapshots: list[np.ndarray] = []
        self.steps: list[int] = []

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self._place = _Place()

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
            _write(
                self.folder / f"step_{self.step:06d}.png",
                plots.png(plots.grid_image(images, cols=self.cols, scale=2)),
            )
        if self.show and self._place.exists():
            self._place.draw(plots.grid(images, cols=self.cols, title=f"Step {self.step:,}"))

    @property
    def cols(self) -> int:
        """Columns of the drawing, as many as rows."""
        return math.ceil(math.sqrt(self.n if self.latents is None else len(self.latents)))

    def on_train_end(self, logs=None):
        if self.folder and self.snapshots:
            self.save_gif(self.folder / "samples.gif")

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
            If there are no snapshots yet.
        """
        if not self.snapshots:
            raise ValueError("there are no snapshots yet; pass this callback to fit() first.")
        scale = max(1, round(300 / plots.grid_image(self.snapshots[0], cols=self.cols).shape[1]))
        frames = [
            _captioned(plots.grid_image(images, cols=self.cols, scale=scale), f"step {step:,}")
            for images, step in zip(self.snapshots, self.steps, strict=True)
        ]
        durations = [round(1000 * seconds)] * (len(frames) - 1) + [2000]
        buffer = io.BytesIO()
        frames[0].save(buffer, "gif", save_all=True, append_images=frames[1:], duration=durations, loop=0)
        _write(Path(path), buffer.getvalue())


class Curves(_Periodic):
    """Losses and accuracies of every step, redrawn in place while training goes on.

    A drawing takes a tenth of a second or two. The first one comes at once; each further one waits until all of them
    together have taken less than 3 % of the time, whatever `every` says.

    Parameters
    ----------
    every : int or str
        Steps between two drawings at least, or "epoch", "5 epochs".
    samples : SampleGrid, optional
        Show its latest samples beside the curves, in one picture. Pass it to `fit` too, before this callback.
    chance : bool
        Draw the line ln 2, as in `plots.losses`.
    show : bool
        Redraw in the notebook. Without it (and outside a notebook) the values are kept all the same.
    """

    def __init__(
        self, every: int | str = 20, samples: SampleGrid | None = None, chance: bool = True, show: bool = True
    ):
        super().__init__(every)
        self.samples, self.chance, self.show = samples, chance, show
        if samples is not None:
            samples.show = False
        self._values: dict[str, list] = {"step": []}
        self._place = _Place()

    @property
    def steps(self) -> dict[str, np.ndarray]:
        """One array for each metric, and "step" with the number of each step; `plots.losses` draws it."""
        return {name: np.asarray(values) for name, values in self._values.items()}

    def on_train_begin(self, logs=None):
        if self.samples is not None and self.samples.model is not self.model:
            raise ValueError(
                "Curves shows a SampleGrid that fit() does not know: callbacks=[samples, curves]."
            )
        self._place = _Place()

    def on_train_batch_end(self, batch, logs=None):
        logs = {**(logs or {}), "step": self._step_before_epoch + batch + 1}
        n = len(self._values["step"])
        for name in self._values | logs:
            self._values.setdefault(name, [math.nan] * n).append(logs.get(name, math.nan))
        super().on_train_batch_end(batch, logs)

    def act(self):
        if self.show and self._place.is_due():
            self._place.draw(self.picture())

    def on_train_end(self, logs=None):
        if self.show and self._place.exists() and self._values["step"]:
            self._place.draw(self.picture())

    def picture(self) -> plots.Picture:
        """The curves up to now, with the latest samples beside them if there are any."""
        title = f"Step {self.step:,}"
        if self.samples is None or not self.samples.snapshots:
            return plots.losses(self.steps, title=title, chance=self.chance)
        picture = plots.Picture(figsize=(9.4, 3.6))
        left, right = picture.subfigures(1, 2, width_ratios=[1, 1.75])
        images, at = self.samples.snapshots[-1], self.samples.steps[-1]
        plots.grid(images, cols=self.samples.cols, title=f"Samples, step {at:,}", ax=left.subplots())
        has_accuracy = any("acc" in name for name in self._values)
        axes = right.subplots(1 + has_accuracy, 1, sharex=True, squeeze=False)[:, 0]
        plots.losses(self.steps, ax=axes, chance=self.chance)
        return picture


class BestCheckpoint(_Generating):
    """Score the generator as it trains, and keep the best one.

    A GAN's last step is rarely its best, and its losses do not say which is. (`keras.callbacks.ModelCheckpoint`
    follows a value in the logs; a score of samples is not there.)

    Parameters
    ----------
    score : callable
        Receives images (n, h, w, c), uint8, always from the same latents, and returns a number.
    path : str or Path, optional
        Where to save the best generator, ending in `.keras`. A crash while saving leaves the one before.
    every : int or str
        Steps between two scores, or "epoch", "5 epochs".
    mode : "max" or "min"
        Whether more or less is better.
    n, seed : int
        How many samples, and the seed of their latents.

    Attributes
    ----------
    steps, scores : list
        After which step, and the score; NaN if the samples were not finite.
    best_step, best_score
        None until there is a score.

    Raises
    ------
    ValueError
        If `mode`, `every` or the ending of `path` is another.
    OSError
        If the folder of `path` cannot be written to.
    """

    def __init__(
        self,
        score: Callable[[np.ndarray], float],
        path: str | Path | None = None,
        every: int | str = "epoch",
        mode: str = "max",
        n: int = 1000,
        seed: int = 0,
    ):
        super().__init__(every, n, seed)
        if mode not in ("max", "min"):
            raise ValueError(f"mode is {mode!r}; expected 'max' (more is better) or 'min' (less is better).")
        self.path = None if path is None else Path(path)
        if self.path and self.path.suffix != ".keras":
            raise ValueError(f"path is {str(path)!r}; its ending must be .keras.")
        if self.path:
            _writable(self.path.parent)
        self.score, self.mode = score, mode
        self.steps: list[int] = []
        self.scores: list[float] = []
        self.best_step: int | None = None
        self.best_score: float | None = None
        self.best_weights: list[np.ndarray] | None = None

    def act(self):
        images = self.images()
        score = math.nan if images is None else float(self.score(images))
        self.steps.append(self.step)
        self.scores.append(score)
        sign = 1 if self.mode == "max" else -1
        if not math.isnan(score) and (self.best_score is None or sign * score > sign * self.best_score):
            self.best_step, self.best_score = self.step, score
            self.best_weights = self.model.generator.get_weights()
            if self.path:
                _in_full(self.path, self.model.generator.save)

    def restore(self) -> None:
        """Put the best weights back into the generator.

        Raises
        ------
        ValueError
            If nothing was scored yet.
        """
        if self.best_weights is None:
            raise ValueError("no generator was scored yet; pass this callback to fit() first.")
        self.model.generator.set_weights(self.best_weights)


class _Guard(_Counting):
    """Stops training for a reason, and says it once."""

    def __init__(self):
        super().__init__()
        self.stopped_because: str | None = None

    def on_train_begin(self, logs=None):
        self.stopped_because = None

    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        reason = None if self.stopped_because else self.reason_to_stop(logs or {})
        if reason:
            self.stopped_because = reason
            self.model.stop_training = True
            print(f"\n{reason}")

    def reason_to_stop(self, logs: dict) -> str | None:
        raise NotImplementedError


class StopOnNaN(_Guard):
    """Stop at the first step whose losses are no longer numbers, and say which one, when, and what to try.

    `keras.callbacks.TerminateOnNaN` looks at a metric called "loss" only. A GAN has none of that name, so there it
    never fires.

    Attributes
    ----------
    stopped_because : str or None
        The message; None as long as all is well.
    """

    def reason_to_stop(self, logs):
        broken = [f"{name} is {value}" for name, value in logs.items() if not math.isfinite(value)]
        if not broken:
            return None
        return (
            f"Stopped at step {self.step}: {', '.join(broken)}. The weights are lost from this step on. Build the "
            "networks anew (or load a checkpoint), and try a learning rate half as large; check that float images "
            "lie in [-1, 1] and that the discriminator ends in a logit, without a sigmoid."
        )


class StopOnFailure(_Guard):
    """Stop when the discriminator has won: its loss has been near zero for many steps on end.

    It then tells real from generated without effort, and the generator's gradient hardly says where to go. Such a
    run seldom recovers (chapter 7 suggests stopping it and starting another).

    Parameters
    ----------
    below : float
        The mean of the metrics whose names begin with "d_loss" counts as near zero below this value.
    patience : int
        For how many steps without interruption.

    Attributes
    ----------
    stopped_because : str or None
        The message; None as long as all is well.
    """

    def __init__(self, below: float = 0.02, patience: int = 200):
        super().__init__()
        if below <= 0 or patience < 1:
            raise ValueError(
                f"below is {below} and patience is {patience}; expected more than 0, and at least 1."
            )
        self.below, self.patience = below, patience
        self._low = 0

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self._low = 0
        names = self.model.metric_names if hasattr(self.model, "metric_names") else ()
        if names and not any(name.startswith("d_loss") for name in names):
            raise ValueError(
                f"StopOnFailure follows metrics named d_loss…; this model has {', '.join(names)}."
            )

    def reason_to_stop(self, logs):
        values = [value for name, value in logs.items() if name.startswith("d_loss")]
        self._low = self._low + 1 if values and np.mean(values) < self.below else 0
        if self._low < self.patience:
            return None
        return (
            f"Stopped at step {self.step}: the discriminator's loss was below {self.below} for {self.patience} "
            "steps. It tells real from generated without effort, and the generator learns nothing from it. Start "
            "again with another seed, a lower learning rate for the discriminator, or label_smoothing=0.1."
        )


class Diagnose(_Generating):
    """Ask `diagnosis.diagnose` from time to time what goes wrong, and print the verdict when it changes.

    Parameters
    ----------
    reference : ndarray or Dataset
        Some of what is trained on: images uint8 (n, h, w, c), or points (n, d). A thousand are enough.
    every : int or str
        Steps between two verdicts, or "epoch", "5 epochs".
    n, seed : int
        How many samples are looked at, and the seed of their latents.
    show : bool
        Print.

    Attributes
    ----------
    verdicts : list of (int, Diagnosis)
        After which step, and what was found.

    Raises
    ------
    ValueError
        When training begins, if the reference is not of the generator's shape.
    """

    def __init__(self, reference, every: int | str = 100, n: int = 500, seed: int = 0, show: bool = True):
        super().__init__(every, n, seed)
        self.reference = np.asarray(getattr(reference, "images", reference))
        self.show = show
        self.verdicts: list[tuple[int, diagnosis.Diagnosis]] = []
        self._losses: dict[str, list] = {name: [] for name in diagnosis.LOSSES}

    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        made = tuple(self.model.generator.output_shape[1:])
        if self.reference.shape[1:] != made:
            raise ValueError(
                f"reference has shape {self.reference.shape}; this generator makes samples of shape {made}."
            )
        missing = [name for name in self._losses if name not in self.model.metric_names]
        if missing:
            raise ValueError(f"Diagnose reads {', '.join(missing)}, which this model does not log.")

    def on_train_batch_end(self, batch, logs=None):
        for name, values in self._losses.items():
            values.append((logs or {}).get(name, math.nan))
        super().on_train_batch_end(batch, logs)

    def act(self):
        backend.sync(self.model)
        samples = latent.pictures(self._run, self.latents)
        if np.isfinite(samples).all():
            found = diagnosis.diagnose(self._losses, samples, self.reference)
        else:
            found = diagnosis.diagnose({name: [*v, math.nan] for name, v in self._losses.items()})
        changed = not self.verdicts or self.verdicts[-1][1].verdict != found.verdict
        self.verdicts.append((self.step, found))
        if self.show and changed:
            print(f"\nStep {self.step:,}: {found.verdict}. {found.why}")


class _Place:
    """One place in the notebook where a picture is drawn anew. Outside a notebook it does nothing."""

    def __init__(self):
        self._handle = None
        self._since = time.perf_counter()
        self._spent = 0.0

    @staticmethod
    def exists() -> bool:
        try:
            from IPython import get_ipython
        except ImportError:
            return False
        return getattr(get_ipython(), "kernel", None) is not None

    def is_due(self) -> bool:
        """Whether drawing has taken less than 3 % of the time so far, and somebody looks."""
        return self._spent <= 0.03 * (time.perf_counter() - self._since) and self.exists()

    def draw(self, picture: plots.Picture) -> None:
        if not self.exists():
            return
        from IPython.display import display

        start = time.perf_counter()
        data, metadata = picture._repr_png_()
        bundle = {"image/png": base64.b64encode(data).decode(), "text/plain": metadata["alt"]}
        show = self._handle.update if self._handle else display
        handle = show(
            bundle,
            raw=True,
            metadata={"image/png": metadata},
            **({} if self._handle else {"display_id": True}),
        )
        self._handle = self._handle or handle
        self._spent += time.perf_counter() - start


def _period(every: int | str) -> tuple[int, str]:
    """`every` as a number and "steps" or "epochs"."""
    words = str(every).split()
    if isinstance(every, int) and not isinstance(every, bool):
        number, unit = every, "steps"
    elif len(words) in (1, 2) and words[-1].rstrip("s") in ("step", "epoch"):
        number = int(words[0]) if len(words) == 2 and words[0].isdigit() else 1 if len(words) == 1 else 0
        unit = words[-1].rstrip("s") + "s"
    else:
        number = 0
    if number < 1:
        raise ValueError(
            f"every is {every!r}; expected a number of steps (100), or 'epoch', '5 epochs', '200 steps'."
        )
    return number, unit


def _captioned(pixels: np.ndarray, text: str) -> Image.Image:
    image = Image.fromarray(pixels)
    framed = Image.new(image.mode, (image.width + 16, image.height + 34), "white")
    framed.paste(image, (8, 26))
    ImageDraw.Draw(framed).text((8, 5), text, fill="black", font=ImageFont.load_default(14))
    return framed


def _writable(folder: Path) -> Path:
    probe = folder / f".{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise type(error)(
            f"cannot write to the folder {folder} ({error.strerror}); give one that you may write to."
        ) from error
    return folder


def _write(path: Path, data: bytes) -> None:
    _in_full(path, lambda part: part.write_bytes(data))


def _in_full(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there in full or not at all."""
    part = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
