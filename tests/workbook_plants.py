"""Plants for workbooks: as people give them, and spoilt in one way each, so that ``evaluate`` refuses them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from greencalc import Assessment, FactsError, LineRule, YesNoRule, evaluate
from greencalc.plant.names import amounts_of
from greencalc.standards.table import Standard
from strategies import _Choices, _plant_facts

Facts = dict[str, Any]


def drawn_plant(standard: Standard, seed: int) -> Facts:
    """Return a plant as people give it: some unknown or missing, none of it wrong."""
    return _plant_facts(standard, _Choices(random.Random(seed).randbytes(1000)))


def as_text(assessment: Assessment) -> Facts:
    """Return what was given of a plant as text alone."""
    facts: Facts = {}
    for name, fact in assessment.facts.read.items():
        if fact.reading is not None:
            facts[name] = list(fact.words) if isinstance(fact.words, tuple) else fact.words
    facts |= {item: dict(fact.data) for item, fact in assessment.facts.statuses.items()}
    if assessment.category:
        facts[assessment.table.category] = assessment.category
    return facts


def spoilt_plant(
    standard: Standard, seed: int, draw: Callable[[Standard, int], Facts] = drawn_plant
) -> tuple[str, Facts]:
    """Return how a plant is spoilt, and its facts, which are refused."""
    rng = random.Random(seed)
    ways = list(_WAYS.items())
    for attempt in range(100):
        name, spoil = ways[(seed + attempt) % len(ways)]
        try:
            facts = as_text(evaluate(standard, draw(standard, seed * 100 + attempt)))
            spoil(standard, facts, rng)
        except (FactsError, IndexError):  # what one of these tables takes, or has, another may not
            continue
        try:
            evaluate(standard, facts)
        except FactsError:
            return name, facts
    raise AssertionError(f"no way of {len(ways)} spoils plant {seed}")


def _amount(standard: Standard, facts: Facts, rng: random.Random) -> str:
    names = [name for name in amounts_of(standard) if name in facts] or sorted(amounts_of(standard))
    return rng.choice(names)


def _typed(text: str) -> Callable[[Standard, Facts, random.Random], None]:
    def spoil(standard: Standard, facts: Facts, rng: random.Random) -> None:
        name = _amount(standard, facts, rng)
        facts[name] = text.format(unit=amounts_of(standard)[name].symbol.unit)

    return spoil


def _item(standard: Standard, rng: random.Random, *, by_word: bool) -> Any:
    return rng.choice([item for item in standard.items if isinstance(item.rule, YesNoRule) == by_word])


def _said(said: Any, *, by_word: bool = True) -> Callable[[Standard, Facts, random.Random], None]:
    def spoil(standard: Standard, facts: Facts, rng: random.Random) -> None:
        facts[_item(standard, rng, by_word=by_word).id] = said

    return spoil


def _always(standard: Standard, facts: Facts, rng: random.Random) -> None:
    items = [item for item in standard.items if item.always_applies]
    facts[rng.choice(items).id] = {"status": "not applicable", "reason": "none"}


def _relation(standard: Standard, facts: Facts, rng: random.Random) -> None:
    formulas = [formula for item in standard.items if (formula := standard.formula_of(item))]
    formula, relation = rng.choice([(by, one) for by in formulas for one in by.relations if one.smaller])
    for name, argument in formula.arguments.items():
        facts[name] = f"{9 if name in relation.smaller else 1} {argument.symbol.unit}"


def _nothing(standard: Standard, facts: Facts, rng: random.Random) -> None:
    formulas = [formula for item in standard.items if (formula := standard.formula_of(item)) and formula.relations]
    for name, argument in rng.choice(formulas).arguments.items():
        facts[name] = f"0 {argument.symbol.unit}"


def _many_years(standard: Standard, facts: Facts, rng: random.Random) -> None:
    name = _amount(standard, facts, rng)
    unit = amounts_of(standard)[name].symbol.unit
    facts[name] = [f"{place + 1} {unit if unit.powers else ''}".strip() for place in range(2 + rng.randrange(4))]


def _apart(standard: Standard, facts: Facts, rng: random.Random) -> None:
    items = [item for item in standard.items if getattr(item.rule, "years", None)]
    formula = standard.formula_of(rng.choice(items))
    assert formula is not None
    for place, (name, argument) in enumerate(formula.arguments.items()):
        facts[name] = [f"5 {argument.symbol.unit}"] * (2 + place % 2)


def _crooked(standard: Standard, facts: Facts, rng: random.Random) -> None:
    item = rng.choice([one for one in standard.items if isinstance(one.rule, LineRule) and one.rule.missing_ends])
    formula = standard.formula_of(item)
    assert formula is not None
    for name in item.rule.missing_ends:
        facts[name] = f"7 {formula.result.unit}"
    for name, argument in formula.arguments.items():
        facts.setdefault(name, f"8 {argument.symbol.unit}")


def _all_spared(standard: Standard, facts: Facts, rng: random.Random) -> None:
    del rng
    for name in (*amounts_of(standard), "vehicle_type"):
        facts.pop(name, None)
    for item in standard.items:
        if item.group and not item.always_applies:
            facts[item.id] = {"status": "not applicable", "reason": "none"}


def _set(name: str, value: Any) -> Callable[[Standard, Facts, random.Random], None]:
    def spoil(standard: Standard, facts: Facts, rng: random.Random) -> None:
        del standard, rng
        facts[name] = value

    return spoil


def _year_of_fact(standard: Standard, facts: Facts, rng: random.Random) -> None:
    name = _amount(standard, facts, rng)
    facts[name] = {"value": f"5 {amounts_of(standard)[name].symbol.unit}", "year": 25}


_WAYS: Mapping[str, Callable[[Standard, Facts, random.Random], None]] = {
    "negative": _typed("-5 {unit}"),
    "zero": _typed("0 {unit}"),
    "another kind": _typed("5 kWh/m2"),
    "no unit": _typed("5"),
    "strange unit": _typed("5 foo"),
    "no amount": _typed("about five"),
    "thousands": _typed("1,234 {unit}"),
    "huge": _typed("1e160 {unit}"),
    "relation": _relation,
    "nothing at all": _nothing,
    "no status": _said("maybe"),
    "no reason": _said({"status": "not applicable"}),
    "always applies": _always,
    "no share": _said({"status": "partly met"}),
    "share of met": _said({"status": "met", "share": "50 %"}),
    "large share": _said({"status": "partly met", "share": "120 %"}),
    "bare share": _said({"status": "partly met", "share": "50"}),
    "word for an amount": _said("met", by_word=False),
    "not applicable beside amounts": _said({"status": "not applicable", "reason": "none"}, by_word=False),
    "unknown beside amounts": _said("unknown", by_word=False),
    "signs": _said({"status": "not applicable", "reason": "none"}),
    "years": _many_years,
    "years apart": _apart,
    "crooked": _crooked,
    "nothing applies": _all_spared,
    "vehicle type": _set("vehicle_type", "bicycle"),
    "year": _set("year", 25),
    "year of a fact": _year_of_fact,
}
