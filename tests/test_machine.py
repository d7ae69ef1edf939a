import json
import os
import subprocess
import sys

from gan_lessons import machine

import pytest


@pytest.fixture(autouse=True)
def no_container(monkeypatch, tmp_path):
    """Container limits come from a folder of the test, empty at first."""
    monkeypatch.setattr(machine, "_CGROUP", tmp_path)
    monkeypatch.delenv("GAN_LESSONS_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_max", ".max")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def test_facts_hold_what_they_promise():
    found = machine.facts()
    assert list(found) == [
        *("python", "system", "backend", "versions", "devices", "cores", "memory", "budget", "data")
    ]
    assert 1 <= found["cores"] <= os.cpu_count()
    assert found["memory"] > 2**28
    assert found["devices"] is None
    assert {"keras", "numpy"} <= set(found["versions"])
    assert found["data"] == dict.fromkeys(("mnist", "fashion_mnist", "cifar10"), "sample in gan_lessons")


def test_report_shows_every_fact_and_no_path(tmp_path):
    text = machine.report()
    for word in (
        "Python",
        "backend",
        "keras 3.",
        "cores",
        "GiB",
        "budget",
        "data: cifar10",
        "sample in gan_lessons",
    ):
        assert word in text
    assert "devices" not in text
    assert str(tmp_path) not in text and os.path.expanduser("~") not in text


def test_devices_are_asked_of_the_backend():
    import keras

    report = machine.report(devices=True)
    (line,) = (line for line in report.splitlines() if line.startswith("devices"))
    assert "cpu" in line.lower() or "gpu" in line.lower() or "cuda" in line.lower()
    assert machine.facts()["backend"] == keras.config.backend()


def test_devices_where_keras_has_no_list(monkeypatch):
    import keras

    monkeypatch.setattr(keras.distribution, "list_devices", lambda: None.list_devices)
    (device,) = machine.facts(devices=True)["devices"]
    assert "cpu" in device.lower() or "gpu" in device.lower() or "cuda" in device.lower()


def test_report_imports_no_backend():
    code = "import sys; from gan_lessons import machine; machine.report(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert {"keras", "tensorflow", "jax", "torch"}.isdisjoint(loaded.split())


@pytest.mark.parametrize(
    ("files", "limited"),
    [
        ({"memory_max": "268435456\n"}, True),
        ({"memory_max": "max\n"}, False),
        ({"memory__memory.limit_in_bytes": "268435456\n"}, True),
        ({"memory__memory.limit_in_bytes": "9223372036854771712\n"}, False),
        ({}, False),
    ],
)
def test_memory_of_a_container(no_container, files, limited):
    write(no_container, **files)
    assert (machine.memory() == 2**28) is limited


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cpu_max": "max 100000\n"}, 8),
        ({"cpu_max": "200000 100000\n"}, 2),
        ({"cpu_max": "50000 100000\n"}, 1),
        ({"cpu_max": "1600000 100000\n"}, 8),
        ({"cpu__cpu.cfs_quota_us": "300000\n", "cpu__cpu.cfs_period_us": "100000\n"}, 3),
        ({"cpu__cpu.cfs_quota_us": "-1\n", "cpu__cpu.cfs_period_us": "100000\n"}, 8),
        ({}, 8),
    ],
)
def test_cores_of_a_container(no_container, monkeypatch, files, expected):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)
    write(no_container, **files)
    assert machine.cores() == expected


@pytest.mark.parametrize(
    ("variable", "file", "expected"),
    [
        ("jax", {"backend": "torch"}, "jax"),
        (None, {"backend": "torch"}, "torch"),
        (None, {"floatx": "float32"}, "tensorflow"),
        (None, None, "tensorflow"),
    ],
)
def test_backend_before_keras_is_imported(monkeypatch, tmp_path, variable, file, expected):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if variable:
        monkeypatch.setenv("KERAS_BACKEND", variable)
    if file:
        (tmp_path / "keras").mkdir()
        (tmp_path / "keras" / "keras.json").write_text(json.dumps(file))
    assert machine.backend() == expected


def test_a_wrong_data_folder_is_told_and_stops_nothing(monkeypatch):
    monkeypatch.setenv("GAN_LESSONS_DATA", "/no/such/folder")
    assert "which is no folder" in machine.facts()["data"]["mnist"]
    assert "which is no folder" in machine.report()
