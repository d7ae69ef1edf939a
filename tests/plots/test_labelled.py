from gan_lessons import plots

import numpy as np
import pytest
from matplotlib.colors import to_hex

XY = np.random.default_rng(0).uniform(-1, 1, (50, 2))
LABELS = np.arange(50) % 3


def drawn(ax):
    """Points of each colour in a panel."""
    return {to_hex(c.get_facecolor()[0]).upper(): c.get_offsets() for c in ax.collections if len(c.get_offsets())}  # fmt: skip


def test_each_label_has_its_points_a_colour_and_a_mark_in_every_panel():
    picture = plots.labelled_points({"a": XY, "b": XY + 5}, LABELS, names=("x", "y", "z"), title="Two panels")
    for ax, shift in zip(picture.axes, (0, 5), strict=True):
        found = drawn(ax)
        assert len(found) == 3
        for kind in range(3):
            np.testing.assert_allclose(
                found[plots.labelled.LABEL_COLOURS[kind].upper()], XY[kind == LABELS] + shift
            )
        marks = {c.get_paths()[0].vertices.tobytes() for c in ax.collections if len(c.get_offsets())}
        assert len(marks) == 3
        assert ax.get_title("left") == ("a" if shift == 0 else "b")
    assert [t.get_text() for t in picture.legends[0].get_texts()] == ["x", "y", "z"]
    assert picture._repr_png_()[1]["alt"].startswith("Two panels")


def test_panels_share_one_square_around_all_points_unless_told():
    boxes = [
        (*ax.get_xlim(), *ax.get_ylim())
        for ax in plots.labelled_points({"a": XY, "b": XY + 5}, LABELS, beneath=XY - 3).axes
    ]
    left, right, bottom, top = boxes[0]
    assert boxes[0] == boxes[1] and right - left == pytest.approx(top - bottom)
    assert left < XY.min() - 3 + 0.1 and right > XY.max() + 5 - 0.1
    (ax,) = plots.labelled_points({"a": XY}, LABELS, box=(-2, 2, -3, 1)).axes
    assert (*ax.get_xlim(), *ax.get_ylim()) == (-2, 2, -3, 1)


def test_what_lies_beneath_and_what_nobody_knows_is_grey_and_by_panel():
    below = XY[:20] - 1
    first, second, third = plots.labelled_points(
        {"a": XY, "b": XY, "c": XY}, {"a": LABELS, "b": None, "c": LABELS}, beneath={"b": below}
    ).axes
    assert len(drawn(first)) == len(drawn(third)) == 3
    found = list(drawn(second).values())
    np.testing.assert_allclose(found[0], below)
    np.testing.assert_allclose(found[1], XY)
    assert not {c.upper() for c in plots.labelled.LABEL_COLOURS} & set(drawn(second))


def test_many_panels_stand_in_rows():
    picture = plots.labelled_points({f"seed {i}": XY for i in range(5)}, LABELS, cols=3)
    assert len(picture.axes) == 6 and not picture.axes[5].axison
    assert [bool(ax.get_xlabel()) for ax in picture.axes[:5]] == [False, False, True, True, True]
    assert [bool(ax.get_ylabel()) for ax in picture.axes[:5]] == [True, False, False, True, False]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (({}, LABELS), "at least one set"),
        (([XY], LABELS), "give a dict"),
        (({"a": XY[:, 0]}, LABELS), r"a has shape \(50,\)"),
        (({"a": XY * np.nan}, LABELS), "not finite"),
        (({"a": XY}, LABELS[:4]), r"Labels of 'a' have shape \(4,\)"),
        (({"a": XY}, LABELS + 0.5), "dtype float64"),
        (({"a": XY}, LABELS + 3), "lie in 3 to 5; expected 0 to 4"),
        (({"a": XY}, LABELS, XY[0]), r"beneath has shape \(2,\)"),
    ],
)
def test_bad_input_is_named(given, message):
    with pytest.raises(ValueError, match=message):
        plots.labelled_points(*given)
