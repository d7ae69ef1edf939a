"""The sheet, the fields and the pictures of an arithmetic bench, and their places on the page."""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons import plots
from gan_lessons.plots.arithmetic import GROUP_COLOURS
from gan_lessons.widgets import parts
from gan_lessons.widgets.arithmetic_groups import LETTERS, RESULT
from gan_lessons.widgets.base import DrawnBeside

import ipywidgets as ipw
import numpy as np

OWN = "your own choice"
COLS = 8  # faces in a line of the sheet, at most


class Controls(DrawnBeside):
    """What is on the page. A subclass says what a click on a face and the buttons do.

    Parameters
    ----------
    n : int
        Faces on the sheet.
    shape : (int, int)
        Height and width of one, in its own pixels.
    presets : sequence of str
        Names of ready choices.
    by_line : bool
        Whether each line of the sheet is for one group.
    width, result_width : int
        As for `arithmetic_bench`.
    """

    def __init__(
        self,
        n: int,
        shape: tuple[int, int],
        presets: Sequence[str],
        by_line: bool,
        width: int,
        result_width: int,
    ):
        h, w = shape
        cols = min(COLS, n)
        rows = -(-n // cols)
        self._scale = parts.sheet_scale(width, cols, w)
        self.sheet = parts.Sheet(
            rows,
            cols,
            width * cols // COLS,
            shape,
            [f"face-{i}" for i in range(n)],
            [f"face {i}" for i in range(n)],
            self._clicked,
        )
        self._big = max(1, round(result_width / w))
        self._small = max(1, round(result_width / 2.6 / w))
        self._pictures = {}
        for name in (*LETTERS, RESULT):
            k = self._big if name == RESULT else self._small
            edge = 3
            colour = plots.GENERATED if name == RESULT else GROUP_COLOURS[name]
            self._pictures[name] = ipw.Image(
                format="png",
                width=w * k + 2 * edge,
                height=h * k + 2 * edge,
                layout={"border": f"{edge}px solid {colour}", "margin": "0", "flex": "none"},
            )
            self._pictures[name].add_class("gl-result" if name == RESULT else f"gl-mean-{name.lower()}")
        self._captions = {name: ipw.HTML(layout={"margin": "0"}) for name in self._pictures}
        self.status, self._table = ipw.HTML(), ipw.HTML()
        self._texts = {
            c: ipw.Text(
                description=c,
                placeholder="numbers from the sheet, then Enter",
                continuous_update=False,
                layout={"width": "auto"},
                style={"description_width": "24px"},
            )
            for c in LETTERS
        }
        self._target = ipw.ToggleButtons(
            options=LETTERS,
            style={"button_width": "44px"},
            tooltips=[f"group {c}" for c in LETTERS],
        )
        self._preset = ipw.Dropdown(
            options=[OWN, *presets],
            value=next(iter(presets), OWN),
            description="groups",
            layout={"width": "auto"},
            style={"description_width": "52px"},
        )
        self._shell = ipw.Checkbox(
            description="put back on the shell",
            indent=False,
            tooltip="lengthen or shorten each sum to the usual length",
            layout={"width": "auto"},
        )
        clear = parts.button("clear", "Clear", "eraser", "empty all groups", self.clear)
        others = parts.button(
            "others", "Other faces", "random", "other faces of the same groups", self.other_faces
        )
        for widget, name in (
            *((text, f"numbers-{c.lower()}") for c, text in self._texts.items()),
            *((caption, f"caption-{i}") for i, caption in enumerate(self._captions.values())),
            (self._target, "target"),
            (self._preset, "preset"),
            (self._shell, "shell"),
            (self.status, "status"),
            (self._table, "table"),
        ):
            widget.add_class(f"gl-{name}")
        row = {"align_items": "center", "flex_flow": "row wrap", "grid_gap": "2px 8px", "overflow": "visible"}
        buttons = ipw.Box([*([others] if by_line else []), clear, self._shell], layout=row)
        # Where each line of the sheet is a group there is nothing to aim.
        aim = ipw.HBox(
            [ipw.Label("a click puts a face into"), self._target], layout={"align_items": "center"}
        )
        aims = [] if by_line else [aim]
        preset = [self._preset] if presets else []
        left = ipw.VBox(
            [self.sheet, *aims, *preset, *self._texts.values(), buttons],
            layout={"flex": f"0 1 {width}px", "min_width": "280px", "grid_gap": "4px", "overflow": "visible"},
        )

        def framed(name):
            return ipw.VBox(
                [self._pictures[name], self._captions[name]], layout={"flex": "none", "margin": "0"}
            )

        signs = [ipw.HTML(f'<span style="font-size: 20px">{sign}</span>') for sign in "−+="]
        sums = [framed("A"), signs[0], framed("B"), signs[1], framed("C"), signs[2], framed(RESULT)]
        right = ipw.VBox(
            [ipw.Box(sums, layout=row), self.status, self._table],
            layout={"flex": "1 1 380px", "min_width": "280px", "grid_gap": "4px", "overflow": "visible"},
        )
        super().__init__([left, right], "gl-arithmetic-bench")

    def clear(self) -> None:
        raise NotImplementedError

    def other_faces(self) -> None:
        raise NotImplementedError

    def _clicked(self, i: int) -> None:
        raise NotImplementedError

    def _show_picture(self, name, picture, image):
        k = self._big if name == RESULT else self._small
        if image is None:
            array = np.full((picture_size(picture.height), picture_size(picture.width)), 255, np.uint8)
        else:
            array = plots.grid_image(image[None], scale=k)
        if name == RESULT:
            self.array = array
        picture.value = plots.png(array)


def picture_size(trait: str) -> int:
    """The size inside the frame, from the trait of an image that has one of 3 pixels."""
    return int(trait) - 6
