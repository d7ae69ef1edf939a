"""How much of an image an output depends on: its receptive field, from the layers and by the gradient (chapter 22).

Going forward through a network, two numbers are enough: the side `r` of the square of pixels that a place of the map sees, and the distance `j`,
in pixels, between the squares of two neighbours. An image has r = j = 1; a kernel of k pixels makes r grow by (k - 1) j, and a stride s makes j
grow s times. A third says where the first square begins: each row of padding moves it j pixels further beyond the rim.
"""

from __future__ import annotations

from typing import NamedTuple

from gan_lessons import backend, numeric
from gan_lessons.models.blocks import ReflectionPadding

import keras
import numpy as np
from keras import layers, ops


class Field(NamedTuple):
    """The squares of pixels that the places of a map see.

    Attributes
    ----------
    side : int
        Of a square.
    jump : int
        Pixels between the squares of neighbours.
    layer : str
        The name of the map's layer.
    start : (int, int)
        Row and column where the square of the first place begins: negative, where it reaches beyond the rim.
    """

    side: int
    jump: int
    layer: str
    start: tuple[int, int] = (0, 0)

    def square(self, place: tuple[int, int]) -> tuple[slice, slice]:
        """Rows and columns, from the image's upper left corner, that a place (row, column) sees; they may reach beyond the rim."""
        first = [begin + at * self.jump for begin, at in zip(self.start, place, strict=True)]
        return slice(first[0], first[0] + self.side), slice(first[1], first[1] + self.side)


def steps(network: keras.Model) -> list[Field]:
    """The receptive field after each convolution or pooling, in their order.

    Parameters
    ----------
    network : keras.Model
        Convolutions, pooling and what works place by place. Where two paths meet, the wider one counts. What norms learn of a whole map is
        not counted.

    Returns
    -------
    list of Field

    Raises
    ------
    ValueError
        If a layer is none of these (a transposed convolution, a dense layer, attention), a kernel or stride is not square, or the size of the
        images is not given.
    """
    if not isinstance(network, keras.Model):
        raise ValueError(f"network is {numeric.shown(network)}; give a keras.Model.")
    if any(None in x.shape[1:3] for x in network.inputs):
        raise ValueError(
            "The network takes images of any size; where a square begins depends on it. Build it for one size."
        )
    known = {id(x): Field(1, 1, "image") for x in network.inputs}
    found = []
    for layer in network.layers:
        if isinstance(layer, layers.InputLayer):
            continue
        before = [known[id(x)] for x in keras.tree.flatten(layer.input)]
        side, jump, name, start = max(before, key=lambda f: (f.side, f.jump))
        kernel, stride, dilation = _window(layer)
        padding = _padding(layer, kernel, stride, dilation)
        start = tuple(begin - jump * more for begin, more in zip(start, padding, strict=True))
        counts = (kernel, stride) != (1, 1)
        side, jump = side + dilation * (kernel - 1) * jump, jump * stride
        field = Field(side, jump, layer.name if counts else name, start)
        found += [field] if counts else []
        known |= {id(x): field for x in keras.tree.flatten(layer.output)}
    return found


def last(network: keras.Model) -> Field:
    """The receptive field of the network's output; one pixel if it has no window.

    Raises
    ------
    ValueError
        As for `steps`.
    """
    fields = steps(network)
    return fields[-1] if fields else Field(1, 1, "image")


def side(network: keras.Model) -> int:
    """Side, in pixels, of the square that one of the network's outputs depends on.

    Raises
    ------
    ValueError
        As for `steps`.
    """
    return last(network).side


def slope(network: keras.Model, *images: np.ndarray, place: tuple[int, int] | None = None) -> np.ndarray:
    """How strongly an output of the network depends on each pixel.

    Parameters
    ----------
    network : keras.Model
        Images to a map (n, height, width, 1).
    *images : ndarray
        float32 (n, height, width, channels), one array for each of the network's inputs.
    place : (int, int), optional
        Row and column of the output in its map. Default: the middle.

    Returns
    -------
    ndarray
        float32 (height, width): the size of the gradient by the last image, as a mean over images and channels.

    Raises
    ------
    ValueError
        If the arrays do not fit the network, or there is no such place.
    """
    arrays = [numeric.array(f"images {i}", a, dtype=np.float32) for i, a in enumerate(images)]
    wanted = [tuple(x.shape[1:]) for x in network.inputs]
    if [a.shape[1:] for a in arrays] != wanted:
        raise ValueError(f"Images of {[a.shape for a in arrays]} were given; the network takes {wanted}.")
    height, width = network.output_shape[1:3]
    row, column = (height // 2, width // 2) if place is None else place
    row, column = numeric.whole("row", row, 0, height - 1), numeric.whole("column", column, 0, width - 1)
    *others, last = map(ops.convert_to_tensor, arrays)

    def value(x):
        given = [*others, x]
        return network(given if len(given) > 1 else x, training=True)[:, row, column, 0]

    gradient = ops.convert_to_numpy(backend.gradient_of(value, last))
    return np.abs(gradient).mean(axis=(0, 3))


POINTWISE = (
    layers.Activation, layers.ReLU, layers.LeakyReLU, layers.Dropout, layers.Concatenate, layers.Add, layers.Rescaling,
    layers.BatchNormalization, layers.GroupNormalization, layers.ZeroPadding2D, ReflectionPadding,
)  # fmt: skip


def _window(layer: keras.layers.Layer) -> tuple[int, int, int]:
    """Kernel, stride and dilation of a layer."""
    if isinstance(layer, layers.Conv2DTranspose):
        pass  # a Conv2D in name only
    elif isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D | layers.SeparableConv2D):
        return (
            _square(layer, layer.kernel_size),
            _square(layer, layer.strides),
            _square(layer, layer.dilation_rate),
        )
    elif isinstance(layer, layers.AveragePooling2D | layers.MaxPooling2D):
        return _square(layer, layer.pool_size), _square(layer, layer.strides), 1
    elif isinstance(layer, POINTWISE):
        return 1, 1, 1
    raise ValueError(
        f"Layer {layer.name!r} is a {type(layer).__name__}; a receptive field is computed for convolutions, pooling, and layers that work "
        "place by place. `receptive_field.slope` measures it for any network."
    )


def _padding(layer: keras.layers.Layer, kernel: int, stride: int, dilation: int) -> tuple[int, int]:
    """Rows above and columns to the left that a layer adds."""
    if isinstance(layer, layers.ZeroPadding2D):
        return layer.padding[0][0], layer.padding[1][0]
    if isinstance(layer, ReflectionPadding):
        return layer.rim, layer.rim
    if getattr(layer, "padding", "valid") != "same":
        return 0, 0
    sides = keras.tree.flatten(layer.input)[0].shape[1:3]
    missing = ((-(-n // stride) - 1) * stride + dilation * (kernel - 1) + 1 - n for n in sides)
    return tuple(max(each, 0) // 2 for each in missing)


def _square(layer, pair) -> int:
    pair = (pair, pair) if isinstance(pair, int) else tuple(pair)
    if pair[0] != pair[1]:
        raise ValueError(f"Layer {layer.name!r} has a window of {pair}; only square ones have one side.")
    return pair[0]
