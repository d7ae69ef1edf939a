"""Where does a training step of chapter 7's classic networks go, beside the multiplications?

    python benchmarks/step_profile.py [--rounds 7] [--policy mixed_bfloat16]

Each layer that multiplies is run alone, as often as a step runs it: forwards, its gradient with respect to what goes in, and that with
respect to its kernel. Its rate stands beside that of a matmul of 2048 x 2048, the best that this machine does. What the step takes beyond
their sum goes to everything else: activations, dropout, random numbers, losses, the data, and Adam, which is timed alone. Medians.
"""

import argparse
import statistics
import time

import gan_lessons as gl
from gan_lessons import models, speed

import keras
import numpy as np
import tensorflow as tf

from step_time import BATCH, fitted, flop  # isort: skip


def median_of(function, rounds: int) -> float:
    """Seconds of a call, compiled and warm."""
    compiled = tf.function(function)
    compiled()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        out = compiled()
        tf.nest.map_structure(lambda x: x.numpy() if isinstance(x, tf.Tensor) else x, out)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def small(tensor):
    """One number of a tensor: enough to wait for it, without copying it."""
    return tf.reshape(tensor, [-1])[0]


def passes(layer, batch: int, rounds: int) -> dict[str, float]:
    """Seconds of one pass of a layer, and of its two gradients."""
    x = tf.cast(tf.random.normal((batch, *layer.input.shape[1:])), layer.compute_dtype)
    y = tf.cast(tf.random.normal((batch, *layer.output.shape[1:])), layer.compute_dtype)
    variable = layer.kernel.value

    def forward():
        return small(layer(x))

    def to_input():
        with tf.GradientTape() as tape:
            tape.watch(x)
            out = layer(x)
        return small(tape.gradient(out, x, y))

    def to_kernel():
        with tf.GradientTape() as tape:
            out = layer(x)
        return small(tape.gradient(out, variable, y))

    # A convolution's gradients do not need its output, so what is not used is not computed.
    return {f.__name__: median_of(f, rounds) for f in (forward, to_input, to_kernel)}


def multiplications(layer) -> float:
    """Multiplications and additions of one pass for one image."""
    sides = layer.input.shape[1:-1], layer.output.shape[1:-1]
    positions = min(map(np.prod, sides)) if sides[0] else 1
    return 2.0 * float(np.prod(layer.kernel.shape)) * positions


def rows(rounds: int):
    """Name, seconds a step and operations a step, of each layer in each of its three passes."""
    generator, discriminator = models.dcgan.generator(seed=1), models.dcgan.discriminator(seed=2)
    # How often a step runs each pass on BATCH images: D sees BATCH real and BATCH generated ones, G learns from twice as many.
    for name, network in (("G", generator), ("D", discriminator)):
        with_kernel = [layer for layer in network.layers if hasattr(layer, "kernel")]
        for layer in with_kernel:
            first = layer is with_kernel[0]
            if name == "G":
                times = {"forward": (1, 2), "to_input": (0, 0 if first else 2), "to_kernel": (0, 2)}
            else:
                times = {"forward": (2, 2), "to_input": (0 if first else 2, 2), "to_kernel": (2, 0)}
            seconds = passes(layer, BATCH, rounds)
            for what, count in times.items():
                if sum(count):
                    yield (
                        f"{name} {type(layer).__name__} {tuple(layer.kernel.shape)} {what}",
                        sum(count) * seconds[what],
                        sum(count) * BATCH * multiplications(layer),
                    )


def adam(rounds: int) -> float:
    """Seconds of both networks' updates alone."""
    total = 0.0
    for network in (models.dcgan.generator(seed=1), models.dcgan.discriminator(seed=2)):
        optimizer = keras.optimizers.Adam(2e-4, beta_1=0.5)
        optimizer.build(network.trainable_variables)
        gradients = [tf.random.normal(v.shape) for v in network.trainable_variables]
        total += median_of(lambda o=optimizer, g=gradients: o.apply(g), rounds)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--policy", default="float32", choices=speed.POLICIES)
    arguments = parser.parse_args()
    keras.config.set_dtype_policy(arguments.policy)
    a = tf.random.normal((2048, 2048))
    if arguments.policy != "float32":
        a = tf.cast(a, tf.bfloat16)
    peak = 2 * 2048**3 / median_of(lambda: small(tf.matmul(a, a)), 5 * arguments.rounds)
    found = list(rows(arguments.rounds))
    images = np.random.default_rng(0).integers(0, 256, (2048, 28, 28, 1)).astype("uint8")
    run = fitted(gl, images)
    run(2)
    step = statistics.median(run(2 * arguments.rounds))
    updates = adam(arguments.rounds)
    print(f"{'':<48}{'ms':>7}{'of the step':>13}{'of matmul':>11}")
    for name, seconds, operations in sorted(found, key=lambda row: -row[1]):
        print(f"{name:<48}{1000 * seconds:>7.1f}{seconds / step:>13.1%}{operations / seconds / peak:>11.0%}")
    multiplying = sum(seconds for _, seconds, _ in found)
    print(
        f"{'all that multiplies':<48}{1000 * multiplying:>7.1f}{multiplying / step:>13.1%}{flop() / multiplying / peak:>11.0%}"
    )
    print(f"{'Adam, both networks':<48}{1000 * updates:>7.1f}{updates / step:>13.1%}")
    rest = step - multiplying - updates
    print(f"{'everything else':<48}{1000 * rest:>7.1f}{rest / step:>13.1%}")
    print(f"{'the step':<48}{1000 * step:>7.1f}{1:>13.0%}{flop() / step / peak:>11.0%}")
    print(f"matmul: {peak / 1e9:.0f} GFLOP/s in {arguments.policy}; one step: {flop() / 1e9:.0f} GFLOP")


if __name__ == "__main__":
    main()
