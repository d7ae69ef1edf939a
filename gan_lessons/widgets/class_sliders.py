"""Buttons for the class or the code and sliders for the rest: what a generator that is told it does with one latent point."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from gan_lessons import backend, latent, models, numeric, plots, sampling
from gan_lessons.widgets import parts
from gan_lessons.widgets.base import DrawnBeside, Latest, framed, sides

import ipywidgets as ipw
import keras
import numpy as np

COLUMNS = 5  # of the small pictures: ten classes in two rows


class ClassSliders(DrawnBeside):
    """One latent point, drawn as the class that is chosen, on the way to another class, and as every class.

    For an InfoGAN's generator read "code" for "class"; its continuous codes have sliders of their own.

    Attributes
    ----------
    z : ndarray (latent_dim,), float32
        The point that is shown.
    shares : ndarray (n_classes,), float32
        What the large picture is told.
    continuous : ndarray (n_continuous,), float32
        The continuous codes that all pictures are told.
    array, every : ndarray, uint8
        The large picture, and the small ones of all classes in one array.
    drawn, milliseconds : int, float
        How many pictures were drawn, and how long the last one took.
    """

    def __init__(
        self, generator, names: Sequence[str] | None, directions: int, seed: int, width: int, reader=None
    ):
        sampler = sampling.of(generator)
        codes, d = _codes(sampler), sampler.latent_dim
        told = codes or next((part for part in sampler.takes if isinstance(part, sampling.Labels)), None)
        if told is None or len(sampler.takes) != 2:
            raise ValueError(
                f"{sampler.network.name!r} takes {' and '.join(sampler.names)}; what is shown here takes latents, and labels or codes."
            )
        n_classes = told.n_classes
        n_continuous = codes.n_continuous if codes else 0
        self._kind = "code" if codes else "class"
        names = [str(k) for k in range(n_classes)] if names is None else list(names)
        if len(names) != n_classes:
            raise ValueError(
                f"{len(names)} names were given; the generator knows {n_classes} {'codes' if codes else 'classes'}."
            )
        directions = numeric.whole("directions", directions, most=d)
        width, seed = numeric.whole("width", width, most=4096), numeric.whole("seed", seed, least=0)
        if reader is not None and not callable(reader):
            raise ValueError(
                f"reader is {numeric.shown(reader)}; give a function of images that returns probabilities (n, classes), such as "
                "metrics.classifier('mnist').probabilities."
            )
        self.names, self._seed, self._reader = names, seed, reader
        mixing = None if codes else _mixing(sampler)
        self._run = backend.compiled(mixing or sampler.network)
        # A network that takes whole classes only is told the larger share.
        self._whole = not codes and mixing is None
        # Any directions at right angles will do: which ones matter differs from class to class.
        random = np.random.default_rng(seed).standard_normal((d, directions))
        self._basis = np.linalg.qr(random)[0].T.astype("float32")
        self._random = np.random.default_rng(seed)
        self._home = latent.sample(1, d, self._random)[0]
        self.drawn, self.milliseconds = 0, 0.0
        self._latest = Latest(self._draw, self._show_error)

        h, w = sides(sampler)
        self._scale, self._small = max(1, round(width / w)), max(1, round(width / COLUMNS / w))
        rows = -(-n_classes // COLUMNS)
        self.image = ipw.Image(format="png", **framed(w * self._scale, h * self._scale))
        self.all = ipw.Image(
            format="png",
            width=COLUMNS * w * self._small,
            height=rows * h * self._small,
            layout={"flex": "none"},
        )
        self.status = ipw.HTML()
        wide = {"width": "auto"}
        self._class = ipw.ToggleButtons(
            options=[(n, k) for k, n in enumerate(names)], style={"button_width": "auto"}
        )
        self._towards = ipw.Dropdown(
            options=[(n, k) for k, n in enumerate(names)],
            value=n_classes - 1,
            description="towards",
            layout=wide,
        )
        self._blend = self._slider("blend", 0.0, 1.0, 0.05)
        self._blend.disabled = self._towards.disabled = self._whole
        self._sliders = [self._slider(f"direction {i + 1}", -3.0, 3.0, 0.1) for i in range(directions)]
        self._codes = [self._slider(f"code c{i + 1}", -2.0, 2.0, 0.1) for i in range(n_continuous)]
        buttons = [
            parts.button("randomise", "Randomise", "random", "a new random point", self.randomise),
            parts.button("reset", "Reset", "undo", "back to the first point", self.reset),
        ]
        for widget, name in (
            (self.image, "image"),
            (self.all, "all"),
            (self.status, "status"),
            (self._class, "class"),
            (self._towards, "towards"),
        ):
            widget.add_class(f"gl-{name}")
        super().__init__(
            [
                ipw.VBox([self.image, self.status], layout={"flex": "none"}),
                ipw.VBox(
                    [
                        self._class,
                        self._towards,
                        self._blend,
                        *self._codes,
                        *self._sliders,
                        ipw.HBox(buttons),
                        self.all,
                    ],
                    layout={"flex": "0 1 420px", "min_width": "300px", "grid_gap": "6px"},
                ),
            ],
            "gl-class-sliders",
        )
        self._draw(self._state())  # here, so that a generator that cannot be shown says so at once
        for control in (self._class, self._towards, self._blend, *self._codes, *self._sliders):
            control.observe(lambda _: self._latest.put(self._state()), "value")

    def _slider(self, description: str, low: float, high: float, step: float) -> ipw.FloatSlider:
        slider = ipw.FloatSlider(
            min=low,
            max=high,
            step=step,
            description=description,
            layout={"width": "auto"},
            readout_format=".2f",
        )
        slider.add_class(f"gl-{description.replace(' ', '-')}")
        return slider

    def randomise(self) -> None:
        """Go to a new random point; the sliders go back to their middle."""
        self._home = latent.sample(1, len(self._home), self._random)[0]
        self._centre()

    def reset(self) -> None:
        """Go back to the first point."""
        self._random = np.random.default_rng(self._seed)
        self.randomise()

    def _centre(self) -> None:
        for slider in (*self._codes, *self._sliders):
            slider.value = 0.0
        self._latest.put(self._state())

    @property
    def z(self) -> np.ndarray:
        moved = np.array([slider.value for slider in self._sliders], "float32") @ self._basis
        return self._home + moved

    @property
    def continuous(self) -> np.ndarray:
        return np.array([slider.value for slider in self._codes], "float32")

    @property
    def shares(self) -> np.ndarray:
        shares = np.zeros(len(self.names), "float32")
        shares[self._class.value] += 1 - self._blend.value
        shares[self._towards.value] += self._blend.value
        return shares

    def _state(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, str]:
        words = self.names[self._class.value]
        if self._blend.value > 0:
            words = f"{1 - self._blend.value:.0%} {words}, {self._blend.value:.0%} {self.names[self._towards.value]}"
        return self.z, self.shares, self.continuous, words

    def _draw(self, state) -> None:
        z, shares, continuous, words = state
        start = time.perf_counter()
        shares = np.concatenate([shares[None], np.eye(len(shares), dtype="float32")])
        images = self._images(z, shares, continuous)
        self.array = plots.grid_image(images[:1], cols=1, gap=0, scale=self._scale)
        self.every = plots.grid_image(images[1:], cols=COLUMNS, gap=0, scale=self._small)
        self.image.value, self.all.value = plots.png(self.array), plots.png(self.every)
        self.milliseconds = 1000 * (time.perf_counter() - start)
        self.drawn += 1
        self.status.value = f'<span data-drawn="{self.drawn}">{words}{self._read_as(images[:1])}</span>'

    def _read_as(self, images: np.ndarray) -> str:
        """What the reader takes the large picture for: its three likeliest classes."""
        if self._reader is None:
            return ""
        (said,) = self._probabilities(images)
        likeliest = np.argsort(-said)[:3]
        return "<br>read as " + ", ".join(f"{self.names[k]} ({said[k]:.0%})" for k in likeliest)

    def _probabilities(self, images: np.ndarray) -> np.ndarray:
        said = numeric.array("What the reader gives", self._reader(images), ndim=2)
        if said.shape != (len(images), len(self.names)):
            raise ValueError(
                f"The reader gives shape {said.shape} for {len(images)} images; expected a probability for each of the "
                f"{len(self.names)} classes."
            )
        return said

    def still(self) -> plots.Picture:
        """The point as every class, for pages without a kernel."""
        images = self._images(self.z, np.eye(len(self.names), dtype="float32"), self.continuous)
        title = f"One latent point, drawn as each {self._kind}"
        if self._reader is None:
            return plots.grid(images, cols=COLUMNS, labels=self.names, title=title)
        said = np.diag(self._probabilities(images))
        columns = [f"{name}\n{p:.0%}" for name, p in zip(self.names, said, strict=True)]
        title += ", and the probability that it is read so"
        return plots.strip([images], [""], cols=len(images), columns=columns, title=title)

    def _images(self, z, shares, continuous) -> np.ndarray:
        """One point, for each of several rows of shares."""
        told = np.concatenate([shares, np.repeat(continuous[None], len(shares), axis=0)], axis=1)
        told = shares.argmax(axis=1)[:, None].astype("int32") if self._whole else told
        return plots.to_uint8(self._run(np.repeat(z[None], len(told), axis=0), told))


def class_sliders(
    generator,
    names: Sequence[str] | None = None,
    directions: int = 3,
    seed: int = 0,
    width: int = 280,
    reader: Callable | None = None,
) -> ClassSliders:
    """Play with a generator that is told the class: choose it, blend it with another, and move the latent point.

    The small pictures show the same latent point as every class, in the order of the buttons. Classes blend where an Embedding or
    CategoryEncoding layer takes the labels; of other networks whole classes are shown.

    Parameters
    ----------
    generator : keras.Model or Sampler
        [latents (n, latent_dim), labels (n, 1)] to images (n, h, w, 1 or 3) in [-1, 1]; or codes, as for `code_sliders`. Or a game in
        training: the network that its sampler shows.
    names : sequence of str, optional
        Of the classes. Default: their numbers.
    directions : int
        How many sliders move the point, along directions at right angles to each other, drawn at random.
    seed : int
        Seed of the directions and of the points.
    width : int
        About how many pixels wide the large image is.
    reader : callable, optional
        From uint8 images (n, h, w, c) to the probabilities of the classes, (n, n_classes): a frozen classifier's `probabilities`, or the
        class head of an AC-GAN. The three classes that it finds likeliest are written beneath the large image.

    Returns
    -------
    ClassSliders

    Raises
    ------
    ValueError
        If the generator takes no labels, or the names, the directions or what the reader gives do not fit.
    """
    return ClassSliders(generator, names, directions, seed, width, reader)


def code_sliders(
    generator, names: Sequence[str] | None = None, directions: int = 2, seed: int = 0, width: int = 280
) -> ClassSliders:
    """Play with the generator of an InfoGAN: choose the categorical code, move the continuous ones and the latent point.

    The small pictures show the same latent point, with the same continuous codes, as every value of the categorical code.

    Parameters
    ----------
    generator : keras.Model or Sampler
        [latents (n, latent_dim), codes (n, n_classes + n_continuous)] to images in [-1, 1], as `models.infogan.generator` makes it. Or
        a game in training.
    names : sequence of str, optional
        Of the values of the categorical code. Default: their numbers.
    directions, seed, width
        As for `class_sliders`.

    Returns
    -------
    ClassSliders

    Raises
    ------
    ValueError
        If the generator takes no codes, or the names or directions do not fit.
    """
    sampler = sampling.of(generator)
    if _codes(sampler) is None:
        raise ValueError(f"{sampler.network.name!r} takes no codes; build it with models.infogan.generator.")
    return ClassSliders(sampler, names, directions, seed, width)


def _mixing(sampler: sampling.Sampler) -> keras.Model | None:
    """The network, told shares of its classes; None if it cannot be told them, or knows them in another way than by a layer of its own."""
    n_classes, network = sampler.takes[1].n_classes, sampler.network
    try:
        mixing = models.labels.mixing(network)
        if mixing.inputs[1].shape[1] != n_classes:
            return None
    except ValueError:
        return None
    z, labels = latent.sample(n_classes, sampler.latent_dim, 0), np.arange(n_classes)[:, None]
    mixed = keras.ops.convert_to_numpy(mixing([z, np.eye(n_classes, dtype="float32")], training=False))
    return mixing if np.allclose(mixed, sampler.outputs([z, labels]), atol=1e-3) else None


def _codes(sampler: sampling.Sampler) -> sampling.Codes | None:
    return next((part for part in sampler.takes if isinstance(part, sampling.Codes)), None)
