"""Which of a plant's amounts may be off, by how much, and what is assumed about that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from greencalc.errors import FactsError
from greencalc.languages.said import Said, both, joined, say, word
from greencalc.ledgers.meter_line import amount_of
from greencalc.plant.facts import Facts
from greencalc.plant.names import amounts_of, line_ends
from greencalc.showing.sheet import InALine
from greencalc.standards.table import Assumption, Standard
from greencalc.uncertainty.curves import Curve, curve_of
from greencalc.uncertainty.sampled_ledgers import LEDGERS
from greencalc.units.amount import GivenAmount
from greencalc.units.number_text import amount_text, decimal_text
from greencalc.units.spread import Spread, half_width, spread_of, typed_apart
from greencalc.units.unit_table import Unit

_DIGITS = 15


@frozen(repr=False)
class UncertainInput(InALine):
    """An amount that may be off.

    Attributes
    ----------
    name : str
        The fact, with the place of a year that is one of several ("yearly_output.2"), or the line of a ledger
        ("energy.1").
    meaning : str
        What it is.
    exact_value, exact_width : Fraction
        The amount, and how much ± is, in `unit`.
    unit : Unit
        The unit.
    spread : Spread
        What is said of it.
    curve : Curve
        Its distribution.
    is_whole : bool
        Whether it is counted in whole numbers, to which samples are rounded.
    """

    name: str
    meaning: Said
    exact_value: Fraction
    exact_width: Fraction
    unit: Unit
    spread: Spread
    curve: Curve
    is_whole: bool = False

    @property
    def deviation(self) -> float:
        """The standard uncertainty, in `unit`: the standard deviation of the distribution."""
        return self.curve.deviation

    @property
    def fact(self) -> str:
        """The name of the fact, or of the ledger."""
        return self.name.partition(".")[0]

    @property
    def place(self) -> int:
        """Which of several amounts it is, the first being 0."""
        return int(self.name.partition(".")[2] or 1) - 1

    @property
    def is_line(self) -> bool:
        """Whether it is the quantity of a ledger's line."""
        return self.fact in LEDGERS

    def __str__(self) -> str:
        """Return name, value, ± and what it means."""
        return say("{name}: {told}", name=self.name, told=self.told)

    @property
    def told(self) -> Said:
        """Value, ± and what it is taken to mean."""
        amount = amount_text(self.exact_value, self.unit, _DIGITS)
        width = amount_text(self.exact_width, self.unit, _DIGITS)
        return say("{value} ± {width}, {meant}", value=amount, width=width, meant=self.meant)

    @property
    def meant(self) -> Said:
        """What ± is taken to mean."""
        return meaning_of(self.spread)


def meaning_of(spread: Spread) -> Said:
    """Say what ± is taken to mean."""
    probability = spread.probability
    if probability is None:
        return say("one standard deviation of a {kind} distribution", kind=word(spread.kind))
    percent = decimal_text(100 * probability, _DIGITS)
    return say("{percent} % of a {kind} distribution are within it", percent=percent, kind=word(spread.kind))


def inputs_of(standard: Standard, facts: Facts, given: Mapping[str, Any]) -> tuple[UncertainInput, ...]:
    """Return the amounts of a plant that may be off and that a standard needs.

    Raises
    ------
    FactsError
        Listing those whose distribution there is not.
    """
    found: list[UncertainInput] = []
    faults: list[str] = []
    counted = {name for name, one in amounts_of(standard).items() if one.symbol.whole}
    for name, meaning, value, width, unit, spread in (*_of_facts(standard, facts), *_of_lines(given)):
        probability = spread.probability
        shares = None if probability is None else float(probability)
        curve = curve_of(spread.kind, float(value), float(width), shares)
        if curve is None:
            amount = amount_text(value, unit, _DIGITS)
            faults.append(
                f"{name}: no lognormal distribution has the expectation {amount} and is that much off; "
                "give another distribution, or what ± is as one standard deviation"
            )
        else:
            is_whole = name.partition(".")[0] in counted
            found.append(UncertainInput(name, meaning, value, width, unit, spread, curve, is_whole))
    if faults:
        raise FactsError("propagate", tuple(faults))
    return tuple(found)


_Found = tuple[str, Said, Fraction, Fraction, Unit, Spread]


def _of_facts(standard: Standard, facts: Facts) -> Iterator[_Found]:
    for name, argument in {**amounts_of(standard), **line_ends(standard)}.items():
        fact = facts.read.get(name)
        if fact is None or fact.reading is None or fact.spread is None:
            continue
        symbol = argument.symbol
        exact = fact.reading.exact(symbol.unit)
        known = iter(exact if fact.is_list else [exact])
        for place, width in enumerate(fact.half_widths(symbol.unit)):
            value = None if place in fact.unknown_at else next(known)
            if width and value is not None:
                own = f"{name}.{place + 1}" if fact.is_list else name
                meaning = both(symbol.meaning, symbol.meaning_zh)
                yield own, meaning, Fraction(value), width, symbol.unit, fact.spread


def _of_lines(given: Mapping[str, Any]) -> Iterator[_Found]:
    for ledger in LEDGERS:
        for place, line in enumerate(given.get(ledger, ()), 1):
            quantity, spread = line_spread(line)
            if quantity is None or spread is None:
                continue
            value = Fraction(quantity.exact(quantity.unit))
            width = half_width(spread.at(0), value, quantity.unit)
            if width:
                named = word(str(line.get("carrier") or line.get("fuel") or line["kind"]))
                yield f"{ledger}.{place}", named, value, width, quantity.unit, spread


def line_spread(line: Mapping[str, Any]) -> tuple[GivenAmount | None, Spread | None]:
    """Return the quantity of a ledger's line that has been worked out before, and how far it may be off."""
    typed, behind = typed_apart(line.get("quantity"))
    said = {key: line[key] for key in ("uncertainty", "distribution", "coverage") if line.get(key) is not None}
    return (None if typed is None else amount_of("quantity", typed)), spread_of(said, behind)


def input_assumptions(
    inputs: Sequence[UncertainInput], correlated: Sequence[tuple[str, str, float]]
) -> Iterator[Assumption]:
    """Yield what is assumed about amounts that may be off."""
    unsaid: dict[Said, list[str]] = {}
    for one in inputs:
        if not one.spread.distribution or not one.spread.coverage:
            unsaid.setdefault(one.meant, []).append(one.name)
        if one.spread.distribution == "lognormal":
            what = say("{name}: the value is the expectation of the lognormal distribution.", name=one.name)
            yield Assumption(what, "assumed", _CHOICE)
    whole = [one.name for one in inputs if one.is_whole]
    if whole:
        what = say("{names}: samples are rounded to whole numbers.", names=joined(whole))
        yield Assumption(what, "assumed", word("the amount is counted in whole numbers"))
    for meant, names in unsaid.items():
        what = say("± of {names}: {meant}.", names=joined(names), meant=meant)
        yield Assumption(what, "assumed", _CHOICE)
    for first, second, number in correlated:
        what = say("{first} and {second} are correlated by {number}.", first=first, second=second, number=number)
        yield Assumption(what, "user", word("given to propagate"))
    if correlated:
        what = word("Correlations are those of normal scores: of amounts that are normally distributed, their own.")
        yield Assumption(what, "assumed", _CHOICE)
    named = {name for first, second, _ in correlated for name in (first, second)}
    alone = [one.name for one in inputs if one.name not in named]
    if len(inputs) > 1 and alone:
        what = say("Errors of these are independent of all others: {names}.", names=joined(alone))
        yield Assumption(what, "assumed", word("no correlation is given"))


_CHOICE = word(
    "this library's own choice where nobody says it; JJF 1059.1 and the GUM ask whoever states an uncertainty to say it"
)
