"""`gan-lessons score`: any saved generator beside real images."""

import re

from gan_lessons import cli, data, latent, models, plots, pretrained, scoring, training

import keras
import numpy as np
import pytest
from PIL import Image

from tests import generators
from tests.training import tiny

pytestmark = pytest.mark.filterwarnings("ignore:.*rough", "ignore:A Fréchet distance", "ignore:A kernel")


def score(capsys, *words):
    status = cli.main(["score", *map(str, words)])
    return status, *capsys.readouterr()


def numbers(out: str, row: str) -> list[float]:
    (line,) = [line for line in out.splitlines() if line.startswith(row)]
    return [float(x) for x in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", line[len(row) :])]


@pytest.mark.parametrize("whole", [False, True])
def test_a_saved_generator_and_a_whole_saved_gan_score_the_same(capsys, tmp_path, whole):
    generator = pretrained.load("mnist-dcgan")
    kept = training.GAN(generator, models.dcgan.discriminator("laptop")) if whole else generator
    kept.save(tmp_path / "mine.keras")
    status, out, err = score(capsys, "--generator", tmp_path / "mine.keras", "--data", "mnist", "-n", 500)
    assert status == 0, err
    assert out.isascii() and "500 images (seed 0) against 500 test images of mnist" in out
    of_checkpoint = score(capsys, "--generator", "mnist-dcgan", "--data", "mnist", "-n", 500)[1]
    assert numbers(out, "Frechet distance") == numbers(of_checkpoint, "Frechet distance")
    value, spread, floor, _ = numbers(out, "Inception Score")
    assert 7 < value < floor < 10 and spread > 0


def test_an_untrained_generator_scores_worse(capsys):
    distances = [
        numbers(
            score(capsys, "--generator", "mnist-dcgan", *step, "--data", "mnist", "-n", 500)[1],
            "Frechet distance",
        )[0]
        for step in ([], ["--step", 0])
    ]
    assert distances[0] < distances[1] / 10


def test_a_folder_of_images(capsys, tmp_path):
    for i, image in enumerate(data.load("mnist", "test", verbose=False).images[:40]):
        Image.fromarray(image[..., 0]).save(tmp_path / f"{i}.png")
    words = ["--generator", "mnist-dcgan", "--data", tmp_path, "--extractor", "mnist"]
    status, out, err = score(capsys, *words)
    assert status == 0, err
    assert "20 images (seed 0) against 20 images of your folder" in out


def test_both_halves_of_a_folder_differ(tmp_path):
    for i in range(20):
        Image.fromarray(np.full((8, 8), 10 * i, "uint8")).save(tmp_path / f"{i}.png")
    real = scoring.truth(str(tmp_path), 5000, (8, 8, 1))
    greys = [{int(x.flat[0]) for x in some} for some in (real.images, real.others)]
    assert len(greys[0]) == len(greys[1]) == 10 and not greys[0] & greys[1]


def test_what_does_not_fit_is_said_in_one_line(capsys, tmp_path):
    (tmp_path / "broken.keras").write_bytes(b"no model")
    models.dcgan.discriminator("laptop").save(tmp_path / "d.keras")
    flat = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    flat.save(tmp_path / "flat.keras")
    for words, message in [
        (["--generator", "none.keras", "--data", "mnist"], "no .keras file and no checkpoint"),
        (["--generator", tmp_path / "broken.keras", "--data", "mnist"], "cannot be read as a Keras model"),
        (["--generator", tmp_path / "d.keras", "--data", "mnist"], "expected latents"),
        (["--generator", tmp_path / "flat.keras", "--data", "mnist"], "expected latents"),
        (["--generator", "mnist-dcgan", "--data", "cifar10"], "The generator draws (28, 28, 1)"),
        (["--generator", "mnist-dcgan", "--data", "faces"], "The generator draws (28, 28, 1)"),
        (["--generator", "mnist-dcgan", "--data", "cats"], "no data set and no folder 'cats'"),
        (["--generator", "mnist-dcgan", "--data", "mnist", "-n", 3], "need at least 10"),
        (["--generator", "mnist-dcgan", "--step", 7, "--data", "mnist"], "was not kept at step 7"),
        (["--generator", "mnist-dcgan", "--data", "mnist", "--extractor", "vgg"], "no extractor 'vgg'"),
    ]:
        status, out, err = score(capsys, *words)
        assert status == 2 and out == "", words
        assert message in err and err.startswith("gan-lessons: ") and err.count("\n") == 1


def test_what_a_generator_draws_beyond_the_range_of_images_is_clipped():
    wide = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Reshape((2, 2, 1))])
    wide.layers[0].set_weights([np.full((3, 4), 9.0), np.zeros(4)])
    z = latent.sample(20, 3, seed=0)
    expected = np.clip((9.0 * z.sum(axis=1) + 1.0) * 127.5, 0, 255)
    assert scoring.draw(wide, 20)[:, 0, 0, 0] == pytest.approx(expected, abs=1.0)


def test_a_generator_with_codes_is_told_them_in_turn_as_its_gan_tells_it(tmp_path):
    family = models.infogan
    gan = training.InfoGAN(
        family.generator("laptop", 5, 4, 1, seed=1), family.discriminator("laptop", 4, 1, seed=2)
    )
    gan.generator.save(tmp_path / "g.keras")
    generator = scoring.generator(tmp_path / "g.keras")
    told = scoring.labels_of(generator, 6)
    assert told.shape == (6, 5) and told[:, :4].argmax(axis=1).tolist() == [0, 1, 2, 3, 0, 1]
    ours, theirs = scoring.draw(generator, 6, seed=3).astype(int), gan.generate(6, seed=3).astype(int)
    assert np.abs(ours - theirs).max() <= 1


@pytest.mark.parametrize("kind", ["plain", "labelled", "coded"])
def test_one_seed_is_the_images_it_always_was(kind):
    """Published scores are those of these images: latents of the seed, classes in turn, computed 100 at a time."""
    model = getattr(generators, kind)()
    z = latent.sample(130, 3, seed=4)
    told = {
        "plain": None,
        "labelled": np.arange(130)[:, None] % 4,
        "coded": models.infogan.code_vectors(np.arange(130) % 4, None, 4, 2, seed=4),
    }[kind]
    parts = [slice(0, 100), slice(100, 130)]
    inputs = [z[part] if told is None else [z[part], told[part]] for part in parts]
    expected = np.concatenate([keras.ops.convert_to_numpy(model(x, training=False)) for x in inputs])
    assert np.abs(scoring.draw(model, 130, seed=4) - plots.to_uint8(expected).astype(int)).max() <= 1
    of_seed = scoring.labels_of(model, 130, seed=4)
    assert of_seed is None if told is None else np.array_equal(of_seed, told)


def test_of_a_game_the_network_that_it_shows_is_scored():
    game = training.GAN(tiny.generator(), tiny.flat_judge(), seed=0, average=0.999)
    game.averaged.network.set_weights([w + 0.5 for w in game.averaged.network.get_weights()])
    shown, played = (scoring.draw(network, 9) for network in (game.averaged.network, game.generator))
    assert np.array_equal(scoring.draw(game, 9), shown) and not np.array_equal(shown, played)


def test_a_file_of_what_draws_no_images_from_latents_is_refused(tmp_path):
    for network in (
        tiny.translator(),
        generators.network(keras.Input((3,)), keras.Input((5,))),
        generators.plain(shape=(4,)),
    ):
        network.save(tmp_path / "g.keras")
        with pytest.raises(ValueError, match=r"g\.keras: expected latents .* to images"):
            scoring.generator(tmp_path / "g.keras")
    generators.labelled().save(tmp_path / "g.keras")
    assert scoring.draw(scoring.generator(tmp_path / "g.keras"), 5).shape == (5, 2, 2, 1)
