"""The losses of the two players, on logits.

A discriminator ends in a logit :math:`l`, and :math:`D = \\sigma(l)` is its probability of "real". Then
:math:`-\\log D = \\mathrm{softplus}(-l)` and :math:`-\\log(1 - D) = \\mathrm{softplus}(l)`, which never overflow.
Every function returns one value per sample, in nats: a discriminator that cannot decide has :math:`\\ln 2 = 0.693`
on each side.
"""

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


GENERATOR_LOSSES = {"non_saturating": non_saturating, "minimax": minimax}
