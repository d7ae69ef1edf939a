"""The recipe for images of one's own, and what it starts from."""

from gan_lessons import models, training
from gan_lessons.training import recipes, starting

import keras
import numpy as np
import pytest


def pictures(n, size, channels, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, size, size, channels), dtype="uint8")


@pytest.mark.parametrize(("size", "channels", "n_classes"), [(128, 1, None), (64, 1, 2)])
def test_every_size_grey_and_in_colour_with_and_without_classes(size, channels, n_classes):
    game, fit = recipes.own_images(size, 400, channels=channels, n_classes=n_classes, n_images=100, seed=1)
    assert fit == {"batch_size": 16, "epochs": 20, "steps_per_epoch": 20}
    assert tuple(game.discriminator.inputs[0].shape) == (None, size, size, channels)
    assert isinstance(game, training.BigGAN if n_classes else training.StyleGAN)
    assert game.flips and game.augment.images_per_unit == 5000 and hasattr(game, "averaged")
    assert game.sampler.shape == (size, size, channels)


def test_it_trains_with_classes():
    game, fit = recipes.own_images(32, 1, n_classes=2, n_images=6, seed=1)
    assert fit["batch_size"] == 6
    game.run_eagerly = True
    history = game.fit((pictures(6, 32, 3), np.arange(6) % 2), **fit, verbose=0).history
    assert np.isfinite(list(history.values())).all() and history["augment_p"] == [0.0]


def test_its_options():
    game, fit = recipes.own_images(
        32, 100_000, n_images=5000, augment="diff", flips=False, batch_size=32, seed=1
    )
    assert type(game.augment) is training.DiffAugment and not game.flips and fit["batch_size"] == 32
    game, _ = recipes.own_images(32, 100_000, n_images=5000, seed=1)
    assert game.augment.images_per_unit == 400_000, "a quarter of the images of its training"
    for wrong, message in (
        ({"size": 48}, "size is 48"),
        ({"channels": 4}, "channels is 4"),
        ({"n_classes": 1}, "n_classes"),
        ({"n_images": 3}, "n_images"),
        ({"batch_size": 200}, "batch_size is 200; give 4 to 100"),
        ({"augment": "ada"}, "augment is 'ada'"),
        ({"freeze_d": 2}, "no start is given"),
        ({"steps": 0}, "steps"),
    ):
        with pytest.raises(ValueError, match=message):
            recipes.own_images(**{"size": 32, "steps": 20, "n_images": 100, **wrong})


@pytest.fixture(scope="module")
def trained():
    """A game of this recipe at 32 pixels that differs from an untrained one."""
    game, _ = recipes.own_images(32, 20, n_images=8, seed=1)
    for network in (game.generator, game.averaged.network, game.discriminator):
        network.set_weights([w + np.float32(0.01) for w in network.get_weights()])
    return game


def test_it_starts_from_a_game(trained, tmp_path):
    trained.save(tmp_path / "game.keras")
    for start in (trained, str(tmp_path / "game.keras")):
        game, fit = recipes.own_images(32, 1, n_images=8, start=start, freeze_d=2, seed=2)
        same(game.generator, trained.averaged.network)
        same(game.discriminator, trained.discriminator)
        assert game.generator is not trained.averaged.network and game.step_number == 0
    frozen = [layer for layer in game.discriminator.layers if layer.weights and not layer.trainable]
    assert len(frozen) == 2
    game.run_eagerly = True
    game.fit(pictures(8, 32, 3), **fit, verbose=0)
    for layer in (layer for layer in game.discriminator.layers if layer.weights):
        was = trained.discriminator.get_layer(layer.name).get_weights()[0]
        assert np.array_equal(layer.get_weights()[0], was) == (layer in frozen), layer.name
    game.save(tmp_path / "frozen.keras")
    again = keras.saving.load_model(tmp_path / "frozen.keras")
    assert len(again.discriminator.trainable_weights) == len(game.discriminator.trainable_weights)


def same(network, other):
    pairs = list(zip(network.get_weights(), other.get_weights(), strict=True))
    assert pairs and all(np.array_equal(a, b) for a, b in pairs)


def test_a_generator_alone_meets_a_new_discriminator(trained):
    game, _ = recipes.own_images(32, 1, n_images=8, start=trained.generator, seed=2)
    same(game.generator, trained.generator)
    assert not np.array_equal(game.discriminator.get_weights()[0], trained.discriminator.get_weights()[0])
    with pytest.raises(ValueError, match="start has kept none"):
        recipes.own_images(32, 1, n_images=8, start=trained.generator, freeze_d=1)


def test_it_starts_from_what_the_course_ships():
    from gan_lessons import pretrained

    game, _ = recipes.own_images(64, 1, n_images=8, start="faces-stylegan", seed=2)
    same(game.generator, pretrained.load("faces-stylegan"))
    game, _ = recipes.own_images(32, 1, n_classes=10, n_images=16, start="cifar10-biggan", freeze_d=1, seed=2)
    same(game.discriminator, pretrained.discriminator("cifar10-biggan"))


def test_what_does_not_fit_is_refused(trained, tmp_path):
    (tmp_path / "broken.keras").write_bytes(b"no game")
    for wrong, message in (
        ({"start": trained, "size": 64}, r"start draws images of shape \(32, 32, 3\), and \(64, 64, 3\)"),
        ({"start": trained, "channels": 1}, r"\(32, 32, 1\) are to be drawn"),
        ({"start": trained, "freeze_d": 40}, "freeze_d is 40, and this discriminator has"),
        ({"start": trained, "freeze_d": -1}, "freeze_d"),
        ({"start": trained, "n_classes": 2}, r"none of models\.biggan"),
        ({"start": "cifar10-dcgan"}, r"none of models\.stylegan"),
        ({"start": "cifar10-biggan"}, r"none of models\.stylegan"),
        ({"start": "cifar10-biggan", "n_classes": 2}, "draws 10 classes, and n_classes is 2"),
        ({"start": "no such"}, "start is 'no such'; give the path"),
        ({"start": 3}, "start is 3"),
        ({"start": tmp_path / "none.keras"}, "no such file"),
        ({"start": tmp_path / "broken.keras"}, "cannot be read"),
        ({"start": trained.discriminator}, "no generator that draws from latents"),
    ):
        with pytest.raises(ValueError, match=message):
            recipes.own_images(**{"size": 32, "steps": 1, "n_images": 8, **wrong})


def test_layers_are_frozen_from_the_image_on():
    network = models.stylegan.discriminator("laptop", 32, seed=1)
    assert starting.freeze(network, 0) == []
    weights = len(network.trainable_weights)
    names = starting.freeze(network, 3)
    assert names == [layer.name for layer in network.layers if layer.weights][:3]
    assert len(network.trainable_weights) < weights
