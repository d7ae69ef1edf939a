"""The example in docs/objectives.md runs as it stands."""

import re
from pathlib import Path

import gan_lessons  # noqa: F401

import keras
import numpy as np
from keras import layers

TEXT = (Path(__file__).parents[1] / "docs/objectives.md").read_text(encoding="utf-8")


def test_the_example_runs(capsys):
    image = keras.Input((8, 8, 1))
    generator = keras.Model(image, layers.Conv2D(1, 3, padding="same", activation="tanh")(image))
    pair = [keras.Input((8, 8, 1)) for _ in range(2)]
    x = layers.Flatten()(layers.Concatenate()(pair))
    images = np.random.default_rng(0).integers(0, 256, (8, 10, 10, 1), dtype="uint8")
    scope = {
        "keras": keras,
        "generator": generator,
        "discriminator": keras.Model(pair, layers.Dense(1)(x)),
        "source": images,
        "target": 255 - images,
    }
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, scope)
    assert scope["maps"].shape == (3, 8, 8, 1) and scope["game"].step_number == 4
