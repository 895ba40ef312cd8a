"""A formula from its declaration to its result. Knows units and how things show themselves, and no standard.

declaration (data), decorator, arithmetic (what a body may do, and how it is traced), docstring, arguments (what was
given), checks (what is refused), proof (of units, and of what floats are off by), plain_call, fast_call with its writer
(of written functions), computation (a result with its inputs). What you need to declare formulas of your own is here.
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
