"""The arithmetic of larger images, against Keras and against numbers worked out on paper."""

import itertools
import subprocess
import sys

from gan_lessons import upsampling

import keras
import numpy as np
import pytest

SMALL = np.array([[1, 2], [3, 4]])
GRID = list(itertools.product(range(1, 6), range(1, 5), ("valid", "same")))  # kernel, stride, padding


def by_keras(layer, image):
    return keras.ops.convert_to_numpy(layer(np.asarray(image, "float32")[None, :, :, None]))[0, :, :, 0]


# ---- sizes ------------------------------------------------------------------------------------------------------


def test_sizes_are_those_of_keras():
    for kernel, stride, padding in GRID:
        down = keras.layers.Conv2D(1, kernel, strides=stride, padding=padding)
        up = keras.layers.Conv2DTranspose(1, kernel, strides=stride, padding=padding)
        for size in range(1, 9):
            if padding == "same" or kernel <= size:
                expected = down.compute_output_shape((1, size, 9, 1))[1]
                assert upsampling.conv_size(size, kernel, stride, padding) == expected
            expected = up.compute_output_shape((1, size, 9, 1))[1]
            assert upsampling.transposed_size(size, kernel, stride, padding) == expected


@pytest.mark.parametrize(
    ("kernel", "valid", "parameters"), [(2, 10, 513), (3, 11, 1153), (4, 12, 2049), (5, 13, 3201)]
)
def test_five_pixels_doubled(kernel, valid, parameters):
    for padding, size in (("valid", valid), ("same", 10)):
        assert upsampling.transposed_size(5, kernel, 2, padding) == size
        layer = keras.layers.Conv2DTranspose(1, kernel, strides=2, padding=padding)
        layer.build((None, 5, 5, 128))
        assert tuple(layer.compute_output_shape((None, 5, 5, 128))) == (None, size, size, 1)
        assert layer.count_params() == parameters


def test_doubling_gives_back_a_halved_size_only_where_it_was_even():
    halved = {n: upsampling.conv_size(n, 3, 2, "same") for n in (28, 14, 7)}
    assert halved == {28: 14, 14: 7, 7: 4}
    assert [upsampling.transposed_size(n, 3, 2, "same") for n in halved.values()] == [28, 14, 8]


# ---- without weights --------------------------------------------------------------------------------------------


def test_nearest_repeats_and_size_is_height_then_width():
    doubled = [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert upsampling.upsample(SMALL).tolist() == doubled
    wide = upsampling.upsample(SMALL, (2, 3))
    assert wide.tolist() == [[1, 1, 1, 2, 2, 2]] * 2 + [[3, 3, 3, 4, 4, 4]] * 2


def test_bilinear_blends():
    rows = [[1, 1.25, 1.75, 2], [1.5, 1.75, 2.25, 2.5], [2.5, 2.75, 3.25, 3.5], [3, 3.25, 3.75, 4]]
    np.testing.assert_allclose(upsampling.upsample(SMALL, 2, "bilinear"), rows)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
@pytest.mark.parametrize("size", [1, 2, 3, (2, 3), (4, 1)])
def test_upsampling_is_that_of_keras(size, interpolation):
    image = np.random.default_rng(0).normal(size=(3, 5, 2))
    layer = keras.layers.UpSampling2D(size, interpolation=interpolation)
    expected = keras.ops.convert_to_numpy(layer(image[None].astype("float32")))[0]
    ours = upsampling.upsample(image, size, interpolation)
    np.testing.assert_allclose(ours, expected, atol=1e-6)
    np.testing.assert_allclose(upsampling.upsample(image[..., 0], size, interpolation), ours[..., 0])


# ---- with a kernel ----------------------------------------------------------------------------------------------


def test_a_kernel_of_one_pixel_moves_the_pixels_apart():
    apart = [[1, 0, 2, 0], [0, 0, 0, 0], [3, 0, 4, 0], [0, 0, 0, 0]]
    layer = keras.layers.Conv2DTranspose(1, 1, strides=2)
    layer.build((None, 2, 2, 1))
    layer.set_weights([np.ones((1, 1, 1, 1)), np.zeros(1)])
    assert by_keras(layer, SMALL).tolist() == apart
    assert upsampling.insert_zeros(SMALL, 2).tolist() == apart
    assert upsampling.transposed_convolution(SMALL, [[1]], 2).tolist() == apart
    assert upsampling.transposed_convolution(SMALL, [[1]], 1).tolist() == SMALL.tolist()


@pytest.mark.parametrize(("kernel", "stride", "padding"), GRID)
def test_both_forms_of_the_transposed_convolution_are_that_of_keras(kernel, stride, padding):
    rng = np.random.default_rng(kernel)
    image, weights = rng.normal(size=(3, 2, 3)), rng.normal(size=(kernel, kernel, 2, 3))
    expected = keras.ops.convert_to_numpy(
        keras.ops.conv_transpose(
            image[None].astype("float32"), weights.astype("float32"), strides=stride, padding=padding,
            data_format="channels_last",
        )
    )[0]  # fmt: skip
    for form in (upsampling.transposed_convolution, upsampling.transposed_by_zero_insertion):
        ours = form(image, weights, stride, padding)
        np.testing.assert_allclose(ours, expected, atol=1e-5)
        single = form(image[..., 0], weights[:, :, 1, 0], stride, padding)
        assert single.shape == ours.shape[:2]
        np.testing.assert_allclose(form(image[..., :1], weights[..., :1], stride, padding)[..., 1], single)


def test_strides_and_kernels_may_differ_between_rows_and_columns():
    image, weights = np.random.default_rng(1).normal(size=(3, 4)), np.arange(10.0).reshape(2, 5)
    expected = keras.ops.conv_transpose(
        image[None, :, :, None].astype("float32"), weights[:, :, None, None].astype("float32"), (3, 2), "same",
        data_format="channels_last",
    )  # fmt: skip
    for form in (upsampling.transposed_convolution, upsampling.transposed_by_zero_insertion):
        np.testing.assert_allclose(form(image, weights, (3, 2), "same"), expected[0, :, :, 0], atol=1e-5)


@pytest.mark.parametrize(("kernel", "stride", "padding"), GRID)
def test_the_transposed_matrix_is_the_transposed_convolution(kernel, stride, padding):
    """For input sizes that a transposed convolution gives; several others are shrunk to the same size."""
    shape = tuple(upsampling.transposed_size(n, kernel, stride, padding) for n in (2, 3))
    weights = np.random.default_rng(0).normal(size=(kernel, kernel))
    matrix = upsampling.convolution_matrix(shape, weights, stride, padding)
    assert matrix.shape == (6, shape[0] * shape[1])
    small = np.random.default_rng(1).normal(size=(2, 3))
    expected = upsampling.transposed_convolution(small, weights, stride, padding)
    np.testing.assert_allclose((matrix.T @ small.ravel()).reshape(shape), expected, atol=1e-12)
    layer = keras.layers.Conv2D(1, kernel, strides=stride, padding=padding, use_bias=False)
    layer.build((None, *shape, 1))
    layer.set_weights([weights[:, :, None, None]])
    large = np.random.default_rng(2).normal(size=shape)
    np.testing.assert_allclose((matrix @ large.ravel()).reshape(2, 3), by_keras(layer, large), atol=1e-5)


def test_two_generators_with_equally_many_parameters():
    layers, built = keras.layers, []
    for tail in (
        [layers.UpSampling2D(), layers.Conv2D(1, 3, padding="same")],
        [layers.Conv2DTranspose(1, 3, strides=2, padding="same")],
    ):
        start = [keras.Input((100,)), layers.Dense(128 * 5 * 5), layers.Reshape((5, 5, 128))]
        built.append(keras.Sequential([*start, *tail]))
    assert [g.count_params() for g in built] == [324_353] * 2
    assert [g.output_shape for g in built] == [(None, 10, 10, 1)] * 2
    assert built[0].layers[2].output.shape == (None, 10, 10, 128), "upsampling keeps the channels"


# ---- overlap ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kernel", "inside"), [(2, {1}), (3, {1, 2, 4}), (4, {4}), (5, {4, 6, 9})])
def test_overlap_at_stride_2(kernel, inside):
    counts = upsampling.overlap(6, kernel, 2, "same")
    assert counts.shape == (12, 12) and set(counts[2:-2, 2:-2].ravel().tolist()) == inside
    layer = keras.layers.Conv2DTranspose(1, kernel, strides=2, padding="same", kernel_initializer="ones")
    np.testing.assert_array_equal(counts, by_keras(layer, np.ones((6, 6))))


def test_overlap_inside_is_even_exactly_where_the_stride_divides_the_kernel():
    for kernel, stride, _ in GRID:
        inside = upsampling.overlap(12, kernel, stride)[kernel : -kernel - stride, kernel : -kernel - stride]
        along = {kernel // stride, -(-kernel // stride)}
        assert set(inside.ravel().tolist()) == {a * b for a in along for b in along}
        assert (len(along) == 1) == (kernel % stride == 0)


@pytest.mark.parametrize(("kernel", "stride", "padding"), GRID)
def test_the_footprint_is_where_one_pixel_paints(kernel, stride, padding):
    for i, j in np.ndindex(3, 2):
        one = np.zeros((3, 2))
        one[i, j] = 1
        painted = upsampling.transposed_convolution(one, np.ones((kernel, kernel)), stride, padding)
        marked = np.zeros_like(painted)
        marked[upsampling.footprint((i, j), (3, 2), kernel, stride, padding)] = 1
        np.testing.assert_array_equal(painted, marked)


# ---- checkerboards ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stride", [2, 3])
def test_the_measure_is_the_variance_of_the_average_block(stride):
    image = np.random.default_rng(0).normal(size=(12, 18)) + 5
    blocks = image.reshape(12 // stride, stride, 18 // stride, stride)
    share = blocks.mean(axis=(0, 2)).var() / image.var()
    assert upsampling.checkerboard(image, stride) == pytest.approx(share, rel=1e-9)
    several = np.stack([image, 3 * image])
    assert upsampling.checkerboard(several, stride) == pytest.approx(share, rel=1e-9)
    assert upsampling.checkerboard(several[..., None], stride) == pytest.approx(share, rel=1e-9)


def test_a_smooth_image_has_none_and_a_checkerboard_nothing_else():
    y, x = np.mgrid[:32, :32]
    wave = np.cos(2 * np.pi * x / 32) + np.sin(4 * np.pi * y / 32)
    board = (-1.0) ** (x + y)
    assert upsampling.checkerboard(wave) < 1e-12
    assert upsampling.checkerboard(wave, reach=0.1) < 1e-12
    assert upsampling.checkerboard(board) == pytest.approx(1)
    assert upsampling.checkerboard((-1.0) ** y) == pytest.approx(1), "stripes repeat with the stride, too"
    assert upsampling.checkerboard(wave + board) == pytest.approx(0.5)
    assert upsampling.checkerboard(x + y) < 0.01, "a ramp does not end as it begins"


def test_a_checkerboard_of_varying_strength_needs_reach():
    y, x = np.mgrid[:32, :32]
    image = np.cos(2 * np.pi * x / 16) * (-1.0) ** (x + y)  # at the frequencies (1/2, 1/2 ± 1/16)
    assert upsampling.checkerboard(image) < 1e-12
    assert upsampling.checkerboard(image, reach=1 / 16) == pytest.approx(1)
    assert upsampling.checkerboard(image, reach=1 / 17) < 1e-12


def test_white_noise_has_the_share_of_the_frequencies_that_count():
    noise = np.random.default_rng(0).normal(size=(4000, 8, 8))
    assert upsampling.checkerboard(noise) == pytest.approx(3 / 63, rel=0.05)
    assert upsampling.checkerboard(noise, reach=1 / 8) == pytest.approx(27 / 63, rel=0.05)


def test_flat_images_of_any_size_have_none():
    for value in (0, 1e-300, 0.1, 255, 1e300):
        assert upsampling.checkerboard(np.full((31, 33), value)) == 0
    tiny = 1e-200 * (-1.0) ** np.arange(8) * np.ones((8, 1))
    assert upsampling.checkerboard(tiny) == pytest.approx(1)


def test_uneven_overlap_shows_in_the_measure():
    inside = {k: upsampling.overlap(18, k, 2)[4:-4, 4:-4] for k in (2, 3, 4, 5)}
    shares = {k: upsampling.checkerboard(counts) for k, counts in inside.items()}
    assert shares[2] == shares[4] == 0
    assert shares[3] == pytest.approx(1) and shares[5] == pytest.approx(1)


# ---- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda u: u.conv_size(0, 3), "size is 0.*at least 1"),
        (lambda u: u.conv_size(5, -3), "kernel is -3"),
        (lambda u: u.conv_size(5, 3, 0), "stride is 0"),
        (lambda u: u.conv_size(5, 3, 1.5), "stride is 1.5"),
        (lambda u: u.conv_size(5, True), "kernel is True"),
        (lambda u: u.conv_size(2, 3), r"kernel of 3 does not fit into 2.*padding=.same"),
        (lambda u: u.conv_size(5, 3, 1, "full"), "padding is 'full'; expected 'valid' or 'same'"),
        (lambda u: u.transposed_size(-1, 3), "size is -1"),
        (lambda u: u.transposed_size(5, 0), "kernel is 0"),
        (lambda u: u.transposed_size(5, 3, -2), "stride is -2"),
        (lambda u: u.transposed_size(5, 3, 2, "SAME"), "padding is 'SAME'"),
        (lambda u: u.upsample([1, 2]), r"shape \(2,\)"),
        (lambda u: u.upsample(np.zeros((0, 2))), "at least 1"),
        (lambda u: u.upsample(SMALL, 0), "size is 0"),
        (lambda u: u.upsample(SMALL, (2, 3, 1)), r"size is \(2, 3, 1\).*rows, columns"),
        (lambda u: u.upsample(SMALL, 2, "cubic"), "interpolation is 'cubic'"),
        (lambda u: u.convolution(SMALL, np.ones((3, 3))), "does not fit"),
        (lambda u: u.convolution(SMALL[0], np.ones((1, 1))), "image has shape"),
        (lambda u: u.convolution(SMALL, np.ones((0, 3))), "kernel has shape"),
        (lambda u: u.convolution_matrix((2, 0), np.ones((1, 1))), "shape is 0"),
        (lambda u: u.insert_zeros(SMALL, 0), "stride is 0"),
        (lambda u: u.transposed_convolution(SMALL, np.ones((0, 1))), r"kernel has shape \(0, 1\)"),
        (lambda u: u.transposed_convolution(SMALL, np.ones((2, 2, 1, 1))), r"c_in"),
        (lambda u: u.transposed_convolution(np.ones((2, 2, 3)), np.ones((2, 2, 3, 1))), "same c_in"),
        (lambda u: u.transposed_convolution(SMALL, np.ones((2, 2)), 2, "full"), "padding"),
        (lambda u: u.transposed_by_zero_insertion(SMALL, np.ones((2, 2)), 0), "stride is 0"),
        (lambda u: u.footprint((2, 0), 2, 3), "outside an input of 2 × 2"),
        (lambda u: u.overlap(3, 0, 2), "kernel is 0"),
        (lambda u: u.checkerboard(np.zeros(9)), r"shape \(9,\)"),
        (lambda u: u.checkerboard(np.zeros((9, 3))), "at least two strides"),
        (lambda u: u.checkerboard(np.zeros((9, 9)), 1), "stride is 1"),
        (lambda u: u.checkerboard(np.zeros((9, 9)), 2, 0.25), "reach is 0.25; expected .* of at least 0 and below 0.25"),
        (lambda u: u.checkerboard(np.full((9, 9), np.nan)), "not finite"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call(upsampling)


@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "f2"])
def test_sums_of_small_types_do_not_wrap_around(dtype):
    """200 · 2 is 144 in uint8."""
    value = 100 if dtype == "i1" else 200
    image, kernel = np.full((3, 3), value, dtype), np.full((3, 3), 2, dtype)
    assert upsampling.convolution(image, kernel).item() == 18 * value
    for f in (upsampling.transposed_convolution, upsampling.transposed_by_zero_insertion):
        np.testing.assert_array_equal(f(image, kernel, 3), np.full((9, 9), 2 * value))
    assert upsampling.checkerboard(
        np.kron(np.ones((4, 4)), [[0, value], [0, 0]]).astype(dtype)
    ) == pytest.approx(1)


def test_absurd_sizes_are_refused_at_once():
    for call in (
        lambda: upsampling.upsample(SMALL, 10**6),
        lambda: upsampling.insert_zeros(SMALL, 10**9),
        lambda: upsampling.transposed_convolution(SMALL, SMALL, 10**6),
        lambda: upsampling.transposed_by_zero_insertion(SMALL, SMALL, (1, 10**9)),
        lambda: upsampling.overlap(10**5, 3, 2),
        lambda: upsampling.overlap((10**9, 1), 1),
        lambda: upsampling.overlap(4, 10**9, 2, "same"),
        lambda: upsampling.convolution_matrix(1000, SMALL),
    ):
        with pytest.raises(ValueError, match="GB; ask for at most 1 GB"):
            call()
    with pytest.raises(ValueError, match=r"size is 1e\+30; expected a whole number"):
        upsampling.conv_size(1e30, 3)


def test_overlap_is_the_transposed_convolution_of_ones():
    for shape, kernel, stride, padding in itertools.product(
        (1, (2, 5)), (1, 4, (5, 2)), (1, 3, (2, 4)), ("valid", "same")
    ):
        sides = [(n, n) if isinstance(n, int) else n for n in (shape, kernel)]
        ones = upsampling.transposed_convolution(*map(np.ones, sides), stride, padding)
        np.testing.assert_array_equal(upsampling.overlap(shape, kernel, stride, padding), ones)


def test_it_needs_no_backend():
    code = "import sys, gan_lessons; gan_lessons.upsampling; print({'keras', 'tensorflow', 'matplotlib'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "set()"
