import math

from gan_lessons import metrics

import numpy as np
import pytest
from scipy.stats import binom, binomtest

CASES = [
    (0, 1),
    (0, 7),
    (3, 7),
    (7, 7),
    (10, 20),
    (14, 20),
    (15, 20),
    (61, 100),
    (4_990, 10_000),
    (1, 10_000),
]


@pytest.mark.parametrize("method", ["wilson", "exact"])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_intervals_are_scipys(method, level):
    for wins, games in CASES:
        ours = metrics.win_rate(wins, games, level, method)
        theirs = binomtest(wins, games).proportion_ci(level, method)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
        assert ours.low <= ours.value <= ours.high
        assert float(ours) == ours.value == wins / games


def test_wins_and_losses_mirror_each_other():
    for wins, games in CASES:
        one, other = metrics.win_rate(wins, games), metrics.win_rate(games - wins, games)
        assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-12)
        assert one.decided == other.decided and one.more_needed == other.more_needed


def test_without_games_nothing_is_known():
    rate = metrics.win_rate(0, 0)
    assert (rate.low, rate.high) == (0, 1) and math.isnan(rate.value)
    assert not rate.decided and rate.more_needed is None and str(rate) == "no judgements yet"


@pytest.mark.parametrize(("wins", "games"), [(6, 10), (11, 20), (13, 20), (52, 100), (45, 100)])
def test_so_many_more_decide_and_one_less_does_not(wins, games):
    rate = metrics.win_rate(wins, games)
    assert not rate.decided
    z, share = 1.959964, wins / games

    def excludes_half(n):  # the score test that Wilson's interval is made of
        return abs(share - 0.5) / math.sqrt(0.25 / n) > z

    n = games + rate.more_needed
    assert excludes_half(n) and not excludes_half(n - 1)


def test_a_decided_rate_needs_no_more_and_an_even_split_has_no_number():
    assert metrics.win_rate(15, 20).decided and metrics.win_rate(15, 20).more_needed == 0
    assert not metrics.win_rate(14, 20).decided
    assert metrics.win_rate(10, 20).more_needed is None


@pytest.mark.parametrize("share", [0.6, 0.7, 0.3])
def test_the_planned_number_finds_the_preference_as_often_as_it_says(share):
    n = metrics.judgements_needed(share, power=0.8)
    wins = np.arange(n + 1)
    finds = np.array([metrics.win_rate(int(k), n).decided for k in wins])
    assert binom.pmf(wins[finds], n, share).sum() == pytest.approx(0.8, abs=0.05)
    assert metrics.judgements_needed(0.6) == 194 and metrics.judgements_needed(0.4) == 194


def test_a_test_of_three_sources_is_counted_by_source_and_by_pair():
    judgements = (
        [("a", "b")] * 9 + [("b", "a")] + [("c", "a")] * 3 + [("a", "c")] * 3 + [("b", "c"), ("c", "b")]
    )
    found = metrics.preferences(["a", "b", "c"], [*judgements, ("b", "c")])
    assert found.n == 19
    counts = {name: (rate.wins, rate.games) for name, rate in found.rates.items()}
    assert counts == {"a": (12, 16), "b": (3, 13), "c": (4, 9)}
    counts = {pair: (rate.wins, rate.games) for pair, rate in found.pairs.items()}
    assert counts == {("a", "b"): (9, 10), ("a", "c"): (3, 6), ("b", "c"): (2, 3)}
    sure, even, open_ = found.sentences
    assert sure == "“a” is preferred to “b”: the 95% interval leaves out 50 %."
    assert "cannot tell yet" in even and "split evenly" in even and "about 194" in even
    more = found.pairs["b", "c"].more_needed
    assert f"About {more} more judgements would be needed" in open_
    assert "a: 75% (12 of 16; 95% interval 51% to 90%, Wilson)" in str(found)


def test_the_second_of_a_pair_can_be_the_preferred_one():
    assert metrics.preferences(["a", "b"], [("b", "a")] * 9).sentences == [
        "“b” is preferred to “a”: the 95% interval leaves out 50 %."
    ]
    assert metrics.preferences(["a", "b"], []).sentences == ["“a” against “b”: not compared yet."]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: metrics.win_rate(3, 2), "3 wins of 2 games"),
        (lambda: metrics.win_rate(-1, 2), "wins is -1"),
        (lambda: metrics.win_rate(0.5, 2), "wins is 0.5"),
        (lambda: metrics.win_rate(True, 2), "wins is True"),
        (lambda: metrics.win_rate(1, 2, level=95), "level is 95"),
        (lambda: metrics.win_rate(1, 2, method="wald"), "expected 'wilson' or 'exact'"),
        (lambda: metrics.judgements_needed(0.5), "not there"),
        (lambda: metrics.judgements_needed(60), "share is 60"),
        (lambda: metrics.preferences(["a"], []), "at least two"),
        (lambda: metrics.preferences(["a", "a"], []), "different names"),
        (lambda: metrics.preferences(["a", "b"], [("a", "a")]), "two different names"),
        (lambda: metrics.preferences(["a", "b"], [("a", "c")]), "two different names"),
    ],
)
def test_what_makes_no_sense_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_judgements_may_be_lists_as_well_as_pairs():
    as_pairs = metrics.preferences(["a", "b"], [("a", "b"), ("b", "a"), ("a", "b")])
    assert metrics.preferences(["a", "b"], [["a", "b"], ["b", "a"], ["a", "b"]]) == as_pairs
    assert as_pairs.pairs["a", "b"].games == 3


@pytest.mark.parametrize("wrong", ["ab", None, 3, [3, 4], ["a", None], [["a"], ["b"]]])
def test_what_are_no_names_is_refused(wrong):
    for call in (lambda: metrics.preferences(wrong, []), lambda: metrics.preferences(["a", "b"], [wrong])):
        with pytest.raises(ValueError, match=r"expected (names|two)"):
            call()


def test_intervals_of_every_level_can_be_had():
    for level in (1e-300, 1 - 1e-16):
        rate = metrics.win_rate(3, 10, level)
        assert 0 <= rate.low <= 0.3 <= rate.high <= 1
    for wrong in ("0.5", None, np.nan, True):
        with pytest.raises(ValueError, match="level is"):
            metrics.win_rate(3, 10, wrong)
    with pytest.raises(ValueError, match="at least 0 and at most 1,000,000,000,000"):
        metrics.win_rate(3, 10**30)
