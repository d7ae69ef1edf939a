"""Downloads, from a small web server in this process: whole and checked, or nothing."""

import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from gan_lessons import data, files
from gan_lessons.data import DataError, downloads, sources

import pytest


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder; `fault` on the server makes a GET go wrong in the middle."""

    def do_GET(self):
        self.server.gets.append(self.path)
        fault = self.server.fault
        if fault == "not found":
            return self.send_error(404)
        if fault in ("cut off", "stalls"):
            path = self.translate_path(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(os.path.getsize(path)))
            self.end_headers()
            with open(path, "rb") as file:
                self.wfile.write(file.read(200))
            self.wfile.flush()
            if fault == "stalls":
                self.server.over.wait(10)
            return None
        return super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def server(small, tmp_path, monkeypatch):
    site = small.site(tmp_path / "site")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site)))
    server.fault, server.gets, server.over = None, [], threading.Event()
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    small.serve_from(f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "0")
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "keras" / "datasets"


def entries(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("mnist", ["mnist.npz"]),
        ("fashion_mnist", ["fashion-mnist"]),
        ("cifar10", ["cifar-10-batches-py-target", "cifar-10-batches-py-target_archive"]),
    ],
)
def test_load_downloads_once_and_leaves_what_keras_leaves(name, left, server, cache, capsys):
    images = data.load(name)
    printed = capsys.readouterr().out
    spec = sources.SETS[name]
    assert len(images) == 20 and images.source == "Keras cache"
    assert printed.startswith(f"{spec.title}: downloading {spec.megabytes} MB")  # the size comes first
    assert printed.endswith(f"{spec.title}, train: all 20 images, from the Keras cache.\n")
    assert entries(cache) == left
    server.gets.clear()
    data.load(name, "test")
    assert server.gets == []


def test_keras_itself_reads_what_a_download_leaves(server, cache, monkeypatch, small):
    """Keras's own loader finds mnist.npz in place, though Keras read KERAS_HOME when it was imported."""
    data.download("mnist", verbose=False)
    import keras
    import numpy as np

    path = keras.utils.get_file(
        "mnist.npz", origin="http://127.0.0.1:9/mnist.npz", cache_dir=str(cache.parent)
    )
    with np.load(path) as arrays:
        assert np.array_equal(arrays["x_train"], small.arrays["mnist"]["x_train"])


def test_quiet_download(server, capsys):
    data.load("mnist", verbose=False)
    assert capsys.readouterr().out == ""


def test_download_mends_the_cache_and_keeps_what_else_is_there(server, cache, small):
    small.idx(cache / "fashion-mnist")
    (cache / "fashion-mnist" / "train-images-idx3-ubyte.gz").write_bytes(b"torn")
    (cache / "fashion-mnist" / "notes.txt").write_text("mine")
    with pytest.warns(UserWarning, match="train-images-idx3-ubyte.gz cannot be read"):
        assert data.load("fashion_mnist").source == "Keras cache"
    assert (cache / "fashion-mnist" / "notes.txt").read_text() == "mine"
    assert entries(cache) == ["fashion-mnist"]
    assert data.load("fashion_mnist", verbose=False).source == "Keras cache"


@pytest.mark.parametrize("name", ["mnist", "cifar10"])
@pytest.mark.parametrize("fault", ["not found", "cut off", "stalls"])
def test_failing_download_falls_back_and_leaves_nothing(name, fault, server, cache, capsys, monkeypatch):
    monkeypatch.setattr(downloads, "STALL_SECONDS", 0.3)
    before = socket.getdefaulttimeout()
    import keras  # noqa: F401  (not to be timed)

    server.fault = fault
    start = time.perf_counter()
    assert data.load(name).source == "sample in gan_lessons"
    assert entries(cache) == []
    assert "failed" in capsys.readouterr().out
    assert socket.getdefaulttimeout() == before
    server.gets.clear()
    data.load(name, "test")
    assert server.gets == []  # one kernel waits once
    assert time.perf_counter() - start < 20
    server.fault = None
    data.download(name)  # asked for outright, it is tried again
    assert data.load(name).source == "Keras cache"


@pytest.mark.parametrize("name", data.names())
def test_other_files_than_the_originals_are_not_kept(name, server, cache, small):
    small.change(name, sha256={**sources.SETS[name].sha256, "x_test": "0" * 64})
    with pytest.raises(DataError, match=r"is not the original .*; nothing was kept"):
        data.download(name, verbose=False)
    assert entries(cache) == []


def test_wrong_archive_is_refused_before_it_is_unpacked(server, cache, small, monkeypatch):
    (file,) = sources.SETS["cifar10"].files
    small.change("cifar10", files=(replace(file, sha256="0" * 64),))
    monkeypatch.setattr("tarfile.open", lambda *_, **__: pytest.fail("unpacked"))
    with pytest.raises(DataError, match="download of CIFAR-10 failed"):
        data.download("cifar10", verbose=False)
    assert entries(cache) == []


def test_interrupted_download_leaves_nothing(server, cache, monkeypatch):
    def interrupted(files, home):
        (home / "datasets").mkdir()
        (home / "datasets" / "mnist.npz").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(downloads, "_get_files", interrupted)
    with pytest.raises(KeyboardInterrupt):
        data.load("mnist")
    assert entries(cache) == []


def test_killed_download_is_never_read_and_swept_up_later(server, cache, small, tmp_path):
    code = """
        import os, signal
        from gan_lessons.data import downloads
        def killed(files, home):
            (home / "datasets").mkdir()
            (home / "datasets" / "mnist.npz").write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        downloads._get_files = killed
        downloads._out_of_reach = lambda url: ""
        downloads.download("mnist")
    """
    process = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.DEVNULL)
    assert process.returncode == -9
    (rest,) = cache.iterdir()
    assert rest.name.startswith(".gan_lessons-")
    assert list(sources.copies("mnist")) == []
    with files.hidden_folder(cache, ".gan_lessons-") as other:  # as another process at work would have it
        data.download("mnist", verbose=False)
        assert other.exists() and not rest.exists()
    assert entries(cache) == ["mnist.npz"]


def test_offline_asks_nobody(server, monkeypatch, capsys):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "1")
    monkeypatch.setattr(downloads, "urlopen", lambda *_, **__: pytest.fail("asked the network"))
    monkeypatch.setattr(downloads, "_get_files", lambda *_: pytest.fail("asked the network"))
    assert data.load("mnist").source == "sample in gan_lessons"
    assert "GAN_LESSONS_OFFLINE is set" in capsys.readouterr().out
    with pytest.raises(DataError, match="GAN_LESSONS_OFFLINE is set; unset it"):
        data.download("mnist")


def test_closed_port(small, cache, monkeypatch, capsys):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    monkeypatch.setattr(downloads, "_get_files", lambda *_: pytest.fail("imported Keras for nothing"))
    start = time.perf_counter()
    assert data.load("mnist").source == "sample in gan_lessons"
    assert time.perf_counter() - start < 20
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1 and "127.0.0.1 is out of reach (Connection refused)" in printed
    assert not cache.exists()
    with pytest.raises(DataError, match="out of reach"):
        data.download("mnist")


def test_silent_server_and_silent_name_server(small, monkeypatch, capsys):
    monkeypatch.setenv("GAN_LESSONS_OFFLINE", "")
    monkeypatch.setattr(downloads, "ANSWER_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        small.serve_from(f"http://127.0.0.1:{silent.getsockname()[1]}/")
        start = time.perf_counter()
        assert data.load("mnist").source == "sample in gan_lessons"
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30))
    assert data.load("cifar10").source == "sample in gan_lessons"
    assert time.perf_counter() - start < 20
    assert "no answer within 0.3 s" in capsys.readouterr().out


@pytest.mark.parametrize("blocked", ["home", "datasets"])
def test_unwritable_cache(blocked, server, tmp_path, capsys):
    """A file where a folder is needed: it stops root too, whom permissions do not."""
    if blocked == "home":
        (tmp_path / "keras").write_text("a file")
    else:
        (tmp_path / "keras").mkdir()
        (tmp_path / "keras" / "datasets").write_text("a file")
    assert data.load("mnist").source == "sample in gan_lessons"
    assert "cannot be written" in capsys.readouterr().out
    with pytest.raises(DataError, match=r"datasets cannot be written .*Set KERAS_HOME"):
        data.download("mnist")
    assert server.gets == []  # found before the download


def test_file_in_the_way_of_a_folder(server, cache):
    cache.mkdir(parents=True)
    (cache / "fashion-mnist").write_text("a file")
    with pytest.raises(DataError, match=r"cannot be written.*fashion-mnist"):
        data.download("fashion_mnist", verbose=False)
    assert entries(cache) == ["fashion-mnist"] and (cache / "fashion-mnist").read_text() == "a file"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_cache(server, cache):
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    with pytest.raises(DataError, match="cannot be written"):
        data.download("mnist")
    cache.chmod(0o700)


def test_unknown_name():
    with pytest.raises(ValueError, match="no data set 'faces'"):
        data.download("faces")
