"""What does it cost to train many small GANs at once, and one after another?

    python benchmarks/population.py [--rounds 5]

A step of chapter 6 (D on 64 real and 64 generated points in two updates, G on 128 latents) for one GAN, and for
populations of several sizes: medians of rounds in turn.
"""

import argparse
import statistics
import time

from gan_lessons import data, training
from gan_lessons.models import dense

import keras

from common import computer  # isort: skip

STEPS = 600


def contender(members: int):
    """A function that trains for some steps; 0 members is a GAN alone."""
    adams = [keras.optimizers.Adam(0.001) for _ in range(2)]
    points = data.curves.load("parabola").sample(64 * STEPS * max(members, 1), seed=0)
    if members == 0:
        gan = training.GAN(dense.generator(seed=0), dense.discriminator(seed=0), seed=0)
    else:
        networks = [[make(seed=i) for i in range(members)] for make in (dense.generator, dense.discriminator)]
        gan = training.Population(*networks, seed=0)
        points = gan.share_out(points)
    gan.compile(*adams, d_batches="alternate", g_batch=128, steps_per_execution=20)
    return lambda: gan.fit(points, batch_size=64, verbose=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    train = {members: contender(members) for members in (0, 5, 20, 100)}
    for run in train.values():
        run()  # traced and warm
    taken = {members: [] for members in train}
    for _ in range(rounds):
        for members, run in train.items():
            begin = time.perf_counter()
            run()
            taken[members].append(1000 * (time.perf_counter() - begin) / STEPS)
    print(computer())
    print(f"{'':<16}{'ms a step':>10}{'times alone':>13}{'gain':>8}")
    alone = statistics.median(taken[0])
    for members, values in taken.items():
        ms = statistics.median(values)
        name = f"{members} at once" if members else "one, alone"
        print(f"{name:<16}{ms:>10.2f}{ms / alone:>13.1f}{max(members, 1) * alone / ms:>8.1f}")


if __name__ == "__main__":
    main()
