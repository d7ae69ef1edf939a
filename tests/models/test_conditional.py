"""The networks of chapters 17 and 19: parameter counts, shapes, and what a label plane is."""

from gan_lessons.models import acgan, conditional, labels

import keras
import numpy as np
import pytest


def trainable(network):
    return sum(int(np.prod(v.shape)) for v in network.trainable_weights)


def test_the_chapters_parameter_counts():
    assert conditional.discriminator().count_params() == 196_773
    assert conditional.generator().count_params() == 1_169_336
    assert conditional.discriminator(n_classes=None).count_params() == 155_137, "the unconditional twin"
    assert conditional.generator(n_classes=None).count_params() == 1_164_289
    d, g = acgan.discriminator(), acgan.generator()
    assert (d.count_params(), trainable(d)) == (527_627, 526_731)
    assert (g.count_params(), trainable(g)) == (3_757_176, 3_756_792)
    without = acgan.discriminator(batch_norm=False), acgan.generator(batch_norm=False)
    assert [n.count_params() for n in without] == [527_627 - 4 * (64 + 128 + 256), 3_757_176 - 4 * 192]


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
@pytest.mark.parametrize("family", [conditional, acgan])
def test_shapes_and_ranges(family, recipe):
    g, d = family.generator(recipe, 3, n_classes=4, seed=1), family.discriminator(recipe, n_classes=4, seed=1)
    z, y = 50 * np.random.default_rng(0).normal(size=(5, 3)), np.array([[0], [1], [2], [3], [0]])
    images = keras.ops.convert_to_numpy(g([z, y], training=True))
    assert images.shape == (5, 28, 28, 1) and images.min() >= -1 and images.max() <= 1
    out = d([images, y] if family is conditional else images)
    assert [x.shape for x in (out if isinstance(out, list) else [out])] == [(5, 1), (5, 4)][: len(d.outputs)]
    assert labels.classes_of(g) == 4


@pytest.mark.parametrize("family", [conditional, acgan])
def test_a_seed_gives_the_same_weights_and_none_others(family):
    for network in (family.generator, family.discriminator):
        one, same, other = (network(seed=seed).get_weights() for seed in (1, 1, 2))
        assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
        assert not any(np.array_equal(a, b) for a, b in zip(one, other, strict=True) if a.ndim > 1)


def test_a_label_plane_is_a_row_of_a_table():
    d = conditional.discriminator(seed=1)
    planes = labels.label_planes(d)
    assert planes.shape == (10, 28, 28)
    embedding, kernel, bias = (w for w in d.get_weights() if w.shape in ((10, 50), (50, 784), (784,)))
    assert planes.reshape(10, -1) == pytest.approx(embedding @ kernel + bias, abs=1e-5)
    narrow = labels.label_planes(conditional.discriminator(embedding_dim=2, seed=1)).reshape(10, -1)
    assert np.linalg.matrix_rank(narrow - narrow.mean(axis=0), tol=1e-5) == 2
    assert labels.label_planes(acgan.generator(seed=1)).shape == (10, 7, 7)
    with pytest.raises(ValueError, match="has no label plane"):
        labels.label_planes(acgan.discriminator())


def test_one_hot_vectors_have_one_plane_for_each_class():
    d = conditional.discriminator(embedding_dim="one-hot", seed=1)
    assert d.count_params() == 196_773 - 500 - 50 * 784 + 10 * 784
    (kernel,) = (w for w in d.get_weights() if w.shape == (10, 784))
    assert labels.label_planes(d).reshape(10, -1) == pytest.approx(kernel, abs=1e-6)


def test_the_fainter_start_of_the_digits():
    (kernel,) = (w for w in acgan.generator(stddev=0.002, seed=1).get_weights() if w.shape == (100, 18_816))
    assert kernel.std() == pytest.approx(0.002, rel=0.01)


@pytest.mark.parametrize("family", [conditional.generator, conditional.discriminator])
def test_the_laptop_starts_alike_with_and_without_embeddings(family):
    plain, embedded = (family("laptop", embedding_dim=dim, seed=1) for dim in (None, 3))
    tables = [w for w in embedded.get_weights() if w.shape == (10, 3)]
    assert len(tables) == (
        1 if family is conditional.generator else 2
    )  # D: one for its plane, one beside its features
    assert not any(np.array_equal(tables[0], table) for table in tables[1:])
    shared = {w.shape: w for w in plain.get_weights() if w.ndim == 4}
    assert shared and all(np.array_equal(w, shared[w.shape]) for w in embedded.get_weights() if w.ndim == 4)
    assert family("laptop", embedding_dim="one-hot", seed=1).count_params() == plain.count_params()


@pytest.mark.parametrize("embedding_dim", [None, 6])
@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_a_whole_share_is_a_label(recipe, embedding_dim):
    generator = conditional.generator(recipe, 5, n_classes=4, embedding_dim=embedding_dim, seed=1)
    z = np.random.default_rng(0).normal(size=(4, 5)).astype("float32")
    mixed = labels.mixing(generator)
    whole = keras.ops.convert_to_numpy(mixed([z, np.eye(4, dtype="float32")]))
    assert whole == pytest.approx(keras.ops.convert_to_numpy(generator([z, np.arange(4)[:, None]])), abs=1e-5)
    half = keras.ops.convert_to_numpy(mixed([z[:1], np.array([[0.5, 0.5, 0, 0]], "float32")]))
    assert np.abs(half[0] - whole[0]).max() > 10 * np.abs(half[0]).max() * 1e-3
    with pytest.raises(ValueError, match="neither an Embedding nor"):
        labels.mixing(conditional.generator(recipe, 5, n_classes=None))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: conditional.generator("wide"), "recipe is 'wide'"),
        (lambda: conditional.generator(latent_dim=0), "latent_dim is 0"),
        (lambda: conditional.generator(n_classes=1), "n_classes is 1"),
        (lambda: conditional.discriminator(embedding_dim=0), "embedding_dim is 0"),
        (lambda: conditional.generator("laptop", embedding_dim="onehot"), "embedding_dim is 'onehot'"),
        (lambda: acgan.discriminator(n_classes=0), "n_classes is 0"),
        (lambda: acgan.generator(stddev=0.0), "stddev is 0.0"),
        (lambda: acgan.generator("laptop", batch_norm=False), "laptop's generator has batch norm"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
