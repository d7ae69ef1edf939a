"""The networks of chapter 20: parameter counts, the three kinds of discriminator, and the source logit."""

from gan_lessons.models import dcgan, semi_supervised

import keras
import numpy as np
import pytest
from keras import layers, ops

KINDS = semi_supervised.KINDS
# Three equal class logits, and D = Z / (Z + 1) as chapter 20 prints it.
PRINTED = {
    -10: 0.00013618124143106674,
    -1: 0.5246331135813284,
    0: 0.75,
    1: 0.890768227426964,
    10: 0.9999848669190928,
}


def images(n=4, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, (n, 28, 28, 1)).astype("float32")


def arrays(outputs):
    return [ops.convert_to_numpy(x) for x in outputs]


def test_the_chapters_parameter_counts():
    assert semi_supervised.generator().count_params() == 1_164_289
    counts = {kind: semi_supervised.discriminator(kind=kind).count_params() for kind in KINDS}
    assert counts == {"heads": 318_987, "k_plus_1": 318_987, "stacked": 316_938}
    laptop = semi_supervised.generator("laptop").count_params()
    assert laptop == dcgan.generator("laptop").count_params()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_three_outputs_of_each_kind(recipe, kind):
    d = semi_supervised.discriminator(recipe, kind, n_classes=4, seed=1)
    out = arrays(d(images(5)))
    assert [x.shape for x in out[:2]] == [(5, 1), (5, 4)] and len(out[2]) == 5 and out[2].ndim == 2
    if recipe == "classic":
        assert out[2].shape == (5, 2048)
    if kind == "stacked":
        assert out[0][:, 0] == pytest.approx(np.log(np.exp(out[1]).sum(axis=1)), abs=1e-5)


@pytest.mark.parametrize(("logit", "printed"), PRINTED.items())
def test_the_source_is_what_the_chapter_prints(logit, printed):
    source = semi_supervised.source_logit(np.full((2, 3), logit, "float32"))
    assert source.shape == (2, 1)
    assert arrays([ops.sigmoid(source)])[0] == pytest.approx(printed, rel=1e-5)


def test_the_source_does_not_overflow():
    logits = np.array([[1000.0] * 3, [-1000.0] * 3, [1000.0, -1000.0, 0.0]], "float32")
    (source,) = arrays([semi_supervised.source_logit(logits)])
    assert source[:, 0] == pytest.approx([1000 + np.log(3), -1000 + np.log(3), 1000], rel=1e-6)


def test_eleven_logits_with_the_last_at_zero_are_the_stacked_kind():
    stacked, eleven = (semi_supervised.discriminator(kind=kind, seed=1) for kind in ("stacked", "k_plus_1"))
    *trunk, kernel, bias = stacked.get_weights()
    column = np.zeros((len(kernel), 1), "float32")
    eleven.set_weights([*trunk, np.hstack([kernel, column]), np.append(bias, np.float32(0))])
    for a, b in zip(arrays(stacked(images())), arrays(eleven(images())), strict=True):
        assert a == pytest.approx(b, abs=1e-5)
    eleven.set_weights([*trunk, np.hstack([kernel, column]), np.append(bias, np.float32(2))])
    higher, lower = arrays([stacked(images())[0], eleven(images())[0]])
    assert higher - lower == pytest.approx(2, abs=1e-5), "the logit of 'generated' is taken off"


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_one_says_the_same(kind, tmp_path):
    d = semi_supervised.discriminator("laptop", kind, seed=1)
    d.save(tmp_path / "d.keras")
    loaded = keras.saving.load_model(tmp_path / "d.keras")
    for a, b in zip(arrays(d(images())), arrays(loaded(images())), strict=True):
        assert np.array_equal(a, b)


def test_the_classifier_shares_its_weights():
    d = semi_supervised.discriminator("laptop", seed=1)
    named = semi_supervised.classifier(d)
    before = ops.convert_to_numpy(named(images()))
    assert np.array_equal(before, arrays(d(images()))[1])
    layer = next(x for x in d.layers if isinstance(x, layers.Conv2D))
    layer.kernel.assign(layer.kernel * 2)
    after = ops.convert_to_numpy(named(images()))
    assert not np.allclose(before, after) and np.array_equal(after, arrays(d(images()))[1])


@pytest.mark.parametrize("recipe", ["classic", "laptop"])
def test_a_seed_gives_the_same_weights_and_none_others(recipe):
    one, same, other = (semi_supervised.discriminator(recipe, seed=s).get_weights() for s in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(one, other, strict=True) if a.ndim > 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: semi_supervised.generator("wide"), "recipe is 'wide'"),
        (lambda: semi_supervised.generator(latent_dim=0), "latent_dim is 0"),
        (lambda: semi_supervised.discriminator("wide"), "recipe is 'wide'"),
        (lambda: semi_supervised.discriminator(kind="two"), "kind is 'two'"),
        (lambda: semi_supervised.discriminator(n_classes=1), "n_classes is 1"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
