"""Discriminators and whole games, kept and read back: a tiny entry in a catalogue of its own."""

import json

from gan_lessons import models, pretrained, training
from gan_lessons.pretrained import games, packing

import keras
import numpy as np
import pytest

from tests.training.games import curve

CATALOGUE = """
[budget]
now = 1.0
all_chapters = 1.0
file = 4.0
package = 0.5

[budget.chapters]
03 = 0.5

[tiny]
chapter = 3
draws = "points"
data = "curve"
network = { family = "dense" }
discriminator = { recipe = "classic" }
recipe = { name = "dense" }
steps = 4
time = "a moment"
stages = [4]
parts = ["discriminator", "resume"]
scored_by = "likeness"
"""


def fit(game, epochs, initial_epoch=0):
    game.fit(curve(), batch_size=16, epochs=epochs, initial_epoch=initial_epoch, steps_per_epoch=4, verbose=0)


def values(game):
    everything = [*game.variables, *game.optimizer.variables]
    return [keras.ops.convert_to_numpy(v.value).copy() for v in everything]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A tiny game after four steps, kept; then it goes on for two."""
    folder = tmp_path_factory.mktemp("catalogue")
    game = training.GAN(models.dense.generator(seed=1), models.dense.discriminator(seed=2), seed=3)
    game.compile()
    fit(game, 1)
    pieces = games.take_apart(game, size=20_000)
    files = {f"resume_{i}.npz": piece for i, piece in enumerate(pieces)}
    files |= {
        "step_000004.npz": packing.pack(game.generator.get_weights()),
        "discriminator.npz": packing.pack(game.discriminator.get_weights()),
    }
    digests = {name: packing.digest(content) for name, content in files.items()}
    record = {
        "best_step": 4,
        "steps": 4,
        "stages": {"4": {"sha256": digests["step_000004.npz"]}},
        "discriminator": {"sha256": digests["discriminator.npz"]},
        "resume": {"step": 4, "sha256": [digests[f"resume_{i}.npz"] for i in range(len(pieces))]},
    }
    (folder / "tiny").mkdir()
    (folder / "catalogue.toml").write_text(CATALOGUE)
    (folder / "tiny" / "record.json").write_text(json.dumps(record))
    for name, content in files.items():
        (folder / "tiny" / name).write_bytes(content)
    then = values(game)
    discriminator = game.discriminator.get_weights()
    fit(game, 2, initial_epoch=1)
    return folder, then, discriminator, values(game)


@pytest.fixture
def folder(made, monkeypatch):
    monkeypatch.setattr(pretrained, "FOLDER", made[0])
    return made[0]


def test_a_game_goes_on_as_if_it_had_never_stopped(folder, made):
    assert len(list(folder.glob("tiny/resume_*.npz"))) >= 2
    game = pretrained.resume("tiny")
    assert game.step_number == 4
    assert all(np.array_equal(a, b) for a, b in zip(made[1], values(game), strict=True))
    fit(game, 2, initial_epoch=1)
    assert game.step_number == 8
    assert all(np.array_equal(a, b) for a, b in zip(made[3], values(game), strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(made[1], made[3], strict=True))


def test_a_discriminator_comes_back(folder, made):
    network = pretrained.discriminator("tiny")
    for a, b in zip(made[2], network.get_weights(), strict=True):
        assert np.abs(a - b).max() <= np.abs(a).max() / 127
    assert set(pretrained.files("tiny")) == set(folder.glob("tiny/*"))


def test_a_piece_of_a_game_that_is_missing_or_of_another(folder):
    first, second = folder / "tiny" / "resume_0.npz", folder / "tiny" / "resume_1.npz"
    content = second.read_bytes()
    second.unlink()
    with pytest.raises(ValueError, match=r"resume_1\.npz of 'tiny' cannot be read"):
        pretrained.resume("tiny")
    second.write_bytes(first.read_bytes())
    with pytest.raises(ValueError, match=r"resume_1\.npz of 'tiny' is damaged"):
        pretrained.resume("tiny")
    second.write_bytes(content)


def test_no_piece_is_above_four_megabytes():
    assert games.PIECE + 10_000 < 4e6, "noise does not compress, and an .npz has some bytes of its own"
