"""`gan-lessons run`: notebooks one after another, overnight."""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import time
from pathlib import Path

from gan_lessons import budget, files
from gan_lessons.cli.parts import path

MARK = "gan_lessons_run"  # in the metadata of a finished notebook: of what it is the result


def add(commands) -> None:
    parser = commands.add_parser(
        "run",
        help="notebooks one after another, say overnight: outputs and a log in a folder",
        description="Run copies of notebooks from top to bottom. A finished one is not run again, so the same command goes on after a "
        "kill with the one that was interrupted, from its top. One that fails is kept as far as it came, and the next one begins.",
    )
    parser.add_argument("notebooks", nargs="+", type=path, metavar="NOTEBOOK", help="ends in .ipynb")
    parser.add_argument(
        "--budget", choices=budget.NAMES, default="full", help="how long they train (default: %(default)s)"
    )
    parser.add_argument(
        "--out", required=True, type=path, metavar="FOLDER", help="for the results, and log.txt"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    sources = [_source(name) for name in args.notebooks]
    names = [source.name for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(
            f"two notebooks have the name {twice[0]}, and one would take the other's place in {args.out}."
        )
    out = files.writable(files.path_of("--out", args.out, "a folder"))
    if inside := [source for source in sources if source.parent.resolve() == out.resolve()]:
        raise ValueError(
            f"{inside[0]} lies in {out} itself, and would be overwritten; give another folder to --out."
        )
    failed = 0
    for source in sources:
        mark = {
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "budget": args.budget,
        }
        if _finished(out / source.name, mark):
            _say(out, f"{source.name}: finished before, at budget {args.budget}")
            continue
        _say(out, f"{source.name}: begins, at budget {args.budget}")
        start = time.perf_counter()
        error = _executed(source, out, mark)
        minutes = (time.perf_counter() - start) / 60
        _say(
            out,
            f"{source.name}: {'finished' if error is None else f'FAILED ({error})'} after {minutes:.1f} minutes",
        )
        failed += error is not None
    return 1 if failed else 0


def _source(name: str) -> Path:
    source = files.path_of("NOTEBOOK", name, "a notebook")
    if source.suffix != ".ipynb" or not source.is_file():
        raise ValueError(f"{name} is no notebook; give files that end in .ipynb.")
    return source


def _executed(source: Path, out: Path, mark: dict) -> str | None:
    """Run a copy in the notebook's own folder and write it; the error in a line, if there was one."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    notebook = nbformat.read(source, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=None,
        resources={"metadata": {"path": str(source.parent)}},
        coalesce_streams=True,
        store_widget_state=False,
    )
    error = None
    try:
        client.execute(env={**os.environ, budget.VARIABLE: mark["budget"]})
        notebook.metadata[MARK] = mark
    except CellExecutionError as raised:
        error = f"{raised.ename}: {raised.evalue}".splitlines()[0]
    except DeadKernelError:
        error = "its kernel died; memory, perhaps"
    finally:  # of one that was interrupted what is there is kept, too
        files.write(out / source.name, nbformat.writes(notebook).encode())
    return error


def _finished(result: Path, mark: dict) -> bool:
    """Whether a result is there, of this notebook as it is now, at this budget."""
    try:
        return json.loads(result.read_text("utf-8"))["metadata"].get(MARK) == mark
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _say(out: Path, words: str) -> None:
    line = f"{datetime.datetime.now():%Y-%m-%d %H:%M} {words}"
    print(line, flush=True)
    with (out / "log.txt").open("a", encoding="utf-8") as log:
        log.write(line + "\n")
