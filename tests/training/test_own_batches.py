"""Every batch of data that bring their own is checked before its step, and data that run out are told."""

import itertools

from gan_lessons.training import own_batches

import keras
import numpy as np
import pytest

from tests.training.games import curve, gan
from tests.training.test_inputs import FLOATS, LABELS, image_gan, images, told

tf = pytest.importorskip("tensorflow")
told = told  # the fixture


class Own(keras.utils.PyDataset):
    def __init__(self, batches, **options):
        super().__init__(**options)
        self.batches = batches

    def __len__(self):
        return len(self.batches)

    def __getitem__(self, i):
        return self.batches[i]


class Loader:
    """What can be walked through again and again, as PyTorch's DataLoader."""

    def __init__(self, batches):
        self.batches = batches

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        return iter(self.batches)


def as_dataset(batches):
    signature = tuple(tf.TensorSpec((None, *np.shape(a)[1:]), a.dtype) for a in batches[0])
    return tf.data.Dataset.from_generator(lambda: iter(batches), output_signature=signature).apply(
        tf.data.experimental.assert_cardinality(len(batches))
    )


FORMS = {
    "tf.data": as_dataset,
    "PyDataset": Own,
    "workers": lambda batches: Own(batches, workers=2),
    "loader": Loader,
    "generator": lambda batches: (batch for batch in batches),
}
BAD = {
    "range": ([(FLOATS[:8],), (FLOATS[:8],), (FLOATS[:8] * 127,)], r"Batch 3 .*must be in \[-1, 1\]"),
    "NaN": ([(FLOATS[:8],), (FLOATS[:8] * np.nan,)], r"Batch 2 .*NaN"),
    "the first": ([(FLOATS[:8] * 127,)], r"Batch 1 .*must be in \[-1, 1\]"),
    "labels": ([(images(8), LABELS[:8]), (images(8), LABELS[:8] + 1)], r"Batch 2 .*Labels lie in 1 to 3"),
    "one-hot": ([(images(8), np.eye(3, dtype="int32")[LABELS[:8]])], r"Batch 1 .*argmax"),
    "lengths": ([(images(8), LABELS[:8]), (images(8), LABELS[:7])], r"Batch 2 .*first axes must be equal"),
    "empty": ([(images(8),), (images(8)[:0],)], r"Batch 2 .*at least 1"),
}


@pytest.fixture(scope="module")
def games(told):
    return {1: image_gan(), 2: told}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", BAD)
def test_every_batch_is_checked_before_its_step(games, form, kind):
    batches, message = BAD[kind]
    game = games[len(batches[0])]
    steps = game.step_number
    with pytest.raises(ValueError, match=message):
        game.fit(FORMS[form](batches), verbose=0)
    assert game.step_number - steps <= len(batches) - 1
    assert all(np.isfinite(w).all() for w in game.get_weights())


@pytest.mark.parametrize("form", FORMS)
def test_good_batches_train_whatever_their_size_and_type(games, form):
    batches = [(images(8), LABELS[:8]), (images(5), LABELS[:5]), (images(8), LABELS[:8])]
    epochs = 1 if form == "generator" else 2
    for game in games.values():  # the first reads no labels
        steps = game.step_number
        history = game.fit(FORMS[form](batches), epochs=epochs, verbose=0).history
        assert np.isfinite(history["g_loss"]).all() and game.step_number == steps + 3 * epochs


def test_what_is_read_of_a_batch_is_made_ready():
    roles = {"images": own_batches.kinds.Samples(), "labels": own_batches.kinds.Labels(3)}
    check = own_batches.Check(roles, 1, "Game")
    for batch in (
        (FLOATS[:4].astype("float64"), LABELS[:4].astype("int64")),
        {"labels": LABELS[:4, None], "images": FLOATS[:4]},
        [tf.constant(FLOATS[:4]), tf.constant(LABELS[:4])],
    ):
        made, labels = check(batch)
        assert np.array_equal(made, FLOATS[:4]) and made.dtype == "float32"
        assert np.array_equal(labels.ravel(), LABELS[:4]) and labels.dtype == "int32"
    bright = np.abs(FLOATS[:4])
    assert np.array_equal(
        check((bright, LABELS[:4]))[0], bright
    )  # only the first batch must hold a dark pixel
    for batch, message in (
        ((images(4), LABELS[:4]), "images are uint8, and were float32"),
        ((FLOATS[:4],), "labels is missing"),
        ((FLOATS[:4], LABELS[:4], LABELS[:4]), "weights of samples are not used"),
        ({"images": FLOATS[:4], "labels": LABELS[:4], "weight": 1}, "weight was given"),
        ((None, None), "images and labels is missing"),
        ((FLOATS[0, 0, 0, 0], LABELS[:4]), "images is one number"),
        ("ab", "labels is missing"),
    ):
        with pytest.raises(ValueError, match=message):
            check(batch)


@pytest.mark.parametrize("form", FORMS)
def test_batches_must_divide_into_the_updates(two_updates, form):
    for sizes, message in (((8, 8, 3), "Batch 3 .*3 samples, and a step makes 2"), ((7,), "7 samples")):
        before = two_updates.step_number
        with pytest.raises(ValueError, match=message):
            two_updates.fit(FORMS[form]([(curve(n),) for n in sizes]), verbose=0)
        assert two_updates.step_number - before <= len(sizes) - 1
    before = two_updates.step_number
    with pytest.raises(ValueError, match="3 samples"):
        two_updates.fit(Own([(curve(8),), (curve(8),), (curve(3),)]), verbose=0)
    assert two_updates.step_number == before, "the last batch of a PyDataset can be looked at beforehand"


@pytest.fixture(scope="module")
def two_updates():
    return gan(d_steps=2)


@pytest.fixture(scope="module")
def game():
    return gan()


@pytest.mark.parametrize("form", ["tf.data", "PyDataset", "workers", "loader"])
def test_an_epoch_may_be_longer_or_shorter_than_a_pass(game, form):
    batches = [(curve(n),) for n in (4, 5, 6)]
    for steps_per_epoch in (2, 5):
        before = game.step_number
        history = game.fit(FORMS[form](batches), epochs=3, steps_per_epoch=steps_per_epoch, verbose=0).history
        assert len(history["g_loss"]) == 3 and game.step_number == before + 3 * steps_per_epoch


def test_a_generator_that_runs_dry_is_told(game):
    before = game.step_number
    with pytest.raises(ValueError, match=r"ran out in epoch 2, after 1 of 2 steps \(3 in all"):
        game.fit(((curve(8),) for _ in range(3)), steps_per_epoch=2, epochs=4, verbose=0)
    assert game.step_number == before + 3
    with pytest.raises(ValueError, match=r"ran out in epoch 2, after 0 of 2 steps"):
        game.fit(((curve(8),) for _ in range(2)), steps_per_epoch=2, epochs=2, verbose=0)
    assert len(game.fit(((curve(8),) for _ in range(4)), steps_per_epoch=2, epochs=2, verbose=0).epoch) == 2
    with pytest.raises(ValueError, match="gives its batches once, and 2 epochs"):
        game.fit(((curve(8),) for _ in range(4)), epochs=2, verbose=0)


def test_a_training_that_is_stopped_did_not_run_dry(game):
    stop = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: setattr(game, "stop_training", True)
    )
    assert len(game.fit(Own([(curve(8),)] * 3), verbose=0, callbacks=[stop]).epoch) == 1


def test_data_without_end_need_steps(game):
    class Endless(Own):
        num_batches = None

    for data in (as_dataset([(curve(8),)]).repeat(), Endless([(curve(8),)])):
        with pytest.raises(ValueError, match="no end"):
            game.fit(data, verbose=0)
    game.fit(as_dataset([(curve(8),)]).repeat(), steps_per_epoch=2, verbose=0)
    game.fit(((curve(8),) for _ in itertools.count()), steps_per_epoch=2, verbose=0)
    for empty in (Own([]), Loader([]), as_dataset([(curve(8),)]).take(0)):
        with pytest.raises(ValueError, match="empty: it gives no batch"):
            game.fit(empty, verbose=0)
    with pytest.raises(ValueError, match="brings its own batches: leave out"):
        game.fit(Own([(curve(8),)]), batch_size=8, verbose=0)


def test_errors_of_the_data_themselves_come_through(game):
    def failing():
        yield (curve(8),)
        yield (curve(8),)
        raise OSError("no such disk")

    class Failing(Own):
        def __getitem__(self, i):
            return super().__getitem__(i) if i in (0, 2) else failing_disk()

    def failing_disk():
        raise OSError("no such disk")

    for data in (failing(), Failing([(curve(8),)] * 3, workers=0)):
        with pytest.raises(OSError, match="no such disk"):
            game.fit(data, verbose=0)
