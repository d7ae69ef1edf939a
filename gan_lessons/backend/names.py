"""Which backend this is."""

from __future__ import annotations

import keras

NAME: str = keras.backend.backend()

if NAME not in ("tensorflow", "jax", "torch"):
    raise ImportError(
        f"gan_lessons trains under TensorFlow, JAX or PyTorch; KERAS_BACKEND is {NAME!r}. "
        "Set it to 'tensorflow', 'jax' or 'torch' and restart Python."
    )
