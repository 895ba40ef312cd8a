"""The sheet of calculations: each formula's values, one a year, and what each item's rule says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from greencalc.formula.computation import default_reading
from greencalc.formula.declaration import Formula, Relation
from greencalc.formula.proof import prove
from greencalc.languages.said import both, in_language
from greencalc.standards.rules import FormulaRule, LimitComparison, LimitRule, LineRule, ShareRule
from greencalc.standards.scales.scale import Knot, ScaleRule
from greencalc.standards.table import VEHICLE_TYPE, Item, years_taken
from greencalc.table_plan.targets import limit_target
from greencalc.units.text import exact_in
from greencalc.units.unit_table import Unit
from greencalc.workbooks.book import Page, near, span
from greencalc.workbooks.sheets.amounts import Amounts
from greencalc.workbooks.sheets.lists import category_code
from greencalc.workbooks.spreadsheet_formulas import (
    TIE,
    best_of,
    chosen,
    expression_text,
    keeps,
    number_text,
    on_line,
    out_of_bounds,
    rate,
    same,
    scaled,
)
from greencalc.workbooks.worked import Worked, by_years, shown

_FIRST = 3
_VALUE = 5
_NOTHING = '""'


class Calculation:
    """The sheet of calculations.

    Parameters
    ----------
    page : Page
        The sheet.
    amounts : Amounts
        The sheet of amounts.
    worked : Worked
        What Python has worked out.
    """

    def __init__(self, page: Page, amounts: Amounts, worked: Worked) -> None:
        self.page, self.book, self.amounts, self.worked = page, page.book, amounts, worked
        self.standard, self.code = worked.standard, category_code(worked.standard)
        self.most = amounts.most
        judged = [(item, formula) for item in self.standard.items if (formula := self.standard.formula_of(item))]
        self.formulas = {formula.name: formula for _, formula in judged}
        self.items = {item.id: (item, formula) for item, formula in judged}
        self.formula_rows = {name: row for row, name in enumerate(self.formulas, _FIRST)}
        self.first_item = _FIRST + len(self.formulas) + 2
        self.item_rows, self.last_item = dict[str, int](), self.first_item - 1
        for name, (item, _) in self.items.items():
            self.item_rows[name] = self.last_item + 1
            self.last_item += len(item.rule.knots) if isinstance(item.rule, ScaleRule) else 1
        self.values = list(range(_VALUE, _VALUE + self.most))
        self.problem = _VALUE + self.most
        self.target, self.tie, self.base, self.leading = range(1, 5)
        self.lower = _VALUE + self.most
        self.upper, self.lacking, self.spared, self.value, self.item_problem = range(self.lower + 1, self.lower + 6)
        self.earned, self.rises_to = self.item_problem + 1, self.item_problem + 2

    def at(self, item: Item, column: int) -> str:
        """Return a cell of an item's row."""
        return self.page.at(self.item_rows[item.id], column)

    def values_of(self, item: Item) -> str:
        """Return where the values stand that an item is judged by."""
        return self.page.across(self.formula_rows[self.items[item.id][1].name], self.values[0], self.values[-1])

    @property
    def checks(self) -> list[str]:
        """Where the checks stand."""
        if not self.items:
            return []
        formulas = self.page.down(self.problem, _FIRST, self.first_item - 3)
        return [formulas, self.page.down(self.item_problem, self.first_item, self.last_item)]

    def write(self) -> None:
        """Write formulas and rules."""
        page = self.page
        page.widths([36, *(9 for _ in range(1, self.item_problem)), 16], 0)
        page.say(0, 0, "Calculation", "title")
        years = [self.book.say("Year {count}").format(count=place) for place in range(1, self.most + 1)]
        if not self.items:
            return
        page.headings(2, 0, ["Quantity", "Formula", "Clause", "Unit", "Years", *years, "Check"])
        for name, row in self.formula_rows.items():
            self._formula(self.formulas[name], row)
        bounds = ["Compared with", "Met on it", "Base value", "Leading value"]
        spared = "No limit for the type" if self.standard.category == VEHICLE_TYPE else "No limit for the category"
        found = ["Share at least", "Share at most", "Something lacking", spared, "Value", "Check"]
        scales = any(isinstance(item.rule, ScaleRule) for item, _ in self.items.values())
        by_scale = ["Share from there", "Share at the leading value"] if scales else []
        page.headings(self.first_item - 1, 0, ["Item", *bounds, *years, *found, *by_scale])
        for name, row in self.item_rows.items():
            self._item(*self.items[name], row)
        page.alarms(self.problem, _FIRST, self.first_item - 3)
        page.alarms(self.item_problem, self.first_item, self.last_item)
        page.prints_nothing()

    def _formula(self, formula: Formula, row: int) -> None:
        page = self.page
        page.text(row, 0, in_language(both(formula.title, formula.title_zh), self.book.language))
        page.sheet.write_comment(
            row, 0, f"{formula.name}\n{formula.standard} {formula.clause}\n{self.book.say(formula.source)}"
        )
        page.text(row, 1, formula.result.tex if len(formula.result.tex) < _SHORT else "")
        page.text(row, 2, formula.clause)
        unit = formula.result.unit
        page.text(row, 3, in_language(self.book.say(str(unit)), self.book.language) if unit.powers else "")
        entries = ",".join(self.amounts.entries_of(name) for name in formula.arguments)
        page.formula(row, 4, f"MAX({entries})", self.worked.years_of(formula))
        for year, column in enumerate(self.values):
            known = self._known(formula, row, year)
            body = scaled(self._body(formula, year), prove(formula))
            value = self.worked.value(formula, year)
            page.formula(row, column, f'IF({known},IFERROR({body},"?"),"")', value)
            if formula.over:
                break
        page.formula(row, self.problem, self._problem(formula, row), "", "text")

    def _known(self, formula: Formula, row: int, year: int) -> str:
        """Write whether all amounts of a year are known; of a sum, those of all years."""
        needed = [name for name, argument in formula.arguments.items() if argument.default is None]
        if formula.over:
            counts = [
                f"{self._count(name)}={self.amounts.entries_of(name)}"
                for name in needed
                if formula.arguments[name].symbol.over
            ]
            single = [self._name(name, 0) for name in needed if not formula.arguments[name].symbol.over]
            counts += [f"COUNT({','.join(single)})={len(single)}"] if single else []
            return f"AND({','.join(counts)})"
        names = ",".join(self._name(name, year) for name in needed)
        counted = f"COUNT({names})={len(needed)}"
        return f"AND({near(row, 4)}>{year},{counted})" if year else counted

    def _count(self, name: str) -> str:
        """Write how many of the amounts of a list are known; a single one stands for all years."""
        amounts, row = self.amounts, self.amounts.rows[name]
        cells = amounts.page.across(row, amounts.canonical[0], amounts.canonical[-1])
        return f"IF({amounts.entries_of(name)}=1,MIN(1,COUNT({cells})),COUNT({cells}))"

    def _name(self, name: str, year: int) -> str:
        return self.amounts.name_of(name, year)

    def _body(self, formula: Formula, year: int) -> str:
        def name_of(name: str, entry: int) -> str:
            argument = formula.arguments[name]
            of = self._name(name, entry if argument.symbol.over else year)
            if argument.default is None:
                return of
            return f"IF(ISNUMBER({of}),{of},{number_text(default_reading(argument).exact(argument.symbol.unit))})"

        listed = [name for name, argument in formula.arguments.items() if argument.symbol.over]
        counts = ",".join(self.amounts.entries_of(name) for name in listed)
        return expression_text(formula.expression, name_of, self.most, lambda entry: f"MAX({counts})>{entry}")

    def _problem(self, formula: Formula, row: int) -> str:
        """Write what is wrong with a formula's amounts taken together; nothing if nothing is."""
        cases = [
            (
                f"OR({','.join(self._lists_differ(formula))})",
                self.book.quoted("years go together: give each for all years"),
            )
        ]
        broken = self.book.quoted("it cannot be: see its amounts")
        for year in range(1 if formula.over else self.most):
            known, value = self._known(formula, row, year), near(row, self.values[year])
            cases += [
                (f"IF({known},{condition},FALSE)", self.book.quoted(relation.why or str(relation)))
                for relation in formula.relations
                for condition in self._broken(formula, relation, year)
            ]
            cases.append((f'ISTEXT({value})*({value}<>"")', broken))
            cases += [(f"IF(ISNUMBER({value}),{one},FALSE)", broken) for one in out_of_bounds(formula.result, value)]
        return f"IFERROR({chosen(cases, _NOTHING)},{broken})"

    def _lists_differ(self, formula: Formula) -> Iterator[str]:
        """Yield what says that lists do not go together."""
        lists = {name: self.amounts.list_of(name) for name in formula.arguments if name in self.amounts.by_year}
        counts = {name: self.amounts.entries_of(name) for name in lists}
        over = [name for name in lists if formula.arguments[name].symbol.over]
        yield "FALSE"
        for place, one in enumerate(lists):
            for other in list(lists)[:place]:
                yield f"{lists[one]}*{lists[other]}*({counts[one]}<>{counts[other]})>0"
                if one in over and other in over:
                    known = "*".join(f"({self._count(name)}>0)" for name in (one, other))
                    yield f"({lists[one]}<>{lists[other]})*{known}>0"
        if formula.over:
            yield from (f"{lists[name]}>0" for name in lists if name not in over)

    def _broken(self, formula: Formula, relation: Relation, year: int) -> Iterator[str]:
        """Yield what says that a relation is broken, of lists in each entry."""
        counts = ",".join(map(self.amounts.entries_of, relation.smaller + relation.larger))
        for entry in range(self.most if formula.over else 1):
            smaller, larger = (
                "+".join(self._name(name, entry if formula.arguments[name].symbol.over else year) for name in side)
                or "0"
                for side in (relation.smaller, relation.larger)
            )
            sign = f">={larger}" if relation.strict else f">({larger})+{TIE}*ABS({larger})"
            yield f"IF(MAX({counts})>{entry},({smaller}){sign},FALSE)"

    def _item(self, item: Item, formula: Formula, row: int) -> None:
        page, rule = self.page, item.rule
        assert isinstance(rule, FormulaRule)  # noqa: S101 (others are judged by words)
        page.text(row, 0, f"{item.id} {in_language(both(formula.title, formula.title_zh), self.book.language)}")
        if isinstance(rule, LimitRule):
            limits = {limit.category: limit.value for limit in rule.limits}
            self._target(limits, rule.operator, formula, row)
        if isinstance(rule, LineRule):
            self._ends(rule, formula, row)
        if isinstance(rule, ScaleRule):
            self._scale(rule, formula, row)
        at_least, of = (1, 1) if formula.over else by_years(item)
        shares = [self.worked.share(item, formula, year) for year in range(of)]
        for year, share in enumerate(shares):
            value = self.page.at(self.formula_rows[formula.name], self.values[year])
            if isinstance(rule, ScaleRule):
                self._on_scale(rule, formula, year, value, row)
                continue
            written = self._share(rule, formula, value, row)
            page.formula(row, self.values[year], f'IF(ISNUMBER({value}),IFERROR({written},"?"),"")', share)
        years = span(row, self.values[0], self.values[of - 1])
        for column, unknown_is in ((self.lower, 0), (self.upper, 1)):
            filled = sorted([unknown_is if one == "" else one for one in shares], reverse=True)
            written = best_of(years, at_least, years=of, unknown_is=unknown_is)
            page.formula(row, column, written, float(filled[at_least - 1]))
        self._conditions(rule, formula, row)
        page.formula(row, self.value, *self.deciding(item))
        page.formula(row, self.item_problem, self._item_problem(item, rule, formula, row), "", "text")

    def _target(
        self, limits: Mapping[str | None, str], operator: str, formula: Formula, row: int, *, rounds: bool = True
    ) -> None:
        """Write the limit for the category and the comparison, and whether it is kept on itself."""
        page, unit, assessment = self.page, formula.result.unit, self.worked.assessment
        ways: tuple[LimitComparison, ...] = ("full value", "rounded value" if rounds else "full value")
        targets = {name: [limit_target(operator, text, unit, way) for way in ways] for name, text in limits.items()}
        way = 0 if assessment.comparison == "full value" else 1

        def pick(texts: dict[str | None, tuple[str, str]]) -> str:
            each = {
                name: full if full == rounded else f"IF(comparison_code=2,{rounded},{full})"
                for name, (full, rounded) in texts.items()
            }
            if None in each:
                return each[None]
            listed = ",".join(each.get(name, '""') for name in self.standard.categories)
            return f'IF({self.code}=0,"",CHOOSE({self.code},{listed}))'

        held = targets.get(None) or targets.get(assessment.category)
        values = {name: tuple(number_text(one.value) for one in two) for name, two in targets.items()}
        ties = {name: tuple(str(int(one.inclusive)) for one in two) for name, two in targets.items()}
        page.formula(row, self.target, pick(values), shown(held[way].value) if held else "")  # type: ignore[arg-type]
        page.formula(row, self.tie, pick(ties), int(held[way].inclusive) if held else "")  # type: ignore[arg-type]

    def _scale(self, rule: ScaleRule, formula: Formula, first: int) -> None:
        """Write the knots of a scale, the best one first, with the lines that go on from them."""
        page, unit = self.page, formula.result.unit
        for row, (knot, onward) in enumerate(_knots(rule, unit), first):
            if row > first:
                page.text(row, 0, in_language(str(knot), self.book.language))
            self._target({None: knot.at}, rule.operator_of(knot), formula, row, rounds=rule.rounds)
            numbers = {self.earned: knot.share}
            if onward is not None:
                numbers |= {self.base: exact_in(knot.at, unit), self.leading: exact_in(onward.at, unit)}
                numbers |= {self.rises_to: onward.share}
            for column, number in numbers.items():
                page.formula(row, column, number_text(number), float(number))

    def _on_scale(self, rule: ScaleRule, formula: Formula, year: int, value: str, first: int) -> None:
        """Write for each knot what a value earns that reaches it, else what it earns by the worse ones below."""
        upward, column, floor = not rule.is_better_lower, self.values[year], number_text(rule.floor)
        knots, shares = _knots(rule, formula.result.unit), self.worked.scale_shares(rule, formula, year)
        for row, ((_, onward), share) in enumerate(zip(knots, shares, strict=True), first):
            places = (self.target, self.tie, self.base, self.leading, self.earned, self.rises_to)
            target, tie, base, leading, earned, rises_to = (near(row, place) for place in places)
            if onward is not None:
                earned = f"{earned}+({rises_to}-{earned})*{on_line(value, base, leading, upward=upward)}"
            below = near(row + 1, column) if row + 1 < first + len(knots) else floor
            written = f"IF({keeps(value, target, upward=upward, on_tie=tie)}=1,{earned},{below})"
            self.page.formula(row, column, f'IF(ISNUMBER({value}),IFERROR({written},"?"),"")', share)

    def _ends(self, rule: LineRule, formula: Formula, row: int) -> None:
        """Write base and leading value: the table's, or those that are given."""
        for column, end, text in ((self.base, "base", rule.base), (self.leading, "leading", rule.leading)):
            if text is not None:
                self.page.number(row, column, float(exact_in(text, formula.result.unit)))
                continue
            name = f"{rule.formula}_{end}"
            given = self.worked.assessment.facts.ends.get(name)
            value = "" if given is None else shown(given.exact)
            self.page.formula(row, column, self.amounts.name_of(name), value)

    def _share(self, rule: FormulaRule, formula: Formula, value: str, row: int) -> str:
        """Write the share of the points that a value earns."""
        target, tie, base, leading = (near(row, one) for one in (self.target, self.tie, self.base, self.leading))
        upward = not rule.is_better_lower
        if isinstance(rule, LimitRule):
            return f"IF(ISNUMBER({target}),{keeps(value, target, upward=upward, on_tie=tie)},0)"
        if isinstance(rule, LineRule):
            straight = f"{leading}{'>' if upward else '<'}{base}"
            written = on_line(value, base, leading, upward=upward)
            return f"IF(COUNT({base},{leading})<2,0,IF({straight},{written},0))"
        return rate(value, formula.result.unit.size) if isinstance(rule, ShareRule) else "1"

    def _conditions(self, rule: FormulaRule, formula: Formula, row: int) -> None:
        """Write whether something other than the value is lacking, and whether there is no limit for the category."""
        page, listed = self.page, self.standard.categories
        facts = self.worked.assessment.facts
        lacking, is_lacking, spared, is_spared = "0", 0, "0", 0
        if isinstance(rule, LimitRule) and rule.limits[0].category is not None:
            limited = {limit.category for limit in rule.limits}
            lacking, is_lacking = f"IF({self.code}=0,1,0)", int(facts.category not in listed)
            if rule.leaves_out_some(listed):
                without = [str(place) for place, name in enumerate(listed, 1) if name not in limited]
                spared = f"IF(OR({','.join(f'{self.code}={place}' for place in without)}),1,0)"
                is_spared = int(facts.category in listed and facts.category not in limited)
        if isinstance(rule, LineRule) and rule.missing_ends:
            ends = ",".join(map(self.amounts.name_of, rule.missing_ends))
            lacking = f"IF(COUNT({ends})<{len(rule.missing_ends)},1,0)"
            is_lacking = int(any(name not in facts.ends for name in rule.missing_ends))
        if rule.years is not None and formula.over:
            several = [name for name, argument in formula.arguments.items() if argument.symbol.over]
            counts = ",".join(self.amounts.entries_of(name) for name in several)
            lacking = f"IF(OR({lacking}=1,MIN({counts})<{rule.years.of}),1,0)"
            is_lacking = int(is_lacking or min(self.worked.counts[name] for name in several) < rule.years.of)
        page.formula(row, self.lacking, lacking, is_lacking)
        page.formula(row, self.spared, spared, is_spared)

    def deciding(self, item: Item) -> tuple[str, Any]:
        """Write the value that decides: the last of so many, the best first."""
        formula, rule = self.items[item.id][1], item.rule
        at_least, of = (1, 1) if formula.over else by_years(item)
        if of > 1 and isinstance(rule, ScaleRule) and rule.full[1] is not None:
            return _NOTHING, ""  # neither the largest nor the smallest values are the best
        values = self.page.across(self.formula_rows[formula.name], self.values[0], self.values[-1])
        known = [one for year in range(self.most) if (one := self.worked.value(formula, year)) != ""]
        down = isinstance(rule, FormulaRule) and rule.is_better_lower
        found = sorted(known, reverse=not down)[at_least - 1] if len(known) >= at_least else ""
        order = "SMALL" if down else "LARGE"
        return f'IF(COUNT({values})>={at_least},{order}({values},{at_least}),"")', found

    def _item_problem(self, item: Item, rule: FormulaRule, formula: Formula, row: int) -> str:
        """Write what is wrong with an item's values; nothing if nothing is."""
        cases = []
        taken = years_taken(item, formula)
        if taken is not None:
            names = [name for name, one in formula.arguments.items() if not formula.over or one.symbol.over]
            counts = ",".join(map(self.amounts.entries_of, names))
            told = self.book.say("it takes {count} years at most").format(count=taken)
            cases.append((f"MAX({counts})>{taken}", f'"{told}"'))
        values = [self.page.at(self.formula_rows[formula.name], column) for column in self.values]
        values = values[:1] if formula.over or rule.years is None else values
        known = f"AND({near(row, self.lacking)}=0,{near(row, self.spared)}=0,COUNT({','.join(values)})>0)"
        if isinstance(rule, LineRule):
            base, leading = near(row, self.base), near(row, self.leading)
            crooked = f"{leading}{'<=' if rule.better == 'higher' else '>='}{base}"
            told = self.book.quoted("the leading value is not better than the base value")
            cases.append((f"IF(AND({known},COUNT({base},{leading})=2),{crooked},FALSE)", told))
        if isinstance(rule, ShareRule):
            told = self.book.quoted("points go by a rate from 0 % to 100 %")
            shares = [scaled(value, formula.result.unit.size) for value in values]
            cases += [
                (f"IF(ISNUMBER({value}),AND({known},OR({one}<0,AND({one}>1,NOT({same(one, '1')})))),FALSE)", told)
                for value, one in zip(values, shares, strict=True)
            ]
        return chosen(cases, _NOTHING)


_SHORT = 12


def _knots(rule: ScaleRule, unit: Unit) -> list[tuple[Knot, Knot | None]]:
    """Return the knots of a scale, the best one first, each with that to which a line goes on from it."""
    onward = [
        better if knot.rises and exact_in(knot.at, unit) != exact_in(better.at, unit) else None
        for knot, better in pairwise(rule.knots)
    ]
    return [*zip(rule.knots, [*onward, None], strict=True)][::-1]
