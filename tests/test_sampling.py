"""Samplers: what a generator takes, and which network is shown."""

import gan_lessons  # noqa: F401
from gan_lessons import latent, models, sampling, training
from gan_lessons.sampling import Codes, Labels, Latents, Sampler, Sources

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from keras import layers

from tests.generators import coded, labelled, network, plain, u_net
from tests.training import tiny

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 8, 8, 1), "uint8")


@pytest.fixture(scope="module", autouse=True)
def seeded():
    keras.utils.set_random_seed(0)


@pytest.fixture(scope="module")
def samplers():
    networks = {
        "plain": plain(),
        "labels": labelled(),
        "codes": coded(),
        "two latents": network(keras.Input((3,)), keras.Input((3,))),
        "images": tiny.translator(),
        "images of any size": u_net(),
    }
    return {name: sampling.of(network) for name, network in networks.items()}


def by_hand(network, *inputs):
    return keras.ops.convert_to_numpy(network([*inputs] if len(inputs) > 1 else inputs[0], training=False))


# ---- what goes in --------------------------------------------------------------------------------------------------


def test_it_reads_off_a_network_what_it_takes(samplers):
    takes = {name: sampler.takes for name, sampler in samplers.items()}
    assert takes == {
        "plain": (Latents(3),),
        "labels": (Latents(3), Labels(4)),
        "codes": (Latents(3), Codes(4, 2)),
        "two latents": (Latents(3), Latents(3, "latents_2")),
        "images": (Sources((8, 8, 1)),),
        "images of any size": (Sources((None, None, 1)),),
    }
    assert samplers["codes"].names == ("latents", "codes", "continuous")
    assert samplers["plain"].shape == (2, 2, 1) and samplers["plain"].latent_dim == 3


def test_what_is_not_given_is_drawn_as_ever(samplers):
    z = latent.sample(6, 3, seed=5)
    for kind in ("plain", "labels", "codes", "two latents"):
        assert np.array_equal(samplers[kind].inputs(6, seed=5)[0], z), kind
    labels = samplers["labels"].inputs(6, seed=5)[1]
    assert labels.dtype == np.int32 and labels.tolist() == [[0], [1], [2], [3], [0], [1]]
    codes = samplers["codes"].inputs(6, seed=5)[1]
    assert np.array_equal(codes, models.infogan.code_vectors(np.arange(6) % 4, None, 4, 2, seed=5))
    second = samplers["two latents"].inputs(6, seed=5)[1]
    assert second.shape == z.shape and not np.isclose(second, z).any()


def test_what_is_given_goes_in(samplers):
    z = np.arange(6.0).reshape(2, 3)
    given, labels = samplers["labels"].inputs(2, latents=z, labels=[3, 0])
    assert given.dtype == np.float32 and np.array_equal(given, z) and labels.tolist() == [[3], [0]]
    assert samplers["labels"].inputs(2, labels=2)[1].tolist() == [[2], [2]]
    assert samplers["labels"].inputs(2, labels=None)[1].tolist() == [[0], [1]]
    codes = samplers["codes"].inputs(2, codes=1, continuous=[0.5, -2])[1]
    assert codes.tolist() == [[0, 1, 0, 0, 0.5, -2]] * 2
    assert np.array_equal(samplers["codes"].inputs(2, codes=codes)[1], codes)
    other = samplers["codes"].inputs(3, seed=5, continuous=[0.5, -2])[1]
    assert other[:, :4].argmax(1).tolist() == [0, 1, 2] and (other[:, 4:] == [0.5, -2]).all()
    both = samplers["two latents"].inputs(2, latents=z, latents_2=z + 1)
    assert np.array_equal(both[1], z + 1)


def test_images_are_given_or_come_from_examples(samplers):
    sampler = Sampler(tiny.translator(), [Sources((8, 8, 1), "a")])
    with pytest.raises(ValueError, match="a=images, or train first"):
        sampler.inputs(2)
    (given,) = sampler.inputs(6, a=IMAGES)
    assert given.dtype == np.float32 and np.allclose(given, IMAGES / 127.5 - 1, atol=1e-6)
    assert np.array_equal(sampler.inputs(6, a=given)[0], given)
    sampler.examples = {"a": IMAGES}
    some = sampler.inputs(3, seed=1)[0]
    assert np.array_equal(some, sampler.inputs(3, seed=1)[0])
    assert all(any(np.array_equal(x, image) for image in given) for x in some)
    assert len({x.tobytes() for x in some}) == 3
    assert np.array_equal(sampler.inputs(8)[0], given[[0, 1, 2, 3, 4, 5, 0, 1]])


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("plain", {"n": 0}, "n, the number of samples, is 0; expected a whole number of at least 1"),
        ("plain", {"labels": 1}, "takes latents; it was given labels, and is unconditional"),
        ("plain", {"laetnts": 1, "codes": 1}, "takes latents; it was given laetnts and codes"),
        (
            "plain",
            {"latents": np.zeros((2, 4))},
            r"latents have shape \(2, 4\).*takes \(n, 3\), here with n = 2",
        ),
        ("plain", {"latents": np.zeros(3)}, r"latents have shape \(3,\)"),
        ("plain", {"latents": [[0, 0, np.nan]] * 2}, r"latents is not finite: 2 of 6 numbers"),
        ("labels", {"codes": 1}, "takes latents and labels; it was given codes"),
        ("labels", {"labels": 4}, "Labels lie in 4 to 4.*4 classes, 0 to 3"),
        ("labels", {"labels": [1]}, r"Labels have shape \(1,\).*\(2,\) or \(2, 1\)"),
        ("labels", {"labels": 1.5}, "dtype float64; expected integers"),
        ("codes", {"codes": [1, 2, 3]}, "3 codes were given for 2 samples"),
        ("codes", {"codes": 4}, "codes lie in 4 to 4"),
        ("codes", {"codes": np.full((2, 6), np.nan)}, "codes is not finite"),
        ("codes", {"continuous": [1, 2, 3]}, r"continuous codes have shape \(3,\)"),
        ("two latents", {"latents_2": np.zeros((2, 4))}, r"latents_2 have shape \(2, 4\)"),
        (
            "images",
            {"source": IMAGES},
            r"source has shape \(6, 8, 8, 1\); this generator takes \(2, 8, 8, 1\)",
        ),
        ("images", {"source": 1}, r"source has shape \(\)"),
        ("images", {"source": np.ones((2, 8, 8, 1))}, "dtype float64"),
        ("images of any size", {"source": IMAGES[:2, :, :0]}, r"\(2, 8, 0, 1\).*takes \(2, any, any, 1\)"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(samplers, kind, given, message):
    with pytest.raises(ValueError, match=message):
        samplers[kind].inputs(**({"n": 2} | given))


@pytest.mark.parametrize("name", ["n", "seed", "batch_size"])
def test_numbers_are_whole(samplers, name):
    for value in (True, 1e30, 2.5, "3", -1, np.nan, [1], np.array([1, 2]), np.ma.masked):
        with pytest.raises(ValueError, match=rf"^{name}[^;]* is .*expected a whole number"):
            samplers["labels"].generate(**({"n": 2} | {name: value}))
    with pytest.raises(ValueError, match="GB"):
        samplers["plain"].generate(10**9)


@pytest.mark.parametrize("kind", ["plain", "labels", "codes", "images"])
def test_masks_and_what_is_no_number_are_refused(samplers, kind):
    name = {"plain": "latents", "images": "source"}.get(kind, kind)
    shape = (2, 8, 8, 1) if kind == "images" else (2, 3) if kind == "plain" else (2,)
    for value in (
        np.ma.masked_array(
            np.ones(shape, int), np.arange(2).reshape(-1, *[1] * (len(shape) - 1)) + np.zeros(shape)
        ),
        np.ones(shape, complex),
        np.full(shape, "1"),
        np.full(shape, None),
        "ab",
    ):
        with pytest.raises(ValueError, match=f"^{name} is "):
            samplers[kind].inputs(2, **{name: value})
    z = np.ma.masked_array(np.ones((2, 3)), np.eye(2, 3))
    with pytest.raises(ValueError, match="z is a masked array"):
        samplers["plain"].of_latents()(z)
    with pytest.raises(ValueError, match="masked array"):
        samplers["plain"].outputs([z])


def test_a_sampler_fits_its_network():
    two = [Latents(3), Latents(3, "latents_2")]
    with pytest.raises(ValueError, match=r"'generator' has 1 inputs, and \['latents', 'latents_2'\] go in"):
        Sampler(plain(), two)
    with pytest.raises(ValueError, match="by different names"):
        Sampler(network(keras.Input((3,)), keras.Input((3,))), [Latents(3), Latents(3)])
    z = keras.Input((3,))
    forked = keras.Model(z, [layers.Dense(2)(z), layers.Dense(2)(z)], name="forked")
    with pytest.raises(ValueError, match="'forked' has 2 outputs; a generator has one"):
        Sampler(forked, [Latents(3)])


# ---- what comes out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["plain", "labels", "codes", "two latents", "images"])
def test_outputs_are_the_networks_whatever_the_batch(samplers, kind):
    sampler = samplers[kind]
    sampler.examples = {"source": IMAGES}
    inputs = sampler.inputs(5, seed=1)
    outputs = sampler.outputs(inputs)
    assert outputs.dtype == np.float32 and outputs.shape == (5, *sampler.shape)
    np.testing.assert_allclose(outputs, by_hand(sampler.network, *inputs), atol=1e-5)
    for size in (1, 2, 5, 1000):
        np.testing.assert_allclose(sampler.outputs(inputs, batch_size=size), outputs, atol=1e-5)
    drawn = sampler.generate(5, seed=1, batch_size=2)
    assert drawn.dtype == np.uint8
    assert np.abs(drawn.astype(float) - (outputs + 1) * 127.5).max() <= 0.51


def test_one_seed_gives_one_set_and_none_another(samplers):
    for kind in ("plain", "labels", "codes", "two latents"):
        sampler = samplers[kind]
        one = sampler.generate(5, seed=3)
        assert np.array_equal(one, sampler.generate(5, seed=3)), kind
        assert not np.array_equal(one, sampler.generate(5, seed=4)), kind
        assert not np.array_equal(sampler.generate(5), sampler.generate(5)), kind


def test_points_are_given_back_as_floats():
    sampler = sampling.of(plain(shape=(4,)))
    points = sampler.generate(3, seed=0)
    assert points.shape == (3, 4) and points.dtype == np.float32


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([], "none were given"),
        (
            [np.zeros((0, 3)), np.zeros((0, 1))],
            r"\(0, 3\), \(0, 1\) were given.*latents and labels.*at least one",
        ),
        ([np.zeros((2, 3)), np.zeros((3, 1))], "as many rows in each"),
        ([3.0, 1], "as many rows in each"),
        ([np.zeros((2, 3))], "takes arrays of shape"),
        ([np.zeros((2, 4)), np.zeros((2, 1))], "takes arrays of shape"),
    ],
)
def test_inputs_that_are_none_are_refused(samplers, inputs, message):
    with pytest.raises(ValueError, match=message):
        samplers["labels"].outputs(inputs)


def test_batches_have_at_least_one_sample(samplers):
    for size in (0, -1):
        with pytest.raises(ValueError, match=f"batch_size is {size}; expected a whole number of at least 1"):
            samplers["plain"].generate(2, batch_size=size)


def test_samples_that_are_not_finite_are_refused():
    lost = plain()
    lost.set_weights([w * np.nan for w in lost.get_weights()])
    sampler = sampling.of(lost)
    with pytest.raises(ValueError, match="not finite: its weights are lost"):
        sampler.generate(2)
    assert np.isnan(sampler.outputs(sampler.inputs(2))).all()


def test_images_of_a_size_that_does_not_fit_are_refused(samplers):
    sampler = samplers["images of any size"]
    assert sampler.generate(6, source=IMAGES).shape == (6, 8, 8, 1)
    with pytest.raises(ValueError, match=r"'u_net' failed on inputs of shape \(6, 6, 6, 1\).*multiples"):
        sampler.generate(6, source=IMAGES[:, :6, :6])


def test_noise_in_inference_follows_the_seed_and_moves_no_state():
    noisy = plain(noise=True)
    sampler = sampling.of(noisy)
    z = latent.sample(4, 3, seed=0)
    weights = {id(v) for v in noisy.weights}
    (state,) = (v for v in noisy.non_trainable_variables if id(v) not in weights)
    before = keras.ops.convert_to_numpy(state).copy()
    one = sampler.generate(4, seed=1, latents=z)
    assert np.array_equal(one, sampler.generate(4, seed=1, latents=z))
    assert not np.array_equal(one, sampler.generate(4, seed=2, latents=z))
    assert not np.array_equal(sampler.generate(4, latents=z), sampler.generate(4, latents=z))
    halves = sampler.outputs([np.zeros((4, 3), "float32")], batch_size=2, noise=1)
    assert not np.allclose(halves[:2], halves[2:]), "each batch has noise of its own"
    assert np.array_equal(keras.ops.convert_to_numpy(state), before)


# ---- latents alone -------------------------------------------------------------------------------------------------


def test_all_but_the_latents_can_be_fixed(samplers):
    z = latent.sample(5, 3, seed=2)
    cases = [
        ("plain", {}, []),
        ("labels", {}, [np.zeros((5, 1), "int32")]),
        ("labels", {"labels": 3}, [np.full((5, 1), 3)]),
        ("labels", {"labels": [3]}, [np.full((5, 1), 3)]),
        ("codes", {"codes": 2, "continuous": [0.5, -1]}, [np.tile([[0, 0, 1, 0, 0.5, -1]], (5, 1))]),
        ("two latents", {"latents_2": [1.0, 2, 3]}, [np.tile([[1.0, 2, 3]], (5, 1))]),
    ]
    for kind, fixed, rest in cases:
        f = samplers[kind].of_latents(**fixed)
        assert f.latent_dim == 3 and f.shape == (2, 2, 1)
        np.testing.assert_allclose(f(z), by_hand(samplers[kind].network, z, *rest), atol=1e-5)
    # The others have what the first of several samples would have: code 0, and one draw of the rest.
    first = samplers["codes"].inputs(1, 0)[1]
    expected = by_hand(samplers["codes"].network, z, np.repeat(first, 5, 0))
    np.testing.assert_allclose(samplers["codes"].of_latents()(z), expected, atol=1e-5)


def test_what_has_no_latent_vector_or_does_not_fit_is_refused(samplers):
    with pytest.raises(
        ValueError, match=r"takes images to translate of shape \(None, 8, 8, 1\), no latent vec"
    ):
        samplers["images"].of_latents()
    for kind, fixed, message in [
        ("plain", {"labels": 3}, "unconditional"),
        ("plain", {"latents": [1, 2, 3]}, "latents are what the function takes"),
        ("labels", {"labels": 4}, "0 to 3"),
        ("labels", {"labels": [1, 2]}, "Labels have shape"),
        ("codes", {"continuous": [1, 2, 3]}, "continuous codes"),
    ]:
        with pytest.raises(ValueError, match=message):
            samplers[kind].of_latents(**fixed)
    f = samplers["labels"].of_latents()
    for z in (0.0, np.zeros(3), np.zeros((2, 4)), np.zeros((2, 3, 1))):
        with pytest.raises(ValueError, match="takes arrays of shape"):
            f(z)


def test_images_of_a_linear_generator_are_clipped_and_other_samples_are_not():
    z = keras.Input((3,))
    x = keras.layers.Dense(4, use_bias=False, kernel_initializer=keras.initializers.Constant(1.0))(z)
    points, images = keras.Model(z, x), keras.Model(z, keras.layers.Reshape((2, 2, 1))(x))
    latents = np.array([[1, 1, 1], [-1, -1, -1], [0.1, 0.1, 0.1]], "float32")
    assert sampling.of(points).outputs([latents])[:, 0] == pytest.approx([3.0, -3.0, 0.3])
    shown = sampling.of(images)
    assert shown.outputs([latents])[:, 0, 0, 0] == pytest.approx([1.0, -1.0, 0.3])
    assert shown.of_latents()(latents)[:, 0, 0, 0] == pytest.approx([1.0, -1.0, 0.3])
    with pytest.raises(ValueError, match="not finite"):
        shown.draw([np.full((1, 3), np.inf, "float32")])


# ---- of games ------------------------------------------------------------------------------------------------------


def test_a_game_says_what_its_generator_takes():
    family = models.conditional
    gan = training.ConditionalGAN(family.generator("laptop", 3), family.discriminator("laptop"), seed=0)
    assert sampling.of(gan) is gan.sampler and sampling.of(gan.sampler) is gan.sampler
    assert gan.sampler.takes == (Latents(3), Labels(10)) and gan.sampler.model is gan
    assert np.array_equal(gan.generate(2, labels=3, seed=1), gan.sampler.generate(2, seed=1, labels=3))


def test_the_averaged_network_is_shown_if_there_is_one():
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=0, average=0.999)
    game.averaged.network.set_weights([w + 0.5 for w in game.averaged.network.get_weights()])
    z = latent.sample(2, 3, seed=0)
    shown, played = (by_hand(n, z) for n in (game.averaged.network, game.generator))
    assert not np.allclose(shown, played, atol=1e-3)
    for drawn in (sampling.of(game).outputs([z]), sampling.of(game).of_latents()(z)):
        np.testing.assert_allclose(drawn, shown, atol=1e-5)


def test_a_game_with_several_latents_a_sample_has_no_latent_vector():
    members = range(2)
    game = training.Population(
        [models.dense.generator(seed=i) for i in members],
        [models.dense.discriminator(seed=i) for i in members],
    )
    z = game.sampler.inputs(3, seed=0)[0]
    assert z.shape[:2] == (3, 2) and game.sampler.generate(3, seed=0).shape == (3, 2, 2)
    with pytest.raises(ValueError, match=r"takes latents of shape \(None, 2, 5\), no latent"):
        game.sampler.of_latents()


def test_other_things_are_no_generators():
    class Own(keras.Model):
        def call(self, x):
            return x

    z = keras.Input((3,))
    three = keras.Model([keras.Input((3,)), keras.Input((3,)), z], layers.Dense(2)(z), name="three")
    for thing, message in [
        (None, "None is no generator; give a network"),
        (lambda z: z, "is no generator"),
        (Own(name="own"), "'own' does not say what it takes; build it with keras.Input"),
        (keras.Sequential([layers.Dense(2)], name="open"), "'open' does not say what it takes"),
        (three, r"inputs of 'three' have shapes \[\(3,\), \(3,\), \(3,\)\]; a generator takes"),
        (network(keras.Input((3, 2)), name="rows"), r"inputs of 'rows' have shapes \[\(3, 2\)\]"),
        (network(keras.Input((3,)), keras.Input((5,)), name="odd"), "inputs of 'odd'"),
        (network(keras.Input((3,)), keras.Input((1,), dtype="int32")), "neither an Embedding nor"),
    ]:
        with pytest.raises(ValueError, match=message):
            sampling.of(thing)


# ---- any shape -----------------------------------------------------------------------------------------------------

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SHAPES = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)
RIGHT = [(2, 3), (2, 1), (2,), (2, 6), (2, 2), (6,), (3,), (2, 8, 8, 1), (2, 6, 4, 1), (1, 3)]


def arrays():
    shapes = SHAPES | st.sampled_from(RIGHT)
    fills = st.sampled_from([0, 1, 3, -1, 7])
    dtypes = st.sampled_from(["float32", "float64", "int64", "uint8", "bool"])
    return st.builds(lambda shape, fill, dtype: np.full(shape, fill).astype(dtype), shapes, fills, dtypes)


KINDS = st.sampled_from(["plain", "labels", "codes", "two latents", "images", "images of any size"])


@ANY
@given(kind=KINDS, data=st.data())
def test_whatever_shape_is_given_works_or_is_refused(samplers, kind, data):
    sampler = samplers[kind]
    name, a = data.draw(st.sampled_from(sampler.names)), data.draw(arrays())
    try:
        drawn = sampler.generate(2, seed=0, **{name: a})
    except ValueError as error:
        assert str(error)
    else:
        assert drawn.dtype == np.uint8 and drawn.ndim == 4 and len(drawn) == 2


@ANY
@given(kind=KINDS, given_to_it=st.lists(arrays(), max_size=3), batch_size=st.integers(-1, 3))
def test_whatever_goes_into_the_network_works_or_is_refused(samplers, kind, given_to_it, batch_size):
    try:
        out = samplers[kind].outputs(given_to_it, batch_size)
    except ValueError as error:
        assert str(error)
    else:
        assert out.dtype == np.float32 and len(out) == len(given_to_it[0])


@ANY
@given(kind=st.sampled_from(["plain", "labels", "codes", "two latents"]), z=arrays())
def test_whatever_points_are_given_work_or_are_refused(samplers, kind, z):
    for draw in (samplers[kind].of_latents(), lambda z: latent.pictures(samplers[kind], z)):
        try:
            out = draw(z)
        except ValueError as error:
            assert str(error)
        else:
            assert z.ndim == 2 and out.shape == (len(z), 2, 2, 1)


def test_arrays_refuse_what_is_no_image_and_no_label():
    from gan_lessons import arrays

    images = np.zeros((2, 4, 4, 1), np.float32)
    assert arrays.to_uint8([[-1e30, -1.0, 0.0, 1.0, 1e30]]).tolist() == [[0, 0, 128, 255, 255]]
    for wrong in (np.ma.masked_array(images, True), images * 1j, images.astype(str), None, [[1], [1, 2]]):
        for check in (arrays.to_uint8, arrays.check_samples, lambda a: arrays.check_labels(a, 2)):
            with pytest.raises(ValueError, match=r"The (images|samples|labels) (is|are) "):
                check(wrong)
    for wrong in (images * np.nan, images + np.inf):
        with pytest.raises(ValueError, match=r"The images is not finite"):
            arrays.to_uint8(wrong)
    with pytest.raises(ValueError, match="there are none"):
        arrays.check_samples(images[:0])
