"""The sandbox's arguments: what goes in, what is limited, and what is said where something is missing."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from gan_lessons.grading import sandbox
from gan_lessons.grading.sandbox import Cgroup, Limits, Sandbox

import pytest

LIMITS = Limits(memory_mb=1000, processes=50)


def python(place, source, **kwargs):
    """Run Python in a sandbox."""
    return subprocess.run(
        place.command("-c", source), capture_output=True, text=True, cwd="/", timeout=60, **kwargs
    )


@pytest.fixture
def place(sandboxed):
    place = Sandbox(LIMITS)
    yield place
    place.remove()


def test_the_environment_is_what_the_course_reads(place, monkeypatch):
    data = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    data.chmod(0o755)
    for name in (
        "AWS_SECRET_ACCESS_KEY",
        "TF_CLI_CONFIG_FILE",
        "GAN_LESSONS_GRADING_SETTINGS",
        "PYTHONSTARTUP",
        "LD_PRELOAD",
    ):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("KERAS_BACKEND", "tensorflow")
    monkeypatch.setenv("GAN_LESSONS_DATA", str(data))
    (data / "mnist.npz").write_text("x")
    done = python(
        place, "import os; print(dict(os.environ)); print(os.listdir(os.environ['GAN_LESSONS_DATA']))"
    )
    assert "secret" not in done.stdout and "'KERAS_BACKEND': 'tensorflow'" in done.stdout
    assert str(data) not in done.stdout and "mnist.npz" in done.stdout
    judges = sandbox.environment("/nowhere")
    assert "secret" not in judges.values() and judges["GAN_LESSONS_DATA"] == str(data)
    assert judges["HOME"] == "/nowhere" and judges["GAN_LESSONS_OFFLINE"] == "1"


def test_data_that_a_learner_could_not_read_is_named(sandboxed, monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_LESSONS_DATA", str(tmp_path))  # pytest's folders are closed to others
    with pytest.raises(sandbox.SandboxError, match="GAN_LESSONS_DATA closed to others"):
        sandbox.require()


def test_after_the_start_nothing_can_be_written_to_this_machine(place):
    place.shut()
    done = python(place, "open('/run/kernel/x', 'w')")
    assert "Permission denied" in done.stderr and not list((place.folder / "sockets").iterdir())


def test_a_network_only_if_asked_for(sandboxed):
    source = "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=3); print('connected')"
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for network in (False, True):
            place = Sandbox(LIMITS, network=network)
            done = python(place, source.format(port=port))
            place.remove()
            assert ("connected" in done.stdout) == network, done.stderr


def test_it_vanishes(sandboxed):
    place = Sandbox(LIMITS)
    process = subprocess.Popen(place.command("-c", "import time; time.sleep(100)"), cwd="/")
    place.remove()
    if place.cgroup.folders == [] and process.poll() is None:
        process.wait(timeout=60)
    assert not place.folder.exists()
    process.kill()
    process.wait()


@pytest.mark.parametrize("version", [1, 2])
def test_limits_of_a_group(tmp_path, version):
    """With folders in the place of a machine's, since a machine has one version only."""
    if version == 2:
        (tmp_path / "cgroup.controllers").write_text("memory pids")
        names = {"memory.max": "1100000000", "pids.max": "50"}
    else:
        (tmp_path / "memory").mkdir()
        (tmp_path / "pids").mkdir()
        names = {"memory.limit_in_bytes": "1100000000", "pids.max": "50"}
    group = Cgroup(LIMITS, tmp_path)
    assert len(group.folders) == (1 if version == 2 else 2)
    written = {path.name: path.read_text() for folder in group.folders for path in folder.iterdir()}
    assert written == names
    shell, option, script = group.entering()
    assert (shell, option) == ("/bin/sh", "-c") and all(
        f"{folder}/cgroup.procs" in script for folder in group.folders
    )
    (group.folders[0] / ("memory.peak" if version == 2 else "memory.max_usage_in_bytes")).write_text(
        "123000000\n"
    )
    assert group.peak_mb() == 123


def test_without_groups_the_limits_are_those_of_a_process(tmp_path):
    group = Cgroup(LIMITS, tmp_path / "nowhere")
    assert group.folders == [] and group.entering() == [] and group.peak_mb() is None


def test_only_root_on_linux(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(sandbox.SandboxError, match="sudo"):
        sandbox.require()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(sandbox.SandboxError, match="container"):
        sandbox.require()


def test_what_is_the_instructors_is_closed(tmp_path):
    for name in ("source", "release", "practice", "corpus", "anything"):
        (tmp_path / name).mkdir(mode=0o755)
    for name in ("gradebook.db", "grades.csv", "course_seed", "notes.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "link").symlink_to("/etc")
    sandbox.close(tmp_path)
    is_open = {path.name for path in tmp_path.iterdir() if path.stat().st_mode & 0o077}
    assert is_open == {"release", "practice", "link"}
    assert {"submitted", "autograded", "feedback"} <= {path.name for path in tmp_path.iterdir()}
