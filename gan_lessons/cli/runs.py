"""`gan-lessons train` and its companions: your own pictures, from a folder to a generator."""

from __future__ import annotations

import argparse

from gan_lessons import data
from gan_lessons.cli.parts import number, path

TRAIN = """\
Train a generator on a folder of your own pictures: 20 at least, some hundreds are better, of one kind.

  gan-lessons train my_pictures --out my_run

It first looks at the pictures, says what it found and how long training will take on this machine, and then trains. The same command again
goes on where it was stopped, by Ctrl-C, a crash or a power cut: nothing but a few minutes is lost, and the result is the same.
RUN gets the best generator so far (best.keras), pictures of its samples, a log, a record and a verdict. It also gets a copy of the pictures,
small: mind that when you hand it on.
"""


def add_train(commands) -> None:
    parser = commands.add_parser(
        "train",
        help="a generator of your own: from a folder of pictures to samples, a record and a verdict",
        description=TRAIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=path,
        metavar="FOLDER",
        help="pictures, also in folders below; may be left out to go on with RUN",
    )
    parser.add_argument(
        "--out",
        required=True,
        type=path,
        metavar="RUN",
        help="folder for all that is made; the same again goes on with it",
    )
    parser.add_argument(
        "--size",
        type=int,
        choices=(32, 64, 128),
        help="pixels a side (default: 64; 32 for small pictures)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--steps", type=number(int, 1), help="how long to train; more of them make a run longer"
    )
    length.add_argument(
        "--minutes",
        type=number(float, 0.1),
        help="the same in minutes: as many steps as this machine makes (default: 60, but 2,000 to 30,000 steps)",
    )
    parser.add_argument(
        "--fit",
        choices=("crop", "pad"),
        help="pictures that are not square: cut off both sides (default), or white borders",
    )
    parser.add_argument(
        "--one-class",
        action="store_true",
        help="do not take folders for classes; otherwise they are if each holds 10 pictures or more",
    )
    parser.add_argument(
        "--augment",
        choices=("adaptive", "diff", "none"),
        help="change what the discriminator sees, so that it learns few pictures less by heart (default: adaptive)",
    )
    parser.add_argument(
        "--no-flips", action="store_true", help="never mirror a picture: for letters, digits, maps"
    )
    parser.add_argument(
        "--start", metavar="NAME", help="go on from a checkpoint of the course with pictures of that size"
    )
    parser.add_argument("--seed", type=number(int, 0, 2**31 - 1), help="one seed, one run (default: 0)")
    parser.set_defaults(run=_train)


def add_sample(commands) -> None:
    parser = commands.add_parser(
        "sample", help="pictures that a run's generator draws, as one grid or as files"
    )
    _add_run(parser)
    parser.add_argument(
        "out", type=path, metavar="OUT", help="a .png for a grid; else a folder, a file for each"
    )
    parser.add_argument("-n", type=number(int, 1), default=64, help="how many (default: %(default)s)")
    parser.add_argument(
        "--seed",
        type=number(int, 0, 2**31 - 1),
        default=0,
        help="another one, other pictures (default: %(default)s)",
    )
    parser.add_argument("--class", dest="of", metavar="NAME", help="of one class (default: all in turn)")
    parser.set_defaults(run=_sample)


def _sample(args: argparse.Namespace) -> int:
    from gan_lessons import runs

    written = runs.sample(runs.Run(args.trained), args.out, args.n, seed=args.seed, of=args.of)
    print(
        f"{args.n:,} samples in {args.out}" if len(written) == 1 else f"{len(written):,} files in {args.out}"
    )
    return 0


def add_export(commands) -> None:
    parser = commands.add_parser(
        "export", help="a run's generator for use without this package: .keras or .onnx"
    )
    _add_run(parser)
    parser.add_argument(
        "out",
        type=path,
        metavar="OUT",
        help="ends in .keras (loads wherever Keras 3 is) or .onnx (needs: pip install tf2onnx onnxruntime)",
    )
    parser.set_defaults(run=_export)


def _export(args: argparse.Namespace) -> int:
    from gan_lessons import runs

    try:
        out, error = runs.export(runs.Run(args.trained), args.out)
    except RuntimeError as error:
        raise data.DataError(str(error)) from error
    print(f"{out}: draws the same pictures, to {error:.1g}.")
    return 0


def add_sliders(commands) -> None:
    parser = commands.add_parser(
        "sliders", help="a notebook made from a run: sliders through its latent space"
    )
    _add_run(parser)
    parser.add_argument(
        "out", nargs="?", type=path, metavar="OUT", help="ends in .ipynb (default: sliders.ipynb in RUN)"
    )
    parser.set_defaults(run=_sliders)


def _sliders(args: argparse.Namespace) -> int:
    from gan_lessons import runs

    print(f"jupyter lab {runs.notebook(runs.Run(args.trained), args.out)}")
    return 0


def add_new(commands) -> None:
    parser = commands.add_parser(
        "new", help="a project of your own: pictures, train, evaluate, a notebook, a model card"
    )
    parser.add_argument("name", type=path, metavar="NAME", help="a new folder")
    parser.set_defaults(run=_new)


def _new(args: argparse.Namespace) -> int:
    from gan_lessons import runs

    written = runs.new(args.name)
    print(
        f"{len(written)} files in {args.name}. Put pictures into {args.name}/data, then: cd {args.name} && python train.py"
    )
    return 0


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("trained", type=path, metavar="RUN", help="the folder of a run, finished or not")


def _train(args: argparse.Namespace) -> int:
    from gan_lessons import runs

    try:
        runs.train(
            args.folder,
            args.out,
            size=args.size,
            steps=args.steps,
            minutes=args.minutes,
            fit=args.fit,
            classes=False if args.one_class else None,
            augment=args.augment,
            flips=False if args.no_flips else None,
            start=args.start,
            seed=args.seed,
        )
    except runs.Stopped as stop:
        print(f"gan-lessons: {stop}")
        return 130
    except runs.Diverged as error:
        raise data.DataError(str(error)) from error  # a failure, told in one line
    except data.DataError as error:
        if isinstance(error, runs.Damaged):
            raise
        raise ValueError(str(error)) from error  # it is the folder that was given
    return 0
