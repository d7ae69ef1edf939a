"""gan_lessons: a course on generative adversarial networks, and the small package beneath it.

Import this package before TensorFlow or Keras: it sets the environment that TensorFlow reads once, when it
loads. Importing it is cheap (no backend is loaded); each part is loaded when it is first used::

    import gan_lessons as gl

    digits = gl.data.load("mnist")
    gan = gl.training.GAN(gl.models.dcgan.generator("laptop"), gl.models.dcgan.discriminator("laptop"))
"""

import importlib

from gan_lessons._environment import prepare

__version__ = "0.1.0"

_PARTS = (
    "arrays",
    "backend",
    "budget",
    "callbacks",
    "data",
    "diagnosis",
    "games",
    "latent",
    "machine",
    "metrics",
    "models",
    "plots",
    "pretrained",
    "progress",
    "questions",
    "results",
    "runs",
    "sampling",
    "scoring",
    "training",
    "upsampling",
    "widgets",
)

prepare()
del prepare


def __getattr__(name: str):
    if name in _PARTS:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; its parts are {', '.join(_PARTS)}")


def __dir__():
    return sorted([*globals(), *_PARTS])
