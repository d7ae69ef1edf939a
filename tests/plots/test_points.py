from gan_lessons import plots

import numpy as np
import pytest

RNG = np.random.default_rng(0)
XY = RNG.uniform(-1, 1, (50, 2))


def png(picture):
    data, metadata = picture._repr_png_()
    return data, metadata["alt"]


def test_real_and_generated_points_have_their_colours_and_the_box_is_obeyed():
    picture = plots.points(XY, XY + 0.1, box=(-2, 2, -2, 2), title="Two clouds")
    (ax,) = picture.axes
    real, generated = ax.collections
    assert real.get_label() == "real" and generated.get_label() == "generated"
    assert not np.array_equal(real.get_facecolor(), generated.get_facecolor())
    np.testing.assert_allclose(real.get_offsets(), XY + 0.1)
    assert ax.get_xlim() == (-2, 2) and png(picture)[1] == "Two clouds"


def test_the_ground_is_asked_at_float32_points_and_the_line_is_where_d_cannot_decide():
    asked = []

    def judge(grid):
        asked.append(grid)
        return 5 * grid[:, :1]

    picture = plots.points(XY, box=(-1, 1, -1, 1), judge=judge)
    assert asked[0].dtype == np.float32 and asked[0].shape[1] == 2
    image = picture.axes[0].images[0].get_array()
    assert image[:, 0].max() < 0.01 and image[:, -1].min() > 0.99
    contour = picture.axes[0].collections[0].get_paths()[0].vertices
    np.testing.assert_allclose(contour[:, 0], 0, atol=1e-6)


def test_panels_of_points_and_of_seeds():
    panels = {f"step {i}": XY + i for i in range(7)}
    picture = plots.point_panels(panels, real=XY, box=(-1, 1, -1, 1), title="Seven")
    titles = [ax.get_title("left") for ax in picture.axes]
    assert titles[:7] == list(panels) and len(picture.axes) == 12
    scores = RNG.random((4, 5))
    seeds = plots.over_seeds([1, 2, 3, 4], {"distance": 3 * scores, "coverage": scores})
    left, right = seeds.axes
    assert len(left.lines) == 6 and right.get_ylim() == (0, 1.05)
    np.testing.assert_allclose(right.lines[-1].get_ydata(), np.median(scores, axis=1))
    assert len(png(seeds)[0]) > 5000


def test_arrows_of_several_discriminators_are_cut_at_the_longest_and_never_stretched():
    arrows = np.repeat([[3.0, 4.0], [0.03, 0.04]], 25, axis=0)
    panels = {"one": (lambda x: x[:, :1], arrows), "two": (lambda x: x[:, 1:], -arrows)}
    axes = plots.arrow_panels(panels, XY, XY + 1, box=(-2, 2, -2, 2), longest=1.0).axes
    assert [ax.get_title("left") for ax in axes] == ["one", "two"]
    for ax, sign in zip(axes, (1, -1), strict=True):
        (quiver,) = [c for c in ax.collections if hasattr(c, "U")]
        drawn = np.stack([quiver.U, quiver.V], axis=1)
        np.testing.assert_allclose(drawn[0], sign * np.array([0.6, 0.8]))
        np.testing.assert_allclose(drawn[-1], sign * np.array([0.03, 0.04]))
        assert ax.get_xlim() == (-2, 2)


@pytest.mark.parametrize("panels", [{}, {"one": (lambda x: x[:, :1], np.zeros((3, 2)))}])
def test_arrows_that_do_not_fit_the_points_are_refused(panels):
    with pytest.raises(ValueError, match="an arrow for each generated point"):
        plots.arrow_panels(panels, XY, XY)


def test_panels_share_a_square_around_the_real_points_and_show_both_kinds():
    panels = {f"step {i}": XY + 3 * i for i in range(3)}
    axes = plots.point_panels(panels, real=XY).axes
    assert len({(*ax.get_xlim(), *ax.get_ylim()) for ax in axes}) == 1
    left, right, bottom, top = (*axes[0].get_xlim(), *axes[0].get_ylim())
    assert right - left == pytest.approx(top - bottom)
    assert left < XY[:, 0].min() and right < 3  # the far panels do not stretch it
    for ax, xy in zip(axes, panels.values(), strict=True):
        below, above = ax.collections
        np.testing.assert_allclose(below.get_offsets(), XY)
        np.testing.assert_allclose(above.get_offsets(), xy)


def test_arrows_belong_to_generated_points():
    picture = plots.points(XY, arrows=np.ones_like(XY))
    (quiver,) = [c for c in picture.axes[0].collections if type(c).__name__ == "Quiver"]
    np.testing.assert_allclose(quiver.U, 1)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="nothing to draw"):
        plots.points()
    with pytest.raises(ValueError, match=r"real points have shape \(3,\)"):
        plots.points(real=np.zeros(3))
    with pytest.raises(ValueError, match="no panels"):
        plots.point_panels({})
    with pytest.raises(ValueError, match="one row a step"):
        plots.over_seeds([1, 2], {"distance": np.zeros((3, 2))})
