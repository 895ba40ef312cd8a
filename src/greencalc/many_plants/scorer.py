"""A prepared scorer: one plant scored again and again, with some of its facts changed, one at a time or as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from attrs import evolve

from greencalc.errors import FactsError
from greencalc.factors.tables import Factors
from greencalc.formula.checks import SureRange
from greencalc.judging.assumptions import ledger_assumptions
from greencalc.judging.exact_facts import exact_facts
from greencalc.judging.judge_plant import choices_of, judge_plant
from greencalc.many_plants.block import Block
from greencalc.many_plants.columns.cells import Constant
from greencalc.many_plants.columns.headers import read_header
from greencalc.many_plants.columns.levels import level_names
from greencalc.many_plants.plant_table import PlantTable
from greencalc.many_plants.score_columns import score_columns
from greencalc.many_plants.scores import Scores
from greencalc.many_plants.table_reader import names_in, read_table
from greencalc.plant.fact import Fact
from greencalc.plant.facts import Facts, read_facts
from greencalc.plant.names import items_by_key, names_of
from greencalc.showing.sheet import InALine
from greencalc.standards.rules import LimitComparison, Policy
from greencalc.standards.table import Standard
from greencalc.table_plan.plan import plan_of
from greencalc.table_plan.tongues.floats import written_plan
from greencalc.table_plan.tongues.ratios import NotPlainError
from greencalc.units.amount import FloatText, GivenAmount
from greencalc.units.float_rounding import Rounded
from greencalc.units.number_text import decimal_text
from greencalc.units.pint_registry import application_registry, make_quantity
from greencalc.units.wording import expect, listed, shown

_DIGITS = 17  # as many as a float may have
_GATE: Mapping[int, bool | None] = MappingProxyType({1: True, 0: False, -1: None})
_MOST_WRITTEN = 64  # functions for other facts that change
_PLAIN = frozenset({float, bool})


class _Score(NamedTuple):
    eligible: bool | None
    lower: float
    upper: float
    coverage: float


class Score(InALine, _Score):
    """What a plant comes to: a tuple of four, and beside them the levels of a table that has some.

    Attributes
    ----------
    eligible : bool or None
        Whether all mandatory items are met; None while that is unknown.
    lower, upper : float
        The total of 100 if everything unknown is not met, and if it is met.
    coverage : float
        The part of all points whose items are known, from 0 to 1.
    """

    _levels: tuple[str | None, str | None] = (None, None)

    @classmethod
    def with_levels(cls, found: Iterable[Any], lower: str, upper: str) -> Score:
        """Return gate, score and coverage with the levels that are reached at least and at most."""
        score = cls(*found)
        score._levels = (lower, upper)
        return score

    @property
    def level_lower(self) -> str | None:
        """The title of the level that is reached at least; "no level" if none is, None if the table has no levels."""
        return self._levels[0]

    @property
    def level_upper(self) -> str | None:
        """The title of the level that is reached at most: if everything unknown is met."""
        return self._levels[1]

    def __str__(self) -> str:
        """Return gate, score, coverage and levels."""
        gate = {True: "eligible", False: "not eligible", None: "undecided"}[self.eligible]
        points = f"{self.lower:.2f}" if self.lower == self.upper else f"{self.lower:.2f} to {self.upper:.2f}"
        levels = " to ".join(dict.fromkeys(level for level in self._levels if level))
        return f"{gate}, {points} of 100, {100 * self.coverage:.1f} % known{levels and f', {levels}'}"


class Scorer(InALine):
    """A plant prepared to be scored with some of its facts changed; :func:`scorer` makes one."""

    def __init__(self, standard: Standard, facts: Facts, chosen: Mapping[str, Any], headers: Sequence[str]) -> None:
        self._standard = standard
        self._chosen = chosen
        self._facts = facts
        self._headers = headers
        self._fixed = dict(_cells(facts, standard.category))
        self._said_as = {item: fact.name for item, fact in facts.statuses.items()}
        self._level_names = level_names(standard)
        self._written: dict[tuple[Any, ...], Callable[..., Any] | None] = {}

    def __str__(self) -> str:
        """Return what it scores by, and what may change."""
        what = ", ".join(self._headers) or "facts that are given"
        return f"by {self._standard.number}: {what}"

    def one(self, changes: Mapping[str, Any]) -> Score:
        """Score the plant with some facts changed.

        Parameters
        ----------
        changes : mapping
            By header, with the unit of amounts in it: numbers and truth values, or whatever a cell of a column may be.
            With the same headers as before, numbers and truth values take some microseconds.

        Returns
        -------
        Score
            Gate, score, coverage and levels, as `evaluate` finds them.

        Raises
        ------
        FactsError
            If a header or a value cannot be used; all that is wrong is listed.

        Examples
        --------
        >>> from greencalc import load_standard, scorer
        >>> paint = {"green_paint": "86 t", "total_paint": "100 t"}
        >>> prepared = scorer(load_standard("qct1160_2022"), paint)
        >>> [
        ...     round(prepared.one({"green_paint [t]": paint}).lower, 2)
        ...     for paint in (70, 80)
        ... ]
        [3.0, 3.43]
        """
        expect(Mapping, changes, "one", "the changes", "give a mapping, as {'green_paint [t]': 80}")
        names = tuple(changes)
        written = self._written.get(names)
        if written is None and names not in self._written:
            written = self._write(changes)
        if written is not None:
            found = written(*[value if type(value) in _PLAIN else _as_float(value) for value in changes.values()])
            if found is not None:
                return self._score((_GATE[found[0]], *found[1:4]), found[4:])
        return self._exactly(self._table(changes))

    def many(self, columns: Any, *, nan_is_missing: bool = False, with_statuses: bool = False) -> Scores:
        """Score the plant with some facts replaced by columns.

        Parameters
        ----------
        columns : mapping, or pandas, polars or Arrow table
            As :func:`greencalc.score_columns` takes them; all rows have the plant's other facts.
        nan_is_missing, with_statuses : bool, optional
            As :func:`greencalc.score_columns` takes them.

        Returns
        -------
        Scores
            One entry for each row.

        Raises
        ------
        FactsError
            If a column as a whole cannot be used.

        Examples
        --------
        >>> import numpy as np
        >>> from greencalc import load_standard, scorer
        >>> paint = {"green_paint": "86 t", "total_paint": "100 t"}
        >>> prepared = scorer(load_standard("qct1160_2022"), paint)
        >>> prepared.many(
        ...     {"green_paint [t]": np.array([70.0, 80.0])}
        ... ).score_lower.round(2)
        array([3.  , 3.43])
        """
        names = names_in(columns)
        merged = {**self._besides(names), **{name: columns[name] for name in names}}
        scores = score_columns(
            self._standard, merged, nan_is_missing=nan_is_missing, with_statuses=with_statuses, **self._chosen
        )
        of_ledgers = tuple(one for one in ledger_assumptions(self._facts, set()) if one not in scores.assumptions)
        return evolve(scores, assumptions=(*scores.assumptions, *of_ledgers)) if of_ledgers else scores

    def _besides(self, headers: Iterable[Any]) -> dict[str, Constant]:
        """Return the facts that some headers leave as they are; what is no header is refused when it is read."""
        taken = {self._place_of(text) for text in headers if isinstance(text, str)}
        kept = {}
        for text, cell in self._fixed.items():
            name, place = self._place_of(text)
            if taken.isdisjoint({(name, None), (name, place or 1), (self._said_as.get(name), None)}):
                kept[text] = cell
        return kept

    def _place_of(self, text: str) -> tuple[str, int | None]:
        """Return which fact a header names, and which of its years if it does."""
        header = read_header(text)
        numbered = f"{header.name}.{header.place}"
        return (numbered, None) if numbered in items_by_key(self._standard) else (header.name, header.place)

    def _table(self, changes: Mapping[str, Any]) -> PlantTable:
        """Return a table of the plant alone, changed."""
        cells = {name: [value] for name, value in changes.items()}
        return read_table(
            self._standard, {**self._besides(changes), **cells} if cells else {"year": [2000], **self._fixed}
        )

    def _exactly(self, table: PlantTable) -> Score:
        faults = tuple(fault for *_, fault in Block(table, 0, 1).cell_faults())
        if faults:
            raise FactsError(f"facts for {self._standard.number} cannot be used", faults)
        judged = judge_plant(self._standard, table.facts(0), plausibility=(), **self._chosen)
        ends = [[place for place, reached in enumerate(judged.reached, start=1) if reached[side]] for side in (0, 1)]
        found = (judged.eligible, judged.score.lower, judged.score.upper, judged.coverage)
        return self._score(found, [max(reached, default=0) for reached in ends])

    def _score(self, found: Iterable[Any], levels: Iterable[int]) -> Score:
        """Return a score; of levels the places among those of the table, the first being 1, and 0 none."""
        names = self._level_names
        return Score(*found) if len(names) == 1 else Score.with_levels(found, *(names[place] for place in levels))

    def _write(self, changes: Mapping[str, Any]) -> Callable[..., Any] | None:
        """Write the function for changes of the same facts, if floats can tell anything of these."""
        table = self._table(changes)
        self._exactly(table)  # says what is wrong with what is fixed
        standard = self._standard
        facts = read_facts(standard, table.facts(0), None)
        inputs, fixed = exact_facts(standard, facts)
        amounts: dict[str, tuple[Fraction, SureRange]] = {}
        words: dict[str, None] = {}
        by_text = {column.header.text: (key, column) for key, column in table.by_key.items()}
        said = {column.header.text: column for column in table.statuses}
        for text in changes:
            key, column = by_text.get(text, ("", None))
            if column is not None and column.factor is not None:
                amounts[key] = (column.factor, column.sure)
            elif text in said and len(said[text].items) == 1 and standard.formula_of(said[text].items[0]) is None:
                words[said[text].items[0].id] = None
        if not fixed.amounts.keys() >= amounts.keys():
            return None  # what is not known yet may be known the next time
        if len(self._written) >= _MOST_WRITTEN:
            self._written.clear()
        are_amounts = [text in by_text for text in changes]
        is_ordered = are_amounts == sorted(are_amounts, reverse=True)
        written = None
        if len(amounts) + len(words) == len(changes) and is_ordered:
            policy = self._chosen.get("not_applicable") or standard.not_applicable
            plan = plan_of(standard, inputs, policy, self._chosen.get("comparison") or standard.comparison)
            with suppress(NotPlainError):
                written = written_plan(plan, fixed, amounts, words)
        self._written[tuple(changes)] = written
        return written


def scorer(
    standard: Standard,
    headers_or_facts: Sequence[str] | Mapping[str, Any],
    *,
    not_applicable: Policy | None = None,
    comparison: LimitComparison | None = None,
    factors: Factors | None = None,
) -> Scorer:
    """Prepare a plant to be scored again and again: for sliders, services and samples.

    Parameters
    ----------
    standard : Standard
        What :func:`load_standard` returns.
    headers_or_facts : sequence of str, or mapping
        The headers of what will be given, where nothing else is known of the plant; or its facts, as :func:`evaluate`
        takes them, some of which will be changed. A fact may stand under a header with its unit too.
    not_applicable, comparison : str, optional
        As :func:`evaluate` takes them.
    factors : Factors, optional
        As :func:`evaluate` takes them.

    Returns
    -------
    Scorer
        ``one(changes)`` scores the plant changed, ``many(columns)`` with columns in place of some facts.

    Raises
    ------
    FactsError
        Listing every fact or header that cannot be used.

    Examples
    --------
    >>> from greencalc import load_standard, scorer
    >>> headers = ["building_area [m2]", "structure_area [m2]", "land_area [mu]"]
    >>> prepared = scorer(load_standard("qct1160_2022"), headers)
    >>> prepared.one(dict(zip(headers, (450000, 0, 900))))
    <Score: undecided, 4.29 to 100.00 of 100, 4.3 % known>
    """
    chosen = choices_of(standard, not_applicable, comparison)
    expect(Factors | None, factors, "scorer", "factors", "load them first, as factors=load_factors(path)")
    if isinstance(headers_or_facts, Mapping):
        facts = _facts_of(standard, headers_or_facts)
        return Scorer(standard, read_facts(standard, facts, factors), chosen, ())
    headers = listed(headers_or_facts, "scorer", "headers_or_facts", "give a list of headers, or the plant's facts")
    strange = tuple(f"{shown(header)}: a header is a text" for header in headers if not isinstance(header, str))
    if strange:
        raise FactsError(f"columns for {standard.number} cannot be used", strange)
    if headers:
        read_table(standard, {header: [None] for header in headers})
    return Scorer(standard, read_facts(standard, {}, factors), chosen, headers)


def _as_float(value: Any) -> Any:
    """Return a number as a float; whatever else it is, or is too large for one, is looked at exactly."""
    if not isinstance(value, int | np.integer | np.floating) or isinstance(value, np.timedelta64):
        return value
    try:
        return float(value)
    except OverflowError:
        return value


def _facts_of(standard: Standard, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts, with what stands under a header with a unit, or that of a year, under its name."""
    names = names_of(standard)
    headed = {
        text: [value]
        for text, value in given.items()
        if isinstance(text, str) and text not in names and read_header(text).name in names
    }
    rest = {name: value for name, value in given.items() if name not in headed}
    return rest | read_table(standard, headed).facts(0) if headed else rest


def _cells(facts: Facts, category: str) -> Iterable[tuple[str, Constant]]:
    """Yield facts as cells that all rows have, by header."""
    for name, fact in facts.amounts.items():
        amounts = list(_amounts(fact))
        for place, amount in enumerate(amounts, 1):
            yield (f"{name}.{place}" if fact.is_list else name), Constant(amount)
    for name, end in facts.ends.items():
        assert isinstance(end.exact, Fraction)  # noqa: S101 (lists were refused when the facts were read)
        yield name, Constant(make_quantity(application_registry(), end.exact, end.symbol.unit))
    for item, fact in facts.statuses.items():
        yield item, Constant({key: value for key, value in fact.data.items() if key in {"status", "share", "reason"}})
    if facts.category is not None:
        yield category, Constant(facts.given[category]["value"])


def _amounts(fact: Fact) -> Iterable[Any]:
    """Yield the amounts of a fact, each as exact as it was given."""
    assert fact.reading is not None  # noqa: S101 (only amounts that were read are among the facts)
    if not fact.is_list:
        yield _amount(fact.reading)
        return
    known = iter(fact.reading.numbers)
    for place in range(fact.entries):
        yield None if place in fact.unknown_at else _amount(next(known))


def _amount(reading: GivenAmount) -> Any:
    if isinstance(reading.given, str):
        return reading.given
    if isinstance(reading.numbers, Rounded):
        return FloatText(f"{decimal_text(reading.numbers, _DIGITS)} {reading.unit}".removesuffix(" dimensionless"))
    return make_quantity(application_registry(), reading.numbers, reading.unit)
