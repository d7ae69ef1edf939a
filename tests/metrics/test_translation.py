"""Scores of translations: what they are, and which ruler sees what."""

from gan_lessons import metrics
from gan_lessons.metrics import translation

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

RNG = np.random.default_rng(0)


def rough(n=80, size=32, channels=3, seed=0):
    """Images with a texture: smooth noise under fine noise, lit from one side."""
    rng = np.random.default_rng(seed)
    height = gaussian_filter(rng.standard_normal((n, size, size)), (0, 1.2, 1.2))
    light = height - np.roll(height, (1, 1), axis=(1, 2))
    ground = gaussian_filter(rng.standard_normal((n, size, size, channels)), (0, 8, 8, 0)) * 400
    return np.clip(128 + ground + 120 * light[..., None], 0, 255).astype(np.uint8)


def blurred(images, sigma=0.7):
    return np.rint(gaussian_filter(images.astype(float), (0, sigma, sigma, 0))).astype(np.uint8)


def test_the_mean_error_is_in_levels_and_of_the_marked_pixels():
    true = np.zeros((2, 4, 4, 3), np.uint8)
    made = true.copy()
    made[0, :2] = 6
    assert metrics.mean_error(made, true) == pytest.approx(1.5)
    where = np.zeros((2, 4, 4), bool)
    where[0, 1:3] = True
    assert metrics.mean_error(made, true, where) == pytest.approx(3)
    assert metrics.mean_error(np.float32(made / 127.5 - 1), true) == pytest.approx(1.5)
    for wrong in (where[0], where.astype(int), np.zeros_like(where)):
        with pytest.raises(ValueError, match="where has shape"):
            metrics.mean_error(made, true, wrong)


@pytest.mark.parametrize("channels", [1, 3])
def test_similarity_is_that_of_another_implementation(channels):
    from skimage.metrics import structural_similarity

    true = RNG.integers(0, 256, (70, 13, 17, channels), dtype=np.uint8)
    made = np.clip(true + RNG.normal(0, 40, true.shape), 0, 255).astype(np.uint8)
    made[1] = blurred(true[1:2])[0]
    made[2] = true[2]
    made[3] = 255 - true[3]
    expected = [
        structural_similarity(
            a,
            b,
            channel_axis=2,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            data_range=255,
        )
        for a, b in zip(made, true, strict=True)
    ]
    found = metrics.structural_similarity(made, true)
    assert found == pytest.approx(expected, abs=1e-6)
    assert found[2] == pytest.approx(1) and found[3] < 0


def test_the_distance_of_textures_sees_the_blur_that_the_mean_error_prefers():
    true = rough()
    other = rough(seed=1)  # as rough, in other places
    wrong_place, blur = true.copy(), blurred(true)
    wrong_place[:] = np.clip(true.astype(int) - rough(seed=2) + rough(seed=3), 0, 255)
    assert metrics.mean_error(blur, true) < metrics.mean_error(other, true) / 2
    chance = abs(metrics.texture_distance(true, true, subsets=5).value)
    real, smooth = (metrics.texture_distance(x, true, subsets=5).value for x in (other, blur))
    assert smooth > 20 * max(abs(real), chance)
    noisy = np.clip(true + RNG.normal(0, 6, true.shape), 0, 255).astype(np.uint8)
    assert metrics.texture_distance(noisy, true, subsets=5).value > 5 * max(abs(real), chance)


def test_texture_knows_the_direction_of_the_light_but_neither_colour_nor_place():
    true = rough()
    shifted = np.roll(true, 5, axis=0)
    turned = np.rot90(true, axes=(1, 2))
    brighter = (true.astype(int) // 2 + 100).astype(np.uint8), (true // 2).astype(np.uint8)
    same = abs(metrics.texture_distance(shifted, true, subsets=5).value)
    assert metrics.texture_distance(turned, true, subsets=5).value > 20 * same
    assert abs(metrics.texture_distance(*brighter, subsets=5).value) < 3 * same + 0.002


def test_texture_is_the_same_in_every_call_and_names_what_it_read():
    true = rough(20)
    one, two = (metrics.texture_distance(blurred(true), true, subsets=2) for _ in range(2))
    assert one == two and "textures" in str(one) and one.n == (4000, 4000)
    assert metrics.texture_distance(blurred(true), true, subsets=2, seed=1) != one
    few = metrics.texture_distance(true[:3], true, patches=600, subsets=2)
    assert few.n == (600, 600) and few.dimensions == 3 * 8 * 5


def test_a_score_has_all_three():
    true = rough(20)
    score = metrics.translation_score(blurred(true), true)
    assert score.error == pytest.approx(metrics.mean_error(blurred(true), true))
    assert score.similarity == pytest.approx(metrics.structural_similarity(blurred(true), true).mean())
    assert score.n == 20 and str(score).startswith(f"error {score.error:.2f} of 255 levels, SSIM 0.")
    generated = (true / np.float32(127.5) - 1).astype("float32")
    assert metrics.translation_score(generated, true).error == 0, "tanh's range is understood"


@pytest.mark.parametrize(
    "score",
    [metrics.mean_error, metrics.structural_similarity, metrics.texture_distance, metrics.translation_score],
)
def test_what_does_not_belong_together_is_refused(score):
    a = RNG.integers(0, 256, (5, 12, 12, 3), dtype=np.uint8)
    with pytest.raises(ValueError, match=r"made has shape"):
        score(a, a[..., :1])
    for wrong in (a[0], a.astype(float), a * np.float32(1), np.ma.masked_array(a), "images", None):
        with pytest.raises(ValueError, match="true: "):
            score(a, wrong)
    if score is not metrics.mean_error:
        with pytest.raises(ValueError, match=r"made: .* of at least"):
            score(a[:, :7], a[:, :7])


def test_patches_come_whole_from_within_the_images():
    images = np.arange(3 * 9 * 10 * 2).reshape(3, 9, 10, 2).astype(np.uint8)
    cut = translation._patches(images, 50, np.random.default_rng(0))
    assert cut.shape == (50, 8, 8, 2)
    places = {images[k, t : t + 8, s : s + 8].tobytes() for k in range(3) for t in range(2) for s in range(3)}
    assert {np.ascontiguousarray(patch).tobytes() for patch in cut} <= places
