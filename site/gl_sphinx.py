"""A Sphinx extension: the docstrings of gan_lessons, where Keras and all that it stands on are not installed.

autodoc imports the package. Its own mock of what is missing (`autodoc_mock_imports`) turns the methods of a class that Keras
decorates into mocks, too. Here a missing library is replaced by something that decorates nothing and is the base of nothing, so that the
package's classes and functions are there as they were written.

It also takes out of each page what the theme and jupyter-book load for what this site does not have.
"""

import importlib.abc
import importlib.machinery
import re
import sys
from pathlib import Path

MISSING = frozenset(
    [
        "anywidget",
        "bleach",
        "cloudpickle",
        "copydetect",
        "hypothesis",
        "ipywidgets",
        "jax",
        "keras",
        "mtcnn",
        "nbgrader",
        "scipy",
        "skimage",
        "tensorflow",
        "torch",
    ]
)
_LOADS = re.compile(r"(<script[^>]*>[^<]*</script>|<link [^>]*>)")
ALSO = frozenset({"gan_lessons.backend"})  # asks Keras, when it is imported, which backend runs


class StandIn:
    """Whatever a missing library has: an attribute, a function, a decorator, a base of a class, a module."""

    __path__ = ()  # as a package has it: what it is asked for, it can import

    def __init__(self, name: str):
        self.__name__ = self.__qualname__ = name

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self.__name__}.{name}")

    def __call__(self, *args, **options):
        """Decorate nothing: what is decorated comes back. Any other call gives one more stand-in."""
        if (
            len(args) == 1
            and not options
            and (isinstance(args[0], type) or (callable(args[0]) and not isinstance(args[0], StandIn)))
        ):
            return args[0]
        return self

    def __mro_entries__(self, bases):
        return ()

    def __or__(self, other):
        return self

    __ror__ = __getitem__ = __or__

    def __repr__(self):
        return self.__name__


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the libraries of `MISSING`, and all of their modules."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in MISSING or any(f"{name}.".startswith(f"{it}.") for it in ALSO):
            return importlib.machinery.ModuleSpec(name, self)
        return None

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        """There is nothing to run."""


def mark_code(app, what, name, obj, options, lines):
    """Make code of an indented block in a docstring, which a reader of the file knows for code without the two colons."""
    text = "\n".join(lines)
    if what == "module":
        text = re.sub(r"(?<=\S)(?<!:)(:?)\n\n(?= {4}\S)", r"\1\n\n.. code-block:: python\n\n", text)
        lines[:] = text.split("\n")


def skip_what_is_made_elsewhere(app, what, name, obj, skip, options):
    """Leave out a method that another library makes for each class of its own kind, such as matplotlib's `set`."""
    return True if str(getattr(obj, "__module__", "")).startswith("matplotlib") else None


def slim(app, error):
    """Take out of the built pages what they do not need: two megabytes for each page that is the first one to be read."""
    static = Path(app.outdir) / "_static"
    for path in [] if error else Path(app.outdir).rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        useless = ["thebe", "fontawesome"]  # site.css has the ten icons that are used
        useless += [] if 'class="math' in text else ["mathjax"]
        useless += [] if path.name == "search.html" else ["searchtools", "language_data", "searchindex"]
        pieces = _LOADS.split(text)
        pieces[1::2] = ["" if any(name in it.lower() for name in useless) else it for it in pieces[1::2]]
        path.write_text("".join(pieces), encoding="utf-8")
    for pattern in ("**/*.map", "**/*.ttf", "scripts/fontawesome*", "sphinx-thebe*"):
        for path in static.glob(pattern):
            path.unlink()


def setup(app):
    """Called by Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    sys.meta_path.insert(0, Finder())
    app.connect("autodoc-process-docstring", mark_code)
    app.connect("autodoc-skip-member", skip_what_is_made_elsewhere)
    app.connect("build-finished", slim, priority=900)
    return {"parallel_read_safe": True}
