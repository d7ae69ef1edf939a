"""Directions: those that matter most, and those of an attribute."""

from gan_lessons import latent

import keras
import numpy as np
import pytest


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


# What attributes follow from the points: a known truth -------------------------------------------------------------


def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


@pytest.fixture(scope="module")
def known():
    """1,000 points, two directions at 60 degrees, and numbers and yes or no that follow them."""
    z = latent.sample(1000, 30, seed=1)
    a, b = np.linalg.qr(latent.sample(30, 2, seed=2))[0].T
    b = 0.5 * a + np.sqrt(0.75) * b
    noise = np.random.default_rng(3).standard_normal(1000)
    return z, a, b, {"smile": 5 + 3 * (z @ a) + 2 * noise, "glasses": z @ b > 0.8}


def test_attribute_directions_are_those_the_attributes_follow(known):
    z, a, b, values = known
    found = latent.attribute_directions(z, values)
    assert list(found) == ["smile", "glasses"]
    for direction, true in zip(found.values(), (a, b), strict=True):
        assert direction.vector.dtype == np.float32 and direction.vector.shape == (30,)
        assert np.linalg.norm(direction.vector) == pytest.approx(1, abs=1e-6)
        assert direction.vector @ true > 0.97
    # About 9 of the variance's 13 parts come from the points; a step of 1 along a is a rise of 3 in the smile.
    smile = values["smile"]
    assert found["smile"].r2 == pytest.approx(1 - np.var(smile - 3 * (z @ a)) / smile.var(), abs=0.03)
    assert found["smile"].step == pytest.approx(smile.std() / 3, rel=0.05)


def test_the_direction_of_a_yes_or_no_is_the_linear_discriminant(known):
    z, _, _, values = known
    yes = values["glasses"]
    within = sum(np.cov(group.T) * len(group) for group in (z[yes], z[~yes]))
    discriminant = unit(np.linalg.solve(within, z[yes].mean(0) - z[~yes].mean(0)))
    found = latent.attribute_directions(z, {"glasses": yes})["glasses"].vector
    np.testing.assert_allclose(found, discriminant, atol=1e-3)


def test_conditional_directions_leave_the_other_attributes_alone(known):
    z, _, b, values = known
    plain = latent.attribute_directions(z, values)
    alone = latent.attribute_directions(z, values, conditional=True)
    assert plain["smile"].vector @ b > 0.4
    for name, other in (("smile", "glasses"), ("glasses", "smile")):
        assert abs(alone[name].vector @ plain[other].vector) < 1e-5
        # What is left of the direction still raises its attribute; the way is longer, for it is no longer straight.
        assert alone[name].vector @ plain[name].vector > 0.7
        assert alone[name].step > plain[name].step
        assert alone[name].step * (alone[name].vector @ plain[name].vector) == pytest.approx(plain[name].step)
        assert alone[name].r2 == plain[name].r2


def test_a_direction_is_as_good_as_its_prediction_of_new_points():
    z = latent.sample(130, 100, seed=0)
    luck = np.random.default_rng(1).standard_normal(130)
    by_luck = latent.attribute_directions(z, {"luck": luck})["luck"]
    assert by_luck.r2 < 0  # 100 numbers explain most of 130 values, and nothing of the next one
    told = latent.attribute_directions(z, {"first": z[:, 0]})["first"]
    assert told.r2 == pytest.approx(1) and told.vector[0] == pytest.approx(1)


def test_the_score_of_a_fit_is_that_of_leaving_each_point_out():
    z, rng = latent.sample(12, 3, seed=0), np.random.default_rng(0)
    y = z[:, 0] + rng.standard_normal(12)
    design = np.column_stack([np.ones(12), z])
    errors = []
    for i in range(12):
        rest = np.arange(12) != i
        errors.append(y[i] - design[i] @ np.linalg.lstsq(design[rest], y[rest])[0])
    found = latent.attribute_directions(z, {"y": y})["y"]
    assert found.r2 == pytest.approx(1 - np.mean(np.square(errors)) / y.var(), abs=1e-9)


def test_moving_goes_by_standard_deviations_of_the_attribute(known):
    z, _, _, values = known
    smile = latent.attribute_directions(z, values)["smile"]
    np.testing.assert_allclose(smile.move(z), z + smile.step * smile.vector, atol=1e-6)
    path = smile.move(z[0], np.linspace(-2, 2, 5))
    assert path.shape == (5, 30) and path.dtype == np.float32
    np.testing.assert_allclose(path[2], z[0])
    assert smile.move(z, [-1, 1]).shape == (2, 1000, 30)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"glasses": np.array(["none", "round"] * 10)}, "glasses.*question"),
        ({"smile": np.ones(19)}, "smile.*give 20"),
        ({"smile": np.full(20, np.nan)}, "smile holds NaN"),
        ({"smile": np.ones(20)}, "smile is 1 for all"),
    ],
)
def test_attribute_directions_refuse_values_they_cannot_fit(values, message):
    with pytest.raises(ValueError, match=message):
        latent.attribute_directions(latent.sample(20, 4, seed=0), values)


def test_attribute_directions_refuse_too_few_points_and_attributes_said_twice():
    with pytest.raises(ValueError, match="at least d \\+ 2"):
        latent.attribute_directions(latent.sample(5, 4, seed=0), {"smile": np.arange(5)})
    y = np.random.default_rng(0).random(20)
    with pytest.raises(ValueError, match="smile, frown one follows"):
        latent.attribute_directions(latent.sample(20, 4, seed=0), {"smile": y, "frown": -y}, conditional=True)
