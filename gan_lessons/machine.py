"""What this machine has: Python, backend, versions, cores, memory, data.

    print(machine.report())

Nothing here imports a backend unless ``devices=True`` asks for it, so the answer comes at once.
"""

import json
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gan_lessons import budget
from gan_lessons.data import DataError, sources

BACKENDS = ("tensorflow", "jax", "torch")
_CGROUP = Path("/sys/fs/cgroup")


def facts(devices: bool = False) -> dict[str, object]:
    """What this machine has, by name.

    Parameters
    ----------
    devices : bool
        Load Keras's backend (seconds) and list the devices that it sees.

    Returns
    -------
    dict
        ``python``, ``system`` : str. ``backend`` : str, the one Keras uses. ``versions`` : dict of str, the installed
        ones of keras, numpy and the backends. ``devices`` : list of str, or None if not asked for. ``cores`` : int,
        those this process may use. ``memory`` : int, bytes this process may use, or None if unknown. ``budget`` : str.
        ``data`` : dict from each data set's name to the place `data.load` takes it from.
    """
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "backend": backend(),
        "versions": versions("keras", "numpy", *BACKENDS),
        "devices": _devices() if devices else None,
        "cores": cores(),
        "memory": memory(),
        "budget": _budget(),
        "data": {name: _place(name) for name in sources.SETS},
    }


def report(devices: bool = False) -> str:
    """`facts` as a small table, without any path of this machine."""
    found = facts(devices)
    memory = found["memory"]
    rows = {
        "Python": f"{found['python']} on {found['system']}",
        "backend": f"{found['backend']} (KERAS_BACKEND chooses: {', '.join(BACKENDS)})",
        "versions": ", ".join(f"{name} {number}" for name, number in found["versions"].items()),
        "devices": found["devices"] and ", ".join(found["devices"]),
        "cores": found["cores"],
        "memory": "unknown" if memory is None else f"{memory / 2**30:.1f} GiB",
        "budget": f"{found['budget']} ({budget.VARIABLE} chooses: {', '.join(budget.NAMES)})",
        **{f"data: {name}": place for name, place in found["data"].items()},
    }
    return "\n".join(f"{name:<20}{value}" for name, value in rows.items() if value is not None)


def backend() -> str:
    """The backend Keras uses, or will use once it is imported: "tensorflow", "jax" or "torch"."""
    if "keras" in sys.modules:
        return sys.modules["keras"].config.backend()
    if chosen := os.environ.get("KERAS_BACKEND"):
        return chosen
    try:
        return json.loads((sources.keras_home() / "keras.json").read_text())["backend"]
    except (OSError, ValueError, KeyError, TypeError):  # no such file, or one that Keras would pass over too
        return "tensorflow"


def versions(*packages: str) -> dict[str, str]:
    """Versions of those packages that are installed, read without importing them."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def cores() -> int:
    """CPU cores this process may use: those it is bound to, or its container's quota if that is less."""
    try:
        available = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        available = os.cpu_count() or 1
    quota = _limit("cpu.max") or _limit("cpu/cpu.cfs_quota_us") + _limit("cpu/cpu.cfs_period_us")
    if len(quota) == 2 and quota[0] > 0:  # microseconds of CPU time in each period
        available = min(available, max(1, quota[0] // quota[1]))
    return available


def memory() -> int | None:
    """Bytes of memory this process may use: the machine's, or its container's limit if that is less."""
    try:
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows
        try:
            import psutil  # comes with ipykernel
        except ImportError:
            return None
        installed = psutil.virtual_memory().total
    return min([installed, *_limit("memory.max"), *_limit("memory/memory.limit_in_bytes")])


def _limit(file: str) -> list[int]:
    # The numbers in a container's limit, of version 2 or 1; none if there is no such file or no limit ("max").
    try:
        words = (_CGROUP / file).read_text().split()
        return [int(word) for word in words]
    except (OSError, ValueError):
        return []


def _devices() -> list[str]:
    import keras

    try:
        return keras.distribution.list_devices()
    except AttributeError:  # Keras has no such list for PyTorch: the device that it puts a tensor on
        return [str(keras.ops.ones(1).device)]


# The doctor reports a wrong setting and goes on.


def _budget() -> str:
    try:
        return budget.name()
    except ValueError as error:
        return str(error)


def _place(name: str) -> str:
    try:
        return next(sources.copies(name), sources.sample(name)).place
    except DataError as error:
        return str(error)
