"""Which of two do people prefer? Win rates with their intervals, and how many judgements a claim needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

from gan_lessons import numeric

METHODS = ("wilson", "exact")
MOST_GAMES = 10**12


@dataclass(frozen=True)
class WinRate:
    """How often one side was preferred, with an interval; made by :func:`win_rate`.

    Attributes
    ----------
    wins, games : int
        How often it was preferred, of how many judgements.
    low, high : float
        The interval, in [0, 1]. Without any judgement it is all of [0, 1].
    level : float
        How often such intervals hold the true rate: 0.95.
    method : str
        "wilson" or "exact".
    """

    wins: int
    games: int
    low: float
    high: float
    level: float
    method: str

    @property
    def value(self) -> float:
        """The share of judgements that were won; NaN without any."""
        return self.wins / self.games if self.games else math.nan

    def __float__(self) -> float:
        return self.value

    @property
    def decided(self) -> bool:
        """Whether the interval leaves out 50 %."""
        return not self.low <= 0.5 <= self.high

    @property
    def more_needed(self) -> int | None:
        """How many more judgements would decide, if the share stays as it is.

        By the Wilson interval, which leaves out 1/2 as soon as n > z² / (2 share - 1)². 0 if it is decided. None if the share
        is 50 %, or nobody has judged: then no number can be named. It is no plan: see :func:`judgements_needed`.
        """
        if self.decided:
            return 0
        if self.games == 0 or 2 * self.wins == self.games:
            return None
        enough = (_z(self.level) / (2 * self.value - 1)) ** 2
        return max(1, math.floor(enough) + 1 - self.games)

    def __str__(self) -> str:
        if not self.games:
            return "no judgements yet"
        return (
            f"{self.value:.0%} ({self.wins} of {self.games}; {self.level:.0%} interval {self.low:.0%} to {self.high:.0%}, "
            f"{_NAMES[self.method]})"
        )


_NAMES = {"wilson": "Wilson", "exact": "Clopper-Pearson"}


def win_rate(wins: int, games: int, level: float = 0.95, method: str = "wilson") -> WinRate:
    """A win rate and its interval.

    Judgements must be independent of each other. If they come from few people, from few images, or if somebody looked
    at the result to decide when to stop, the true interval is wider.

    Parameters
    ----------
    wins, games : int
        0 <= wins <= games.
    level : float
        In (0, 1): the share of such intervals that hold the true rate.
    method : str
        "wilson": all rates that the number of wins would not contradict, by the normal approximation (Wilson 1927). It holds
        the true rate about as often as `level` says, also for few games, and never leaves [0, 1].
        "exact": the same by the binomial distribution itself (Clopper and Pearson 1934). It holds the true rate *at least*
        so often, so it is wider.

    Returns
    -------
    WinRate

    Raises
    ------
    ValueError
        If the numbers are no counts, or level or method is unknown.
    """
    wins, games = (
        numeric.whole(name, value, least=0, most=MOST_GAMES)
        for name, value in (("wins", wins), ("games", games))
    )
    if wins > games:
        raise ValueError(f"Given {wins} wins of {games} games; expected at most as many wins as games.")
    level, method = _share("level", level), numeric.choice("method", method, METHODS)
    if games == 0:
        return WinRate(0, 0, 0.0, 1.0, level, method)
    low, high = (_wilson if method == "wilson" else _exact)(wins, games, level)
    return WinRate(wins, games, low, high, level, method)


def judgements_needed(share: float, power: float = 0.8, level: float = 0.95) -> int:
    """How many judgements to plan for, if the true preference is `share`.

    With this many, an interval at `level` leaves out 50 % in a share `power` of all such tests. By the normal approximation.
    Decide the number before the test, and look at the result once: who looks again and again and stops when it pleases
    finds a preference where there is none.

    Parameters
    ----------
    share : float
        The smallest preference that you would care to find, in (0, 1) and not 1/2: 0.6, say.
    power : float
        In (0, 1): how sure you want to be to find it.
    level : float
        Of the interval.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If one of them is out of range.
    """
    share, power, level = _share("share", share), _share("power", power), _share("level", level)
    if share == 0.5:
        raise ValueError("Given share=0.5; no number of judgements shows a preference that is not there.")
    z, z_power = _z(level), NormalDist().inv_cdf(power)
    root = (z / 2 + z_power * math.sqrt(share * (1 - share))) / abs(share - 0.5)
    return max(1, math.ceil(max(root, 0) ** 2))


@dataclass(frozen=True)
class Preferences:
    """What a test of preference found; made by :func:`preferences`.

    Attributes
    ----------
    rates : dict of str to WinRate
        For each source, over all its judgements.
    pairs : dict of (str, str) to WinRate
        For each pair, how often the first was preferred to the second.
    n : int
        Number of judgements.
    """

    rates: dict[str, WinRate]
    pairs: dict[tuple[str, str], WinRate]
    n: int

    @property
    def sentences(self) -> list[str]:
        """For each pair, in words: which is preferred, or that it cannot be told."""
        return [_sentence(*names, rate) for names, rate in self.pairs.items()]

    def __str__(self) -> str:
        lines = [f"{name}: {rate}" for name, rate in self.rates.items()]
        return "\n".join([*lines, *self.sentences])


def preferences(
    sources: Sequence[str], judgements: Iterable[tuple[str, str]], level: float = 0.95
) -> Preferences:
    """Win rates from a list of judgements.

    Each pair has an interval of its own at `level`. With many pairs some will seem decided by chance.

    Parameters
    ----------
    sources : sequence of str
        All that were compared, at least two.
    judgements : iterable of (str, str)
        The preferred source first, the other one second.
    level : float
        Of the Wilson intervals.

    Returns
    -------
    Preferences

    Raises
    ------
    ValueError
        If there are not two different sources, or a judgement names another one, or one twice.
    """
    sources, level = _words("sources", sources), _share("level", level)
    if len(sources) < 2 or len(set(sources)) < len(sources):
        raise ValueError(f"Given sources {sources}; expected at least two, of different names.")
    judgements = [_words("A judgement", judgement) for judgement in _members("judgements", judgements)]
    for judgement in judgements:
        if len(judgement) != 2 or judgement[0] == judgement[1] or not set(judgement) <= set(sources):
            raise ValueError(f"Given the judgement {judgement!r}; expected two different names of {sources}.")
    won = [winner for winner, _ in judgements]
    lost = [loser for _, loser in judgements]
    rates = {name: win_rate(won.count(name), won.count(name) + lost.count(name), level) for name in sources}
    pairs = {}
    for a, b in combinations(sources, 2):
        wins, losses = judgements.count((a, b)), judgements.count((b, a))
        pairs[a, b] = win_rate(wins, wins + losses, level)
    return Preferences(rates, pairs, len(judgements))


def _words(name, value) -> tuple[str, ...]:
    words = _members(name, value)
    if not all(isinstance(word, str) for word in words):
        raise ValueError(f"{name} is {numeric.shown(value)}; expected names, as strings.")
    return words


def _members(name, value) -> tuple:
    try:
        if isinstance(value, str | bytes):
            raise TypeError
        return tuple(value)
    except Exception:  # tensors have their own
        raise ValueError(
            f"{name} is {numeric.shown(value)}; expected names or pairs of them, in a list."
        ) from None


def _sentence(a, b, rate):
    if not rate.games:
        return f"“{a}” against “{b}”: not compared yet."
    if rate.decided:
        better, worse = (a, b) if rate.wins > rate.games - rate.wins else (b, a)
        return f"“{better}” is preferred to “{worse}”: the {rate.level:.0%} interval leaves out 50 %."
    words = f"“{a}” against “{b}”: cannot tell yet, the {rate.level:.0%} interval includes 50 %."
    more = rate.more_needed
    if more is None:
        return (
            f"{words} The judgements are split evenly, so no number of more can be named; "
            f"to find a preference of 60 % plan for about {judgements_needed(0.6)}."
        )
    return f"{words} About {more} more judgement{'s' if more > 1 else ''} would be needed, if the share stays as it is."


def _z(level):
    return -NormalDist().inv_cdf((1 - level) / 2)


def _wilson(wins, games, level):
    z, share = _z(level), wins / games
    middle = (share + z**2 / (2 * games)) / (1 + z**2 / games)
    reach = z / (1 + z**2 / games) * math.sqrt(share * (1 - share) / games + z**2 / (4 * games**2))
    # Rounding must not leave out a rate of 0 or 1 that was observed.
    low = 0.0 if wins == 0 else max(0.0, middle - reach)
    return low, 1.0 if wins == games else min(1.0, middle + reach)


def _exact(wins, games, level):
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if wins == 0 else float(betaincinv(wins, games - wins + 1, tail))
    return low, 1.0 if wins == games else float(betaincinv(wins + 1, games - wins, 1 - tail))


def _share(name, value):
    return numeric.real(name, value, above=0, below=1)
