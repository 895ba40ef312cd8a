"""What a gap says of an item and one of its inputs, tried out by evaluating."""

from __future__ import annotations

import math
from fractions import Fraction

from attrs import evolve

from greencalc import FactsError, Q, evaluate
from greencalc.plant.names import names_of
from greencalc.units.text import exact_in

# What is tried where no amount is said to do.
GRID = [Fraction(0), *(Fraction(10) ** power for power in (-6, -3, -1, 1, 2, 5, 15))]
NONE = ("no value of it can do it: ", "no value of it in the last year can do it: ")
NOT_FOUND, ANY = "not found: ", "any value of it does it"


class Trial:
    """One item, and whatever else uses one of its inputs, judged with other amounts of that input."""

    def __init__(self, assessment, gap, change, facts) -> None:
        standard, self.item_id, self.argument = assessment.table, gap.id, change.argument
        formulas = {item.id: standard.formula_of(item) for item in standard.items}
        users = tuple(
            item for item in standard.items if formulas[item.id] and self.argument in formulas[item.id].arguments
        )
        self.formulas = {formulas[item.id].name: formulas[item.id] for item in users}
        self.standard = evolve(standard, items=users)
        words = {word for item in users for word in (item.id, item.clause)}
        said = {item.id: facts[item.id] for item in users if item.id in facts}
        self.facts = {name: fact for name, fact in facts.items() if name in names_of(self.standard) - words} | said
        self.comparison = assessment.comparison
        self.change = change
        # changes of an input's entries come in their order
        self.entry = [one for one in gap.changes if one.argument == change.argument].index(change)
        self.results = 1 if gap.result.computation is None else len(gap.result.computation.results)
        self.symbol = standard.formula_of(gap.result.item).arguments[self.argument].symbol
        self.known = {item.name: item.exact for result in assessment.items for item in result.inputs}
        self.old = self.known.get(self.argument)
        self.is_count = self.symbol.unit.dimension == (("product", 1),) or getattr(self.symbol, "whole", False)

    def status(self, amount):
        """The item's status with an exact amount, or a list of them; None if it is refused."""
        unit = str(self.symbol.unit)
        return self.status_with([Q(one, unit) for one in amount] if isinstance(amount, list) else Q(amount, unit))

    def status_with(self, fact):
        facts = self.facts | {self.argument: fact}
        options = {"comparison": self.comparison, "not_applicable": "keep", "plausibility": ()}
        try:
            return evaluate(self.standard, facts, **options).item(self.item_id).status
        except FactsError:
            return None

    def possible(self):
        """Amounts to be tried: a wide grid, bounds, and the ends that relations set."""
        found = {*GRID, *(bound for bound in (self.symbol.above, self.symbol.at_least, self.symbol.at_most) if bound)}
        for declaration in self.formulas.values():
            for relation in declaration.relations:
                amounts = [
                    [self.last(self.known.get(name, 0)) for name in side if name != self.argument]
                    for side in (relation.smaller, relation.larger)
                ]
                found.add(abs(sum(amounts[0]) - sum(amounts[1])))
        if self.old is not None and self.last(self.old):
            found |= {abs(self.last(self.old)) * factor / 4 for factor in range(1, 17)}
        if self.symbol.above is self.symbol.at_least is None:  # else what is negative is refused
            found |= {-amount for amount in found}
        middles = [(low + high) / 2 for low, high in zip(sorted(found)[:-1], sorted(found)[1:], strict=True)]
        return [amount for amount in sorted({*found, *middles}) if amount == int(amount) or not self.is_count]

    @staticmethod
    def last(exact):
        return exact[-1] if isinstance(exact, tuple) else exact


def obeyed(change):
    """The change as a fact."""
    return list(change.needed) if isinstance(change.needed, tuple) else change.needed


def check_change(trial):
    """What is needed closes the gap, and a little less does not; if nothing is, nothing does."""
    change, unit = trial.change, trial.symbol.unit
    assert "[" not in change.why
    assert "'" not in change.why
    if change.needed is None:
        check_nothing_is_needed(trial)
        return
    assert trial.status_with(obeyed(change)) == "met"
    check_mark(trial)
    if change.now is None:
        check_missing(trial)
        return
    needed = change.needed if isinstance(change.needed, tuple) else (change.needed,)
    now = change.now if isinstance(change.now, tuple) else (change.now,) * len(needed)
    [place] = [place for place, text in enumerate(needed) if text != now[place]]
    if trial.symbol.over in {None, "year"}:
        assert place == len(needed) - 1, "a year that is over was changed"
    old = trial.old[place] if isinstance(trial.old, tuple) else trial.old
    new = exact_in(needed[place], unit)
    assert change.why.startswith("up by " if new > old else "down by ")
    back = new + (old - new) / 1000 * min(1, abs(new / (old - new)) or 1)
    if trial.is_count:
        assert new == int(new)
        back = min(math.floor(back), new - 1) if new > old else max(math.ceil(back), new + 1)
    amounts = [back if other == place else exact_in(text, unit) for other, text in enumerate(needed)]
    status = trial.status(amounts if isinstance(change.needed, tuple) else back)
    assert status in {"not met", "partly met", "unknown"} or (status is None and trial.is_count)  # of none or less


def check_mark(trial):
    """Whether a change is a measure is said as the symbol says it."""
    change, symbol = trial.change, trial.symbol
    assert ("; no measure: " in change.why) == (change.is_measure is False)
    if symbol.no_measure:
        assert change.why.endswith(f"; no measure: {symbol.no_measure}")
    elif symbol.measure:
        more = change.why.startswith(("up", "at least", "from"))
        assert change.is_measure == (more == (symbol.measure == "more"))
    else:
        assert change.is_measure is None


def check_missing(trial):
    words, unit = trial.change.why.partition(";")[0], trial.symbol.unit
    needed = exact_in(trial.change.needed, unit)
    little = max((abs(needed) or 1) / 1000, trial.is_count)
    if words.startswith("from "):
        first, last = words.removeprefix("from ").split(" to ")
        assert first == trial.change.needed
        assert trial.status(needed - little) != "met"
        assert trial.status(exact_in(last, unit)) == "met"
        assert trial.status(exact_in(last, unit) + little) != "met"
        return
    sign = {f"at least {trial.change.needed}": -1, f"at most {trial.change.needed}": 1}[words]
    soon = (needed + sign * little * part / 16 for part in range(16, 0, -1))  # beyond a pole it may be met again
    assert any(trial.status(amount) != "met" for amount in soon)
    for further in (2, 1000):
        assert trial.status(needed * further if (sign < 0) == (needed > 0) else needed / further) in {"met", None}


def check_nothing_is_needed(trial):
    change = trial.change
    assert change.is_measure is None
    assert change.why == ANY or change.why.startswith((*NONE, NOT_FOUND))
    assert change.why != ANY or change.now is None
    amounts = trial.possible()
    if trial.results > 1 and not isinstance(trial.old, tuple):
        tries = [[trial.old] * (trial.results - 1) + [amount] for amount in amounts]
    elif isinstance(trial.old, tuple):
        place = len(trial.old) - 1 if trial.symbol.over in {None, "year"} else trial.entry
        tries = [[*trial.old[:place], amount, *trial.old[place + 1 :]] for amount in amounts]
    else:
        tries = amounts
    statuses = {trial.status(one) for one in tries} - {None}
    if change.why == ANY:
        assert statuses == {"met"}
    elif change.why.startswith(NONE):
        assert "met" not in statuses
