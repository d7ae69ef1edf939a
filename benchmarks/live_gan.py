"""How many pictures a second does the live game of chapter 6 draw, on the kernel's side?

    python benchmarks/live_gan.py [--seconds 3]

For each curve and each number of steps between two pictures: the median time of a picture (training, scoring, drawing
and packing both pictures as JPEG) and the pictures a second that follow from it. Beside it one matplotlib figure of the same
samples, which is why the game draws with Pillow.
"""

import argparse
import statistics
import time

from gan_lessons import plots, widgets

from common import computer  # isort: skip


def milliseconds(act, seconds: float) -> float:
    """Median time of a call, over as many calls as fit into the time."""
    act()
    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def figure(game) -> None:
    """The same samples and curves as a matplotlib figure."""
    picture = plots.Picture(figsize=(8.6, 4.3))
    left, right = picture.subplots(1, 2)
    left.plot(*game._real.T, ".", *game._points[:100].T, ".")
    right.plot(game.history["step"], game.history["g_loss"])
    picture._repr_png_()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0)
    seconds = parser.parse_args().seconds
    print(computer())
    print(f"{'curve':<10}{'networks':<10}{'steps a picture':>16}{'ms a picture':>14}{'pictures/s':>12}")
    for curve in ("parabola", "ring"):
        game = widgets.live_gan(curve, seed=1)
        game.advance(500)
        for steps in (1, 5, 10, 20):
            ms = milliseconds(lambda game=game, steps=steps: game.advance(steps), seconds)
            print(
                f"{curve:<10}{game.find('networks').value:<10}{steps:>16}{ms:>14.1f}{1000 / ms:>12.0f}",
                flush=True,
            )
    ms = milliseconds(lambda: figure(game), seconds)
    print(f"{'matplotlib, no training':<36}{ms:>14.1f}{1000 / ms:>12.0f}")


if __name__ == "__main__":
    main()
