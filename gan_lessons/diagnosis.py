"""What goes wrong in this training? A verdict from its losses and its samples, with the numbers that it rests on.

    curves = callbacks.Curves()
    gan.fit(images, ..., callbacks=[curves])
    print(diagnosis.diagnose(curves, gan.generate(1000), images))

Losses alone show when one player has won. They cannot show that a generator draws few kinds of images or copies its training
set: both can have the losses of a healthy game. So without samples and real ones there is no verdict "stable".

The thresholds were set on the recorded runs of chapter 10 (`results.load("failure_modes")`) and on one half of a benchmark's 149
small trainings. On the other half, with other data sets and architectures, 74 of 82 verdicts are right: nearly all on stable
trainings and on convergence failures, but only 6 of 11 on mode collapse (`python benchmarks/diagnosis.py`; `results.load("diagnosis")`
has every run with its evidence).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gan_lessons import metrics
from gan_lessons.metrics.neighbours import mean_distance

import numpy as np

VERDICTS = (
    "stable",
    "mode collapse",
    "convergence failure",
    "vanishing generator gradient",
    "memorising",
    "not enough evidence",
)

MIN_STEPS = 100  # chapter 10: erratic until then, also in runs that go well
WINDOW = 0.1  # the last tenth of the steps: single batches jump
PATIENCE = 300  # until then samples that resemble nothing may still become something
D_WON = 0.05  # nats. A D that is right and 95 % sure has 0.051; guessing has 0.693
D_LOST = 2.0  # nats: what a D has that is wrong and 87 % sure
FLAT = 0.05  # the minimax loss's slope for a D that is 95 % sure; it is 0.5 for one that guesses
ALIKE = 0.5  # the recorded runs that work: 0.95 and 0.96 of the real images' distances
THIN = 0.33  # the recorded runs that work: 1.1 of the real images' dimensions; with one latent number 0.14
COPIES = 0.6  # copies with a little noise: 0.55; other real images 1.07; the recorded runs that work: 1.2
COPIES_POINTS = 0.25  # in few dimensions chance alone brings other real points to 0.6
FAR_POINTS = 0.1  # of the mean distance between real points
NEAR = (
    0.05  # of the mean distance between real points: a real point is covered if a sample is as near as that
)
FAR = 1.6  # above it samples resemble nothing real: joint batches 2.3 and more
UNCOVERED = 0.7  # of points. 0.97 are expected from samples as good as real ones
FEW_DIMENSIONS = 10  # up to here neighbours say what is covered; beyond, effective dimensions say it
SIDE = 32  # pixels
ROWS = 1000  # samples that are looked at; more would take longer and change little
NUMBERS = (
    8_000_000  # of the real ones that they are compared with: a copy is seen only beside what it is a copy of
)

# What is read of a history: losses of a discriminator, on both sides or their mean, and of a generator; of a critic its distance.
ROLES = ("d_loss_real", "d_loss_fake", "d_loss", "g_loss", "distance")

ADVICE = {
    "stable": ("Go on as long as the samples improve, and keep the best stage: callbacks.BestCheckpoint.",),
    "mode collapse": (
        "Give the generator more latent numbers, if it has few.",
        "Halve the generator's learning rate, or start again with another seed.",
        "Show the discriminator real and generated images apart, with batch norm in it: d_batches='separate'.",
    ),
    "convergence failure": (
        "Stop this run: it seldom recovers.",
        "With batch norm in the discriminator, do not mix real and generated images in a batch: d_batches='separate'.",
        "Use Adam with learning rate 2e-4 and beta_1 0.5 for both, or slow the discriminator down.",
        "Check that real images lie in [-1, 1] and that the generator ends in tanh.",
    ),
    "vanishing generator gradient": (
        "Train the generator with loss='non_saturating', whose slope is steepest where D rejects everything.",
        "Train the discriminator less: d_steps=1, or a lower learning rate.",
    ),
    "memorising": (
        "Give more real images, or images that are shifted and mirrored at random.",
        "Train for fewer steps, or with smaller networks.",
    ),
    "not enough evidence": (
        "Train for longer, and give samples and real ones too: diagnose(history, samples, reference).",
    ),
}


@dataclass(frozen=True)
class Evidence:
    """One number that a verdict rests on.

    Attributes
    ----------
    name : str
    value : float
    usual : str
        What it is in a training that goes well.
    says : str
        What this value means.
    """

    name: str
    value: float
    usual: str
    says: str

    def __str__(self) -> str:
        return f"{self.name}: {self.value:.3g} (usual: {self.usual}). {self.says}"


@dataclass(frozen=True)
class Diagnosis:
    """A verdict with its reasons; made by :func:`diagnose`.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`.
    why : str
        The reason in one sentence.
    evidence : tuple of Evidence
        All that was measured, also what speaks against the verdict.
    advice : tuple of str
        What to try.
    """

    verdict: str
    why: str
    evidence: tuple[Evidence, ...]
    advice: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{self.verdict}: {self.why}"]
        lines += [f"  {evidence}" for evidence in self.evidence]
        lines += ["What to try:", *(f"  {advice}" for advice in self.advice)]
        return "\n".join(lines)


def diagnose(history, samples: np.ndarray | None = None, reference: np.ndarray | None = None) -> Diagnosis:
    """Say what goes wrong in a training, and why.

    Parameters
    ----------
    history : callbacks.Curves, keras.callbacks.History, or dict of str to array-like
        The losses: "d_loss_real" and "d_loss_fake" (or their mean, "d_loss") and "g_loss", in nats, as `training.GAN` logs them; or
        of a critic the "distance", whose losses say nothing of who has won. Each step's own values are best (`callbacks.Curves`
        keeps them); a History has the means of epochs. The values of a dict count as steps.
    samples : ndarray, optional
        What the generator draws: images uint8 (n, h, w, c) or float in [-1, 1], or points (n, d). At least 20.
    reference : ndarray, optional
        What it was trained on, in the same shape. At least 5.

    Returns
    -------
    Diagnosis

    Raises
    ------
    ValueError
        If a loss is missing, the arrays do not fit together, or only one of them is given.
    """
    losses, steps = _losses(history)
    if (samples is None) != (reference is None):
        raise ValueError("Samples and reference are compared with each other: give both, or neither.")
    pair = None if samples is None else _pair(samples, reference)

    broken = {name: np.flatnonzero(~np.isfinite(values)) for name, values in losses.items()}
    if any(len(where) for where in broken.values()):
        name = min((n for n in broken if len(broken[n])), key=lambda n: broken[n][0])
        at = int(broken[name][0]) + 1
        return _verdict("convergence failure", f"{name} is no number from value {at} on.", [])
    if steps < MIN_STEPS:
        why = f"{steps} steps are too few to tell anything; {MIN_STEPS} are the least."
        return _verdict("not enough evidence", why, [])

    evidence = list(_of_losses(losses))
    looks = {} if pair is None else {e.name: e for e in _of_samples(*pair)}
    evidence += looks.values()
    value = {e.name: e.value for e in evidence}

    if value.get("slope of G's loss", 1.0) < FLAT:
        return _verdict(
            "vanishing generator gradient", "D is sure, and the minimax loss is flat there.", evidence
        )
    if value.get("loss of D", 1.0) < D_WON:
        return _verdict("convergence failure", _how_d_won(losses), evidence)
    if value.get("loss of D", 1.0) > D_LOST:
        why = "D is sure and wrong: it does not keep up with G, or swings from one answer to the other."
        return _verdict("convergence failure", why, evidence)
    if pair is None:
        why = "The losses show no failure. Whether the samples do, only samples can show."
        return _verdict("not enough evidence", why, evidence)
    images = "effective dimensions" in value
    if value["distance to the nearest real one"] > (FAR if images else FAR_POINTS):
        if steps < PATIENCE:
            why = f"The samples resemble nothing real yet, and {steps} steps may be too few."
            return _verdict("not enough evidence", why, evidence)
        why = f"After {steps} steps the samples still resemble nothing real."
        return _verdict("convergence failure", why, evidence)
    if value["distance to it, beside its neighbour's"] < (COPIES if images else COPIES_POINTS):
        why = "The samples lie closer to training samples than these to each other."
        return _verdict("memorising", why, evidence)
    if value["distance between samples"] < ALIKE:
        return _verdict("mode collapse", "The samples are far more alike than real ones.", evidence)
    if value.get("effective dimensions", 1.0) < THIN:
        return _verdict("mode collapse", "The samples vary in few ways.", evidence)
    if value.get("covered real points", 1.0) < UNCOVERED:
        return _verdict("mode collapse", "Whole regions of real points have no sample nearby.", evidence)
    why = "Neither player has won, and the samples are as varied as real ones and no copies."
    return _verdict("stable", why, evidence)


def _verdict(verdict: str, why: str, evidence: list[Evidence]) -> Diagnosis:
    return Diagnosis(verdict, why, tuple(evidence), ADVICE[verdict])


# ---- the losses ----------------------------------------------------------------------------------------------------


def _losses(history) -> tuple[dict[str, np.ndarray], int]:
    """What there is of `ROLES` as float arrays, and how many steps they stand for."""
    per_value = 1
    if hasattr(history, "steps") and isinstance(history.steps, Mapping):  # callbacks.Curves
        history = history.steps
    elif hasattr(history, "history"):
        per_value = (history.params or {}).get("steps") or 1
        history = history.history
    if not isinstance(history, Mapping):
        raise ValueError(
            f"history is a {type(history).__name__}; expected callbacks.Curves, the History that fit() returns, or a dict "
            "of the losses."
        )
    critic = "distance" in history
    names = ["distance"] if critic else ["d_loss"] if "d_loss" in history else ["d_loss_real", "d_loss_fake"]
    names += [] if critic else ["g_loss"]
    missing = [name for name in names if name not in history]
    if missing:
        raise ValueError(f"history has no {', '.join(missing)}; it has {', '.join(history) or 'nothing'}.")
    losses = {name: np.asarray(history[name], "float64") for name in names}
    lengths = {values.shape for values in losses.values()}
    if len(lengths) != 1 or len(next(iter(lengths))) != 1:
        raise ValueError(
            f"The losses have shapes {sorted(lengths)}; expected one value of each for every step."
        )
    n = len(losses[names[0]])
    if n == 0:
        raise ValueError("history is empty: train first.")
    return losses, n * per_value


def recent(values: np.ndarray) -> float:
    """The mean over the last tenth."""
    return float(values[-max(1, round(WINDOW * len(values))) :].mean())


def _of_losses(losses: dict[str, np.ndarray]):
    if "distance" in losses:
        return
    d = recent(
        losses["d_loss"] if "d_loss" in losses else (losses["d_loss_real"] + losses["d_loss_fake"]) / 2
    )
    yield Evidence(
        "loss of D",
        d,
        "0.3 to 0.7",
        _what_d_does(d),
    )
    g = recent(losses["g_loss"])
    yield Evidence(
        "loss of G",
        g,
        "0.7 to 3, negative with the minimax loss",
        "It is the minimax loss." if g < 0 else "It is the non-saturating loss.",
    )
    if g < 0:
        # g = log(1 - D), so the slope with respect to D's logit is D = 1 - exp(g), averaged over the batch.
        slope = -np.expm1(g)
        yield Evidence(
            "slope of G's loss",
            float(slope),
            "0.2 to 0.5",
            "Hardly anything reaches G." if slope < FLAT else "G is told where to go.",
        )


def _what_d_does(loss: float) -> str:
    if loss < D_WON:
        return "D tells real from generated without effort."
    return "D is sure and wrong." if loss > D_LOST else "D still has to decide."


def _how_d_won(losses: dict[str, np.ndarray]) -> str:
    if recent(losses["g_loss"]) < D_WON:
        return (
            "Both losses are near zero, which one function cannot do: D rejects the samples in its own batches and accepts "
            "them in G's. Batch norm in D, with real and generated images in one batch, does that."
        )
    return "D's loss is near zero and G's is high: D knows every sample, and G finds no way to please it."


# ---- the samples ---------------------------------------------------------------------------------------------------


def _pair(samples, reference) -> tuple[np.ndarray, np.ndarray]:
    """Both as rows of float64, images in [-1, 1]."""
    rows = []
    for x, name, least in ((samples, "samples", 20), (reference, "reference", 5)):
        x = np.asarray(getattr(x, "images", x))
        if x.ndim < 2 or len(x) < least or x.dtype.kind not in "fu":
            raise ValueError(
                f"{name} has shape {x.shape} and dtype {x.dtype}; expected at least {least} images (n, h, w, c), uint8 or "
                "float in [-1, 1], or points (n, d)."
            )
        rows.append(x)
    if rows[0].shape[1:] != rows[1].shape[1:]:
        raise ValueError(f"A sample has shape {rows[0].shape[1:]}, a real one {rows[1].shape[1:]}.")
    rng = np.random.default_rng(0)
    flat = []
    for x, name in zip(rows, ("samples", "reference"), strict=True):
        size = np.prod(_smaller(x[:1]).shape)
        most = ROWS if name == "samples" else max(ROWS, NUMBERS // int(size))
        x = x[rng.permutation(len(x))[:most]]  # permuted in any case: they may be sorted by class
        scaled = x / 127.5 - 1.0 if x.dtype == np.uint8 else x.astype("float64")
        if not np.isfinite(scaled).all():
            raise ValueError(f"{name} is not finite (NaN or infinity): the weights are lost.")
        flat.append(_smaller(scaled).reshape(len(x), -1))
    return flat[0], flat[1]


def _smaller(x: np.ndarray) -> np.ndarray:
    """Images of 64 pixels or more averaged down towards 32: likeness is seen there too, in a fraction of the time."""
    by = min(x.shape[1:3]) // SIDE if x.ndim == 4 else 1
    if by < 2:
        return x
    n, h, w, c = len(x), x.shape[1] // by, x.shape[2] // by, x.shape[3]
    return x[:, : h * by, : w * by].reshape(n, h, by, w, by, c).mean(axis=(2, 4))


def effective_dimensions(x: np.ndarray) -> float:
    """In how many directions rows vary: (sum of the variances)² over the sum of their squares, along principal axes.

    1 if all vary along one line, d if they vary equally in d directions, 0 if they do not vary.
    """
    centred = x - x.mean(axis=0)
    products = centred @ centred.T  # its eigenvalues are the variances times n, and no root of it is needed
    total = np.trace(products)
    # Equal rows: rounding leaves differences in the last digit, and these vary in some direction.
    return float(total**2 / (products**2).sum()) if total > 1e-20 * (x**2).sum() else 0.0


def covered(reference: np.ndarray, samples: np.ndarray, k: int = 5, reach: float = 0.0) -> float:
    """Share of the real rows with a sample nearer than `reach`, or than their k-th real neighbour if that is farther.

    Without `reach` it is 1 - 2^-k for equally many good samples.
    """
    kth = metrics.nearest(reference, reference, k=k, skip_itself=True).distances[:, -1]
    return float((metrics.nearest(reference, samples).distances[:, 0] <= np.maximum(kth, reach)).mean())


def _to_neighbour(some: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Distance of real rows, which are among the reference, to the nearest other one."""
    return metrics.nearest(some, reference, k=2).distances[:, 1]


def _in_words(ratio: float, least: float, bad: str, poor: str) -> str:
    return bad if ratio < least else poor if ratio < 0.75 else "They vary as real ones do."


def _of_samples(samples: np.ndarray, reference: np.ndarray):
    """Evidence from rows. What depends on how many there are is computed from equally many of both."""
    n = min(len(samples), len(reference))
    real_spread = mean_distance(reference[:n])
    ratio = mean_distance(samples[:n]) / max(real_spread, 1e-12)
    yield Evidence(
        "distance between samples",
        ratio,
        "0.8 to 1.1 of that between real ones",
        _in_words(ratio, ALIKE, "They are nearly one image.", "They are more alike than real ones."),
    )
    near = metrics.nearest(samples, reference)
    few = samples.shape[1] <= FEW_DIMENSIONS
    if (
        few
    ):  # real points may fill a line, and have neighbours at no distance at all: measure by what they span
        unit, far, usual = real_spread, FAR_POINTS, "below 0.05 of that between any two real ones"
    else:
        unit = float(np.median(_to_neighbour(reference[:ROWS], reference)))
        far, usual = FAR, "0.8 to 1.4 of that between real neighbours"
    ratio = float(np.median(near.distances)) / max(unit, 1e-12)
    says = "They resemble nothing real." if ratio > far else "They are near enough to real ones."
    yield Evidence("distance to the nearest real one", ratio, usual, says)
    # Beside the distance from that very real one to its neighbour: plain images lie closer to each other than rich ones.
    theirs = _to_neighbour(reference[near.indices[:, 0]], reference)
    ratio = float(np.median(near.distances[:, 0] / np.maximum(theirs, 1e-12)))
    copies = ratio < (COPIES_POINTS if few else COPIES)
    says = "They are copies, or nearly so." if copies else "They are no copies."
    yield Evidence("distance to it, beside its neighbour's", ratio, "0.8 to 1.6", says)
    if not few:
        ratio = effective_dimensions(samples[:n]) / max(effective_dimensions(reference[:n]), 1e-12)
        yield Evidence(
            "effective dimensions",
            ratio,
            "0.7 to 1.2 of the real ones'",
            _in_words(ratio, THIN, "They vary in few ways.", "They vary in fewer ways than real ones."),
        )
    elif n > 5:
        share = covered(reference[:n], samples[:n], reach=NEAR * real_spread)
        yield Evidence(
            "covered real points",
            share,
            "0.9 to 1",
            "Some regions are never drawn." if share < UNCOVERED else "All regions are drawn.",
        )
