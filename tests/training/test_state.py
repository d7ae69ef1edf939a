"""What an objective owns, and what may be assigned where: kept, saved, resumed; or an error."""

import dataclasses

from gan_lessons import training

import keras
import numpy as np
import pytest
from keras import layers, ops

from tests.training import tiny
from tests.training.course_games import ALL, adam, images, plain_generator
from tests.training.games import curve, gan, same, snapshot


def plain(kind=training.GAN, **attributes):
    game = kind(tiny.generator(), tiny.flat_judge(), seed=1)
    for name, value in attributes.items():
        setattr(game, name, value)
    return game


@pytest.mark.parametrize("seed", range(12))
def test_a_pool_never_gives_what_it_was_not_given(seed):
    """Batches of four cross the border of a pool of six; what comes out went in, and each is held once."""
    pool = training.Pool((1,), size=6, seed=seed)
    number = np.arange(1, 41, dtype="float32")
    for i in range(0, 40, 4):
        out = ops.convert_to_numpy(pool(ops.convert_to_tensor(number[i : i + 4, None])))[:, 0]
        assert set(out) <= set(number[: i + 4]) and len(set(out)) == 4
        held = ops.convert_to_numpy(pool.images)[: int(pool.count), 0]
        assert len(set(held)) == min(6, i + 4) and held.min() > 0


def test_variables_in_lists_and_dicts_are_saved(tmp_path):
    def make():
        game = plain(
            means=[keras.Variable(0.0, trainable=False)], more={"x": keras.Variable(0.0, trainable=False)}
        )
        game.compile()
        return game

    game, other = make(), make()
    game.means[0].assign(3.0)
    game.more["x"].assign(4.0)
    game.save_weights(tmp_path / "game.weights.h5")
    other.load_weights(tmp_path / "game.weights.h5")
    assert float(other.means[0]) == 3.0 and float(other.more["x"]) == 4.0


def test_random_states_are_saved_by_name_and_not_by_the_order_in_which_networks_came(tmp_path):
    def noisy(seed):
        z = keras.Input((3,))
        return keras.Model(z, layers.Dense(2)(layers.Dropout(0.5, seed=seed)(z)), name=f"noisy_{seed}")

    def judge(seed):
        x = keras.Input((2,))
        return keras.Model(x, layers.Dense(1)(layers.Dropout(0.5, seed=seed)(x)), name=f"judge_{seed}")

    game = training.GAN(noisy(1), judge(2), seed=3)
    game.compile(run_eagerly=True)
    game.replace(generator=noisy(4))  # now it comes after the discriminator
    game.fit(curve(), batch_size=16, verbose=0)
    game.save(tmp_path / "game.keras")
    again = keras.models.load_model(tmp_path / "game.keras")
    names = training.saving.random_states(game)
    assert list(names) == list(training.saving.random_states(again))
    for name, state in training.saving.random_states(again).items():
        assert np.array_equal(ops.convert_to_numpy(state), ops.convert_to_numpy(names[name])), name
    for model in (game, again):
        model.run_eagerly = True
        model.fit(curve(), batch_size=16, verbose=0)
    assert same(snapshot(game.generator.weights), again.generator.weights)


def test_schedules_are_saved_with_the_game(tmp_path):
    rates = keras.optimizers.schedules.PolynomialDecay(0.1, 10, 0.0)
    game = gan(d_optimizer=keras.optimizers.SGD(1.0), schedules={"d": rates}, run_eagerly=True)
    game.fit(curve(), batch_size=16, verbose=0)
    game.save(tmp_path / "game.keras")
    again = keras.models.load_model(tmp_path / "game.keras")
    again.run_eagerly = True
    again.fit(curve(), batch_size=16, verbose=0)
    assert again.step_number == 8
    assert float(again.optimizers["d"].learning_rate) == pytest.approx(0.03)
    with pytest.raises(ValueError, match="is a function; give a keras"):
        gan(schedules={"d": lambda step: 0.1})


def test_an_average_is_not_left_behind_and_a_failed_exchange_changes_nothing():
    game, _ = ALL["averaged, with r1"]()
    with pytest.raises(ValueError, match=r"An average follows 'generator'.*new Average"):
        game.replace(generator=plain_generator())
    plain_game = gan(run_eagerly=True)
    plain_game.fit(curve(), batch_size=16, verbose=0)
    before, old = snapshot(plain_game.generator.weights), plain_game.generator
    z = keras.Input((3,))
    wrong = keras.Model(z, layers.Dense(2)(z))
    wrong.trainable = False
    with pytest.raises(ValueError, match="no trainable weights"):
        plain_game.replace(generator=wrong)
    assert plain_game.generator is old and same(before, old.weights)
    plain_game.fit(curve(), batch_size=16, verbose=0)
    assert not same(before, old.weights)


def test_networks_are_not_replaced_during_fit():
    game = gan(run_eagerly=True)
    z = keras.Input((3,))
    other = keras.Model(z, layers.Dense(2)(z))
    grow = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: game.replace(generator=other))
    with pytest.raises(ValueError, match="between two calls of fit"):
        game.fit(curve(), batch_size=16, verbose=0, callbacks=[grow])
    game.fit(curve(), batch_size=16, verbose=0)  # and it goes on


def test_a_network_that_is_exchanged_by_assignment_is_noticed():
    game = gan()
    z = keras.Input((3,))
    game.generator = keras.Model(z, layers.Dense(2)(z), name="other")
    with pytest.raises(ValueError, match=r"'other'.*is nobody's"):
        game.fit(curve(), batch_size=16, verbose=0)


class Odd(training.GAN):
    """A GAN whose players are changed by a function."""

    changed = staticmethod(lambda game, d, g: [d, g])

    def players(self):
        return self.changed(self, *super().players())


def odd(changed, **attributes):
    game = plain(Odd, **attributes)
    game.changed = lambda *args: changed(*args)
    return game


def test_players_and_what_they_own():
    hidden = tiny.flat_judge()
    game = odd(lambda game, d, g: [dataclasses.replace(d, networks=[hidden]), g], frozen=())
    with pytest.raises(ValueError, match="is no attribute of this Odd"):
        game.compile()
    game = odd(lambda game, d, g: [d, g])
    game.frozen = (game.generator,)
    with pytest.raises(ValueError, match="is frozen, and is moved by player 'g'"):
        game.compile()
    game = odd(lambda game, d, g: [d, dataclasses.replace(g, networks=[game.generator, game.generator])])
    game.compile(keras.optimizers.SGD(1.0), keras.optimizers.SGD(1.0))
    assert len(game.team[1].trainable_variables) == len(game.generator.trainable_variables)


def test_after_an_update_only_a_players_own_may_be_assigned():
    def meddles(game, d, g):
        weight = game.generator.trainable_weights[0]
        return [dataclasses.replace(d, after=lambda: weight.assign(weight * 0.0)), g]

    game = odd(meddles)
    game.compile()
    with pytest.raises(ValueError, match=r"after\(\) of a player assigns .*kernel"):
        game.fit(images(), batch_size=4, verbose=0)


def test_a_loss_is_one_number():
    game = plain()
    game.compile()
    game.loss_of_g = lambda outputs, labels=None: (outputs[:, 0], {"g_loss": ops.mean(outputs)})
    with pytest.raises(ValueError, match="player 'g' has shape"):
        game.fit(images(), batch_size=4, verbose=0)


def test_an_average_of_a_network_that_is_frozen_for_a_while_still_follows_slowly():
    network = tiny.generator()
    network.trainable = False
    average = training.Average(network, 0.9)
    network.trainable = True
    before = snapshot(average.network.weights)
    network.set_weights([w + 1.0 for w in network.get_weights()])
    average.followed.assign(1000.0)  # it no longer looks back less far
    average.follow()
    for now, was in zip(snapshot(average.network.weights), before, strict=True):
        assert np.allclose(now, was + 0.1, atol=1e-5)


@pytest.mark.parametrize(
    "optimizer",
    [
        lambda: keras.optimizers.Adam(loss_scale_factor=1024.0),
        lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam()),
    ],
)
def test_scaled_losses_are_refused(optimizer):
    with pytest.raises(ValueError, match="scales a loss"):
        gan(d_optimizer=optimizer())


def test_an_error_in_the_first_step_leaves_the_game_as_it_was():
    game = plain()
    game.compile()
    before = snapshot(game.weights)
    whole = game.loss_of_g
    game.loss_of_g = lambda outputs, labels=None: 1 / 0
    with pytest.raises(ZeroDivisionError):
        game.fit(images(), batch_size=4, verbose=0)
    assert same(before[:1], game.weights[:1])
    game.loss_of_g = whole
    game.compile(adam(), adam(), run_eagerly=True)
    game.fit(images(), batch_size=4, steps_per_epoch=2, verbose=0)
    assert np.isfinite(game.generate(2).astype("float32")).all() and game.step_number == 2


def test_tensors_are_checked_like_arrays():
    with pytest.raises(ValueError, match="NaN"):
        gan().fit(ops.convert_to_tensor(curve() * np.nan), batch_size=16, verbose=0)
    with pytest.raises(ValueError, match="y was given beside 2 arrays"):
        gan().fit((curve(), np.zeros(64, int)), np.zeros(64, int), batch_size=16, verbose=0)
    for name in ("batch_size", "steps_per_epoch", "epochs"):
        with pytest.raises(ValueError, match=f"{name} is 2.5"):
            gan().fit(curve(), verbose=0, **({"batch_size": 16} | {name: 2.5}))


@pytest.mark.parametrize("name", ["gan.h5", "gan.hdf5", "gan", "gan.tf", "gan.weights.h5", "gan.KERAS", ""])
def test_other_formats_are_refused_before_anything_is_written(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    model = gan(True)
    with pytest.raises(ValueError, match=r"filepath is .*\.keras"):
        model.save(name)
    with pytest.raises(ValueError, match=r"Export a network: game.generator.export"):
        model.export(name)
    (tmp_path / "folder.keras").mkdir()
    with pytest.raises(ValueError, match="is a folder"):
        model.save("folder.keras")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.keras"]


def test_a_game_that_is_not_compiled_can_be_saved(tmp_path):
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=1)
    game.save(tmp_path / "gan.keras"), game.save_weights(tmp_path / "gan.weights.h5")
    assert type(keras.saving.load_model(tmp_path / "gan.keras")) is training.GAN


def test_a_game_is_saved_where_no_folder_is_yet_and_replaced_only_if_it_may_be(tmp_path):
    model, path = gan(True), tmp_path / "new" / "gan.keras"
    model.save(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="overwrite is False"):
        model.save(path, overwrite=False)
    assert path.read_bytes() == before and len(list(path.parent.iterdir())) == 1
    model.save(path)
    assert type(keras.saving.load_model(path)) is type(model)
