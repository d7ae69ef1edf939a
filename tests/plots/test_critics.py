from gan_lessons import plots

import numpy as np
import pytest

X = np.linspace(-2, 2, 41)


def test_scores_and_slopes_are_those_given():
    picture = plots.critic_panels(X, {"steep": 3 * X, "bent": np.abs(X)}, [1.0, 1.5], [-1.0], "T")
    steep, bent, slope, bent_slope = picture.axes
    np.testing.assert_array_equal(steep.lines[0].get_ydata(), 3 * X)
    np.testing.assert_allclose(slope.lines[0].get_ydata(), 3)
    assert bent.get_title(loc="left") == "bent"
    assert (bent_slope.lines[0].get_ydata()[[0, -1]] == pytest.approx([-1, 1])) and (
        slope.get_ylim() == bent_slope.get_ylim() == pytest.approx((-3.3, 3.3))
    )
    assert [text.get_text() for text in picture.legends[0].get_texts()] == ["real", "generated"]
    assert [len(strokes.get_segments()) for strokes in steep.collections] == [2, 1]
    assert picture.get_suptitle() == "T"


def test_a_flat_critic_can_be_drawn():
    assert plots.critic_panels(X, {"flat": 0 * X}, [1], [0])._repr_png_()[0]


@pytest.mark.parametrize(
    ("scores", "real", "message"),
    [
        ({}, [1], "Given 0 critics"),
        ({str(i): X for i in range(5)}, [1], "Given 5 critics"),
        ({"short": X[1:]}, [1], "'short' has scores of shape"),
        ({"fine": X}, [], "at least one real and one generated"),
    ],
)
def test_what_does_not_fit_is_refused(scores, real, message):
    with pytest.raises(ValueError, match=message):
        plots.critic_panels(X, scores, real, [0.0])
