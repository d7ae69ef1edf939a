"""The losses of the two players, on what D puts out: one number per sample, without an activation.

For the cross-entropies this number is a logit :math:`l`, and :math:`D = \\sigma(l)` is its probability of "real". Then
:math:`-\\log D = \\mathrm{softplus}(-l)` and :math:`-\\log(1 - D) = \\mathrm{softplus}(l)`, which never overflow.
Every function returns one value per sample, in nats: a discriminator that cannot decide has :math:`\\ln 2 = 0.693`
on each side.
"""

from collections.abc import Callable
from dataclasses import dataclass

from keras import ops


def cross_entropy(logits, targets):
    """Binary cross-entropy of logits against targets in [0, 1].

    Parameters
    ----------
    logits : tensor (n, 1), any range
    targets : tensor (n, 1) or scalar
        1 for real, 0 for generated, or anything between after smoothing.

    Returns
    -------
    tensor (n, 1), nats
    """
    return ops.softplus(logits) - targets * logits


def non_saturating(logits):
    """Generator's loss :math:`-\\log D(G(z))` (arXiv 1406.2661): strong gradients while D rejects the fakes.

    Its slope with respect to the logit is :math:`-(1 - D)`.
    """
    return ops.softplus(-logits)


def minimax(logits):
    """Generator's loss :math:`\\log(1 - D(G(z)))` of the two-player game (arXiv 1406.2661).

    Its slope with respect to the logit is :math:`-D`: it vanishes just when the generator is worst.
    """
    return -ops.softplus(logits)


def hinge(outputs):
    """:math:`\\max(0, 1 - o)`: nothing is asked of an output that is above 1 already (arXiv 1705.02894)."""
    return ops.relu(1.0 - outputs)


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
        return targets * self.real(outputs) + (1.0 - targets) * self.fake(outputs)


# With the field's names. Least squares: codes 0 (generated) and 1 (real), no factor 1/2 (arXiv 1611.04076).
LOSSES = {
    "non_saturating": Loss(non_saturating, ops.softplus, non_saturating),
    "minimax": Loss(non_saturating, ops.softplus, minimax),
    "least_squares": Loss(lambda o: (o - 1.0) ** 2, lambda o: o**2, lambda o: (o - 1.0) ** 2, boundary=0.5),
    "hinge": Loss(hinge, lambda o: hinge(-o), lambda o: -o),
}
# The critic's scores have no zero and no scale: only differences mean something (arXiv 1701.07875). See `training.WGAN`.
WASSERSTEIN = Loss(lambda o: -o, lambda o: o, lambda o: -o)
