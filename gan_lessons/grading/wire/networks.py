"""Networks as text: configurations of Keras's own layers, and weights.

Out of an answer's process comes nothing else: a configuration can name any function of any module, and Keras would import it.
"""

from __future__ import annotations

import json
import sys
import warnings

from gan_lessons.grading.wire.arrays import MOST_BYTES, array_as_text, array_from_text
from gan_lessons.grading.wire.errors import WireError
from gan_lessons.grading.wire.stand_ins import opaque

_PLAIN_LAYERS = frozenset(
    """InputLayer Dense EinsumDense Embedding Identity Activation ReLU LeakyReLU PReLU ELU Softmax
    Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose SeparableConv1D SeparableConv2D DepthwiseConv1D
    DepthwiseConv2D LSTM GRU SimpleRNN MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D
    GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D BatchNormalization LayerNormalization GroupNormalization
    UnitNormalization SpectralNormalization RMSNormalization Dropout SpatialDropout1D SpatialDropout2D GaussianDropout
    GaussianNoise AlphaDropout ActivityRegularization Reshape Flatten Permute RepeatVector Cropping1D Cropping2D ZeroPadding1D
    ZeroPadding2D UpSampling1D UpSampling2D Resizing Rescaling CategoryEncoding Concatenate Add Subtract Multiply Average
    Maximum Minimum Dot Attention MultiHeadAttention Functional Sequential Model""".split()  # noqa: SIM905
)
_PLAIN_MODULES = (
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "keras.optimizers",
    "keras.losses",
    "keras.metrics",
    "keras.random",
    "keras.src.ops.numpy",
    "keras.src.ops.nn",
    "keras.src.ops.math",
)
_PLAIN_OTHERS = {
    ("keras", "DTypePolicy"),
    ("keras.dtype_policies", "DTypePolicy"),
    ("keras.src.ops.core", "Cast"),
    ("builtins", "slice"),
}
_COMPILED = ("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "jit_compile")


def network_as_text(network) -> list:
    """A network as its configuration, how it was compiled (or None), and its weights."""
    import keras

    kind = type(network)
    config = {
        "module": kind.__module__,
        "class_name": kind.__name__,
        "registered_name": kind.__name__,
        "config": network.get_config(),
        "build_config": network.get_build_config(),
    }
    return [json.dumps(config), _compiled(network, keras), [array_as_text(w) for w in network.get_weights()]]


def _compiled(network, keras) -> str | None:
    """How a network was compiled, as far as text can say it: a loss of one's own is left out."""
    if not getattr(network, "compiled", False):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a loss that is a lambda: it is not loaded, either
        try:
            return json.dumps(network.get_compile_config())
        except Exception:  # an object that is no part of Keras and says nothing of itself
            return json.dumps({"optimizer": keras.saving.serialize_keras_object(network.optimizer)})


def network_from_text(content):
    """The network that `network_as_text` wrote, if it is of Keras's own layers; `Opaque` if it is not."""
    import keras

    try:
        config, compiled, weights = content
        arrays = [array_from_text(weight) for weight in weights]
        config = json.loads(config)
        if not is_plain(config) or _promised(config) > MOST_BYTES:
            return opaque("Model with parts that are not Keras's own")
        network = keras.saving.deserialize_keras_object(config, safe_mode=True)
        if network.built:
            network.set_weights(arrays)
        if compiled is not None:
            compiled = json.loads(compiled)
            network.compile_from_config({k: v for k, v in compiled.items() if k in _COMPILED and is_plain(v)})
        return network
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a network cannot be made again: {type(error).__name__}") from None


def is_plain(config) -> bool:
    """Whether a configuration names Keras's own parts alone, none of which can run code or read a file."""
    if isinstance(config, list):
        return all(map(is_plain, config))
    if not isinstance(config, dict):
        return True
    if "class_name" in config:
        name, module = config["class_name"], config.get("module")
        if not (
            (name in ("__keras_tensor__", "__tuple__", "__numpy__") and module is None)
            or (name in _PLAIN_LAYERS and str(module).split(".")[0] == "keras")
            or (module in _PLAIN_MODULES and isinstance(name, str) and name[:1].isupper())
            or (name == "function" and module == "builtins" and _is_loss(config.get("config")))
            or (module, name) in _PLAIN_OTHERS
        ):
            return False
        if config.get("registered_name") not in (None, name, "function"):
            return False
    return all(map(is_plain, config.values()))


def _is_loss(name) -> bool:
    import keras

    return isinstance(name, str) and any(hasattr(part, name) for part in (keras.losses, keras.activations))


def _promised(config) -> int:
    """Bytes that the widest parts of a configuration would take, roughly: enough to refuse a layer of a billion units."""
    if isinstance(config, list):
        return max(map(_promised, config), default=0)
    if isinstance(config, dict):
        return max(map(_promised, config.values()), default=0)
    return 4 * config if type(config) is int else 0


def loaded_keras():
    """Keras, or None as long as nobody has imported it."""
    return sys.modules.get("keras")


def is_network(value) -> bool:
    """Whether a value is a Keras model."""
    keras = loaded_keras()
    return keras is not None and isinstance(value, keras.Model)
