"""What the widgets share: a still picture for pages without a kernel, and drawing beside the kernel's own thread."""

from __future__ import annotations

import base64
import html
import sys
import threading
from collections.abc import Callable, Sequence

from gan_lessons import plots, sampling
from gan_lessons.widgets.names import Names

import ipywidgets as ipw
import numpy as np


class WithPicture(ipw.Box):
    """Columns that stand beside each other where there is room, and a still picture for pages without a kernel.

    Its sliders are named by their labels, its images by the first line of the module that the widget is in.
    """

    def __init__(self, columns: Sequence[ipw.Widget], css_class: str):
        about = sys.modules[type(self).__module__].__doc__.partition("\n")[0]
        super().__init__(
            [*columns, Names(about)],
            layout={"flex_flow": "row wrap", "align_items": "flex-start", "grid_gap": "8px 28px"},
        )
        self.add_class(css_class)
        self.add_class("gl-named")

    def find(self, name: str) -> ipw.Widget:
        """The control of class `gl-…` with this name ("direction-1", "walk"), for code that plays with it."""
        todo: list = [self]
        while todo:
            widget = todo.pop()
            if f"gl-{name}" in getattr(widget, "_dom_classes", ()):
                return widget
            todo += getattr(widget, "children", ())
        raise KeyError(f"there is no control named {name!r} here.")

    def still(self) -> plots.Picture:
        raise NotImplementedError

    def _without_kernel(self) -> tuple[dict, dict]:
        """What a page shows that has no kernel: data by type, and what is said of it."""
        data, metadata = self.still()._repr_png_()
        picture = {"image/png": base64.b64encode(data).decode(), "text/plain": metadata["alt"]}
        return picture, {"image/png": metadata}

    def _repr_mimebundle_(self, **kwargs):
        shown, metadata = self._without_kernel()
        return (super()._repr_mimebundle_(**kwargs) or {}) | shown, metadata


class Latest:
    """Hands values to a function in a thread of its own; of those that come while it works, only the last counts.

    The kernel's own thread stays free to receive messages, so a backlog of slider events is drained while one
    picture is computed, and the next picture shows the newest values.

    Parameters
    ----------
    work : callable
        Called with one value at a time.
    failed : callable
        Called with the exception if `work` raises one: nobody sees an exception in a thread.
    """

    def __init__(self, work: Callable, failed: Callable[[Exception], None]):
        self._work, self._failed = work, failed
        self._changed = threading.Condition()
        self._waiting: list = []  # at most one value
        self._running = False
        self.error: Exception | None = None

    def put(self, value) -> None:
        with self._changed:
            self._waiting = [value]
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._running = False
                    self._changed.notify_all()
                    return
                value = self._waiting.pop()
            try:
                self._work(value)
                self.error = None
            except Exception as error:
                self.error = error
                self._failed(error)

    def settle(self, timeout: float) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: not self._running, timeout):
                raise TimeoutError(f"still drawing after {timeout} seconds.")
        if self.error:
            raise self.error


class DrawnBeside(WithPicture):
    """A widget whose pictures are drawn in a thread of their own: it has `_latest`, a `status` and counts in `drawn`."""

    _latest: Latest
    status: ipw.HTML
    drawn: int

    def _show_error(self, error):
        self.drawn += 1
        self.status.value = (
            f'<b data-drawn="{self.drawn}" style="color: var(--jp-error-color1, #B00020)">'
            f"{html.escape(type(error).__name__)}: {html.escape(str(error))}</b>"
        )

    def settle(self, timeout: float = 10) -> None:
        """Wait until the picture shows the newest values; pictures are drawn beside the running code.

        Raises
        ------
        TimeoutError
            If that takes longer than `timeout` seconds.
        Exception
            What went wrong while drawing, if anything did.
        """
        self._latest.settle(timeout)


def sides(draw) -> tuple[int, int]:
    """Height and width of the images that a sampler draws, or its function of latents (`Sampler.of_latents`).

    Raises
    ------
    ValueError
        If that is no image of one size.
    """
    if len(draw.shape) != 3 or None in draw.shape:
        raise ValueError(
            f"The generator's samples have shape {draw.shape}; what is shown here must be images (height, width, 1 or 3)."
        )
    return draw.shape[:2]


def framed(width: int, height: int) -> dict:
    """An image at exactly this size, one pixel to a pixel, in the frame of what is generated."""
    border = 3
    layout = {"border": f"{border}px solid {plots.GENERATED}", "margin": "0", "flex": "none"}
    return {"width": width + 2 * border, "height": height + 2 * border, "layout": layout}


def as_seen(*sets: np.ndarray) -> list[np.ndarray]:
    """Sets of images that belong together, as they are shown: uint8 (n, h, w, 3) each.

    If all are grey they are drawn dark on white, as in every figure. Beside colours a grey one is a photograph, and stays as it is.

    Raises
    ------
    ValueError
        As `plots.to_uint8`.
    """
    found = [plots.to_uint8(images) for images in sets]
    grey = all(images.shape[3] == 1 for images in found)
    return [
        (255 - images if grey else images).repeat(3, axis=3) if images.shape[3] == 1 else images
        for images in found
    ]


def translator(network, sources) -> tuple[sampling.Sampler, np.ndarray]:
    """The sampler of a network that translates images, and the sources as uint8 (n, h, w, c).

    Raises
    ------
    ValueError
        If the network takes something else than images, or not such as these.
    """
    sampler = sampling.of(network)
    if len(sampler.takes) != 1 or not isinstance(sampler.takes[0], sampling.Sources):
        raise ValueError(
            f"The network {sampler.network.name!r} takes {' and '.join(sampler.names)}; one that translates images is expected."
        )
    images = plots.to_uint8(sources)
    sampler.inputs(len(images), **{sampler.names[0]: images})
    return sampler, images
