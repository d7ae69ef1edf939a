"""Pages of graded notebooks that carry nothing which could run: what a learner wrote is text, and pictures are pictures.

nbgrader shows a learner's Markdown and outputs as HTML, on feedback pages and in the formgrader. Whoever opens them, the instructor
among them, would run a learner's script. So a graded notebook keeps of its outputs text and pixel images alone (`plain`), Markdown is
cleaned by bleach, and feedback pages forbid scripts altogether (a content security policy in `templates/gan_feedback`). Formulas
stay as TeX: MathJax is a script, and TeX can hold one.
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
    """Markdown as HTML without scripts, styles, images and forms, and with formulas that MathJax leaves alone."""
    html = bleach.clean(
        markdown2html_mistune(str(source)),
        tags=TAGS,
        attributes={"a": ["href"]},
        protocols={"http", "https", "mailto"},
        strip=True,
    )
    return f'<div class="tex2jax_ignore mathjax_ignore">{html}</div>'


def plain(nb):
    """Leave of a graded notebook what a page may show, in place: text, pixel images, and what nbgrader must know.

    Parameters
    ----------
    nb : NotebookNode

    Returns
    -------
    NotebookNode
        The same.
    """
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb.metadata = from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
        cell.metadata = from_dict({k: v for k, v in cell.metadata.items() if k == "nbgrader"})
        cell.pop("attachments", None)
        if cell.cell_type == "raw":  # HTML as it is, to nbconvert
            cell.cell_type, cell.source = "markdown", f"```\n{cell.source}\n```"
        if cell.cell_type == "code":
            cell.outputs = [kept for output in cell.outputs if (kept := _plain(output))]
    return nb


class HideSeed(NbGraderPreprocessor):
    """Make a feedback page plain, without the numbers that hidden tests are drawn from."""

    def preprocess(self, nb, resources):
        for cell in plain(nb).cells:
            cell.source = SEED.sub("COURSE_SEED = ...  # your instructor's", cell.source)
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
