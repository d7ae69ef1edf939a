"""How many faces a second `data.faces.drawn_faces` draws here.

    python benchmarks/drawn_faces.py [--n 2000] [--runs 3] [--sizes 32 64 80]

Each row is the best of some runs: a busy machine only ever makes it slower.
"""

import argparse
import time

from gan_lessons.data import faces

from common import commit, computer  # isort: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=2000, help="faces a run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[32, 64, 80])
    options = parser.parse_args()
    machine = computer()
    print(f"{machine['cpu']}, {machine['cores']} cores, {commit()}; best of {options.runs}\n")
    print("| size | faces a second | ms of computing a face |")
    print("| ---: | ---: | ---: |")
    for size in options.sizes:
        runs = []
        for _ in range(options.runs):
            wall, computing = time.perf_counter(), time.process_time()
            faces.drawn_faces(options.n, seed=0, size=size)
            runs.append((time.perf_counter() - wall, time.process_time() - computing))
        wall, computing = (min(times) for times in zip(*runs, strict=True))
        print(f"| {size} | {options.n / wall:,.0f} | {1000 * computing / options.n:.2f} |")


if __name__ == "__main__":
    main()
