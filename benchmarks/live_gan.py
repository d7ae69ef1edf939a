"""How many pictures a second does the live game of chapter 6 draw, on the kernel's side?

    python benchmarks/live_gan.py [--seconds 5]

For each curve and each number of steps between two pictures the game plays for some seconds: pictures a second
(30 are the most that it draws), and the median time of one, training, scoring, drawing and packing included. Beside it one
matplotlib figure of the same samples, which is why the game draws with Pillow.
"""

import argparse
import statistics
import time

from gan_lessons import plots, widgets

from common import computer  # isort: skip


def play(game, seconds: float) -> tuple[float, float]:
    """Pictures a second while it plays, and the median milliseconds of a picture."""
    taken = []
    game.plane.observe(lambda change: taken.append(game.milliseconds), "value")
    begin = time.perf_counter()
    game.play()
    time.sleep(seconds)
    game.pause()
    elapsed = time.perf_counter() - begin
    game.plane.unobserve_all("value")
    return len(taken) / elapsed, statistics.median(taken[2:])


def figure(game) -> None:
    """The same samples and curves as a matplotlib figure."""
    picture = plots.Picture(figsize=(8.6, 4.3))
    left, right = picture.subplots(1, 2)
    left.plot(*game._real.T, ".", *game._points[:100].T, ".")
    right.plot(game.history["step"], game.history["g_loss"])
    picture._repr_png_()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    print(computer())
    print(f"{'curve':<10}{'networks':<10}{'steps a picture':>16}{'pictures/s':>12}{'ms a picture':>14}")
    for curve in ("parabola", "ring"):
        game = widgets.live_gan(curve, seed=1)
        game.advance(500)
        for steps in (1, 5, 10, 20):
            game.find("speed").value = steps
            rate, ms = play(game, seconds)
            print(
                f"{curve:<10}{game.find('networks').value:<10}{steps:>16}{rate:>12.0f}{ms:>14.1f}", flush=True
            )
    figure(game)
    taken = []
    for _ in range(10):
        begin = time.perf_counter()
        figure(game)
        taken.append(1000 * (time.perf_counter() - begin))
    print(f"{'matplotlib, without any training':<48}{statistics.median(taken):>14.1f}")


if __name__ == "__main__":
    main()
