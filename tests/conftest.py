"""Settings of the property tests: the gate repeats itself exactly; ``--hypothesis-profile=long`` searches on.

``brief`` is for the newer Python, on which the same code runs a second time.
"""

from __future__ import annotations

import gc
import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# whoever runs the tests may have a Chinese locale, a narrow terminal or a wish for colours
os.environ["LC_ALL"] = "C.UTF-8"
for choice in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(choice, None)

slow_machines = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("gate", max_examples=10, derandomize=True, **slow_machines)
settings.register_profile("enough", max_examples=16, derandomize=True, **slow_machines)  # to find planted bugs
settings.register_profile("brief", max_examples=4, derandomize=True, **slow_machines)
settings.register_profile("long", max_examples=2000, **slow_machines)
settings.load_profile("gate")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Have a folder of installed packages that add editions."""
    from installed_editions import Site, forget  # noqa: PLC0415 (the library, whose loading is covered)

    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    forget(folder)
    yield Site(folder)
    monkeypatch.undo()
    forget(folder)


COVERING = frozenset(Path(__file__).with_name("covering.txt").read_text(encoding="utf-8").splitlines())
COVERAGE: list[Any] = []
"""What takes coverage, if it is taken: of how the library is loaded, and of tests; when fifteen thousand of these are
collected, which else would take twice the time, it rests."""


def pytest_collectstart(collector: pytest.Collector) -> None:
    controller = getattr(collector.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if isinstance(collector, pytest.Session) and controller is not None:
        for module in pkgutil.walk_packages(import_module("greencalc").__path__, "greencalc."):
            import_module(module.name)
        controller.pause()
        COVERAGE.append(controller)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that between them run every line: coverage, which takes twice the time, is taken of them alone."""
    for item in items:
        if item.nodeid in COVERING:
            item.add_marker("covering")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end: all modules and fifteen thousand tests."""
    gc.collect()
    gc.freeze()
    for one in COVERAGE:
        one.resume()
