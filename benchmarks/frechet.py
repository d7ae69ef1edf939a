"""How long a Fréchet distance takes, and how its matrix root compares with SciPy's `sqrtm`.

    python benchmarks/frechet.py [--rows 10000] [--features 2048] [--runs 3]

The ways take turns, and each row is the median over the runs. Run it on a machine that does nothing else.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from gan_lessons import metrics
from gan_lessons.metrics import frechet

import common
import numpy as np
from scipy.linalg import sqrtm


def sets(rows: int, features: int) -> tuple[np.ndarray, np.ndarray]:
    """Two sets that are correlated and uneven, as a network's features are: variances over four powers of ten."""
    rng = np.random.default_rng(0)
    scales = np.logspace(0, -2, features, dtype="float32")
    mixing = np.linalg.qr(rng.standard_normal((features, features)))[0].astype("float32")
    first = (rng.standard_normal((rows, features), dtype="float32") * scales) @ mixing
    second = (rng.standard_normal((rows, features), dtype="float32") * (1.2 * scales + 0.003)) @ mixing
    return np.maximum(first + 0.3, 0), np.maximum(second + 0.35, 0)


def timed(function: Callable) -> tuple[float, float]:
    start = time.perf_counter()
    value = function()
    return time.perf_counter() - start, float(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--features", type=int, default=2048)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    a, b = sets(options.rows, options.features)
    first, second = metrics.Statistics(a), metrics.Statistics(b)
    covariances = first.covariance, second.covariance
    sides = [frechet.Gaussian(s.mean, covariance=s.covariance) for s in (first, second)]
    lacking = metrics.Statistics(np.where(np.arange(options.features) % 10 == 0, 0, a))
    singular = [frechet.Gaussian(s.mean, covariance=s.covariance) for s in (lacking, second)]
    step = first.mean - second.mean
    traces = sum(map(np.trace, covariances))

    ways = {
        "all in: two arrays of features": lambda: metrics.frechet_distance(a, b, groups=0).value,
        "matrix-root term alone": lambda: frechet.trace_of_root(*sides),
        "the same, a tenth of the features constant": lambda: frechet.trace_of_root(*singular),
        "matrix-root term by scipy.linalg.sqrtm": lambda: (
            np.trace(sqrtm(covariances[0] @ covariances[1])).real
        ),
    }
    runs = [{name: timed(way) for name, way in ways.items()} for _ in range(options.runs)]
    seconds = {name: [run[name][0] for run in runs] for name in ways}
    whole, ours, _, scipys = (value for _, value in runs[0].values())

    machine = common.computer()
    print(f"{machine['cpu']}, {machine['cores']} cores, commit {common.commit()}")
    print(f"{options.rows:,} x {options.features:,} float32 features a set, median of {options.runs}\n")
    print("| what | seconds | fastest to slowest |")
    print("| --- | ---: | ---: |")
    for name, times in seconds.items():
        print(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f} to {max(times):.2f} |")
    times_faster = statistics.median(seconds["matrix-root term by scipy.linalg.sqrtm"]) / statistics.median(
        seconds["matrix-root term alone"]
    )
    print(f"\nMatrix-root term: {times_faster:.1f} times faster than sqrtm.")
    print(f"The two roots differ by {abs(ours / scipys - 1):.1e} (relative).")
    by_scipy = float(step @ step + traces - 2 * scipys)
    print(f"The distance, {whole:.6f}, differs from SciPy's by {abs(whole / by_scipy - 1):.1e} (relative).")


if __name__ == "__main__":
    main()
