"""The checkpoints that come with the course: complete, intact, and as good as their records say."""

import json
import shutil

import gan_lessons as gl
from gan_lessons import data, metrics, pretrained, sampling, scoring
from gan_lessons.pretrained import packing

import numpy as np
import pytest

LAST = pretrained.entry("mnist-wgan").stages[-1]

SHAPES = {
    "cifar10-dcgan": (32, 32, 3),
    "faces-dcgan": (80, 80, 3),
    "cifar10-biggan": (32, 32, 3),
    "faces-growing": (64, 64, 3),
    "faces-stylegan": (64, 64, 3),
    "topographic-relief": (64, 64, 3),
    "satellite-relief": (64, 64, 3),
    "relief-satellite": (64, 64, 3),
    "letters": (32, 32, 1),
    "colouring": (32, 32, 3),
    "relief-l1-0": (32, 32, 3),
    "relief-l1-1": (32, 32, 3),
    "relief-l1-10": (32, 32, 3),
    "relief-l1-100": (32, 32, 3),
    "relief-l1-1000": (32, 32, 3),
    "maps-cyclegan": (32, 32, 3),
    "horse-deer": (32, 32, 3),
    "automobile-truck": (32, 32, 3),
}  # all others: 28 x 28 x 1


@pytest.mark.parametrize("name", pretrained.names())
def test_every_stage_loads_and_the_record_says_how_it_was_made(name):
    record = pretrained.record(name)
    for key in (
        "commit",
        "data",
        "backend",
        "seed",
        "steps",
        "seconds",
        "machine",
        "scores_by",
    ):
        assert record[key] not in (None, ""), key
    for step in pretrained.steps(name):
        sampler, given = sampling.of(pretrained.load(name, step)), {}
        if pretrained.entry(name).pairs:
            given["source"] = np.zeros((4, *sampler.takes[0].shape), "uint8")
        assert sampler.generate(4, seed=0, **given).shape == (4, *SHAPES.get(name, (28, 28, 1)))


def test_mnist_dcgan_is_as_legible_as_its_record_says():
    generator = pretrained.load("mnist-dcgan")
    record = pretrained.record("mnist-dcgan")
    z = np.random.default_rng(0).standard_normal((1000, 100), "float32")
    score = metrics.legibility(gl.arrays.to_uint8(gl.backend.compiled(generator)(z)))
    assert score.share == pytest.approx(record["stages"][str(record["best_step"])]["legible"], abs=0.01)
    assert score.share >= 0.85 and score.smallest_class_share >= 0.04


def test_training_improved_it():
    stages = pretrained.record("mnist-dcgan")["stages"]
    by_step = [stages[str(step)]["legible"] for step in pretrained.steps("mnist-dcgan")]
    assert by_step[0] == 0.0 and max(by_step) > by_step[len(by_step) // 2] > by_step[1]


@pytest.mark.parametrize("name", ["cifar10-dcgan", "cifar10-biggan", "faces-dcgan", "faces-stylegan"])
def test_training_brought_the_samples_nearer_to_the_real_images(name):
    record = pretrained.record(name)
    by_step = [record["stages"][str(step)]["frechet"] for step in pretrained.steps(name)]
    assert by_step[0] > by_step[len(by_step) // 2] > min(by_step) > 0
    assert record["stages"][str(record["best_step"])]["frechet"] == min(by_step)


def test_photographs_are_as_their_record_says():
    record = pretrained.record("cifar10-dcgan")
    z = gl.latent.sample(1000, 100, seed=0)
    images = gl.arrays.to_uint8(gl.latent.pictures(pretrained.load("cifar10-dcgan"), z))
    score = metrics.legibility(images, "cifar10")
    stage = record["stages"][str(record["best_step"])]
    assert score.share == pytest.approx(stage["legible"], abs=0.02)
    assert score.smallest_class_share == pytest.approx(stage["rarest_class"], abs=0.01)


@pytest.mark.parametrize("name", ["fashion-cgan", "fashion-acgan", "mnist-acgan"])
def test_those_with_labels_obey_and_vary(name):
    of = {"fashion": "fashion_mnist", "mnist": "mnist"}[name.split("-")[0]]
    generator, real = pretrained.load(name), data.load(of, "test", verbose=False)
    images, asked = scoring.draw(generator, 2000), scoring.labels_of(generator, 2000)
    found = metrics.by_class(real.images, real.labels, images, asked, of)
    accuracy = metrics.classifier(of).record["scores"]["accuracy"]
    assert found.mean_agreement >= (0.95 if of == "mnist" else 0.9 * accuracy)
    assert found.mean_diversity >= 0.7
    record = pretrained.record(name)
    stage = record["stages"][str(record["best_step"])]
    assert found.mean_agreement == pytest.approx(stage["agreement"], abs=0.02)


def test_the_codes_of_the_infogan_mean_what_its_record_says():
    generator = pretrained.load("mnist-infogan")
    images, told = scoring.draw(generator, 2000), scoring.labels_of(generator, 2000)
    codes = told[:, :10].argmax(axis=1)
    assert np.array_equal(codes, np.arange(2000) % 10) and told.shape == (2000, 12)
    found = metrics.code_table(codes, metrics.classifier("mnist").predict(images), 10, 10)
    record = pretrained.record("mnist-infogan")
    stages = record["stages"]
    best = stages[str(record["best_step"])]
    assert found.purity == pytest.approx(best["purity"], abs=0.03)
    assert found.accuracy == pytest.approx(best["one_to_one"], abs=0.03)
    assert best["one_to_one"] > 0.5 and 1.0 < best["nats"] < np.log(10)


def test_the_least_squares_gan_is_as_near_to_real_digits_as_its_record_says():
    record, classifier = pretrained.record("mnist-lsgan"), metrics.classifier("mnist")
    images, real = (
        scoring.draw(pretrained.load("mnist-lsgan"), 5000),
        data.load("mnist", "test", verbose=False).images,
    )
    said = record["stages"][str(record["best_step"])]["frechet"]
    if len(real) == 10_000:  # the distance depends on how many there are
        found = metrics.frechet_distance(classifier.features(images), classifier.features(real), groups=0)
        assert float(found) == pytest.approx(said, rel=0.05)
    assert record["real_images"]["frechet"] < said < 0.2 * record["trace"][0]["frechet"]
    assert [row["step"] for row in record["trace"]] == list(range(300, 6001, 300))
    assert record["trace"][-1]["d_loss_real"] == record["last_epoch"]["d_loss_real"]


@pytest.mark.parametrize("name", pretrained.names())
def test_packing_costs_less_than_half_a_grey_level_and_no_score(name):
    record = pretrained.record(name)
    for step in pretrained.steps(name):
        stage = record["stages"][str(step)]
        finer = step == record["best_step"] and stage["levels"] != packing.BYTE
        assert 0 < stage["error"] <= (0.25 if finer else 0.45)
        for score, before in stage["before_packing"].items():
            assert stage[score] == pytest.approx(before, rel=0.02, abs=0.01), (step, score)


def test_each_load_is_a_copy():
    one, two = pretrained.load("mnist-dcgan"), pretrained.load("mnist-dcgan")
    one.set_weights([0 * w for w in one.get_weights()])
    assert np.abs(two.get_weights()[0]).max() > 0


@pytest.mark.parametrize(
    "name", ["dog", None, 7, ["mnist-dcgan"], "", "mnist_dcgan", "../pretrained/mnist-dcgan"]
)
@pytest.mark.parametrize(
    "what", ["entry", "record", "steps", "files", "load", "discriminator", "classifier", "resume"]
)
def test_names_that_are_none(what, name):
    with pytest.raises(ValueError, match=r"no checkpoint .*; choose one of .*mnist-dcgan"):
        getattr(pretrained, what)(name)


@pytest.mark.parametrize("step", ["500", True, 500.0, -1, [500], np.array([500]), b"500", float("nan")])
def test_steps_that_are_none(step):
    with pytest.raises(ValueError, match=r"step .*whole number"):
        pretrained.load("mnist-dcgan", step)


def test_a_step_that_was_not_kept():
    with pytest.raises(ValueError, match=r"not kept at step 7; choose one of \[0, 500"):
        pretrained.load("mnist-dcgan", step=7)
    # It was scored, and its weights are not here.
    assert "1000" in pretrained.record("mnist-acgan")["stages"]
    with pytest.raises(ValueError, match="not kept at step 1000; choose one of"):
        pretrained.load("mnist-acgan", step=1000)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A copy of the catalogue and of two checkpoints, to be damaged."""
    shutil.copy(pretrained.FOLDER / "catalogue.toml", tmp_path)
    for name in ("mnist-wgan", "mnist-sgan"):
        shutil.copytree(pretrained.FOLDER / name, tmp_path / name)
    monkeypatch.setattr(pretrained, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-10]), "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes() + b"x"), "is damaged"),
        (lambda path: path.write_bytes(b""), "is damaged"),
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read"),
    ],
)
@pytest.mark.parametrize(
    ("load", "file"),
    [
        (lambda: pretrained.load("mnist-wgan"), f"mnist-wgan/step_{LAST:06}.npz"),
        (lambda: pretrained.classifier("mnist-sgan"), "mnist-sgan/classifier.npz"),
    ],
)
def test_a_damaged_or_missing_file_is_refused(mine, load, file, damage, says):
    damage(mine / file)
    with pytest.raises(
        ValueError, match=rf"{file.split('/')[1]} of '{file.split('/')[0]}' {says}.*Reinstall"
    ):
        load()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", None])
def test_a_damaged_or_missing_record_is_refused(mine, content):
    path = mine / "mnist-wgan" / "record.json"
    path.unlink() if content is None else path.write_bytes(content)
    for use in (pretrained.record, pretrained.load, pretrained.files):
        with pytest.raises(ValueError, match=r"record.json of 'mnist-wgan' cannot be read.*Reinstall"):
            use("mnist-wgan")


def test_records_are_plain_json_without_paths_of_a_machine():
    for name in pretrained.names():
        text = json.dumps(pretrained.record(name))
        assert "/home" not in text and "/root" not in text and "/tmp" not in text


def test_the_classifier_of_the_semi_supervised_gan_is_as_good_as_its_record_says():
    classifier, about = pretrained.classifier("mnist-sgan"), pretrained.record("mnist-sgan")["classifier"]
    test = data.load("mnist", "test", verbose=False)
    logits = gl.backend.compiled(classifier)(test.images[:1000].astype("float32") / 127.5 - 1)
    right = (np.argmax(logits, axis=1) == test.labels[:1000]).mean()
    assert about["labels"] == 100 and right == pytest.approx(about["test_accuracy"], abs=0.02)


def test_what_the_catalogue_says_and_the_record_does_not_know(mine):
    for name, keep in (
        ("mnist-wgan", {"stages": {str(LAST): {"frechet": 1.0}}}),
        ("mnist-sgan", {"stages": {}}),
    ):
        (mine / name / "record.json").write_text(json.dumps(keep))
    with pytest.raises(ValueError, match=rf"knows no step_{LAST:06}\.npz.*Train it: .*mnist-wgan"):
        pretrained.load("mnist-wgan")
    with pytest.raises(ValueError, match=r"knows no classifier.*Train it"):
        pretrained.classifier("mnist-sgan")


def test_the_judge_of_a_translator_tells_true_maps_from_those_that_it_met():
    judge, sampler = (
        pretrained.discriminator("satellite-relief"),
        sampling.of(pretrained.load("satellite-relief")),
    )
    pairs = data.earth.load("test", 64, verbose=False).pairs("satellite", "relief").rows(slice(40, 56))
    made = sampler.generate(len(pairs), seed=0, source=pairs.source)
    source, target, made = (x.astype("float32") / 127.5 - 1 for x in (pairs.source, pairs.target, made))
    assert np.asarray(judge([source, target])).mean() > np.asarray(judge([source, made])).mean() + 0.5


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("classifier", r"'mnist-dcgan' has no classifier; choose one of \['mnist-sgan'\]"),
        (
            "discriminator",
            r"'mnist-dcgan' has no discriminator; choose one of \['satellite-relief', 'cifar10-biggan'\]",
        ),
        ("resume", "'mnist-dcgan' has no game to go on with; no checkpoint keeps one"),
    ],
)
def test_a_part_that_was_not_kept(part, says):
    with pytest.raises(ValueError, match=says):
        getattr(pretrained, part)("mnist-dcgan")
