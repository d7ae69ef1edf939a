"""A verdict on a training, from the evidence of its losses and its samples."""

from __future__ import annotations

from dataclasses import dataclass

from gan_lessons.diagnosis.evidence import (
    ALIKE,
    COPIES,
    COPIES_POINTS,
    D_LOST,
    D_WON,
    FAR,
    FAR_POINTS,
    FLAT,
    MIN_STEPS,
    PATIENCE,
    THIN,
    UNCOVERED,
    Evidence,
)
from gan_lessons.diagnosis.losses import how_d_won, of_losses, read_losses
from gan_lessons.diagnosis.samples import of_samples, rows_of_both

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
        "Give more real images, or images that are shifted and mirrored at random.",
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
    losses, steps = read_losses(history)
    if (samples is None) != (reference is None):
        raise ValueError("Samples and reference are compared with each other: give both, or neither.")
    pair = None if samples is None else rows_of_both(samples, reference)

    broken = {name: np.flatnonzero(~np.isfinite(values)) for name, values in losses.items()}
    if any(len(where) for where in broken.values()):
        name = min((n for n in broken if len(broken[n])), key=lambda n: broken[n][0])
        at = int(broken[name][0]) + 1
        return _verdict("convergence failure", f"{name} is no number from value {at} on.", [])
    if steps < MIN_STEPS:
        why = f"{steps} steps are too few to tell anything; {MIN_STEPS} are the least."
        return _verdict("not enough evidence", why, [])

    evidence = list(of_losses(losses))
    looks = {} if pair is None else {e.name: e for e in of_samples(*pair)}
    evidence += looks.values()
    value = {e.name: e.value for e in evidence}

    if value.get("slope of G's loss", 1.0) < FLAT:
        return _verdict(
            "vanishing generator gradient", "D is sure, and the minimax loss is flat there.", evidence
        )
    if value.get("loss of D", 1.0) < D_WON:
        return _verdict("convergence failure", how_d_won(losses), evidence)
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
