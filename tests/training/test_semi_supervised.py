"""The semi-supervised GAN: what its losses are, who moves, and that a few labels are enough where the images show the classes."""

import gan_lessons  # noqa: F401
from gan_lessons import data, models
from gan_lessons.training import SemiSupervisedGAN, labelled_subset, recipes

import keras
import numpy as np
import pytest
from keras import layers, ops

from .games import all_moved, same, snapshot

CLASSES = 3
KINDS = models.semi_supervised.KINDS


def dense(x, n, seed, activation="tanh"):
    return layers.Dense(n, activation=activation, kernel_initializer=keras.initializers.GlorotUniform(seed))(
        x
    )


def generator(seed=1):
    z = keras.Input((4,), name="latents")
    return keras.Model(z, dense(dense(z, 16, seed), 2, seed + 1, None), name="generator")


def discriminator(kind="stacked", n_classes=CLASSES, seed=11, zero=False):
    x0 = keras.Input((2,), name="points")
    features = dense(x0, 24, seed)
    init = keras.initializers.Zeros if zero else lambda: keras.initializers.GlorotUniform(seed + 2)
    heads = models.semi_supervised._heads(features, kind, n_classes, init)
    return keras.Model(x0, [*heads, features], name="discriminator")


def clouds(n=300, seed=0, n_classes=CLASSES):
    """Points around the corners of a polygon, and which corner: float32 (n, 2), int32 (n,)."""
    rng = np.random.default_rng(seed)
    labels = np.arange(n, dtype="int32") % n_classes
    angle = 2 * np.pi * labels / n_classes
    corners = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return (corners + 0.15 * rng.standard_normal((n, 2))).astype("float32"), labels


def game(kind="stacked", n_labelled=6, seed=5, **options):
    gan = SemiSupervisedGAN(generator(), discriminator(kind), *clouds(n_labelled, seed=1), seed=seed)
    gan.compile(**options)
    return gan


def points(n=32):
    return (ops.convert_to_tensor(clouds(n)[0]),)


# ---- the objective --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("d_batches", ["joint", "separate", "alternate"])
def test_the_first_losses_of_the_chapter(d_batches):
    # Untrained class logits are near 0, so that D(x) = Z / (Z + 1) = 10 / 11 for all that it sees.
    gan = SemiSupervisedGAN(generator(), discriminator(n_classes=10, zero=True), *clouds(20, 1, 10), seed=1)
    still = [keras.optimizers.SGD(0.0) for _ in range(2)]
    gan.compile(*still, d_batches=d_batches)
    logs = {name: float(value) for name, value in gan.step(points()).items()}
    assert logs["d_loss_real"] == pytest.approx(np.log(11 / 10), abs=1e-5)
    assert logs["d_loss_real"] == pytest.approx(0.0953, abs=5e-5)
    assert logs["d_loss_fake"] == pytest.approx(np.log(11), abs=1e-5)
    assert logs["g_loss"] == pytest.approx(np.log(11 / 10), abs=1e-5)
    assert logs["supervised_loss"] == pytest.approx(np.log(10), abs=1e-5)


def numpy_class_loss(gan, samples, labels):
    logits = ops.convert_to_numpy(gan.discriminator(samples)[1]).astype("float64")
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(labels)), labels].mean()


def test_ds_loss_is_the_source_loss_and_the_weighted_class_loss(monkeypatch):
    gan = game(d_batches="separate", supervised_weight=0.3, labelled_batch=40)
    fakes = clouds(30, seed=9)[0] + 0.4
    monkeypatch.setattr(gan, "fakes", lambda batch: ops.convert_to_tensor(fakes))
    rows = np.arange(40) % 6
    monkeypatch.setattr(keras.random, "randint", lambda *a, **k: ops.convert_to_tensor(rows))
    real = clouds(30)[0]
    loss, logs = gan.d_loss({"images": ops.convert_to_tensor(real)})
    on_real, on_fakes = (ops.convert_to_numpy(gan.discriminator(x)[0]) for x in (real, fakes))
    expected = (np.log1p(np.exp(-on_real)).mean() + np.log1p(np.exp(on_fakes)).mean()) / 2
    classes = numpy_class_loss(gan, gan.labelled_images[rows], gan.labels[rows])
    assert float(logs["supervised_loss"]) == pytest.approx(classes, abs=1e-5)
    assert float(loss) == pytest.approx(expected + 0.3 * classes, abs=1e-5)


def test_the_labelled_batch_is_drawn_from_all_that_is_labelled_and_anew_in_each_step():
    gan = game(n_labelled=6, labelled_batch=500)
    seen = []
    plain = gan.judged
    gan.judged = lambda samples, labels: seen.append(ops.convert_to_numpy(samples)) or plain(samples, labels)
    for _ in range(2):
        gan.supervised_loss({})
    assert len(seen[0]) == 500 and not np.array_equal(*seen)
    found, counts = np.unique(seen[0], axis=0, return_counts=True)
    assert found == pytest.approx(np.unique(gan.labelled_images, axis=0)) and counts.min() > 50


def test_labelled_images_are_scaled_as_the_others():
    d = models.semi_supervised.discriminator("laptop", seed=1)
    images = np.full((10, 28, 28, 1), 255, "uint8")
    gan = SemiSupervisedGAN(models.dcgan.generator("laptop", seed=1), d, images, np.arange(10), seed=1)
    gan.compile(labelled_batch=4)
    seen = []
    gan.judged = lambda samples, labels: seen.append(samples) or d(samples)
    gan.supervised_loss({})
    assert ops.convert_to_numpy(seen[0]).min() == 1.0
    assert gan.class_logits(images[:3]) == pytest.approx(
        ops.convert_to_numpy(d(np.ones((3, 28, 28, 1), "float32"))[1]), abs=1e-5
    )


@pytest.mark.parametrize("reuse_fakes", [False, True])
def test_feature_matching_compares_mean_features(reuse_fakes, monkeypatch):
    gan = game(feature_matching=True, reuse_fakes=reuse_fakes)
    fakes = ops.convert_to_tensor(clouds(20, seed=9)[0] + 0.4)
    monkeypatch.setattr(gan, "generated", lambda latents, labels: fakes)
    batch = gan.prepare(points(20))
    loss, logs = gan.g_loss(batch)
    real, fake = (
        ops.convert_to_numpy(gan.discriminator(x)[2]).mean(axis=0) for x in (batch["images"], fakes)
    )
    assert float(loss) == pytest.approx(((real - fake) ** 2).sum(), rel=1e-4)
    assert float(logs["g_loss"]) == pytest.approx(float(loss))


@pytest.mark.parametrize("feature_matching", [False, True])
@pytest.mark.parametrize("d_batches", ["joint", "separate", "alternate"])
def test_each_update_moves_its_own_player_only(d_batches, feature_matching):
    gan = game(d_batches=d_batches, feature_matching=feature_matching)
    d, g = snapshot(gan.discriminator.weights), snapshot(gan.generator.weights)
    gan.move("d", points())
    assert same(g, gan.generator.weights) and all_moved(d, gan.discriminator.weights)
    d = snapshot(gan.discriminator.weights)
    gan.move("g", points())
    assert same(d, gan.discriminator.weights) and all_moved(g, gan.generator.weights)


def test_the_labels_alone_move_the_features_too():
    gan = game(d_batches="alternate")
    (player, _) = gan.team
    assert player.losses[0] == gan.supervised_loss and len(player.losses) == 3, "as in chapter 20"
    d, g = snapshot(gan.discriminator.weights), snapshot(gan.generator.weights)
    gan.update(player, gan.supervised_loss, gan.prepare(points()))
    assert same(g, gan.generator.weights) and all_moved(d, gan.discriminator.weights)


# ---- learning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_learns_from_two_labels_a_class(kind):
    gan = SemiSupervisedGAN(generator(), discriminator(kind), *clouds(6, seed=1), seed=5)
    adam = [keras.optimizers.Adam(5e-3, beta_1=0.5) for _ in range(2)]
    gan.compile(*adam, labelled_batch=12, feature_matching=kind == "stacked")
    history = gan.fit(clouds(600)[0], batch_size=60, epochs=1, steps_per_epoch=150, verbose=0).history
    x, y = clouds(300, seed=3)
    assert (gan.classify(x) == y).mean() > 0.95
    assert gan.classify(x).dtype == np.int32 and gan.class_logits(x).shape == (300, CLASSES)
    assert np.isfinite([v[-1] for v in history.values()]).all() and history["supervised_acc"][-1] > 0.8
    if kind == "stacked":
        assert np.abs(gan.generate(200, seed=0).mean(axis=0) - x.mean(axis=0)).max() < 0.7


def test_labels_given_to_fit_are_not_used():
    x, y = clouds(64)
    histories = []
    for labels in (None, y):
        histories.append(game(run_eagerly=True).fit(x, labels, batch_size=32, verbose=0).history)
    assert histories[0] == histories[1]
    assert set(histories[0]) == set(SemiSupervisedGAN.metric_names)


def test_a_saved_one_goes_on_as_it_was(tmp_path):
    options = {
        "d_batches": "alternate",
        "labelled_batch": 7,
        "supervised_weight": 0.5,
        "feature_matching": True,
    }
    gan = game(**options, run_eagerly=True)
    x = clouds(64)[0]
    gan.fit(x, batch_size=32, verbose=0)
    gan.save(tmp_path / "gan.keras")
    loaded = keras.saving.load_model(tmp_path / "gan.keras")
    loaded.run_eagerly = True
    assert type(loaded) is SemiSupervisedGAN
    assert {name: getattr(loaded, name) for name in options} == options
    for name in ("labelled_images", "labels"):
        here, there = getattr(gan, name), getattr(loaded, name)
        assert np.array_equal(here, there) and here.dtype == there.dtype
    assert np.array_equal(loaded.class_logits(x), gan.class_logits(x))
    after = [g.fit(x, batch_size=32, verbose=0).history for g in (gan, loaded)]
    for name in SemiSupervisedGAN.metric_names:
        assert after[0][name] == pytest.approx(after[1][name], rel=1e-5), name


def test_the_recipes():
    images = np.random.default_rng(0).integers(0, 256, (64, 28, 28, 1), "uint8")
    gan, fit = recipes.semi_supervised("classic", 12_000, images, np.arange(64) % 10, seed=1)
    assert fit == {"batch_size": 50, "epochs": 20, "steps_per_epoch": 600}
    assert (gan.labelled_batch, gan.g_batch, gan.d_batches) == (50, 100, "alternate")
    assert not gan.feature_matching and gan.discriminator.count_params() == 316_938
    gan, fit = recipes.semi_supervised(
        "laptop", 2, images, np.arange(64) % 10, seed=1, kind="heads", run_eagerly=True
    )
    history = gan.fit(images, **fit, verbose=0)
    assert np.isfinite([v[-1] for v in history.history.values()]).all()


# ---- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (clouds(0)[0], clouds(0)[1], "0 labelled images with 0 labels"),
        (clouds(6)[0], clouds(5)[1], "6 images were given with 5 labels"),
        (clouds(6)[0], clouds(6)[1] % 2, r"no labelled image of the classes \[2\]"),
        (clouds(6)[0], clouds(6)[1] + 1, "Labels lie in 1 to 3"),
        (clouds(6)[0], clouds(6)[1].astype("float32"), "dtype float32; expected integers"),
        (clouds(6)[0][:, :1], clouds(6)[1], "the discriminator takes"),
        (clouds(6)[0].astype("int64"), clouds(6)[1], "have dtype int64"),
    ],
)
def test_labelled_samples_that_do_not_fit(images, labels, message):
    with pytest.raises(ValueError, match=message):
        SemiSupervisedGAN(generator(), discriminator(), images, labels)


def test_networks_and_options_that_do_not_fit():
    d = discriminator()
    two = keras.Model(d.inputs, d.outputs[:1])
    with pytest.raises(ValueError, match=r"outputs have shapes \[\(1,\)\]; a SemiSupervisedGAN needs"):
        SemiSupervisedGAN(generator(), two, *clouds(6))
    with pytest.raises(ValueError, match="labelled_batch is 0"):
        game(labelled_batch=0)
    with pytest.raises(ValueError, match="supervised_weight is -1"):
        game(supervised_weight=-1)
    with pytest.raises(ValueError, match="the discriminator takes"):
        game().class_logits(np.zeros((4, 3), "float32"))


# ---- the labels that may be used ------------------------------------------------------------------------------------


def small_set(counts=(9, 5, 7)):
    labels = np.repeat(np.arange(len(counts)), counts)
    images = np.arange(len(labels), dtype="uint8").reshape(-1, 1, 1, 1)  # an image is its number
    return data.Dataset(images, labels, "numbers", "test", "train", tuple("abc"))


def numbers(dataset):
    return dataset.images.reshape(-1).tolist()


def test_equally_many_labels_of_each_class_and_none_twice():
    learn, none = labelled_subset(small_set(), 15, seed=1)
    assert none is None
    assert np.bincount(learn.labels).tolist() == [5, 5, 5] and len(set(numbers(learn))) == 15
    assert np.array_equal(learn.labels, small_set().labels[numbers(learn)])
    assert not np.array_equal(learn.labels, np.sort(learn.labels)), "not grouped by class"


def test_validation_counts_in_the_budget_and_is_apart():
    whole, _ = labelled_subset(small_set(), 12, seed=1)
    learn, choose = labelled_subset(small_set(), 12, seed=1, n_validation=3)
    assert np.bincount(learn.labels).tolist() == [3, 3, 3] and np.bincount(choose.labels).tolist() == [
        1,
        1,
        1,
    ]
    assert set(numbers(learn)) | set(numbers(choose)) == set(numbers(whole)), "the same twelve labels"
    assert not set(numbers(learn)) & set(numbers(choose))
    other, _ = labelled_subset(small_set(), 12, seed=2)
    assert numbers(whole) == numbers(labelled_subset(small_set(), 12, seed=1)[0]) != numbers(other)


def test_labels_that_cannot_be_shared_equally():
    draws = [labelled_subset(small_set(), 11, seed=seed, n_validation=3) for seed in range(20)]
    counts = [np.bincount(learn.labels).tolist() for learn, _ in draws]
    assert all(sorted(c) == [2, 3, 3] for c in counts)
    assert len({tuple(c) for c in counts}) > 1, "the draw says which class has less"


@pytest.mark.parametrize(
    ("n", "n_validation", "message"),
    [
        (2, 0, "n_labels is 2; at least one of each of the 3 classes .* give n_labels of 3 or more"),
        (0, 0, "at least one of each"),
        (-3, 0, "n_labels is -3"),
        (6, 4, "n_validation is 4"),
        (6, 6, "6 of them are for validation"),
        (8, 6, "6 of them are for validation.* give n_labels of 9 or more"),
        (18, 0, "6 of class 1, but there are only 5 images of it; ask for at most 15"),
    ],
)
def test_budgets_that_cannot_be(n, n_validation, message):
    with pytest.raises(ValueError, match=message):
        labelled_subset(small_set(), n, n_validation=n_validation)
