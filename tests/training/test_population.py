import gan_lessons  # noqa: F401
from gan_lessons import data, training
from gan_lessons.models import dense

import keras
import numpy as np
import pytest
from keras import ops

CURVE = data.curves.load("parabola")


def adams():
    return keras.optimizers.Adam(1e-2), keras.optimizers.Adam(1e-2)


@pytest.fixture
def gans():
    gans = training.Population(
        [dense.generator(seed=i) for i in range(3)], [dense.discriminator(seed=i) for i in range(3)], seed=0
    )
    gans.compile(*adams(), d_batches="alternate")
    return gans


def test_each_member_learns_what_it_would_learn_alone(gans, monkeypatch):
    latents = np.random.default_rng(0).standard_normal((8, 3, 5), np.float32)
    points = gans.share_out(CURVE.sample(3 * 8, seed=1))
    monkeypatch.setattr(gans, "latents", lambda n: ops.convert_to_tensor(latents))
    together = [gans.step((ops.convert_to_tensor(points),)) for _ in range(5)][-1]
    alone_logs = []
    for i in range(3):
        g, d = dense.generator(seed=i), dense.discriminator(seed=i)
        alone = training.GAN(g, d, seed=0)
        alone.compile(*adams(), d_batches="alternate")
        monkeypatch.setattr(alone, "latents", lambda n, i=i: ops.convert_to_tensor(latents[:, i]))
        alone_logs.append([alone.step((ops.convert_to_tensor(points[:, i]),)) for _ in range(5)][-1])
        copy_g, copy_d = dense.generator(seed=99), dense.discriminator(seed=99)
        gans.member(i, copy_g, copy_d)
        for mine, theirs in zip(
            copy_g.get_weights() + copy_d.get_weights(), g.get_weights() + d.get_weights(), strict=True
        ):
            np.testing.assert_allclose(mine, theirs, atol=2e-4)
        assert not np.allclose(copy_g.get_weights()[0], dense.generator(seed=i).get_weights()[0], atol=1e-3)
    for name, value in together.items():  # the logs are means over the members
        assert float(value) == pytest.approx(np.mean([float(logs[name]) for logs in alone_logs]), abs=1e-4)


def test_it_trains_by_fit_and_every_member_draws_its_own(gans):
    history = gans.fit(gans.share_out(CURVE.sample(3 * 64, seed=0)), batch_size=16, epochs=2, verbose=0)
    assert len(history.history["g_loss"]) == 2
    samples = gans.generate(50, seed=1)
    assert samples.shape == (50, 3, 2) and samples.dtype == np.float32
    np.testing.assert_array_equal(samples, gans.generate(50, seed=1))
    assert not np.allclose(samples[:, 0], samples[:, 1])
    latents = ops.convert_to_numpy(gans.latents(4))
    assert latents.shape == (4, 3, 5) and not np.allclose(latents[:, 0], latents[:, 1])


def test_bad_input_is_named(gans):
    with pytest.raises(ValueError, match="1 generators and 2 discriminators"):
        training.Population([dense.generator()], [dense.discriminator()] * 2)
    with pytest.raises(ValueError, match="n a multiple of 3"):
        gans.share_out(np.zeros((10, 2), np.float32))
    with pytest.raises(ValueError, match="is 3; expected a whole number from 0 to 2"):
        gans.member(3, dense.generator(), dense.discriminator())
    with pytest.raises(ValueError, match="takes none"):
        gans.generate(5, labels=[1])
    with pytest.raises(ValueError, match="number of samples, is 0"):
        gans.generate(0)
    with pytest.raises(ValueError, match="makes samples of shape"):
        training.Population([dense.generator(outputs=3)], [dense.discriminator()])


def test_a_packed_discriminator_sees_samples_of_one_member_together(monkeypatch):
    def packed(**changed):
        ds = [dense.discriminator(inputs=4, seed=i) for i in range(3)]
        return training.Population(
            [dense.generator(seed=i) for i in range(3)], ds, seed=0, **{"pack": 2} | changed
        )

    gans = packed()
    gans.compile(*adams(), d_batches="alternate")
    points = gans.share_out(CURVE.sample(3 * 8, seed=1))
    verdicts = ops.convert_to_numpy(gans.judged(ops.convert_to_tensor(points), None))
    assert verdicts.shape == (4, 3), "one verdict for two samples"
    for i in range(3):
        alone = dense.discriminator(inputs=4, seed=i)(points[:, i].reshape(4, 4))
        np.testing.assert_allclose(verdicts[:, i], ops.convert_to_numpy(alone)[:, 0], atol=1e-5)
    history = gans.fit(points, batch_size=4, verbose=0).history
    assert np.isfinite(history["d_loss_real"] + history["g_loss"]).all() and gans.generate(5).shape == (
        5,
        3,
        2,
    )
    with pytest.raises(ValueError, match="with pack=3 it must take 6"):
        packed(pack=3)
    with pytest.raises(ValueError, match='choose "separate" or "alternate"'):
        packed().compile(*adams(), d_batches="joint")
    with pytest.raises(ValueError, match="pack"):
        packed(pack=0)
