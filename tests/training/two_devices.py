"""Every game on one device and on two, from one start and with the same draws: `python -m tests.training.two_devices FILE GAME …`.

It is a program of its own, because devices are set up before a backend starts. Under TensorFlow the two are replicas of a
`MirroredStrategy`, under JAX one program runs over both.
"""

import contextlib
import sys

from gan_lessons import backend, models, training

import keras
import numpy as np
from keras import layers, ops

from tests.training import course_games as course
from tests.training import tiny

SHARE = 4  # real samples of a device in an update
STEPS = 2  # a lazy term is due in the first, a block fades in in the second


class Draws:
    """Random numbers by their number in a step, which a sample meets wherever it is computed.

    What is drawn for the rows of a replica are its rows of what one device draws. With `alike` both replicas have the same rows.
    """

    def __init__(self, parts: int, alike: bool):
        self.parts, self.alike = parts, alike
        self.begin()

    def begin(self):
        self.rngs = {}

    def rows(self, n: int, replica: int, replicas: int) -> np.ndarray:
        """Which of the rows that one device has these n are: each update's rows are shared out."""
        parts = self.parts if n == self.parts * SHARE * 2 // replicas else 1
        each = np.arange(n * replicas).reshape(parts, replicas, -1)
        return each[:, replica].ravel()

    def draw(self, shape, seed, draw):
        import tensorflow as tf

        replicas = backend.replicas()
        number = tf.distribute.get_replica_context().replica_id_in_sync_group if replicas > 1 else 0
        replica = int(tf.get_static_value(number))
        rng = self.rngs.setdefault(replica, np.random.default_rng(0))
        # Gathered rows have no number while a graph is traced: they are those of a whole batch.
        shape = tuple(2 * SHARE if tf.is_symbolic_tensor(n) else int(n) for n in shape)
        if not isinstance(seed, backend.SeedGenerator):  # in common
            return draw(rng, shape)
        n = shape[0] * replicas
        drawn = draw(rng, (n, *shape[1:]))
        if self.alike:
            drawn = np.concatenate([drawn[: n // 2]] * 2)
        return drawn[self.rows(shape[0], replica, replicas)]

    def normal(self, shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
        found = self.draw(shape, seed, lambda rng, s: rng.normal(mean, stddev, s))
        return ops.convert_to_tensor(found.astype("float32"))

    def uniform(self, shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
        found = self.draw(shape, seed, lambda rng, s: rng.uniform(minval, maxval, s))
        return ops.convert_to_tensor(found.astype("float32"))

    def randint(self, shape, minval, maxval, dtype="int32", seed=None):
        most, replicas = int(maxval), backend.replicas()
        share = most * replicas // 2
        if share not in (SHARE, self.parts * SHARE):
            found = self.draw(shape, seed, lambda rng, s: rng.integers(minval, most, s))
        else:  # rows of the batch: of the half that a replica has
            found = self.draw(shape, seed, lambda rng, s: rng.integers(0, share, s))
            if replicas == 1:
                halves = [(self.rows(len(found) // 2, k, 2), self.rows(share, k, 2)) for k in (0, 1)]
                for drawn, given in halves:
                    found[drawn] = given[found[drawn]]
        return ops.convert_to_tensor(found.astype("int32"))


# ---- the games: networks without batch norm, whose statistics are those of a device's share under MirroredStrategy -----------------


def points(n=24, seed=0):
    return np.random.default_rng(seed).uniform(-0.5, 0.5, (n, 2)).astype("float32")


def of_points(seed, ends=2, starts=2):
    x = point = keras.Input((starts,))
    x = layers.Dense(8, activation="relu", kernel_initializer=tiny.init(seed))(x)
    return keras.Model(point, layers.Dense(ends, kernel_initializer=tiny.init(seed + 1))(x), name=f"p{seed}")


def pair_judge():
    source, target = keras.Input((2,)), keras.Input((2,))
    x = layers.Concatenate()([source, target])
    x = layers.Dense(8, activation="relu", kernel_initializer=tiny.init(7))(x)
    return keras.Model([source, target], layers.Dense(1, kernel_initializer=tiny.init(8))(x), name="judge")


def adam():
    # A slope of almost nothing is not to become a full step in either direction.
    return keras.optimizers.Adam(1e-2, epsilon=1e-3)


def game(kind, *networks, given=None, compiled=None, **options):
    made = kind(*networks, seed=1, **options)
    count = {training.CycleGAN: 3}.get(kind, 2)
    made.compile(*(adam() for _ in range(count)), **(compiled or {}))
    return made, (course.images(),) if given is None else given


def plain(**compiled):
    kind = training.WGAN if {"clip", "penalty"} & set(compiled) else training.GAN
    return lambda: game(kind, course.plain_generator(False), tiny.flat_judge(), compiled=compiled)


def told(kind, judge=course.told_discriminator, **compiled):
    labelled = (course.images(), course.LABELS[:, None])
    return lambda: game(kind, course.told_generator(), judge(), given=labelled, compiled=compiled)


def averaged():
    compiled = {"r1": 1.0, "r1_every": 2}
    return game(
        training.GAN, course.plain_generator(False), tiny.flat_judge(), compiled=compiled, average=0.9
    )


def augmented():
    # Without cutouts: their places are drawn from a range that looks like the rows of a batch.
    augment = training.AdaptiveAugment(target=-0.9, images_per_unit=20, cutout=0.0)
    return plain(augment=augment, flips=True, d_batches="separate")()


def coded(**compiled):
    networks = course.coded_generator, course.reading_discriminator
    return lambda: game(training.InfoGAN, *(make() for make in networks), compiled=compiled)


def half_told(**compiled):
    known = course.images(6, seed=2), course.LABELS[:6]
    networks = course.plain_generator, course.classifying_discriminator
    return lambda: game(
        training.SemiSupervisedGAN,
        networks[0](False),
        networks[1](),
        *known,
        compiled={"labelled_batch": 6, **compiled},
    )


def small():
    networks = models.progressive.generator, models.progressive.discriminator
    pair = networks[0]("laptop", 4, 1, latent_dim=3, seed=1), networks[1]("laptop", 4, 1, seed=1)
    return game(training.GrowingGAN, *pair, full_size=8, average=0.9, compiled={"d_batches": "separate"})


def grown(made):
    return [models.progressive.grown(network, seed=1) for network in (made.generator, made.discriminator)]


def growing():
    made, given = small()
    made.grow(*grown(made), fade_steps=2)
    return made, given


def stylegan():
    networks = (
        models.stylegan.generator("laptop", 8, 1, latent_dim=3, seed=1),
        models.stylegan.discriminator("laptop", 8, 1, seed=1),
    )
    compiled = {"path_length": 2.0, "path_every": 2, "r1": 1.0, "r1_every": 2}
    return game(training.StyleGAN, *networks, compiled=compiled)


def population():
    members = range(2)
    pairs = [[make(seed=i) for i in members] for make in (models.dense.generator, models.dense.discriminator)]
    made = training.Population(*pairs, seed=1)
    made.compile(adam(), adam())
    return made, (made.share_out(points(48)),)


GAMES = {
    "gan": plain(d_batches="alternate", g_batch=6, label_smoothing=0.1, label_flips=0.1),
    "averaged, with r1": averaged,
    "augmented": augmented,
    "wgan": plain(clip=0.1, d_steps=2, reuse_fakes=True),
    "wgan-gp": plain(penalty=10.0, d_steps=2),
    "conditional": told(training.ConditionalGAN),
    "acgan": told(training.ACGAN, course.naming_discriminator),
    "biggan": told(training.BigGAN, d_steps=2, orthogonal=0.1),
    "infogan": coded(trunk_learns=False),
    "semi-supervised": half_told(),
    "feature matching": half_told(feature_matching=True),
    "pix2pix": lambda: game(training.Pix2Pix, of_points(1), pair_judge(), given=(points(), points(seed=1))),
    "cycle": lambda: game(
        training.CycleGAN, of_points(1), of_points(3), of_points(5, 1), of_points(7, 1),
        given=(points(), points(seed=1)), pool_size=8,
    ),
    "population": population,
    "growing": growing,
    "stylegan": stylegan,
}  # fmt: skip
# Their replicas meet in the middle of a step, or compute in a branch: they are traced, as `fit` does; the others take a third as long untraced.
TRACED = ("averaged, with r1", "augmented", "feature matching", "cycle")
ALIKE = ("growing", "stylegan")  # what they measure over a batch is measured over a device's share


# ---- on one device and on two ------------------------------------------------------------------------------------------------------


def batch_of(given, i: int, n: int, alike: bool) -> list[np.ndarray]:
    """The n rows of step i; with `alike` its second half is the first once more."""
    rows = [np.resize(np.roll(a, -i * n, axis=0), (n, *a.shape[1:])) for a in given]
    return [np.concatenate([a[: n // 2]] * 2) for a in rows] if alike else rows


def dealt(strategy, shares: list[tuple]):
    """To each replica its share."""
    return strategy.experimental_distribute_values_from_function(
        lambda context: tuple(map(ops.convert_to_tensor, shares[context.replica_id_in_sync_group]))
    )


def played(name: str, strategy=None) -> dict[str, np.ndarray]:
    """Logs of each step, and weights and state at the end."""
    with strategy.scope() if strategy else contextlib.nullcontext():
        made, given = GAMES[name]()
    parts = max(player.updates for player in made.team)
    draws, step = Draws(parts, name in ALIKE), made.step
    if strategy:
        import tensorflow as tf

        def step(values):
            return strategy.run(made.step, (values,))

        step = tf.function(step, autograph=False) if name in TRACED else step
    found = {}
    with contextlib.ExitStack() as stack:
        for kind in ("normal", "uniform", "randint"):
            stack.callback(setattr, keras.random, kind, getattr(keras.random, kind))
            setattr(keras.random, kind, getattr(draws, kind))
        for i in range(STEPS if name in (*TRACED, "growing") else 1):  # moments tell after one
            batch = batch_of(given, i, 2 * parts * SHARE, name in ALIKE)
            draws.begin()
            if strategy:
                shares = [tuple(a[draws.rows(parts * SHARE, k, 2)] for a in batch) for k in (0, 1)]
                logs = step(dealt(strategy, shares))
                logs = {key: strategy.reduce("MEAN", value, axis=None) for key, value in logs.items()}
            else:
                logs = step(tuple(map(ops.convert_to_tensor, batch)))
            found |= {f"step {i}: {key}": ops.convert_to_numpy(value) for key, value in logs.items()}
    return found | state(made)


def fitted(name: str) -> dict[str, np.ndarray]:
    """The same under JAX, where `fit` alone hands the data to the devices, and draws are made for all of them."""
    made, given = GAMES[name]()
    history = made.fit(given, batch_size=2 * SHARE, epochs=STEPS, steps_per_epoch=1, verbose=0).history
    return {key: np.array(values) for key, values in history.items()} | state(made)


def state(made) -> dict[str, np.ndarray]:
    random_states = {id(v) for v in training.saving.random_states(made).values()}
    metrics = {id(v) for v in made.metrics_variables}
    known = [v for v in [*made.variables, *made.optimizer.variables] if id(v) not in random_states | metrics]
    found = {f"{i:03} {v.path}": ops.convert_to_numpy(v) for i, v in enumerate(known)}
    return {f"kind {type(made).__name__}": np.zeros(())} | found


def refusals(strategy=None) -> dict[str, np.ndarray]:
    """What is said of what would not come to the same."""
    found = {}

    def note(name, do):
        try:
            do()
        except ValueError as error:
            found[name] = np.array(str(error))

    with strategy.scope() if strategy else contextlib.nullcontext():
        made, (given,) = GAMES["pix2pix"]()[0], (points(),)
        growth = small()[0]
        if strategy:
            note("g_batch", plain(g_batch=7))
            note("labelled_batch", half_told(labelled_batch=7))
            inside = of_points(1)
    note("batch_size", lambda: made.fit((given, given), batch_size=5, verbose=0))
    note("own batches", lambda: made.fit(iter([(given[:5], given[:5])]), steps_per_epoch=1, verbose=0))
    if strategy:
        note("network", lambda: game(training.Pix2Pix, inside, pair_judge()))
        growth.steps.assign(2)
        growth.settle()
        nets = growth.generator, growth.discriminator
        note(
            "grown",
            lambda: growth.grow(*(models.progressive.grown(net, seed=1) for net in nets), fade_steps=2),
        )
        found["size"] = np.array(f"{growth.size} pixels")
    return found


def main(file: str, names: list[str]) -> None:
    if backend.NAME == "tensorflow":
        import tensorflow as tf

        tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
        (cpu,) = tf.config.list_physical_devices("CPU")
        tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
        strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
        one = {name: played(name) for name in names}
        two = {name: played(name, strategy) for name in names}
        refused = refusals(strategy)
    else:
        import jax

        assert jax.device_count() == 2
        one = {name: fitted(name) for name in names}
        keras.distribution.set_distribution(keras.distribution.DataParallel())
        two = {name: fitted(name) for name in names}
        refused = refusals()
    found = {"one": one, "two": two, "refused": {"all": refused}}
    np.savez(
        file,
        **{
            f"{k}|{name}|{key}": v
            for k, games in found.items()
            for name in games
            for key, v in games[name].items()
        },
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or list(GAMES))
