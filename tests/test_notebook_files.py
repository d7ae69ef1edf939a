"""Notebooks as files: what a reader of the web page sees, and what a commit may contain. Running them is elsewhere."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATH = re.compile(r"/(?:home|root|Users|tmp|private)/\w|\b[A-Z]:\\\w|" + re.escape(str(ROOT)))
IMAGE_DATA = re.compile(r"base64,[A-Za-z0-9+/=\\n]+")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def statements(cell):
    return ast.parse(TransformerManager().transform_cell(cell.source)).body


def prints(statement):
    """Whether a top-level statement is a bare call of print."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and getattr(statement.value.func, "id", None) == "print"
    )


@each_notebook
def test_it_is_valid_small_and_opens_with_the_kernel_that_everyone_has(path):
    assert path.stat().st_size < 1_500_000
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.language_info.name == "python"


@each_notebook
def test_it_has_no_traces_of_one_run(path):
    for cell in code_cells(path):
        assert cell.execution_count is None
        assert "execution" not in cell.metadata  # times of day
        assert all(output.get("execution_count") is None for output in cell.outputs)
    text = IMAGE_DATA.sub("", path.read_text(encoding="utf-8"))
    for cell in json.loads(text)["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
        assert MACHINE_PATH.findall(json.dumps(cell, ensure_ascii=False)) == []


@each_notebook
def test_it_keeps_the_outputs_of_a_run_without_errors(path):
    cells = code_cells(path)
    assert [output.ename for cell in cells for output in cell.outputs if output.output_type == "error"] == []
    assert [cell.source for cell in cells if any(map(prints, statements(cell))) and not cell.outputs] == []
    assert any(cell.outputs for cell in cells)


@each_notebook
def test_it_imports_the_package_first(path):
    imports = [
        node
        for cell in code_cells(path)
        for statement in statements(cell)
        for node in ast.walk(statement)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    third_party = [
        name.split(".")[0]
        for node in imports
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
    ]
    heavy = [name for name in third_party if name in {"gan_lessons", "keras", "tensorflow"}]
    assert heavy[:1] == ["gan_lessons"]


@each_notebook
def test_it_asks_budget_and_never_the_machine_how_long_to_train(path):
    sources = "\n".join(cell.source for cell in code_cells(path))
    assert not re.search(r"environ|getenv", sources)


@each_notebook
def test_every_picture_has_a_width_and_says_what_it_shows(path):
    for number, cell in enumerate(code_cells(path)):
        for output in cell.outputs:
            for kind in output.get("data", {}):
                if kind.startswith("image/"):
                    about = output.metadata.get(kind, {})
                    assert about.get("width") and about.get("alt"), f"code cell {number}: {kind} with {about}"
