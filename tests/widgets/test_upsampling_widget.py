import base64
import io
import itertools

from gan_lessons import plots, upsampling, widgets
from gan_lessons.plots.upsampling import MARK, shades

import ipywidgets as ipw
import keras
import numpy as np
import pytest
from PIL import Image

OVERLAP, OUTPUT = (
    (134, 20, 246),
    (392, 20, 246),
)  # left, top and side of the two large panels, in pixels of the page


@pytest.fixture
def widget():
    return widgets.upsampling()


def choose(widget, **values):
    for name, value in values.items():
        widget.find(name).value = value
    widget.settle()
    return np.asarray(Image.open(io.BytesIO(widget.image.value)))


def colours(pixels, panel, n):
    """The colour of each cell of an n × n grid in a panel, taken near the cell's corner, where no number stands."""
    left, top, side = (2 * value for value in panel)
    cell = min(88, side // n)
    at = np.arange(n) * cell + cell // 5
    return pixels[top + at][:, left + at]


def marked(pixels, panel):
    """Whether a pixel of the frame's colour lies in the panel, and its first and last row and column."""
    left, top, side = (2 * value for value in panel)
    hits = (
        pixels[top : top + side, left : left + side] == Image.new("RGB", (1, 1), MARK).getpixel((0, 0))
    ).all(2)
    rows, cols = np.nonzero(hits)
    return rows.min(), rows.max(), cols.min(), cols.max()


def test_the_picture_shows_what_keras_computes(widget):
    for kernel, stride, padding in ((3, 2, "same"), (4, 3, "valid"), (1, 2, "same"), (5, 2, "same")):
        pixels = choose(
            widget, kernel=kernel, stride=stride, padding=padding, values="1, 2, 3 …", weights="random"
        )
        settings = widget.settings
        layer = keras.layers.Conv2DTranspose(1, kernel, strides=stride, padding=padding, use_bias=False)
        layer.build((None, 4, 4, 1))
        for image, weights, panel in (
            (np.arange(1, 17).reshape(4, 4), settings["weights"], OUTPUT),
            (np.ones((4, 4)), np.ones((kernel, kernel)), OVERLAP),
        ):
            layer.set_weights([weights[:, :, None, None]])
            output = np.rint(layer(image[None, :, :, None].astype("float32"))[0, :, :, 0])
            np.testing.assert_array_equal(colours(pixels, panel, len(output)), shades(output))
        np.testing.assert_array_equal(pixels, widget.array)


@pytest.mark.parametrize("padding", ["same", "valid"])
def test_the_frame_is_where_the_chosen_pixel_paints(widget, padding):
    choose(widget, kernel=3, stride=2, padding=padding)
    n = upsampling.transposed_size(4, 3, 2, padding)
    cell = 2 * 246 // n
    for pixel in (0, 6, 15):
        pixels = choose(widget, pixel=pixel)
        rows, cols = upsampling.footprint(divmod(pixel, 4), 4, 3, 2, padding)
        top, bottom, left, right = marked(pixels, OUTPUT)
        expected = [rows.start * cell, rows.stop * cell, cols.start * cell, cols.stop * cell]
        np.testing.assert_allclose([top, bottom, left, right], expected, atol=1)
        assert marked(pixels, OVERLAP) == (top, bottom, left, right)


def test_the_sentence_says_size_and_evenness_as_they_are(widget):
    for kernel, stride, size, padding in itertools.product((1, 3, 4), (1, 2, 3), (1, 5), ("same", "valid")):
        choose(widget, kernel=kernel, stride=stride, size=size, padding=padding)
        text = widget.status.value
        assert f"= <b>{upsampling.transposed_size(size, kernel, stride, padding)}</b> pixels a side" in text
        counts = upsampling.overlap(20, kernel, stride)[6:-6, 6:-6]
        uneven = "Holes" if counts.min() == 0 else "Uneven overlap"
        assert ("Even overlap" if counts.min() == counts.max() else uneven) in text
        for count in set(counts.ravel().tolist()):
            assert str(count) in text.split("rim")[1]
    choose(widget, kernel=3, stride=2, size=5, padding="valid")
    assert "5 · 2 + max(3 − 2, 0) = <b>11</b>" in widget.status.value


def test_the_chosen_pixel_stays_where_it_is_when_the_size_changes(widget):
    choose(widget, pixel=6)  # row 1, column 2
    for size, pixel in ((6, (1, 2)), (3, (1, 2)), (2, (1, 1)), (1, (0, 0)), (4, (0, 0))):
        choose(widget, size=size)
        assert widget.settings["pixel"] == pixel
        assert widget.find("pixel").max == size * size - 1
        assert widget.settings["image"].shape == (size, size)


def test_every_combination_can_be_drawn_and_keeps_its_size(widget):
    for kernel, stride, size in ((1, 4, 6), (6, 4, 6), (6, 1, 1), (1, 1, 1), (6, 4, 1)):
        for padding in ("same", "valid"):
            pixels = choose(widget, kernel=kernel, stride=stride, size=size, padding=padding)
            assert pixels.shape == (584, 1280, 3)
            assert pixels[:, -1].min() >= 140 and pixels[-1].min() == 255, "nothing is cut off"


def test_the_text_comes_after_the_image_that_it_belongs_to(widget):
    order = []
    widget.image.observe(lambda change: order.append("image"), "value")
    widget.status.observe(lambda change: order.append("status"), "value")
    choose(widget, kernel=4)
    assert order == ["image", "status"]


def test_what_breaks_while_drawing_is_said_where_the_reader_looks(widget, monkeypatch):
    monkeypatch.setattr(plots, "png", lambda array: 1 / 0)
    widget.find("kernel").value = 4
    with pytest.raises(ZeroDivisionError):
        widget.settle()
    assert "ZeroDivisionError" in widget.status.value


def test_a_page_without_a_kernel_shows_a_picture(widget):
    data, metadata = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("L"))
    assert picture.std() > 20
    assert "the overlap is uneven" in data["text/plain"] == metadata["image/png"]["alt"]


def test_every_control_has_a_class_for_tests(widget):
    controls, todo = [], [widget]
    while todo:
        part = todo.pop()
        todo += getattr(part, "children", ())
        if not isinstance(part, ipw.Box | ipw.Label):
            controls.append(part)
    assert len(controls) == 10  # with the names for those who hear the page
    assert all(any(c.startswith("gl-") for c in control._dom_classes) for control in controls)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kernel": 0}, "kernel is 0; expected a whole number from 1 to 6"),
        ({"kernel": 7}, "kernel is 7"),
        ({"stride": -1}, "stride is -1; .* 1 to 4"),
        ({"size": 2.5}, "size is 2.5"),
        ({"padding": "full"}, "padding is 'full'"),
    ],
)
def test_what_makes_no_sense_is_refused(options, says):
    with pytest.raises(ValueError, match=says):
        widgets.upsampling(**options)
