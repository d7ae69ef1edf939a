"""What the losses of a training say of its two players."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gan_lessons import numeric
from gan_lessons.diagnosis.evidence import FLAT, WINDOW, Evidence

import numpy as np


@dataclass(frozen=True)
class Scale:
    """What the numbers of one loss mean.

    Parameters
    ----------
    d_won, d_lost : float
        Below the first D tells real from generated without effort; above the second it is sure and wrong.
    g_lost : float
        Above it D rejects every sample.
    d_usual, g_usual : str
        In a training that goes well.
    """

    d_won: float
    d_lost: float
    g_lost: float
    d_usual: str
    g_usual: str


# Cross-entropy in nats: a D that is right and 95 % sure has 0.051, one that is wrong and 87 % sure 2.0, one that guesses 0.693;
# a g_loss of 10 is a D that gives a sample one chance in 22,000. Least squares: guessing has 0.25; an output that is a tenth off
# has 0.01, one that is wrong by the whole distance 1. Hinge: guessing has 1.
SCALES = {
    "non_saturating": Scale(0.05, 2.0, 10.0, "0.3 to 0.7", "0.7 to 3"),
    "minimax": Scale(0.05, 2.0, np.inf, "0.3 to 0.7", "-0.7 to -0.2"),
    "least_squares": Scale(0.01, 1.0, 4.0, "0.1 to 0.25", "0.25 to 1"),
    "hinge": Scale(0.02, 3.0, 10.0, "0.5 to 1", "-1 to 1"),
}


@dataclass(frozen=True)
class Losses:
    """The losses of a training, how many steps they stand for, and which loss they are of; None if that cannot be told."""

    values: dict[str, np.ndarray]
    steps: int
    loss: str | None

    @property
    def d(self) -> float:
        """D's loss of late, the mean of both sides."""
        values = self.values
        both = values["d_loss"] if "d_loss" in values else (values["d_loss_real"] + values["d_loss_fake"]) / 2
        return recent(both)

    @property
    def g(self) -> float:
        return recent(self.values["g_loss"])

    @property
    def scale(self) -> Scale | None:
        """What they mean; None for a critic's distance and for a loss that is not known."""
        return None if "distance" in self.values else SCALES.get(self.loss)


def read_losses(history, loss: str | None = None) -> Losses:
    """What there is of `ROLES` in a history, as float arrays."""
    if loss is not None and loss not in SCALES:
        raise ValueError(f"loss is {loss!r}; choose one of {list(SCALES)}, or None to tell it by the values.")
    model = getattr(history, "model", None)
    steps = None
    if hasattr(history, "steps") and isinstance(history.steps, Mapping):  # callbacks.Curves
        history = history.steps
    elif hasattr(history, "history"):
        steps = _steps_of(history)
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
        raise ValueError(
            f"history has no {', '.join(missing)}; it has {', '.join(map(str, history)) or 'nothing'}."
        )
    values = {
        name: numeric.array(f"history[{name!r}]", history[name], dtype="float64", finite=False)
        for name in names
    }
    lengths = {v.shape for v in values.values()}
    if len(lengths) != 1 or len(next(iter(lengths))) != 1:
        raise ValueError(
            f"The losses have shapes {sorted(lengths)}; expected one value of each for every step."
        )
    n = len(values[names[0]])
    if n == 0:
        raise ValueError("history is empty: train first.")
    loss = loss or getattr(model, "loss_name", None) or _told_by(values)
    return Losses(values, n if steps is None else steps, loss)


def _steps_of(history) -> int:
    """Steps behind a History: as our `fit` counted them, or else as many as its epochs promise."""
    params = history.params or {}
    epochs = max((len(values) for values in history.history.values()), default=0)
    return params.get("steps_made", epochs * (params.get("steps") or 1))


def _told_by(values: dict[str, np.ndarray]) -> str | None:
    """Which loss it is, by its values: G's is below zero with the minimax loss, and may be so with the hinge loss.

    Then D's loss on the samples tells: with the minimax loss it is about -g, with the hinge loss at least 1 - g.
    """
    if "distance" in values or not all(np.isfinite(v).all() for v in values.values()):
        return None
    g = recent(values["g_loss"])
    if g >= 0:
        return "non_saturating"
    fake = recent(values["d_loss_fake"]) if "d_loss_fake" in values else 2 * recent(values["d_loss"])
    if fake < 1 - g:
        return "minimax"
    return "hinge" if "d_loss_fake" in values else None


def recent(values: np.ndarray) -> float:
    """The mean over the last tenth."""
    return float(values[-max(1, round(WINDOW * len(values))) :].mean())


def of_losses(losses: Losses):
    """Evidence from the losses; none from those of a critic, or of a loss that is not known."""
    scale = losses.scale
    if scale is None:
        return
    yield Evidence("loss of D", losses.d, scale.d_usual, _what_d_does(losses.d, scale))
    of = f"It is the {losses.loss.replace('_', '-' if losses.loss == 'non_saturating' else ' ')} loss."
    says = "D rejects every sample, and is sure of it." if losses.g > scale.g_lost else of
    yield Evidence("loss of G", losses.g, scale.g_usual, says)
    if losses.loss == "minimax":
        # g = log(1 - D), so the slope with respect to D's logit is D = 1 - exp(g), averaged over the batch.
        slope = -np.expm1(losses.g)
        yield Evidence(
            "slope of G's loss",
            float(slope),
            "0.2 to 0.5",
            "Hardly anything reaches G." if slope < FLAT else "G is told where to go.",
        )


def _what_d_does(loss: float, scale: Scale) -> str:
    if loss < scale.d_won:
        return "D tells real from generated without effort."
    return "D is sure and wrong." if loss > scale.d_lost else "D still has to decide."


def how_d_won(losses: Losses) -> str:
    """In which of two ways a discriminator came to a loss near zero."""
    if losses.loss != "hinge" and losses.g < losses.scale.d_won:
        near = (
            "Both losses are near zero"
            if losses.g > -1.0
            else f"D's loss is near zero, G's is {losses.g:.3g}"
        )
        return (
            f"{near}, which one function cannot do: D rejects the samples in its own batches and accepts "
            "them in G's. Batch norm in D, with real and generated images in one batch, does that."
        )
    return "D's loss is near zero and G's is high: D knows every sample, and G finds no way to please it."
