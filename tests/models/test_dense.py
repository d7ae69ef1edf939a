from gan_lessons.models import dense

import keras
import numpy as np
import pytest


def test_the_chapters_networks_have_its_parameter_counts_and_layers():
    g, d = dense.generator(seed=1), dense.discriminator(seed=1)
    assert (g.count_params(), d.count_params()) == (122, 101)
    assert [layer.units for layer in g.layers[1:]] == [15, 2] and [layer.units for layer in d.layers[1:]] == [
        25,
        1,
    ]
    assert (
        g.layers[1].activation is keras.activations.relu
        and g.layers[2].activation is keras.activations.linear
    )
    assert isinstance(g.layers[1].kernel_initializer, keras.initializers.HeUniform)
    assert isinstance(d.layers[2].kernel_initializer, keras.initializers.GlorotUniform)


def test_one_seed_gives_one_network_and_the_two_players_differ():
    for make in (dense.generator, dense.discriminator):
        a, b, c = (make("wide", seed=s).get_weights() for s in (3, 3, 4))
        assert all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
        assert not np.array_equal(a[0], c[0])
    same_shape = dense.generator(latent_dim=2, outputs=1, recipe="wide", seed=3)
    assert not np.array_equal(
        same_shape.get_weights()[2], dense.discriminator("wide", seed=3).get_weights()[2]
    )


def test_bad_sizes_and_recipes_are_named():
    with pytest.raises(ValueError, match="recipe is 'laptop'; choose one of"):
        dense.generator("laptop")
    with pytest.raises(ValueError, match="latent_dim is 0"):
        dense.generator(latent_dim=0)
    with pytest.raises(ValueError, match="inputs is 0"):
        dense.discriminator(inputs=0)


def test_networks_side_by_side_give_what_each_gives_alone():
    rng = np.random.default_rng(0)
    for make, width in ((dense.generator, 5), (dense.discriminator, 2)):
        networks = [make(seed=i) for i in range(3)]
        x = rng.standard_normal((7, 3, width), np.float32)
        together = keras.ops.convert_to_numpy(dense.side_by_side(networks)(x))
        for i, network in enumerate(networks):
            alone = keras.ops.convert_to_numpy(network(x[:, i]))
            np.testing.assert_allclose(together[:, i].reshape(alone.shape), alone, rtol=1e-5, atol=1e-6)


def test_networks_that_differ_are_not_put_side_by_side():
    with pytest.raises(ValueError, match="0 networks were given"):
        dense.side_by_side([])
    with pytest.raises(ValueError, match="same units"):
        dense.side_by_side([dense.generator(), dense.generator("wide")])
    dropout = keras.Sequential([keras.Input((2,)), keras.layers.Dropout(0.5), keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="chain of Dense layers"):
        dense.side_by_side([dropout])
