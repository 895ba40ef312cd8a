"""Settings of the property tests: the gate repeats itself exactly; ``--hypothesis-profile=long`` searches on.

``brief`` is for the newer Python, on which the same code runs a second time.
"""

from __future__ import annotations

import gc
import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import coverage
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


MEASURING: list[coverage.Coverage] = []
"""Coverage, if it runs: it sees how the library is loaded, and what tests do. In all else, which it would take twice
the time too, it rests: to collect twelve thousand tests, and to tell of each."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    running = coverage.Coverage.current()
    if running is not None:
        for module in pkgutil.walk_packages(import_module("greencalc").__path__, "greencalc."):
            import_module(module.name)
        running.stop()
        MEASURING.append(running)
    return (yield)


def measured(*, rests: bool = False) -> Iterator[None]:
    for one in () if rests else MEASURING:
        one.start()
    try:
        return (yield)
    finally:
        for one in MEASURING:
            one.stop()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup() -> Iterator[None]:
    return (yield from measured())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    return (yield from measured(rests=item.get_closest_marker("no_cover") is not None))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let coverage rest in walks, which it would take twice the time."""
    for item in items:
        if item.get_closest_marker("walk"):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end: all modules and twelve thousand tests."""
    gc.collect()
    gc.freeze()
