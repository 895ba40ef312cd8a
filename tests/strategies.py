"""Hypothesis strategies of whole plants, derived from tables; those of single formulas are the library's."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import Phase, settings, strategies as st

from greencalc import Q
from greencalc.formula.plain_call import compute_exactly
from greencalc.standards.rules import FormulaRule, LimitRule, LineRule, YesNoRule
from greencalc.testing.strategies import plain_decimal, rows, scale_down, sides, units_like

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from greencalc.formula import Argument, Formula, Symbol
    from greencalc.standards.table import Item, Standard
    from greencalc.units.unit_table import Unit

Row = dict[str, Fraction]
Rows = dict[str, Fraction | list[Fraction]]
T = TypeVar("T")

as_drawn = settings(
    max_examples=max(settings.default.max_examples // 2, 2),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""For tests that draw much, as whole plants: shrinking takes minutes and makes them no shorter."""


def single_rows(formula: Formula) -> st.SearchStrategy[Row]:
    """One value for each argument without a default, such that all relations and the result's bounds hold."""
    return rows(formula, [name for name, argument in formula.arguments.items() if argument.default is None], 0)


def usual_row(formula: Formula) -> Row:
    """Some valid values: the first half of each bound's range, large where a relation wants it large."""
    row = {name: Fraction(1) for name, argument in formula.arguments.items() if argument.default is None}
    for relation in formula.relations:
        row.update(dict.fromkeys(relation.larger, Fraction(10)))
    for name in ("material_mass", "solvent_input", "mass_before"):
        if name in row:
            row[name] = Fraction(100)
    return row


@st.composite
def plant_facts(draw: st.DrawFn, standard: Standard) -> dict[str, Any]:
    """Facts of a plant as people give them to a standard: some unknown or missing, none of them wrong."""
    return drawn_facts(standard, draw(st.binary(min_size=1000, max_size=1000)))


def drawn_facts(standard: Standard, drawn: bytes) -> dict[str, Any]:
    """Facts of the plant that bytes stand for."""
    return _plant_facts(standard, _Choices(drawn))


class _Choices:
    """Choices made by drawn bytes, which is a hundred times as fast as drawing each of them."""

    def __init__(self, drawn: bytes) -> None:
        self._drawn = iter(drawn)

    def one_of(self, options: Sequence[T]) -> T:
        return options[next(self._drawn, 0) % len(options)]

    def number_below(self, end: int) -> int:
        return (next(self._drawn, 0) * 256 + next(self._drawn, 0)) % end

    def happens(self, percent: int) -> bool:
        return self.number_below(100) < percent


def _plant_facts(standard: Standard, choices: _Choices) -> dict[str, Any]:
    formulas = {formula.name: formula for item in standard.items if (formula := standard.formula_of(item))}
    arguments = {name: argument for formula in formulas.values() for name, argument in formula.arguments.items()}
    good = choices.happens(50)  # else hardly a plant would pass the gate
    amounts = _amounts(standard, formulas, arguments, choices, good=good)
    missing = {choices.one_of(sorted(arguments)) for _ in range(choices.number_below(5))}
    given = {name: value for name, value in amounts.items() if name not in missing}
    facts: dict[str, Any] = {name: "unknown" for name in sorted(missing) if choices.happens(50)}
    for name, value in given.items():
        unit = arguments[name].symbol.unit
        single = [_typed(one, unit, choices) for one in (value if isinstance(value, list) else [value])]
        typed = single if isinstance(value, list) else single[0]
        noted = not isinstance(typed, list) and choices.happens(10)
        facts[name] = {"value": typed, "evidence": "a ledger"} if noted else typed
    spared_group = choices.one_of(standard.groups).id if choices.happens(25) else None
    for item in standard.items:
        if isinstance(item.rule, LineRule):
            facts |= _ends(item.rule, formulas[item.rule.formula], amounts, choices)
        if item.group == spared_group is not None and isinstance(item.rule, YesNoRule):
            facts[item.id] = _SPARED
            continue
        facts |= _word(item, standard.formula_of(item), given, choices, good=good and item.mandatory)
    if standard.categories and choices.happens(85):
        facts[standard.category] = choices.one_of(standard.categories)
    if choices.happens(15):  # a plant without what some items are about
        absent = [item for item in standard.items if item.applies_with]
        for name in (name for item in absent for name in item.applies_with):
            facts.pop(name, None)
        facts |= {item.id: _SPARED for item in absent}
    return {name: fact for name, fact in facts.items() if fact is not _SPARED or _may_spare(standard, name, facts)}


def _may_spare(standard: Standard, name: str, facts: Mapping[str, Any]) -> bool:
    """Whether an item can be said not to apply, beside these amounts."""
    [item] = [item for item in standard.items if item.id == name]
    return not item.always_applies and not any(sign in facts for sign in standard.signs_of(item))


_ROUND_NUMBERS = (0, 1, 2, 3, 5, 7, 10, 14, 20, 35, 50, 55, 70, 80, 99, 140)
_SPARED = {"status": "not applicable", "reason": "none there"}
_WORDS = (*("met",) * 4, True, "符合", *("not met",) * 4, False, "不符合", "unknown", None, "")
_GOOD_WORDS = (*("met",) * 60, _SPARED)


def _magnitude(symbol: Symbol, choices: _Choices) -> Fraction:
    """A value within a symbol's bounds, mostly a round one, so that ratios meet limits and each other."""
    if choices.happens(70):
        value = choices.one_of(_ROUND_NUMBERS) * Fraction(10) ** choices.one_of(range(-2, 5))
    else:
        value = Fraction(choices.number_below(50_000), 1000)
    low = symbol.above if symbol.above is not None else symbol.at_least
    if low is not None and value <= low:
        value = low + (symbol.above is not None)
    value = value if symbol.at_most is None else min(value, symbol.at_most)
    return Fraction(int(value)) if symbol.whole else value


def _amounts(
    standard: Standard,
    formulas: Mapping[str, Formula],
    arguments: Mapping[str, Argument],
    choices: _Choices,
    *,
    good: bool,
) -> Rows:
    """One value for each argument, or one for each year, such that all relations of all formulas hold."""
    row: Row = {name: _magnitude(argument.symbol, choices) for name, argument in arguments.items()}
    relations = [relation for formula in formulas.values() for relation in formula.relations]
    for relation in relations * 3:
        scale_down(arguments, relation, row)
        [(smaller, larger)] = sides(relation, row)
        if relation.strict and smaller >= larger:
            row[relation.larger[0]] += smaller - larger + 1
    found: Rows = dict(row)
    for item in standard.items:
        formula = standard.formula_of(item)
        if formula is None:
            continue
        if good and item.mandatory and isinstance(item.rule, LimitRule):
            found[next(iter(formula.arguments))] = Fraction(0)
        years = item.rule.years if isinstance(item.rule, FormulaRule) else None
        listed = [name for name, argument in formula.arguments.items() if argument.symbol.over]
        if years and not formula.over:
            listed = choices.one_of(
                [[], list(formula.arguments)[:1], list(formula.arguments)[:1], [*formula.arguments]]
            )
        size = 1 + choices.number_below(years.of if years else 4)
        for name in listed:
            found[name] = [row[name], *(_magnitude(arguments[name].symbol, choices) for _ in range(size - 1))]
    return found


def _ends(rule: LineRule, formula: Formula, amounts: Rows, choices: _Choices) -> dict[str, str]:
    """Base and leading value, often about the value that the amounts give; one of them may be missing."""
    unit, most = formula.result.unit, formula.result.at_most
    value = compute_exactly(formula, {name: _as_quantities(amounts[name], formula, name) for name in formula.arguments})
    ends = set()
    for factor in (Fraction(text) for text in ("0", "1/2", "4/5", "1", "5/4", "2", "10")):
        ends.add(round(factor * value * 10**9) / Fraction(10**9))
    ends |= {_magnitude(formula.result, choices), Fraction(1), Fraction(3)}
    possible = sorted(end for end in ends if most is None or end <= most)
    first = choices.number_below(len(possible) - 1)
    both = [possible[first], choices.one_of(possible[first + 1 :])]
    base, leading = both if rule.better == "higher" else reversed(both)
    names = [name for name in rule.missing_ends if choices.happens(95)]
    texts = {"base": f"{plain_decimal(base)} {unit}", "leading": f"{plain_decimal(leading)} {unit}"}
    return {name: texts[name.rpartition("_")[2]] for name in names}


def _as_quantities(value: Fraction | list[Fraction], formula: Formula, name: str) -> Any:
    unit = str(formula.arguments[name].symbol.unit)
    return [Q(one, unit) for one in value] if isinstance(value, list) else Q(value, unit)


def _typed(value: Fraction, unit: Unit, choices: _Choices) -> Any:
    """An amount as people give it: as text in any unit, with 万, as a quantity of a float or of a text."""
    other = choices.one_of(units_like(unit)) if unit.powers else unit
    many = 10_000 if unit.powers and "万" not in str(other) and choices.happens(30) else 1
    number = plain_decimal(value * unit.size / other.size / many)
    if number is None:
        other, many, number = unit, 1, plain_decimal(value)
    text = f"{number} {'万' if many > 1 else ''}{other if other.powers else ''}".strip()
    form = choices.one_of(["text", "text", "quantity", "float"]) if many == 1 else "text"
    if form == "quantity":
        return Q(text)
    is_exact = Fraction(repr(float(number))) == Fraction(number)  # the float is what was typed
    return Q(float(number), str(other)) if form == "float" and is_exact else text


def _word(item: Item, formula: Formula | None, given: Rows, choices: _Choices, *, good: bool) -> dict[str, Any]:
    """What is said of an item: mostly of yes/no items; that it does not apply only if it cannot be computed."""
    if formula is None:
        partly = {"status": "partly met", "share": f"{choices.number_below(101)} %"}
        said = choices.one_of(_GOOD_WORDS) if good else choices.one_of((*_WORDS, partly, partly, _SPARED))
        return {item.id: said} if choices.happens(99 if good else 90) else {}
    computed = all(name in given or argument.default is not None for name, argument in formula.arguments.items())
    return {item.id: "" if computed else _SPARED} if choices.happens(5) else {}
