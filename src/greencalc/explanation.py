"""Every number walked back: from the total to groups, items, formulas, inputs as typed, and sources."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from greencalc.computation import Computation, Exact, Input, work_out
from greencalc.equation import Number, parse_equation, symbol_html, symbol_text, write
from greencalc.errors import Fault, InputError
from greencalc.facts import MET, NOT_APPLICABLE, Fact
from greencalc.formula import ORIGINS, Formula, spec
from greencalc.reading import plain, read_arguments
from greencalc.results import GroupResult, Interval, ItemResult
from greencalc.rounding import amount_text, decimal_text
from greencalc.standard import LimitRule, Line
from greencalc.units import Unit

if TYPE_CHECKING:
    from greencalc.assessment import Assessment

__all__ = ["Explanation", "Working", "explain", "explain_group", "explain_item", "explain_total"]

_WIDTH = 100
_DIGITS = 12
_MOST_SHOWN = 8


_WAYS = ("text", "html", "tex")


@frozen
class Working:
    """An equation worked out, in each way of writing: its left side, and its right sides with their signs."""

    left: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]


@frozen
class Explanation:
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
    parts: tuple[Explanation, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        """Return it as text, with a line for each part; ``to_text`` writes the parts in full."""
        return self.to_text(depth=0)

    def to_text(self, depth: int = 9) -> str:
        """Return it as text, its parts in full down to a depth and by title below."""
        return "\n".join(_text_lines(self, depth))

    def to_latex(self) -> str:
        """Return the equation with its numbers as LaTeX for a maths environment; empty without an equation."""
        if self.working is None:
            return ""
        rows = [f"&{line}" for line in self.working.lines["tex"]]
        rows[0] = f"{self.working.left['tex']} {rows[0]}"
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def to_html(self) -> str:
        """Return it as HTML, its parts to be unfolded."""
        parts = "".join(
            f"<details><summary>{html.escape(part.title)}</summary>{part.to_html()}</details>" for part in self.parts
        )
        body = f"<p><b>{html.escape(self.title)}</b></p>{''.join(_html_parts(self))}{parts}"
        return f'<div class="greencalc-explanation">{body}</div>'

    def _repr_html_(self) -> str:
        return self.to_html()

    def _repr_latex_(self) -> str | None:
        return f"$\\displaystyle {self.to_latex()}$" if self.working else None


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
        working=_working(computation),
        inputs=tuple(_input_row(item) for item in computation.inputs),
        notes=(_formula_note(declaration),),
    )


def explain_item(assessment: Assessment, result: ItemResult) -> Explanation:
    """Explain one item: its quantity, limit, margin, points, evidence, origins and sources."""
    computation = result.computation
    facts = assessment.facts
    known = computation.inputs if computation else result.inputs
    return Explanation(
        title=f"{result.id} {result.item.title}: {result.status}",
        working=_working(computation) if computation else None,
        inputs=tuple(_input_row(item, facts.amounts.get(item.name)) for item in known),
        notes=tuple(_item_notes(assessment, result)),
    )


def explain_group(assessment: Assessment, group: GroupResult) -> Explanation:
    """Explain a group: its points, and its items."""
    members = [result for result in assessment.items if result.item.group == group.id]
    return Explanation(
        title=f"{group.id} {group.group.title}: {_points(group.points)} of {_number(group.exact_of)} points",
        working=_sum_working(group.id, {result.id: result.exact_points for result in members if result.exact_of}),
        notes=(("group", f"chapter {group.group.chapter}; {_origin(group.group.origin, group.group.source)}"),),
        parts=tuple(explain_item(assessment, result) for result in members),
    )


def explain_total(assessment: Assessment) -> Explanation:
    """Explain the total: the gate, the groups, and from each of them the items."""
    gates = [result for result in assessment.items if result.item.mandatory]
    loose = tuple(explain_item(assessment, result) for result in assessment.items if result.item.group is None)
    verdict = {True: "open", False: "closed", None: "undecided"}[assessment.eligible]
    closing = [f"{result.id} {result.status}" for result in gates if result.status not in {MET, NOT_APPLICABLE}]
    gate = f"{verdict}, by {len(gates)} mandatory items" + (f"; {', '.join(closing)}" if closing else "")
    table = assessment.table
    return Explanation(
        title=f"{table.number}: {_points(assessment.score)} of 100 points",
        working=_sum_working("Q", {group.id: group.points.exact_lower for group in assessment.groups}),
        notes=(
            ("gate", gate),
            ("comparison", f"{assessment.comparison} with the limit"),
            ("table", _origin(table.origin, table.source)),
        ),
        parts=(*(explain_group(assessment, group) for group in assessment.groups), *loose),
    )


def _text_lines(explanation: Explanation, depth: int) -> Iterator[str]:
    yield explanation.title
    if explanation.working is not None:
        left = explanation.working.left["text"]
        for number, line in enumerate(explanation.working.lines["text"]):
            yield from _wrapped(f"{left if number == 0 else ' ' * len(left)} {line}", "  ", " " * (len(left) + 6))
    for tex, name, meaning, typed, converted, evidence in explanation.inputs:
        amount = typed if converted in {"", typed} else f"{typed} = {converted}"
        shown = f"; evidence: {evidence}" if evidence else ""
        yield from _wrapped(f"{symbol_text(tex)}: {meaning} ({name}), {amount}{shown}", "  ", "      ")
    for label, text in explanation.notes:
        yield from _wrapped(f"{label}: {text}", "  ", "      ")
    for part in explanation.parts:
        if depth:
            yield ""
            yield from (f"  {line}" if line else "" for line in _text_lines(part, depth - 1))
        else:
            yield from _wrapped(part.title, "  - ", "      ")


def _html_parts(explanation: Explanation) -> Iterator[str]:
    if explanation.working is not None:
        yield f"<p>{explanation.working.left['html']} {'<br>'.join(explanation.working.lines['html'])}</p>"
    if explanation.inputs:
        heads = ("Symbol", "Name", "Meaning", "As typed", "Converted", "Evidence")
        yield f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>"
        for tex, *cells in explanation.inputs:
            row = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
            yield f"<tr><td>{symbol_html(tex)}</td>{row}</tr>"
        yield "</table>"
    if explanation.notes:
        rows = (
            f"<tr><th>{html.escape(label)}</th><td>{html.escape(text)}</td></tr>" for label, text in explanation.notes
        )
        yield f"<table>{''.join(rows)}</table>"


def _working(computation: Computation) -> Working:
    declaration = computation.formula
    equation = parse_equation(declaration.equation)
    typed = {item.symbol.tex: _listed(item.typed) for item in computation.inputs}
    converted = {item.symbol.tex: _amounts(item.exact, item.symbol.unit) for item in computation.inputs}
    steps = [{}, typed] if converted == typed else [{}, typed, converted]
    result = _amounts(computation.result, declaration.result.unit)
    exact = result == _amounts(computation.result, declaration.result.unit, 4 * _DIGITS)
    lines = {
        way: (
            *(f"= {write(equation.right, way, numbers, percent=equation.percent)}" for numbers in steps),
            f"{_SAME[way] if exact else _ABOUT[way]} {write(Number(result), way)}",
        )
        for way in _WAYS
    }
    return Working({way: write(equation.left, way) for way in _WAYS}, lines)


def _sum_working(name: str, points: Mapping[str, Fraction | None]) -> Working | None:
    """Return points as the sum of those that are known."""
    known = [value for value in points.values() if value is not None]
    if not known:
        return None
    parts, total = " + ".join(map(_number, known)), sum(known, Fraction(0))
    rounded = any(_number(value) != decimal_text(value, 4 * _DIGITS) for value in [*known, total])
    lines = {
        way: (
            f"= {write(Number(parts), way)}",
            f"{(_ABOUT if rounded else _SAME)[way]} {write(Number(_number(total)), way)}",
        )
        for way in _WAYS
    }
    return Working({way: write(Number(name), way) for way in _WAYS}, lines)


def _amounts(exact: Exact, unit: Unit, digits: int = _DIGITS) -> str:
    values = exact if isinstance(exact, tuple) else (exact,)
    texts = tuple(amount_text(value, unit, digits) for value in values)
    return _listed(texts if isinstance(exact, tuple) else texts[0])


def _listed(texts: str | tuple[str, ...]) -> str:
    """Write one text as it is, and many as a list that is not too long."""
    if isinstance(texts, str):
        return texts
    more = len(texts) - _MOST_SHOWN
    return f"[{', '.join(texts[:_MOST_SHOWN])}{f', and {more} more' if more > 0 else ''}]"


def _input_row(item: Input, fact: Fact | None = None) -> tuple[str, ...]:
    converted = _amounts(item.exact, item.symbol.unit)
    shown = f"default: {item.symbol.source}" if item.is_default else ""
    if fact is not None:
        shown = f"{fact.evidence} ({fact.year})" if fact.year else fact.evidence
    return item.symbol.tex, item.name, item.symbol.meaning, _listed(item.typed), converted, shown


def _item_notes(assessment: Assessment, result: ItemResult) -> Iterator[tuple[str, str]]:
    item, rule = result.item, result.item.rule
    declaration = assessment.table.formula_of(item)
    kind = "mandatory" if item.mandatory else "scoring"
    yield "verdict", f"{result.status}: {result.why}"
    if isinstance(rule, LimitRule) and result.limit is not None:
        yield "limit", f"{result.limit}, compared with the {assessment.comparison}"
    if result.exact_margin is not None and declaration is not None:
        margin = amount_text(abs(result.exact_margin), declaration.result.unit, 6)
        yield "margin", f"{margin} to spare" if result.exact_margin >= 0 else f"short by {margin}"
    if result.exact_of:
        points = "?" if result.exact_points is None else _number(result.exact_points)
        yield "points", f"{points} of {_number(result.exact_of)}"
    if result.needs:
        yield "needs", ", ".join(result.needs)
    if declaration is None and result.evidence:
        yield "evidence", result.evidence
    yield "requirement", f"{kind}; clause {result.clause}; {_origin(item.origin, item.source)}"
    if result.limit_row is not None:
        yield "source of the limit", _origin(result.limit_row.origin, result.limit_row.source)
    if isinstance(rule, Line):
        yield from _end_notes(assessment, rule)
    if declaration is not None:
        yield _formula_note(declaration)


def _end_notes(assessment: Assessment, rule: Line) -> Iterator[tuple[str, str]]:
    for end, in_table in (("base", rule.base), ("leading", rule.leading)):
        name = f"{rule.formula}_{end}"
        given = assessment.facts.ends.get(name)
        if in_table is not None:
            yield f"{end} value", f"{in_table} (of the table)"
        elif given is not None:
            evidence = assessment.facts.given[name].get("evidence", "")
            shown = f"; evidence: {evidence}" if evidence else ""
            yield f"{end} value", f"{_listed(given.typed)} (given as {name}){shown}"


def _formula_note(declaration: Formula) -> tuple[str, str]:
    where = f"{declaration.name}, {declaration.clause} of {declaration.standard}"
    return "formula", f"{where}; {_origin(declaration.origin, declaration.source)}"


def _origin(origin: str, source: str) -> str:
    return f"{origin} ({ORIGINS[origin]}); source: {source}"


def _points(interval: Interval) -> str:
    lower, upper = _number(interval.exact_lower), _number(interval.exact_upper)
    return lower if interval.exact_lower == interval.exact_upper else f"{lower} to {upper}"


def _number(value: Fraction) -> str:
    return decimal_text(value, 5)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


_SAME = dict.fromkeys(_WAYS, "=")
_ABOUT = {"text": "≈", "html": "≈", "tex": r"\approx"}
