"""Downloads a full data set through Keras into Keras's own cache: whole and checked, or not at all."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from gan_lessons import files
from gan_lessons.data import sources
from gan_lessons.data.sources import Copy, DataError

ANSWER_SECONDS = 5.0  # a server that has not answered by then counts as out of reach
STALL_SECONDS = 20.0  # a download that brings no byte for so long is given up


def download(name: str, verbose: bool = True) -> Copy:
    """Download a full data set into Keras's cache, where Keras finds it too.

    The files land in a temporary folder inside the cache. They are moved to their places after every array has
    passed its check, so whatever happens on the way, the cache holds whole files only. What is damaged in the
    cache is replaced.

    Parameters
    ----------
    name : str
        A name in `sources.SETS`.
    verbose : bool
        Say the size first, and show Keras's progress bar.

    Returns
    -------
    Copy
        The checked copy, in its place.

    Raises
    ------
    DataError
        Without a network (after at most `ANSWER_SECONDS`), when the download stalls for `STALL_SECONDS`, when the
        files are not the originals, when the cache cannot be written, and when ``GAN_LESSONS_OFFLINE`` is set.
    ValueError
        If there is no data set of that name.
    """
    spec = sources.spec(name)
    if sources.offline():
        raise DataError("GAN_LESSONS_OFFLINE is set; unset it to allow downloads.")
    url = spec.files[0].url
    if problem := _out_of_reach(url):
        raise DataError(f"{urlsplit(url).hostname} is out of reach ({problem}).")
    cache = sources.keras_home() / "datasets"
    with _folder_in(cache) as new:
        if verbose:
            size = f"{spec.title}: downloading {spec.megabytes} MB into the Keras cache."
            print(f"{size} (With GAN_LESSONS_OFFLINE=1 nothing is downloaded.)", flush=True)
        try:
            with _timeout(STALL_SECONDS), _output(verbose):
                _get_files(spec.files, new)
        except Exception as error:  # Keras raises bare Exceptions
            raise DataError(f"the download of {spec.title} failed ({error}); nothing was kept.") from error
        try:
            copy = next(sources.cached(name, new))
            for split in sources.SPLITS:
                copy.read(split)
        except (StopIteration, DataError) as error:
            raise DataError(
                f"what {url} sent is not the original {spec.title}; nothing was kept. Try again later."
            ) from error
        try:
            for path in (new / "datasets").iterdir():
                _move(path, cache / path.name)
        except OSError as error:
            raise _unwritable(cache, error) from error
    return next(sources.cached(name, cache.parent))


def download_file(
    url: str, place: Path, digest: str, what: str, megabytes: int, verbose: bool = True
) -> Path:
    """Download one file through Keras to its place in a cache: whole and checked, or not at all.

    Parameters
    ----------
    url : str
    place : Path
        Where it belongs, with its name.
    digest : str
        SHA-256 or MD5 of its content, in hexadecimal.
    what : str
        What it is, in words.
    megabytes : int
        How large.
    verbose : bool
        Say the size first, and show Keras's progress bar.

    Returns
    -------
    Path
        ``place``.

    Raises
    ------
    DataError
        As :func:`download` does.
    """
    if sources.offline():
        raise DataError("GAN_LESSONS_OFFLINE is set; unset it to allow downloads.")
    if problem := _out_of_reach(url):
        raise DataError(f"{urlsplit(url).hostname} is out of reach ({problem}).")
    with _folder_in(place.parent) as new:
        if verbose:
            print(
                f"{what}: downloading {megabytes} MB. (With GAN_LESSONS_OFFLINE=1 nothing is downloaded.)",
                flush=True,
            )
        from keras.utils import get_file

        try:
            with _timeout(STALL_SECONDS), _output(verbose):
                path = get_file(
                    place.name, origin=url, cache_dir=str(new), cache_subdir="new", file_hash=digest
                )
        except Exception as error:  # Keras raises bare Exceptions
            raise DataError(f"the download of {what} failed ({error}); nothing was kept.") from error
        try:
            os.replace(path, place)
        except OSError as error:
            raise _unwritable(place.parent, error) from error
    return place


def _get_files(files: tuple[sources.File, ...], home: Path) -> None:
    from keras.utils import get_file

    for file in files:
        get_file(
            file.extract_to,
            origin=file.url,
            cache_dir=str(home),
            cache_subdir=file.folder,
            extract=file.extract_to is not None,
            file_hash=file.sha256,
        )


def _out_of_reach(url: str) -> str:
    """Why `url` does not answer, or "" if it does.

    Asked in a thread that is left behind if need be: looking up a name has no time-out of its own.
    """
    outcome = [f"no answer within {ANSWER_SECONDS:g} s"]

    def ask():
        try:
            urlopen(Request(url, method="HEAD"), timeout=ANSWER_SECONDS).close()
        except HTTPError:
            outcome.append("")  # an answer; whether it is fatal, the download itself shows
        except Exception as error:
            reason = getattr(error, "reason", error)
            outcome.append(getattr(reason, "strerror", None) or str(reason))
        else:
            outcome.append("")

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(ANSWER_SECONDS)
    return outcome[-1]


@contextmanager
def _folder_in(cache: Path) -> Iterator[Path]:
    """A temporary folder on the cache's own disk, so that moving files out of it is atomic; removed at the end."""
    with ExitStack() as stack:
        try:
            cache.mkdir(parents=True, exist_ok=True)
            for old in cache.glob(".gan_lessons-*"):  # left by a process that was killed
                files.remove_abandoned(old)
            folder = stack.enter_context(files.hidden_folder(cache, ".gan_lessons-"))
        except OSError as error:
            raise _unwritable(cache, error) from error
        yield folder


def _unwritable(cache: Path, error: OSError) -> DataError:
    return DataError(f"{cache} cannot be written ({error}). Set KERAS_HOME to a folder that can.")


@contextmanager
def _timeout(seconds: float) -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


@contextmanager
def _output(shown: bool) -> Iterator[None]:
    if shown:
        yield
    else:
        with redirect_stdout(StringIO()):
            yield


def _move(new: Path, place: Path) -> None:
    """Move a file or folder to its place, replacing files but never removing others."""
    if new.is_dir() and place.is_dir():
        for path in new.iterdir():
            _move(path, place / path.name)
    else:
        os.replace(new, place)
