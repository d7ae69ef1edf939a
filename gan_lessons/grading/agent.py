"""What answers the judge, in the process of an answer: it tells what a name stands for, and calls a function.

A learner's code can change all of this. It then sends something else than what the answer gives, and the judge, which is in
another process, judges that.
"""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path

from gan_lessons.grading import wire

TYPE = "application/x-gan-lessons-answer"  # of the output that carries a reply


class Agent:
    """Answers requests about one notebook's variables.

    Parameters
    ----------
    namespace : dict
        Of the notebook.
    """

    def __init__(self, namespace: dict):
        self.namespace, self.inputs = namespace, wire.Inputs()
        self.functions: list = []  # what answers returned

    def reply(self, request: bytes) -> str:
        """Answer a request of `judge.Judge`.

        Parameters
        ----------
        request : bytes
            What `wire.Inputs.pack` made of ``("names", names)`` or ``("call", function, arguments, keywords)``; the function is
            one of the notebook's, by name, or one of the judge's own.

        Returns
        -------
        str
            JSON: what `wire.encode` made of the value, and what the call changed, warned of, or raised.
        """
        try:
            kind, *what = self.inputs.unpack(request)
            told = self._names(*what) if kind == "names" else self._call(*what)
        except KeyboardInterrupt:  # the time is up: whoever asked must hear of it
            raise
        except BaseException as error:
            told = {"raised": _raised(error)}
        return json.dumps(told)

    def _names(self, names: list[str]) -> dict:
        found = {name: self.namespace[name] for name in names if name in self.namespace}
        return {
            "value": [
                [name, wire.encode(value, lambda _, name=name: f"name {name}", self.inputs.keep)]
                for name, value in found.items()
            ]
        }

    def _call(self, function, arguments: tuple, keywords: dict) -> dict:
        call = function
        if isinstance(function, str):
            kind, _, name = function.partition(" ")
            call = self.namespace[name] if kind == "name" else self.functions[int(name)]
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            value = call(*arguments, **keywords)
            told = wire.encode(value, self._keep, self.inputs.keep)
        return {
            "value": told,
            "changed": self.inputs.changed(),
            "warned": [[_builtin(one.category), str(one.message)[:500]] for one in heard[:20]],
        }

    def _keep(self, function) -> str:
        self.functions.append(function)
        return f"returned {len(self.functions) - 1}"


def _builtin(kind: type) -> str:
    """The nearest class of Python's own."""
    return next(one.__name__ for one in kind.__mro__ if one.__module__ == "builtins")


def _raised(error: BaseException) -> list:
    text = str(error)[:2000] if not isinstance(error, SyntaxError) else error.msg
    return [_builtin(type(error)), type(error).__name__, text]


def answer(path: str, namespace: dict) -> None:
    """Answer the request in a file, by an output of a type that no page shows: this runs in the kernel of a submission."""
    from IPython.display import publish_display_data

    agent = namespace.get("__agent__")
    if not isinstance(agent, Agent):
        agent = namespace["__agent__"] = Agent(namespace)
    try:
        said = agent.reply(Path(path).read_bytes())
    except KeyboardInterrupt:
        said = json.dumps({"raised": ["TimeoutError", "TimeoutError", "it took too long and was stopped"]})
    publish_display_data({TYPE: f"{os.path.basename(path)} {said}"})
