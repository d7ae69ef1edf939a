import re

from gan_lessons import latent, widgets
from gan_lessons.plots.arithmetic import arithmetic_figure

import ipywidgets as ipw
import numpy as np
import pytest

from tests.notebooks.runner import MOVE_EVERY_CONTROL
from tests.widgets import small

RESULT = "A − B + C"
PRESETS = {"first": [[0, 1, 2], [3, 4], [5]], "second": [[6], [7], [8]]}
POOLS = {f"group {i}": latent.sample(5 + i, 6, seed=i) for i in range(3)}


@pytest.fixture(scope="module")
def generator():
    return small.generator()


@pytest.fixture
def bench(generator):
    return widgets.arithmetic_bench(generator, presets=PRESETS, n=12, width=64, result_width=64)


def shown(bench):
    bench.settle()
    return small.shown(bench.find("result"))


def expected(generator, z):
    return small.drawn(generator, z).repeat(8, 0).repeat(8, 1)


def test_the_result_is_the_picture_of_the_means_sum(generator, bench):
    a, b, c = bench.points[:3].mean(0), bench.points[3:5].mean(0), bench.points[5]
    np.testing.assert_allclose(bench.sums[RESULT], a - b + c, atol=1e-6)
    np.testing.assert_array_equal(shown(bench), expected(generator, a - b + c))
    for name, mean in zip("abc", (a, b, c), strict=True):
        k = int(bench.find(f"mean-{name}").width) // 8
        picture = small.drawn(generator, mean).repeat(k, 0).repeat(k, 1)
        np.testing.assert_array_equal(small.shown(bench.find(f"mean-{name}")), picture)
    assert f"length is {np.linalg.norm(a - b + c):.1f}" in bench.find("status").value
    assert f"length {np.linalg.norm(a):.1f}" in bench.find("caption-0").value


def test_back_on_the_shell_only_the_length_changes(generator, bench):
    far = bench.sums[RESULT]
    bench.find("shell").value = True
    picture = shown(bench)
    near = bench.sums[RESULT]
    assert np.linalg.norm(near) == pytest.approx(np.sqrt(6), abs=1e-5)
    np.testing.assert_allclose(near / np.linalg.norm(near), far / np.linalg.norm(far), atol=1e-5)
    np.testing.assert_array_equal(picture, expected(generator, near))
    assert "→ 2.4" in bench.find("caption-0").value


def test_clicks_put_faces_in_and_take_them_out(bench):
    bench.find("target").value = "B"
    bench.find("face-9").click()
    bench.find("face-3").click()
    assert bench.chosen == {"A": [0, 1, 2], "B": [4, 9], "C": [5]}
    assert bench.find("numbers-b").value == "4, 9"
    assert bench.find("preset").value == "your own choice"
    bench.find("face-3").click()
    bench.find("face-9").click()
    bench.chosen = {"A": [0, 1, 2], "B": [3, 4], "C": [5]}
    assert bench.find("preset").value == "first"


def test_numbers_can_be_written(generator, bench):
    bench.find("numbers-c").value = " 7,8 ; 8  11, "
    assert bench.chosen["C"] == [7, 8, 11]
    c = bench.points[[7, 8, 11]].mean(0)
    z = bench.points[:3].mean(0) - bench.points[3:5].mean(0) + c
    np.testing.assert_array_equal(shown(bench), expected(generator, z))


@pytest.mark.parametrize(
    "text, message",
    [
        ("1, x", "“x” is no number"),
        ("12", "no face 12; they are numbered from 0 to 11"),
        ("-1", "“-1” is no number"),
        ("1.5", "“1.5” is no number"),
        ("²", "is no number"),
        ("<b>", "“&lt;b&gt;” is no number"),
        ("99999999999999999999", "is no number"),
    ],
)
def test_bad_numbers_are_said_in_the_widget_and_change_nothing(bench, text, message):
    before = shown(bench)
    bench.find("numbers-a").value = text
    np.testing.assert_array_equal(shown(bench), before)
    assert message in bench.find("status").value
    assert bench.chosen["A"] == [0, 1, 2] and bench.find("numbers-a").value == text
    bench.find("numbers-a").value = "4"
    bench.settle()
    assert bench.chosen["A"] == [4] and "data-message" not in bench.find("status").value


def test_an_empty_group_leaves_the_result_white_and_says_which(bench):
    bench.find("numbers-b").value = ""
    assert (shown(bench) == 255).all()
    assert "at least one face for B." in bench.find("status").value
    assert "A" in bench.sums and RESULT not in bench.sums
    bench.find("clear").click()
    bench.settle()
    assert bench.chosen == {"A": [], "B": [], "C": []} and bench.sums == {}
    assert "for A and B and C" in bench.find("status").value


def test_presets_fill_the_groups(generator, bench):
    bench.find("preset").value = "second"
    assert bench.chosen == {"A": [6], "B": [7], "C": [8]} and bench.find("numbers-c").value == "8"
    z = bench.points[6] - bench.points[7] + bench.points[8]
    np.testing.assert_array_equal(shown(bench), expected(generator, z))


def test_the_sheet_marks_what_is_chosen(bench):
    marks = bench.find("sheet-marks").value
    numbers = re.findall(r"<text[^>]*>(\d+)</text>", marks)
    assert numbers == [str(i) for i in range(12)]
    assert [marks.count(f">{c}</text>") for c in "ABC"] == [3, 2, 1]
    bench.chosen = {"A": [0], "B": [0], "C": [0]}
    bench.settle()
    assert [bench.find("sheet-marks").value.count(f">{c}</text>") for c in "ABC"] == [1, 1, 1]


def test_given_groups_have_a_line_each(generator):
    bench = widgets.arithmetic_bench(generator, POOLS, width=64, result_width=64)
    assert bench.points.shape == (15, 6)  # as many from each as the smallest has
    for k, pool in enumerate(POOLS.values()):
        line = bench.points[5 * k : 5 * k + 5]
        assert all((np.abs(pool - point).max(1) == 0).any() for point in line)
    assert bench.chosen == {"A": [0, 1, 2], "B": [5, 6, 7], "C": [10, 11, 12]}
    assert "A: group 0; B: group 1; C: group 2" in bench.find("status").value
    bench.find("face-8").click()
    bench.find("face-10").click()
    assert bench.chosen == {"A": [0, 1, 2], "B": [5, 6, 7, 8], "C": [11, 12]}
    with pytest.raises(KeyError):
        bench.find("target")
    points, picture, sheet = bench.points, shown(bench), bench.sheet.array
    bench.find("others").click()
    assert not np.array_equal(bench.points, points) and not np.array_equal(shown(bench), picture)
    assert not np.array_equal(bench.sheet.array, sheet)
    assert bench.chosen["B"] == [5, 6, 7, 8]


def test_what_the_reader_sees_stands_in_a_table_and_changes_in_bold(generator):
    said = {
        "smile": [0.9, 0.0, -0.5, 0.25],
        "glasses": ["sun", "sun", "no<", "no<"],
        "hair_length": [0, 0, 0.5, 0.55],
    }

    class Known(small.Reader):
        """Says of n pictures what stands above."""

        def read(self, images):
            return {name: np.array(values[: len(images)]) for name, values in said.items()}

    bench = widgets.arithmetic_bench(generator, reader=Known(), presets=PRESETS, n=12, width=64)
    cells = {
        name: re.findall(r"<td[^>]*>(.*?)</td>", row)[1:]
        for name, row in re.findall(r'<tr data-attribute="(\w+)">(.*?)</tr>', bench.find("table").value)
    }
    assert cells == {
        "smile": ["+0.90", "+0.00", "−0.50", "<b>+0.25</b>"],
        "glasses": ["sun", "sun", "no&lt;", "no&lt;"],
        "hair_length": ["+0.00", "+0.00", "+0.50", "+0.55"],
    }
    bench.find("numbers-b").value = ""
    bench.settle()
    assert bench.readings["smile"] == [0.9, None, 0.0, None]  # the second picture is now that of C
    bench.clear()
    bench.settle()
    assert bench.find("table").value == ""
    with pytest.raises(ValueError, match="says nothing of curl"):
        widgets.arithmetic_bench(generator, reader=Known(), presets=PRESETS, show=["curl"], width=64)


def test_grey_pictures_are_dark_on_white():
    grey = small.generator(channels=1)
    bench = widgets.arithmetic_bench(grey, presets=PRESETS, n=12, width=64, result_width=64)
    np.testing.assert_array_equal(shown(bench), 255 - expected(grey, bench.sums[RESULT])[..., 0])


def test_what_does_not_fit_is_refused(generator, bench):
    for groups in (
        {"a": POOLS["group 0"]},
        POOLS | {"group 1": np.zeros((0, 6))},
        POOLS | {"group 1": np.zeros((3, 5))},
    ):
        with pytest.raises(ValueError, match=r"three, each with points \(m, 6\)"):
            widgets.arithmetic_bench(generator, groups)
    for numbers in ([[0], [1]], [[0], [1], [12]], [[0], [1], [-1]], [[0], [1], ["2"]]):
        with pytest.raises(ValueError, match="from 0 to 11"):
            widgets.arithmetic_bench(generator, presets={"x": numbers}, n=12)
    with pytest.raises(ValueError, match="n is 0"):
        widgets.arithmetic_bench(generator, n=0)
    with pytest.raises(ValueError, match="'A', 'B' and 'C'"):
        bench.chosen = {"A": [1]}


def test_stills_show_the_groups_or_the_sheet(bench):
    titles = [ax.get_title("left") for ax in bench.still().axes]
    assert titles == ["A", "their mean", "B", "their mean", "C", "their mean", "A − B + C, of the means"]
    assert "put back on the shell" not in bench.still().get_suptitle()
    bench.find("shell").value = True
    assert "put back on the shell" in bench.still().get_suptitle()
    bench.clear()
    assert "choose some" in bench.still().get_suptitle()
    with pytest.raises(ValueError, match="2 groups"):
        arithmetic_figure([None, None], [None] * 3, None)


def test_every_control_can_be_moved(generator):
    ipw.Widget.close_all()  # those of the other tests; some are meant to fail
    benches = [
        widgets.arithmetic_bench(generator, presets=PRESETS, n=12, width=64, reader=small.Reader()),
        widgets.arithmetic_bench(generator, POOLS, width=64),
    ]
    exec(MOVE_EVERY_CONTROL, {})
    for bench in benches:
        assert bench.drawn > 1 and "Error" not in bench.find("status").value


@pytest.mark.alone
def test_a_new_sum_of_faces_takes_less_than_80_ms():
    """Four pictures of 80 pixels, the marks and the table. Measured: 13 ms on two quiet cores."""
    from gan_lessons import metrics
    from gan_lessons.models import dcgan_colour

    bench = widgets.arithmetic_bench(
        dcgan_colour.generator("laptop", 80, seed=0),
        presets={"x": [[0], [1], [2]]},
        reader=metrics.face_reader(),
    )
    times = []
    for i in range(3, 24):
        bench.find(f"face-{i}").click()
        bench.settle()
        times.append(bench.milliseconds)
    assert np.median(times) < 80, f"median {np.median(times):.1f} ms"
