"""Directions: those that matter most, and those of an attribute."""

from gan_lessons import latent, models, sampling, training

import keras
import numpy as np
import pytest

from tests import generators
from tests.training import tiny


def linear_generator(matrix):
    """x = matrix @ z, as numbers, which have no bounds."""
    pixels, d = matrix.shape
    z = keras.Input((d,))
    model = keras.Model(z, keras.layers.Dense(pixels, use_bias=False)(z))
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


# Generators of other kinds ------------------------------------------------------------------------------------------


def test_directions_of_a_generator_with_labels_are_those_of_one_class():
    """Each class has a direction of its own, the pixels' only one: class 0 follows z[0], class 1 follows z[1]."""
    z, labels = keras.Input((2,)), models.labels.label_input()
    one_hot = keras.layers.CategoryEncoding(2, output_mode="one_hot")(labels)
    x = keras.layers.Reshape((1, 2, 1))(keras.layers.Multiply()([z, one_hot]))
    generator = keras.Model([z, labels], x)
    for given, axis in (({}, 0), ({"labels": 0}, 0), ({"labels": 1}, 1)):
        found = latent.principal_directions(generator, k=1, n=500, **given)
        np.testing.assert_allclose(found, np.eye(2)[[axis]], atol=0.2)
    with pytest.raises(ValueError, match="2 classes, 0 to 1"):
        latent.principal_directions(generator, k=1, n=50, labels=2)


def test_directions_of_whatever_is_a_generator():
    coded, plain = generators.coded(), generators.plain()
    gan = training.InfoGAN(
        models.infogan.generator("laptop", 3, 4, 2, seed=1),
        models.infogan.discriminator("laptop", 4, 2, seed=2),
    )
    for generator, given in ((coded, {"codes": 2, "continuous": [1, -1]}), (coded, {}), (gan, {"codes": 1})):
        found = latent.principal_directions(generator, k=2, n=50, **given)
        np.testing.assert_allclose(found @ found.T, np.eye(2), atol=1e-5)
    same = [plain, sampling.of(plain), sampling.of(plain).of_latents()]
    first, *others = (latent.principal_directions(x, k=2, n=50) for x in same)
    for found in others:
        np.testing.assert_array_equal(found, first)
    of_gan = latent.principal_directions(gan.generator, k=2, n=50)
    np.testing.assert_array_equal(latent.principal_directions(gan, k=2, n=50), of_gan)


def test_directions_of_a_game_are_those_of_the_network_it_shows():
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=0, average=0.999)
    game.averaged.network.set_weights([w[::-1] for w in game.averaged.network.get_weights()])
    shown, played = game.averaged.network, game.generator
    found = latent.principal_directions(game, k=1, n=100)
    np.testing.assert_array_equal(found, latent.principal_directions(shown, k=1, n=100))
    assert not np.allclose(found, latent.principal_directions(played, k=1, n=100), atol=1e-3)
    z = latent.sample(3, 3, seed=0)
    np.testing.assert_array_equal(latent.pictures(game, z), latent.pictures(shown, z))


def test_what_has_no_latent_space_is_refused():
    with pytest.raises(ValueError, match="takes images to translate"):
        latent.principal_directions(tiny.translator(), k=1)
    with pytest.raises(ValueError, match="takes images to translate"):
        latent.pictures(tiny.translator(), latent.sample(2, 3))
    with pytest.raises(ValueError, match="None is no generator"):
        latent.principal_directions(None)
    with pytest.raises(ValueError, match="attribute latent_dim"):
        latent.principal_directions(lambda z: z)
    with pytest.raises(ValueError, match="labels cannot be given with a function"):
        latent.principal_directions(sampling.of(generators.labelled()).of_latents(), k=1, labels=2)
    with pytest.raises(ValueError, match="between 1 and 2"):  # pixels
        latent.principal_directions(linear_generator(np.ones((2, 5))), k=3)


def test_pictures_of_generators_with_labels_or_codes():
    z, labelled, coded = latent.sample(5, 3, seed=1), generators.labelled(), generators.coded()
    codes = models.infogan.code_vectors([0, 1, 2, 3, 0], None, 4, 2, seed=0)
    for generator, told, as_given in (
        (labelled, [[0]] * 5, None),
        (labelled, [[3]] * 5, 3),
        (labelled, [[0], [1], [2], [3], [0]], np.array([0, 1, 2, 3, 0])),
        (coded, codes, codes),
    ):
        by_hand = keras.ops.convert_to_numpy(generator([z, np.array(told)]))
        found = latent.pictures(generator, z, batch_size=2, labels=as_given)
        np.testing.assert_allclose(found, by_hand, atol=1e-5)
    for labels, message in (([0, 1], "Labels have shape"), (4, "0 to 3")):
        with pytest.raises(ValueError, match=message):
            latent.pictures(labelled, z, labels=labels)
    with pytest.raises(ValueError, match="unconditional"):
        latent.pictures(generators.plain(), z, labels=1)
    for z in (0.0, np.zeros((0, 3)), np.zeros(3), np.zeros((2, 4))):
        with pytest.raises(ValueError, match="shape"):
            latent.pictures(labelled, z)


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
        ({"smile": np.full(20, np.nan)}, "smile is not finite"),
        ({"smile": np.ones(20)}, "smile is the same for all"),
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


def degenerate(kind):
    z = latent.sample(40, 4, seed=0)
    if kind == "constant":
        z[:, 2] = 3
    elif kind == "zero":
        z[:, 1] = 0
    elif kind == "repeated":
        z[:, 3] = z[:, 0]
    elif kind == "sum":
        z[:, 3] = z[:, 0] + z[:, 1]
    elif kind == "one point":
        z[:, 2] = 0
        z[7, 2] = 1
    elif kind == "all equal":
        z[:] = 1
    return z


@pytest.mark.parametrize("kind", ["constant", "zero", "repeated", "sum", "one point", "all equal"])
@pytest.mark.parametrize("conditional", [False, True])
def test_attribute_directions_refuse_points_that_do_not_span_the_space(kind, conditional):
    values = {"smile": np.arange(40.0), "age": np.arange(40) % 3}
    with pytest.raises(ValueError, match="do not span 4 dimensions"):
        latent.attribute_directions(degenerate(kind), values, conditional)


def test_attribute_directions_refuse_an_attribute_that_has_nothing_to_do_with_the_points():
    z = np.array([[-1.0], [-1.0], [1.0], [1.0]])
    with pytest.raises(ValueError, match="smile has nothing to do with the points"):
        latent.attribute_directions(z, {"smile": [0, 1, 0, 1]})
    for wrong in ({}, [1, 2], None):
        with pytest.raises(ValueError, match="values is"):
            latent.attribute_directions(z, wrong)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1j, "1", None, np.ma.masked])
def test_attribute_directions_refuse_what_is_no_finite_number(bad):
    z = latent.sample(20, 2, seed=0).tolist()
    with pytest.raises(ValueError, match=r"^z (is|holds) "):
        latent.attribute_directions([*z[:-1], [0.0, bad]], {"smile": np.arange(20)})
    with pytest.raises(ValueError, match=r"^smile (is|holds) "):
        latent.attribute_directions(z, {"smile": [*range(19), bad]})


def test_attribute_directions_do_not_depend_on_units(known):
    z, _, _, values = known
    plain = latent.attribute_directions(z, values)
    for unit in (1e-200, 1e200):
        scaled = latent.attribute_directions(
            z.astype(float) * unit, {k: np.asarray(v, float) / unit for k, v in values.items()}
        )
        for name, direction in plain.items():
            np.testing.assert_allclose(scaled[name].vector, direction.vector, atol=1e-5)
            assert scaled[name].step == pytest.approx(direction.step * unit, rel=1e-6)
            assert scaled[name].r2 == pytest.approx(direction.r2, rel=1e-6)


def test_moving_refuses_points_of_another_space():
    direction = latent.Direction(np.array([1, 0, 0], np.float32), 1.0, 0.5)
    for z in (np.ones((4, 1)), np.ones(2), 1.0):
        with pytest.raises(ValueError, match="points with 3 numbers"):
            direction.move(z)
    with pytest.raises(ValueError, match="z is not finite"):
        direction.move([np.nan, 0, 0])
    with pytest.raises(ValueError, match="moved points is too large"):
        direction.move([1.0, 0, 0], 1e200)


def test_principal_directions_do_not_depend_on_the_scale_of_the_pictures():
    matrix = np.random.default_rng(0).standard_normal((9, 5)).astype(np.float32)
    plain = latent.principal_directions(linear_generator(matrix), k=2, n=50)
    for scale in (2.0**-100, 2.0**100):
        found = latent.principal_directions(linear_generator(matrix * np.float32(scale)), k=2, n=50)
        np.testing.assert_allclose(found, plain, atol=1e-5)


def test_pictures_of_a_lost_generator_are_refused():
    with pytest.raises(ValueError, match="generator's output is not finite"):
        latent.pictures(lambda z: z * np.float32(np.nan), latent.sample(3, 2))
    with pytest.raises(ValueError, match=r"shape \(5, 4\); this function takes points \(n, 3\)"):
        latent.pictures(linear_generator(np.ones((9, 3), np.float32)), latent.sample(5, 4))
    with pytest.raises(ValueError, match=r"expected one picture for each"):
        latent.pictures(lambda z: z[:1], latent.sample(5, 4))
    with pytest.raises(ValueError, match="is no generator"):
        latent.pictures(None, latent.sample(3, 2))
    with pytest.raises(ValueError, match="batch_size is 0"):
        latent.pictures(lambda z: z, latent.sample(3, 2), 0)
