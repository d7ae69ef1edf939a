"""What passes between the judge and an answer, which run in two processes that do not trust each other alike.

Into the answer's process goes whatever a test passes to an answer: arrays, numbers, functions, networks, optimisers
(`pack`, `unpack`). The judge wrote it, so it may be a pickle. Out of it come plain numbers and text alone (`encode`,
`decode`): JSON, in which arrays are bytes with a shape, and networks are their configuration and weights. Nothing that comes
out is ever unpickled or run.
"""

from __future__ import annotations

from gan_lessons.grading.wire.arrays import MOST_BYTES
from gan_lessons.grading.wire.errors import AnswerError, WireError
from gan_lessons.grading.wire.inputs import Inputs
from gan_lessons.grading.wire.networks import network_as_text, network_from_text
from gan_lessons.grading.wire.stand_ins import Opaque, RemoteNetwork
from gan_lessons.grading.wire.values import decode, encode

__all__ = [
    "MOST_BYTES",
    "AnswerError",
    "Inputs",
    "Opaque",
    "RemoteNetwork",
    "WireError",
    "decode",
    "encode",
    "network_as_text",
    "network_from_text",
]
