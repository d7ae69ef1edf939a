"""How long does a training step of chapter 7's networks take, and how near is it to what the processor can do?

    python benchmarks/step_time.py [--rounds 7] [--steps 2] [--avx2]

The step: D on 128 real and 128 generated images, G on 256 latents. Each contender is a process of its own with its own
environment; they run in turn, round after round, so that a change in the machine's speed meets all of them.
The table gives medians over the rounds and the ratio to the first line.

- package: `training.GAN.fit`, as a reader runs it.
- package, oneDNN off: the same with TF_ENABLE_ONEDNN_OPTS=0.
- classic: `train_on_batch` twice with `trainable` flipped around each update, `predict` for the fakes, in the environment
  that a user has who follows a tutorial (nothing set).
- PyTorch: a hand-written loop of the same networks, in both memory formats (if PyTorch is installed).
- mixed_bfloat16: the package, with `keras.config.set_dtype_policy("mixed_bfloat16")`: weights stay float32, layers compute in bfloat16.
- Keras's Conv2D: the package, with `models.layers.ToOneChannel` replaced by the layer that it computes faster.
- matmul: 2048 x 2048 in float32, for the rate that this machine reaches.

With --avx2 a processor with AVX-512 behaves like one without: all are limited to AVX2, and the classic pattern runs without
oneDNN, as TensorFlow decides by itself on such a processor.
"""

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import time

BATCH = 128


def package(images):
    import gan_lessons as gl

    return fitted(gl, images)


def package_plain_conv(images):
    """The package without its own way of computing the convolution to one channel."""
    import gan_lessons as gl

    from keras import layers

    gl.models.dcgan.ToOneChannel = lambda k, **options: layers.Conv2D(1, k, padding="same", **options)
    return fitted(gl, images)


def package_bfloat16(images):
    """The package, its layers computing in bfloat16."""
    import gan_lessons as gl

    import keras

    keras.config.set_dtype_policy("mixed_bfloat16")
    return fitted(gl, images)


def fitted(gl, images):
    gan = gl.training.GAN(gl.models.dcgan.generator(seed=1), gl.models.dcgan.discriminator(seed=2), seed=3)
    gan.compile(g_batch=2 * BATCH)
    clock = Clock()

    def run(steps):
        clock.times.clear()
        gan.fit(images, batch_size=BATCH, steps_per_epoch=steps + 1, verbose=0, callbacks=[clock.callback()])
        return clock.times[1:]  # the first step of a fit waits for its data pipeline

    return run


class Clock:
    """Seconds between the ends of steps."""

    def __init__(self):
        self.times = []

    def callback(self):
        import keras

        times, last = self.times, [time.perf_counter()]

        class Ticks(keras.callbacks.Callback):
            def on_train_batch_end(self, batch, logs=None):
                now = time.perf_counter()
                times.append(now - last[0])
                last[0] = now

        return Ticks()


def classic(images):
    import keras
    import numpy as np
    from keras import layers

    d = keras.Sequential([keras.Input((28, 28, 1))])
    for _ in range(2):
        d.add(layers.Conv2D(64, 3, strides=2, padding="same"))
        d.add(layers.LeakyReLU(negative_slope=0.2))
        d.add(layers.Dropout(0.4))
    d.add(layers.Flatten())
    d.add(layers.Dense(1, activation="sigmoid"))
    g = keras.Sequential([keras.Input((100,)), layers.Dense(6272), layers.LeakyReLU(negative_slope=0.2)])
    g.add(layers.Reshape((7, 7, 128)))
    for _ in range(2):
        g.add(layers.Conv2DTranspose(128, 4, strides=2, padding="same"))
        g.add(layers.LeakyReLU(negative_slope=0.2))
    g.add(layers.Conv2D(1, 7, padding="same", activation="tanh"))
    d.compile(keras.optimizers.Adam(2e-4, beta_1=0.5), "binary_crossentropy")
    composite = keras.Sequential([keras.Input((100,)), g, d])
    composite.compile(keras.optimizers.Adam(2e-4, beta_1=0.5), "binary_crossentropy")
    rng = np.random.default_rng(0)
    x = images.astype("float32") / 127.5 - 1.0

    def step():
        real = x[rng.integers(0, len(x), BATCH)]
        fakes = g.predict(rng.standard_normal((BATCH, 100), "float32"), verbose=0)
        d.trainable = True
        d.train_on_batch(np.concatenate([real, fakes]), np.repeat([[1.0], [0.0]], BATCH, axis=0))
        d.trainable = False
        composite.train_on_batch(rng.standard_normal((2 * BATCH, 100), "float32"), np.ones((2 * BATCH, 1)))

    return timed(step)


def pytorch(images, memory_format):
    import torch
    from torch import nn
    from torch.nn.functional import binary_cross_entropy_with_logits as bce

    d = nn.Sequential(
        nn.Conv2d(1, 64, 3, 2, 1), nn.LeakyReLU(0.2), nn.Dropout(0.4),
        nn.Conv2d(64, 64, 3, 2, 1), nn.LeakyReLU(0.2), nn.Dropout(0.4),
        nn.Flatten(), nn.Linear(3136, 1),
    )  # fmt: skip
    g = nn.Sequential(
        nn.Linear(100, 6272), nn.LeakyReLU(0.2), nn.Unflatten(1, (128, 7, 7)),
        nn.ConvTranspose2d(128, 128, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.ConvTranspose2d(128, 128, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(128, 1, 7, 1, 3), nn.Tanh(),
    )  # fmt: skip
    d, g = d.to(memory_format=memory_format), g.to(memory_format=memory_format)
    d_adam = torch.optim.Adam(d.parameters(), 2e-4, (0.5, 0.999))
    g_adam = torch.optim.Adam(g.parameters(), 2e-4, (0.5, 0.999))
    x = torch.from_numpy(images.transpose(0, 3, 1, 2).copy()).float() / 127.5 - 1.0
    targets = torch.cat([torch.ones(BATCH, 1), torch.zeros(BATCH, 1)])

    def step():
        real = x[torch.randint(len(x), (BATCH,))].contiguous(memory_format=memory_format)
        with torch.no_grad():
            fakes = g(torch.randn(BATCH, 100))
        d_adam.zero_grad(set_to_none=True)
        bce(d(torch.cat([real, fakes])), targets).backward()
        d_adam.step()
        d.requires_grad_(False)  # so that no gradient of D's weights is computed for G's update
        g_adam.zero_grad(set_to_none=True)
        bce(d(g(torch.randn(2 * BATCH, 100))), torch.ones(2 * BATCH, 1)).backward()
        g_adam.step()
        d.requires_grad_(True)

    return timed(step)


def matmul(images):
    import gan_lessons as gl

    gl.backend  # noqa: B018  (TensorFlow, as the package sets it up)
    import tensorflow as tf

    a = tf.random.normal((2048, 2048))
    product = tf.function(lambda: tf.matmul(a, a))
    return timed(lambda: product().numpy())


def timed(step):
    def run(steps):
        times = []
        for _ in range(steps):
            start = time.perf_counter()
            step()
            times.append(time.perf_counter() - start)
        return times

    return run


def torch_nchw(images):
    import torch

    return pytorch(images, torch.contiguous_format)


def torch_nhwc(images):
    import torch

    return pytorch(images, torch.channels_last)


CONTENDERS = {
    "package": (package, {}),
    "package, Keras's Conv2D": (package_plain_conv, {}),
    "package, mixed_bfloat16": (package_bfloat16, {}),
    "package, oneDNN off": (package, {"TF_ENABLE_ONEDNN_OPTS": "0"}),
    "classic": (classic, {"TF_ENABLE_ONEDNN_OPTS": None}),
    "PyTorch, NCHW": (torch_nchw, {}),
    "PyTorch, channels last": (torch_nhwc, {}),
    "matmul 2048": (matmul, {}),
}


def flop() -> float:
    """Floating-point operations of one step, counted from the layer tables (a multiplication and an addition are two)."""
    g = 100 * 6272 + 49 * 128 * 128 * 16 + 196 * 128 * 128 * 16 + 784 * 128 * 49
    g_input_free = g - 100 * 6272  # no gradient with respect to the latents
    d = 196 * 64 * 9 + 49 * 64 * 64 * 9 + 3136
    d_input_free = d - 196 * 64 * 9  # D's own update needs no gradient with respect to the images
    d_update = BATCH * g + 2 * BATCH * (d + d + d_input_free)
    g_update = 2 * BATCH * (g + g + g_input_free) + 2 * BATCH * (d + d)
    return 2.0 * (d_update + g_update)


def worker(name: str) -> None:
    """Warm up, then for every line on standard input run that many steps and print the median."""
    import numpy as np

    run = CONTENDERS[name][0](np.random.default_rng(0).integers(0, 256, (2048, 28, 28, 1)).astype("uint8"))
    run(2)
    print("ready", flush=True)
    for line in sys.stdin:
        print(statistics.median(run(int(line))), flush=True)


def start(name: str, avx2: bool) -> subprocess.Popen:
    env = dict(os.environ)
    if avx2:
        env |= {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2"}
    for key, value in CONTENDERS[name][1].items():
        env.pop(key, None)
        if value is not None:
            env[key] = value
    if avx2 and name == "classic":
        env["TF_ENABLE_ONEDNN_OPTS"] = "0"
    command = [sys.executable, __file__, "--worker", name]
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    if process.stdout.readline().strip() != "ready":
        raise SystemExit(f"{name} did not start")
    return process


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--avx2", action="store_true")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        return worker(arguments.worker)
    names = [n for n in CONTENDERS if "PyTorch" not in n or importlib.util.find_spec("torch")]
    processes = {name: start(name, arguments.avx2) for name in names}
    seconds = {name: [] for name in names}
    for _ in range(arguments.rounds):
        for name, process in processes.items():
            steps = 20 if name.startswith("matmul") else arguments.steps
            print(steps, file=process.stdin, flush=True)
            seconds[name].append(float(process.stdout.readline()))
    for process in processes.values():
        process.stdin.close()
        process.wait()
    own = seconds["package"]
    rate = {name: flop() / statistics.median(s) / 1e9 for name, s in seconds.items()}
    peak = 2 * 2048**3 / statistics.median(seconds["matmul 2048"]) / 1e9
    print(f"{'':<24}{'median s':>10}{'min':>9}{'max':>9}{'times package':>15}{'GFLOP/s':>9}{'of matmul':>11}")
    for name in names:
        s = seconds[name]
        if name.startswith("matmul"):
            print(
                f"{name:<24}{statistics.median(s):>10.3f}{min(s):>9.3f}{max(s):>9.3f}{'':>15}{peak:>9.0f}{1:>11.0%}"
            )
            continue
        ratio = statistics.median(a / b for a, b in zip(s, own, strict=True))
        print(
            f"{name:<24}{statistics.median(s):>10.3f}{min(s):>9.3f}{max(s):>9.3f}{ratio:>15.2f}"
            f"{rate[name]:>9.0f}{rate[name] / peak:>11.0%}"
        )
    print(f"One step: {flop() / 1e9:.0f} GFLOP. {os.cpu_count()} cores, {arguments.rounds} rounds in turn.")


if __name__ == "__main__":
    main()
