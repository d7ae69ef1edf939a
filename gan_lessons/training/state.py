"""What an objective owns beside its networks: an average of one of them, a pool of images. Kept, saved, and resumed exactly.

A number or an array needs no class: a `keras.Variable` that is an attribute of the objective is its own, too::

    self.path_length = keras.Variable(0.0, trainable=False)
"""

from __future__ import annotations

from gan_lessons import backend, numeric

import keras
from keras import ops


class State(keras.layers.Layer):
    """Holds state for an objective and is not a player's network: its weights change when they are assigned, not by an optimiser."""

    def __init__(self, **kwargs):
        super().__init__(trainable=False, dtype="float32", **kwargs)
        self.built = True


class Average(State):
    """A copy of a network that follows it slowly, as an exponential moving average of its weights (arXiv 1710.10196).

    It is there to be shown, scored and kept: its pictures jump less from step to step. As an attribute of an objective it follows at
    the end of each step. At first it looks back less far: after n steps the share that stays is (1 + n) / (10 + n), until that is more than
    `decay`. So the untrained weights, which nobody wants to see, are soon forgotten.

    Parameters
    ----------
    network : keras.Model
        The network to follow; it is copied.
    decay : float
        Share of the average that stays at each step: 0.999 looks back about 1,000 steps.

    Attributes
    ----------
    network : keras.Model
        The average. Moving statistics and other weights that are not trained are those of the network itself.

    Raises
    ------
    ValueError
        If `decay` is not from 0 to below 1.
    """

    def __init__(self, network: keras.Model, decay: float = 0.999):
        if not isinstance(network, keras.Model):
            raise TypeError(
                f"network is {numeric.shown(network)}; give the keras.Model that the average is to follow."
            )
        decay = numeric.real("decay", decay, least=0.0, below=1.0)
        super().__init__(name=f"average_of_{network.name}")
        self.decay = decay
        self.network = keras.models.clone_model(network)
        self.network.set_weights(network.get_weights())
        self.network.trainable = False
        self.followed = self.add_weight((), "zeros", "float32", trainable=False, name="followed")
        # In functions, so that Keras does not take the network itself for a part of this.
        self.source = lambda: network
        self._pairs = lambda: zip(self.network.weights, network.weights, strict=True)

    def follow(self) -> None:
        """One step after the network."""
        stays = ops.minimum(self.decay, (1.0 + self.followed) / (10.0 + self.followed))
        for mine, theirs in self._pairs():
            mine.assign(mine + (1.0 - stays) * (theirs - mine) if theirs.trainable else theirs)
        self.followed.assign_add(1.0)


class Pool(State):
    """Images from earlier steps, for a discriminator that is to remember them (arXiv 1612.07828; 50 in arXiv 1703.10593).

    Until the pool is full, it keeps a copy of what it is given and returns it. After that each image is, with probability 1/2, swapped for
    one from the pool, whose place it takes. Under a `tf.distribute` strategy there is one pool for the images of all replicas.

    Parameters
    ----------
    shape : tuple of int
        The shape of one image.
    size : int
        How many it holds. Of a batch that is larger, the first `size` images take part.
    seed : int, optional

    Raises
    ------
    ValueError
        If `size` is below 1, the pool would take more than 2 GB, or shape or seed are none.
    """

    def __init__(self, shape: tuple[int, ...], size: int = 50, seed: int | None = None):
        size = numeric.whole("size", size, most=1_000_000)
        if not isinstance(shape, list | tuple):
            raise ValueError(
                f"shape is {numeric.shown(shape)}; give the shape of one image, (28, 28, 1) say."
            )
        shape = tuple(numeric.whole("shape", n) for n in shape)
        numeric.check_room("The pool", size, *shape, itemsize=4)
        seed = None if seed is None else numeric.whole("seed", seed, 0, 2**32 - 1)
        super().__init__(name="pool")
        self.size = size
        self.random = keras.random.SeedGenerator(
            seed
        )  # replicas draw the same, for all images (backend.together)
        self.images = self.add_weight((size, *shape), "zeros", "float32", trainable=False, name="images")
        self.count = self.add_weight((), "zeros", "int32", trainable=False, name="count")

    def call(self, images):
        """Images (n, …), float32, for the ones that were given; no gradient flows through them."""
        return backend.together(self._exchange, ops.stop_gradient(images))

    def _exchange(self, images):
        new, rest = images[: self.size], images[self.size :]
        n = ops.shape(new)[0]
        room = ops.minimum(self.size - self.count, n)
        rank = ops.arange(n) - room  # below 0: there is room; else the rank among those that may be exchanged
        fresh = rank < 0
        # Slots that were filled before this batch, each at most once: no image of a batch takes the place of another one of it.
        empty = ops.cast(ops.arange(self.size) >= self.count, "float32")
        slots = ops.argsort(keras.random.uniform((self.size,), seed=self.random) + 2.0 * empty)
        where = ops.where(
            fresh,
            ops.minimum(self.count + ops.arange(n), self.size - 1),
            ops.take(ops.cast(slots, "int32"), ops.maximum(rank, 0)),
        )
        swapped = ops.logical_and(ops.logical_not(fresh), keras.random.uniform((n,), seed=self.random) < 0.5)
        old = ops.take(self.images, where, axis=0)
        column = (-1, *[1] * (len(images.shape) - 1))
        stored = ops.reshape(ops.logical_or(fresh, swapped), column)
        self.images.assign(ops.scatter_update(self.images, where[:, None], ops.where(stored, new, old)))
        self.count.assign(ops.minimum(self.count + n, self.size))
        return ops.concatenate([ops.where(ops.reshape(swapped, column), old, new), rest], axis=0)
