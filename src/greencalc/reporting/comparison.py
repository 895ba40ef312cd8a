"""Two assessments side by side: years, plants, scenarios, or one plant by two tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from greencalc.errors import FactsError, InputError
from greencalc.formula.computation import Exact, Input, recompute
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, written_value
from greencalc.languages.said import PHRASES, Language, both, joined, say, word
from greencalc.reporting.report import total_text
from greencalc.showing.sheet import Entries, InALine, Sheet, Shown, listing
from greencalc.standards.rules import CalculatedRule
from greencalc.units.number_text import amount_text, points_text
from greencalc.units.wording import expect, refusal

_SIDES = "AB"
_STRONG = 5  # times up or down from one assessment to the next is a change to be explained


@frozen(repr=False)
class InputDifference(InALine):
    """An input that is not the same in both.

    Attributes
    ----------
    argument, meaning : str
        Its name and what it stands for.
    first, second : str or None
        The amounts as typed; None where it is not given.
    alone : str or None
        What the first value would have become by this change alone; None where that cannot be computed.
    """

    argument: str
    meaning: str
    first: str | None
    second: str | None
    alone: str | None

    def __str__(self) -> str:
        """Return the input and what it is in both."""
        change = _arrow(*(one or word("nothing") for one in (self.first, self.second)))
        return say("{argument}, {meaning}: {change}", argument=self.argument, meaning=self.meaning, change=change)


@frozen(repr=False)
class Difference(InALine):
    """One item in both assessments.

    Attributes
    ----------
    id, title : str
        The item.
    first, second : ItemResult or None
        As judged in each; None where the table lacks it.
    inputs : tuple of InputDifference
        The inputs that are not the same.
    changed : tuple of str
        What is not the same, in words: status, value, points, limit, reason.
    """

    id: str
    title: str
    first: ItemResult | None
    second: ItemResult | None
    inputs: tuple[InputDifference, ...]
    changed: tuple[str, ...]

    def __str__(self) -> str:
        """Return the item and what is not the same."""
        return say("{id} {title}: {changes}", id=self.id, title=self.title, changes=joined(self.changed, PHRASES))

    def _sheet(self) -> Sheet:
        return Sheet(say("{id} {title}", id=self.id, title=self.title), (Entries(_entries(self)),))

    @property
    def exact_points(self) -> Fraction | None:
        """How many points the second has more; None while either is unknown."""
        if self.first is None or self.second is None:
            return None
        if self.first.exact_points is None or self.second.exact_points is None:
            return None
        return self.second.exact_points - self.first.exact_points


@frozen(repr=False)
class AssessmentComparison(Shown):
    """Two assessments, item by item. It prints what is not the same, and shows it in a notebook.

    Attributes
    ----------
    first, second : JudgedPlant
        The two.
    items : tuple of Difference
        All items of the first table in order, then those that the second has besides.
    findings : tuple of str
        What is probably a slip, seen from one to the other.
    """

    first: JudgedPlant
    second: JudgedPlant
    items: tuple[Difference, ...]
    findings: tuple[str, ...]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The items in which anything is not the same."""
        return tuple(item for item in self.items if item.changed)

    def to_text(self, names: tuple[str, str] = ("first", "second"), *, language: Language = "en") -> str:
        """Return what is not the same in the two as text.

        Parameters
        ----------
        names : tuple of str, optional
            What to call the first and the second.
        language : {"en", "zh"}, optional
            English, or Chinese.

        Returns
        -------
        str
            Lines: both scores, then each item that changed, and through which inputs.

        Raises
        ------
        FactsError
            If these are not two names, or there is no such language.
        """
        if not isinstance(names, list | tuple) or len(names) != len(_SIDES):
            raise FactsError("to_text", (refusal("names", names, "give two names, as ('2024', '2025')"),))
        return self._sheet(names).to_text(language=language)

    def _sheet(self, names: Sequence[str] = ("first", "second")) -> Sheet:
        names = tuple(map(word, names)) if tuple(names) == ("first", "second") else names
        sides = zip(_SIDES, names, (self.first, self.second), strict=True)
        named = [(side, say("{name}: {gate}", name=name, gate=_gate(one))) for side, name, one in sides]
        tables = [one.table.id for one in (self.first, self.second)]
        if self.first.table != self.second.table:
            note = say("judged by different tables: {first} and {second}", first=tables[0], second=tables[1])
            named.append((word("note"), note))
        changed = (row for item in self.changed for row in _entries(item))
        slips = ((word("years-apart"), finding) for finding in self.findings)
        return Sheet(
            _arrow(_total(self.first, self.second), _total(self.second, self.first)),
            (
                Entries(named),
                listing(word("What changed from A to B"), changed) or Sheet(word("Nothing changed.")),
                listing(word("Probably slips"), slips),
            ),
        )


def compare(first: JudgedPlant, second: JudgedPlant) -> AssessmentComparison:
    """Set two assessments side by side.

    Parameters
    ----------
    first, second : JudgedPlant
        Of two years, plants or scenarios.

    Returns
    -------
    AssessmentComparison
        Each item in both: values, points, what is not the same and through which input.

    Raises
    ------
    FactsError
        If one of them is no assessment.

    Examples
    --------
    >>> from greencalc import compare, evaluate, load_standard
    >>> standard = load_standard("qct1160_2022")
    >>> areas = {
    ...     "building_area": "6 ha",
    ...     "structure_area": "0 ha",
    ...     "land_area": "10 ha",
    ... }
    >>> denser = areas | {"building_area": "7 ha"}
    >>> both = compare(evaluate(standard, areas), evaluate(standard, denser))
    >>> [(item.id, item.changed) for item in both.changed]
    [('10.2.1', ('not met -> met', '0.6 -> 0.7', '0 -> 4.286 points'))]
    """
    for name, given in (("the first assessment", first), ("the second assessment", second)):
        expect(JudgedPlant, given, "compare", name, "give what evaluate(...) returns")
    old = {result.id: result for result in first.items}
    new = {result.id: result for result in second.items}
    judged = {
        old[name].formula for name in old.keys() & new.keys() if not isinstance(old[name].item.rule, CalculatedRule)
    }
    items = tuple(_difference(name, old.get(name), new.get(name), judged) for name in dict.fromkeys([*old, *new]))
    return AssessmentComparison(first, second, items, tuple(dict.fromkeys(_findings(items))))


def _difference(name: str, first: ItemResult | None, second: ItemResult | None, judged: set[str | None]) -> Difference:
    some = first or second
    assert some is not None  # noqa: S101 (the name is of one of them)
    inputs = tuple(_inputs(first, second)) if first and second else ()
    changed = tuple(_changed(first, second, inputs, judged))
    return Difference(name, some.item.title, first, second, inputs, changed)


def _changed(
    first: ItemResult | None, second: ItemResult | None, inputs: tuple[InputDifference, ...], judged: set[str | None]
) -> Iterator[str]:
    if first is None or second is None:
        yield word("only in the second table") if first is None else word("only in the first table")
        return
    if first.status != second.status:
        yield _arrow(word(first.status), word(second.status))
    if first.formula not in judged or not isinstance(
        first.item.rule, CalculatedRule
    ):  # else the item that judges it says so
        if first.exact_value != second.exact_value:
            yield _arrow(written_value(first, second.exact_value), written_value(second, first.exact_value))
        elif inputs:
            yield word("the inputs, and not the value")
    numbers = (first.exact_points, second.exact_points, first.exact_of, second.exact_of)
    points, new_points, of, new_of = (
        points_text(one, *(other for other in numbers if other != one)) for one in numbers
    )
    if first.exact_points != second.exact_points and (first.exact_of or second.exact_of):
        yield say("{change} points", change=_arrow(points, new_points))
    if first.exact_of != second.exact_of:
        yield say("of {first} -> of {second} points", first=of, second=new_of)
    if first.limit != second.limit:
        yield say("limit {change}", change=_arrow(*(one.limit or word("none") for one in (first, second))))


def _arrow(first: str, second: str) -> str:
    return joined((first, second), " -> ")


def _inputs(first: ItemResult, second: ItemResult) -> Iterator[InputDifference]:
    old, new = ({item.name: item for item in result.inputs} for result in (first, second))
    for name in dict.fromkeys([*old, *new]):
        before, after = old.get(name), new.get(name)
        if before is None or after is None or before.exact != after.exact:
            symbol = (before or after or next(iter(new.values()))).symbol
            meaning = both(symbol.meaning, symbol.meaning_zh)
            alone = _alone(first, second, after) if after else None
            yield InputDifference(name, meaning, _typed(before, after), _typed(after, before), alone)


def _alone(first: ItemResult, second: ItemResult, changed: Input) -> str | None:
    """Return what the first value becomes if one input changes and the others do not."""
    computation = first.computation
    if computation is None or changed.name not in {item.name for item in computation.inputs}:
        return None
    values: dict[str, Exact] = {item.name: item.exact for item in computation.inputs}
    try:
        result = recompute(computation.formula, values | {changed.name: changed.exact})
    except InputError:
        return None
    unit, near = computation.formula.result.unit, (*first.beside, first.exact_value, second.exact_value)
    each = result if isinstance(result, tuple) else (result,)
    return joined(amount_text(value, unit, beside=near) for value in each)


def _findings(items: tuple[Difference, ...]) -> Iterator[str]:
    """Find values of the same formula that are further apart than years usually are."""
    for item in items:
        if item.first is None or item.second is None or item.first.formula != item.second.formula:
            continue
        before, after = item.first.exact_value, item.second.exact_value
        if before and after and not Fraction(1, _STRONG) <= after / before <= _STRONG:
            edges = [[value / _STRONG, value * _STRONG] for value in (after, before)]
            values = _arrow(*map(written_value, (item.first, item.second), *zip(*edges, strict=True)))
            yield say(
                "{formula}: {values}, more than {times} times up or down",
                formula=_formula(item.first),
                values=values,
                times=_STRONG,
            )


def _formula(result: ItemResult) -> str:
    """Return the name of the formula behind a value, in Chinese its title."""
    assert result.computation is not None  # noqa: S101 (its value is known)
    formula = result.computation.formula
    return both(formula.name, formula.title_zh)


def _typed(item: Input | None, other: Input | None) -> str | None:
    """Return an input as typed; in full where the other one, which is not the same, reads alike."""
    if item is None:
        return None
    text = item.typed_text
    if other is None or text != other.typed_text:
        return text
    values, others = (one if isinstance(one, tuple) else (one,) for one in (item.exact, other.exact))
    return joined(amount_text(value, item.symbol.unit, 12, others) for value in values)


def _total(assessment: JudgedPlant, other: JudgedPlant) -> str:
    own, ends = assessment.score, (other.score.exact_lower, other.score.exact_upper)
    return total_text(assessment, *(end for end in ends if end not in {own.exact_lower, own.exact_upper}))


def _gate(assessment: JudgedPlant) -> str:
    gate = {True: word("gate open"), False: word("gate closed"), None: word("gate undecided")}[assessment.eligible]
    return say("{gate} ({table})", gate=gate, table=assessment.table.number)


def _entries(item: Difference) -> Iterator[tuple[str, str]]:
    """Yield an item with what is not the same, and below it through which inputs."""
    yield item.id, say("{title}: {text}", title=item.title, text=joined(item.changed, PHRASES))
    for change in item.inputs:
        said = str(change)
        if change.alone and len(item.inputs) > 1:
            said = say("{change}; alone it gives {value}", change=said, value=change.alone)
        yield "", said
