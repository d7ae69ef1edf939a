"""`gan-lessons exercises`: release, grade, try."""

from __future__ import annotations

import argparse

from gan_lessons.cli.parts import number, path


def add(commands) -> None:
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
        type=number(int, 1),
        default=1,
        metavar="N",
        help="grade N at the same time (default: %(default)s)",
    )
    grade.add_argument(
        "--minutes",
        type=number(float, 0.1),
        default=10,
        help="limit for a submission (default: %(default)s)",
    )
    grade.add_argument(
        "--cell-seconds",
        type=number(int, 1),
        default=60,
        help="limit for one of its cells (default: %(default)s)",
    )
    grade.add_argument(
        "--memory", type=number(int, 100), default=3000, help="limit in MB (default: %(default)s)"
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
    marks.add_argument("--file", type=path, help="where to (default: marks.csv in the course's folder)")
    marks.set_defaults(run=_marks)
    similar = actions.add_parser("similar", help="list answers that resemble each other")
    similar.add_argument(
        "--least",
        type=number(float, 0, 1),
        default=0.8,
        help="share of code in common, 0 to 1 (default: %(default)s)",
    )
    similar.set_defaults(run=_similar)
    for action in (release, grade, practice, trial, marks, similar):
        if action is not marks:
            action.add_argument("assignment", nargs="*", help="such as 07_dcgan_mnist (default: all)")
        action.add_argument(
            "--course",
            type=path,
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
