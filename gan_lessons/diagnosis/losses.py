"""What the losses of a training say of its two players."""

from __future__ import annotations

from collections.abc import Mapping

from gan_lessons.diagnosis.evidence import D_LOST, D_WON, FLAT, WINDOW, Evidence

import numpy as np


def read_losses(history) -> tuple[dict[str, np.ndarray], int]:
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


def of_losses(losses: dict[str, np.ndarray]):
    """Evidence from the losses; none from those of a critic."""
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


def how_d_won(losses: dict[str, np.ndarray]) -> str:
    """In which of two ways a discriminator came to a loss near zero."""
    if recent(losses["g_loss"]) < D_WON:
        return (
            "Both losses are near zero, which one function cannot do: D rejects the samples in its own batches and accepts "
            "them in G's. Batch norm in D, with real and generated images in one batch, does that."
        )
    return "D's loss is near zero and G's is high: D knows every sample, and G finds no way to please it."
