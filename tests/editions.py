"""The formulas of all editions and of the books beside them: functions, and declarations that an edition reuses."""

from __future__ import annotations

from importlib import import_module

from greencalc.formula import Formula
from greencalc.standards.editions import EDITIONS, NEIGHBOURS

BOOKS = {book: import_module(f"greencalc.standards.{book}") for book in EDITIONS + NEIGHBOURS}
FORMULAS = {book: module.FORMULAS for book, module in BOOKS.items()}
FUNCTIONS_OF = {book: [f for f in found if not isinstance(f, Formula)] for book, found in FORMULAS.items()}
FUNCTIONS = [function for functions in FUNCTIONS_OF.values() for function in functions]
REUSED = [declaration for found in FORMULAS.values() for declaration in found if isinstance(declaration, Formula)]
