"""How long `import gan_lessons` takes, beside what it spares until it is needed.

    python benchmarks/import_time.py [--runs 5]

Each row is the median over fresh interpreters, which take turns. Start-up of Python itself is not counted.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys

STATEMENTS = (
    "import gan_lessons",
    "import numpy",
    "import gan_lessons; gan_lessons.data",
    "import gan_lessons, keras",
)


def seconds(statement: str) -> float:
    """Time one statement in a fresh interpreter."""
    code = f"import time; start = time.perf_counter()\n{statement}\nprint(time.perf_counter() - start)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(run.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    for statement in STATEMENTS:
        seconds(statement)  # the first one fills the disk cache
    taken = [[seconds(statement) for statement in STATEMENTS] for _ in range(runs)]
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {runs} (fastest to slowest)\n"
    )
    print("| statement | milliseconds |")
    print("| --- | ---: |")
    for statement, times in zip(STATEMENTS, zip(*taken, strict=True), strict=True):
        median, least, most = (1000 * f(times) for f in (statistics.median, min, max))
        print(f"| `{statement}` | {median:,.0f} ({least:,.0f} to {most:,.0f}) |")


if __name__ == "__main__":
    main()
