"""The losses of the two players, on what D puts out: one number per sample, without an activation.

For the cross-entropies this number is a logit :math:`l`, and :math:`D = \\sigma(l)` is its probability of "real". Then
:math:`-\\log D = \\mathrm{softplus}(-l)` and :math:`-\\log(1 - D) = \\mathrm{softplus}(l)`, which never overflow.
Every function returns one value per sample, in nats: a discriminator that cannot decide has :math:`\\ln 2 = 0.693`
on each side.

Tensors of the backend flow through, whatever they hold, since a training that has failed must show. Numbers, lists and arrays are
checked: ValueError if they are complex, masked, not finite or beyond ±10¹⁸, where a square leaves single precision. Whole numbers
become float32.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gan_lessons import numeric

import keras
import numpy as np
from keras import ops

_LARGEST = 1e18


def cross_entropy(logits, targets):
    """Binary cross-entropy of logits against targets in [0, 1].

    Parameters
    ----------
    logits : tensor (n, 1), any range
    targets : tensor (n, 1) or scalar
        1 for real, 0 for generated, or anything between after smoothing. (Above 1, as soft labels up to 1.2 once were, the loss has
        no lower bound.)

    Returns
    -------
    tensor (n, 1), nats

    Raises
    ------
    ValueError
        If the targets have another shape.
    """
    logits = _outputs(logits, "logits")
    return ops.softplus(logits) - _targets(targets, logits) * logits


def non_saturating(logits):
    """Generator's loss :math:`-\\log D(G(z))` (arXiv 1406.2661): strong gradients while D rejects the fakes.

    Its slope with respect to the logit is :math:`-(1 - D)`.
    """
    return ops.softplus(-_outputs(logits, "logits"))


def minimax(logits):
    """Generator's loss :math:`\\log(1 - D(G(z)))` of the two-player game (arXiv 1406.2661).

    Its slope with respect to the logit is :math:`-D`: it vanishes just when the generator is worst.
    """
    return -ops.softplus(_outputs(logits, "logits"))


def hinge(outputs):
    """:math:`\\max(0, 1 - o)`: nothing is asked of an output that is above 1 already (arXiv 1705.02894)."""
    return ops.relu(1.0 - _outputs(outputs))


def _rejecting(logits):
    return ops.softplus(_outputs(logits, "logits"))


def _towards(code):
    return lambda outputs: (_outputs(outputs) - code) ** 2


def _up(outputs):
    return -_outputs(outputs)


@dataclass(frozen=True)
class Loss:
    """What the two players minimise, each a function of D's output for one sample.

    Parameters
    ----------
    real, fake : callable
        The discriminator's loss on a real sample, and on a generated one: outputs (n, 1) to losses (n, 1).
    generator : callable
        The generator's loss, given D's outputs for its samples.
    boundary : float
        The output at which D cannot decide; above it, D says "real".
    """

    real: Callable
    fake: Callable
    generator: Callable
    boundary: float = 0.0

    def discriminator(self, outputs, targets):
        """Loss of the discriminator (n, 1) against targets in [0, 1]: 1 for real, 0 for generated, between after smoothing."""
        outputs = _outputs(outputs)
        targets = _targets(targets, outputs)
        return targets * self.real(outputs) + (1.0 - targets) * self.fake(outputs)


def _outputs(x, name: str = "outputs"):
    """Floats: tensors as they are (of whole numbers cast), all else checked."""
    if not _is_tensor(x):
        a = numeric.array(name, x)
        if a.size and max(float(a.max()), -float(a.min())) > _LARGEST:
            raise ValueError(
                f"{name} lie in {a.min():g} to {a.max():g}; expected numbers within ±{_LARGEST:g}."
            )
        return a if a.dtype == np.float64 and isinstance(x, np.ndarray | np.generic) else a.astype(np.float32)
    kind = str(x.dtype)
    if "float" in kind:
        return x
    if "int" in kind:
        return ops.cast(x, "float32")
    raise ValueError(f"{name} have dtype {kind}; expected real numbers.")


def _targets(targets, outputs):
    if not _is_tensor(targets):
        double = isinstance(outputs, np.ndarray | np.generic) and outputs.dtype == np.float64
        a = numeric.array("targets", targets, dtype=np.float64 if double else np.float32)
        targets = a if a.ndim else float(a)
    else:
        targets = ops.cast(_outputs(targets, "targets"), keras.backend.standardize_dtype(outputs.dtype))
    shape, wanted = (tuple(getattr(x, "shape", ())) for x in (targets, outputs))
    if shape and (
        len(shape) != len(wanted)
        or any(a != b and None not in (a, b) for a, b in zip(shape, wanted, strict=True))
    ):
        raise ValueError(
            f"targets have shape {shape} and the outputs {wanted}; expected the same, or one number."
        )
    return targets


def _is_tensor(x) -> bool:
    return ops.is_tensor(x) or isinstance(x, keras.Variable | keras.KerasTensor)


# With the field's names. Least squares: codes 0 (generated) and 1 (real), no factor 1/2 (arXiv 1611.04076).
LOSSES = {
    "non_saturating": Loss(non_saturating, _rejecting, non_saturating),
    "minimax": Loss(non_saturating, _rejecting, minimax),
    "least_squares": Loss(_towards(1.0), _towards(0.0), _towards(1.0), boundary=0.5),
    "hinge": Loss(hinge, lambda outputs: hinge(-_outputs(outputs)), _up),
}
# The critic's scores have no zero and no scale: only differences mean something (arXiv 1701.07875). See `training.WGAN`.
WASSERSTEIN = Loss(_up, _outputs, _up)
