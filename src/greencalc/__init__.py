"""Green factory indicators of car plants after QC/T 1160-2022 and GB/T 36132-2025, with units enforced.

Formulas are plain functions that take quantities or text and return quantities; ``evaluate`` composes them
into a standard's score.

>>> import greencalc
>>> print(
...     greencalc.wastewater_reuse_rate(
...         water_reused="52 万m3", water_discharged="31 万m3"
...     ).round(2)
... )
62.65 percent
>>> standard = greencalc.load_standard("qct1160_2022")
>>> assessment = greencalc.evaluate(
...     standard, {"water_reused": "52 万m3", "water_discharged": "31 万m3"}
... )
>>> print(assessment.item("10.5.2").why)
62.65 % is not >= 70 %

``help(greencalc.wastewater_reuse_rate)`` shows a formula's page, ``print(greencalc.spec(...))`` its symbols, and
``dir(greencalc)`` all public names, which are loaded when they are first used.
"""

import importlib
import threading

import lazy_loader

__version__ = "0.1.0"
_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
loading = threading.RLock()
"""Held while modules are loaded late, or threads wait for each other's."""


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in __all__:
        return _load(name)  # which says that there is none
    with loading:
        importlib.import_module("pint")  # before a part of it, or threads that import both wait for each other
        return _load(name)
