from gan_lessons import latent, plots

import matplotlib.colors as mc
import numpy as np
import pytest


def test_lengths_begin_at_zero_and_angles_are_between_the_halves():
    z = latent.sample(400, 100, seed=0)
    picture = plots.shell(z, title="Two histograms")
    lengths, angles = picture.axes
    assert lengths.get_xlim() == (0, 15) and angles.get_xlim() == (0, 180)
    tallest = [max(ax.patches, key=lambda bar: bar.get_height()) for ax in picture.axes]
    assert tallest[0].get_x() == pytest.approx(10, abs=0.8) and tallest[1].get_x() == pytest.approx(90, abs=6)
    for ax in picture.axes:
        assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(1)
    # every second half equal to the first: all angles are 0
    same = plots.shell(np.concatenate([z[:200], 2 * z[:200]])).axes[1]
    assert same.patches[0].get_height() == pytest.approx(1)


@pytest.mark.parametrize("points", [np.zeros((8, 3)), np.ones((3, 3)), np.ones(8), np.full((8, 3), np.nan)])
def test_points_without_a_direction_are_refused(points):
    with pytest.raises(ValueError, match=r"points have shape|no direction"):
        plots.shell(points)


def test_a_walk_is_drawn_as_mean_and_twice_its_error():
    t = np.linspace(0, 1, 5)
    walks = np.random.default_rng(0).normal(3, 1, (50, 5))
    picture = plots.walks(t, {"LERP": walks, "SLERP": walks + 2}, "length", usual=(1, 2), title="A finding")
    (ax,) = picture.axes
    lerp, slerp = ax.lines
    np.testing.assert_allclose(lerp.get_ydata(), walks.mean(0))
    np.testing.assert_allclose(slerp.get_ydata(), walks.mean(0) + 2)
    band = ax.collections[0].get_paths()[0].vertices[:, 1]
    error = walks.std(0) / np.sqrt(50)
    assert band.max() == pytest.approx((walks.mean(0) + 2 * error).max())
    colours = {lerp.get_color(), slerp.get_color()}
    assert len(colours) == 2 and not colours & {plots.REAL, plots.GENERATED}, "neither is real or generated"
    assert lerp.get_linestyle() != slerp.get_linestyle()
    assert [text.get_text() for text in ax.get_legend().texts] == ["random points", "LERP", "SLERP"]
    with pytest.raises(ValueError, match=r"'LERP' has shape \(5, 50\)"):
        plots.walks(t, {"LERP": walks.T}, "length")


def test_the_table_of_effects_shows_every_number_and_frames_the_wanted_ones():
    changes = np.array([[1.0, -0.3, 0.0], [0.2, -2.0, 0.4]])
    (ax,) = plots.effects(changes, ["smile", "skin"], ["smile", "skin", "beard"]).axes
    assert [t.get_text() for t in ax.texts] == ["+1.0", "-0.3", "0.0", "+0.2", "-2.0", "+0.4"]
    assert [(p.get_x(), p.get_y()) for p in ax.patches] == [(-0.5, -0.5), (0.5, 0.5)]
    assert ax.images[0].get_clim() == (-2, 2), "0 is in the middle of the colours"
    assert ax.texts[4].get_color() == "white", "dark ground, light letters"
    with pytest.raises(ValueError, match="3 moves and 2 attributes"):
        plots.effects(changes, ["a", "b", "c"], ["a", "b"])


def test_shares_are_dots_in_the_two_colours_with_the_first_on_top():
    picture = plots.attribute_shares(
        ["bald", "blue hair"], [0.07, 0.06], [0.03, 0.05], [0.005, 0.01], title="Fewer"
    )
    (ax,) = picture.axes
    real, generated = ax.lines[:2]
    assert real.get_xdata().tolist() == [0.07, 0.06] and generated.get_xdata().tolist() == [0.03, 0.05]
    assert mc.same_color(real.get_color(), plots.REAL) and mc.same_color(
        generated.get_color(), plots.GENERATED
    )
    assert real.get_marker() != generated.get_marker()
    assert ax.get_ylim()[0] > ax.get_ylim()[1] and ax.get_yticklabels()[0].get_text() == "bald"
    bars = ax.collections[-1].get_segments()
    assert bars[0][:, 0].tolist() == pytest.approx([0.02, 0.04])
    with pytest.raises(ValueError, match="2 names"):
        plots.attribute_shares(["a", "b"], [0.1], [0.1, 0.2], [0, 0])
