"""The slider over α, against the network itself at that α."""

from gan_lessons import models, plots, training, widgets
from gan_lessons.models import progressive

import keras
import numpy as np
import pytest

from tests.widgets.small import shown


@pytest.fixture(scope="module")
def network():
    return progressive.grown(progressive.generator("laptop", 4, latent_dim=3, seed=1), seed=1)


@pytest.fixture(scope="module")
def box(network):
    return widgets.fade_slider(network, n=2, width=16)


def test_it_draws_what_the_network_draws_at_this_alpha_and_leaves_it_its_own(network, box):
    fade = progressive.fade(network)
    for alpha in (0.0, 0.3, 1.0):
        box.find("alpha").value = alpha
        box.settle()
        assert float(fade.alpha) == 0.0
        fade.alpha.assign(alpha)
        z = box._sampler.inputs(2, 0)[0]
        images = plots.to_uint8(np.clip(keras.ops.convert_to_numpy(network(z)), -1, 1))
        fade.alpha.assign(0.0)
        found = shown(box.image).astype(int)
        assert np.abs(found - plots.grid_image(images, rows=1)).max() <= 1
    text = box.status.value
    assert "4 × 4 pixels" in text and "8 × 8 pixels" in text and "<b>100%</b> of the new block" in text
    before = box.array
    box.find("new").click()
    box.settle()
    assert not np.array_equal(box.array, before)
    assert "while a block fades" in box.still().get_suptitle()
    with pytest.raises(ValueError, match="alpha is 2"):
        box.alpha = 2


def test_it_shows_the_network_that_a_game_shows(network):
    game = training.GrowingGAN(
        network,
        progressive.grown(progressive.discriminator("laptop", 4, seed=1)),
        full_size=8,
        average=0.9,
        fade_steps=4,
    )
    progressive.fade(game.averaged.network).alpha.assign(0.25)
    box = widgets.fade_slider(game, n=1, width=16)
    assert box.alpha == 0.25 and "is at α = 0.25" in box.status.value


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda n: widgets.fade_slider(progressive.settled(n)), "No block of 'generator' fades in"),
        (
            lambda n: widgets.fade_slider(keras.Model(n.input, keras.layers.ReLU()(n.output))),
            "other layers come after 'fade'",
        ),
        (lambda n: widgets.fade_slider(n, n=0), "n is 0"),
        (lambda n: widgets.fade_slider(n, seed=1.5), "seed is 1.5"),
        (lambda n: widgets.fade_slider(models.dense.generator()), "fades in"),
    ],
)
def test_bad_arguments_are_refused(network, make, message):
    with pytest.raises(ValueError, match=message):
        make(network)
