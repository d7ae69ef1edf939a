"""The networks of chapter 18: parameter counts, shapes, what is inside what, and codes from whole numbers."""

import gan_lessons  # noqa: F401
from gan_lessons.models import dcgan, infogan

import keras
import numpy as np
import pytest


def counts(network):
    return network.count_params(), sum(int(np.prod(v.shape)) for v in network.trainable_weights)


def test_the_chapters_parameter_counts():
    g, d = infogan.generator(), infogan.discriminator()
    assert counts(g) == (3_113_409, 3_062_849)
    assert counts(keras.Model(d.inputs, d.outputs[0])) == (670_913, 670_145), "D without Q"
    assert counts(d.get_layer("q")) == (1_607_562, 1_607_306)
    assert d.get_layer("trunk").count_params() == 658_368
    assert g.count_params() + d.count_params() == 5_391_884
    assert infogan.discriminator(n_continuous=2).count_params() == d.count_params() + 2 * 129


@pytest.mark.parametrize("n_continuous", [0, 2])
@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_shapes_and_ranges(recipe, n_continuous):
    g = infogan.generator(recipe, 3, 4, n_continuous, seed=1)
    d = infogan.discriminator(recipe, 4, n_continuous, seed=1)
    z = 50 * np.random.default_rng(0).normal(size=(5, 3))
    codes = infogan.code_vectors([0, 1, 2, 3, 0], None, 4, n_continuous, seed=0)
    images = keras.ops.convert_to_numpy(g([z, codes], training=True))
    assert images.shape == (5, 28, 28, 1) and images.min() >= -1 and images.max() <= 1
    assert [x.shape for x in d(images)] == [(5, 1), (5, 4), (5, 2)][: 2 + bool(n_continuous)]
    assert infogan.sizes(g) == (4, n_continuous)


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_d_without_q_has_nothing_of_q_and_q_stands_on_the_trunk(recipe):
    d = infogan.discriminator(recipe, n_continuous=2, seed=1)
    q, trunk, without = d.get_layer("q"), d.get_layer("trunk"), keras.Model(d.inputs, d.outputs[0])
    mine = {id(v) for v in without.weights}
    assert not mine & {id(v) for v in q.weights} and {id(v) for v in trunk.weights} < mine
    images = np.random.default_rng(0).uniform(-1, 1, (3, 28, 28, 1)).astype("float32")
    for ours, theirs in zip(q(trunk(images)), d(images)[1:], strict=True):
        same = [keras.ops.convert_to_numpy(x) for x in (ours, theirs)]
        assert same[0] == pytest.approx(same[1], abs=1e-5)


@pytest.mark.parametrize("network", [infogan.generator, infogan.discriminator])
@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_a_seed_gives_the_same_weights_and_no_two_layers_share_them(network, recipe):
    one, same, other = (network(recipe, seed=seed).get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(one, other, strict=True) if a.ndim > 1)
    first = [w.ravel()[:8].tolist() for w in one if w.ndim > 1]
    assert len({tuple(w) for w in first}) == len(first)


def test_codes_from_whole_numbers():
    vectors = infogan.code_vectors([2, 0], [[0.5, -1], [0, 2]], 3, 2)
    assert vectors.dtype == np.float32 and vectors.tolist() == [[0, 0, 1, 0.5, -1], [1, 0, 0, 0, 2]]
    assert infogan.code_vectors([2, 0], [0.5, -1], 3, 2)[:, 3:].tolist() == [[0.5, -1]] * 2
    assert infogan.code_vectors([1], None, 3, 0).tolist() == [[0, 1, 0]]
    a, b, c = (infogan.code_vectors(np.zeros(4000, int), None, 3, 2, seed=s)[:, 3:] for s in (1, 1, 2))
    assert np.array_equal(a, b) and not np.array_equal(a, c)
    assert a.mean() == pytest.approx(0, abs=0.03) and a.var() == pytest.approx(1 / 3, abs=0.02)


def test_a_saved_generator_knows_its_codes(tmp_path):
    generator = infogan.generator("laptop", 3, 4, 2, seed=1)
    generator.save(tmp_path / "g.keras")
    loaded = keras.saving.load_model(tmp_path / "g.keras")
    assert infogan.sizes(loaded) == (4, 2) and infogan.sizes(dcgan.generator("laptop", 3)) is None
    inputs = [np.zeros((1, 3), "float32"), infogan.code_vectors([1], [0, 0], 4, 2)]
    assert np.array_equal(*(keras.ops.convert_to_numpy(g(inputs)) for g in (generator, loaded)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: infogan.generator("wide"), "recipe is 'wide'"),
        (lambda: infogan.generator(latent_dim=0), "latent_dim is 0"),
        (lambda: infogan.discriminator(n_classes=1), "n_classes is 1"),
        (lambda: infogan.generator(n_continuous=-1), "n_continuous is -1"),
        (lambda: infogan.code_vectors([0, 3], None, 3), "codes lie in 0 to 3; the networks have 3"),
        (lambda: infogan.code_vectors([0.5], None, 3), "dtype float64; expected whole numbers"),
        (lambda: infogan.code_vectors([[0]], None, 3), r"shape \(1, 1\)"),
        (
            lambda: infogan.code_vectors([0], [0, 0, 0], 3, 2),
            r"shape \(3,\); expected .* \(1, 2\), or \(2,\)",
        ),
        (lambda: infogan.code_vectors([0], [np.nan, 0], 3, 2), "finite"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
