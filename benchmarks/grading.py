"""A class of synthetic students, graded by the project's own command: how long it takes, how much memory, and whether the marks are right.

    sudo .venv/bin/python benchmarks/grading.py --students 200 --jobs 2

Each student hands in one assignment, the assignments in turn; each answer is drawn from the corpus (exercises/corpus), right or wrong. What
each answer earned through the sandbox is compared with what it deserves.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from gan_lessons.grading import assignment, course
from gan_lessons.grading.assignment import Assignment

import nbformat
import numpy as np

COURSE = Path(__file__).parents[1] / "exercises"


def hand_in(folder: Path, student: str, name: str, rng) -> dict:
    """Hand in answers of the corpus, drawn at random, and return the answers by task."""
    lesson = Assignment(COURSE / "source" / name / f"{name}.ipynb")
    answers = assignment.corpus(COURSE / "corpus" / f"{name}.py")
    chosen = {}
    for task in lesson.tasks:
        right = bool(rng.integers(2))
        of_task = [one for one in answers if one.task == task.name and one.right == right]
        chosen[task.name] = of_task[rng.integers(len(of_task))]
    notebook = nbformat.read(folder / "release" / name / f"{name}.ipynb", 4)
    for cell in notebook.cells:
        told = cell.metadata.get("nbgrader", {})
        if told.get("solution") and told["grade_id"] in chosen:
            cell.source = chosen[told["grade_id"]].source
    path = folder / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return chosen


def earned(folder: Path, name: str, student: str) -> dict[str, float]:
    """The share of each task's points that the grade book has."""
    from nbgrader.api import Gradebook

    lesson = Assignment(COURSE / "source" / name / f"{name}.ipynb")
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        (notebook,) = book.find_submission(name, student).notebooks
        points = {grade.name: grade.auto_score or 0 for grade in notebook.grades}
    return {task.name: sum(points[test.name] for test in task.tests) / task.points for task in lesson.tasks}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--assignment", action="append", help="only this one (may be repeated)")
    args = parser.parse_args()
    names, rng = args.assignment or course.names(COURSE), np.random.default_rng(args.seed)
    folder = Path(tempfile.mkdtemp(prefix="gan_lessons_class_"))
    try:
        shutil.copy(COURSE / "nbgrader_config.py", folder)
        shutil.copytree(COURSE / "source", folder / "source")
        course.release(folder, names, seed=1000 + args.seed)
        handed = {}
        for i in range(args.students):
            student, name = f"s{i:03}", names[i % len(names)]
            handed[student] = name, hand_in(folder, student, name, rng)
        start = time.monotonic()
        results = course.grade(folder, jobs=args.jobs)
        minutes = (time.monotonic() - start) / 60
        faults, counts = [], {(right, fine): 0 for right in (True, False) for fine in (True, False)}
        for result in results:
            name, answers = handed[result.student]
            got = earned(folder, name, result.student) if result.score is not None else {}
            for task, answer in answers.items():
                fine = answer.right == (got.get(task) == 1)
                counts[answer.right, fine] += 1
                if not fine:
                    faults.append(
                        f"{name} {task} ({'right' if answer.right else 'wrong'}): {answer.about}: {got.get(task)}"
                    )
        print(f"\n{len(results)} submissions, {args.jobs} at a time, in {minutes:.1f} minutes")
        for what, values in (
            ("seconds", [r.seconds for r in results]),
            ("memory, MB", [r.memory_mb for r in results if r.memory_mb]),
        ):
            if values:
                low, middle, high = np.percentile(values, (0, 50, 100))
                print(f"{what:<12} least {low:7.1f}   median {middle:7.1f}   most {high:7.1f}")
        for right in (True, False):
            fine, off = counts[right, True], counts[right, False]
            print(
                f"{fine} of {fine + off} {'right answers earn all' if right else 'wrong answers lose points'}"
            )
        print("\n".join(faults))
        for name in names:
            seconds = [r.seconds for r in results if r.assignment == name]
            if seconds:
                print(f"{name:<26} {np.median(seconds):6.1f} s")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
