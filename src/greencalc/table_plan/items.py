"""Each item of a table as a plan judges it: what its rule, its years, the category and words say of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import Literal, NamedTuple

from attrs import frozen

from greencalc.formula.declaration import Formula
from greencalc.plant.status_words import MET, NOT_APPLICABLE, UNKNOWN
from greencalc.standards.rules import (
    CalculatedRule,
    FormulaRule,
    LimitComparison,
    LimitRule,
    LineRule,
    ShareRule,
    Years,
)
from greencalc.standards.scales.scale import ScaleRule
from greencalc.standards.table import Item
from greencalc.table_plan.inputs import UNSAID, Leaves
from greencalc.table_plan.targets import limit_target
from greencalc.table_plan.values import Value
from greencalc.units.text import exact_in
from greencalc.units.unit_table import Unit


class ItemFault(NamedTuple):
    """What makes that a plant cannot be judged.

    Attributes
    ----------
    kind : {"word", "sign", "line", "rate"}
        A word against amounts of the item's formula, or against an amount that only a plant has to which the item
        applies; a line that runs the wrong way; a rate that is none.
    place : int
        The place of the truth that it is so.
    """

    kind: Literal["word", "sign", "line", "rate"]
    place: int


class Way(NamedTuple):
    """How shares of the points go along a line.

    Attributes
    ----------
    better : {"lower", "higher"}
        Which values are better: in which direction it runs.
    start, end : Fraction
        The shares that are earned at its ends.
    """

    better: str
    start: Fraction = Fraction(0)
    end: Fraction = Fraction(1)

    @property
    def rise(self) -> Fraction:
        """How much more is earned at the end than at the start; less than nothing where it goes down."""
        return self.end - self.start


@frozen
class Judged:
    """What a plan finds of an item, as places in its graph.

    Attributes
    ----------
    share : int
        The share of its points that it earns: a truth, or a number; nothing where it is unknown or does not apply.
    unknown, spared : int or None
        Whether it is unknown, and whether it does not apply; None where that cannot be.
    faults : tuple of ItemFault
        What makes that the plant cannot be judged.
    verdicts : tuple of int
        What the rule says of each year's value.
    """

    share: int
    unknown: int | None = None
    spared: int | None = None
    faults: tuple[ItemFault, ...] = ()
    verdicts: tuple[int, ...] = ()


class ItemPlanner:
    """Judges the items of one table.

    Parameters
    ----------
    leaves : Leaves
        What the plan begins with.
    comparison : {"full value", "rounded value"}
        How values are compared with limits.
    """

    def __init__(self, leaves: Leaves, comparison: LimitComparison) -> None:
        self.leaves = leaves
        self.graph = leaves.graph
        self.standard = leaves.standard
        self.comparison = comparison

    def best_of(self, several: Sequence[Judged]) -> Judged:
        """Judge an item that earns what the best of several others earns: while that may be more, it is unknown."""
        graph = self.graph
        shares = [one.share for one in several]
        unknown = graph.either(one.unknown for one in several)
        if unknown is not None:
            unknown = graph.every([unknown, graph.denied(graph.some(map(graph.is_all, shares)))])
        spared = graph.every(graph.never if one.spared is None else one.spared for one in several)
        if all(graph.nodes[share].kind == "truth" for share in shares):
            best = graph.some(shares)
        else:
            best = graph.add("number", "best", *sorted(map(graph.as_number, shares)), data=1)
        return Judged(self._only(best, [unknown, spared]), unknown, None if spared == graph.never else spared)

    def judged(self, item: Item, values: Sequence[Value]) -> Judged:
        """Judge an item; of what is judged by words alone there are no values."""
        declaration = self.standard.formula_of(item)
        if declaration is None:
            return self._by_word(item)
        found = self._by_value(item, declaration, values)
        return self._beside_word(item, values, found) if item.id in self.leaves.inputs.words else found

    def _by_word(self, item: Item) -> Judged:
        """Judge an item by what is said of it."""
        graph, leaves = self.graph, self.leaves
        words = leaves.inputs.words.get(item.id)
        if words is None:
            return Judged(graph.never, graph.always)
        met = leaves.says(item, MET)
        if words == "yes or no":
            return Judged(met)
        if words == "yes, no or nothing":
            return Judged(met, leaves.says(item, UNSAID))
        share = graph.add("number", "add", met, leaves.degree(item)) if words == "degrees" else met
        unknown = graph.either([leaves.says(item, UNKNOWN), leaves.says(item, UNSAID)])
        spared = leaves.says(item, NOT_APPLICABLE)
        return Judged(share, unknown, spared, tuple(self._signs_against(item, spared)))

    def _signs_against(self, item: Item, spared: int) -> list[ItemFault]:
        """Return that an item is said not to apply, beside an amount that only a plant has to which it does."""
        graph, leaves = self.graph, self.leaves
        found = []
        for name in self.standard.signs_of(item):
            for place in range(leaves.inputs.amounts.get(name, 0)):
                gap = leaves.gap(name, place)
                known = None if gap is None else graph.denied(gap)
                some = graph.add("truth", "some", leaves.amount(name, place))
                found.append(graph.both([spared, known, some]))
        return [ItemFault("sign", fault) for fault in found if fault is not None]

    def _by_value(self, item: Item, declaration: Formula, values: Sequence[Value]) -> Judged:
        """Judge an item by its formula's values and the category."""
        graph = self.graph
        rule = item.rule
        assert isinstance(rule, FormulaRule)  # noqa: S101 (others are judged by words)
        lacking, spared, faults = self._lacking(rule), self._spared(rule), list[ItemFault]()
        years = rule.years
        if years is not None and declaration.over:
            entries = [
                len(of)
                for name, of in (values[0].keys if values else {}).items()
                if declaration.arguments[name].symbol.over
            ]
            lacking = graph.always if min(entries, default=years.of) < years.of else lacking
            years = None
        verdicts = [self._verdict(rule, declaration, value) for value in values]
        share: int
        unknown: int | None
        if not values:
            share, unknown = graph.never, graph.always
        elif years is None:
            share, unknown = verdicts[0], values[0].gap
        else:
            share, unknown = self._in_years(years, verdicts, values)
        unknown = graph.either([unknown, lacking])
        for value in values:
            judged = graph.either([value.gap, lacking, spared])
            known = None if judged is None else graph.denied(judged)
            for kind, kept in self._must_hold(rule, declaration, value):
                fault = graph.both([graph.denied(kept), known])
                faults += [] if fault is None else [ItemFault(kind, fault)]
        if spared is not None:
            unknown = None if unknown is None else graph.both([unknown, graph.denied(spared)])
        return Judged(self._only(share, [unknown, spared]), unknown, spared, tuple(faults), tuple(verdicts))

    def _only(self, share: int, unless: Sequence[int | None]) -> int:
        """Return a share where nothing stands against it, and nothing elsewhere."""
        graph = self.graph
        against = graph.either(unless)
        if against is None or share == graph.never:
            return share
        if against == graph.always:
            return graph.never
        if graph.nodes[share].kind == "truth":
            return graph.every([share, graph.denied(against)])
        return graph.add("number", "where", against, graph.number(0), share)

    def _lacking(self, rule: FormulaRule) -> int | None:
        """Return whether something other than the value is unknown."""
        leaves = self.leaves
        if isinstance(rule, LimitRule) and rule.limits[0].category is not None:
            return leaves.uncategorised()
        if isinstance(rule, LineRule):
            if any(name not in leaves.inputs.amounts for name in rule.missing_ends):
                return self.graph.always
            return self.graph.either(leaves.gap(name, 0) for name in rule.missing_ends)
        return None

    def _spared(self, rule: FormulaRule) -> int | None:
        """Return whether no limit is set for the plant's category."""
        listed = self.standard.categories
        if self.leaves.inputs.category == "none" or not isinstance(rule, LimitRule) or not rule.leaves_out_some(listed):
            return None
        limited = {limit.category for limit in rule.limits}
        without = (*(name not in limited for name in listed), False)  # one that is unknown may have a limit
        return self.graph.add("truth", "of_categories", self.leaves.category(), data=without)

    def _verdict(self, rule: FormulaRule, declaration: Formula, value: Value) -> int:
        """Return what the rule says of a value: whether it keeps it, or what share of the points it earns."""
        graph, unit = self.graph, declaration.result.unit
        if isinstance(rule, LimitRule):
            targets = {
                limit.category: limit_target(rule.operator, limit.value, unit, self.comparison) for limit in rule.limits
            }
            if None in targets:
                return graph.add("truth", "keeps", value.place, data=(targets[None],))
            by_category = (*map(targets.get, self.standard.categories), None)  # the last is that of an unknown one
            return graph.add("truth", "keeps", value.place, self.leaves.category(), data=by_category)
        if isinstance(rule, LineRule):
            return self._on_line(value, *self._ends(rule, declaration), Way(rule.better))
        if isinstance(rule, ScaleRule):
            return self._by_scale(rule, value, unit)
        if isinstance(rule, ShareRule):
            return graph.add("number", "rate", value.place, data=unit.size)
        assert isinstance(rule, CalculatedRule)  # noqa: S101 (a new kind of rule has its own way, or none)
        return graph.always

    def _on_line(self, value: Value, base: int, leading: int, way: Way) -> int:
        """Return the share of the points that a value earns on the way from a base to a leading value."""
        return self.graph.add("number", "on_line", value.place, base, leading, data=way)

    def _by_scale(self, rule: ScaleRule, value: Value, unit: Unit) -> int:
        """Return the share of the points that a scale gives a value: that of the best knot which it reaches."""
        graph, knots = self.graph, rule.knots
        found = self._share(rule.floor)
        for knot, better in zip_longest(knots, knots[1:]):
            comparison = self.comparison if rule.rounds else "full value"
            target = limit_target(rule.operator_of(knot), knot.at, unit, comparison)
            share = self._share(knot.share)
            start, end = (exact_in(one.at, unit) for one in (knot, better or knot))
            if knot.rises and start != end:
                way = Way(rule.better, knot.share, better.share)
                share = self._on_line(value, graph.number(start), graph.number(end), way)
            found = graph.chosen(graph.add("truth", "keeps", value.place, data=(target,)), share, found)
        return found

    def _share(self, share: Fraction) -> int:
        """Return a share of the points as a constant: all and nothing as truths."""
        return self.graph.truth(share == 1) if share in {0, 1} else self.graph.number(share)

    def _must_hold(
        self, rule: FormulaRule, declaration: Formula, value: Value
    ) -> list[tuple[Literal["line", "rate"], int]]:
        """Return what must hold for the rule to be used on a value that is known."""
        if isinstance(rule, LineRule):
            return [("line", self.graph.add("truth", "straight", *self._ends(rule, declaration), data=rule.better))]
        if isinstance(rule, ShareRule):
            return [("rate", self.graph.add("truth", "is_rate", value.place, data=declaration.result.unit.size))]
        return []

    def _ends(self, rule: LineRule, declaration: Formula) -> tuple[int, int]:
        """Return the base and the leading value of a line."""
        texts = {"base": rule.base, "leading": rule.leading}
        base, leading = (
            self.leaves.amount(f"{rule.formula}_{end}", 0)
            if text is None
            else self.graph.number(exact_in(text, declaration.result.unit))
            for end, text in texts.items()
        )
        return base, leading

    def _in_years(self, years: Years, verdicts: Sequence[int], values: Sequence[Value]) -> tuple[int, int | None]:
        """Return the share of the year that decides, and whether that depends on years which are unknown."""
        lower, upper = (self._best(years, verdicts, values, unknown=unknown) for unknown in (False, True))
        if lower == upper:
            return lower, None
        graph = self.graph
        if graph.nodes[lower].kind == "truth":
            return lower, graph.both([graph.denied(lower), upper])
        # shares on a line may differ by less than floats tell, where a year is unknown
        on_lines = any(graph.nodes[one].op in {"on_line", "rate"} for one in graph.needed_for(verdicts))
        unknown = graph.always if len(values) < years.of else graph.either(value.gap for value in values)
        closely = graph.never if unknown is None or not on_lines else unknown
        return lower, graph.add("truth", "differ", lower, upper, closely)

    def _best(self, years: Years, verdicts: Sequence[int], values: Sequence[Value], *, unknown: bool) -> int:
        """Return the share of the year that is the last of so many, the best first, were all unknown years alike."""
        graph = self.graph
        are_truths = graph.nodes[verdicts[0]].kind == "truth"
        shares = []
        for verdict, value in zip(verdicts, values, strict=True):
            if value.gap is None:
                shares.append(verdict)
            elif are_truths:
                one = graph.either([verdict, value.gap]) if unknown else graph.both([verdict, graph.denied(value.gap)])
                shares.append((graph.never if unknown else graph.always) if one is None else one)
            else:
                shares.append(graph.add("number", "where", value.gap, graph.number(int(unknown)), verdict))
        missing = years.of - len(values)
        if are_truths:
            wanted = years.at_least - (missing if unknown else 0)
            return graph.add("truth", "at_least", graph.count(shares), data=wanted) if wanted > 0 else graph.always
        shares += [graph.number(int(unknown))] * missing
        return graph.add("number", "best", *sorted(shares), data=years.at_least)

    def _beside_word(self, item: Item, values: Sequence[Value], found: Judged) -> Judged:
        """Put together what is said of an item and what its values say; a word against amounts is a fault."""
        graph, leaves = self.graph, self.leaves
        unsaid = leaves.says(item, UNSAID)
        said = graph.denied(unsaid)
        not_applicable, unknown = leaves.says(item, NOT_APPLICABLE), leaves.says(item, UNKNOWN)
        uncomputed = graph.both(value.gap if value.gap is not None else graph.never for value in values)
        uncomputed = graph.always if not values else uncomputed
        without_limit = graph.either([found.spared, self._may_lack_limit(item, not_applicable)])
        denied = graph.both([said, None if without_limit is None else graph.denied(without_limit)])
        denied = said if denied is None else denied
        faults = [
            ItemFault(fault.kind, place)
            for fault in found.faults
            if (place := graph.both([fault.place, unsaid])) is not None
        ]
        against = graph.both([denied, None if uncomputed is None else graph.denied(uncomputed)])
        faults += [ItemFault("word", said if against is None else against)]
        signs = graph.both([denied, not_applicable])
        faults += self._signs_against(item, not_applicable if signs is None else signs)
        return Judged(
            self._only(found.share, [said]),
            graph.either([unknown, None if found.unknown is None else graph.both([found.unknown, unsaid])]),
            graph.either([not_applicable, None if found.spared is None else graph.both([found.spared, unsaid])]),
            tuple(faults),
            found.verdicts,
        )

    def _may_lack_limit(self, item: Item, not_applicable: int) -> int | None:
        """Return whether a word may be said because the category is not known."""
        if not isinstance(item.rule, LimitRule) or item.rule.limits[0].category is None:
            return None
        unknown = self.leaves.uncategorised()
        if unknown is None or item.rule.leaves_out_some(self.standard.categories):
            return unknown
        return self.graph.both([unknown, self.graph.denied(not_applicable)])
