import base64
import io
import re
import time

from gan_lessons import models, widgets
from gan_lessons.widgets import palette
from gan_lessons.widgets.paint_source import covered

import keras
import numpy as np
import pytest
from PIL import Image

from tests import generators
from tests.widgets.small import shown

RNG = np.random.default_rng(0)
SOURCES = RNG.integers(0, 200, (3, 12, 16, 3), np.uint8)
BRUSHES = {"sea": (10, 30, 80), "ice <b>": (250, 240, 230)}


def negative(channels=3, made=None, kernel=1, rate=0.0):
    """A network of one convolution that makes negatives, blurred if the kernel is larger."""
    source = x = keras.Input((None, None, channels))
    if rate:
        x = models.blocks.LastingDropout(rate, seed=0)(x)
    made = channels if made is None else made
    layer = keras.layers.Conv2D(made, kernel, padding="same", use_bias=False)
    network = keras.Model(source, layer(x), name="negative")
    weights = np.zeros((kernel, kernel, channels, made), np.float32)
    for i in range(made):
        weights[..., min(i, channels - 1), i] = -1 / kernel**2
    layer.set_weights([weights])
    return network


@pytest.fixture(scope="module")
def network():
    return negative(kernel=3)


@pytest.fixture
def box(network):
    return widgets.paint_source(network, SOURCES, BRUSHES, target=255 - SOURCES, width=32)


def drag(box, number, *words):
    """What the page writes when a mouse is pressed and dragged."""
    box.find("stroke").value = " ".join([str(number), *words])
    box.settle()


def large(image):
    return image.repeat(2, 0).repeat(2, 1)


def test_a_drag_paints_and_is_translated_at_once(box):
    drag(box, 1, "2,3", "2,9")
    expected = SOURCES[0].copy()
    expected[covered((12, 16), [[(2, 3), (2, 9)]], box.find("size").value)] = BRUSHES["sea"]
    assert np.array_equal(box.painted, expected) and np.array_equal(box.source, SOURCES[0])
    assert (box.painted[2, 3:10] == BRUSHES["sea"]).all(), "between the places, too"
    assert np.array_equal(shown(box.find("image")), large(expected))
    made = shown(box.find("translation"))
    assert np.array_equal(made, large(box.translation)) and made.shape == (24, 32, 3)
    assert np.array_equal(shown(box.find("truth")), large(255 - SOURCES[0]))
    assert box.milliseconds > 0 and f'data-drawn="{box.drawn}"' in box.find("status").value


def test_the_page_tells_the_whole_stroke_again_and_undo_takes_it_back_as_one(box):
    drag(box, 1, "0,0")
    drag(box, 1, "0,0", "5,5")
    long = box.painted.copy()
    drag(box, 1, "0,0", "-", "11,15", "-")
    assert (box.painted[5, 5] == SOURCES[0, 5, 5]).all(), "a stroke replaces its beginning"
    assert (box.painted[11, 15] == BRUSHES["sea"]).all() and not np.array_equal(box.painted, long)
    drag(box, 2, "6,6")
    box.find("undo").click()
    assert (box.painted[6, 6] == SOURCES[0, 6, 6]).all() and (box.painted[11, 15] == BRUSHES["sea"]).all()
    box.find("undo").click()
    box.find("undo").click()
    assert np.array_equal(box.painted, SOURCES[0])
    box.settle()
    assert "Nothing is painted yet" in box.find("status").value


def test_reset_can_be_undone_and_each_picture_has_its_own_paint(box):
    drag(box, 1, "2,3")
    painted = box.painted.copy()
    box.find("reset").click()
    assert np.array_equal(box.painted, SOURCES[0])
    box.find("undo").click()
    box.find("picture").value = 3
    box.settle()
    assert np.array_equal(box.painted, SOURCES[2])
    assert np.array_equal(shown(box.find("truth")), large(255 - SOURCES[2]))
    box.find("picture").value = 1
    assert np.array_equal(box.painted, painted)


def test_the_keyboard_paints_with_row_column_and_a_button(box):
    box.find("brush-2").click()
    assert box.find("brush-2").icon == "check" and box.find("brush-1").icon == ""
    for name, value in (("size", 1), ("row", 7), ("column", 4)):
        box.find(name).value = value
    box.settle()
    rim = (shown(box.find("image")) == (255, 0, 160)).all(-1)
    assert rim.any() and not rim[:14].any() and not rim[16:].any(), "where it would paint is outlined"
    assert np.array_equal(box.painted, SOURCES[0])
    box.find("dab").click()
    assert np.argwhere((box.painted != SOURCES[0]).any(-1)).tolist() == [[7, 4]]
    assert tuple(box.painted[7, 4]) == BRUSHES["ice <b>"]
    drag(box, 1, "0,0")
    assert not (shown(box.find("image")) == (255, 0, 160)).all(-1).any()


def test_it_counts_what_is_painted_and_what_changes_elsewhere(box):
    box.paint([(5, 5)], "ice <b>", 1)
    box.settle()
    numbers = [int(x) for x in re.findall(r"<b>(\d+)</b>|, (\d+) of them", box.find("status").value)[0] if x]
    assert numbers == [1]
    before, after = (255 - x.astype(int) for x in (SOURCES[0], box.painted))
    gaps = np.abs(after - before)[5, 5].max()
    assert gaps > 8 * 9, "or the blur would not reach the neighbours"
    assert (
        "<b>9</b> pixels have changed" in box.find("status").value
        and ", 8 of them" in box.find("status").value
    )


def test_what_the_page_says_wrongly_paints_nothing(box):
    for words in ("", "1", "x 2,3", "1 2,3;", "1 -2,3", "1 - -"):
        box.find("stroke").value = words
    box.settle()
    assert np.array_equal(box.painted, SOURCES[0])
    drag(box, 1, "99,99")
    assert (box.painted[11, 15] == BRUSHES["sea"]).all(), "the nearest place"


def test_a_brush_is_round_and_covers_as_many_pixels_as_it_says():
    for size, count in ((1, 1), (2, 4), (3, 9), (4, 12), (5, 21)):
        mask = covered((20, 20), [[(9, 9)]], size)
        assert mask.sum() == count and mask.any(0).sum() == mask.any(1).sum() == size
    assert covered((5, 5), [[(0, 0), (4, 4)], [(4, 0)]], 1).sum() == 6


def test_grey_letters_are_dark_on_white_and_grey_photographs_are_not():
    letters = np.zeros((2, 12, 12, 1), np.uint8)
    letters[:, 3:9, 3:9] = 255
    box = widgets.paint_source(negative(1), letters, width=16)
    assert box.brushes == {"black": (255,), "white": (0,)}
    assert (shown(box.find("image"))[0, 0] == 255).all() and (shown(box.find("image"))[5, 5] == 0).all()
    assert (shown(box.find("translation"))[0, 0] == 0).all()
    drag(box, 1, "0,0")
    assert box.painted[0, 0, 0] == 255
    photograph = widgets.paint_source(negative(1, made=3), letters, {"ink": 255}, width=16)
    assert photograph.brushes == {"ink": (255,)}
    assert (shown(photograph.find("image"))[5, 5] == 255).all()


def test_a_translators_noise_is_the_same_for_every_stroke():
    box = widgets.paint_source(negative(rate=0.5), SOURCES, BRUSHES, seed=3, width=16)
    first = box.translation
    box.paint([(0, 0)], size=1)
    assert np.array_equal(box.translation[3:], first[3:])
    other = widgets.paint_source(negative(rate=0.5), SOURCES, BRUSHES, seed=4, width=16)
    assert not np.array_equal(other.translation, first)


def test_a_page_without_a_kernel_shows_paint_and_translation(box):
    names = [ax.get_title(loc="left") for ax in box.still().axes]
    assert names == ["source", "its translation", "the true one, without paint"]
    box.paint([(5, 5)])
    names = [ax.get_title(loc="left") for ax in box.still().axes]
    assert names[2:4] == ["painted", "its translation now"]
    bundle, metadata = box._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 400
    assert "network translates what you painted" in metadata["image/png"]["alt"]


def test_the_palette_has_the_frequent_colours_by_plain_names():
    images = np.empty((1, 10, 10, 3), np.uint8)
    images[0, :6], images[0, 6:9], images[0, 9] = (20, 40, 110), (200, 170, 120), (250, 250, 250)
    images[0, 0, 0] = (21, 41, 112)
    found = palette.frequent(images)
    assert found == [(20, 40, 110), (200, 170, 120), (250, 250, 250)]
    assert palette.names([*found, (20, 40, 100)]) == ["dark blue", "sand", "white", "dark blue 2"]
    assert palette.frequent(images, most=1) == found[:1]
    wheel = [
        (200, 0, 0),
        (255, 140, 0),
        (250, 250, 0),
        (0, 160, 0),
        (0, 210, 210),
        (90, 90, 255),
        (250, 0, 250),
        (90, 60, 20),
    ]
    assert palette.names(wheel) == ["red", "orange", "yellow", "green", "cyan", "blue", "pink", "dark brown"]  # fmt: skip
    assert palette.names([(8, 8, 8), (60, 60, 60), (128, 128, 128)]) == ["black", "dark grey", "grey"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SOURCES[..., :1],), "source has shape"),
        ((SOURCES[0],), "source has shape"),
        ((SOURCES, {}), "at least one colour"),
        ((SOURCES, ["sea"]), "give a dict"),
        ((SOURCES, {"sea": 30}), "'sea' is 30; a whole number"),
        ((SOURCES, {"sea": (0, 0, 256)}), "from 0 to 255"),
        ((SOURCES, {"sea": (0.5, 0, 0)}), "whole number"),
        ((SOURCES, BRUSHES, SOURCES[:2]), "target has shape"),
        ((SOURCES, BRUSHES, None, -1), "seed is -1"),
        ((SOURCES, BRUSHES, None, 0, 0), "width is 0"),
    ],
)
def test_what_does_not_fit_is_refused(network, arguments, message):
    with pytest.raises(ValueError, match=message):
        widgets.paint_source(network, *arguments)


def test_a_network_that_translates_nothing_and_places_outside_are_refused(box):
    with pytest.raises(ValueError, match="takes latents; one that translates"):
        widgets.paint_source(generators.plain(), SOURCES)
    for places, brush, size, message in (
        ([(12, 0)], None, None, "rows lie below 12"),
        ([(0.5, 0)], None, None, "whole numbers"),
        ([], None, None, "places"),
        ([(0, 0)], "lava", None, "no brush 'lava'; there are: sea"),
        ([(0, 0)], None, 0, "size is 0"),
    ):
        with pytest.raises(ValueError, match=message):
            box.paint(places, brush, size)
    assert np.array_equal(box.painted, SOURCES[0])


def test_a_stroke_takes_less_than_100_ms():
    """Of computing, with a U-Net of the laptop recipe at 64 pixels, the chapters' largest. Measured: 12 ms on one core."""
    sources = RNG.integers(0, 256, (1, 64, 64, 3), np.uint8)
    box = widgets.paint_source(models.unet.generator("laptop", 64, seed=0), sources)
    times = []
    for i in range(15):
        begin = time.process_time()
        drag(box, i, f"{3 * i},10", f"{3 * i},50")
        times.append(1000 * (time.process_time() - begin))
    assert np.median(times) < 100, f"median {np.median(times):.1f} ms"
