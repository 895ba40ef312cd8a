"""A formula from its declaration to its result. Knows units and how things show themselves, and no standard.

declaration (data), declare (the decorator), arithmetic (what a body may use), docstring, arguments (what was given),
checks and proof (what is refused), call (the plain form), fast_call and written_call (the fast one), terms (of
differences), computation (a result with its inputs). What you need to declare formulas of your own is here.
"""

from greencalc.formula.arithmetic import exceeds, total
from greencalc.formula.declaration import Amount, Argument, Formula, Relation, Result, Symbol, spec
from greencalc.formula.decorator import formula, reused
from greencalc.origins import ORIGINS

__all__ = [
    "ORIGINS",
    "Amount",
    "Argument",
    "Formula",
    "Relation",
    "Result",
    "Symbol",
    "exceeds",
    "formula",
    "reused",
    "spec",
    "total",
]
