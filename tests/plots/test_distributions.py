from gan_lessons import plots

import numpy as np
import pytest


def test_histograms_have_area_one_and_densities_lie_over_them():
    rng = np.random.default_rng(0)
    picture = plots.densities(
        {"real": rng.normal(0, 1, 500), "new": rng.normal(3, 1, 300)},
        {"fitted": lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)},
        border=1.5,
        title="Two heaps",
    )
    (ax,) = picture.axes
    filled = ax.patches[:60]
    assert sum(p.get_width() * p.get_height() for p in filled) == pytest.approx(1)
    curve, border = ax.lines
    assert curve.get_ydata().max() == pytest.approx(0.3989, abs=1e-3) and border.get_xdata()[0] == 1.5
    assert {t.get_text() for t in ax.get_legend().get_texts()} == {"fitted", "real", "new"}
    assert picture._repr_png_()[1]["alt"] == "Two heaps"


@pytest.mark.parametrize("samples", [{}, {"a": []}, {name: [1.0] for name in "abcd"}])
def test_too_few_or_too_many_are_refused(samples):
    with pytest.raises(ValueError, match="expected one to three"):
        plots.densities(samples)
