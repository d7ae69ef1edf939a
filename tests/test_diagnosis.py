"""The verdict on a training: on recorded runs, on made-up ones, and its callback."""

from gan_lessons import callbacks, data, diagnosis, results, training
from gan_lessons.diagnosis import diagnose
from gan_lessons.diagnosis.classes import Counts
from gan_lessons.metrics.neighbours import mean_distance
from gan_lessons.models import dense

import keras
import numpy as np
import pytest

RECORD = results.load("failure_modes")


@pytest.fixture(scope="module")
def eights():
    digits = data.load("mnist", verbose=False)
    return digits.images[digits.labels == 8]


def losses(d=0.6, g=1.0, steps=400):
    noise = np.random.default_rng(0).normal(0, 0.02, (3, steps))
    return {"d_loss_real": d + noise[0], "d_loss_fake": d + noise[1], "g_loss": g + noise[2]}


def ring(n, modes=range(8), seed=0):
    rng = np.random.default_rng(seed)
    angle = rng.choice(list(modes), n) * np.pi / 4
    return np.stack([np.cos(angle), np.sin(angle)], 1) + rng.normal(0, 0.05, (n, 2))


@pytest.mark.parametrize("run", RECORD["runs"], ids=lambda run: f"{run['variant']}-{run['seed']}")
def test_the_recorded_runs_of_chapter_10(run, eights):
    kept = results.run("failure_modes", run["variant"], run["seed"])
    found = diagnose(kept, kept["images"][-1], eights)
    expected = {
        "stable": "stable",
        "latent_1": "mode collapse",
        "joint_batches": "convergence failure",
    }
    if run["variant"] in expected:
        assert found.verdict == expected[run["variant"]], str(found)
    else:  # default Adam fails in one way or the other, as the seed has it
        assert found.verdict in ("convergence failure", "mode collapse"), str(found)
    if run["variant"] == "joint_batches":
        assert "Batch norm" in found.why


@pytest.mark.parametrize("variant", ["stable", "latent_1", "default_adam"])
def test_without_samples_healthy_losses_prove_nothing(variant):
    found = diagnose(results.run("failure_modes", variant, 1))
    assert found.verdict == "not enough evidence" and "samples" in found.why


def test_the_record_is_whole():
    for run in RECORD["runs"]:
        kept = results.run("failure_modes", run["variant"], run["seed"])
        assert len(kept["g_loss"]) == RECORD["steps"] == 450
        assert kept["images"].shape == (len(RECORD["moments"]), 25, 28, 28, 1)
        assert run["last_45"]["g_loss"] == pytest.approx(kept["g_loss"][-45:].mean(), rel=0.01, abs=1e-3)
        assert run["parameters"] == [70_337, 544_385 if run["variant"] == "latent_1" else 851_713]
    with pytest.raises(ValueError, match="there is no run stable/99"):
        results.run("failure_modes", "stable", 99)


def test_d_has_won():
    a = diagnose(losses(d=0.02, g=6.0))
    assert a.verdict == "convergence failure" and "finds no way" in a.why
    b = diagnose(losses(d=0.01, g=0.01) | {"g_loss": np.full(400, 0.01)})
    assert b.verdict == "convergence failure" and "Batch norm" in b.why


def test_the_slope_of_the_minimax_loss():
    d_of_fakes = np.full(400, 0.01)
    flat = losses(d=0.3) | {"g_loss": np.log(1 - d_of_fakes)}
    found = diagnose(flat)
    assert found.verdict == "vanishing generator gradient"
    (slope,) = [e.value for e in found.evidence if e.name == "slope of G's loss"]
    assert slope == pytest.approx(0.01, rel=1e-6)
    steep = losses() | {"g_loss": np.full(400, np.log(0.5))}
    assert diagnose(steep, ring(500, seed=1), ring(500)).verdict == "stable"


def test_only_the_last_tenth_counts():
    values = losses()
    for name in values:
        values[name][:340] = 0.0
    assert diagnose(values, ring(500, seed=1), ring(500)).verdict == "stable"


def test_nan_is_named_with_its_place():
    values = losses()
    values["g_loss"][123] = np.nan
    found = diagnose(values)
    assert found.verdict == "convergence failure" and "g_loss is no number from value 124" in found.why


def test_too_few_steps_and_epoch_means():
    assert diagnose(losses(steps=99)).verdict == "not enough evidence"
    history = keras.callbacks.History()
    history.history, history.params = losses(d=0.01, g=5.0, steps=4), {"steps": 25}
    assert diagnose(history).verdict == "convergence failure", "4 epochs of 25 steps are 100 steps"
    history.params = {"steps": 20}
    assert diagnose(history).verdict == "not enough evidence"


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (ring(500, seed=1), "stable"),
        (ring(500, modes=[0, 1, 2], seed=1), "mode collapse"),
        (ring(500, modes=[0], seed=1), "mode collapse"),
        (ring(500)[np.random.default_rng(1).integers(500, size=500)] + 1e-6, "memorising"),
        (np.repeat(ring(500)[:50], 10, axis=0) + 1e-6, "mode collapse"),
        (ring(500, seed=1) * 3, "convergence failure"),
    ],
)
def test_points(samples, verdict):
    assert diagnose(losses(), samples, ring(500)).verdict == verdict


def test_images(eights):
    real, other = eights[:200], eights[200:400]
    rng = np.random.default_rng(0)
    assert diagnose(losses(), other, real).verdict == "stable", "other real images"
    assert diagnose(losses(), real[rng.integers(0, 200, 200)], real).verdict == "memorising"
    one = np.repeat(other[:1], 200, axis=0)
    assert diagnose(losses(), one, real).verdict == "mode collapse"
    noise = rng.integers(0, 256, real.shape).astype("uint8")
    assert diagnose(losses(), noise, real).verdict == "convergence failure"
    early = diagnose(losses(steps=200), noise, real)
    assert early.verdict == "not enough evidence" and "200 steps" in early.why


def test_d_has_lost():
    found = diagnose(losses(d=4.0, g=0.02))
    assert found.verdict == "convergence failure" and "sure and wrong" in found.why
    assert found.evidence[0].says == "D is sure and wrong."


def test_a_copy_is_found_among_thousands(eights):
    rng = np.random.default_rng(0)
    digits = data.load("mnist", verbose=False).images
    copies = digits[rng.integers(len(digits), size=100)]
    spoilt = np.where(rng.random(copies.shape) < 0.005, 255, copies).astype("uint8")
    assert diagnose(losses(), copies, digits).verdict == "memorising"
    assert diagnose(losses(), spoilt, digits).verdict == "memorising"


def test_points_on_a_line_have_neighbours_at_no_distance():
    rng = np.random.default_rng(0)
    x = rng.uniform(-0.5, 0.5, (2, 1500, 1))
    line, other = np.concatenate([x, x**2], axis=-1)
    off = other + rng.normal(0, 0.01, other.shape)
    assert diagnose(losses(), off, line).verdict == "stable", (
        "a little off the line, far beyond its neighbours"
    )
    assert diagnose(losses(), other[other[:, 0] < 0], line).verdict == "mode collapse"


def test_a_sorted_reference_is_no_trap(eights):
    order = np.argsort(eights.reshape(len(eights), -1).mean(axis=1))
    assert diagnose(losses(), eights[::2][:60], eights[1::2][np.argsort(order[1::2])]).verdict == "stable"


def test_neither_order_nor_scaling_matters(eights):
    real, other = eights[:200], eights[200:400]
    a = diagnose(losses(), other, real)
    b = diagnose(losses(), other[::-1].astype("float32") / 127.5 - 1, real[::-1] / 127.5 - 1)
    assert [e.value for e in a.evidence] == pytest.approx([e.value for e in b.evidence], rel=1e-5)


def test_large_images_are_averaged_down(eights):
    small = eights[:60]
    large = small.repeat(3, axis=1).repeat(3, axis=2)  # 84 x 84, by 3: 28 x 28
    a, b = (diagnose(losses(), x[:30], x[30:]) for x in (small, large))
    assert a.verdict == b.verdict == "stable"
    assert [e.value for e in b.evidence] == pytest.approx([e.value for e in a.evidence], rel=0.01)
    for shape, smaller in (
        ((84, 90, 3), (16, 18, 3)),
        ((28, 28, 1), (28, 28, 1)),
        ((32, 32, 3), (16, 16, 3)),
    ):
        assert diagnosis.samples._smaller(np.ones((2, *shape))).shape[1:] == smaller


def test_noise_is_no_photograph():
    """In colour, noise is no farther from photographs than these are from each other."""
    photos = data.load("cifar10", "test", verbose=False).images[:600]
    rng = np.random.default_rng(0)
    shuffled = rng.permuted(photos[:300].reshape(300, -1), axis=1).reshape(300, 32, 32, 3)
    found = diagnose(losses(), shuffled, photos[300:])
    assert found.verdict == "convergence failure" and "resemble nothing" in found.why, str(found)
    assert diagnose(losses(), photos[:300], photos[300:]).verdict == "stable"


def test_measures_with_known_answers():
    x = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]])
    assert mean_distance(x) == pytest.approx(10 / 3)
    rng = np.random.default_rng(0)
    assert diagnosis.effective_dimensions(rng.normal(size=(3000, 5))) == pytest.approx(5, rel=0.02)
    assert diagnosis.effective_dimensions(np.outer(rng.normal(size=50), rng.normal(size=9))) == pytest.approx(
        1
    )
    assert diagnosis.effective_dimensions(np.ones((9, 3))) == 0
    assert diagnosis.effective_dimensions(np.full((5, 3), 0.1)) == 0  # 0.1 is no sum of powers of two
    a, b = rng.normal(size=(2, 4000, 2))
    assert diagnosis.covered(a, b) == pytest.approx(1 - 2**-5, abs=0.01)


def test_what_a_diagnosis_says():
    found = diagnose(losses(d=0.01, g=5.0))
    text = str(found)
    assert text.startswith("convergence failure: ") and "loss of D: 0.0" in text
    assert all(advice in text for advice in found.advice) and found.advice
    assert set(diagnosis.ADVICE) == set(diagnosis.VERDICTS)


@pytest.fixture(scope="module")
def digits():
    """Digits in random order: what was trained on, others, and the labels of these."""
    given = data.load("mnist", verbose=False)
    order = np.random.default_rng(0).permutation(len(given.images))
    train, others = order[:1500], order[1500:]
    return given.images[train], given.images[others], given.labels[others]


@pytest.mark.parametrize("classes", [(0, 1, 2), (1, 4, 7, 9), (0, 1, 2, 3, 4, 5, 6)])
def test_classes_that_are_never_drawn(digits, classes):
    train, others, labels = digits
    found = diagnose(losses(), others[np.isin(labels, classes)][:1000], train)
    assert found.verdict == "mode collapse", str(found)
    assert "regions" in found.why or "ways" in found.why or "alike" in found.why


def test_all_classes_are_no_collapse(digits):
    train, others, _ = digits
    assert diagnose(losses(), others[:600], train).verdict == "stable"
    blurred = np.mean(
        [np.roll(others[:600] / 127.5 - 1, shift, axis=(1, 2)) for shift in ((0, 0), (0, 1), (1, 0))], axis=0
    )
    found = diagnose(losses(), blurred.astype("float32"), train)
    assert found.verdict == "stable", str(found)


@pytest.mark.parametrize("of", ["train", "others"])
def test_a_few_images_many_times_are_a_collapse(digits, of):
    twenty = {"train": digits[0], "others": digits[1]}[of][:20]
    found = diagnose(losses(), np.repeat(twenty, 25, axis=0), digits[0])
    assert found.verdict == "mode collapse", str(found)


def test_a_classifier_counts_the_classes_of_a_data_set_of_the_course():
    train, test = (data.load("mnist", split, verbose=False) for split in ("train", "test"))
    found = diagnose(losses(), test.images[np.isin(test.labels, (0, 3, 8))][:200], train)
    (missing,) = [e for e in found.evidence if e.name == "real ones of classes left out"]
    assert found.verdict == "mode collapse" and missing.says == "7 of 10 classes are hardly ever drawn."
    with pytest.raises(ValueError, match="no class probabilities"):
        diagnose(losses(), test.images[:100], train.images, classifier="pixels")


def test_equal_samples_are_a_collapse_whatever_they_look_like(eights):
    grey = np.full((100, 28, 28, 1), 128, "uint8")
    assert diagnose(losses(), grey, eights).verdict == "mode collapse"
    assert diagnose(losses(steps=200), grey, eights).verdict == "not enough evidence", (
        "so every generator begins"
    )


def test_a_reference_that_does_not_vary_is_refused(eights):
    with pytest.raises(ValueError, match="all the same"):
        diagnose(losses(), eights[:50], np.repeat(eights[:1], 50, axis=0))


def test_a_generator_that_pleases_nobody():
    found = diagnose(losses(d=0.4, g=54.0))
    assert found.verdict == "convergence failure" and "G's loss is 54" in found.why


@pytest.mark.parametrize(
    ("loss", "d", "g", "verdict"),
    [
        ("hinge", 0.9, -0.4, "not enough evidence"),
        ("hinge", 0.01, 1.6, "convergence failure"),
        ("least_squares", 0.04, 0.9, "not enough evidence"),
        ("least_squares", 0.003, 1.0, "convergence failure"),
        ("least_squares", 1.3, 0.9, "convergence failure"),
        ("non_saturating", 0.04, 3.0, "convergence failure"),
        ("minimax", 0.3, -0.01, "vanishing generator gradient"),
    ],
)
def test_each_loss_has_its_own_scale(loss, d, g, verdict):
    found = diagnose(losses(d=d) | {"g_loss": np.full(400, g)}, loss=loss)
    assert found.verdict == verdict, str(found)


def test_a_negative_loss_of_g_is_told_by_that_of_d():
    hinge = {"d_loss_real": np.full(400, 0.7), "d_loss_fake": np.full(400, 1.5), "g_loss": np.full(400, -0.4)}
    assert diagnose(hinge).evidence[1].says == "It is the hinge loss."
    minimax = hinge | {"d_loss_fake": np.full(400, 0.42)}
    assert diagnose(minimax).evidence[1].says == "It is the minimax loss."
    unknown = {"d_loss": np.full(400, 1.1), "g_loss": np.full(400, -0.4)}
    assert diagnose(unknown).evidence == () and "do not say who has won" in diagnose(unknown).why


def test_steps_of_a_fit_that_was_stopped():
    points = ring(640).astype("float32")
    gan = training.GAN(dense.generator(seed=1), dense.discriminator(seed=2), seed=3)
    gan.compile()

    class Stop(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 1

    for _ in range(2):  # steps of an earlier fit do not count
        history = gan.fit(points, batch_size=4, epochs=1, verbose=0, callbacks=Stop())
    assert "2 steps are too few" in diagnose(history).why


def test_a_verdict_does_not_contradict_its_evidence(eights):
    rng = np.random.default_rng(0)
    mean = eights[:300].mean(axis=0)
    seen = set()
    for pull in (0.0, 0.2, 0.28, 0.35):  # towards the mean eight: more and more alike
        samples = ((1 - pull) * eights[300:] + pull * mean + rng.normal(0, 3, (300, 28, 28, 1))).clip(0, 255)
        found = diagnose(losses(), samples.astype("uint8"), eights[:300])
        spread = next(e for e in found.evidence if e.name == "distance between samples")
        ratio = spread.value
        assert ("nearly as real" in spread.says) == (0.75 <= ratio < 0.8), str(spread)
        seen.add("nearly as real" in spread.says)
        assert found.verdict == "stable" and ("as varied" in found.why) == (ratio >= 0.75), str(found)
        if ratio < 0.75:
            assert f"more alike ({ratio:.2f}" in found.why
    assert seen == {True, False}


def probabilities(counts, sure):
    """Of so many images of each class, given to it with this probability; the rest goes to class 0, of class 0 to class 1."""
    classes = np.repeat(np.arange(len(counts)), counts)
    p = np.zeros((len(classes), len(counts)))
    p[np.arange(len(classes)), (classes == 0).astype(int)] = 1 - sure
    p[np.arange(len(classes)), classes] = sure
    return p


@pytest.mark.parametrize(
    ("drawn", "sure", "missing"),
    [
        ((100, 100, 100, 100), 0.95, 0),
        ((180, 180, 25, 15), 0.95, 1),  # sure of all: below a fifth of its share is hardly drawn
        ((180, 180, 25, 15), 0.7, 0),  # sure of none: then only below a tenth
        ((190, 195, 8, 7), 0.7, 2),
    ],
)
def test_a_class_is_left_out_by_what_the_classifier_is_sure_of(drawn, sure, missing):
    real = probabilities((100, 100, 100, 100), 0.95)
    share, n, of = Counts(probabilities(drawn, sure), real).left_out()
    assert (n, of, share) == (missing, 4, missing / 4)


def test_samples_that_nobody_is_sure_of_do_not_count_beside_a_few_that_are():
    """Ninety poor samples of all classes, and ten good ones of a single class: the ten alone would say that three are missing."""
    poor, good = probabilities((30, 20, 20, 20), 0.6), probabilities((0, 10, 0, 0), 0.99)
    real = probabilities((25, 25, 25, 25), 0.95)
    assert Counts(np.concatenate([poor, good]), real).left_out()[1] == 0


def test_what_is_said_of_losses_near_zero_is_what_they_are():
    both = diagnose(losses(d=0.0, g=0.0)).why
    assert "Both losses are near zero" in both
    flat = losses(d=0.0, g=-6.5)
    assert (
        "G's is -6.5" in diagnose(flat, loss="minimax").why
        and "Both" not in diagnose(flat, loss="minimax").why
    )


def test_the_record_of_the_benchmark():
    """19 in 20 are right, and nine in ten of the collapses, on runs and sets that no threshold was set on."""
    record = results.load("diagnosis")
    runs = record["runs"]
    trained, made = ([r for r in runs if r["what"] == what] for what in ("training", "made"))
    assert len(trained) >= 30 and len({r["objective"] for r in trained}) >= 6 and len(made) >= 30
    labelled = [r for r in runs if r["label"] is not None]
    kinds = [(r["what"], r["kind"]) for r in labelled]
    assert max(kinds.count(kind) for kind in kinds) <= 10
    assert sum(r["label"] == r["verdict"] for r in labelled) >= 0.95 * len(labelled)
    collapsed = [r for r in labelled if r["label"] == "mode collapse"]
    assert sum(r["verdict"] == "mode collapse" for r in collapsed) >= 0.9 * len(collapsed)
    for what, summary in record["summary"].items():
        mine = [r for r in labelled if r["what"] == what]
        assert summary["right"] == sum(r["label"] == r["verdict"] for r in mine)
        assert (
            sum(sum(row.values()) for row in summary["confusion"].values())
            == len(mine)
            == summary["labelled"]
        )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (({"g_loss": [1.0]},), "history has no d_loss_real, d_loss_fake"),
        (([1, 2],), "history is a list"),
        ((losses(steps=0),), "history is empty"),
        ((losses() | {"g_loss": [1.0]},), "one value of each"),
        ((losses(), ring(50)), "give both, or neither"),
        ((losses(), ring(19), ring(50)), "at least 20"),
        ((losses(), ring(50), np.zeros((50, 3))), "a real one"),
        ((losses(), np.full((50, 2), np.nan), ring(50)), "samples is not finite"),
    ],
)
def test_errors_say_what_was_given(arguments, message):
    with pytest.raises(ValueError, match=message):
        diagnose(*arguments)


def test_the_callback_follows_a_training(capsys):
    points = ring(2000).astype("float32")
    gan = training.GAN(dense.generator(seed=1), dense.discriminator(seed=2), seed=3)
    gan.compile()
    asked = callbacks.Diagnose(points, every=60, n=100)
    gan.fit(points, batch_size=32, epochs=1, steps_per_epoch=180, verbose=0, callbacks=[asked])
    assert [step for step, _ in asked.verdicts] == [60, 120, 180]
    assert asked.verdicts[0][1].verdict == "not enough evidence" and "60 steps" in asked.verdicts[0][1].why
    again = diagnose(asked.losses[""], gan.generate(100, seed=0), points)
    assert asked.verdicts[-1][1] == again
    changes = 1 + sum(
        a.verdict != b.verdict for (_, a), (_, b) in zip(asked.verdicts, asked.verdicts[1:], strict=False)
    )
    assert capsys.readouterr().out.count("Step ") == changes


def test_the_callback_says_that_weights_are_lost():
    points = ring(500).astype("float32")
    gan = training.GAN(dense.generator(seed=1), dense.discriminator(seed=2), seed=3)
    gan.compile()

    class Lose(keras.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 3:
                gan.generator.set_weights([np.full_like(w, np.nan) for w in gan.generator.get_weights()])

    asked = callbacks.Diagnose(points, every=5, n=50, show=False)
    gan.fit(points, batch_size=32, epochs=1, steps_per_epoch=5, verbose=0, callbacks=[Lose(), asked])
    assert asked.verdicts[0][1].verdict == "convergence failure"


def test_a_reference_of_another_shape_is_refused_before_training(eights):
    gan = training.GAN(dense.generator(seed=1), dense.discriminator(seed=2), seed=3)
    gan.compile()
    with pytest.raises(ValueError, match=r"reference has shape \(\d+, 28, 28, 1\)"):
        gan.fit(ring(64).astype("float32"), batch_size=8, verbose=0, callbacks=callbacks.Diagnose(eights))
    assert int(gan.optimizers["g"].iterations) == 0
