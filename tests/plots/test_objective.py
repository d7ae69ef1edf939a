from gan_lessons import plots

import numpy as np
import pytest

D = np.linspace(0.01, 0.99, 25)
LOSSES = {"minimax": np.log(1 - D), "non-saturating": -np.log(D)}
SLOPES = {"minimax": -D, "non-saturating": -(1 - D)}


def lines(ax):
    return {line.get_label(): line for line in ax.get_lines() if not line.get_label().startswith("_")}


def test_losses_and_slopes_are_drawn_as_given():
    picture = plots.generator_losses(D, LOSSES, SLOPES, "One of them vanishes")
    left, right = picture.axes
    for ax, series in ((left, LOSSES), (right, SLOPES)):
        assert set(lines(ax)) == set(series)
        for name, line in lines(ax).items():
            np.testing.assert_array_equal(line.get_xydata(), np.stack([D, series[name]], axis=1))
        assert len({str(line._dash_pattern) for line in lines(ax).values()}) == 2
        assert "D(G(z))" in ax.get_xlabel()
    assert picture.get_suptitle() == "One of them vanishes"
    assert not {plots.REAL, plots.GENERATED} & {line.get_color() for line in lines(left).values()}


@pytest.mark.parametrize(
    ("d", "losses", "slopes", "says"),
    [
        (D + 0.5, LOSSES, SLOPES, "above 0 and below 1"),
        (D[:1], LOSSES, SLOPES, "at least two"),
        (D, {}, {}, "same one to 3 names"),
        (D, LOSSES, {"minimax": -D}, "same one to 3 names"),
        (D, LOSSES, {**SLOPES, "minimax": D[:3]}, "25 values"),
    ],
)
def test_what_does_not_fit_is_refused(d, losses, slopes, says):
    with pytest.raises(ValueError, match=says):
        plots.generator_losses(d, losses, slopes)


def test_densities_have_their_colours_and_answers_are_told_apart():
    x = np.linspace(-3, 3, 40)
    p, q = np.exp(-(x**2)), np.exp(-((x - 1) ** 2))
    upper, lower = plots.best_discriminator(x, p, q, {"best": p / (p + q), "trained": 0.5 + 0 * x}).axes
    assert [line.get_color() for line in upper.get_lines()] == [plots.REAL, plots.GENERATED]
    np.testing.assert_array_equal(lines(lower)["best"].get_ydata(), p / (p + q))
    assert set(lines(lower)) == {"best", "trained"}
    for bad in ({}, {"short": p[:3]}):
        with pytest.raises(ValueError, match="vectors of one length"):
            plots.best_discriminator(x, p, q, bad)


def sides(outputs):
    return {"D, real": (outputs - 1) ** 2, "D, generated": outputs**2, "G": (outputs - 1) ** 2}


def test_loss_panels_show_each_loss_and_its_slope():
    outputs = np.linspace(-2, 2, 41)
    picture = plots.loss_panels(
        outputs, {"least squares": sides(outputs), "again": sides(outputs)}, {"again": 0.5}, "T"
    )
    upper, lower = picture.axes[0], picture.axes[2]
    real = lower.lines[0].get_ydata()
    assert real[1:-1] == pytest.approx(2 * (outputs - 1)[1:-1], abs=1e-6)
    assert [text.get_text() for text in upper.get_legend().get_texts()] == ["D, real", "D, generated", "G"]
    assert picture.axes[1].get_title(loc="left") == "again"


def test_loss_panels_refuse_what_is_missing():
    outputs = np.linspace(-2, 2, 5)
    for losses, message in (
        ({}, "Given 0 losses"),
        ({"a": {"G": outputs}}, "'a' has"),
        ({"a": sides(outputs[1:])}, "5 values"),
    ):
        with pytest.raises(ValueError, match=message):
            plots.loss_panels(outputs, losses)
