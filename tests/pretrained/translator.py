"""A tiny translator of grey pictures into coloured ones, and back, in a catalogue of its own."""

import json
from pathlib import Path

from gan_lessons import models
from gan_lessons.pretrained import packing

CATALOGUE = """
[budget]
now = 1.0
all_chapters = 1.0
file = 4.0
package = 0.5

[budget.chapters]
03 = 0.5

[there]
chapter = 3
draws = "colours"
data = "cifar10"
pairs = ["grey", "colour"]
network = { family = "unet", recipe = "laptop", size = 8, channels = [1, 3], width = 2 }
recipe = { name = "cyclegan" }
steps = 4
time = "a moment"
stages = [4]
parts = ["backward"]
scored_by = "pairs"

[one-way]
chapter = 3
draws = "points"
data = "curve"
network = { family = "dense" }
recipe = { name = "dense" }
steps = 4
time = "a moment"
stages = [4]
scored_by = "likeness"
"""


def networks():
    """The generators of the way there and of the way back."""
    pairs = enumerate([(1, 3), (3, 1)])
    return tuple(models.unet.generator("laptop", 8, channels, width=2, seed=seed) for seed, channels in pairs)


def write(folder: Path) -> None:
    """Put the catalogue and the translator's files into a folder."""
    contents = {
        name: packing.pack(network.get_weights())
        for name, network in zip(("step_000004.npz", "backward.npz"), networks(), strict=True)
    }
    there, back = ({"sha256": packing.digest(content)} for content in contents.values())
    record = {"best_step": 4, "steps": 4, "stages": {"4": there}, "backward": back}
    (folder / "there").mkdir()
    (folder / "catalogue.toml").write_text(CATALOGUE)
    (folder / "there" / "record.json").write_text(json.dumps(record))
    for name, content in contents.items():
        (folder / "there" / name).write_bytes(content)
