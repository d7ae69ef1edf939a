from gan_lessons import latent

import keras
import numpy as np
import pytest


def test_one_seed_gives_one_set_of_points():
    a = latent.sample(1000, 100, seed=3)
    assert a.shape == (1000, 100) and a.dtype == np.float32
    np.testing.assert_array_equal(a, latent.sample(1000, 100, seed=3))
    assert not np.array_equal(a, latent.sample(1000, 100, seed=4))
    assert not np.array_equal(latent.sample(2, 5), latent.sample(2, 5))


def test_points_are_standard_normal_and_lie_near_the_sphere_of_radius_ten():
    z = latent.sample(4000, 100, seed=0)
    assert abs(z.mean()) < 0.01 and abs(z.std() - 1) < 0.01
    lengths = np.linalg.norm(z, axis=1)
    assert abs(lengths.mean() - 10) < 0.1 and lengths.std() < 0.8


@pytest.mark.parametrize(("n", "d"), [(0, 100), (-1, 100), (5, 0), (5, -3)])
def test_impossible_sizes_are_refused(n, d):
    with pytest.raises(ValueError, match="at least 1"):
        latent.sample(n, d)


@pytest.mark.parametrize("walk", [latent.lerp, latent.slerp])
def test_walks_start_and_end_where_asked(walk):
    a, b = latent.sample(2, 100, seed=1)
    np.testing.assert_allclose(walk(a, b, 0), a, atol=1e-6)
    np.testing.assert_allclose(walk(a, b, 1), b, atol=1e-6)
    path = walk(a, b, np.linspace(0, 1, 9))
    assert path.shape == (9, 100) and path.dtype == np.float32
    np.testing.assert_allclose(path[4], walk(a, b, 0.5), atol=1e-6)
    np.testing.assert_allclose(path[::-1], walk(b, a, np.linspace(0, 1, 9)), atol=1e-5)


@pytest.mark.parametrize("walk", [latent.lerp, latent.slerp])
def test_batches_walk_pair_by_pair(walk):
    a, b = latent.sample(6, 10, seed=0), latent.sample(6, 10, seed=1)
    path = walk(a, b, [0.25, 0.5])
    assert path.shape == (2, 6, 10)
    np.testing.assert_allclose(path[1, 3], walk(a[3], b[3], 0.5), atol=1e-6)


def test_slerp_keeps_the_length_where_lerp_loses_it():
    a, b = latent.sample(2, 100, seed=5)
    t = np.linspace(0, 1, 21)
    ends = np.linalg.norm([a, b], axis=1)
    on_arc = np.linalg.norm(latent.slerp(a, b, t), axis=1)
    on_line = np.linalg.norm(latent.lerp(a, b, t), axis=1)
    assert on_arc.min() > 0.9 * ends.min() and on_arc.max() < 1.1 * ends.max()
    assert on_line.min() < 0.8 * ends.min()


def test_slerp_turns_at_constant_speed():
    a, b = np.array([2.0, 0.0]), np.array([0.0, 2.0])
    path = latent.slerp(a, b, [1 / 3, 0.5, 2 / 3])
    np.testing.assert_allclose(np.degrees(np.arctan2(path[:, 1], path[:, 0])), [30, 45, 60], atol=1e-4)


@pytest.mark.parametrize("tilt", [0.0, 1e-12, 1e-9, 1e-7, 1e-4])
def test_slerp_of_nearly_parallel_points_is_the_line(tilt):
    a = np.array([3.0, 4.0, 0.0])
    b = 2 * a + np.array([0.0, 0.0, tilt])
    path = latent.slerp(a, b, [0.0, 0.3, 1.0])
    np.testing.assert_allclose(path, latent.lerp(a, b, [0.0, 0.3, 1.0]), atol=1e-5)


def test_slerp_from_the_zero_vector_is_the_line():
    zero, b = np.zeros(3), np.array([1.0, 2.0, 2.0])
    np.testing.assert_allclose(latent.slerp(zero, b, 0.5), b / 2)
    np.testing.assert_allclose(latent.slerp(zero, zero, 0.5), zero)


def test_slerp_refuses_opposite_points():
    a = latent.sample(1, 10, seed=0)[0]
    with pytest.raises(ValueError, match="opposite directions"):
        latent.slerp(a, -2 * a, 0.5)


@pytest.mark.parametrize(("a", "b"), [((3,), (4,)), ((2, 3), (3,)), ((), ()), ((1, 2, 3), (1, 2, 3))])
def test_walks_refuse_shapes_that_do_not_fit(a, b):
    with pytest.raises(ValueError, match="one shape"):
        latent.slerp(np.ones(a), np.ones(b), 0.5)


def linear_generator(matrix):
    """x = matrix @ z, as pictures of one row."""
    pixels, d = matrix.shape
    z = keras.Input((d,))
    model = keras.Model(
        z, keras.layers.Reshape((1, pixels, 1))(keras.layers.Dense(pixels, use_bias=False)(z))
    )
    model.set_weights([matrix.T])
    return model


def test_principal_directions_of_a_linear_generator_are_its_singular_vectors():
    rng = np.random.default_rng(0)
    left, _ = np.linalg.qr(rng.normal(size=(50, 12)))
    right, _ = np.linalg.qr(rng.normal(size=(12, 12)))
    gains = np.array([8, 5, 3, 2] + [0.3] * 8)
    found = latent.principal_directions(linear_generator((left * gains) @ right.T), k=4, n=2000)
    assert found.shape == (4, 12) and found.dtype == np.float32
    cosines = np.abs(np.sum(found * right[:, :4].T, axis=1))
    assert cosines.min() > 0.97, cosines


@pytest.fixture(scope="module")
def curved():
    keras.utils.set_random_seed(2)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((20,)),
            layers.Dense(
                64, activation="leaky_relu", kernel_initializer=keras.initializers.RandomNormal(stddev=0.5)
            ),
            layers.Dense(64, activation="tanh"),
            layers.Reshape((8, 8, 1)),
        ]
    )


def test_a_principal_direction_changes_the_picture_more_than_a_random_one(curved):
    def change(direction):
        steps = np.linspace(-2, 2, 9, dtype=np.float32)
        z = latent.sample(50, 20, seed=9)
        moved = z[:, None] + (steps[:, None] - (z @ direction)[:, None, None]) * direction
        x = latent.pictures(curved, moved.reshape(-1, 20)).reshape(50, 9, -1)
        return x.var(axis=1).sum(1).mean()

    principal = [change(d) for d in latent.principal_directions(curved, k=3)]
    random = [change(d / np.linalg.norm(d)) for d in latent.sample(20, 20, seed=8)]
    assert principal[0] == max(principal)
    assert principal[0] > 1.2 * np.mean(random)
    assert principal[0] > max(random)


def test_principal_directions_are_orthonormal_repeatable_and_signed(curved):
    a = latent.principal_directions(curved, k=8, n=300)
    np.testing.assert_allclose(a @ a.T, np.eye(8), atol=1e-5)
    np.testing.assert_array_equal(a, latent.principal_directions(curved, k=8, n=300))
    assert (a[np.arange(8), np.abs(a).argmax(1)] > 0).all()


def test_principal_directions_of_a_collapsed_generator_are_still_directions():
    a = latent.principal_directions(linear_generator(np.zeros((9, 5), np.float32)), k=5, n=100)
    np.testing.assert_allclose(a @ a.T, np.eye(5), atol=1e-5)


def test_principal_directions_refuse_what_they_cannot_do(curved):
    for k in (0, 21):
        with pytest.raises(ValueError, match="between 1 and 20"):
            latent.principal_directions(curved, k=k)
    with pytest.raises(ValueError, match="between 1 and 4"):
        latent.principal_directions(curved, k=5, n=5)
    with pytest.raises(ValueError, match="NaN"):
        latent.principal_directions(linear_generator(np.full((9, 5), np.nan, np.float32)), k=2, n=20)


def test_pictures_in_pieces_are_the_pictures(curved):
    z = latent.sample(23, 20, seed=1)
    whole = latent.pictures(curved, z, batch_size=23)
    np.testing.assert_allclose(latent.pictures(curved, z, batch_size=10), whole, atol=1e-5)
