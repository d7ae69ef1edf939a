"""The widgets that walk a latent space show every kind of generator, and games in training."""

from gan_lessons import latent, models, sampling, training, widgets

import keras
import numpy as np
import pytest

from tests import generators
from tests.training import tiny
from tests.widgets import small

ALONG = {"first": np.eye(3)[0], "second": np.eye(3)[1]}
MAKE = {
    "latent_sliders": lambda g, **given: widgets.latent_sliders(g, 2, 2, width=8, **given),
    "attribute_sliders": lambda g, **given: widgets.attribute_sliders(g, ALONG, width=8, **given),
    "interpolation_pad": lambda g, **given: widgets.interpolation_pad(g, width=8, map_width=14, **given),
    "arithmetic_bench": lambda g, **given: widgets.arithmetic_bench(
        g, presets={"one": [[0], [1], [2]]}, n=6, width=16, result_width=8, **given
    ),
}
ALL = pytest.mark.parametrize("make", MAKE.values(), ids=list(MAKE))


def picture(widget, network, *told):
    """What a widget shows, and what the network draws there by another way."""
    z = widget.sums["A − B + C"] if hasattr(widget, "sums") else widget.z
    images = keras.ops.convert_to_numpy(network([z[None], *map(np.array, told)] if told else z[None]))
    shown = widget.array.astype(int)
    side = shown.shape[0] // images.shape[1]
    ink = 255 - np.rint((images[0, :, :, 0] + 1) * 127.5)  # ink on paper
    return shown[::side, ::side], ink


@ALL
def test_a_generator_with_labels_draws_one_class(make):
    generator = generators.labelled()
    for given, label in (({}, 0), ({"labels": 3}, 3)):
        widget = make(generator, **given)
        shown, expected = picture(widget, generator, [[label]])
        assert np.abs(shown - expected).max() <= 1
        assert len(widget._repr_mimebundle_()[0]["image/png"]) > 500
    with pytest.raises(ValueError, match="4 classes, 0 to 3"):
        make(generator, labels=4)


@ALL
def test_a_generator_with_codes_draws_one_of_them(make):
    generator = generators.coded()
    shown, expected = picture(
        make(generator, codes=2, continuous=[1, -0.5]), generator, [[0, 0, 1, 0, 1, -0.5]]
    )
    assert np.abs(shown - expected).max() <= 1
    make(generator)


@ALL
def test_a_game_may_be_given_and_its_average_is_shown(make):
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=0, average=0.999)
    game.averaged.network.set_weights([w + 0.5 for w in game.averaged.network.get_weights()])
    shown, expected = picture(make(game), game.averaged.network)
    assert np.abs(shown - expected).max() <= 1
    mixing, second = tiny.generator(latents=2), latent.sample(1, 3, seed=5)
    shown, expected = picture(make(mixing, latents_2=second[0]), mixing, second)
    assert np.abs(shown - expected).max() <= 1


@ALL
def test_what_has_no_latent_points_or_draws_no_image_is_refused(make):
    pair = training.Pix2Pix(tiny.translator(), tiny.judge(inputs=2), seed=0)
    for generator in (tiny.translator(), pair):
        with pytest.raises(ValueError, match="'translator_1' takes images to translate"):
            make(generator)
    with pytest.raises(ValueError, match=r"samples have shape \(4,\); what is shown here must be images"):
        make(generators.plain(shape=(4,)))
    with pytest.raises(ValueError, match="it was given labels, and is unconditional"):
        make(generators.plain(), labels=1)
    with pytest.raises(ValueError, match="is no generator"):
        make(None)


@ALL
def test_a_sampler_or_a_network_shows_the_same(make):
    generator = small.generator(3, channels=1)
    one, two = make(generator), make(sampling.of(generator))
    assert np.array_equal(one.array, two.array)


def test_the_sliders_of_a_conditional_gan_in_training():
    family = models.conditional
    gan = training.ConditionalGAN(
        family.generator("laptop", 4, seed=1), family.discriminator("laptop"), seed=0
    )
    sliders = widgets.latent_sliders(gan, 2, 2, labels=7)
    shown, expected = picture(sliders, gan.generator, [[7]])
    assert np.abs(shown - expected).max() <= 1
    sliders.find("direction-1").value = 2.5
    sliders.settle()
    shown, expected = picture(sliders, gan.generator, [[7]])
    assert np.abs(shown - expected).max() <= 1
