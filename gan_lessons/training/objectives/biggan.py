"""The conditional GAN as BigGAN plays it: the hinge loss, and generators whose layers are kept near orthogonal."""

from __future__ import annotations

from gan_lessons import numeric
from gan_lessons.training.checks import layers_in
from gan_lessons.training.objectives.conditional import ConditionalGAN

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class BigGAN(ConditionalGAN):
    """A class-conditional GAN with the game of BigGAN (arXiv 1809.11096), at any size.

    Parameters
    ----------
    generator, discriminator, n_classes, seed, average
        As for `ConditionalGAN`; `models.biggan` has networks for it. The paper's average has a decay of 0.9999, over far more steps.

    Raises
    ------
    ValueError
        If they do not fit together.
    """

    def compile(self, *args, loss: str = "hinge", orthogonal: float = 0.0, **kwargs) -> None:
        """Set how the game is played.

        Parameters
        ----------
        *args, **kwargs
            As for `GAN.compile`; the paper has `d_steps=2`.
        loss : str
            As for `GAN.compile`.
        orthogonal : float
            Weight of `off_diagonal` in the generator's loss; 1e-4 in the paper. It lets more generators be sampled with truncated latents.

        Raises
        ------
        ValueError
            As for `GAN.compile`, or if the weight is below 0.
        """
        self.orthogonal = numeric.real("orthogonal", orthogonal, least=0.0)
        super().compile(*args, loss=loss, **kwargs)

    def g_loss(self, batch: dict):
        loss, logs = super().g_loss(batch)
        return (loss + self.orthogonal * off_diagonal(self.generator) if self.orthogonal else loss), logs

    def get_compile_config(self):
        config = super().get_compile_config()
        return None if config is None else config | {"orthogonal": self.orthogonal}


def off_diagonal(network: keras.Model):
    """How far the layers of a network are from orthogonal, lengths aside (arXiv 1809.11096, after 1609.07093): a scalar.

    The sum, over its kernels W as matrices with one column for each output, of the squares of all entries of WᵀW that are not on
    the diagonal: the inner products of different columns.
    """
    total = 0.0
    for layer in layers_in(network):
        if isinstance(layer, layers.Conv2DTranspose):  # its kernel is (height, width, outputs, inputs)
            matrix = ops.reshape(ops.transpose(layer.kernel, (0, 1, 3, 2)), (-1, layer.kernel.shape[-2]))
        elif isinstance(layer, layers.Conv2D | layers.Dense):
            matrix = ops.reshape(layer.kernel, (-1, layer.kernel.shape[-1]))
        else:
            continue
        matrix = ops.cast(matrix, "float32")
        products = ops.matmul(ops.transpose(matrix), matrix)
        total = total + ops.sum(products**2) - ops.sum(ops.diagonal(products) ** 2)
    return total
