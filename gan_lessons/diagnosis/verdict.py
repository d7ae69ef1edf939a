"""A verdict on a training, from the evidence of its losses and its samples."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons.diagnosis.classes import counted
from gan_lessons.diagnosis.evidence import (
    ALIKE,
    COPIED_FEW,
    COPIES,
    COPIES_POINTS,
    EQUAL,
    FAR,
    FAR_POINTS,
    FLAT,
    LEFT_OUT,
    LEFT_OUT_OF_CLASSES,
    MIN_STEPS,
    PATIENCE,
    ROUGH,
    THIN,
    TWINS,
    UNCOVERED,
    Evidence,
)
from gan_lessons.diagnosis.losses import Losses, how_d_won, of_losses, read_losses
from gan_lessons.diagnosis.samples import arrays_of_both, of_samples

import numpy as np

VERDICTS = (
    "stable",
    "mode collapse",
    "convergence failure",
    "vanishing generator gradient",
    "memorising",
    "not enough evidence",
)

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
        "Give more real images, or shift real and generated ones at random before the discriminator sees them.",
        "Train for fewer steps, or with smaller networks.",
    ),
    "not enough evidence": (
        "Train for longer, and give samples and real ones too: diagnose(history, samples, reference).",
    ),
}


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


def diagnose(
    history,
    samples: np.ndarray | None = None,
    reference: np.ndarray | None = None,
    *,
    loss: str | None = None,
    classifier=None,
) -> Diagnosis:
    """Say what goes wrong in a training, and why.

    Parameters
    ----------
    history : callbacks.Curves, keras.callbacks.History, or dict of str to array-like
        The losses: "d_loss_real" and "d_loss_fake" (or their mean, "d_loss") and "g_loss", as `training.GAN` logs them; or of a
        critic the "distance", whose losses say nothing of who has won. Each step's own values are best (`callbacks.Curves` keeps
        them); a History has the means of epochs. The values of a dict count as steps.
    samples : ndarray, optional
        What the generator draws: images uint8 (n, h, w, c) or float in [-1, 1], or points (n, d). At least 20; 1,000 are better.
    reference : ndarray, optional
        What it was trained on, in the same shape. At least 5.
    loss : "non_saturating", "minimax", "least_squares" or "hinge", optional
        Which loss the numbers are of. Default: what the model of the history says, or else what the values tell.
    classifier : str or metrics.Extractor, optional
        With class probabilities, to count the kinds that are drawn: "mnist", "fashion_mnist", "cifar10", or your own. Default: for a
        `Dataset` of these its own, otherwise none. Regions of pixels are looked at in any case; they tell the kinds of things on
        a plain ground apart, but not those of photographs.

    Returns
    -------
    Diagnosis

    Raises
    ------
    ValueError
        If a loss is missing, the arrays do not fit together, only one of them is given, or the reference does not vary.
    """
    losses = read_losses(history, loss)
    if (samples is None) != (reference is None):
        raise ValueError("Samples and reference are compared with each other: give both, or neither.")
    pair = None if samples is None else arrays_of_both(samples, reference)
    looks = (
        {} if pair is None else {e.name: e for e in of_samples(*pair, counted(pair, reference, classifier))}
    )

    broken = {name: np.flatnonzero(~np.isfinite(values)) for name, values in losses.values.items()}
    if any(len(where) for where in broken.values()):
        name = min((n for n in broken if len(broken[n])), key=lambda n: broken[n][0])
        at = int(broken[name][0]) + 1
        return _verdict("convergence failure", f"{name} is no number from value {at} on.", [])
    if losses.steps < MIN_STEPS:
        why = f"{losses.steps} steps are too few to tell anything; {MIN_STEPS} are the least."
        return _verdict("not enough evidence", why, [])

    evidence = [*of_losses(losses), *looks.values()]
    value = {e.name: e.value for e in evidence}
    verdict, why = (
        _of_players(losses, value)
        or (_of_samples(losses.steps, value) if looks else _unseen(losses))
        or ("stable", _as_far_as_seen(losses, value))
    )
    return _verdict(verdict, why, evidence)


def _of_players(losses: Losses, value: dict[str, float]) -> tuple[str, str] | None:
    """A failure that the losses show."""
    if value.get("slope of G's loss", 1.0) < FLAT:
        return "vanishing generator gradient", "D is sure, and the minimax loss is flat there."
    scale = losses.scale
    if scale is None:
        return None
    if losses.d < scale.d_won:
        return "convergence failure", how_d_won(losses)
    if losses.d > scale.d_lost:
        why = "D is sure and wrong: it does not keep up with G, or swings from one answer to the other."
        return "convergence failure", why
    if losses.g > scale.g_lost:
        why = f"G's loss is {losses.g:.3g}: D rejects every sample and is sure of it, so that G has lost."
        return "convergence failure", why
    return None


def _unseen(losses: Losses) -> tuple[str, str]:
    if losses.scale is None:
        why = "These losses do not say who has won. What the samples show, only samples can tell."
    else:
        why = "The losses show no failure. Whether the samples do, only samples can show."
    return "not enough evidence", why


def _of_samples(steps: int, value: dict[str, float]) -> tuple[str, str] | None:
    """A failure that the samples show; the plainest first."""
    images = "effective dimensions" in value
    rough = value.get("differences between neighbouring pixels", 1.0) > ROUGH
    strange = rough or value["distance to the nearest real one"] > (FAR if images else FAR_POINTS)
    if strange and steps < PATIENCE:
        why = f"The samples resemble nothing real yet, and {steps} steps may be too few."
        return "not enough evidence", why
    if value["distance between samples"] < EQUAL:
        return "mode collapse", "All samples are one and the same."
    if strange:
        return "convergence failure", f"After {steps} steps the samples still resemble nothing real."
    if value["distance to it, beside its neighbour's"] < (COPIES if images else COPIES_POINTS):
        if value["real ones that are copied"] < COPIED_FEW:
            return "mode collapse", "The samples are copies of a few real ones."
        return "memorising", "The samples lie closer to training samples than these to each other."
    if value["distance between samples"] < ALIKE:
        return "mode collapse", "The samples are far more alike than real ones."
    if value.get("effective dimensions", 1.0) < THIN:
        return "mode collapse", "The samples vary in few ways."
    if value.get("samples with a twin", 0.0) > TWINS:
        return "mode collapse", "The generator draws few images, each of them many times."
    if value.get("real ones of classes left out", 0.0) > LEFT_OUT:
        return "mode collapse", "Whole classes are hardly ever drawn."
    most = LEFT_OUT_OF_CLASSES if "real ones of classes left out" in value else LEFT_OUT
    if value.get("real ones in regions left out", 0.0) > most:
        return "mode collapse", "Whole regions of real images have hardly any samples."
    if value.get("covered real points", 1.0) < UNCOVERED:
        return "mode collapse", "Whole regions of real points have no sample nearby."
    return None


def _as_far_as_seen(losses: Losses, value: dict[str, float]) -> str:
    """Why nothing is wrong, with what is not quite as it should be."""
    players = "Neither player has won" if losses.scale else "The losses do not say who has won"
    less = [
        f"{what} ({value[name]:.2f} of real ones')"
        for name, what in (
            ("distance between samples", "they are more alike"),
            ("effective dimensions", "they vary in fewer ways"),
        )
        if value.get(name, 1.0) < 0.75
    ]
    if value.get("samples with a twin", 0.0) > 0.3:
        less.append(f"{value['samples with a twin']:.0%} of them have a twin")
    if less:
        return f"{players}, and the samples are no copies and leave out no large region; but {' and '.join(less)}."
    return f"{players}, and the samples are as varied as real ones and no copies."


def _verdict(verdict: str, why: str, evidence: list[Evidence]) -> Diagnosis:
    return Diagnosis(verdict, why, tuple(evidence), ADVICE[verdict])
