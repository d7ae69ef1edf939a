"""What TensorFlow reads once, when it loads: set before that, and its start-up chatter kept out of notebooks."""

import importlib.machinery
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

# oneDNN: on CPUs without AVX-512 TensorFlow leaves it off, and a DCGAN step is then about three times slower.
# Log level 3: without a GPU, TensorFlow logs the failed search for one as an error. Python exceptions remain.
_DEFAULTS = {"TF_ENABLE_ONEDNN_OPTS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}


def prepare() -> None:
    """Set TensorFlow's environment where the user has not; warn if TensorFlow is there already.

    Warns
    -----
    UserWarning
        If TensorFlow was imported before, so that it has not read ``TF_ENABLE_ONEDNN_OPTS``.
    """
    if "tensorflow" in sys.modules and "TF_ENABLE_ONEDNN_OPTS" not in os.environ:
        warnings.warn(
            "TensorFlow was imported before gan_lessons, so oneDNN may be off and training up to three times "
            "slower. Put `import gan_lessons` first and restart the kernel.",
            stacklevel=3,
        )
    # A child process inherits the level that was set here; only another one is the user's wish.
    wants_logs = os.environ.get("TF_CPP_MIN_LOG_LEVEL") not in (None, _DEFAULTS["TF_CPP_MIN_LOG_LEVEL"])
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)
    if not wants_logs and not any(isinstance(finder, _QuietFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _QuietFinder())


class _QuietFinder:
    """Finds TensorFlow as Python does, and silences standard error while it loads.

    TensorFlow's libraries write a dozen lines before they read any log level. In a notebook they would be the
    red output of the first cell, with the time of day in them.
    """

    def find_spec(self, name, path=None, target=None):
        if name != "tensorflow":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_quietly(module):
                with _standard_error_held_back():
                    execute(module)

            spec.loader.exec_module = execute_quietly
        return spec


@contextmanager
def _standard_error_held_back() -> Iterator[None]:
    """Hold back what is written to file descriptor 2; pass it on only if the block raises."""
    import tempfile

    kept = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(kept, held.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
