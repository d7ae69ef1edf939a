"""The generative adversarial network: one generator, one discriminator."""

from __future__ import annotations

from gan_lessons import backend, numeric
from gan_lessons.arrays import Samples
from gan_lessons.sampling import Latents, Sampler
from gan_lessons.training import checks
from gan_lessons.training.augmentation import Augmented, DiffAugment, augmentation_of
from gan_lessons.training.core import Adversarial
from gan_lessons.training.objectives import losses
from gan_lessons.training.objectives.networks import check_images, check_networks, check_no_batch_norm
from gan_lessons.training.optimizers import optimizer_of
from gan_lessons.training.players import MOST_UPDATES, Lazy, Player
from gan_lessons.training.state import Average

import keras
from keras import ops

D_BATCHES = ("joint", "separate", "alternate")


@keras.saving.register_keras_serializable(package="gan_lessons")
class GAN(Augmented, Adversarial):
    """A generator and a discriminator that learn from each other (arXiv 1406.2661).

    Parameters
    ----------
    generator : keras.Model
        Latents (n, latent_dim) to samples, for images (n, height, width, channels) in [-1, 1]: it ends in tanh.
    discriminator : keras.Model
        Samples to logits (n, 1): it ends without a sigmoid.
    seed : int, optional
        Seed of latents, label flips and batch order.
    average : float, optional
        Decay of an average of the generator's weights (`Average`), 0.999 say. It is `averaged.network`, and it is what is shown, scored and
        kept from then on; what trains is the generator itself.

    Raises
    ------
    ValueError
        If the two do not fit together, or `average` is not from 0 to below 1.

    Examples
    --------
    >>> import gan_lessons as gl
    >>> gan = gl.training.GAN(gl.models.dcgan.generator(seed=1), gl.models.dcgan.discriminator(seed=2), seed=3)
    >>> gan.compile()
    >>> history = gan.fit(gl.data.load("mnist"), batch_size=128, epochs=1, steps_per_epoch=10)
    >>> images = gan.generate(25, seed=0)  # uint8 (25, 28, 28, 1)
    """

    metric_names = ("d_loss_real", "d_loss_fake", "g_loss", "d_acc_real", "d_acc_fake")
    outputs_of_d: tuple[int, ...] = (1,)  # how many outputs the discriminator may have

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        seed: int | None = None,
        average: float | None = None,
        **kwargs,
    ):
        self._check_networks(generator, discriminator)
        averaged = None if average is None else Average(generator, average)
        super().__init__(seed=seed, **kwargs)
        self.generator = generator
        self.discriminator = discriminator
        if averaged is not None:
            self.averaged = averaged

    @property
    def shown(self) -> keras.Model:
        """The generator that is shown: its average if there is one."""
        return self.averaged.network if hasattr(self, "averaged") else self.generator

    @property
    def latent_dim(self) -> int:
        return self.generator.inputs[0].shape[-1]

    def compile(
        self,
        d_optimizer=None,
        g_optimizer=None,
        loss: str = "non_saturating",
        *,
        d_batches: str = "joint",
        g_batch: int | None = None,
        d_steps: int = 1,
        label_smoothing: float | tuple[float, float] = 0.0,
        label_flips: float = 0.0,
        reuse_fakes: bool = False,
        r1: float = 0.0,
        r1_every: int = 16,
        augment: str | DiffAugment | None = None,
        flips: bool = False,
        **kwargs,
    ) -> None:
        """Set how the game is played. The defaults are the DCGAN's (arXiv 1511.06434).

        Parameters
        ----------
        d_optimizer, g_optimizer : keras.optimizers.Optimizer
            One each; by default Adam with learning rate 2e-4 and beta_1 0.5.
        loss : "non_saturating", "minimax", "least_squares" or "hinge"
            What both players minimise; `training.losses.LOSSES` has the formulas. "minimax" differs from "non_saturating" in the
            generator's loss alone.
        d_batches : "joint", "separate" or "alternate"
            How the discriminator sees real and generated samples: in one pass (so that batch norm mixes them), in two
            passes and one update, or in two updates, the real ones first. A discriminator with batch norm
            needs real and generated samples apart: in a joint batch its own updates show it batches of another kind than the
            generator's do, and the game of notebook 05 is lost. With "alternate" a schedule inside the discriminator's
            optimiser, which counts updates, runs twice as fast as the steps; one given as `schedules` does not.
        g_batch : int, optional
            Latents in the generator's update. Default: as many as real samples in a batch.
        d_steps : int
            Discriminator updates to one generator update, each on a batch of its own.
        label_smoothing : float or (float, float)
            How far the discriminator's targets are moved towards each other: 0.1 makes the real target 0.9 and leaves
            the fake one at 0 (one-sided, arXiv 1606.03498); a pair gives both sides.
        label_flips : float
            Probability with which each label of the discriminator is flipped, before smoothing.
        reuse_fakes : bool
            Whether the generator's update starts from the latents of the discriminator's fakes, instead of new ones.
        r1 : float
            Weight γ of the penalty `γ/2 · |slope|²` on the discriminator's slope at real samples (arXiv 1801.04406), logged as "r1" without γ/2.
            0: there is none. A discriminator with batch norm has no slope of its own at one sample, and is refused.
        r1_every : int
            The penalty is computed in every so many steps, and counts as many times as much there (arXiv 1912.04958).
        augment : "diff", "adaptive" or a DiffAugment, optional
            How images are changed before D sees them, real and generated ones alike, for training sets of few: `training.DiffAugment`, or
            `training.AdaptiveAugment`, which logs "augment_p". R1 is then the slope at what D sees.
        flips : bool
            Whether each real image is mirrored with probability 1/2, as if the training set held both.
        **kwargs
            `run_eagerly`, `jit_compile`, `steps_per_execution`: as in Keras. `schedules`: as for `Adversarial.compile`.

        Raises
        ------
        ValueError
            If an option has no such value, two of them exclude each other, or a learning rate is none.
        """
        if not isinstance(loss, str) or loss not in losses.LOSSES:
            also = " For the Wasserstein loss there is training.WGAN." if "w" in str(loss).lower() else ""
            raise ValueError(f"loss is {loss!r}; choose one of {sorted(losses.LOSSES)}.{also}")
        if not isinstance(d_batches, str) or d_batches not in D_BATCHES:
            raise ValueError(f"d_batches is {d_batches!r}; choose one of {D_BATCHES}.")
        g_batch = None if g_batch is None else numeric.whole("g_batch", g_batch, most=1_000_000)
        if g_batch is not None:
            checks.shared_out("g_batch", g_batch, backend.replicas_of(self))
        reuse_fakes = numeric.flag("reuse_fakes", reuse_fakes)
        if g_batch is not None and reuse_fakes:
            raise ValueError(
                f"With reuse_fakes the generator sees the discriminator's latents: leave out g_batch={g_batch}."
            )
        d_steps = numeric.whole("d_steps", d_steps, most=MOST_UPDATES)
        label_flips = numeric.real("label_flips", label_flips, least=0.0, below=0.5)
        r1, r1_every = numeric.real("r1", r1, least=0.0), numeric.whole("r1_every", r1_every)
        if r1:
            check_no_batch_norm("discriminator", self.discriminator)
        augment, flips = augmentation_of(augment), numeric.flag("flips", flips)
        if augment is not None or flips:
            check_images("flips" if augment is None else "augment", self.discriminator)
        smoothing = label_smoothing if isinstance(label_smoothing, list | tuple) else (label_smoothing, 0.0)
        try:
            d_side, g_side = (numeric.real("label_smoothing", s, least=0.0, below=0.5) for s in smoothing)
            smoothing = d_side, g_side
        except ValueError:
            raise ValueError(
                f"label_smoothing is {numeric.shown(label_smoothing)}; give one number from 0 to below 0.5 for the real side "
                "(0.1 makes its target 0.9), or a pair (real side, fake side)."
            ) from None
        self.loss_name, self.d_batches, self.g_batch = loss, d_batches, g_batch
        self.d_steps, self.reuse_fakes = d_steps, reuse_fakes
        self.label_smoothing, self.label_flips = smoothing, label_flips
        self.r1, self.r1_every, self.flips = r1, r1_every, flips
        optional = (*(("r1",) if r1 else ()), *(augment.logs if augment else ()))
        before = {"r1", *(self.augment.logs if self.augment else ())}
        self.metric_names = (*(name for name in self.metric_names if name not in before), *optional)
        optimizers = {
            "d": optimizer_of("d_optimizer", d_optimizer),
            "g": optimizer_of("g_optimizer", g_optimizer),
        }
        with self.augmenting(augment):
            super().compile(optimizers, **kwargs)

    # ---- the objective -----------------------------------------------------------------------------------------

    @property
    def loss_pair(self) -> losses.Loss:
        """The losses of both players."""
        return losses.LOSSES[self.loss_name]

    def players(self) -> list[Player]:
        d_losses = (
            [self.d_loss_on_real, self.d_loss_on_fakes] if self.d_batches == "alternate" else [self.d_loss]
        )
        also = [Lazy(self.slope_at_real, self.r1_every, logs=["r1"])] if self.r1 else []
        return [
            Player(
                "d",
                [self.discriminator],
                d_losses,
                updates=self.d_steps,
                also_moves=[self.generator],
                also=also,
            ),
            Player("g", [self.generator], [self.g_loss]),
        ]

    def roles(self) -> dict:
        return {"images": Samples(tuple(self.discriminator.inputs[0].shape[1:]), "the discriminator")}

    def complete(self, batch: dict) -> dict:
        batch = self.with_flips(batch)
        if self.reuse_fakes:
            batch["latents"] = self.latents(ops.shape(batch["images"])[0])
        return batch

    def build_sampler(self) -> Sampler:
        return Sampler(self.shown, [Latents(self.latent_dim)])

    def discriminator_loss(self, logits, targets):
        """Per-sample loss of the discriminator (n, 1); targets are 1 for real, 0 for generated, before smoothing."""
        real, fake = self.label_smoothing
        return self.loss_pair.discriminator(logits, fake + targets * (1.0 - real - fake))

    def generator_loss(self, logits):
        """Per-sample loss of the generator (n, 1), given the discriminator's logits for its samples."""
        return self.loss_pair.generator(logits)

    def d_loss(self, batch: dict):
        """One update on real and generated samples together: the mean over both halves."""
        real, labels = batch["images"], batch.get("labels")
        fakes, fake_labels = self.fakes(batch), batch.get("fake_labels")
        if self.d_batches == "joint":
            n = ops.shape(real)[0]
            all_labels = None if labels is None else ops.concatenate([labels, fake_labels])
            outputs = self.judged(self.seen(ops.concatenate([real, fakes])), all_labels)
            on_real = keras.tree.map_structure(lambda x: x[:n], outputs)
            on_fakes = keras.tree.map_structure(lambda x: x[n:], outputs)
        else:
            on_real = self.judged(self.seen(real), labels)
            on_fakes = self.judged(self.seen(fakes), fake_labels)
        real_loss, logs = self.loss_of_d(on_real, "real", labels)
        fake_loss, fake_logs = self.loss_of_d(on_fakes, "fake", fake_labels)
        return (real_loss + fake_loss) / 2.0, logs | fake_logs

    def d_loss_on_real(self, batch: dict):
        labels = batch.get("labels")
        return self.loss_of_d(self.judged(self.seen(batch["images"]), labels), "real", labels)

    def d_loss_on_fakes(self, batch: dict):
        labels = batch.get("fake_labels")
        return self.loss_of_d(self.judged(self.seen(self.fakes(batch)), labels), "fake", labels)

    def slope_at_real(self, batch: dict):
        """R1: the mean square of the discriminator's slope at the real samples of a batch."""
        images, labels = self.seen(batch["images"]), batch.get("labels")

        def verdicts(x):
            return keras.tree.flatten(self.judged(x, labels))[0]

        slope = backend.gradient_of(verdicts, images)
        square = ops.mean(ops.sum(slope**2, axis=list(range(1, len(slope.shape)))))
        return self.r1 / 2.0 * square, {"r1": square}

    def inputs_of_g(self, batch: dict):
        """Latents and labels for the generator's update."""
        if self.reuse_fakes:
            return batch["latents"], batch.get("fake_labels")
        n = self.g_batch // backend.replicas() if self.g_batch else ops.shape(batch["images"])[0]
        return self.latents(n), self.draw_labels(batch, n)

    def g_loss(self, batch: dict):
        latents, labels = self.inputs_of_g(batch)
        return self.loss_of_g(self.judged(self.seen(self.generated(latents, labels)), labels), labels)

    def fakes(self, batch: dict):
        """As many generated samples as there are real ones, without a gradient to the generator."""
        latents = batch["latents"] if self.reuse_fakes else self.latents(ops.shape(batch["images"])[0])
        with backend.no_gradient():
            return ops.stop_gradient(self.generated(latents, batch.get("fake_labels")))

    # What follows is all that an objective with labels says anew.

    def generated(self, latents, labels):
        """The generator's samples, in training."""
        return self.run(self.generator, latents)

    def judged(self, samples, labels):
        """The discriminator's outputs for samples, in training."""
        return self.run(self.discriminator, samples)

    def draw_labels(self, batch: dict, n):
        """Labels for `n` samples that are to be generated; None, as this objective has none."""
        return None

    def latents(self, n):
        """Draw `n` latents from the standard normal distribution, float32 (n, latent_dim)."""
        return keras.random.normal((n, self.latent_dim), seed=self.random)

    def loss_of_d(self, outputs, side: str, labels=None):
        """Mean loss of the discriminator on one side ("real" or "fake"), given its outputs, and the logs of that side."""
        label = 1.0 if side == "real" else 0.0
        targets = ops.full_like(outputs, label)
        if self.label_flips:
            flip = keras.random.uniform(ops.shape(outputs), seed=self.random) < self.label_flips
            targets = ops.where(flip, 1.0 - targets, targets)
        loss = ops.mean(self.discriminator_loss(outputs, targets))
        above = outputs > self.loss_pair.boundary
        right = above if side == "real" else ops.logical_not(above)
        followed = self.augment is not None and side == "real"
        more = self.augment.follow(outputs, self.loss_pair.boundary) if followed else {}
        return loss, {f"d_loss_{side}": loss, f"d_acc_{side}": ops.mean(ops.cast(right, "float32")), **more}

    def loss_of_g(self, outputs, labels=None):
        """Mean loss of the generator, given the discriminator's outputs for its samples, and its logs."""
        loss = ops.mean(self.generator_loss(outputs))
        return loss, {"g_loss": loss}

    # ---- use ---------------------------------------------------------------------------------------------------

    def call(self, latents, training=False):
        return self.generator(latents, training=training)

    # ---- checks and saving -------------------------------------------------------------------------------------

    def replace(self, **networks) -> None:
        pair = {"generator": self.generator, "discriminator": self.discriminator}
        self._check_networks(**{name: networks.get(name, network) for name, network in pair.items()})
        super().replace(**networks)

    @classmethod
    def _check_networks(cls, generator, discriminator):
        check_networks(generator, discriminator, cls.outputs_of_d)
        for name, network, method in (
            ("generator", generator, "generated"),
            ("discriminator", discriminator, "judged"),
        ):
            # One that says in another way what it gives them has checks of its own.
            if getattr(cls, method) is getattr(GAN, method) and len(network.inputs) != 1:
                raise ValueError(
                    f"The {name} has {len(network.inputs)} inputs; a {cls.__name__} gives it one. Games with labels or codes are "
                    "ConditionalGAN, ACGAN and InfoGAN."
                )

    def get_config(self):
        return {
            **super().get_config(),
            **({"average": self.averaged.decay} if hasattr(self, "averaged") else {}),
            "generator": keras.saving.serialize_keras_object(self.generator),
            "discriminator": keras.saving.serialize_keras_object(self.discriminator),
        }

    @classmethod
    def from_config(cls, config):
        networks = {
            k: keras.saving.deserialize_keras_object(config.pop(k)) for k in ("generator", "discriminator")
        }
        return cls(**networks, **config)

    def get_compile_config(self):
        if not self.compiled:
            return None
        return {
            "d_optimizer": keras.saving.serialize_keras_object(self.optimizers["d"]),
            "g_optimizer": keras.saving.serialize_keras_object(self.optimizers["g"]),
            "loss": self.loss_name,
            "d_batches": self.d_batches,
            "g_batch": self.g_batch,
            "d_steps": self.d_steps,
            "label_smoothing": list(self.label_smoothing),
            "label_flips": self.label_flips,
            "reuse_fakes": self.reuse_fakes,
            "r1": self.r1,
            "r1_every": self.r1_every,
            "augment": self.augment and keras.saving.serialize_keras_object(self.augment),
            "flips": self.flips,
            "schedules": {k: keras.saving.serialize_keras_object(v) for k, v in self.schedules.items()},
        }

    def compile_from_config(self, config):
        for key in ("d_optimizer", "g_optimizer"):
            config[key] = keras.saving.deserialize_keras_object(config[key])
        if config.get("augment"):
            config["augment"] = keras.saving.deserialize_keras_object(config["augment"])
        schedules = config.pop("schedules", {})
        config["schedules"] = {k: keras.saving.deserialize_keras_object(v) for k, v in schedules.items()}
        self.compile(**config)
