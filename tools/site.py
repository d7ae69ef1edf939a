"""Build the static site: the notebooks with their stored outputs, the pages of docs, a reference from the docstrings.

    make site                     # or: python tools/site.py, with the Python of the site's own environment
    python tools/site.py --stage  # only write the pages that jupyter-book would build, to site/_build/source

Nothing is executed and nothing is fetched. `site/pages.toml` says which pages there are, in which order, and where the repository
lies. Each page is written as the site needs it (with Python's own library alone), then jupyter-book makes HTML of them, in
site/_build/html. A warning of it is an error.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

sys.path.insert(
    0, str(Path(__file__).resolve().parents[1])
)  # the site's environment does not have the project

from tools.site_pages import FILES, ROOT, SITE, Stage

# What `mathjax3_config` in _config.yml loads: half of what MathJax's own bundle weighs.
MATHJAX = (
    *("startup.js", "core.js", "input/tex.js", "output/chtml.js", "output/chtml/fonts/tex.js"),
    *("output/chtml/fonts/woff-v2/*", "a11y/assistive-mml.js"),
)


def build(out: Path) -> int:
    """Make HTML of the written pages with jupyter-book.

    Parameters
    ----------
    out : Path
        A folder: `Stage` wrote to _build/source in it, and the HTML is in _build/html then.

    Returns
    -------
    int
        0, or another status after an error or a warning.
    """
    source = out / "_build" / "source"
    for old in ("html", ".doctrees"):  # every page is new, and what is none any more should not stay
        shutil.rmtree(out / "_build" / old, ignore_errors=True)
    mathjax = Path(metadata.distribution("sphinx-mathjax-offline").locate_file("sphinx-mathjax-offline"))
    for name in MATHJAX:
        for path in (mathjax / "static" / "mathjax").glob(name):
            place = source / "extra" / FILES / "mathjax" / path.relative_to(mathjax / "static" / "mathjax")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    book = Path(sys.executable).with_name("jupyter-book")
    options = ["--path-output", str(out), "-W", "--keep-going", "-q"]
    # autodoc imports the package, with the help of gl_sphinx.py.
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{SITE}"}
    return subprocess.run([str(book), "build", str(source), *options], env=environment, cwd=source).returncode


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages and build the site; return 0, or another status if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repository", default="", metavar="ADDRESS", help="default: as pages.toml says")
    parser.add_argument("--out", type=Path, default=SITE, metavar="FOLDER", help="default: site")
    parser.add_argument("--stage", action="store_true", help="write the pages, and build nothing")
    options = parser.parse_args(argv)
    out = options.out.resolve()
    try:
        Stage(out / "_build" / "source", options.repository, out / "_build" / "weights").write()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    status = 0 if options.stage else build(out)
    if status == 0 and not options.stage:
        print(f"Open {out / '_build' / 'html' / 'index.html'}")
    return status


if __name__ == "__main__":
    sys.exit(main())
