"""Bad input is refused before the first step, with what was given, what was expected and what to do."""

from types import SimpleNamespace

import gan_lessons as gl
from gan_lessons.arrays import to_uint8, to_unit_range
from gan_lessons.training import GAN

import keras
import numpy as np
import pytest
from keras import layers, ops

from tests.training.games import curve, discriminator, gan, generator

TINY = (4, 4, 1)


def image_gan(**options):
    """A GAN of images of 4 x 4 pixels."""
    z = keras.Input((3,))
    g = keras.Model(z, layers.Reshape(TINY)(layers.Dense(16, activation="tanh")(z)))
    x = keras.Input(TINY)
    d = keras.Model(x, layers.Dense(1)(layers.Flatten()(x)))
    model = GAN(g, d, seed=0)
    model.compile(**options)
    return model


def images(n=32, dtype="uint8", shape=TINY):
    return np.random.default_rng(0).integers(0, 256, (n, *shape)).astype(dtype)


FLOATS = images(dtype="float32") / 127.5 - 1.0
LABELS = np.arange(32, dtype="int32") % 3


@pytest.fixture(scope="module")
def shared():
    """One for all that is refused: it stays as it is."""
    return image_gan()


@pytest.fixture(scope="module")
def told():
    """A conditional GAN of three classes."""
    z, k = keras.Input((3,)), keras.Input((1,), dtype="int32")
    code = layers.Flatten()(layers.Embedding(3, 2)(k))
    g = keras.Model([z, k], layers.Reshape(TINY)(layers.Dense(16, "tanh")(layers.Concatenate()([z, code]))))
    x, k = keras.Input(TINY), keras.Input((1,), dtype="int32")
    code = layers.Flatten()(layers.Embedding(3, 2)(k))
    d = keras.Model([x, k], layers.Dense(1)(layers.Concatenate()([layers.Flatten()(x), code])))
    model = gl.training.ConditionalGAN(g, d, seed=0)
    model.compile()
    return model


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.eye(3, dtype="int32")[LABELS], r"shape \(32, 3\) and dtype int32.*argmax\(axis=1\)"),
        (LABELS.astype("float32"), r"dtype float32.*astype"),
        (LABELS > 0, r"dtype bool"),
        (LABELS.astype(str), "labels is an array of words"),
        (LABELS + 1, "Labels lie in 1 to 3"),
        (LABELS - 1, "Labels lie in -1 to 1"),
        (LABELS[:31], "first axes must be equal"),
        (np.ma.masked_array(LABELS, LABELS > 1), "masked"),
    ],
)
def test_labels_that_a_game_reads_are_checked(told, labels, message):
    with pytest.raises(ValueError, match=message):
        told.fit((images(), labels), batch_size=8, verbose=0)


def test_labels_that_a_game_does_not_read_are_not_looked_at(shared):
    model = shared
    before = model.get_weights()
    for labels in (np.eye(3)[LABELS], LABELS.astype(str), LABELS / 7, LABELS.tolist(), [None] * 32):
        assert np.isfinite(model.fit(images(), labels, batch_size=16, verbose=0).history["g_loss"]).all()
    model.set_weights(before)


def test_options_of_keras_without_a_meaning_are_refused(shared):
    for name, value in (("validation_data", images()), ("sample_weight", LABELS), ("shuffle", True)):
        with pytest.raises(TypeError, match=f"takes no {name}"):
            shared.fit(images(), batch_size=8, verbose=0, **{name: value})


def test_weights_that_are_lost_are_refused(shared):
    before = shared.get_weights()
    shared.set_weights([w * np.nan for w in before])
    with pytest.raises(ValueError, match="NaN or infinite"):
        shared.fit(images(), batch_size=8, verbose=0)
    shared.set_weights(before)


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (images(shape=(5, 5, 1)), {}, r"shape \(5, 5, 1\); the discriminator takes \(4, 4, 1\)"),
        (images(shape=(4, 4)), {}, r"Add the channel axis"),
        (images(dtype="float32"), {}, r"must be in \[-1, 1\].*in \[0, 255\].*uint8"),
        (images(dtype="float32") / 255, {}, r"must be in \[-1, 1\].*images \* 2 - 1"),
        (images(dtype="int64"), {}, r"dtype int64.*uint8"),
        (FLOATS * np.nan, {}, r"NaN"),
        (images(0), {}, r"empty"),
        (images(100), {}, r"batch of 128.*there are 100"),
        (images(32), {"batch_size": 33}, r"batch of 33.*there are 32"),
        (images(32), {"batch_size": 0}, r"batch_size is 0"),
        (images(32), {"batch_size": 8, "steps_per_epoch": 0}, r"steps_per_epoch is 0"),
        ((images(32), np.zeros(31, "int32")), {"batch_size": 8}, r"first axes must be equal"),
        ((images(32), np.int64(3)), {"batch_size": 8}, r"first axes must be equal"),
        (np.ma.masked_array(images(32), images(32) > 9), {"batch_size": 8}, r"masked"),
        (images(32) > 9, {"batch_size": 8}, r"dtype bool"),
        (images(32).astype(str), {"batch_size": 8}, r"images is an array of words"),
        (FLOATS.astype("float64") * 1e300, {"batch_size": 8}, r"infinite"),
        ((images(32), LABELS, np.ones(32)), {"batch_size": 8}, r"3 arrays.*weights of samples are not used"),
        (list(images(32)), {"batch_size": 8}, r"32 arrays.*np.stack"),
        ({"images": images(32), "depth": images(32)}, {"batch_size": 8}, r"depth was given"),
        ({"labels": LABELS}, {"batch_size": 8}, r"images is missing"),
        ({"images": None}, {"batch_size": 8}, r"images is missing"),
        *[(junk, {}, r"The data are ") for junk in (None, "mnist", 3, [], [[1, 2]], {1}, lambda: 0)],
        (iter([]), {}, r"empty: it gives no batch"),
        *[
            (images(32), {"batch_size": 8, name: value}, f"{name} is ")
            for name, values in {
                "epochs": (0, -1, "3", 2.5, True, None),
                "steps_per_epoch": (-1, 1.5, "2", True),
                "batch_size": (-1, "8", 8.0, True),
                "initial_epoch": (-1, 2, "0", None, True),
            }.items()
            for value in values
        ],
    ],
)
def test_bad_data_is_refused_before_the_first_step(shared, data, options, message):
    model = shared
    before = model.get_weights()
    with pytest.raises(ValueError, match=message):
        model.fit(data, verbose=0, **options)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_every_accepted_form_of_data_trains():
    tf = pytest.importorskip("tensorflow") if keras.backend.backend() == "tensorflow" else None
    labels = np.zeros(32, "int32")
    dataset = SimpleNamespace(images=images(), labels=labels)
    forms = [images(), FLOATS, FLOATS.astype("float64"), (images(), labels), dataset]

    def trains(*data, **options):
        history = image_gan(run_eagerly=True).fit(*data, **options, verbose=0).history
        assert np.isfinite(history["g_loss"][0])

    for data in forms:
        trains(data, batch_size=8)
    trains(images(), labels, batch_size=8)

    class Own(keras.utils.PyDataset):
        def __len__(self):
            return 3

        def __getitem__(self, i):
            return (images(8),)

    trains(Own())
    if tf is not None:
        trains(tf.data.Dataset.from_tensor_slices(images()).batch(8))


def test_networks_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"makes samples of shape \(2,\), the discriminator takes \(3,\)"):
        GAN(generator(), discriminator(inputs=3))
    with pytest.raises(ValueError, match=r"one logit per sample"):
        GAN(generator(), generator(2))
    x = keras.Input((2,))
    with pytest.raises(ValueError, match="ends in a sigmoid"):
        GAN(generator(), keras.Model(x, layers.Dense(1, activation="sigmoid")(x)))
    with pytest.raises(ValueError, match="of images ends in a sigmoid"):
        d = image_gan().discriminator
        GAN(keras.Model(x, layers.Activation("sigmoid")(layers.Reshape(TINY)(layers.Dense(16)(x)))), d)
    image = keras.Input(TINY)
    with pytest.raises(ValueError, match="must take latents"):
        GAN(keras.Model(image, layers.Flatten()(image)), discriminator(inputs=16))
    for latent_dim in (0, -1):
        with pytest.raises(ValueError, match=f"latent_dim is {latent_dim}"):
            gl.models.dcgan.generator(latent_dim=latent_dim)
    with pytest.raises(ValueError, match="recipe is 'huge'"):
        gl.models.dcgan.discriminator("huge")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"loss": "wasserstein"}, "choose one of"),
        ({"d_batches": "both"}, "choose one of"),
        ({"d_steps": 0}, "d_steps is 0"),
        ({"g_batch": 0}, "g_batch is 0"),
        ({"g_batch": 4, "reuse_fakes": True}, "leave out g_batch"),
        ({"label_flips": 0.7}, "label_flips is 0.7"),
        ({"label_smoothing": 1.2}, "label_smoothing is 1.2"),
        ({"label_smoothing": (0.1, 0.1, 0.1)}, "pair"),
    ],
)
def test_compile_refuses_what_it_cannot_mean(options, message):
    with pytest.raises(ValueError, match=message):
        gan(**options)


def test_one_optimiser_cannot_serve_two_players():
    adam = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="one for each player"):
        gan(d_optimizer=adam, g_optimizer=adam)


def test_fit_needs_compile():
    with pytest.raises(ValueError, match="not compiled"):
        GAN(generator(), discriminator()).fit(curve(), batch_size=8)


def test_generate_refuses():
    model = gan()
    with pytest.raises(ValueError, match="unconditional"):
        model.generate(3, labels=[1, 2, 3])
    with pytest.raises(ValueError, match="at least 1"):
        model.generate(0)
    model.generator.set_weights([np.full_like(w, np.nan) for w in model.generator.get_weights()])
    with pytest.raises(ValueError, match="not finite"):
        model.generate(3)


def test_scaling_is_exact_and_inverts():
    levels = np.arange(256, dtype="uint8").reshape(1, 16, 16, 1)
    scaled = ops.convert_to_numpy(to_unit_range(ops.convert_to_tensor(levels)))
    assert scaled.dtype == np.float32 and scaled.min() == -1.0 and scaled.max() == 1.0
    assert np.array_equal(to_uint8(scaled), levels)


def test_batches_are_passes_in_new_orders():
    feed = gl.training.inputs.Feed({"images": np.arange(10)})
    batches = gl.training.batches.Batches(feed, 3, steps_per_epoch=3, seed=1)
    epochs = []
    for epoch in range(2):
        batches.first = 3 * epoch
        epochs.append(np.concatenate([batches[i][0] for i in range(3)]))
        assert len(set(epochs[-1])) == 9
    assert not np.array_equal(*epochs)
    batches.first = 0
    assert np.array_equal(np.concatenate([batches[i][0] for i in range(3)]), epochs[0])
    longer = gl.training.batches.Batches(feed, 3, steps_per_epoch=5, seed=1)
    seen = [longer[i][0] for i in range(5)]
    assert np.array_equal(np.concatenate(seen[:3]), epochs[0]), "an epoch may be longer than a pass"
    assert np.array_equal(np.concatenate(seen[3:]), epochs[1][:6])
