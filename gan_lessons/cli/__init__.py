"""``gan-lessons``: what is done at a terminal rather than in a notebook.

Each command is a function that adds its parser to the list and says, with ``set_defaults(run=…)``, what runs; a new
command is one more such function in `COMMANDS`. ``run`` takes the parsed arguments and returns the exit status.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gan_lessons import __version__, data
from gan_lessons.cli import data_sets, exercises, networks, notebooks, runs
from gan_lessons.cli.parts import Parser

COMMANDS = (
    data_sets.add,
    runs.add_new,
    runs.add_train,
    runs.add_sample,
    networks.add_score,
    runs.add_export,
    runs.add_sliders,
    networks.add_translate,
    notebooks.add,
    networks.add_doctor,
    exercises.add,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (``sys.argv`` by default) and return its exit status: 0, 1 for a failure, 2 for misuse."""
    parser = Parser(prog="gan-lessons", description="A course on GANs, from the terminal.")
    parser.add_argument("--version", action="version", version=f"gan_lessons {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in COMMANDS:
        add(commands)
    args = parser.parse_args(argv)
    try:  # the message says what is wrong, a traceback would hide it
        return args.run(args)
    except (data.DataError, OSError, ImportError) as error:  # of this machine
        status, message = 1, error
    except ValueError as error:  # of what was given
        status, message = 2, error
    except KeyboardInterrupt:
        status, message = 130, "interrupted"
    print(f"gan-lessons: {message}", file=sys.stderr)
    return status
