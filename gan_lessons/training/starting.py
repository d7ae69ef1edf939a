"""Starting from what has been trained: its networks in a new game, and a discriminator whose first layers stay as they are.

A discriminator that has seen many images knows edges and textures, which few images would not teach it. Its first layers can keep that, while
the others learn what is new (FreezeD, arXiv 2002.10964).
"""

from __future__ import annotations

from pathlib import Path

from gan_lessons import numeric
from gan_lessons.training.checks import layers_in

import keras


def networks(start: str | Path | keras.Model) -> tuple[keras.Model, keras.Model | None]:
    """The networks of a checkpoint, as copies of one's own.

    Parameters
    ----------
    start : str, Path or keras.Model
        A name of `pretrained.names()`; the path of a game or a generator that was saved as ``.keras``; or such a game or generator
        itself. Of a game with an average of its generator, that average.

    Returns
    -------
    generator : keras.Model
    discriminator : keras.Model or None
        None where it was not kept.

    Raises
    ------
    ValueError
        If there is no such checkpoint, or it is no game of one generator and one discriminator.
    """
    if isinstance(start, keras.Model):
        found = start
    elif isinstance(start, str | Path) and Path(start).suffix == ".keras":
        if not Path(start).is_file():
            raise ValueError(f"start is {str(start)!r}, and there is no such file.")
        try:
            found = keras.saving.load_model(start)
        except Exception as error:  # whatever Keras finds wrong with the file
            reason = str(error).splitlines()[0][:150]
            raise ValueError(f"start is {str(start)!r}, which cannot be read ({reason}).") from error
    else:
        return _shipped(start)
    generator = getattr(found, "shown", getattr(found, "generator", found))
    discriminator = getattr(found, "discriminator", None)
    if not hasattr(generator, "inputs") or len(generator.inputs[0].shape) != 2:
        raise ValueError(
            f"start is a {type(found).__name__}, which has no generator that draws from latents. Give a GAN of this package, or a generator."
        )
    return tuple(None if network is None else _copy(network) for network in (generator, discriminator))


def _shipped(name):
    from gan_lessons import pretrained

    if not isinstance(name, str) or name not in pretrained.names():
        raise ValueError(
            f"start is {numeric.shown(name)}; give the path of a .keras file, a game, or one of {', '.join(pretrained.names())}."
        )
    kept = "discriminator" in pretrained.entry(name).parts
    return pretrained.load(name), pretrained.discriminator(name) if kept else None


def _copy(network: keras.Model) -> keras.Model:
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    for layer in layers_in(copy):  # those of an average, and of a discriminator that was frozen, are not
        layer.trainable = True
    return copy


def freeze(discriminator: keras.Model, n_layers: int) -> list[str]:
    """Keep the first layers of a discriminator as they are, seen from the image; before the game is compiled.

    Parameters
    ----------
    discriminator : keras.Model
    n_layers : int
        How many of its layers with weights, in the order in which they were made; at least the last one must go on learning.

    Returns
    -------
    list of str
        The names of the layers.

    Raises
    ------
    ValueError
        If there are not so many.
    """
    layers = [layer for layer in discriminator.layers if layer.trainable_weights]
    n_layers = numeric.whole("freeze_d", n_layers, least=0)
    if n_layers >= len(layers):
        raise ValueError(
            f"freeze_d is {n_layers}, and this discriminator has {len(layers)} layers with weights. Freeze fewer, 0 for none."
        )
    for layer in layers[:n_layers]:
        layer.trainable = False
    return [layer.name for layer in layers[:n_layers]]
