"""`gan-lessons run`: one notebook after another, each kept as far as it came, and none twice."""

import re

from gan_lessons.cli import main

import nbformat
import pytest


def write(path, *cells):
    cells = [nbformat.v4.new_code_cell(source) for source in cells]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)


def printed(path):
    cells = nbformat.read(path, as_version=4).cells
    return ["".join(o.get("text", o.get("ename", "")) for o in cell.outputs) for cell in cells]


def test_it_runs_all_goes_on_after_a_failure_and_runs_nothing_twice(tmp_path, capsys, monkeypatch):
    lessons, out = tmp_path / "lessons", tmp_path / "night"
    lessons.mkdir()
    write(lessons / "01_bad.ipynb", "print('so far')", "1 / 0", "print('never')")
    write(
        lessons / "02_good.ipynb",
        "import os\nprint(os.environ['GAN_LESSONS_BUDGET'], os.path.basename(os.getcwd()))",
    )
    before = (lessons / "02_good.ipynb").read_bytes()
    command = ["run", *map(str, sorted(lessons.iterdir())), "--budget", "quick", "--out", str(out)]
    assert main(command) == 1
    assert printed(out / "01_bad.ipynb") == ["so far\n", "ZeroDivisionError", ""]
    assert printed(out / "02_good.ipynb") == ["quick lessons\n"]
    assert (lessons / "02_good.ipynb").read_bytes() == before
    log = (out / "log.txt").read_text("utf-8")
    assert (
        "01_bad.ipynb: FAILED (ZeroDivisionError: division by zero)" in log
        and "02_good.ipynb: finished after" in log
    )
    write(
        lessons / "01_bad.ipynb", "print('mended')"
    )  # another notebook now, so it runs; the finished one does not
    monkeypatch.setattr("gan_lessons.cli.notebooks.budget.VARIABLE", "GAN_LESSONS_OTHER")
    assert main(command) == 0
    assert printed(out / "01_bad.ipynb") == ["mended\n"]
    assert "02_good.ipynb: finished before, at budget quick" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given, says",
    [
        (["missing.ipynb"], "is no notebook"),
        (["notes.txt"], "is no notebook"),
        (["a/x.ipynb", "b/x.ipynb"], "two notebooks have the name x.ipynb"),
        (["out/x.ipynb"], "lies in .*out.* itself"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_written(tmp_path, monkeypatch, capsys, given, says):
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b", "out"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "x.ipynb", "1")
    (tmp_path / "notes.txt").write_text("no notebook")
    before = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert main(["run", *given, "--out", "out"]) == 2
    assert re.search(says, capsys.readouterr().err)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == before
