"""Explanations: a result traced back, as text, LaTeX and HTML; and those of single formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from greencalc.errors import Fault, InputError
from greencalc.formula.arguments import read_arguments
from greencalc.formula.computation import Computation, Exact, Input, work_out
from greencalc.formula.declaration import Formula, spec
from greencalc.origins import ORIGINS
from greencalc.plant.fact import Fact
from greencalc.showing.equation import WAYS, amount, symbol
from greencalc.showing.sheet import Entries, Printed, Sheet, Shown, Working, listed_text
from greencalc.units.amount import plain
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.unit_table import Unit
from greencalc.units.wording import expect

POINTS_DIGITS = 5
_DIGITS = 12
_DEFAULT = "default: "


@frozen(repr=False)
class Explanation(Shown):
    """How a result came about; it prints itself, and shows itself in a notebook.

    Attributes
    ----------
    title : str
        What is explained.
    working : Working or None
        The equation with its numbers.
    inputs : tuple of tuple of str
        Symbol as TeX, name, meaning, as typed, converted, evidence: a row for each input.
    notes : tuple of (str, str)
        Labels and texts: verdict, limit, margin, points, sources, origins.
    parts : tuple of Explanation
        What it is made of.
    """

    title: str
    working: Working | None = None
    inputs: tuple[tuple[str, ...], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    parts: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """Return it as text, with a line for each part; ``to_text`` writes the parts in full."""
        return self.to_text(depth=0)

    def to_text(self, depth: int = 9) -> str:
        """Return it as text, its parts in full down to a depth and by title below.

        Parameters
        ----------
        depth : int, optional
            How many levels of parts are written in full.

        Returns
        -------
        str
            What `print` shows, with the parts in full.

        Raises
        ------
        FactsError
            If the depth is no whole number.
        """
        expect(int, depth, "to_text", "depth", "give a whole number")
        return self._sheet().to_text(depth)

    def to_latex(self) -> str:
        """Return the equation with its numbers as LaTeX for a maths environment.

        Returns
        -------
        str
            LaTeX; empty without an equation.
        """
        return self.working.to_latex() if self.working else ""

    def to_html(self) -> str:
        """Return it as HTML, its parts to be unfolded.

        Returns
        -------
        str
            One ``div`` element.
        """
        return self._sheet().to_html()

    def _sheet(self) -> Sheet:
        entries = Entries((*map(_input_entry, self.inputs), *self.notes), between=": ")
        return Sheet(self.title, (self.working, entries, *map(Explanation._sheet, self.parts)), folded=True)


def _input_entry(row: tuple[str, ...]) -> tuple[Printed, str]:
    tex, name, meaning, typed, converted, evidence = row
    equals = converted if converted.startswith(_ABOUT["text"]) else f"= {converted}"
    amount = typed if converted in {"", typed} else f"{typed} {equals}"
    shown = f"; {evidence if evidence.startswith(_DEFAULT) else f'evidence: {evidence}'}" if evidence else ""
    return Printed(tex), f"{meaning} ({name}), {amount}{shown}"


def explain(function: Callable[..., Any] | Formula, /, **given: Any) -> Explanation:
    """Work a formula out and show the way: symbol, numbers as typed, converted, result.

    Parameters
    ----------
    function : callable
        A formula.
    **given : pint.Quantity or str, or a list of either
        Its arguments, as the formula takes them.

    Returns
    -------
    Explanation
        It prints itself as text and shows itself in a notebook; ``to_text``, ``to_latex`` and ``to_html`` return it.

    Raises
    ------
    InputError
        As the formula itself.

    Examples
    --------
    >>> from greencalc import explain, wastewater_reuse_rate
    >>> print(
    ...     explain(
    ...         wastewater_reuse_rate,
    ...         water_reused="3 万m3",
    ...         water_discharged="10000 m3",
    ...     )
    ... )
    A.7 Wastewater reuse rate (QC/T 1160-2022)
      K_w = V_w / (V_d + V_w) × 100 %
          = 3 万m3 / (10000 m3 + 3 万m3) × 100 %
          = 30000 m3 / (10000 m3 + 30000 m3) × 100 %
          = 75 %
      V_w: treated wastewater that is reused (water_reused), 3 万m3 = 30000 m3
      V_d: wastewater discharged, without what is reused (water_discharged), 10000 m3
      formula: wastewater_reuse_rate, A.7 of QC/T 1160-2022; secondary (read on secondary pages, not in
          the standard); source: GB/T 36132-2018, which QC/T 1160-2022 references, as cited on secondary
          pages
    """
    declaration = spec(function)
    readings = read_arguments(declaration, (), given)
    for name, reading in readings.items():
        if getattr(reading.numbers, "ndim", 1) > 1:
            tex = declaration.arguments[name].symbol.tex
            fault = Fault("shape", name, tex, reading.typed, "one amount, or a list of amounts, to be shown")
            raise InputError(declaration.name, declaration.where, (fault,))
    symbols = {name: argument.symbol for name, argument in declaration.arguments.items()}
    typed = {name: plain(reading, symbols[name].unit) for name, reading in readings.items() if name in given}
    computation = work_out(declaration, typed)
    return Explanation(
        title=f"{declaration.clause} {declaration.title} ({declaration.standard})",
        working=worked(computation),
        inputs=tuple(input_row(item) for item in computation.inputs),
        notes=(formula_note(declaration),),
    )


def worked(computation: Computation, beside: tuple[Fraction, ...] = ()) -> Working:
    """Return a computation's equation with numbers as typed, converted, and the result beside what it is compared with.

    A line begins with ``=`` where it shows every digit, and with ``≈`` where any number in it was rounded.
    """
    declaration, inputs = computation.formula, computation.inputs
    typed = {item.name: listed_text(item.typed) for item in inputs}
    amounts = {item.name: _written(item.exact, item.symbol.unit, _scalars(inputs, item)) for item in inputs}
    converted = {name: text for name, (text, _) in amounts.items()}
    steps: list[tuple[dict[str, str] | None, bool]] = [
        (None, True),
        (typed, all(item.is_typed_in_full for item in inputs)),
    ]
    if converted != typed:
        steps.append((converted, all(in_full for _, in_full in amounts.values())))
    result, in_full = _written(computation.result, declaration.result.unit, beside)
    lines = {
        way: (
            *(f"{_sign(way, exact)} {declaration.printed.side(way, numbers)}" for numbers, exact in steps),
            f"{_sign(way, in_full)} {amount(result, way)}",
        )
        for way in WAYS
    }
    return Working({way: symbol(declaration.result.tex, way) for way in WAYS}, lines)


def _scalars(inputs: Iterable[Input], item: Input) -> tuple[Fraction, ...]:
    """Return the single amounts that an equation may compare an input with."""
    alike = (one.exact for one in inputs if one.symbol.unit == item.symbol.unit)
    return tuple(exact for exact in alike if isinstance(exact, Fraction))


def sum_working(name: str, points: Mapping[str, Fraction | None], *beside: Fraction | None) -> Working | None:
    """Return points as the sum of those that are known."""
    known = [value for value in points.values() if value is not None]
    if not known:
        return None
    total = sum(known, Fraction(0))
    parts = [points_text(value, *beside, digits=POINTS_DIGITS) for value in known]
    whole = points_text(total, *beside, digits=POINTS_DIGITS)
    in_full = list(map(Fraction, parts)) == known
    lines = {
        way: (
            f"{_sign(way, in_full)} {amount(' + '.join(parts), way)}",
            f"{_sign(way, in_full and Fraction(whole) == total)} {amount(whole, way)}",
        )
        for way in WAYS
    }
    return Working({way: amount(name, way) for way in WAYS}, lines)


def _sign(way: str, in_full: bool) -> str:
    return "=" if in_full else _ABOUT[way]


def _written(exact: Exact, unit: Unit, beside: tuple[Fraction, ...] = ()) -> tuple[str, bool]:
    """Write an amount, or a list of them, and tell whether all digits are there."""
    values = exact if isinstance(exact, tuple) else (exact,)
    texts = tuple(amount_text(value, unit, _DIGITS, beside) for value in values)
    in_full = all(Fraction(text.partition(" ")[0]) == value for text, value in zip(texts, values, strict=True))
    return listed_text(texts if isinstance(exact, tuple) else texts[0]), in_full


def input_row(item: Input, fact: Fact | None = None) -> tuple[str, ...]:
    """Return an input as a row of an explanation."""
    typed, (converted, in_full) = listed_text(item.typed), _written(item.exact, item.symbol.unit)
    if converted != typed and not (in_full and item.is_typed_in_full):
        converted = f"{_ABOUT['text']} {converted}"
    shown = f"{_DEFAULT}{item.symbol.source}" if item.is_default else ""
    if fact is not None:
        shown = f"{fact.evidence} ({fact.year})" if fact.year else fact.evidence
    return item.symbol.tex, item.name, item.symbol.meaning, typed, converted, shown


def formula_note(declaration: Formula) -> tuple[str, str]:
    """Return where a formula is from, as a note."""
    where = f"{declaration.name}, {declaration.clause} of {declaration.standard}"
    return "formula", f"{where}; {origin_text(declaration.origin, declaration.source)}"


def origin_text(origin: str, source: str) -> str:
    """Return an origin with what it means, and the source."""
    return f"{origin} ({ORIGINS[origin]}); source: {source}"


_ABOUT = {"text": "≈", "html": "≈", "tex": r"\approx"}
