"""The public entries as threads call them, first and together: ``first_calls.py fresh|forked ENTRY:THREADS ...``.

``fresh`` makes the calls in this very process, where not even a module is loaded. ``forked`` loads the modules, uses
none, and forks a process for each entry. Printed is a line of JSON for each: what went wrong, and all that was got.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import pickle
import pkgutil
import random
import sys
import tempfile
import threading
import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent
PLANT = str(TESTS.parent / "examples" / "plant_with_meters.toml")
BOOKS = ("qct1160_2022", "gbt36132_2025", "gbt2589_2020", "gbt32150", "qct1158_2022", "gbt19515_2023")
CLAUSES = str(TESTS.parent / "examples" / "made_up_2026" / "clauses.py")
DIESEL = [{"carrier": "diesel", "quantity": "10 t"}]


POWER = [{"kind": "electricity", "quantity": "8157 MWh"}]
CASES = tomllib.loads((TESTS / "data" / "worked_cases.toml").read_text("utf-8"))["case"]


def lazy_attributes(gc: Any, place: int) -> Any:
    names = list(gc.__all__)
    random.Random(place).shuffle(names)
    return sorted((name, getattr(getattr(gc, name), "__name__", "")) for name in names)


def modules(gc: Any, place: int) -> Any:
    names = [module.name for module in pkgutil.walk_packages(gc.__path__, "greencalc.")]
    names.remove("greencalc.__main__")
    random.Random(place).shuffle(names)
    return sorted(importlib.import_module(name).__name__ for name in names)


def assessed(gc: Any, **facts: str) -> Any:
    return gc.evaluate(gc.load_standard("qct1160_2022"), {"water_reused": "7 m3", "water_discharged": "3 m3", **facts})


def register_units(gc: Any, place: int) -> Any:
    del place
    gc.register_units(OWN["registry"])
    return str(OWN["registry"]("3 tce").to("kgce"))


def formulas_of(book: str) -> Callable[[Any, int], Any]:
    def calls(gc: Any, place: int) -> Any:
        del gc
        found = importlib.import_module(f"greencalc.standards.{book}").FORMULAS
        functions = {one.__name__: one for one in found if hasattr(one, "__formula__")}
        cases = [case for case in CASES if case["formula"] in functions]
        random.Random(place).shuffle(cases)
        return sorted(f"{case['formula']} {functions[case['formula']](**case['inputs'])!r}" for case in cases)

    return calls


def quantities(gc: Any, place: int) -> Any:
    """What goes through the fast form: floats, arrays, a registry of one's own, a unit that the table lacks."""
    areas = [gc.Q(45.0, "ha"), gc.Q(0.0, "m2"), gc.Q(900.0, "mu")]
    arrays = [gc.Q([45.0, 46.0], "ha"), gc.Q(0.0, "m2"), gc.Q([900.0, 1000.0], "mu")]
    own = [
        OWN["registry"].Quantity(number, unit)
        for number, unit in ((45.0, "hectare"), (0.0, "km ** 2"), (200.0, "acre"))
    ]
    names = ("building_area", "structure_area", "land_area")
    calls = [areas, arrays, own]
    random.Random(place).shuffle(calls)
    return sorted(str(gc.floor_area_ratio(**dict(zip(names, call, strict=True)))) for call in calls)


def pickles(gc: Any, place: int) -> Any:
    del place
    gc.register_units(importlib.import_module("pint").get_application_registry())
    sent = (bytes.fromhex(os.environ["PICKLED"]), pickle.dumps(gc.Q("5 kgCO2e/辆")))
    return [repr(pickle.loads(one)) for one in sent]  # noqa: S301 (our own)


def beside_pint(gc: Any, place: int) -> Any:
    """The first makes pint's registry real without asking this library, while the others wait for it."""
    registry = importlib.import_module("pint").get_application_registry()
    if place:
        while type(registry.get()).__name__ == "LazyRegistry":
            pass
    else:
        registry.parse_units("meter")
    return str(gc.Q("60 mu").to("m ** 2"))


def checks(gc: Any, place: int) -> Any:
    del place
    importlib.import_module("greencalc.testing").check_formula(gc.solvent_consumption)


def columns(gc: Any) -> dict[str, Any]:
    del gc
    return {
        "vehicle_type": ["passenger car"] * 3,
        "water_reused [m3]": [10.0, 7.0, 0.0],
        "water_discharged [万m3]": ["0.001", "3e-4", ""],
        "10.2.1": ["met", "not met", "n/a"],
    }


def scorer(gc, _):
    prepared = gc.scorer(gc.load_standard("qct1160_2022"), {"green_paint": "80 t", "total_paint": "100 t"})
    return repr(prepared.one({"green_paint [t]": 70.0}))


def propagate(gc, _):
    facts = {"green_paint": "80 t ± 2 %", "total_paint": "100 t"}
    return str(gc.propagate(gc.load_standard("qct1160_2022"), facts, samples=1024))


def score_columns(gc: Any, place: int) -> Any:
    del place
    scores = gc.score_columns(gc.load_standard("qct1160_2022"), columns(gc), not_applicable="renormalise")
    return scores.score_lower.tolist(), scores.score_upper.tolist(), scores.faults


def queries(gc: Any, place: int) -> Any:
    del place
    polars = importlib.import_module("polars")
    standard, water = gc.load_standard("qct1160_2022"), {"water_reused [m3]": [7.0], "water_discharged [m3]": [3.0]}
    frame = polars.DataFrame(water)
    scored = gc.settle(standard, frame.with_columns(gc.expressions(standard, frame)))
    return scored.rows(), gc.sql(standard, list(water), with_values=True)


def score_file(gc: Any, place: int) -> Any:
    del place
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "plants.csv", Path(folder) / "scores.csv"
        source.write_text("plant,water_reused [m3],water_discharged [m3]\nA,7,3\nB,1,\n", "utf-8")
        done = gc.score_file(source, target, gc.load_standard("qct1160_2022"), keep=["plant"])
        return done.rows, target.read_text("utf-8")


def ledger_totals(gc: Any, place: int) -> Any:
    del place
    readings = {"plant": ["A", "B"], "carrier": ["diesel"] * 2, "quantity": ["10 t", "-1 t"]}
    totals = gc.ledger_totals(importlib.import_module("polars").DataFrame(readings))
    return totals.frame.rows(), totals.faults.rows()


def sheets(gc: Any, place: int) -> Any:
    del place
    shown = (gc.load_standard("qct1160_2022"), assessed(gc), gc.load_factors(), gc.spec(gc.carbon_per_vehicle))
    return [(str(one), one._repr_html_()) for one in shown]


def compare(gc: Any, place: int) -> Any:
    del place
    return str(gc.compare(assessed(gc), assessed(gc, water_reused="8 m3")))


def write_workbook(gc: Any, place: int) -> Any:
    del place
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plant.xlsx"
        gc.write_workbook(assessed(gc), path, language="zh")
        return gc.load_plant(path).facts["water_reused"]


PLOTS: dict[str, Callable[[Any], Any]] = {
    "plot_contributions": lambda gc: gc.plot_contributions(gc.energy_ledger(DIESEL)),
    "plot_groups": lambda gc: gc.plot_groups(assessed(gc), language="zh"),
    "plot_indicators": lambda gc: gc.plot_indicators(assessed(gc)),
    "plot_points_lost": lambda gc: gc.plot_points_lost(assessed(gc)),
    "plot_tornado": lambda gc: gc.plot_tornado([("water_reused", 70.0, 80.0)]),
    "plot_years": lambda gc: gc.plot_years({2025: assessed(gc)}, "10.5.2"),
}


def drawn(name: str) -> Callable[[Any, int], Any]:
    def draws(gc: Any, place: int) -> Any:
        del place
        ax = PLOTS[name](gc)
        return ax.get_title(), hashlib.sha256(ax._repr_png_()).hexdigest()

    return draws


ENTRIES: dict[str, Callable[[Any, int], Any]] = {
    "Q": lambda gc, _: [repr(gc.Q("3 tce")), repr(gc.Q(2.5, "万kWh"))],
    "register_units": register_units,
    **{f"formulas of {book}": formulas_of(book) for book in BOOKS},
    "quantities": quantities,
    "pickles": pickles,
    "beside_pint": beside_pint,
    "spec": lambda gc, _: str(gc.spec(gc.floor_area_ratio)),
    "explain": lambda gc, _: str(gc.explain(gc.wastewater_reuse_rate, water_reused="7 m3", water_discharged="3 m3")),
    "evaluate": lambda gc, _: gc.evaluate(gc.load_standard("qct1160_2022"), gc.load_plant(PLANT).facts).to_json(),
    "load_standard": lambda gc, _: repr(gc.load_standard("GB/T 36132-2025")),
    "load_formulas": lambda gc, _: [gc.spec(one).name for one in gc.load_formulas(CLAUSES)],
    "standards": lambda gc, _: [standard.id for standard in gc.standards()],
    "load_plant": lambda gc, _: repr(gc.load_plant(PLANT)),
    "load_factors": lambda gc, _: repr(gc.load_factors()),
    "load_plausibility": lambda gc, _: repr(gc.load_plausibility()),
    "energy_ledger": lambda gc, _: str(gc.energy_ledger(DIESEL).value),
    "carbon_ledger": lambda gc, _: str(gc.carbon_ledger(POWER, grid=["national", "2023", "location"]).value),
    "ledger_totals": ledger_totals,
    "explain_ledger": lambda gc, _: str(gc.explain_ledger(gc.energy_ledger(DIESEL))),
    "plant_facts": lambda gc, _: repr(gc.plant_facts(gc.load_standard("qct1160_2022"), columns(gc), 1)),
    "score_columns": score_columns,
    "scorer": scorer,
    "propagate": propagate,
    **dict.fromkeys(("expressions", "settle", "sql"), queries),
    "score_file": score_file,
    "replay": lambda gc, _: gc.replay(assessed(gc).to_json()).agrees,
    "compare": compare,
    "sheets": sheets,
    "checks": checks,
    "in_language": lambda gc, _: gc.in_language(assessed(gc).item("10.5.2").why, "zh"),
    "html_report": lambda gc, _: gc.html_report(assessed(gc), language="zh"),
    "write_workbook": write_workbook,
    **{name: drawn(name) for name in PLOTS},
    "lazy_attributes": lazy_attributes,
    "modules": modules,
}


def meet(entry: str, number: int) -> dict[str, Any]:
    """Let threads call an entry together."""
    start = threading.Barrier(number)
    wrong, found = [], []

    def call(place: int) -> None:
        start.wait()
        try:
            found.append(repr(ENTRIES[entry](importlib.import_module("greencalc"), place)))
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is wrong)
            wrong.append(f"{type(error).__name__}: {error}")

    sys.setswitchinterval(1e-4)
    threads = [threading.Thread(target=call, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"entry": entry, "threads": number, "wrong": wrong, "found": sorted(set(found))}


def prepare() -> None:
    """Load what is loaded before threads start: all modules, a registry of the user's own, settings of the tests."""
    gc = importlib.import_module("greencalc")
    modules(gc, 0)
    OWN["registry"] = importlib.import_module("pint").UnitRegistry()
    settings = importlib.import_module("hypothesis").settings
    settings.register_profile("few", max_examples=1, derandomize=True, database=None)
    settings.load_profile("few")


def main(way: str, *meetings: str) -> None:
    if way == "forked":
        prepare()
        # those are threads of polars, which has not computed anything
        warnings.filterwarnings("ignore", message=".*is multi-threaded, use of fork", category=DeprecationWarning)
    for meeting in meetings:
        entry, _, number = meeting.rpartition(":")
        if way == "fresh" or os.fork() == 0:
            print(json.dumps(meet(entry, int(number))), flush=True)  # noqa: T201 (what the tests read)
            os._exit(0)
        os.wait()


OWN: dict[str, Any] = {}

if __name__ == "__main__":
    main(*sys.argv[1:])
