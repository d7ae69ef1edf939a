"""Statistics that arrive in batches: the same as all at once, far from zero too, in memory that does not grow."""

import tracemalloc

from gan_lessons import metrics

import numpy as np
import pytest


def rows(n=500, d=7, offset=0.0, seed=0):
    draw = np.random.default_rng(seed)
    return draw.standard_normal((n, d)) @ draw.standard_normal((d, d)) + offset


def same(statistics, x, rel=1e-12):
    scale = np.abs(np.cov(x, rowvar=False)).max()
    assert statistics.n == len(x)
    assert statistics.mean == pytest.approx(x.mean(axis=0), rel=rel, abs=rel)
    assert np.abs(statistics.covariance - np.atleast_2d(np.cov(x, rowvar=False))).max() < rel * scale


@pytest.mark.parametrize("size", [1, 3, 100, 500])
def test_batches_give_the_same(size):
    x = rows()
    gathered = metrics.Statistics()
    for start in range(0, len(x), size):
        gathered.add(x[start : start + size])
    same(gathered, x)
    assert (gathered.covariance == gathered.covariance.T).all()


def test_one_large_batch_is_taken_in_blocks():
    x = rows(3000, 800)
    same(metrics.Statistics(x), x, rel=1e-11)


def test_one_feature():
    x = rows(50, 1)
    assert metrics.Statistics(x).covariance.shape == (1, 1)
    same(metrics.Statistics(x), x)


@pytest.mark.parametrize("offset", [1e4, 1e7])
@pytest.mark.parametrize("size", [1, 64])
def test_far_from_zero_nothing_cancels(offset, size):
    x = rows(640, 5)
    exact = np.cov(x, rowvar=False)
    moved = x + offset
    exact = np.cov((moved.astype("longdouble") - moved.astype("longdouble").mean(axis=0)).T.astype("float64"))
    gathered = metrics.Statistics()
    for batch in np.split(moved, len(moved) // size):
        gathered.add(batch)
    # Adding squares would be wrong by 1e-16 times the offset squared: by one part in a hundred for 1e7.
    assert np.abs(gathered.covariance - exact).max() < 1e-16 * offset * 100


def test_drifting_batches():
    x = rows(600, 4) + np.linspace(0, 1e5, 600)[:, None]
    gathered = metrics.Statistics()
    for batch in np.split(x, 60):
        gathered.add(batch)
    same(gathered, x, rel=1e-11)


def test_merged_in_any_order():
    x = rows(300, 6, offset=10)
    a, b, c = (metrics.Statistics(part) for part in np.split(x, [20, 21]))
    same(a + b + c, x)
    same(c + (b + a), x)
    same(metrics.Statistics() + a + metrics.Statistics() + b + c, x)
    same(a, x[:20])  # a sum leaves its parts as they were
    assert a.merge(b) is a
    same(a.merge(c), x)


def test_memory_does_not_grow_with_n():
    gathered = metrics.Statistics(np.zeros((100, 64), "float32"))
    batch = rows(10_000, 64).astype("float32")
    tracemalloc.start()
    for _ in range(20):
        gathered.add(batch)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert gathered.n == 200_100
    assert kept < 200_000 and peak < 40e6


def test_saved_and_loaded(tmp_path):
    gathered = metrics.Statistics(rows(), extractor="mnist")
    gathered.save(tmp_path / "real.npz")
    loaded = metrics.Statistics.load(tmp_path / "real.npz")
    assert (loaded.n, loaded.extractor, loaded.dimensions) == (500, "mnist", 7)
    assert (loaded.mean == gathered.mean).all() and (loaded.covariance == gathered.covariance).all()
    more = rows(40, 7, seed=4)
    same(loaded.add(more), np.concatenate([rows(), more]))


def test_other_files_are_refused(tmp_path):
    np.savez(tmp_path / "other.npz", mu=np.zeros(3))
    (tmp_path / "text.npz").write_text("no archive")
    for name in ("other.npz", "text.npz"):
        with pytest.raises(ValueError, match=f"{name} does not hold Statistics"):
            metrics.Statistics.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        metrics.Statistics.load(tmp_path / "none.npz")


def test_a_bad_batch_leaves_all_as_it_was():
    gathered = metrics.Statistics(rows())
    for batch, named in (
        (np.zeros((3, 6)), "6 features a row"),
        (np.full((3, 7), np.nan), "3 of 3 rows"),
        (np.zeros(7), r"shape \(7,\)"),
        (np.zeros((3, 4, 4, 1)), "look like images"),
    ):
        with pytest.raises(ValueError, match=named):
            gathered.add(batch)
    same(gathered, rows())


def test_sets_from_two_extractors_do_not_mix():
    with pytest.raises(ValueError, match=r"'mnist'.*'cifar10'"):
        metrics.Statistics(rows(), "mnist").merge(metrics.Statistics(rows(), "cifar10"))


def test_too_few_rows_say_so():
    with pytest.raises(ValueError, match="0 rows"):
        _ = metrics.Statistics().mean
    with pytest.raises(ValueError, match="1 rows; expected at least 2"):
        _ = metrics.Statistics(rows(1)).covariance


def test_images_are_read_by_the_extractor():
    means = metrics.FunctionExtractor("means", lambda images: images.mean(axis=(1, 2)).astype("float32"))
    images = np.random.default_rng(0).integers(0, 256, (40, 5, 5, 3), "uint8")
    gathered = metrics.Statistics(extractor=means).add(images[:15]).add(images[15:])
    same(gathered, images.mean(axis=(1, 2)), rel=1e-5)
    assert repr(gathered) == "<Statistics of 40 rows of 3 features ['means']>"
