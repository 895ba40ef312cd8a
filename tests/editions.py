"""The formulas of all editions: functions of their own, and declarations that they reuse from another edition."""

from __future__ import annotations

from importlib import import_module

from greencalc.formula import Formula
from greencalc.standards import EDITIONS

FORMULAS = {edition: import_module(f"greencalc.standards.{edition}").FORMULAS for edition in EDITIONS}
FUNCTIONS_OF = {edition: [f for f in found if not isinstance(f, Formula)] for edition, found in FORMULAS.items()}
FUNCTIONS = [function for functions in FUNCTIONS_OF.values() for function in functions]
REUSED = [declaration for found in FORMULAS.values() for declaration in found if isinstance(declaration, Formula)]
