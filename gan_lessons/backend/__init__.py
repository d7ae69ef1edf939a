"""What differs between TensorFlow, JAX and PyTorch; nothing else in the package does.

Models and losses are written once with `keras.ops`. A training step needs some more things: the gradient of a
closure with respect to some Keras variables, the gradient of a function with respect to its argument, a stretch of code
of which no gradient is wanted, one that runs in some steps only, and what replicas on several
devices have to do together. Sampling needs one more: a network as a fast function of NumPy arrays.

Under JAX a variable does not change in place: a step is a function from all values to all values. `run_step` opens
a `Recorder`, in which reading and assigning a variable work as everywhere else. The same scope tells, under every backend, what
a loss assigns, before anything is changed.
"""

from gan_lessons.backend.devices import (
    devices,
    mean_of_replicas,
    replicas,
    replicas_of,
    scope,
    strangers,
    together,
)
from gan_lessons.backend.feeding import SeedGenerator, is_tf_dataset, mapped, on_cpu, stream
from gan_lessons.backend.gradients import (
    differentiate,
    gradient_of,
    input_gradient,
    no_gradient,
    value_and_grad,
)
from gan_lessons.backend.names import NAME
from gan_lessons.backend.recorder import Recorder
from gan_lessons.backend.sampling import compiled
from gan_lessons.backend.steps import (
    apply,
    apply_where,
    compiled_step,
    forget,
    keeping,
    nobodys,
    repeated,
    run_step,
    sync,
    when,
)

__all__ = [
    "NAME",
    "Recorder",
    "SeedGenerator",
    "apply",
    "apply_where",
    "compiled",
    "compiled_step",
    "devices",
    "differentiate",
    "forget",
    "gradient_of",
    "input_gradient",
    "is_tf_dataset",
    "keeping",
    "mapped",
    "mean_of_replicas",
    "no_gradient",
    "nobodys",
    "on_cpu",
    "repeated",
    "replicas",
    "replicas_of",
    "run_step",
    "scope",
    "strangers",
    "stream",
    "sync",
    "together",
    "value_and_grad",
    "when",
]
