"""What the benchmarks measured, shipped so that a notebook can show it without running for an hour.

One JSON file a benchmark. Beside the runs it holds what they depend on: machine, commit, data, steps. A file of the same
name that ends in `.npz` holds a few samples of each run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
THRESHOLD = 2.0  # standard errors


def load(name: str) -> dict:
    """The record of a benchmark.

    Parameters
    ----------
    name : str
        "heuristics" (chapter 5), "packing" (chapter 6), "failure_modes" and "diagnosis" (chapter 10), "losses" (chapter 14), "conditional" (chapters 17
        and 19), "semi_supervised" (chapter 20: a run has a label budget "labels" and a "draw" in place of a seed),
        "translation_ablations" (chapter 21), "unpaired" (chapter 26), "biggan_ablations" (chapter 27), "growing" (chapter 28),
        "styles" (chapter 29), "few_pictures" (chapter 30).

    Returns
    -------
    dict
        "runs" is a list with one dict a run; "variants" says what each variant is; the other entries say how the runs
        were made.

    Raises
    ------
    ValueError
        If there is no such record.
    """
    file = FOLDER / f"{name}.json"
    if not file.exists():
        known = sorted(path.stem for path in FOLDER.glob("*.json"))
        raise ValueError(f"there is no record {name!r}; there are: {', '.join(known) or 'none'}.")
    return json.loads(file.read_text("utf-8"))


def samples(name: str) -> dict[str, np.ndarray]:
    """A few samples of each run of a benchmark.

    Parameters
    ----------
    name : str
        As for `load`.

    Returns
    -------
    dict of str to ndarray
        For each variant uint8 (seeds, n, height, width, 1 or 3), or of "packing" points, float16 (seeds, n, 2); seeds in the order of `load(name)["seeds"]` as far as the
        variant was run with them.

    Raises
    ------
    ValueError
        If there are none.
    """
    file = FOLDER / f"{name}.npz"
    if not file.exists():
        known = sorted(path.stem for path in FOLDER.glob("*.npz"))
        raise ValueError(f"there are no samples of {name!r}; there are of: {', '.join(known) or 'none'}.")
    with np.load(file) as arrays:
        return {variant: arrays[variant] for variant in arrays.files}


def run(name: str, variant: str, seed: int) -> dict[str, np.ndarray]:
    """What one run of a benchmark left: its losses, step by step, and its samples.

    Parameters
    ----------
    name : str
        "failure_modes" (chapter 10).
    variant : str
        One of `load(name)["variants"]`.
    seed : int

    Returns
    -------
    dict of str to ndarray
        Under the names of the metrics float32 (steps,); under "images" uint8 (moments, n, height, width, 1), the same latents at
        each of `load(name)["moments"]`.

    Raises
    ------
    ValueError
        If there is no such run.
    """
    file = FOLDER / f"{name}.npz"
    if not file.exists():
        raise ValueError(f"there are no runs of {name!r}.")
    with np.load(file) as arrays:
        found = {
            key.rsplit("/", 1)[1]: arrays[key] for key in arrays.files if key.startswith(f"{variant}/{seed}/")
        }
        if not found:
            known = sorted({key.rsplit("/", 1)[0] for key in arrays.files})
            raise ValueError(f"there is no run {variant}/{seed}; there are: {', '.join(known)}.")
    return {key: x if x.dtype == np.uint8 else x.astype("float32") for key, x in found.items()}


@dataclass(frozen=True)
class Comparison:
    """A variant beside the baseline, seed by seed; made by `compare`.

    Attributes
    ----------
    variant : str
    values : tuple of float
        The variant's score with each seed.
    differences : tuple of float
        Variant minus baseline, with each seed that both were run with.
    difference : float
        Their mean.
    error : float
        The standard error of that mean: from these differences or from what is usual among all variants, whichever is
        larger.
    verdict : "better", "worse" or "cannot tell"
        Better or worse if the mean difference is larger than twice its standard error.
    """

    variant: str
    values: tuple[float, ...]
    differences: tuple[float, ...]
    difference: float
    error: float
    verdict: str

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return float(np.mean(self.values))


def values(record: dict, variant: str, score: str = "legible") -> dict[int, float]:
    """A variant's score with each seed.

    Parameters
    ----------
    record : dict
        As `load` gives it.
    variant : str
    score : str
        An entry of each run: "legible", "rarest" or "classes".

    Returns
    -------
    dict of int to float

    Raises
    ------
    ValueError
        If the variant was not run.
    """
    found = {run["seed"]: run[score] for run in record["runs"] if run["variant"] == variant}
    if not found:
        known = sorted({run["variant"] for run in record["runs"]})
        raise ValueError(f"there is no variant {variant!r}; there are: {', '.join(known)}.")
    return dict(sorted(found.items()))


def group(record: dict, name: str) -> dict:
    """The record of one group of variants alone.

    Parameters
    ----------
    record : dict
        As `load` gives it, of a benchmark whose variants have groups.
    name : str
        The group.

    Returns
    -------
    dict
        As `load` gives it, with the variants and runs of this group.

    Raises
    ------
    ValueError
        If no variant belongs to the group.
    """
    of = {variant: about.get("group") for variant, about in record["variants"].items()}
    if name not in of.values():
        known = ", ".join(sorted({str(each) for each in of.values()}))
        raise ValueError(f"no variant belongs to the group {name!r}; the groups are: {known}.")
    return {
        **record,
        "variants": {v: about for v, about in record["variants"].items() if of[v] == name},
        "runs": [run for run in record["runs"] if of[run["variant"]] == name],
    }


def in_words(record: dict, variant: str, score: str, form: str = ".1f") -> str:
    """A variant's mean score and its spread over the seeds, "37.2 ± 3.3".

    Parameters
    ----------
    record : dict
        As `load` gives it.
    variant : str
    score : str
        An entry of each run.
    form : str
        How Python formats a number: ".1f", ".0%".

    Returns
    -------
    str
        With one seed there is no spread; "-" if the variant was not scored so.

    Raises
    ------
    ValueError
        If the variant was not run.
    """
    if not any(score in run for run in record["runs"] if run["variant"] == variant):
        values(record, variant, "seed")  # names an unknown variant
        return "-"
    found = list(values(record, variant, score).values())
    spread = f" ± {np.std(found, ddof=1):{form}}" if len(found) > 1 else ""
    return f"{np.mean(found):{form}}{spread}"


def compare(
    record: dict, score: str = "legible", baseline: str = "baseline", less_is_better: bool = False
) -> list[Comparison]:
    """Each variant beside the baseline, the best first.

    Three differences say little about their own spread: they can be close to each other by chance. So a variant's standard
    deviation counts as at least the median of those of all variants.

    Parameters
    ----------
    record : dict
        As `load` gives it.
    score : str
        An entry of each run.
    baseline : str
        The variant that all others are compared with.
    less_is_better : bool
        Whether the score is an error or a distance.

    Returns
    -------
    list of Comparison
        Without the baseline.

    Raises
    ------
    ValueError
        If a variant shares fewer than two seeds with the baseline.
    """
    base = values(record, baseline, score)
    paired = {}
    for name in dict.fromkeys(run["variant"] for run in record["runs"]):
        own = values(record, name, score)
        paired[name] = [own[seed] - base[seed] for seed in own if seed in base]
        if len(paired[name]) < 2:
            raise ValueError(
                f"variant {name!r} shares {len(paired[name])} seeds with the baseline; run at least 2."
            )
    del paired[baseline]
    usual = float(np.median([np.std(d, ddof=1) for d in paired.values()])) if paired else 0.0
    compared = []
    for name, differences in paired.items():
        mean = float(np.mean(differences))
        error = max(float(np.std(differences, ddof=1)), usual) / len(differences) ** 0.5
        gain = -mean if less_is_better else mean
        verdict = "cannot tell" if abs(gain) <= THRESHOLD * error else "better" if gain > 0 else "worse"
        scores = tuple(values(record, name, score).values())
        compared.append(Comparison(name, scores, tuple(differences), mean, error, verdict))
    return sorted(compared, key=lambda c: c.difference if less_is_better else -c.difference)


def table(record: dict, score: str = "legible") -> str:
    """The comparison as a Markdown table, in percentage points.

    Parameters
    ----------
    record : dict
        As `load` gives it.
    score : str
        A share: "legible" or "rarest".

    Returns
    -------
    str
    """
    base = list(values(record, "baseline", score).values())
    lines = [
        "| What is changed | Mean | Lowest to highest | Difference to the baseline | Verdict |",
        "| --- | --: | --: | --: | --- |",
        f"| nothing: the baseline, {len(base)} seeds | {np.mean(base):.1%} | {min(base):.1%} to {max(base):.1%} | | |",
    ]
    for c in compare(record, score):
        label = record["variants"][c.variant]["label"]
        lines.append(
            f"| {label} | {c.mean:.1%} | {min(c.values):.1%} to {max(c.values):.1%} "
            f"| {100 * c.difference:+.1f} ± {100 * c.error:.1f} | {c.verdict} |"
        )
    return "\n".join(lines)


def effective_classes(shares: Sequence[float]) -> float:
    """The exponential of the entropy: k for k equally frequent classes, 1 for a single one, 0 for none.

    Parameters
    ----------
    shares : array-like (classes,)
        At least 0; they need not add up to 1.

    Returns
    -------
    float
    """
    shares = np.asarray(shares, float)
    total = shares.sum()
    if total == 0:
        return 0.0
    p = shares[shares > 0] / total
    return float(np.exp(-(p * np.log(p)).sum()))
