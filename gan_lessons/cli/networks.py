"""`gan-lessons doctor`, `score` and `translate`: the machine, and networks on files."""

from __future__ import annotations

import argparse
import functools

from gan_lessons import data, machine
from gan_lessons.cli.parts import number, path


def add_doctor(commands) -> None:
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


def add_score(commands) -> None:
    parser = commands.add_parser(
        "score", help="Inception Score, Frechet and kernel distance, coverage of any saved generator"
    )
    parser.add_argument(
        "trained",
        nargs="?",
        type=path,
        metavar="RUN",
        help="a run of gan-lessons train, scored against the pictures that it held out; or else:",
    )
    parser.add_argument(
        "--generator",
        metavar="FILE",
        help="a generator or a whole GAN saved by Keras (.keras), or the name of a checkpoint of this package",
    )
    parser.add_argument("--step", type=number(int, 0), help="an earlier stage of the checkpoint")
    parser.add_argument(
        "--data",
        help=f"what it imitates: {', '.join(data.names())}, faces (drawn ones), or a folder of images",
    )
    parser.add_argument(
        "--extractor",
        help="what reads the images (default: the classifier of the data set; of a folder: inception)",
    )
    parser.add_argument(
        "-n", type=number(int, 1), default=5000, help="images to score (default: %(default)s)"
    )
    parser.add_argument(
        "--seed",
        type=number(int, 0, 2**32 - 1),
        help="of the latents (default: 0; of a run 1, as its generator was chosen by those of 0)",
    )
    parser.set_defaults(run=functools.partial(_score, parser))


def _score(parser: argparse.ArgumentParser, args: argparse.Namespace) -> int:
    given = {"--generator": args.generator, "--data": args.data}
    if args.trained is not None:
        if unfit := [name for name, value in (given | {"--step": args.step}).items() if value is not None]:
            parser.error(f"a run brings its generator and its pictures: leave out {' and '.join(unfit)}")
        from gan_lessons import runs

        seed = 1 if args.seed is None else args.seed
        print(runs.scores(runs.Run(args.trained), args.extractor, args.n, seed))
        return 0
    if missing := [name for name, value in given.items() if value is None]:
        parser.error(f"the following arguments are required: {', '.join(missing)} (or a run)")
    from gan_lessons import scoring

    try:
        print(scoring.report(args.generator, args.data, args.extractor, args.n, args.seed or 0, args.step))
    except data.DataError as error:
        if args.data in data.names():
            raise
        raise ValueError(str(error)) from error  # it is the folder that was given
    return 0


def add_translate(commands) -> None:
    parser = commands.add_parser(
        "translate", help="a picture of your own, or a folder of them, through a translator of the course"
    )
    parser.add_argument(
        "name", metavar="NAME", help="a checkpoint that translates, topographic-relief for example"
    )
    parser.add_argument("given", type=path, metavar="IN", help="a picture, or a folder of them")
    parser.add_argument("out", type=path, metavar="OUT", help="a .png for a picture, a folder for a folder")
    parser.add_argument("--backward", action="store_true", help="from the second domain to the first")
    parser.add_argument(
        "--seed",
        type=number(int, 0, 2**31 - 1),
        default=0,
        help="of the generator's noise (default: %(default)s)",
    )
    parser.set_defaults(run=_translate)


def _translate(args: argparse.Namespace) -> int:
    from gan_lessons import translating

    written = translating.translate(args.name, args.given, args.out, backward=args.backward, seed=args.seed)
    print(f"{len(written):,} written: {written[0]}" + (f" to {written[-1]}" if len(written) > 1 else ""))
    return 0
