"""What an auditor's eye catches: amounts that can be, and yet are probably slips.

Findings are reported beside the score. They never change a value, and they are no errors: what cannot be
at all is refused by the formulas themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import frozen

from greencalc.formula.computation import Computation, Exact
from greencalc.languages.said import both, joined, say, word
from greencalc.ledgers.meter_line import document_of
from greencalc.ledgers.plant_ledgers import boundary_differences
from greencalc.plant.fact import Fact
from greencalc.plant.facts import Facts
from greencalc.plant.names import told_name
from greencalc.plant.plausible_ranges import OF_THE_YEAR, PlausibleRange, end_of, names_in, size_of
from greencalc.showing.sheet import InALine
from greencalc.standards.table import VEHICLE_TYPE, Standard
from greencalc.units.amount import GivenAmount, read_amount
from greencalc.units.number_text import amount_text, decimal_text
from greencalc.units.text import amount_as_typed
from greencalc.units.unit_table import Unit, combine


@frozen(repr=False)
class Finding(InALine):
    """Something that is probably a slip.

    Attributes
    ----------
    code, clause : str
        Its name, and the clause that the facts belong to.
    what : str
        What was found, with the values and the rule.
    facts : tuple of str
        The names of the facts it speaks of.
    origin, source : str
        How far the rule can be trusted, and where it comes from.
    """

    code: str
    clause: str
    what: str
    facts: tuple[str, ...]
    origin: str
    source: str

    def __str__(self) -> str:
        """Return its name and what was found."""
        return say("{code}: {what}", code=self.code, what=self.what)


def check_plausibility(
    standard: Standard, ranges: Iterable[PlausibleRange], facts: Facts, computations: Iterable[Computation]
) -> tuple[Finding, ...]:
    """Find what is probably a slip."""
    rows = tuple(ranges)
    told = partial(told_name, standard)
    amounts, findings = _amounts(rows, facts)
    by_types = standard.category == VEHICLE_TYPE
    for row in rows:
        if row.code == OF_THE_YEAR:
            findings += _of_other_years(row, facts, told)
        elif not row.vehicle_type or (by_types and facts.category in names_in(row.vehicle_type)):
            findings += _outside(row, amounts, told)
    findings += _without_evidence(facts, computations, told)
    findings += _small_shares(facts)
    findings += _documents(facts, told)
    findings += _boundaries(facts)
    findings += _vintages(facts)
    return tuple(findings)


def _finding(code: str, clause: str, *said: Any) -> Finding:
    """Return a finding, whose name is that of its clause in Chinese."""
    return Finding(both(code, "总体" if clause in {"", "all"} else clause), clause, *said)


_LATE = 3  # years after which a grid factor is older than need be
_FACTORS: Mapping[int, str] = {
    10: "10",
    100: "100",
    1000: "1000",
    10_000: "10^4 (万?)",
    1_000_000: "10^6",
}
_STANDARD_NUMBER = re.compile(r"(?<![A-Z])[A-Z]+ ?\d[\d.]*(?:-\d+)?[-—–:](?:19|20)\d\d")
Amounts = Mapping[str, tuple[Exact, Unit]]
Told = Callable[[str], str]
"""A fact's name, in Chinese with what it stands for."""


def _amounts(ranges: Iterable[PlausibleRange], facts: Facts) -> tuple[Amounts, list[Finding]]:
    """Return the amounts that ranges speak of, also those that the standard does not need, in base units."""
    wanted = dict.fromkeys(name for row in ranges for name in row.above + row.below)
    amounts: dict[str, tuple[Exact, Unit]] = {}
    findings = []
    for name in wanted:
        fact = facts.amounts.get(name) or facts.others.get(name)
        if (
            fact is None or fact.status is not None or fact.unknown_at
        ):  # of some years only: not to be set beside others
            continue
        reading = fact.reading or read_amount(fact.value)
        if isinstance(reading, GivenAmount):
            amounts[name] = _in_base_units(reading)
        else:
            what = say(
                "{name}: {fault}; the standard does not need it, and it is not checked", name=name, fault=reading
            )
            source = word("an amount has a number and a unit")
            findings.append(_finding("unreadable", "", what, (name,), "derived", source))
    return amounts, findings


def _in_base_units(reading: GivenAmount) -> tuple[Exact, Unit]:
    if isinstance(reading.numbers, list):
        items = [_in_base_units(item) for item in reading.numbers]
        return tuple(number for number, _ in items if isinstance(number, Fraction)), items[0][1]
    return reading.numbers * reading.unit.size, reading.unit


def _outside(row: PlausibleRange, amounts: Amounts, told: Told) -> Iterator[Finding]:
    """Find ratios outside a range, and name the factor that would bring them into it."""
    names = tuple(dict.fromkeys(row.above + row.below))
    if any(name not in amounts for name in names):
        return
    low, high = (size_of(end_of(end)) if end else None for end in (row.low, row.high))
    typed_unit = end_of(row.low or row.high)[1]
    above, below = ([amounts[name][1] for name in side] for side in (row.above, row.below))
    ratio = combine([(above[0], 1), *((unit, -1) for unit in below[:1])])
    same = all(unit.dimension == side[0].dimension for side in (above, below) for unit in side)
    if not same or ratio.dimension != typed_unit.dimension:
        what = say(
            "{ratio}: {of} per {per} is {kind}, not {other_kind}; not checked",
            ratio=row.what,
            of=row.of,
            per=row.per or word("nothing"),
            kind=ratio.kind,
            other_kind=typed_unit.kind,
        )
        yield _finding(row.code, row.clause, what, names, row.origin, row.source)
        return
    divisor = sum((_last(amounts[name][0]) for name in row.below), Fraction(0)) if row.below else Fraction(1)
    is_part = set(row.above) < set(row.below)
    for number, values in enumerate(_entries([amounts[name][0] for name in row.above])):
        if not divisor:
            return
        measured = _Ratio(sum(values, Fraction(0)), divisor, is_part)
        value = measured.scaled(Fraction(1))
        if not value or _lies_in(value, low, high):  # a zero asks for evidence, not for a range
            continue
        listed = isinstance(amounts[row.above[0]][0], tuple)
        ends = [None if end is None else end / typed_unit.size for end in (low, high)]
        slips = _slips(measured, low, high)
        what = say(
            "{ratio} is {value}, usually {range}.{hint} Look at {names}.",
            ratio=say("{ratio} (entry {number})", ratio=row.what, number=number + 1) if listed else row.what,
            value=amount_text(value / typed_unit.size, typed_unit, beside=ends),
            range=_expected(row),
            hint=say(" A slip, {slips}?", slips=joined(slips, " or ")) if slips else "",
            names=joined(map(told, names)),
        )
        yield _finding(row.code, row.clause, what, names, row.origin, row.source)


def _expected(row: PlausibleRange) -> str:
    """Say between which ends a ratio usually lies."""
    low, high = (amount_as_typed(end) if end else "" for end in (row.low, row.high))
    if low and high:
        return say("at least {low} and at most {high}", low=low, high=high)
    return say("at least {low}", low=low) if low else say("at most {high}", high=high)


@frozen
class _Ratio:
    """A ratio of which the amount above may be a slip; below it stands the amount itself too if it is a part."""

    above: Fraction
    below: Fraction
    is_part: bool

    def scaled(self, factor: Fraction) -> Fraction:
        """Return the ratio if the amount above were so many times as much."""
        above = self.above * factor
        return above / (self.below - self.above + above if self.is_part else self.below)


def _slips(ratio: _Ratio, low: Fraction | None, high: Fraction | None) -> list[str]:
    """Name the factors of the amount above that would bring a ratio into its range."""
    slips: list[str] = []
    for factor, name in _FACTORS.items():
        if _lies_in(ratio.scaled(Fraction(1, factor)), low, high):
            slips.append(say("too high by {factor}", factor=word(name)))
        if _lies_in(ratio.scaled(Fraction(factor)), low, high):
            slips.append(say("too low by {factor}", factor=word(name)))
    if low is not None and high is not None:
        return slips
    # with one end alone every large factor would do: the least is named, and none just beside the end
    return [] if _lies_in(ratio.scaled(Fraction(1)), low and low / 2, high and high * 2) else slips[:1]


def _lies_in(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _last(value: Exact) -> Fraction:
    return value[-1] if isinstance(value, tuple) else value


def _entries(values: list[Exact]) -> list[list[Fraction]]:
    """Return the values entry by entry; single ones stand beside each entry of a list."""
    length = max((len(value) for value in values if isinstance(value, tuple)), default=1)
    return [
        [value[min(number, len(value) - 1)] if isinstance(value, tuple) else value for value in values]
        for number in range(length)
    ]


def _of_other_years(row: PlausibleRange, facts: Facts, told: Told) -> Iterator[Finding]:
    """Find amounts of the evaluation year whose own year, or whose evidence, is of another one."""
    if facts.year is None:
        return
    for name in row.above:
        fact = facts.amounts.get(name) or facts.others.get(name)
        if fact is None:
            continue
        named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", _STANDARD_NUMBER.sub("", fact.evidence))
        years = {fact.year} if fact.year else {int(year) for year in named}
        written = set() if fact.year else {facts.year + 1}  # a year's reports are written in the next
        if years and not years & {facts.year, *written}:
            said = joined(map(str, sorted(years)))
            what = say(
                "{name} is of {years}, and the evaluation is of {year}", name=told(name), years=said, year=facts.year
            )
            yield _finding("year", row.clause, what, (name,), row.origin, row.source)


def _without_evidence(facts: Facts, computations: Iterable[Computation], told: Told) -> Iterator[Finding]:
    """Find what is exactly nothing or exactly all, and nobody says why."""
    for name, fact in facts.amounts.items():
        if fact.reading is not None and not fact.evidence and 0 in _numbers(fact.reading):
            words = fact.reading.words
            typed = words if isinstance(words, str) else joined(words)
            what = say(
                "{name} is exactly 0 ({typed}), without evidence; say what shows it", name=told(name), typed=typed
            )
            yield _finding("zero", "all", what, (name,), "assumed", word("a zero is often a blank of a form"))
    for computation in computations:
        result = computation.formula.result
        given = [facts.amounts[item.name] for item in computation.inputs if item.name in facts.amounts]
        if result.at_most in computation.results and not any(fact.evidence for fact in given):
            limit = amount_text(result.at_most, result.unit, 15)
            names = tuple(fact.name for fact in given)
            what = say(
                "{meaning} is exactly {limit}, and none of {names} has evidence",
                meaning=both(result.meaning, result.meaning_zh),
                limit=limit,
                names=joined(map(told, names)),
            )
            source = word("a rate of exactly all is often one amount copied into both fields")
            yield _finding("all", computation.formula.clause, what, names, "assumed", source)


def _numbers(reading: GivenAmount) -> list[Fraction]:
    return [item.numbers for item in reading.numbers] if isinstance(reading.numbers, list) else [reading.numbers]


def _small_shares(facts: Facts) -> Iterator[Finding]:
    for item_id, fact in facts.statuses.items():
        if fact.share is not None and 0 < fact.share <= Fraction(1, 100):
            meant = decimal_text(fact.share * 100 * 100, 15)
            what = say(
                "{item} is partly met by {share}: is it {meant} %, a fraction typed as percent?",
                item=item_id,
                share=fact.share_typed,
                meant=meant,
            )
            source = word("hardly ever is 1 % or less of it meant")
            yield _finding("share", item_id, what, (fact.name,), "assumed", source)


def _boundaries(facts: Facts) -> Iterator[Finding]:
    """Find where energy and carbon are not counted inside the same boundary."""
    energy, carbon = facts.ledgers.energy, facts.ledgers.carbon
    if energy is None or carbon is None:
        return
    source = word("GB/T 36132-2025, B.3: emissions are inside the same boundary as energy")
    for what, lines in boundary_differences(energy, carbon):
        yield _finding("boundary", "A.9", what, lines, "derived", source)


def _vintages(facts: Facts) -> Iterator[Finding]:
    """Find grid factors that are of a later year than the evaluated one, or much older."""
    lines = facts.ledgers.carbon.lines if facts.ledgers.carbon is not None else ()
    for line in lines:
        for scope, vintage, _ in (row.key for row in line.factors if row.table == "grid_factor"):
            if facts.year is not None and vintage.isdigit() and not 0 <= facts.year - int(vintage) <= _LATE:
                what = say(
                    "{line}: the grid factor {scope} is of {vintage}, and the evaluation is of {year}",
                    line=line.label,
                    scope=scope,
                    vintage=vintage,
                    year=facts.year,
                )
                source = word("factors of a year are published some two years later, and change by up to 35 %")
                yield _finding("vintage", "A.9", what, (line.label,), "assumed", source)


def _documents(facts: Facts, told: Told) -> Iterator[Finding]:
    """Find one document that is to show amounts of different kinds."""
    by_document: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.amounts.values():
        if fact.evidence:
            by_document[document_of(fact.evidence)].append(fact)
    for shown in by_document.values():
        if len({fact.reading.unit.dimension for fact in shown if fact.reading}) > 1:
            names = tuple(fact.name for fact in shown)
            what = say(
                "one document is to show {names}: {evidence}",
                names=joined(map(told, names)),
                evidence=shown[0].evidence,
            )
            source = word("amounts of different kinds are rarely in one place; say where in it")
            yield _finding("document", "all", what, names, "assumed", source)
