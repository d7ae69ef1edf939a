import base64
import io

from gan_lessons import models, plots, widgets

import keras
import numpy as np
import pytest
from PIL import Image

from tests.widgets.small import shown

RNG = np.random.default_rng(0)
SOURCE, TRUE, MADE = RNG.integers(0, 256, (3, 2, 32, 32, 3), np.uint8)
IMAGES = {"true": TRUE, "made <b>": MADE}
MARK = (0x8E, 0x3A, 0x97)


@pytest.fixture(scope="module")
def judge():
    return models.patchgan.discriminator(16, 32, width=2, norm="none", seed=0)


@pytest.fixture(scope="module")
def logits(judge):
    def of(images):
        pair = [x / np.float32(127.5) - 1 for x in (SOURCE, images)]
        return keras.ops.convert_to_numpy(judge(pair, training=False))[..., 0]

    return {name: of(images) for name, images in IMAGES.items()}


@pytest.fixture
def box(judge):
    return widgets.patch_scores(judge, SOURCE, IMAGES, width=64)


def test_each_place_has_the_colour_of_the_verdict_in_whose_middle_it_lies(box, logits):
    """The judge has 16 × 16 verdicts, 2 pixels apart; the middles of their squares lie at 2.5, 4.5 ..."""
    for name in IMAGES:
        np.testing.assert_allclose(box.scores[name], logits[name], atol=1e-6)
    box.find("opacity").value = 1.0
    box.find("row").value = box.find("column").value = 15  # the frame out of the way
    picture = shown(box.find("image"))
    assert np.array_equal(picture, box.array) and picture.shape == (64, 2 * 64 + 4, 3)
    largest = np.percentile(np.abs(np.stack([*logits.values()])), 98)
    for k, name in enumerate(IMAGES):
        for row, column, place in ((0, 0, (0, 0)), (3, 8, (0, 3)), (14, 15, (6, 6)), (4, 4, (1, 1))):
            colour = plots.scored(
                np.zeros((1, 1, 3), np.uint8), logits[name][0][place].reshape(1, 1), largest, 1
            )
            assert np.array_equal(picture[2 * row, 2 * column + 68 * k], colour[0, 0])
    box.find("opacity").value = 0.0
    assert np.array_equal(box.array[:32:2, :32:2], TRUE[0, :16, :16])
    box.find("which").value = 2
    assert np.array_equal(box.array[:32:2, 68:100:2], MADE[1, :16, :16])


def test_pressing_chooses_the_verdict_and_its_square_is_framed_and_shown(box, logits):
    box.find("opacity").value = 0.0
    for words, place in (("1 14,15", (6, 6)), ("2 14,15 20,49", (9, 6)), ("3 0,33", (0, 14))):
        box.find("stroke").value = words
        assert box.place == place == (box.find("row").value, box.find("column").value)
    box.find("stroke").value = "4 14,15"
    frame = np.argwhere((box.array == MARK).all(-1))
    assert frame.min(0).tolist() == [14, 14] and frame.max(0).tolist() == [45, 68 + 45], (
        "rows 7 to 22, twice as large"
    )
    scale = 130 // 16
    squares = box.seen_array[::scale, ::scale]
    for k, images in enumerate((SOURCE, TRUE, MADE)):
        assert np.array_equal(squares[:, 18 * k : 18 * k + 16], images[0, 7:23, 7:23])
    assert "it sees 16 × 16 pixels.<br>" in box.status.value
    for name, escaped in (("true", "true"), ("made <b>", "made &lt;b&gt;")):
        score = logits[name][0][6, 6]
        signed, mean = (f"{x:+.2g}".replace("-", "−") for x in (score, logits[name][0].mean()))
        said = "“real”" if score > 0 else "“generated”"
        assert f"<b>{escaped}</b>: {signed}, {said}; mean of its map {mean}" in box.status.value


def test_at_the_rim_the_square_is_clipped(box):
    box.find("row").value = box.find("column").value = 0
    assert "16 × 16 pixels, 11 × 11 of them within the image" in box.status.value
    squares = box.seen_array[::8, ::8]
    assert np.array_equal(squares[5:16, 5:16], SOURCE[0, :11, :11]) and (squares[:5, :16] == 235).all()


def test_a_judge_of_targets_alone_and_of_least_squares():
    judge = models.patchgan.discriminator(1, 8, (1,), width=2, norm="none", seed=0)
    grey = RNG.integers(0, 256, (3, 8, 8, 1), np.uint8)
    plain = widgets.patch_scores(judge, None, {"true": grey})
    shifted = widgets.patch_scores(judge, None, {"true": grey}, undecided=0.5)
    np.testing.assert_allclose(plain.scores["true"] - 0.5, shifted.scores["true"], atol=1e-6)
    shifted.find("opacity").value = 0
    assert (shown(shifted.find("image"))[::40, ::40][0, 0] == 255 - grey[0, 0, 0]).all(), "dark on white"
    assert "it sees 1 × 1 pixels" in shifted.status.value


def test_a_page_without_a_kernel_shows_images_and_maps(box, logits):
    names = [ax.get_title(loc="left") for ax in box.still().axes]
    assert names[:2] == ["true", f"true: {logits['true'][0].mean():+.1f} on average"] and len(names) == 4
    bundle, _ = box._repr_mimebundle_()
    assert Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))).width > 400


@pytest.mark.parametrize(
    ("source", "images", "options", "message"),
    [
        (None, IMAGES, {}, "takes 2 images at a time and source is None"),
        (SOURCE, {}, {}, "give a dict"),
        (SOURCE, [TRUE, MADE], {}, "give a dict"),
        (SOURCE[:1], IMAGES, {}, "'true' has shape"),
        (SOURCE[:, :16], IMAGES, {}, "'source' has shape"),
        (SOURCE, {"source": TRUE}, {}, "another name"),
        (SOURCE, IMAGES, {"undecided": "half"}, "undecided is 'half'"),
        (SOURCE, IMAGES, {"width": 1}, "width is 1"),
    ],
)
def test_what_does_not_fit_is_refused(judge, source, images, options, message):
    with pytest.raises(ValueError, match=message):
        widgets.patch_scores(judge, source, images, **options)


def test_networks_that_are_no_judges_of_patches_are_refused():
    image = keras.Input((8, 8, 3))
    dense = keras.Model(image, keras.layers.Dense(1)(keras.layers.Flatten()(image)), name="dense")
    coloured = keras.Model(image, keras.layers.Conv2D(3, 1)(image), name="coloured")
    for network, message in (
        ("d", "give a keras.Model"),
        (dense, "Flatten"),
        (coloured, "'coloured' have shapes"),
    ):
        with pytest.raises(ValueError, match=message):
            widgets.patch_scores(network, None, {"true": TRUE[:, :8, :8]})
