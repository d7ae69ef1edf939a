"""What the discriminator is shown of few pictures, and with which probability it is changed."""

import gan_lessons  # noqa: F401
from gan_lessons import backend, training

import keras
import numpy as np
import pytest
from keras import ops

from tests.training import course_games, tiny
from tests.training.games import snapshot

GREY, COLOUR = (8, 8, 1), (16, 16, 3)


def random(seed=0):
    return backend.SeedGenerator(seed)


def photographs(n=64, shape=COLOUR, seed=0):
    """Smooth images in [-1, 1] without any pixel of zero."""
    values = np.random.default_rng(seed).uniform(0.2, 0.9, (n, 1, 1, shape[-1]))
    ramp = np.linspace(-0.1, 0.1, shape[0])[None, :, None, None] + np.linspace(0, 0.05, shape[1])[:, None]
    return (values + ramp).astype("float32")


def shown(images, seed=0, **changes):
    return ops.convert_to_numpy(
        training.DiffAugment(**changes).seen(ops.convert_to_tensor(images), random(seed))
    )


ONE = {
    "colour": {"colour": True, "translation": 0.0, "cutout": 0.0},
    "translation": {"colour": False, "translation": 0.25, "cutout": 0.0},
    "cutout": {"colour": False, "translation": 0.0, "cutout": 0.5},
}


@pytest.mark.parametrize("shape", [GREY, COLOUR, (32, 32, 3)])
def test_each_image_is_changed_in_its_own_way_and_a_seed_repeats_it(shape):
    images = np.repeat(photographs(1, shape), 16, axis=0)
    for changes in ({}, *ONE.values()):
        seen = shown(images, **changes)
        assert seen.shape == images.shape and seen.dtype == np.float32 and np.isfinite(seen).all()
        assert len(np.unique(seen.round(5), axis=0)) > 8, "not all alike"
        assert np.array_equal(seen, shown(images, **changes))
        assert not np.array_equal(seen, shown(images, seed=1, **changes))


def test_colours_keep_what_an_image_shows():
    images = photographs(400)
    seen = shown(images, **ONE["colour"])
    for before, after in zip(images, seen, strict=True):
        grey, now = before.mean(axis=-1).ravel(), after.mean(axis=-1).ravel()
        assert np.corrcoef(grey, now)[0, 1] > 0.999, "the same picture, lighter or of more contrast"
    brighter = (seen.mean(axis=(1, 2, 3)) - images.mean(axis=(1, 2, 3))).ravel()
    assert -0.5 <= brighter.min() < -0.4 and 0.4 < brighter.max() <= 0.5
    contrast = seen.mean(axis=-1).std(axis=(1, 2)) / images.mean(axis=-1).std(axis=(1, 2))
    assert 0.5 <= contrast.min() + 1e-4 < 0.55 and 1.45 < contrast.max() - 1e-4 <= 1.5


def test_a_translation_is_one():
    images = photographs(200)
    seen = shown(images, **ONE["translation"])
    shifts = set()
    for before, after in zip(images, seen, strict=True):
        found = [
            (dy, dx)
            for dy in range(-4, 5)
            for dx in range(-4, 5)
            if np.allclose(after, moved(before, dy, dx))
        ]
        assert len(found) == 1, "moved by at most a quarter of its side, and filled with grey"
        shifts.add(found[0])
    assert {dy for dy, _ in shifts} == {dx for _, dx in shifts} == set(range(-4, 5))


def moved(image, dy, dx):
    wide = np.pad(image, ((16, 16), (16, 16), (0, 0)))
    return wide[16 - dy : 32 - dy, 16 - dx : 32 - dx]


def test_a_cutout_is_a_grey_square():
    images = photographs(400)
    seen = shown(images, **ONE["cutout"])
    holes = (seen == 0).all(axis=-1)
    assert np.array_equal(seen[~holes], images[~holes]), "nothing else has changed"
    sizes = holes.sum(axis=(1, 2))
    assert sizes.max() == 64 and sizes.min() >= 16, "half of the side; less at the edge"
    for hole in holes:
        rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
        assert hole.sum() == len(rows) * len(columns), "a rectangle"
    assert holes.any(axis=0).all(), "anywhere"


def test_its_gradient_is_that_of_a_linear_map():
    images = ops.convert_to_tensor(photographs(4, GREY))
    weights = ops.convert_to_tensor(photographs(4, GREY, seed=1))
    augment = training.DiffAugment()
    slope = backend.gradient_of(lambda x: augment.seen(x, random()) * weights, images)
    further = backend.gradient_of(lambda x: augment.seen(x, random()) * weights, images + 1.0)
    assert np.allclose(slope, further, atol=1e-5), "the slope does not depend on the image"
    change = ops.sum(
        (augment.seen(images + 0.01 * weights, random()) - augment.seen(images, random())) * weights
    )
    assert float(change) == pytest.approx(0.01 * float(ops.sum(slope * weights)), rel=1e-3)
    assert (np.abs(ops.convert_to_numpy(slope)).sum(axis=(1, 2, 3)) > 0).all()


def test_p_says_how_many_are_changed():
    augment = training.AdaptiveAugment(**ONE["cutout"])
    images = photographs(1000)
    for p in (0.0, 0.3, 1.0):
        augment.p.assign(p)
        seen = ops.convert_to_numpy(augment.seen(ops.convert_to_tensor(images), random()))
        changed = (seen != images).any(axis=(1, 2, 3)).mean()
        assert changed == pytest.approx(p, abs=0.05)
    everything = training.AdaptiveAugment()
    assert np.allclose(everything.seen(ops.convert_to_tensor(images), random()), images, atol=1e-6), "p is 0"


def test_p_follows_how_sure_the_discriminator_is():
    augment = training.AdaptiveAugment(target=0.6, images_per_unit=1000)
    sure, unsure = ops.ones((100, 1)), ops.convert_to_tensor(np.resize(np.float32([1, -1]), (100, 1)))
    seen = [float(augment.follow(sure)["augment_p"]) for _ in range(20)]
    assert seen[0] == 0.0 and seen[-1] == 1.0, "at first it remembers no image, in the end p stays at 1"
    assert np.allclose(np.diff(seen)[2:9], 0.1), "100 of 1,000 images"
    fell = [float(augment.follow(unsure)["augment_p"]) for _ in range(40)]
    assert fell[-1] == 0.0 and min(np.diff(fell)) == pytest.approx(-0.1)
    least_squares = training.AdaptiveAugment(images_per_unit=1000)
    for _ in range(10):
        least_squares.follow(0.4 * sure, boundary=0.5)
    assert float(least_squares.p) == 0.0 and float(least_squares.sign) < -0.9


def game(augment, flips=True, **options):
    made = training.GAN(course_games.plain_generator(), tiny.flat_judge(), seed=1, **options)
    made.compile(
        keras.optimizers.Adam(1e-2),
        keras.optimizers.Adam(1e-2),
        augment=augment,
        flips=flips,
        r1=1.0,
        r1_every=2,
    )
    return made


def steps(made, n, **options):
    """That many steps of a game: what there is in the end."""
    made.fit(course_games.images(), batch_size=8, epochs=n, steps_per_epoch=1, verbose=0, **options)
    return snapshot([*made.variables, *made.optimizer.variables])


def test_a_game_without_it_is_the_game_that_it_was():
    plain, without = game(None, flips=False), game(None, flips=False)
    without.compile(keras.optimizers.Adam(1e-2), keras.optimizers.Adam(1e-2), r1=1.0, r1_every=2)
    assert all(np.array_equal(a, b) for a, b in zip(steps(plain, 2), steps(without, 2), strict=True))


def test_a_game_with_it_is_saved_and_resumed_exactly(tmp_path):
    adaptive = training.AdaptiveAugment(target=-0.9, images_per_unit=100)
    unbroken = game(adaptive, average=0.9)
    assert unbroken.metric_names[-1] == "augment_p"
    ends = steps(unbroken, 5)
    assert float(adaptive.p) > 0
    broken = game(training.AdaptiveAugment(target=-0.9, images_per_unit=100), average=0.9)
    steps(broken, 3)
    broken.save(tmp_path / "game.keras")
    resumed = keras.saving.load_model(tmp_path / "game.keras")
    assert resumed.flips and resumed.augment.images_per_unit == 100
    assert float(resumed.augment.p) == float(broken.augment.p) > 0
    assert all(np.array_equal(a, b) for a, b in zip(steps(resumed, 5, initial_epoch=3), ends, strict=True))


def test_both_players_see_changed_images_and_real_ones_are_mirrored(monkeypatch):
    made = game("diff")
    seen = []
    monkeypatch.setattr(made.augment, "seen", lambda images, random: seen.append(images) or images)
    real = course_games.images()[:8]
    made.run_eagerly = True
    made.step((ops.convert_to_tensor(real),))
    assert len(seen) == 3, "D's update, G's and R1; real and generated together in the first"
    first = np.rint((ops.convert_to_numpy(seen[0])[:8] + 1) * 127.5)
    turned = [np.array_equal(a, b[:, ::-1]) for a, b in zip(first, real, strict=True)]
    kept = [np.array_equal(a, b) for a, b in zip(first, real, strict=True)]
    assert any(turned) and any(kept) and all(np.logical_xor(turned, kept))


def compile_with(made, augment):
    """A game compiled as it was, but for its augmentation."""
    config = made.get_compile_config()
    assert config["augment"] is None and not config["flips"]
    made.compile_from_config(
        config | {"augment": keras.saving.serialize_keras_object(augment), "flips": True}
    )


@pytest.mark.parametrize(
    "name", [n for n in course_games.ALL if n not in ("pix2pix", "cycle", "augmented") and "wgan" not in n]
)
def test_every_game_of_images_can_have_it(name):
    made, given = course_games.ALL[name]()
    compile_with(made, training.AdaptiveAugment(images_per_unit=100))
    made.run_eagerly = True
    history = made.fit(given, batch_size=7, steps_per_epoch=1, verbose=0).history
    assert set(history) == set(made.metric_names) and "augment_p" in history
    assert float(made.augment.sign) != 0.0, "it was told what D says of real images"


def test_a_critic_has_the_fixed_one():
    for name in ("wgan", "wgan-gp"):
        made, given = course_games.ALL[name]()
        compile_with(made, training.DiffAugment())
        made.run_eagerly = True
        assert np.isfinite(made.fit(given, batch_size=8, steps_per_epoch=1, verbose=0).history["g_loss"][0])
        with pytest.raises(ValueError, match="a critic's scores have no zero"):
            made.compile(augment="adaptive")
        assert type(made.augment) is training.DiffAugment, "nothing is changed"


def test_it_is_refused_by_name():
    made = game("adaptive")
    kept, names = made.augment, made.metric_names
    for wrong in ("ada", 1, True, ["diff"], training.DiffAugment):
        with pytest.raises(ValueError, match=r"^augment is "):
            made.compile(augment=wrong)
    with pytest.raises(ValueError, match=r"^flips is "):
        made.compile(flips="yes")
    optimizer = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="One optimiser object"):
        made.compile(optimizer, optimizer, augment="diff")
    assert made.augment is kept and made.metric_names == names
    assert kept in made.layers and sum(isinstance(x, training.DiffAugment) for x in made.layers) == 1
    made.compile()
    assert made.augment is None and "augment_p" not in made.metric_names
    assert not any(isinstance(x, training.DiffAugment) for x in made.layers)
    points = training.GAN(*(points_network(n) for n in (3, 2)), seed=1)
    for option in ({"augment": "diff"}, {"flips": True}):
        with pytest.raises(ValueError, match="changes images, and the discriminator takes samples of shape"):
            points.compile(**option)
    for wrong in ({"translation": 1.0}, {"cutout": -0.1}, {"colour": 1}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            training.DiffAugment(**wrong)
    for wrong in ({"target": 1.0}, {"images_per_unit": 0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            training.AdaptiveAugment(**wrong)


def points_network(n):
    x = keras.Input((n,))
    return keras.Model(x, keras.layers.Dense(2 if n == 3 else 1)(x))
