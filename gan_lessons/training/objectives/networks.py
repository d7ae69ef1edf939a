"""Whether a generator and a discriminator can play together, and other questions about a network's layers."""

from __future__ import annotations

import keras


def check_networks(generator: keras.Model, discriminator: keras.Model) -> None:
    """Raise ValueError unless these two can play: the first input of each, the images and the first output of D fit."""
    latent, image = generator.inputs[0].shape, generator.outputs[0].shape
    if len(latent) != 2 or not latent[1] or latent[1] < 1:
        raise ValueError(
            f"The generator's input shape is {latent}; it must take latents (n, latent_dim), latent_dim >= 1."
        )
    if image[1:] != discriminator.inputs[0].shape[1:]:
        raise ValueError(
            f"The generator makes samples of shape {image[1:]}, the discriminator takes "
            f"{discriminator.inputs[0].shape[1:]}. Change the last layers of the one or the input of the other."
        )
    if tuple(discriminator.outputs[0].shape[1:]) != (1,):
        raise ValueError(
            f"The discriminator's output shape is {discriminator.outputs[0].shape}; it must give one logit per sample: "
            "(n, 1). End it in Flatten and Dense(1)."
        )
    if activation_of(discriminator) is keras.activations.sigmoid:
        raise ValueError(
            "The discriminator ends in a sigmoid; the losses here work on logits, which never overflow. "
            "Leave the last activation out."
        )
    if len(image) == 4 and activation_of(generator) is keras.activations.sigmoid:
        raise ValueError(
            "The generator of images ends in a sigmoid, in [0, 1]; real images are scaled to [-1, 1]. End it in tanh."
        )


def activation_of(network: keras.Model):
    """The activation of the layer that makes a network's first output, or None."""
    for layer in network.layers:
        try:
            outputs = keras.tree.flatten(layer.output)
        except (AttributeError, ValueError):  # called several times, or not yet
            continue
        if any(output is network.outputs[0] for output in outputs):
            return getattr(layer, "activation", None)
    return None
