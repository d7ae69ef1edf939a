"""A GAN in the plane that learns while you watch, and that you can disturb."""

from __future__ import annotations

import html
import threading
import time
import weakref

from gan_lessons import latent, metrics, plots, training
from gan_lessons.data import curves
from gan_lessons.plots.canvas import Canvas, chart, jpeg
from gan_lessons.widgets.live_controls import SIZE, Controls
from gan_lessons.widgets.live_game import Game

import numpy as np

GRID = 44  # points along each side at which D is asked for its surface
SHOWN = 100  # real and generated samples in the picture
FRAME = 1 / 30  # seconds: more pictures than this a second nobody sees
SHEET = "#E39A66"  # a lighter vermilion: what the generator could make
REMEMBERED = 400  # points of the curves; with a longer game every second one is dropped, again and again

_playing: weakref.WeakSet[LiveGAN] = weakref.WeakSet()


class LiveGAN(Controls):
    """See `live_gan`.

    Attributes
    ----------
    step : int
        Steps so far; in each, D moves `d_steps` times and then G once.
    array : ndarray (h, w, 3), uint8
        The picture of the plane, at twice its size on the page.
    frames, milliseconds : int, float
        How many pictures were drawn, and how long the last one took, training included.
    score : metrics.OnCurve
        Of 1,000 samples of the generator as it is shown.
    history : dict of str to list
        The curves: "step", "d_loss_real", "d_loss_fake", "g_loss", "distance", "coverage".
    """

    def __init__(self, curve: str = "parabola", seed: int = 0, steps_per_picture: int = 5):
        self._curve = curves.load(curve)  # a wrong name fails here, before anything is built
        self._games: dict[tuple[str, int], Game] = {}
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        self._by_hand = True
        self.frames, self.milliseconds = 0, 0.0
        super().__init__(curve, "wide" if self._curve.is_mixture else "classic", steps_per_picture)
        self._play.observe(self._played, "value")
        for name, act in {
            "step": self.advance,
            "d-move": lambda: self._slowly("d"),
            "g-move": lambda: self._slowly("g"),
            "reset": self.reset,
            "new-seed": self.new_seed,
        }.items():
            self._buttons[name].on_click(lambda _, act=act: act())
        self._choices["curve"].observe(self._chose_curve, "value")
        for name in ("networks", "latent"):
            self._choices[name].observe(lambda _: self._by_hand and self._begin(), "value")
        for checkbox in self._shows.values():
            checkbox.observe(lambda _: self._show(), "value")
        self._seed = seed
        self._begin()

    def _chose_curve(self, change):
        with self._lock:
            self._curve = curves.load(change["new"])
            self._by_hand = False
            try:  # the small networks cannot draw a mixture
                self._choices["networks"].value = "wide" if self._curve.is_mixture else "classic"
            finally:
                self._by_hand = True
            self._begin()

    # ---- the game --------------------------------------------------------------------------------------------------

    @property
    def gan(self) -> training.GAN:
        """The model that is being trained."""
        return self._game.gan

    @property
    def playing(self) -> bool:
        return getattr(self, "_thread", None) is not None

    def _begin(self):
        with self._lock:
            kind = self._choices["networks"].value, self._choices["latent"].value
            if kind not in self._games:
                self._games[kind] = Game(*kind)
            self._game = self._games[kind]
            self._game.begin(self._seed)
            self._data = np.random.default_rng([self._seed, 6])
            self._real = self._curve.sample(SHOWN, self._seed)
            self._latents = latent.sample(1000, self.gan.latent_dim, self._seed)
            self._strands = _strands(self.gan.latent_dim)
            self.canvas = Canvas(self._curve.box, SIZE)
            self.step = 0
            names = ("step", "d_loss_real", "d_loss_fake", "g_loss", "distance", "coverage")
            self.history: dict[str, list] = {name: [] for name in names}
            self._every, self._losses = 1, {}
            self._said = "Untrained."
            self._show()

    def advance(self, steps: int = 1) -> None:
        """Train for some steps, then draw."""
        with self._lock:
            begin = time.perf_counter()
            loss = self._choices["loss"].value
            self._set_rates()
            last = self.step + steps
            while self.step < last:
                moves = ["d"] * (self._choices["d-steps"].value - 1) + ["both"]
                for name in moves:
                    points = self._curve.sample(self._choices["batch"].value, self._data)
                    self._losses |= self._game.move(name, loss, points)
                self.step += 1
                if self.step % 10 == 0 and self.step < last:
                    self._remember()
            self._said = ""
            self._show(begin)

    def _slowly(self, name):
        """One move of one player."""
        with self._lock:
            self._set_rates()
            points = self._curve.sample(self._choices["batch"].value, self._data)
            self._losses |= self._game.move(name, self._choices["loss"].value, points)
            self._said = {
                "d": "D moved: the ground changed, the samples stayed.",
                "g": "G moved: the samples went where the arrows pointed, the ground stayed.",
            }[name]
            self._show()

    def _set_rates(self):
        for name in ("d", "g"):
            self.gan.optimizers[name].learning_rate = self._choices[f"{name}-rate"].value

    def reset(self) -> None:
        """Begin anew with the same seed."""
        self._begin()

    def new_seed(self) -> None:
        """Begin anew with other initial weights and other samples."""
        self._seed += 1
        self._begin()

    # ---- playing ---------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Train and draw, beside the kernel's own thread, until `pause`. Another widget that plays is paused."""
        self._play.value = True

    def pause(self) -> None:
        """Stop after the picture in progress."""
        self._play.value = False

    def _played(self, change):
        self._play.description, self._play.icon = ("Pause", "pause") if change["new"] else ("Play", "play")
        if change["new"] and self._thread is None:
            for other in list(_playing):
                other.pause()
            _playing.add(self)
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()
        elif not change["new"] and self._thread is not None:
            thread, self._thread = self._thread, None
            _playing.discard(self)
            if thread is not threading.current_thread():
                thread.join(10)

    def _run(self):
        me = threading.current_thread()
        try:
            while self._thread is me:
                begin = time.perf_counter()
                self.advance(self._choices["speed"].value)
                time.sleep(max(0.002, FRAME - (time.perf_counter() - begin)))
        except Exception as error:  # nobody sees an exception in a thread
            self.status.value = f'<b style="color: var(--jp-error-color1, #B00020)">{html.escape(f"{type(error).__name__}: {error}")}</b>'
            self._play.value = False

    def settle(self, timeout: float = 10) -> None:
        """Pause, and wait until the picture shows the state of the game."""
        self.pause()
        with self._lock:
            self._show()

    def close(self) -> None:
        if self.playing:
            self.pause()
        super().close()

    # ---- the picture -----------------------------------------------------------------------------------------------

    def _show(self, begin: float | None = None):
        with self._lock:
            begin = begin or time.perf_counter()
            self._remember()
            self._draw_plane(self._points[:SHOWN])
            self.plane.value = jpeg(self.array)
            if (
                not self.playing or self.frames % 3 == 0
            ):  # in play the curves hardly change from picture to picture
                self.charts.value = jpeg(self._draw_charts())
            self.frames += 1
            self.milliseconds = 1000 * (time.perf_counter() - begin)
            # After the pictures: who sees this text sees the pictures that it belongs to.
            self.status.value = (
                f'<div data-frame="{self.frames}" style="line-height: 1.5">{self._words()}</div>'
            )

    def _draw_plane(self, fakes):
        canvas, width = self.canvas, self.canvas.box[1] - self.canvas.box[0]
        # D at a grid, and beside each sample for its slope: one call for all.
        h = 1e-3 * width
        beside = [fakes + np.array(offset, np.float32) for offset in ((h, 0), (-h, 0), (0, h), (0, -h))]
        logits = self._game.judge(np.concatenate([canvas.places(GRID), fakes, *beside]))[:, 0]
        surface, at, *sides = np.split(logits, GRID**2 + SHOWN * np.arange(5))
        if self._shows["surface"].value:
            canvas.surface(surface)
        else:
            canvas.image.paste("white", (0, 0, *canvas.image.size))
        if not self._curve.is_mixture:
            canvas.line(self._curve.nodes[::40], plots.REAL, 0.7)
        if len(self._strands):  # all that G can make, not only the samples
            for strand in np.split(self._game.draw(np.concatenate(self._strands)), len(self._strands)):
                canvas.line(strand, SHEET, 1.2)
        canvas.dots(self._real, plots.REAL, 2.6)
        if self._shows["arrows"].value:
            # Downhill for G: its loss falls fastest along the slope of D's logit, times what the loss makes of it.
            slope = np.stack([sides[0] - sides[1], sides[2] - sides[3]], axis=1) / (2 * h)
            weight = 1 - _sigmoid(at) if self._choices["loss"].value == "non_saturating" else _sigmoid(at)
            push = slope * weight[:, None] * width  # per width of the picture
            strength = np.linalg.norm(push, axis=1, keepdims=True)
            # Long slopes are drawn shorter, so that short ones can be seen beside them.
            canvas.arrows(fakes, 0.12 * width * np.tanh(strength / 2.5) * push / np.maximum(strength, 1e-12))
        canvas.dots(fakes, plots.GENERATED, 2.6, "diamond")
        self.array = canvas.array.copy()

    def _remember(self):
        """Score the samples of now, and add a point to the curves."""
        self._points = self._game.draw(self._latents)
        lost = not np.isfinite(self._points).all()
        self.score = None if lost else metrics.on_curve(self._points, self._curve)
        if self.history["step"] and self.step < self.history["step"][-1] + self._every:
            return
        nan = float("nan")
        values = {"step": self.step} | {name: float(loss) for name, loss in self._losses.items()}
        if self.score:
            values |= {"distance": self.score.distance, "coverage": self.score.coverage}
        for name, kept in self.history.items():
            kept.append(values.get(name, nan))
        if len(self.history["step"]) > REMEMBERED:
            self.history = {name: kept[::2] for name, kept in self.history.items()}
            self._every = max(1, self.step // REMEMBERED)

    def _draw_charts(self):
        steps = np.array(self.history["step"], float)
        losses = {
            "D on real": (self.history["d_loss_real"], plots.REAL, False),
            "D on generated": (self.history["d_loss_fake"], plots.GENERATED, True),
            "G": (self.history["g_loss"], plots.INK, False),
        }
        extent = self.canvas.box[1] - self.canvas.box[0]
        share = np.array(self.history["distance"], float) / extent
        decades = (np.log10(np.maximum(share, 1e-9)) + 3) / 3  # 0.001 to 1 of the picture's width
        return np.concatenate(
            [
                chart(
                    losses,
                    steps,
                    (400, 150),
                    2.4,
                    (0.693, "ln 2: answers of ½"),
                    [(0, "0"), (1, "1"), (2, "2")],
                ),
                chart(
                    {"coverage of the curve": (self.history["coverage"], "#00704F", False)},
                    steps,
                    (400, 78),
                    ticks=[(0, "0 %"), (1, "100")],
                    steps=False,
                ),
                chart(
                    {"distance to it, in widths of the picture": (decades, "#8C4A79", False)},
                    steps,
                    (400, 92),
                    ticks=[(0, ".001"), (1 / 3, ".01"), (2 / 3, ".1"), (1, "1")],
                ),
            ]
        )

    def _words(self):
        if self.score is None:
            return f"step <b>{self.step:,}</b>: the samples are no longer numbers. <i>Reset</i>, and a smaller learning rate."
        score = self.score
        speed = f" · {1000 / self.milliseconds:.0f} pictures/s" if self.playing else ""
        return (
            f"step <b>{self.step:,}</b> · distance <b>{score.distance:.3f}</b> · coverage <b>{score.coverage:.0%}</b>{speed}"
            f"<br>{html.escape(self._said)}&nbsp;"
        )

    def still(self) -> plots.Picture:
        """The plane and the curves as they are now, as a figure."""
        picture = plots.Picture(figsize=(8.6, 4.3))
        left, right = picture.subplots(1, 2, width_ratios=[SIZE, 400 * SIZE / 320])
        for ax, pixels in ((left, self.array), (right, self._draw_charts())):
            ax.imshow(pixels, interpolation="antialiased")
            ax.set_axis_off()
        score = "" if self.score is None else f": {self.score.coverage:.0%} of the curve covered"
        left.set_title(
            f"Step {self.step:,}{score} (blue: real, vermilion: generated)", loc="left", fontsize=10
        )
        return picture


def _strands(latent_dim: int) -> list[np.ndarray]:
    """Lines through a latent space of one or two dimensions, each (61, latent_dim); none through a larger one."""
    along = np.linspace(-2.5, 2.5, 61, dtype=np.float32)
    if latent_dim == 1:
        return [along[:, None]]
    if latent_dim > 2:
        return []
    across = [np.full_like(along, at) for at in np.linspace(-2, 2, 9)]
    return [np.stack(pair, axis=1) for at in across for pair in ((along, at), (at, along))]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(0.5 * x))


def live_gan(curve: str = "parabola", seed: int = 0, steps_per_picture: int = 5) -> LiveGAN:
    """A GAN that learns points in the plane, before your eyes (chapter 6).

    The ground is D's answer: blue where it says "real", vermilion where it says "generated", a dark line at one half. Blue
    dots are real samples, vermilion diamonds generated ones, always of the same latents. An arrow shows where G's
    loss pushes a sample: the slope of D's logit there, times the slope of the loss. Play, pause, single steps and
    single moves; learning rates, batch size and D's moves per step can be changed in the middle of a game. With one or two latent numbers all that G can make is a line or
    a sheet, and is drawn as such.

    Parameters
    ----------
    curve : {"parabola", "sine", "circle", "ring", "grid"}
        What is real: `data.curves`.
    seed : int
        Seed of weights, latents and data.
    steps_per_picture : {1, 2, 5, 10, 20, 50}
        How many steps are trained between two pictures.

    Returns
    -------
    LiveGAN

    Raises
    ------
    ValueError
        If there is no such curve.
    """
    return LiveGAN(curve, seed, steps_per_picture)
