"""A file is there in full or not at all: after kills, on a full disk, with two writers."""

import os
import random
import re
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

from gan_lessons import files

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="needs signals and limits of POSIX")

SAVES = """
import hashlib, sys
from gan_lessons import files
from pathlib import Path

def slowly(part):
    with open(part, "wb") as file:
        for block in blocks:
            file.write(block)
            file.flush()

place = files.place("path", sys.argv[1], ".bin")
n = 0
while True:
    n += 1
    content = bytes([n % 251]) * 200_000
    content += hashlib.sha256(content).digest()
    blocks = [content[i : i + 9000] for i in range(0, len(content), 9000)]
    files.in_full(place, slowly)
    print(n, flush=True)
"""


def child(path):
    root = str(Path(__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SAVES), str(path)],
        env=os.environ | {"PYTHONPATH": root},
        stdout=subprocess.PIPE,
    )


@contextmanager
def largest_file(size):
    """A disk on which no file can grow beyond this size: writing fails there as it does on a full one."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@posix
def test_twenty_kills_leave_a_whole_file_and_nothing_beside_it(tmp_path):
    import hashlib

    path, moments, left = tmp_path / "game.bin", random.Random(0), 0
    for _ in range(20):
        with child(path) as process:
            process.stdout.readline()  # one is saved
            time.sleep(moments.uniform(0, 0.03))
            process.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert content[-32:] == hashlib.sha256(content[:-32]).digest()
        left += len(list(tmp_path.iterdir())) > 1
        assert len(list(tmp_path.iterdir())) <= 2, "a killed writer's file was not removed by the next"
    assert left, "no kill came while it was writing"
    files.place("path", path, ".bin")
    assert [p.name for p in tmp_path.iterdir()] == ["game.bin"]


@posix
def test_what_a_living_writer_has_begun_is_left_alone(tmp_path):
    with files.hidden_folder(tmp_path, ".game.bin.part-") as folder:
        (folder / "game.bin").write_bytes(b"half")
        code = f"from gan_lessons import files; files.place('path', {str(tmp_path / 'game.bin')!r}, '.bin')"
        env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        subprocess.run([sys.executable, "-c", code], env=env, check=True)
        files.tidy(tmp_path / "game.bin")
        assert (folder / "game.bin").read_bytes() == b"half"
    assert not any(tmp_path.iterdir())


def test_only_what_belongs_to_this_file_is_tidied_up(tmp_path):
    (tmp_path / ".4711.best.keras").write_bytes(b"an earlier version left it")
    kept = {"best.keras", ".best.keras", ".other.keras.part-abc", "x.4711.best.keras"}
    for name in kept:
        (tmp_path / name).write_bytes(b"")
    files.tidy(tmp_path / "best.keras")
    assert {p.name for p in tmp_path.iterdir()} == kept if os.name != "nt" else True


@posix
def test_a_full_disk_leaves_the_file_of_before(tmp_path):
    path = tmp_path / "a.bin"
    with (
        largest_file(1000),
        pytest.raises(OSError, match=r"a\.bin could not be written \(.*Nothing was left"),
    ):
        files.write(path, bytes(2000))
    assert not any(tmp_path.iterdir())
    files.write(path, b"before")
    with largest_file(1000), pytest.raises(OSError, match=r"\(File too large\).*before is untouched"):
        files.write(path, bytes(2000))
    assert path.read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1


def test_two_writers_at_once_and_the_later_one_counts(tmp_path):
    path = tmp_path / "a.bin"

    def meanwhile(part):
        files.write(path, b"the other")
        part.write_bytes(b"mine")

    files.in_full(path, meanwhile)
    assert path.read_bytes() == b"mine"
    files.in_full(path, lambda part: part.write_bytes(b"not this"), ready=lambda: False)
    assert path.read_bytes() == b"mine" and len(list(tmp_path.iterdir())) == 1


def test_a_link_stays_one_and_a_folder_too(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "link.bin").symlink_to(tmp_path / "disk" / "real.bin")
    files.write(tmp_path / "link.bin", b"x")
    assert (tmp_path / "link.bin").is_symlink() and (tmp_path / "disk" / "real.bin").read_bytes() == b"x"
    with pytest.raises(IsADirectoryError, match="is a folder"):
        files.write(tmp_path / "disk", b"x")


def test_a_place_is_checked_and_its_folder_made(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.place("path", "~/new/run/a.bin", ".bin") == tmp_path / "new" / "run" / "a.bin"
    assert (tmp_path / "new" / "run").is_dir()
    (tmp_path / "b.bin").mkdir()
    (tmp_path / "file").write_text("in the way")
    for given, message in {
        "": "path is ''; the path of a file that ends in .bin is expected",
        "a\0.bin": "the path of a file",
        3: "path is 3; the path of a file",
        b"a.bin": "the path of a file",
        "~nobody-of-this-name/a.bin": "Give the path of a file that ends in .bin in full",
        "a.keras": "its ending must be .bin",
        ".bin": "its ending must be .bin",
        tmp_path / "b.bin": "which is a folder",
    }.items():
        with pytest.raises(ValueError, match=re.escape(message)):
            files.place("path", given, ".bin")
    with pytest.raises(OSError, match="give one that you may write to"):
        files.place("path", tmp_path / "file" / "a.bin", ".bin")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_what_may_not_be_written_is_refused(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"x")
    (tmp_path / "a.bin").chmod(0o444)
    with pytest.raises(PermissionError, match="may not be written to"):
        files.place("path", tmp_path / "a.bin", ".bin")
