"""The test of a formula: all that its declaration promises."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import hypothesis
import numpy as np
from attrs import field, frozen

from greencalc.errors import DeclarationError, InputError
from greencalc.formula.computation import recompute
from greencalc.formula.declaration import Formula, spec
from greencalc.formula.plain_call import compute_exactly
from greencalc.formula.proof import prove
from greencalc.testing.mistakes import Mistake, every_mistake, foreign_quantity
from greencalc.testing.samples import Sample, as_called, as_decimal, in_words, samples
from greencalc.testing.strategies import Row, as_text, each_value, is_within, result_of, rows
from greencalc.units.pint_registry import Q

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MANY, _MANY_FOR_ONE = 200, 50  # sets of arguments, of which so many are to have one result between its bounds
_FEWER = 16  # sets of arguments, as each is tried with hundreds of mistakes
_PHASES = (hypothesis.Phase.reuse, hypothesis.Phase.generate, hypothesis.Phase.shrink)
_ULPS = 1 + Fraction(1, 10**14)


def check_formula(function: Callable[..., Any] | Formula) -> None:
    """Check that a formula keeps what every formula promises, on arguments drawn from its declaration.

    It promises that

    - its dimensions follow from its arguments' units;
    - whatever keeps its bounds and relations has a result, and is accepted unless that breaks the result's bounds;
    - the result is between its bounds for more than a few of the arguments that keep the declaration;
    - the choice of units never changes the result;
    - text, quantities of floats, fractions and decimals, lists and arrays give the same, each row by itself;
    - the result is in the caller's registry, and inputs are not changed;
    - every mistake is refused with an error that names formula, clause, argument, what was given and what is expected.

    How many arguments are drawn is Hypothesis's setting ``max_examples``. Whether the body itself is right cannot
    be known from the declaration, so test a case worked by hand too.

    Parameters
    ----------
    function : callable
        A formula declared with :func:`greencalc.formula.formula`.

    Raises
    ------
    AssertionError
        If a promise is broken: which, of which formula and clause, and by which arguments.
    DeclarationError
        If the function is not a formula.

    Examples
    --------
    A test of a formula is one line:

    >>> from greencalc import floor_area_ratio
    >>> def test_floor_area_ratio():
    ...     check_formula(floor_area_ratio)

    A divisor that may be zero is found:

    >>> from typing import Annotated
    >>> from greencalc.formula import Amount, Result, Symbol, formula
    >>> Water = Annotated[Amount, Symbol("W", "m3", "water", "水量", at_least="0")]
    >>> Staff = Annotated[
    ...     Amount, Symbol("P", "dimensionless", "staff", "人数", at_least="0")
    ... ]
    >>> @formula(
    ...     standard="Plant rules",
    ...     clause="1",
    ...     result=Symbol("w", "m3", "water for each of the staff", "人均用水量"),
    ...     title="Water for each of the staff",
    ...     title_zh="人均用水量",
    ...     origin="user",
    ...     source="plant rules",
    ... )
    ... def water_per_head(*, water: Water, staff: Staff) -> Result:
    ...     return water / staff
    >>> check_formula(water_per_head)
    Traceback (most recent call last):
        ...
    AssertionError: water_per_head (Plant rules, 1): these arguments keep the declaration, but have no result:
    bound what it divides by (above='0'), or declare a relation; given water='0 m3', staff='0'
    """
    declaration = spec(function)
    checked = _Checked(declaration, as_called(declaration) if isinstance(function, Formula) else function)
    examples = hypothesis.settings().max_examples
    with checked.explained():
        prove(declaration)
        checked.run("results", checked.check_has_result, rows(declaration, whatever_results=True), examples)
        checked.run("arguments", checked.promises, samples(declaration), examples)
        checked.run("mistakes", checked.refusals, rows(declaration), max(examples // _FEWER, 1))
        checked.check_result_bounds()


@frozen
class _Checked:
    """A formula that is being checked."""

    declaration: Formula
    call: Callable[..., Any]
    units: dict[str, Any] = field(init=False)
    refused: list[Row] = field(factory=list)

    @units.default
    def _units(self) -> dict[str, Any]:
        return {name: argument.symbol.unit for name, argument in self.declaration.arguments.items()}

    def run(self, what: str, check: Callable[[Any], None], drawn: SearchStrategy[Any], examples: int) -> None:
        """Run a check on what is drawn."""

        def test(one: Any) -> None:
            check(one)

        test.__name__ = f"{self.declaration.name}_{what}"  # Hypothesis keeps what failed by name
        settings = hypothesis.settings(
            max_examples=examples,
            deadline=None,
            phases=_PHASES,
            print_blob=False,  # on a build server it is the default; the sentence has the arguments
            report_multiple_bugs=False,
            suppress_health_check=list(hypothesis.HealthCheck),
            verbosity=hypothesis.Verbosity.quiet,
        )
        settings(hypothesis.given(drawn)(test))()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Make whatever goes wrong an AssertionError."""
        try:
            yield
        except AssertionError:
            raise
        except hypothesis.errors.Unsatisfiable:
            raise self.broken("no arguments were found that keep its relations and its result's bounds") from None
        except hypothesis.errors.Flaky as error:
            raise self.broken("the same arguments do not always give the same") from error
        except hypothesis.errors.HypothesisException:  # what Hypothesis says of how it is used
            raise
        except DeclarationError as error:
            raise self.broken(f"the declaration is wrong: {error}") from error

    def broken(self, sentence: str, given: dict[str, Any] | None = None) -> AssertionError:
        """Return the error that says which promise is broken, and by which arguments."""
        shown_arguments = ", ".join(f"{name}={in_words(value)}" for name, value in (given or {}).items())
        by = f"; given {shown_arguments}" if given else ""
        return AssertionError(f"{self.declaration.name} ({self.declaration.where}): {sentence}{by}")

    def result_of(self, how: str, given: dict[str, Any]) -> Any:
        """Call the formula on arguments that it has to accept."""
        try:
            return self.call(**given)
        except InputError as error:
            raise self.broken(f"{how} that keep the declaration are refused: {error}", given) from error
        except Exception as error:
            raise self.broken(f"{how} raise {type(error).__name__}: {error}", given) from error

    def check_has_result(self, row: Row) -> None:
        """Compute with arguments that keep bounds and relations, whatever the result's bounds say."""
        result = result_of(self.declaration, row)
        if result is None:
            advice = "bound what it divides by (above='0'), or declare a relation"
            sentence = f"these arguments keep the declaration, but have no result: {advice}"
            raise self.broken(sentence, self.as_texts(row))
        if not is_within(self.declaration.result, result):
            self.refused.append(row)

    def check_result_bounds(self) -> None:
        """Where results break their bounds, look whether more than a few are between them."""
        result, between, drawn = self.declaration.result, [], []

        def count(row: Row) -> None:
            drawn.append(row)
            number = result_of(self.declaration, row)
            if is_within(result, number) and number not in {result.at_least, result.at_most}:
                between.append(row)

        if self.refused:
            self.run("bounds", count, rows(self.declaration, whatever_results=True), _MANY)
        if len(between) * _MANY_FOR_ONE < len(drawn):
            raise self.broken(
                f"of {len(drawn)} sets of arguments that keep the declaration, {len(between)} have a result between "
                f"its bounds, {result.bounds}: mend the body or the bounds, or declare the relation that they rest on",
                self.as_texts(self.refused[-1]),
            )

    def promises(self, sample: Sample) -> None:
        """Check what holds for all that a formula accepts."""
        texts = self.as_texts(sample.rows[0])
        magnitude = self.result_of("amounts", texts).magnitude
        expected = compute_exactly(self.declaration, texts)
        if float(magnitude) != float(expected):
            raise self.broken(f"text gives {magnitude}, but exactly it is {in_words(expected)}", texts)
        self.check_units(sample, expected)
        if sample.given:  # else all have defaults
            self.check_exact_quantities(sample.rows[0], expected)
            self.check_arrays(sample.rows)

    def as_texts(self, row: Row) -> dict[str, Any]:
        return {
            name: [as_text(one, self.units[name]) for one in value]
            if isinstance(value, tuple)
            else as_text(value, self.units[name])
            for name, value in row.items()
        }

    def check_units(self, sample: Sample, expected: Fraction) -> None:
        """Give the same amounts in other units and ways."""
        given = sample.given
        result = self.result_of("amounts", given)
        if compute_exactly(self.declaration, given) != expected:
            raise self.broken(
                f"the choice of units changes the result, which is {in_words(expected)} in canonical units", given
            )
        if result.units != Q(1, str(self.declaration.result.unit)).units:
            raise self.broken(f"the result is in {result.units}, not in {self.declaration.result.unit}", given)
        if not self.is_close(result.magnitude, expected, sample.rows[0]):
            raise self.broken(f"quantities give {result.magnitude}, but text {float(expected)}", given)

    def check_exact_quantities(self, row: Row, expected: Fraction) -> None:
        """Give fractions and decimals, which stay exact."""
        for kind in (Fraction, as_decimal):
            given: dict[str, Any] = {}
            for name, value in row.items():
                one_by_one = [Q(kind(one), str(self.units[name])) for one in each_value(value)]
                given[name] = one_by_one if isinstance(value, tuple) else one_by_one[0]
            magnitude = self.result_of("quantities of exact numbers", given).magnitude
            if not isinstance(magnitude, Fraction) or magnitude != expected:
                raise self.broken(
                    f"quantities of exact numbers give {in_words(magnitude)}, but text {in_words(expected)}", given
                )

    def check_arrays(self, table: list[Row]) -> None:
        """Give all rows at once, in a registry that is not the application's."""
        columns = {name: np.array([np.array(row[name], dtype=float) for row in table]) for name in table[0]}
        given = {name: foreign_quantity(column.copy(), self.units[name]) for name, column in columns.items()}
        result = self.result_of("arrays", given)
        if result._REGISTRY is not next(iter(given.values()))._REGISTRY:  # noqa: SLF001 (pint has no public name for it)
            raise self.broken("the result is not in the registry of the arguments", given)
        if np.shape(result.magnitude) != (len(table),):
            raise self.broken(f"{len(table)} rows give a result of shape {np.shape(result.magnitude)}", given)
        for name, column in columns.items():
            if not np.array_equal(given[name].magnitude, column):
                raise self.broken(f"{name} is changed by the call", given)
            if np.shares_memory(given[name].magnitude, result.magnitude) or not result.magnitude.flags.owndata:
                raise self.broken(f"the result does not own its memory, which may be that of {name}", given)
        for place, row in enumerate(table):
            texts = self.as_texts(row)
            expected = compute_exactly(self.declaration, texts)
            if not self.is_close(float(result.magnitude[place]), expected, row):
                raise self.broken(
                    f"an array of {len(table)} rows gives {result.magnitude[place]} in row {place}, "
                    f"but text {float(expected)}",
                    given,
                )

    def is_close(self, number: float, expected: Fraction, row: Row) -> bool:
        """Tell whether a float is right but for rounding."""
        distance = abs(number - float(expected))
        values = [one for value in row.values() for one in each_value(value)]
        if distance <= max(8, 2 * len(values)) * max(math.ulp(number), math.ulp(float(expected))):
            return True
        may_cancel = "-" in self.declaration.equation or min(values, default=0) < 0
        return may_cancel and distance <= self.slack(row)

    def slack(self, row: Row) -> float:
        """Return how far a few ulps of each input move the result: differences lose digits in floats."""
        result: Any = recompute(self.declaration, row, checked=False)
        moved = 0.0
        for name, value in row.items():
            other = tuple(one * _ULPS for one in each_value(value))
            changed: Row = {**row, name: other if isinstance(value, tuple) else other[0]}
            found: Any = recompute(self.declaration, changed, checked=False)
            moved += float(abs(found - result))
        return moved

    def refusals(self, row: Row) -> None:
        """Check that every mistake with a row is refused as it should be."""
        for mistake in every_mistake(self.declaration, row):
            given = dict(mistake.arguments)
            said = f"{mistake.argument} is wrong ({mistake.what}), but"
            try:
                result = self.call(**given)
            except mistake.error as error:
                lacks = self.lacking(mistake, error)
                if lacks:
                    raise self.broken(f"{said} the error does not say {lacks}: {error}", given) from error
            except Exception as error:
                raise self.broken(f"{said} it raises {type(error).__name__}: {error}", given) from error
            else:
                raise self.broken(f"{said} the formula gives {in_words(result)}", given)

    def lacking(self, mistake: Mistake, error: Exception) -> str:
        """Return what an error does not say of a mistake, or nothing."""
        declaration = self.declaration
        names = mistake.argument.split(", ")
        words = [declaration.name, *names, mistake.expected]
        if isinstance(error, InputError):
            words += [declaration.where, f"({', '.join(declaration.arguments[name].symbol.tex for name in names)})"]
            found = [
                fault for fault in error.faults if (fault.kind, fault.argument) == (mistake.kind, mistake.argument)
            ]
            if not found or (len(error.faults) > 1 and mistake.kind != "relation"):
                return f"that {mistake.argument} alone is wrong"
            words += [word for fault in found for word in (fault.given, fault.expected)]
            if not all(fault.given and fault.expected for fault in found):
                return "what was given and what is expected"
        return next((repr(word) for word in words if word not in str(error)), "")
