"""What the figures depend on: machine, versions, threads."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import greencalc

LIBRARIES = (
    *("greencalc", "numpy", "pint", "numba", "numexpr", "polars", "pandas", "pyarrow"),
    *("unyt", "astropy", "metpy", "xclim", "xarray"),
)


def threads() -> dict[str, str]:
    """Return the settings that give every library that has threads one for each core, at most two."""
    number = str(min(2, len(os.sched_getaffinity(0))))
    names = (
        "POLARS_MAX_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
    )
    # threads that wait by spinning would measure the neighbours on a shared machine
    return {**dict.fromkeys(names, number), "OMP_WAIT_POLICY": "passive"}


def describe() -> dict[str, str]:
    """Return it in words."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "commit of greencalc": _commit(),
        "CPU": f"{_line('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} cores for us",
        "memory": f"{int(_line('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GiB",
        "load before": ", ".join(f"{load:.2f}" for load in os.getloadavg()),
        "system": f"{platform.system()} {platform.release()}, {' '.join(platform.libc_ver())}",
        "huge pages": Path("/sys/kernel/mm/transparent_hugepage/enabled").read_text(encoding="ascii").strip(),
        "Python": f"{platform.python_version()} ({platform.python_compiler()})",
        "versions": ", ".join(f"{name} {_version(name)}" for name in LIBRARIES),
        "settings": _words(threads()),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(none)"


def _words(settings: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in settings.items())


def _line(file: str, name: str) -> str:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "unknown")


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(greencalc.__file__).parent)
    return found.stdout.strip() or "unknown"
