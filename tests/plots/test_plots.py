import io
import itertools
import math
from types import SimpleNamespace

from gan_lessons import plots

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (12, 28, 28, 1), np.uint8)


def drawn(ax):
    """The one image in some axes, and the value range it is drawn with."""
    (image,) = ax.get_images()
    return np.asarray(image.get_array()), image.get_clim()


def test_tanh_images_become_bytes():
    x = np.array([-1, -0.5, 0, 0.5, 1], np.float32).reshape(1, 1, 5, 1)
    assert plots.to_uint8(x).ravel().tolist() == [0, 64, 128, 191, 255]
    assert plots.to_uint8(x[..., 0]).shape == (1, 1, 5, 1)
    assert plots.to_uint8(np.zeros((2, 4, 4, 3), np.uint8)).dtype == np.uint8
    with pytest.raises(ValueError, match="masked"):
        plots.to_uint8(np.ma.masked_less(np.zeros((2, 4, 4, 1)), 1))


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (np.zeros((28, 28), np.uint8), r"shape \(28, 28\).*image\[None\]"),
        (np.zeros((2, 28, 28, 4), np.uint8), r"\(2, 28, 28, 4\)"),
        (np.zeros((0, 28, 28, 1), np.uint8), "at least 1"),
        (np.zeros((2, 4, 4, 1), np.int64), "dtype int64"),
        (np.full((2, 4, 4, 1), 200.0), r"from 200 to 200.*127\.5 - 1"),
        (np.full((2, 4, 4, 1), np.nan), "from nan"),
    ],
)
def test_what_is_no_image_is_refused_with_the_remedy(bad, says):
    with pytest.raises(ValueError, match=says):
        plots.grid(bad)


def test_grid_image_puts_each_image_where_it_belongs(images):
    canvas = plots.grid_image(images, rows=3, cols=4, gap=2)
    assert canvas.shape == (3 * 28 + 4, 4 * 28 + 6)
    np.testing.assert_array_equal(canvas[30:58, 60:88], 255 - images[6, ..., 0])
    assert (canvas[28:30] == plots.GAP).all()
    twice = plots.grid_image(images, rows=3, cols=4, gap=2, scale=2)
    np.testing.assert_array_equal(twice[::2, 1::2], canvas)


def test_grid_image_of_colours_is_not_inverted():
    x = np.random.default_rng(0).integers(0, 256, (2, 8, 8, 3), np.uint8)
    np.testing.assert_array_equal(plots.grid_image(x, gap=0), np.concatenate(list(x), axis=1))


def test_grid_image_leaves_out_what_does_not_fit_and_leaves_missing_cells_white(images):
    assert plots.grid_image(images, rows=2, cols=2, gap=0).shape == (56, 56)
    np.testing.assert_array_equal(plots.grid_image(images[:3], rows=2, cols=2, gap=0)[28:, 28:], 255)


@pytest.mark.parametrize(
    ("n", "rows", "cols", "shape"),
    [(7, None, None, (1, 7)), (25, None, None, (5, 5)), (12, 3, None, (3, 4)), (7, None, 3, (3, 3))],
)
def test_default_layout(n, rows, cols, shape):
    canvas = plots.grid_image(np.zeros((n, 4, 4, 1), np.uint8), rows, cols, gap=0)
    assert canvas.shape == (4 * shape[0], 4 * shape[1])


def test_impossible_layouts_are_refused(images):
    with pytest.raises(ValueError, match="rows is 0"):
        plots.grid_image(images, rows=0)
    with pytest.raises(ValueError, match="scale is 0"):
        plots.grid_image(images, scale=0)
    with pytest.raises(ValueError, match="12 images but 2 labels"):
        plots.grid(images, labels=[1, 2])


def test_png_keeps_every_pixel(images):
    for array in (plots.grid_image(images), np.stack([images[0, ..., 0]] * 3, -1)):
        np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(plots.png(array)))), array)


def test_a_flat_grey_image_is_drawn_flat_and_grey():
    """Autoscaling would stretch the 0.475 to 0.518 of an untrained generator to black and white."""
    x = np.linspace(-0.05, 0.04, 784, dtype=np.float32).reshape(1, 28, 28, 1)
    (ax,) = plots.grid(x).axes
    pixels, limits = drawn(ax)
    assert limits == (0, 255)
    assert pixels.min() > 115 and pixels.max() < 140


def test_grid_writes_labels_and_title(images):
    picture = plots.grid(images, labels=list("abcdefghijkl"), title="Noise has no strokes")
    assert [t.get_text() for t in picture.axes[0].texts] == list("abcdefghijkl")
    assert picture.get_suptitle() == "Noise has no strokes"


def test_figures_given_axes_draw_there_and_return_nothing(images):
    left, right = Figure().subplots(1, 2)
    assert plots.grid(images, ax=left, title="here") is None
    assert left.get_title("left") == "here" and len(left.get_images()) == 1
    assert plots.losses({"g_loss": [1, 2]}, ax=right) is None
    assert right.get_lines()


def test_a_picture_shows_itself_with_a_text_for_those_who_do_not_see_it(images):
    data, metadata = plots.grid(images, title="Noise has no strokes")._repr_png_()
    width, _ = Image.open(io.BytesIO(data)).size
    assert metadata["alt"] == "Noise has no strokes"
    assert 1.3 < width / metadata["width"] < 2


def test_pictures_leave_no_open_figures(images):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    plots.grid(images)
    plots.losses({"g_loss": [1, 2]})
    assert plt.get_fignums() == before


def test_compare_frames_real_and_generated_in_their_colours(images):
    left, right = plots.compare(images, 255 - images, names=("MNIST", "ours")).axes
    for ax, colour, name in ((left, plots.REAL, "MNIST"), (right, plots.GENERATED, "ours")):
        assert ax.get_title("left") == name
        assert to_hex(ax._left_title.get_color()).upper() == colour
        assert {to_hex(s.get_edgecolor()).upper() for s in ax.spines.values()} == {colour}
        assert drawn(ax)[1] == (0, 255)
    np.testing.assert_array_equal(drawn(left)[0][:28, :28], 255 - images[0, ..., 0])
    np.testing.assert_array_equal(drawn(right)[0][:28, :28], images[0, ..., 0])


def test_strip_shows_the_first_and_the_last_snapshot(images):
    snapshots = [np.full((12, 28, 28, 1), i, np.uint8) for i in range(20)]
    (ax,) = plots.strip(snapshots, [f"step {i}" for i in range(20)], cols=5, rows=4).axes
    labels = [t.get_text() for t in ax.get_yticklabels()]
    assert labels[0] == "step 0" and labels[-1] == "step 19" and len(labels) == 4
    pixels, _ = drawn(ax)
    assert pixels[0, 0] == 255 and pixels[-1, -1] == 255 - 19


def test_strip_fits_the_longest_name_of_a_column_above_its_image():
    snapshot, names = np.zeros((10, 32, 32, 3), "uint8"), ["automobile", "automobile", *"abcdefgh"]
    picture = plots.strip([snapshot], [""], columns=names)
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].get_xticklabels()]
    assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))


def test_strip_needs_a_label_for_each_snapshot(images):
    for snapshots, labels in (([images, images], ["one"]), ([], [])):
        with pytest.raises(ValueError, match="one label for each"):
            plots.strip(snapshots, labels)


STEPS = {
    "step": np.arange(1, 501) * 10,
    "d_loss_real": np.linspace(0.2, 0.7, 500),
    "d_loss_fake": np.linspace(0.3, 0.69, 500),
    "g_loss": np.linspace(4, 0.8, 500),
    "d_acc_real": np.linspace(1, 0.55, 500),
    "d_acc_fake": np.linspace(1, 0.6, 500),
}


def strong(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def test_losses_shows_both_panels_with_chance_lines():
    upper, lower = plots.losses(STEPS, title="Both settle").axes
    assert set(strong(upper)) == {"D on real", "D on generated", "G"}
    assert set(strong(lower)) == {"on real", "on generated"}

    def levels(ax):
        return [line.get_ydata()[0] for line in ax.get_lines() if len(set(line.get_ydata())) == 1]

    assert levels(upper) == [pytest.approx(math.log(2))] and levels(lower) == [0.5]
    assert upper.get_ylabel() and lower.get_ylabel() and "step" in lower.get_xlabel()
    assert not list(plots.losses(STEPS, chance=False).axes[0].texts)


def level(picture):
    """Where the horizontal line of the upper panel is; None if there is none."""
    levels = [line.get_ydata()[0] for line in picture.axes[0].get_lines() if len(set(line.get_ydata())) == 1]
    return levels[0] if levels else None


def test_the_guide_of_losses_is_what_that_loss_makes_of_a_d_that_cannot_decide():
    from gan_lessons.training.objectives.losses import LOSSES

    for name, loss in LOSSES.items():
        at, trained = (plots.losses(STEPS, chance=name), SimpleNamespace(history=STEPS))
        trained.model = SimpleNamespace(loss_name=name)
        assert level(at) == level(plots.losses(trained)), "as the history says"
        if name == "hinge":  # every output from -1 to 1 is as good: only the mean of both sides is 1
            assert level(at) is None
            assert loss.real(0.5) + loss.fake(0.5) == loss.real(0.0) + loss.fake(0.0) == 2
        else:
            assert level(at) == pytest.approx(float(loss.real(loss.boundary)), rel=1e-6)
            assert level(at) == pytest.approx(float(loss.fake(loss.boundary)), rel=1e-6)
    with pytest.raises(ValueError, match="chance is 'wasserstein'; expected 'non_saturating' or"):
        plots.losses(STEPS, chance="wasserstein")


def test_losses_gives_each_of_two_games_a_colour_and_each_part_its_dashes():
    roles = {"d_a": ("one", "d_loss"), "g_a": ("one", "g_loss"), "d_b": ("two", "d_loss"), "g_b": ("two", "g_loss")}  # fmt: skip
    lines = strong(plots.losses({"g_b": [1, 2], "d_b": [2, 3], "g_a": [4, 5], "d_a": [6, 7]}, roles=roles).axes[0])  # fmt: skip
    assert list(lines) == ["d_a", "g_a", "d_b", "g_b"]
    colour, dashes = ({name: str(get(line)) for name, line in lines.items()} for get in (lambda x: x.get_color(), lambda x: x._dash_pattern))  # fmt: skip
    assert colour["d_a"] == colour["g_a"] != colour["d_b"] == colour["g_b"]
    assert dashes["d_a"] == dashes["d_b"] != dashes["g_a"] == dashes["g_b"]


def test_losses_tells_lines_apart_by_colour_and_by_dashes():
    lines = strong(plots.losses(STEPS).axes[0])
    assert lines["D on real"].get_color() == plots.REAL
    assert lines["D on generated"].get_color() == plots.GENERATED
    dashes = {str(line._dash_pattern) for line in lines.values()}
    assert len(dashes) == 3


def test_losses_draws_the_mean_of_many_steps_at_the_step_it_belongs_to():
    line = strong(plots.losses(STEPS).axes[0])["D on real"]
    x, y = line.get_data()
    assert len(y) == 491  # windows of 10 in 500
    np.testing.assert_allclose(y[0], STEPS["d_loss_real"][:10].mean())
    assert x[0] == STEPS["step"][5] and x[-1] <= STEPS["step"][-1]


def test_losses_reads_what_fit_returns():
    import keras

    x, y = np.ones((8, 1)), np.ones((8, 1))
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    history = model.fit(x, y, epochs=3, verbose=0)
    (ax,) = plots.losses(history, chance=False).axes
    x, y = strong(ax)["loss"].get_data()
    assert list(x) == [1, 2, 3] and list(y) == history.history["loss"]


def test_losses_copes_with_one_value_and_with_nan():
    plots.losses({"g_loss": [0.7]})._repr_png_()
    plots.losses({"g_loss": [0.7, np.nan, np.nan], "d_loss_real": [np.nan] * 3})._repr_png_()


@pytest.mark.parametrize(
    "bad", [{}, {"d_acc_real": [1.0]}, {"g_loss": [1, 2], "d_loss_real": [1]}, {"step": [1], "g_loss": []}]
)
def test_losses_refuses_what_it_cannot_draw(bad):
    with pytest.raises(ValueError, match="history holds"):
        plots.losses(bad)


def test_the_lines_of_a_class_head_differ_from_those_of_the_source():
    names = [
        f"{what}_{side}"
        for what in ("d_loss", "d_class_loss", "d_acc", "class_acc")
        for side in ("real", "fake")
    ]
    picture = plots.losses({name: [1.0, 0.5] for name in names})
    for ax, n in zip(picture.axes, (4, 4), strict=True):
        drawn = [line for line in ax.lines if line.get_label() in ax.get_legend_handles_labels()[1]]
        assert len({(line.get_color(), str(line._dash_pattern)) for line in drawn}) == n
        assert "class, on generated" in ax.get_legend_handles_labels()[1]
