"""Feedback pages that carry nothing which could run: what a learner wrote is text, and pictures are pictures.

nbgrader's page shows a learner's Markdown and outputs as HTML. Whoever opens it, the instructor in the formgrader among them, would run
a learner's script. Here outputs are reduced to text and pixel images, Markdown is cleaned by bleach, and the page itself forbids
scripts (a content security policy in `templates/gan_feedback`). So formulas stay as TeX: MathJax is a script, too.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from gan_lessons.grading.assignment import SEED

import bleach
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import from_dict
from nbgrader.preprocessors import NbGraderPreprocessor

TEMPLATES = str(Path(__file__).parent / "templates")
IMAGES = ("image/png", "image/jpeg")
TAGS = frozenset(
    "p br hr em strong b i code pre blockquote ul ol li h1 h2 h3 h4 h5 h6 table thead tbody tr th td a sub sup del div span".split()  # noqa: SIM905
)


def clean_markdown(source: str) -> str:
    """Markdown as HTML without scripts, styles, images and forms."""
    return bleach.clean(
        markdown2html_mistune(str(source)),
        tags=TAGS,
        attributes={"a": ["href"]},
        protocols={"http", "https", "mailto"},
        strip=True,
    )


class PlainPage(NbGraderPreprocessor):
    """Leave of a graded notebook what a page may show; the numbers that hidden tests are drawn from are not shown."""

    def preprocess(self, nb, resources):
        nb.metadata = from_dict({"language_info": {"name": "python"}})
        for number, cell in enumerate(nb.cells):
            cell.id = f"cell-{number}"
            cell.metadata = from_dict({k: v for k, v in cell.metadata.items() if k == "nbgrader"})
            cell.pop("attachments", None)
            cell.source = SEED.sub("COURSE_SEED = ...  # your instructor's", cell.source)
            if cell.cell_type == "raw":
                cell.source = ""
            if cell.cell_type == "code":
                cell.outputs = [plain for output in cell.outputs if (plain := _plain(output))]
        return nb, resources


def _plain(output):
    kind = output.output_type
    if kind == "stream":
        return from_dict({"output_type": kind, "name": "stdout", "text": str(output.text)})
    if kind == "error":
        told = {name: str(output[name]) for name in ("ename", "evalue")}
        return from_dict({"output_type": kind, **told, "traceback": [str(line) for line in output.traceback]})
    data = {"text/plain": str(output.data["text/plain"])} if "text/plain" in output.data else {}
    for image in IMAGES:
        try:
            data[image] = base64.b64encode(base64.b64decode(output.data[image], validate=False)).decode()
        except (KeyError, TypeError, ValueError, binascii.Error):
            continue
    if not data:
        return None
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}})
