"""Several trainings beside each other."""

from gan_lessons import plots

import numpy as np
import pytest

RUN = {
    name: np.full(60, value)
    for name, value in zip(
        ("d_loss_real", "d_loss_fake", "g_loss", "d_acc_real", "d_acc_fake"),
        (0.5, 0.6, 1.0, 0.7, 0.8),
        strict=True,
    )
}


def test_one_column_a_kind_and_one_line_a_seed():
    picture = plots.failures({"stable": [RUN, RUN], "failed": [RUN]}, title="One of two fails", window=10)
    upper, lower = picture.axes[:2], picture.axes[2:]
    assert [ax.get_title(loc="left") for ax in upper] == ["stable", "failed"]
    drawn = [[line for line in ax.lines if len(line.get_xdata()) > 2] for ax in upper]
    assert [len(lines) for lines in drawn] == [6, 3]
    x, y = drawn[1][0].get_data()
    assert y == pytest.approx(np.full(51, 0.5)) and (x[0], x[-1]) == (5.5, 55.5), "a mean lies in its middle"
    assert [len([k for k in ax.lines if len(k.get_xdata()) > 2]) for ax in lower] == [4, 2]
    assert picture._repr_png_()[0].startswith(b"\x89PNG")


def test_nothing_to_draw():
    for runs in ({}, {"stable": []}):
        with pytest.raises(ValueError, match="expected a run of each kind"):
            plots.failures(runs)


def test_confusion_leaves_out_what_never_occurs():
    table = {
        "stable": {"stable": 8, "failed": 2, "unknown": 0},
        "failed": {"stable": 0, "failed": 5, "unknown": 0},
        "unknown": {"stable": 0, "failed": 0, "unknown": 0},
    }
    picture = plots.confusion(table, title="13 of 15 right")
    (ax,) = picture.axes
    assert [t.get_text() for t in ax.get_yticklabels()] == ["stable", "failed"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["stable", "failed"]
    assert sorted(t.get_text() for t in ax.texts) == ["2", "5", "8"], "no zeros"
    with pytest.raises(ValueError, match="no count"):
        plots.confusion({"unknown": table["unknown"]})
