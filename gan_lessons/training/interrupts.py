"""The stop button: training ends after the step in progress, and keeps everything."""

from __future__ import annotations

import contextlib
import signal
import threading


@contextlib.contextmanager
def stop_after_this_step(model):
    """Let the first interrupt end `fit` in order: under JAX an exception in mid-step would lose the weights."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(signum, frame):
        print("\nStopping after this step. Model, optimisers and history stay usable.")
        model.stop_training = True
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
