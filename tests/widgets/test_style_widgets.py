"""The widgets of style generators: mixtures, noise and directions in w, against the networks themselves."""

from gan_lessons import latent, models, plots, widgets

import ipywidgets as ipw
import numpy as np
import pytest

from tests.notebooks.runner import MOVE_EVERY_CONTROL
from tests.widgets.small import shown

UNIT = np.eye(4, dtype=np.float32)


@pytest.fixture(scope="module")
def generator():
    network = models.stylegan.generator("laptop", 8, latent_dim=4, seed=1)
    for layer in models.stylegan.parts(network)[1].layers:
        if hasattr(layer, "strength"):
            layer.strength.assign(0.1)
    return network


@pytest.fixture(scope="module")
def styles(generator):
    return latent.Styles(generator)


@pytest.fixture(scope="module")
def noisy(generator):
    return widgets.noise_sliders(generator, n=2, width=32)


def test_a_mixture_takes_the_chosen_places_from_above_and_the_rest_from_the_left(styles):
    box = widgets.style_mixing(styles, rows=2, cols=3, seed=5, width=32)
    assert np.array_equal(shown(box.image), box.array)
    ws = styles.of(latent.sample(5, 4, np.random.default_rng(5)))
    for control, places in (("coarse", [0]), ("middle", [1, 2]), ("all", [0, 1, 2])):
        box.find(control).click()
        box.settle()
        assert list(box.places) == places
        mixture = ws[0].copy()
        mixture[places] = ws[2 + 1][places]
        batch = np.zeros((11, 3, 4), np.float32)
        batch[3 + 2] = (
            mixture  # noise goes by the position in the batch: three above, one on the left, one before it
        )
        expected = plots.to_uint8(styles.pictures(batch)[5:6])[0]
        found = box._pictures(*box._settings())
        assert np.array_equal(found[1, 2], expected) and (found[0, 0] == 255).all()
        # In the picture as well: 8 pixels of white after the first row and column, 2 between the others.
        top, left = 8 + 8, 8 + 8 + 8 + 2
        assert np.array_equal(box.array[top : top + 8, left : left + 8], expected)
    assert "3 of 3 places" in box.status.value and "the left: none" in box.status.value
    box.places = (1, 1)
    box.settle()
    assert "<b>8 px</b>, 1 of 3" in box.status.value and "the other 2" in box.status.value
    before = box.array
    box.find("new").click()
    box.settle()
    assert not np.array_equal(box.array, before)
    assert "8 px from the top row" in box.still().get_suptitle()
    for bad in (3, (0, 3), (2, 1)):
        with pytest.raises(ValueError, match="place"):
            box.places = bad


def test_the_words_for_places_say_their_pixels():
    from gan_lessons.widgets import style_places

    assert style_places.pixels(5) == [4, 8, 8, 16, 16]
    bands = style_places.bands(9)
    assert {name: list(b) for name, b in bands.items()} == {
        "coarse": [0, 1, 2],
        "middle": [3, 4, 5, 6],
        "fine": [7, 8],
    }
    assert [style_places.words(b, 9) for b in bands.values()] == ["4–8 px", "16–32 px", "64 px"]


def test_the_noise_is_turned_down_and_the_network_keeps_its_own(generator, noisy):
    noises = [layer for layer in models.stylegan.parts(generator)[1].layers if hasattr(layer, "level")]
    models.stylegan.noise_levels(generator, 0.5)
    noisy.find("noise-4").value = 0.0
    noisy.settle()
    some, before = noisy.spread.mean(), noisy.array
    assert some > 0 and noisy.levels == {4: 0.0, 8: 1.0}
    noisy.find("noise").click()
    noisy.settle()
    assert not np.array_equal(noisy.array, before)
    noisy.find("off").click()
    noisy.settle()
    assert noisy.spread.max() < 1e-3 < some
    (maps,) = [noisy.array[-8 * 2 :]]
    assert (maps[:, :16] == 255).all() and "<b>0.00</b>" in noisy.status.value
    noisy.find("ones").click()
    noisy.settle()
    assert noisy.spread.mean() > some
    assert [float(layer.level) for layer in noises] == [0.5] * 3
    models.stylegan.noise_levels(generator, 1.0)
    face = noisy.array
    noisy.find("new").click()
    noisy.settle()
    assert not np.array_equal(noisy.array, face)
    assert "The same w with other noise" in noisy.still().get_suptitle()


def test_a_slider_moves_w_and_only_the_chosen_places_follow(styles):
    box = widgets.style_sliders(styles, {"one": UNIT[0], "two": 3 * UNIT[1]}, width=16)
    w = styles.of(latent.sample(2000, 4, 0))[:, 0]
    home = box.w
    for value, places, chosen in ((2.0, "all", [0, 1, 2]), (-1.0, "coarse", [0]), (1.0, "middle", [1, 2])):
        box.find("places").value = places
        box.find("two").value = value
        box.settle()
        moved = home.copy()
        moved[1] = w[:, 1].mean() + value * w[:, 1].std()
        assert box.w == pytest.approx(moved, abs=1e-4)
        ws = np.repeat(home[None], 3, axis=0)
        ws[chosen] = moved
        expected = plots.to_uint8(styles.pictures(ws[None]))[0]
        assert np.abs(shown(box.image)[::2, ::2].astype(int) - expected).max() <= 1
    assert list(box.places) == [1, 2]
    box.find("zero").click()
    assert box.w == pytest.approx(w.mean(axis=0), abs=1e-5)
    assert box.find("one").value == 0
    box.settle()
    assert "distance of w from its mean: <b>0.0</b>" in box.status.value
    box.find("walk").value = 30
    assert box.w == pytest.approx((w.mean(axis=0) + box._end + box._mean) / 2, abs=1e-4)
    with pytest.raises(ValueError, match=r"w has shape \(3,\)"):
        box.w = np.zeros(3)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda styles: widgets.style_mixing(styles, rows=0), "rows is 0"),
        (lambda styles: widgets.style_mixing(styles, cols=9), "cols is 9"),
        (lambda styles: widgets.style_mixing(styles, seed=-1), "seed is -1"),
        (lambda styles: widgets.style_mixing(models.dense.generator()), "no mapping"),
        (lambda styles: widgets.noise_sliders(models.dense.generator()), "no mapping"),
        (lambda styles: widgets.noise_sliders(models.dense.generator(), n=0), "n is 0"),
        (lambda styles: widgets.style_sliders(styles, {}), "no direction"),
        (lambda styles: widgets.style_sliders(styles, {"a": np.ones(5)}), r"shape \(5,\)"),
        (lambda styles: widgets.style_sliders(styles, {"a": np.ones(4)}, reach=0), "reach is 0"),
    ],
)
def test_bad_arguments_are_refused(styles, make, message):
    with pytest.raises(ValueError, match=message):
        make(styles)


def test_every_control_can_be_moved(styles):
    ipw.Widget.close_all()
    made = [
        widgets.style_mixing(styles, 1, 1, width=16),
        widgets.style_sliders(styles, {"a": UNIT[2]}, width=16),
    ]
    exec(MOVE_EVERY_CONTROL, {})
    assert all(box.drawn > 1 and "Error" not in box.status.value for box in made)
