"""Threads that meet in their first call: what is lazy is whole before another thread sees it, and made once."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from inspect import isfunction

import pint
import pytest

import first_calls
import greencalc
from greencalc import Q, RegistryError, register_units
from greencalc.testing.mistakes import foreign_quantity
from greencalc.units import pint_registry as registry
from greencalc.units.unit_table import combine
from registries import fresh_registry

PROGRAM = first_calls.__file__
# without a lock, four threads are told apart as often as eight; work that is long after its first steps gets two
LONG = {"checks", "compare", "evaluate", "html_report", "replay", "score_file", "scorer", "sheets", "write_workbook"}
FEW = ("Q", "register_units", "quantities", "pickles")
ASKED = (
    *(f"{entry}:{2 if entry in LONG else 4}" for entry in first_calls.ENTRIES),
    *(f"{entry}:{threads}" for threads in (2, 16) for entry in FEW),
    "formulas of qct1160_2022:16",
)
MEETINGS = {
    **{f"modules are loaded {part}": ("forked", *ASKED[part::4]) for part in range(4)},
    "no module is loaded: Q": ("fresh", "Q:8"),
    "no module is loaded: all names": ("fresh", "lazy_attributes:8"),
}
LATER = {"Q", "formulas of qct1160_2022", "evaluate", "score_columns", "compare", "lazy_attributes"}


def run(*arguments: str) -> str:
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PICKLED": pickle.dumps(Q(3.0, "tce/辆")).hex()}
    done = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], check=False, capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the program forks")
@pytest.mark.parametrize("name", MEETINGS)
def test_threads_that_meet_in_their_first_call_all_get_what_one_gets_later(name) -> None:
    """The process of the tests has long used all of it."""
    way, *asked = MEETINGS[name]
    meetings = list(map(json.loads, run(PROGRAM, way, *asked).splitlines()))
    assert [f"{meeting['entry']}:{meeting['threads']}" for meeting in meetings] == asked
    for meeting in meetings:
        entry, found = meeting["entry"], meeting["found"]
        assert (meeting["wrong"], len(found)) == ([], 1), entry
        assert entry not in LATER or found == [repr(first_calls.ENTRIES[entry](greencalc, 0))], entry


def test_every_public_function_is_an_entry() -> None:
    functions = {name for name in greencalc.__all__ if isfunction(getattr(greencalc, name))}
    formulas = {name for name in functions if hasattr(getattr(greencalc, name), "__formula__")}
    assert functions - formulas <= set(first_calls.ENTRIES)
    assert formulas <= {case["formula"] for case in first_calls.CASES}


def test_a_process_that_is_forked_while_another_thread_makes_the_registry_works() -> None:
    code = (
        "import os, signal, threading, pint, greencalc\n"
        "import greencalc.units.pint_registry\n"
        "lazy = pint.get_application_registry().get()\n"
        "other = threading.Thread(target=greencalc.Q, args=('3 tce',))\n"
        "other.start()\n"
        "while type(lazy).__name__ == 'LazyRegistry': pass\n"
        "if os.fork() == 0:\n"
        "    signal.alarm(60)\n"  # else a child that waits for ever would be no failure
        "    os._exit(greencalc.Q('3 tce').m != 3)\n"
        "other.join()\n"
        "print(os.waitstatus_to_exitcode(os.wait()[1]))"
    )
    assert run("-W", "ignore", "-c", code) == "0\n"


def test_a_process_that_is_spawned_works(tmp_path) -> None:
    script = tmp_path / "spawned.py"
    script.write_text(
        "import multiprocessing as mp\n"
        "from greencalc import Q, energy_per_vehicle\n"
        "def job(text):\n"
        "    return str(energy_per_vehicle(energy_consumption=text, vehicles_produced='20 辆'))\n"
        "if __name__ == '__main__':\n"
        "    Q('3 tce')\n"
        "    with mp.get_context('spawn').Pool(1) as pool:\n"
        "        print(*pool.map(job, ['3 tce', '4 tce']), sep=', ')\n",
        "utf-8",
    )
    assert run(str(script)) == ("150.0 kilogram_coal_equivalent / vehicle, 200.0 kilogram_coal_equivalent / vehicle\n")


# A registry that others make


def half_made() -> pint.UnitRegistry:
    ureg = fresh_registry()
    ureg._initialized = False
    return ureg


def test_a_registry_that_another_thread_makes_is_waited_for(monkeypatch) -> None:
    ureg, waits = half_made(), []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        ureg._initialized = len(waits) == 3

    monkeypatch.setattr(time, "sleep", wait)
    register_units(ureg)
    assert len(waits) == 3
    assert ureg("3 tce").to("kgce").magnitude == 3000


def test_a_registry_that_is_never_whole_is_an_error(monkeypatch) -> None:
    waits = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with pytest.raises(RegistryError, match="another thread has begun to build this pint registry"):
        register_units(half_made())
    assert len(waits) == 3000


# The fast path


class NoLock:
    """A lock that nobody may ask for."""

    def __enter__(self) -> None:
        raise AssertionError("what is there already needs no lock")

    def __exit__(self, *_: object) -> None:
        """Nobody comes here."""


def test_what_is_there_already_is_found_without_the_lock(monkeypatch) -> None:
    areas = {"building_area": Q(3.0, "ha"), "structure_area": "0 m2", "land_area": Q([60.0, 80.0], "mu")}
    texts = {"water_reused": "7 m3", "water_discharged": "3 m3"}
    greencalc.floor_area_ratio(**areas)
    greencalc.wastewater_reuse_rate(**texts)
    monkeypatch.setattr(registry, "lock", NoLock())
    assert greencalc.floor_area_ratio(**areas).magnitude.tolist() == [0.75, 0.5625]
    assert greencalc.wastewater_reuse_rate(**texts).magnitude == 70
    assert Q("3 ha").magnitude == 3
    register_units(pint.get_application_registry())


def test_threads_share_the_registry_of_mistakes() -> None:
    with ThreadPoolExecutor(8) as pool:
        start = threading.Barrier(8)
        made = list(pool.map(lambda _: (start.wait(), foreign_quantity(1.0, combine(())))[1], range(8)))
    assert len({id(one._REGISTRY) for one in made}) == 1


def test_who_gets_the_lock_second_finds_the_units_there(monkeypatch) -> None:
    ureg, build, added = fresh_registry(), registry._build, []

    def let_another_be_first(one: pint.UnitRegistry) -> None:
        monkeypatch.setattr(registry, "_build", build)
        register_units(one)

    monkeypatch.setattr(registry, "_build", let_another_be_first)
    monkeypatch.setattr(registry, "_refuse_context", lambda *_: added.append(ureg))
    register_units(ureg)
    assert added == [ureg]


def test_public_names_are_loaded_by_one_thread_at_a_time(monkeypatch) -> None:
    taken = []

    def load(name: str) -> str:
        another = threading.Thread(target=lambda: taken.append(greencalc.loading.acquire(blocking=False)))
        another.start()
        another.join()
        return name

    monkeypatch.setattr(greencalc, "_load", load)
    assert greencalc.__getattr__("evaluate") == "evaluate"
    assert taken == [False]
