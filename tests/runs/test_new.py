"""A new project: it is made, trained at a small size, evaluated, and its card is filled in."""

import json
import runpy

from gan_lessons import cli, runs
from gan_lessons.runs.card import BEGIN, END

import pytest
from PIL import Image

from tests.runs import tiny


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that was made and trained."""
    folder = tmp_path_factory.mktemp("projects") / "my buttons"
    with pytest.MonkeyPatch.context() as patch:
        tiny.install(patch.setattr)
        assert cli.main(["new", str(folder)]) == 0
        tiny.pictures(folder / "data", 60, size=40)
        (folder / "train.py").write_text(
            (folder / "train.py").read_text().replace('"minutes": 60', '"steps": 4')
        )
        card = folder / "MODEL_CARD.md"
        card.write_text(card.read_text().replace("*A name, an address.*", "Ada, ada@example.org"))
        patch.chdir(folder)
        runpy.run_path("train.py", run_name="__main__")
    return folder


def test_what_it_holds(project):
    assert {path.name for path in project.iterdir()} == {
        *(
            "README.md",
            "MODEL_CARD.md",
            "data",
            "train.py",
            "evaluate.py",
            "explore.ipynb",
            ".gitignore",
            "run",
        )
    }
    assert runs.Run(project / "run").settings.training == 48, "data/README.md is passed over"


def test_the_card_has_the_record_and_keeps_what_its_author_wrote(project):
    text = (project / "MODEL_CARD.md").read_text()
    assert text.startswith("# Model card: my buttons") and "Ada, ada@example.org" in text
    table = text.split(BEGIN)[1].split(END)[0]
    record = json.loads((project / "run" / "record.json").read_text())
    assert record["verdict"] in table and "4 steps of 8 pictures" in table and "Not trained yet" not in text
    runs.card(runs.Run(project / "run"), project / "MODEL_CARD.md")
    assert (project / "MODEL_CARD.md").read_text() == text, "twice is once"
    other = project / "other.md"
    other.write_text("Mine, without marks.")
    runs.card(runs.Run(project / "run"), other)
    assert other.read_text().startswith(f"Mine, without marks.\n\n{BEGIN}")
    other.unlink()


def test_it_is_evaluated_and_trained_on(project, monkeypatch, capsys):
    monkeypatch.chdir(project)
    runpy.run_path("evaluate.py", run_name="__main__")
    out = capsys.readouterr().out
    assert "# Verdict" in out and "12 pictures that were held out" in out
    assert Image.open("samples.png").size[0] > 8 * 64
    runpy.run_path("train.py", run_name="__main__")
    assert "All 4 steps are made" in capsys.readouterr().out
    (project / "samples.png").unlink()


def test_its_notebook_opens(project, monkeypatch):
    from tests.runs.test_companions import shown

    monkeypatch.chdir(project)
    first, *grids = shown(project / "explore.ipynb")
    assert type(first).__name__ == "LatentSliders" and len(grids) == 2


def test_without_pictures_or_a_run_the_scripts_say_so_in_a_line(tmp_path, monkeypatch):
    runs.new(tmp_path / "empty")
    monkeypatch.chdir(tmp_path / "empty")
    with pytest.raises(SystemExit, match="holds no images"):
        runpy.run_path("train.py", run_name="__main__")
    with pytest.raises(SystemExit, match="holds no run"):
        runpy.run_path("evaluate.py", run_name="__main__")


def test_a_name_that_is_taken_or_none(tmp_path, capsys):
    (tmp_path / "taken" / "x").mkdir(parents=True)
    for name, message in (("taken", "is there and not empty"), ("a|b", "letters, digits")):
        assert cli.main(["new", str(tmp_path / name)]) == 2
        assert message in capsys.readouterr().err
    assert not (tmp_path / "a|b").exists()
