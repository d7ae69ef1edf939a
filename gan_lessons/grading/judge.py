"""The judge of an answer: it runs the tests of an assignment outside of the process in which the answer runs.

A test reads like any other: ``check.close(double(x), x + x)``. Here `double` is not the answer itself but stands for it. A call
sends `x` to the answer's process and takes numbers and text back; the comparison, and the value that is right, stay here. So
nothing that an answer does to its own process (another `check`, another NumPy, a tracer, a trick of IPython's) passes a test.

Three more names exist where hidden tests run: ``solution.double`` is the reference; ``agrees(double, solution.double, inputs)``
compares the two on inputs that hypothesis draws; ``there(function, ...)`` runs a function of the test in the answer's process,
for the rare thing that cannot come out of it (a network compiled with a loss of the learner's own).
"""

from __future__ import annotations

import builtins
import json
import re
import signal
import threading
import warnings
from collections.abc import Callable
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO

from gan_lessons.grading import wire
from gan_lessons.grading.agreement import agrees

# A test that looks at what became of the arrays it gave says so.
LOOKS_BACK = re.compile(r"\bchanges?\b|\bagrees\(|after the call")


class Judge:
    """Runs tests on the answers of one notebook.

    Parameters
    ----------
    given : dict
        What the cells define that a learner only runs: `Assignment.namespace`. It is not changed.
    ask : callable
        Sends a request (bytes, of `wire.Inputs.pack`) to the answer's process and returns its reply, the text of
        `agent.Agent.reply`. It raises TimeoutError if none comes.
    """

    def __init__(self, given: dict, ask: Callable[[bytes], str]):
        import hypothesis  # noqa: F401  (now, before the time of a test runs)

        self.given, self._ask, self._inputs = given, ask, wire.Inputs()
        self._task, self._space, self._looks_back = None, {}, False

    def run(self, task, source: str, seconds: float | None = 60) -> BaseException | None:
        """Run one cell of tests.

        Parameters
        ----------
        task : Task
            Whose tests these are; what one of them defines, the next ones see.
        source : str
            Of the cell.
        seconds : float or None
            Limit; None if `ask` keeps one.

        Returns
        -------
        BaseException or None
            Why the answer failed, or None if it passed.
        """
        if task is not self._task:
            self._task, self._space = (
                task,
                {
                    **self.given,
                    "solution": _Solution(task, self.given),
                    "agrees": agrees,
                    "there": self._there,
                },
            )
        space = self._space
        self._looks_back = bool(LOOKS_BACK.search(source))
        try:
            with limit(seconds), silence():
                for name in task.names:
                    space.pop(name, None)
                space.update(self._named(task.names))
                exec(compile(source, f"<{task.name}>", "exec"), space)
        except (Exception, SystemExit) as error:
            return error
        return None

    def _named(self, names: list[str]) -> dict:
        """What the answer's process has under these names."""
        value = self._request("names", names)
        if not isinstance(value, list):
            raise AssertionError("Your notebook did not say what it defines.")
        found = {}
        for pair in value:
            if not (isinstance(pair, list) and len(pair) == 2 and pair[0] in names):
                raise AssertionError("Your notebook did not say what it defines.")
            found[pair[0]] = self._decode(pair[1])
        return found

    def _decode(self, plain):
        try:
            return wire.decode(plain, self._stand_in, self._known)
        except (wire.WireError, RecursionError) as error:
            raise AssertionError(f"What your notebook returned cannot be read: {error}.") from None

    def _there(self, function: Callable, *arguments, **keywords):
        return self._decode(self._request("call", function, arguments, keywords))

    def _known(self, network, number: int) -> None:
        self._inputs.known(network, number)
        if isinstance(network, wire.RemoteNetwork):
            network.call = self._there

    def _stand_in(self, function: str):
        def answer(*arguments, **keywords):
            return self._decode(self._request("call", function, arguments, keywords))

        answer.__name__ = answer.__qualname__ = function.partition(" ")[2]
        return answer

    def _request(self, *request):
        said = self._ask(self._inputs.pack(request))
        try:
            told = json.loads(said)
            raised = told.get("raised")
            changed, warned, value = told.get("changed"), told.get("warned", []), told.get("value")
            if raised is not None:
                kind, name, text = map(str, raised)
            warned = [(str(kind), str(text)) for kind, text in warned]
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise AssertionError("Your notebook did not answer in the form that it should.") from None
        if raised is not None:
            raise _exception(kind, name, text)
        if changed is not None:
            try:
                self._inputs.change(changed, self._looks_back)
            except wire.WireError as error:
                raise AssertionError(f"What your notebook returned cannot be read: {error}.") from None
        for kind, text in warned:
            category = getattr(builtins, kind, None)
            if isinstance(category, type) and issubclass(category, Warning):
                warnings.warn(text, category, stacklevel=4)
        return value


class _Solution:
    """What the reference solution of a task defines, made when it is first asked for."""

    def __init__(self, task, given: dict):
        self._task, self._given = task, given

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        space = dict(self._given)
        exec(compile(self._task.solution, f"<{self._task.name}, solution>", "exec"), space)
        self.__dict__.update({one: space[one] for one in space.keys() - self._given.keys() | {name}})
        return self.__dict__[name]


def _exception(kind: str, name: str, text: str) -> Exception:
    """What an answer raised: as Python's own exception where it is one, so that a test can expect it."""
    known = getattr(builtins, kind, None)
    text = text[:2000]
    if isinstance(known, type) and issubclass(known, Exception) and known is not Exception:
        try:
            error = known(text)
        except TypeError:  # one of those that need more, UnicodeDecodeError say
            return wire.AnswerError(f"{name}: {text}")
        if name != kind:
            error.add_note(f"({name[:80]})")
        return error
    return wire.AnswerError(f"{name[:80]}: {text}")


@contextmanager
def silence():
    """Answers print, warn and divide by zero; nobody reads it."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def limit(seconds: float | None):
    """Raise TimeoutError after so many seconds, where signals can (the main thread, not on Windows)."""
    if (
        seconds is None
        or threading.current_thread() is not threading.main_thread()
        or not hasattr(signal, "SIGALRM")
    ):
        yield
        return

    def stop(*_):
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
