"""The Wasserstein GAN: a critic that scores, and whose scores measure a distance."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from gan_lessons import backend, numeric
from gan_lessons.training.augmentation import augmentation_of
from gan_lessons.training.objectives import losses
from gan_lessons.training.objectives.gan import GAN
from gan_lessons.training.objectives.networks import check_no_batch_norm
from gan_lessons.training.players import Player

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="gan_lessons")
class WGAN(GAN):
    """A generator against a critic (arXiv 1701.07875), with clipped weights or a gradient penalty (arXiv 1704.00028).

    The critic gives each sample a score, high for real ones. If its scores cannot change faster than the sample does (a slope of at most
    1), then the largest possible difference of the mean scores of real and generated samples is the Wasserstein distance of the two. So the
    critic looks for this difference, and the generator makes it small. One convention throughout: critic's loss = mean score
    of generated - mean score of real samples; generator's loss = - mean score of generated samples.

    Parameters
    ----------
    generator, discriminator, seed
        As for `GAN`; the critic is the discriminator, and its output is a score.

    Examples
    --------
    >>> from gan_lessons import data, models, training
    >>> gan = training.WGAN(models.wgan.generator(seed=1), models.wgan.critic(seed=2), seed=3)
    >>> gan.compile()
    >>> history = gan.fit(data.load("mnist"), batch_size=64, epochs=1, steps_per_epoch=10)
    """

    # distance: mean score of real - of generated samples, what falls as the images get better (in one setting, not across settings).
    metric_names = ("distance", "critic_real", "critic_fake", "g_loss", "penalty")
    # Scores have no zero, so that what is near it says nothing: only their distance is followed.
    metric_roles: ClassVar = {"distance": ("", "distance"), "g_loss": ("", "score_of_g")}
    loss_pair = losses.WASSERSTEIN

    def compile(
        self,
        d_optimizer=None,
        g_optimizer=None,
        *,
        clip: float | None = None,
        penalty: float | None = None,
        d_steps: int = 5,
        d_batches: str = "separate",
        g_batch: int | None = None,
        **kwargs,
    ) -> None:
        """Set how the game is played. The defaults are the first paper's.

        Parameters
        ----------
        d_optimizer, g_optimizer : keras.optimizers.Optimizer
            One each. By default RMSprop with learning rate 5e-5, or with `penalty` Adam with learning rate 1e-4, beta_1 0
            and beta_2 0.9, as in the second paper.
        clip : float, optional
            After each of its updates every trainable weight of the critic is clipped to [-clip, clip]. Default: 0.01, unless there is a
            `penalty`.
        penalty : float, optional
            Weight of the gradient penalty, the mean of (slope - 1)² at random points between real and generated samples; 10 is usual. No
            clipping then.
        d_steps : int
            Critic updates to one generator update.
        d_batches : "separate", "joint" or "alternate"
            As for `GAN`. "alternate" is the classic tutorial's: all scores up, then all down.
        g_batch : int, optional
            As for `GAN`.
        **kwargs
            `augment="diff"`, `flips`, `r1`, `run_eagerly` and so on: as for `GAN`.

        Raises
        ------
        ValueError
            If both ways to bound the slope are asked for, a number is too small, a critic with a penalty has batch norm, or an option
            of `GAN` is given that needs targets.
        """
        for name in ("loss", "label_smoothing", "label_flips"):
            if name in kwargs:
                raise ValueError(
                    f"{name} is an option of GAN; a critic's scores have no targets. Leave it out."
                )
        if clip is not None and penalty is not None:
            raise ValueError(
                f"clip is {clip} and penalty is {penalty}; either bounds the critic's slope. Give one of them."
            )
        clip = 0.01 if clip is None and penalty is None else clip
        for name, value in (("clip", clip), ("penalty", penalty)):
            if value is not None:
                numeric.real(name, value, above=0.0)
        if penalty is not None:
            check_no_batch_norm("critic", self.discriminator)
            if d_batches == "alternate":
                raise ValueError(
                    "d_batches is 'alternate'; the penalty lies between real and generated samples of one update. Choose 'separate'."
                )
        augment = augmentation_of(kwargs.pop("augment", None))
        if augment is not None and augment.logs:
            raise ValueError(
                "augment follows the sign of D's logits, and a critic's scores have no zero. Choose augment='diff'."
            )
        self.clip, self.penalty = clip, penalty
        super().compile(
            self._default(penalty) if d_optimizer is None else d_optimizer,
            self._default(penalty) if g_optimizer is None else g_optimizer,
            d_steps=d_steps,
            d_batches=d_batches,
            g_batch=g_batch,
            augment=augment,
            **kwargs,
        )

    @staticmethod
    def _default(penalty) -> keras.optimizers.Optimizer:
        if penalty is None:
            return keras.optimizers.RMSprop(5e-5)
        return keras.optimizers.Adam(1e-4, beta_1=0.0, beta_2=0.9)

    # ---- the objective -----------------------------------------------------------------------------------------

    def players(self) -> list[Player]:
        critic, generator = super().players()
        if self.clip is None:
            return [critic, generator]
        return [dataclasses.replace(critic, after=self._clip_weights), generator]

    def _clip_weights(self):
        for variable in self.discriminator.trainable_variables:
            variable.assign(ops.clip(variable, -self.clip, self.clip))

    def d_loss(self, batch: dict):
        """One update of the critic: the negative distance of the means, and the penalty if there is one."""
        real, fakes = self.seen(batch["images"]), self.seen(self.fakes(batch))
        if self.d_batches == "joint":
            n = ops.shape(real)[0]
            scores = self.judged(ops.concatenate([real, fakes]), None)
            on_real, on_fakes = ops.mean(scores[:n]), ops.mean(scores[n:])
        else:
            on_real, on_fakes = ops.mean(self.judged(real, None)), ops.mean(self.judged(fakes, None))
        logs = {"distance": on_real - on_fakes, "critic_real": on_real, "critic_fake": on_fakes}
        if self.penalty is None:
            return on_fakes - on_real, logs | _no_penalty()
        penalty = ops.mean((self.slope_between(real, fakes) - 1.0) ** 2)
        return on_fakes - on_real + self.penalty * penalty, logs | {"penalty": penalty}

    def slope_between(self, real, fakes):
        """Length of the critic's gradient (n,) at a random point between each real sample and a generated one."""
        n = ops.shape(real)[0]
        share = keras.random.uniform((n, *[1] * (len(real.shape) - 1)), seed=self.random)
        gradient = backend.input_gradient(self.discriminator, share * real + (1.0 - share) * fakes)
        # The root has no slope at 0, where the critic is flat: a little more keeps the gradient finite.
        return ops.sqrt(ops.sum(ops.reshape(gradient, (n, -1)) ** 2, axis=1) + 1e-12)

    def d_loss_on_real(self, batch: dict):
        score = ops.mean(self.judged(self.seen(batch["images"]), None))
        return -score, {"critic_real": score, "distance": 2.0 * score} | _no_penalty()

    def d_loss_on_fakes(self, batch: dict):
        score = ops.mean(self.judged(self.seen(self.fakes(batch)), None))
        # Logs of one name are averaged over the two updates of a round: 2 real and -2 fake give real - fake.
        return score, {"critic_fake": score, "distance": -2.0 * score} | _no_penalty()

    def get_compile_config(self):
        if not self.compiled:
            return None
        config = super().get_compile_config()
        kept = (
            "d_optimizer",
            "g_optimizer",
            "d_batches",
            "g_batch",
            "d_steps",
            "r1",
            "r1_every",
            "schedules",
            "augment",
            "flips",
        )
        return {name: config[name] for name in kept} | {"clip": self.clip, "penalty": self.penalty}


def _no_penalty() -> dict:
    return {"penalty": ops.convert_to_tensor(0.0)}
