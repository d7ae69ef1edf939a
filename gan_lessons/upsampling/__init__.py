"""Making images larger, in NumPy: what `UpSampling2D` and `Conv2DTranspose` compute, and what their outputs suffer from.

Everything here is written to be read and checked by hand, in Keras's conventions, and is tested against Keras. Sizes are
whole numbers of pixels; a kernel, stride or factor is one whole number, or a pair (rows, columns). Nothing here is fast and
nothing here learns: networks use Keras's layers.
"""

from __future__ import annotations

from gan_lessons.upsampling.checkerboards import checkerboard
from gan_lessons.upsampling.convolutions import convolution, convolution_matrix
from gan_lessons.upsampling.interpolation import upsample
from gan_lessons.upsampling.overlaps import footprint, overlap
from gan_lessons.upsampling.sizes import conv_size, transposed_size
from gan_lessons.upsampling.transposed import (
    insert_zeros,
    transposed_by_zero_insertion,
    transposed_convolution,
)

__all__ = [
    "checkerboard",
    "conv_size",
    "convolution",
    "convolution_matrix",
    "footprint",
    "insert_zeros",
    "overlap",
    "transposed_by_zero_insertion",
    "transposed_convolution",
    "transposed_size",
    "upsample",
]
