"""gan_lessons: a course on generative adversarial networks, and the small package beneath it.

Import this package before TensorFlow or Keras: it sets the environment that TensorFlow reads once, when it
loads. Importing it is cheap (no backend is loaded); each part is loaded when it is first used::

    import gan_lessons as gl

    digits = gl.data.load("mnist")
    gan = gl.training.GAN(gl.models.dcgan.generator("laptop"), gl.models.dcgan.discriminator("laptop"))
"""

import importlib
import os
import sys
import warnings

__version__ = "0.1.0"

_PARTS = (
    "backend",
    "budget",
    "callbacks",
    "data",
    "latent",
    "metrics",
    "models",
    "plots",
    "pretrained",
    "questions",
    "training",
    "widgets",
)

# On CPUs without AVX-512 TensorFlow leaves oneDNN off, and a DCGAN step is then about three times slower.
_ENVIRONMENT = {"TF_ENABLE_ONEDNN_OPTS": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}

if "tensorflow" in sys.modules and "TF_ENABLE_ONEDNN_OPTS" not in os.environ:
    warnings.warn(
        "TensorFlow was imported before gan_lessons, so oneDNN may be off and training up to three times "
        "slower. Put `import gan_lessons` first and restart the kernel.",
        stacklevel=2,
    )
for _name, _value in _ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)


def __getattr__(name: str):
    if name in _PARTS:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_PARTS])
