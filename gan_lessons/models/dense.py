"""Small dense networks for points in the plane (chapter 6).

Two recipes. "classic" has one hidden layer in each network, 223 parameters together. "wide" has two hidden layers of
128 in each, for shapes that the small pair cannot draw: the ring and the grid of Gaussians.

`side_by_side` puts several networks of one shape into a single one, which computes them all in one go:
`training.Population` trains many seeds at once with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from gan_lessons import numeric
from gan_lessons.models import dcgan
from gan_lessons.models.initializers import Fresh

import keras
import numpy as np
from keras import layers, ops

HIDDEN = {
    "classic": {"generator": (15,), "discriminator": (25,)},
    "wide": {"generator": (128, 128), "discriminator": (128, 128)},
}


def generator(
    recipe: str = "classic", latent_dim: int = 5, outputs: int = 2, seed: int | None = None
) -> keras.Model:
    """Latents to points.

    Parameters
    ----------
    recipe : "classic" or "wide"
        With the defaults "classic" has 122 parameters.
    latent_dim : int
        Length of a latent vector.
    outputs : int
        Numbers in a sample; 2 for the plane.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, latent_dim) to float32 (n, outputs), any range: the last layer is linear, as the data are not
        scaled.

    Raises
    ------
    ValueError
        If the recipe is unknown, or latent_dim or outputs is below 1.
    """
    return _dense("generator", recipe, latent_dim, outputs, seed, 0)


def discriminator(recipe: str = "classic", inputs: int = 2, seed: int | None = None) -> keras.Model:
    """Points to logits: positive means "real".

    Parameters
    ----------
    recipe : "classic" or "wide"
        With the defaults "classic" has 101 parameters.
    inputs : int
        Numbers in a sample; 2 for the plane.
    seed : int, optional
        Seed of the initial weights.

    Returns
    -------
    keras.Model
        float32 (n, inputs) to float32 (n, 1).

    Raises
    ------
    ValueError
        If the recipe is unknown or inputs is below 1.
    """
    return _dense("discriminator", recipe, inputs, 1, seed, 1)


def side_by_side(networks: Sequence[keras.Model]) -> keras.Model:
    """Several dense networks of one shape as a single one that computes them all.

    Parameters
    ----------
    networks : sequence of keras.Model
        At least one, each a chain of Dense layers, all with the same layers. Their weights are copied.

    Returns
    -------
    keras.Model
        float32 (n, k, inputs) to (n, k, outputs) for k networks; where they have a single output, as a discriminator has,
        to (n, k). The i-th slice depends on the i-th network alone.

    Raises
    ------
    ValueError
        If there is no network, one has other layers than Dense, or they differ in shape.
    """
    if not isinstance(networks, list | tuple) or not all(isinstance(n, keras.Model) for n in networks):
        raise ValueError(f"networks is {numeric.shown(networks)}; expected a list of networks (keras.Model).")
    k = len(networks)
    chains = [
        [layer for layer in network.layers if not isinstance(layer, layers.InputLayer)]
        for network in networks
    ]
    shapes = {
        tuple(
            (type(layer), layer.units, layer.activation) if isinstance(layer, layers.Dense) else type(layer)
            for layer in chain
        )
        for chain in chains
    }
    if len(shapes) != 1 or not all(isinstance(layer, layers.Dense) for layer in chains[0]):
        raise ValueError(
            f"{k} networks were given; expected at least one, each a chain of Dense layers with the same units and "
            "activations (as models.dense makes them)."
        )
    inputs = x = keras.Input((k, networks[0].input_shape[-1]))
    for layer in chains[0]:
        x = DenseEach(layer.units, activation=layer.activation)(x)
    if networks[0].output_shape[-1] == 1:
        x = layers.Reshape((k,))(x)
    model = keras.Model(inputs, x, name=f"{k}_{networks[0].name}s")
    model.set_weights(
        [np.stack(w) for w in zip(*(network.get_weights() for network in networks), strict=True)]
    )
    return model


class DenseEach(layers.Layer):
    """A Dense layer of its own for each slice: (n, k, inputs) to (n, k, units), with weights (k, inputs, units) and (k, units).

    `EinsumDense` computes the same, twice as slowly at sizes as small as these.
    """

    def __init__(self, units: int, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, keras.activations.get(activation)

    def build(self, input_shape):
        _, k, inputs = input_shape
        self.kernel = self.add_weight(shape=(k, inputs, self.units), name="kernel")
        self.bias = self.add_weight(shape=(k, self.units), initializer="zeros", name="bias")

    def call(self, x):
        x = ops.matmul(ops.transpose(x, (1, 0, 2)), self.kernel)  # (k, n, units): one product for each slice
        return self.activation(ops.transpose(x, (1, 0, 2)) + self.bias)


def _dense(name, recipe, inputs, outputs, seed, number):
    dcgan.check(recipe, recipes=tuple(HIDDEN))
    numeric.whole("latent_dim" if name == "generator" else "inputs", inputs, most=dcgan.LARGEST)
    numeric.whole("outputs", outputs, most=dcgan.LARGEST)
    # He's initialiser before a ReLU, Keras's own at the end.
    he, glorot = Fresh("he_uniform", seed, number), Fresh("glorot_uniform", seed, 10 + number)
    x = start = keras.Input((inputs,))
    for units in HIDDEN[recipe][name]:
        x = layers.Dense(units, activation="relu", kernel_initializer=he())(x)
    return keras.Model(start, layers.Dense(outputs, kernel_initializer=glorot())(x), name=name)
