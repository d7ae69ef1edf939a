"""What games that translate images share: losses on maps of verdicts, and files."""

from __future__ import annotations

from typing import ClassVar

from gan_lessons import numeric
from gan_lessons.training.core import Adversarial
from gan_lessons.training.objectives import losses
from gan_lessons.training.objectives.networks import check_declared, check_end_of_generator, check_verdicts

import keras
from keras import ops

KINDS = ("non_saturating", "least_squares", "hinge")


class Translation(Adversarial):
    """Networks by name, a loss by name, and weights of its terms: what `compile` and a file need to know.

    Attributes
    ----------
    network_names : tuple of str
        The constructor's arguments, which are attributes, too.
    term_names : tuple of str
        Options of `compile` that weigh a term of the loss, in the objective's own words.
    """

    network_names: ClassVar[tuple[str, ...]] = ()
    term_names: ClassVar[tuple[str, ...]] = ()

    def _choose(self, loss: str, terms: dict[str, float]) -> None:
        """Take over a loss and the weights of its terms. ValueError if one is none; nothing is changed then."""
        numeric.choice("loss", loss, KINDS)
        terms = {name: numeric.real(name, value, least=0.0, most=1e6) for name, value in terms.items()}
        self.loss_name = loss
        for name, value in terms.items():
            setattr(self, name, value)

    # ---- terms -------------------------------------------------------------------------------------------------

    def on_real(self, outputs):
        """Mean loss of a discriminator on real images, and the share that it takes for real."""
        pair = losses.LOSSES[self.loss_name]
        return ops.mean(pair.real(outputs)), _share(outputs > pair.boundary)

    def on_fakes(self, outputs):
        """Mean loss of a discriminator on translations, and the share that it sees through."""
        pair = losses.LOSSES[self.loss_name]
        return ops.mean(pair.fake(outputs)), _share(outputs <= pair.boundary)

    def fooling(self, outputs):
        """Mean loss of a generator, given a discriminator's verdicts on its translations."""
        return ops.mean(losses.LOSSES[self.loss_name].generator(outputs))

    # ---- files -------------------------------------------------------------------------------------------------

    def get_config(self):
        networks = {
            name: keras.saving.serialize_keras_object(getattr(self, name)) for name in self.network_names
        }
        return {**super().get_config(), **networks}

    @classmethod
    def from_config(cls, config):
        networks = {
            name: keras.saving.deserialize_keras_object(config.pop(name)) for name in cls.network_names
        }
        return cls(**networks, **config)

    def get_compile_config(self):
        if not self.compiled:
            return None
        saved = keras.saving.serialize_keras_object
        return {
            "loss": self.loss_name,
            **{name: getattr(self, name) for name in self.term_names},
            **{f"{name}_optimizer": saved(optimizer) for name, optimizer in self.optimizers.items()},
            "schedules": {name: saved(schedule) for name, schedule in self.schedules.items()},
        }

    def compile_from_config(self, config):
        loaded = keras.saving.deserialize_keras_object
        for name in [name for name in config if name.endswith("_optimizer")]:
            config[name] = loaded(config[name])
        config["schedules"] = {name: loaded(schedule) for name, schedule in config["schedules"].items()}
        self.compile(**config)


def distance(x, y):
    """Mean absolute error of two batches (L1), in units of the data: 1 is half of an image's range."""
    return ops.mean(ops.abs(x - y))


def check_translator(name: str, network: keras.Model) -> None:
    """Raise an error unless this turns samples of one domain into samples of another, images into images in [-1, 1]."""
    check_declared(**{name: network})
    if len(network.inputs) != 1 or len(network.outputs) != 1:
        raise ValueError(
            f"The {name} has {len(network.inputs)} inputs and {len(network.outputs)} outputs; it turns one image into one. Several source "
            "images go in as one, with more channels."
        )
    source, target = (tuple(x.shape) for x in (network.inputs[0], network.outputs[0]))
    if len(target) == 4:
        if len(source) != 4 or source[1:3] != target[1:3]:
            raise ValueError(
                f"The {name} turns samples of shape {source[1:]} into {target[1:]}; source and target are images of one height and width."
            )
        check_end_of_generator(network)


def check_judge(name: str, network: keras.Model, target: tuple, of: str) -> None:
    """Raise an error unless the last thing that this discriminator takes is such a sample, and it ends in logits."""
    check_declared(**{name: network})
    takes = tuple(network.inputs[-1].shape[1:])
    if takes != target:
        raise ValueError(
            f"The {of} makes samples of shape {target}, the {name} takes {takes}. Build them for one size and number of channels."
        )
    check_verdicts(name, network)


def optimizer(name: str, given) -> keras.optimizers.Optimizer:
    """An optimiser, or the papers': Adam at a rate of 2e-4 with beta_1 0.5. ValueError if this is none."""
    if given is None:
        return keras.optimizers.Adam(2e-4, beta_1=0.5)
    if not isinstance(given, keras.optimizers.Optimizer):
        raise ValueError(f"{name} is {numeric.shown(given)}; give a keras.optimizers.Optimizer.")
    return given


def _share(which):
    return ops.mean(ops.cast(which, "float32"))
