"""Arithmetic on faces, measured: how often an edit works, and how far the rest of the face drifts.

    python benchmarks/face_arithmetic.py                        the pretrained generator of chapter 9
    python benchmarks/face_arithmetic.py --step 1000            an earlier stage of it
    python benchmarks/face_arithmetic.py --out results.json     and everything measured, for those who want it

Two questions. First, the sum of the DCGAN paper (arXiv:1511.06434): "smiling with glasses" - "neutral with glasses" + "neutral
without" for single points and for means of 3, 10 and 100, as it comes and put back on the shell. Before the edit is the mean
of the third group. Second, one person, one change: a smile for neutral faces without glasses, by the difference of two
means, and by a direction fitted with regression. All faces are read by `metrics.face_reader`, which also picks the groups.
"""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

from gan_lessons import backend, latent, metrics, pretrained

import numpy as np

from common import commit, computer, write  # isort: skip

WANTED = {"smile": (0.5, 1), "glasses": "none"}
# What an eye sees at once; a score on what the reader can hardly see would be one of the reader.
OTHERS = [
    "hair_length", "hair_colour", "skin", "face_width", "beard", "bun", "backdrop", "background", "light", "yaw", "pitch",
    "tilt",
]  # fmt: skip
SIZES = (1, 3, 10, 100)


def groups_of(looks: dict) -> dict[str, np.ndarray]:
    """Which faces belong to the three groups, by what the reader says."""
    smiling, neutral = looks["smile"] > 0.5, np.abs(looks["smile"]) < 0.25
    glasses, without = np.isin(looks["glasses"], ["round", "square"]), looks["glasses"] == "none"
    return {
        "smiling, glasses": smiling & glasses,
        "neutral, glasses": neutral & glasses,
        "neutral, without": neutral & without,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", default="faces-dcgan", help="a pretrained generator of 80 x 80 faces")
    parser.add_argument("--step", type=int, help="a stage of its training (default: the best)")
    parser.add_argument("-n", type=int, default=1_000, help="edits in each line")
    parser.add_argument("--pool", type=int, default=5_000, help="faces from which the groups are drawn")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="a .json file for all that was measured")
    args = parser.parse_args()
    started = time.perf_counter()
    generator = backend.compiled(pretrained.load(args.name, step=args.step))
    reader, rng = metrics.face_reader(), np.random.default_rng(args.seed)

    def draw(points):
        return latent.pictures(generator, points.astype("float32"))

    z = latent.sample(args.pool, 100, rng)
    typical = draw(z)
    looks = reader.read(typical)
    groups = groups_of(looks)
    print(
        f"{args.name}, {args.pool:,} faces: " + ", ".join(f"{m.sum():,} {name}" for name, m in groups.items())
    )
    if not all(m.any() for m in groups.values()):
        raise SystemExit("A group is empty: this generator draws no such faces.")
    members = [z[m] for m in groups.values()]
    lines = {}

    def line(name: str, start, end):
        length = np.linalg.norm(end, axis=1).mean()
        score = metrics.edit_score(draw(start), draw(end), typical[:2_000], WANTED, OTHERS, reader)
        lines[name] = asdict(score) | {"length": float(length)}
        most, change = max(score.shifts.items(), key=lambda shift: abs(shift[1]))
        print(
            f"{name:<28}{length:>7.1f}{score.share:>9.1%} ±{score.share_error:>5.1%}{score.faces:>8.1%}"
            f"{score.drift:>8.2f}   {next(iter(score.drifts))}; {most} {change:+.2f}",
            flush=True,
        )

    print(
        f"{'':<28}{'length':>7}{'works':>9}{'':>7}{'faces':>8}{'drift':>8}   most drift; largest shift (in sd)"
    )
    line("typical faces (by luck)", z[: args.n], z[: args.n][::-1])
    for k in SIZES:
        a, b, c = (group[rng.integers(len(group), size=(args.n, k))] for group in members)
        start, end = latent.average(c), latent.arithmetic(a, b, c)
        what = "single points" if k == 1 else f"means of {k}"
        line(f"a - b + c, {what}", start, end)
        line("  on the shell", latent.to_shell(start), latent.to_shell(end))

    # New people, whom no mean and no fit has seen.
    fresh = latent.sample(10 * args.n, 100, rng)
    people = fresh[groups_of(reader.read(draw(fresh)))["neutral, without"]][: args.n]
    sd = looks["smile"].std()
    rise = (
        looks["smile"][groups["smiling, glasses"]].mean() - looks["smile"][groups["neutral, glasses"]].mean()
    ) / sd
    print(f"one person, a smile asked for: a rise of {rise:.1f} sd")
    for k in SIZES:
        a, b = (group[rng.integers(len(group), size=(len(people), k))] for group in members[:2])
        move = latent.average(a) - latent.average(b)
        line(f"person + (a - b), {'single' if k == 1 else f'means of {k}'}", people, people + move)
    line("person + 2 (a - b), 100", people, people + 2 * move)
    asked = {
        name: looks[name]
        for name in ("smile", *OTHERS)
        if looks[name].dtype.kind != "U" and name not in reader.circles
    }
    asked |= {name: looks[name] != "none" for name in ("glasses", "beard")} | {"bun": looks["bun"] == "yes"}
    asked = {name: values for name, values in asked.items() if (values != values[0]).any()}
    for name, conditional in (("regression", False), ("conditional regression", True)):
        direction = latent.attribute_directions(z, asked, conditional)["smile"]
        line(f"person + {name}", people, direction.move(people, rise))
    seconds = time.perf_counter() - started
    on = computer()
    print(
        f"reader {reader.name!r}, n = {args.n:,} a line; {seconds:.0f} s on {on['cores']} cores of {on['cpu']}"
    )
    if args.out:
        facts = {
            "generator": args.name,
            "step": args.step,
            "seed": args.seed,
            "commit": commit(),
            "machine": on,
            "pool": args.pool,
            "groups": {name: int(m.sum()) for name, m in groups.items()},
            "smile": {"r2": direction.r2, "rise": float(rise)},
            "lines": lines,
            "seconds": round(seconds, 1),
        }
        write(args.out, (json.dumps(facts, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
