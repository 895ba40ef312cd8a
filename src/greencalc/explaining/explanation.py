"""Explanations: a result traced back, as text, LaTeX and HTML; and those of single formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from greencalc.errors import Fault, InputError
from greencalc.explaining.workings import ABOUT, amount_written, amounts_text, worked
from greencalc.formula.arguments import read_arguments
from greencalc.formula.computation import Input, work_out
from greencalc.formula.declaration import Formula, Symbol, spec
from greencalc.languages.said import Language, Said, both, in_language, joined, say, word
from greencalc.origins import ORIGINS
from greencalc.plant.fact import Fact
from greencalc.showing.sheet import Entries, Printed, Sheet, Shown, Working, listed_text
from greencalc.units.amount import plain
from greencalc.units.wording import expect

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

    def to_text(self, depth: int = 9, *, language: Language = "en") -> str:
        """Return it as text, its parts in full down to a depth and by title below.

        Parameters
        ----------
        depth : int, optional
            How many levels of parts are written in full.
        language : {"en", "zh"}
            English, or Chinese; what somebody typed, and sources of factors, stay as they are.

        Returns
        -------
        str
            What `print` shows, with the parts in full.

        Raises
        ------
        FactsError
            If the depth is no whole number, or there is no such language.
        """
        expect(int, depth, "to_text", "depth", "give a whole number")
        return self._sheet().to_text(depth, language=language)

    def to_latex(self, *, language: Language = "en") -> str:
        """Return the equation with its numbers as LaTeX for a maths environment.

        Parameters
        ----------
        language : {"en", "zh"}
            English, or Chinese, in which units such as vehicles are said.

        Returns
        -------
        str
            LaTeX; empty without an equation.

        Raises
        ------
        FactsError
            If there is no such language.
        """
        return self.working.to_latex(language) if self.working else in_language("", language)

    def to_html(self, *, language: Language = "en") -> str:
        """Return it as HTML, its parts to be unfolded.

        Parameters
        ----------
        language : {"en", "zh"}
            English, or Chinese.

        Returns
        -------
        str
            One ``div`` element.

        Raises
        ------
        FactsError
            If there is no such language.
        """
        return self._sheet().to_html(language=language)

    def _sheet(self) -> Sheet:
        notes = ((word(label), text) for label, text in self.notes)
        entries = Entries((*map(_input_entry, self.inputs), *notes), between=word(": "))
        return Sheet(self.title, (self.working, entries, *map(Explanation._sheet, self.parts)), folded=True)


def _input_entry(row: tuple[str, ...]) -> tuple[Printed, str]:
    tex, name, meaning, typed, converted, evidence = row
    shown = say("{meaning} ({name}), {amount}", meaning=meaning, name=name, amount=amounts_text(typed, converted))
    if evidence:
        backed = evidence if evidence.startswith(_DEFAULT) else say("evidence: {evidence}", evidence=evidence)
        shown = joined((shown, backed), "; ")
    return Printed(tex), shown


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
        title=say(
            "{clause} {title} ({standard})",
            clause=word(declaration.clause),
            title=title_of(declaration),
            standard=declaration.standard,
        ),
        working=worked(computation),
        inputs=tuple(input_row(item) for item in computation.inputs),
        notes=(formula_note(declaration),),
    )


def input_row(item: Input, fact: Fact | None = None) -> tuple[str, ...]:
    """Return an input as a row of an explanation."""
    typed, (converted, in_full) = listed_text(item.typed), amount_written(item.exact, item.symbol.unit)
    if converted != typed and not (in_full and item.is_typed_in_full):
        converted = joined((ABOUT["text"], converted), " ")
    shown = say("default: {source}", source=word(item.symbol.source)) if item.is_default else ""
    if fact is not None:
        shown = joined((fact.evidence, f"({fact.year})"), " ") if fact.year else fact.evidence
    return item.symbol.tex, item.name, meaning_of(item.symbol), typed, converted, shown


def title_of(declaration: Formula) -> Said:
    """Return what a formula computes, in both languages."""
    return both(declaration.title, declaration.title_zh)


def meaning_of(stated: Symbol) -> Said:
    """Return what a symbol stands for, in both languages."""
    return both(stated.meaning, stated.meaning_zh)


def formula_note(declaration: Formula) -> tuple[str, str]:
    """Return where a formula is from, as a note."""
    where = say(
        "{name}, {clause} of {standard}",
        name=both(declaration.name, f"{declaration.title_zh}（{declaration.name}）"),
        clause=word(declaration.clause),
        standard=declaration.standard,
    )
    return "formula", joined((where, origin_text(declaration.origin, declaration.source)), "; ")


def origin_text(origin: str, source: str) -> Said:
    """Return an origin with what it means, and the source."""
    return joined((meant(origin), say("source: {source}", source=word(source))), "; ")


def meant(origin: str) -> Said:
    """Return an origin with what it means."""
    return say("{origin} ({meaning})", origin=word(origin), meaning=word(ORIGINS[origin]))
