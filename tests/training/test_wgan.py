"""The Wasserstein GAN: signs, clipping, the penalty by hand, who moves, and what it says of the distance."""

import keras
import numpy as np
import pytest
from keras import ops

from gan_lessons import backend, data, models, training  # isort: skip
from gan_lessons.training import recipes  # isort: skip
from tests.training import games  # isort: skip


def wgan(seed=5, critic=None, **options):
    model = training.WGAN(games.generator(), critic or games.discriminator(), seed=seed)
    model.compile(**options)
    return model


def numbers(tensor):
    return ops.convert_to_numpy(tensor)


def test_the_critic_wants_real_scores_high_and_the_generator_its_own():
    model = wgan()
    batch = model.prepare((games.curve(64),))
    loss, logs = model.d_loss(batch)
    assert float(loss) == pytest.approx(float(logs["critic_fake"]) - float(logs["critic_real"]), abs=1e-6)
    assert float(logs["distance"]) == pytest.approx(-float(loss), abs=1e-6)
    constant = games.discriminator()
    constant.layers[-1].set_weights([np.zeros((8, 1)), np.array([3.0])])
    loss, logs = wgan(critic=constant).g_loss(batch)
    assert float(loss) == float(logs["g_loss"]) == pytest.approx(-3.0)


@pytest.mark.parametrize("d_batches", ["separate", "joint", "alternate"])
def test_the_critic_learns_to_score_real_samples_higher(d_batches):
    model = wgan(d_optimizer=keras.optimizers.Adam(0.01), d_batches=d_batches, clip=0.5)
    points = games.curve(256)
    model.discriminator.set_weights([w * 0.1 for w in model.discriminator.get_weights()])
    for _ in range(40):
        logs = model.move("d", (ops.convert_to_tensor(points),))
    scores = [numbers(model.discriminator(x)).mean() for x in (points, model.generate(256, seed=0))]
    assert scores[0] > scores[1]
    if d_batches != "alternate":
        assert float(logs["distance"]) > 0


def test_logs_of_two_updates_average_to_the_distance():
    model = wgan(d_batches="alternate", clip=0.02, d_steps=2)
    made, update = [], model.update
    model.update = lambda player, loss, batch: (made.append(player.name), update(player, loss, batch))[1]
    logs = model.fit(games.curve(), batch_size=16, epochs=1, steps_per_epoch=2, verbose=0).history
    if keras.backend.backend() == "tensorflow":
        assert made == ["d", "d", "g"], "the critic's two moves of two losses each are traced once"
    assert logs["distance"][0] == pytest.approx(logs["critic_real"][0] - logs["critic_fake"][0], abs=1e-5)


def test_every_weight_of_the_critic_is_clipped_after_each_update_and_none_of_the_generator():
    model = wgan(clip=0.03, critic=games.discriminator(batch_norm=True))
    before = games.snapshot(model.generator.trainable_variables)
    model.fit(games.curve(), batch_size=8, epochs=1, steps_per_epoch=1, verbose=0)
    for variable in model.discriminator.trainable_variables:
        assert np.abs(numbers(variable.value)).max() <= 0.03 + 1e-7, variable.path
    assert max(np.abs(numbers(v.value)).max() for v in model.generator.trainable_variables) > 0.1
    assert games.all_moved(before[:1], model.generator.trainable_variables[:1])


def test_with_a_penalty_nothing_is_clipped():
    model = wgan(penalty=10.0, run_eagerly=True)
    model.fit(games.curve(), batch_size=8, epochs=1, steps_per_epoch=2, verbose=0)
    assert max(np.abs(numbers(v.value)).max() for v in model.discriminator.trainable_variables) > 0.1
    assert (
        isinstance(model.optimizers["d"], keras.optimizers.Adam) and float(model.optimizers["d"].beta_1) == 0
    )


def test_a_linear_critic_has_one_slope_everywhere():
    x = keras.Input((2,))
    linear = keras.Model(x, keras.layers.Dense(1)(x))
    linear.set_weights([np.array([[3.0], [4.0]]), np.array([7.0])])
    model = wgan(critic=linear, penalty=2.0)
    batch = model.prepare((games.curve(16),))
    slope = model.slope_between(batch["images"], ops.zeros((16, 2)))
    assert numbers(slope) == pytest.approx(np.full(16, 5.0), abs=1e-4)
    loss, logs = model.d_loss(batch)
    assert float(logs["penalty"]) == pytest.approx(16.0, abs=1e-3)
    assert float(loss) == pytest.approx(2.0 * 16.0 - float(logs["distance"]), abs=1e-3)


def test_a_penalised_critic_finds_the_distance_of_two_shifted_clouds():
    """Two clouds a step of 3 apart: their Wasserstein distance is 3, whatever their shape.

    A slope s earns the critic 3 s and costs 10 (s - 1)², so the best is s = 1 + 3 / 20, and the distance reads 3.45.
    """
    rng = np.random.default_rng(0)
    cloud = rng.normal(size=(512, 2)).astype("float32") * 0.3
    z = keras.Input((2,))
    still = keras.Model(z, keras.layers.Dense(2)(z))
    still.set_weights([0.3 * np.eye(2), np.zeros(2)])
    critic = games.discriminator()
    model = training.WGAN(still, critic, seed=1)
    model.compile(
        d_optimizer=keras.optimizers.Adam(0.02, 0.5, 0.9),
        g_optimizer=keras.optimizers.SGD(0.0),
        penalty=10.0,
        d_steps=1,
    )
    history = model.fit(
        cloud + np.array([3.0, 0.0], "float32"), batch_size=64, epochs=4, steps_per_epoch=60, verbose=0
    ).history
    assert history["distance"][-1] == pytest.approx(3.45, rel=0.03)


def test_saving_keeps_how_the_game_is_played(tmp_path):
    for options in ({"clip": 0.02, "d_steps": 3}, {"penalty": 5.0}):
        model = wgan(**options, run_eagerly=True)
        model.fit(games.curve(), batch_size=8, epochs=1, steps_per_epoch=1, verbose=0)
        model.save(tmp_path / "w.keras")
        again = keras.models.load_model(tmp_path / "w.keras")
        assert (again.clip, again.penalty, again.d_steps) == (model.clip, model.penalty, model.d_steps)
        assert np.array_equal(again.generate(3, seed=0), model.generate(3, seed=0))
        again.run_eagerly = True
        again.fit(games.curve(), batch_size=8, epochs=1, steps_per_epoch=1, verbose=0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"clip": 0.0}, "clip is 0.0; expected a finite number above 0"),
        ({"clip": -0.01}, "clip is -0.01"),
        ({"penalty": 0.0}, "penalty is 0.0"),
        ({"penalty": float("nan")}, "penalty is nan"),
        ({"clip": 0.01, "penalty": 10.0}, "Give one of them"),
        ({"d_steps": 0}, "d_steps is 0; expected a whole number from 1"),
        ({"penalty": 10.0, "d_batches": "alternate"}, "Choose 'separate'"),
        ({"loss": "hinge"}, "loss is an option of GAN"),
        ({"label_smoothing": 0.1}, "label_smoothing is an option of GAN"),
    ],
)
def test_options_that_make_no_sense_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        wgan(**options)


def test_a_critic_that_cannot_be_one_is_named():
    x = keras.Input((2,))
    with pytest.raises(ValueError, match="ends in a sigmoid"):
        training.WGAN(games.generator(), keras.Model(x, keras.layers.Dense(1, activation="sigmoid")(x)))
    with pytest.raises(ValueError, match="critic has batch norm"):
        wgan(critic=games.discriminator(batch_norm=True), penalty=10.0)
    nested = keras.Model(x, games.discriminator(batch_norm=True)(x))
    with pytest.raises(ValueError, match="critic has batch norm"):
        wgan(critic=nested, penalty=10.0)


@pytest.mark.skipif(backend.NAME == "jax", reason="convolutions on JAX's CPU take minutes")
@pytest.mark.parametrize("options", [{}, {"penalty": 10.0}])
@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_the_recipes_run(recipe, options):
    sevens = data.load("mnist", verbose=False)
    images = sevens.images[sevens.labels == 7][:200]
    gan, fit = recipes.wgan(recipe, 1, seed=1, d_steps=1, **options, run_eagerly=True)
    history = gan.fit(images, **{**fit, "batch_size": 4}, verbose=0).history
    assert all(np.isfinite(v).all() for v in history.values())
    assert gan.latent_dim == (50 if recipe == "classic" else 100)


def test_parameter_counts_of_the_chapters():
    def counts(network):
        return network.count_params(), sum(int(np.prod(v.shape)) for v in network.trainable_weights)

    assert counts(models.lsgan.generator()) == (1_976_577, 1_951_105)
    assert counts(models.lsgan.discriminator()) == (139_329, 138_945)
    assert counts(models.wgan.generator()) == (851_713, 851_201)
    assert counts(models.wgan.critic()) == (70_337, 70_081)
    assert not any("batch" in layer.name for layer in models.wgan.critic(batch_norm=False).layers)
    for family, name in (
        (models.lsgan, "discriminator"),
        (models.wgan, "critic"),
        (models.lsgan, "generator"),
    ):
        with pytest.raises(ValueError, match="recipe is 'wide'"):
            getattr(family, name)("wide")
