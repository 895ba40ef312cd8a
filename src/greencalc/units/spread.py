"""How far an amount may be off: what stands behind ± beside it, as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, get_args

from attrs import frozen

from greencalc.errors import UnitTextError
from greencalc.languages.said import Said, joined, say, word
from greencalc.showing.sheet import InALine
from greencalc.units.text import amount_as_typed, is_amount, parse_amount
from greencalc.units.unit_table import Unit
from greencalc.units.wording import shown

Distribution = Literal["normal", "uniform", "triangular", "lognormal"]
DISTRIBUTIONS: tuple[Distribution, ...] = get_args(Distribution)
SPREAD_KEYS = ("uncertainty", "distribution", "coverage")
"""The keys that stand beside a value that may be off."""
ONE_DEVIATION = "one standard deviation"
WHOLE = Fraction(1)

_BOUNDED = frozenset({"uniform", "triangular"})
_BEHIND = re.compile(r"(.*?)\s*(?:±|\+/-)\s*(.*)", re.DOTALL)
_OF_VALUE = re.compile(r"(.+?) +of the value")
_USUAL = Fraction(95, 100)


@frozen(repr=False)
class Spread(InALine):
    """How far an amount may be off.

    Attributes
    ----------
    uncertainty : str or tuple of str
        What stands behind ±, as typed; one for each year where they differ, empty where a year has none.
    distribution : str
        One of "normal", "uniform", "triangular" and "lognormal"; empty if nobody said.
    coverage : str
        "one standard deviation", or how probable it is that value ± uncertainty holds, as "95 %"; empty if nobody said.
    """

    uncertainty: str | tuple[str, ...]
    distribution: str = ""
    coverage: str = ""

    @property
    def kind(self) -> str:
        """The distribution: what is said, or the normal one."""
        return self.distribution or "normal"

    @property
    def probability(self) -> Fraction | None:
        """How probable it is that value ± uncertainty holds; None if the uncertainty is a standard deviation."""
        if not self.coverage:
            return WHOLE if self.kind in _BOUNDED else _USUAL
        return None if self.coverage == ONE_DEVIATION else parse_amount(self.coverage)[0] / 100

    def at(self, place: int) -> str:
        """Return what stands behind ± of one of several amounts, or of the only one; an empty text if nothing does."""
        return self.uncertainty if isinstance(self.uncertainty, str) else self.uncertainty[place]

    @property
    def data(self) -> dict[str, Any]:
        """It as plain data, which reads back to the same."""
        typed = self.uncertainty if isinstance(self.uncertainty, str) else list(self.uncertainty)
        said = {"uncertainty": typed, "distribution": self.distribution, "coverage": self.coverage}
        return {key: value for key, value in said.items() if value}

    def __str__(self) -> str:
        """Return what is typed of it."""
        return self.said

    @property
    def said(self) -> Said:
        """What is typed of it, in words."""
        typed = (self.uncertainty,) if isinstance(self.uncertainty, str) else self.uncertainty
        behind = joined(said_of(text) if text else word("none") for text in typed)
        said = [word(text) if text in _WORDS else text for text in (self.distribution, self.coverage) if text]
        return joined([say("± {uncertainty}", uncertainty=behind), *said])


_WORDS = frozenset({*DISTRIBUTIONS, ONE_DEVIATION})


def said_of(text: str) -> Said | str:
    """Return what stands behind ±, so that its unit can be said in Chinese."""
    of_value = _OF_VALUE.fullmatch(text)
    return say("{share} of the value", share=of_value[1]) if of_value else amount_as_typed(text)


def typed_apart(given: Any) -> tuple[Any, str | tuple[str, ...]]:
    """Return an amount, or a list of them, without what stands behind ±, and that; empty if nothing does."""
    if isinstance(given, list | tuple):
        parts = [typed_apart(one) if isinstance(one, str) else (one, "") for one in given]
        behind = tuple(str(one) for _, one in parts)
        return ([one for one, _ in parts], behind) if any(behind) else (given, "")
    is_typed = isinstance(given, str) and ("±" in given or "+/-" in given)
    match = _BEHIND.fullmatch(given) if is_typed else None
    return (match[1], match[2] or "±") if match and is_amount(match[1]) else (given, "")


def spread_of(given: Mapping[str, Any], behind: str | tuple[str, ...] = "") -> Spread | None:
    """Read how far an amount may be off: from the keys beside it, or from what stands behind ± in it.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    uncertainty = given.get("uncertainty")
    if uncertainty is not None and behind:
        raise ValueError(f"its uncertainty is given twice: {shown(uncertainty)}, and behind ±")
    uncertainty = behind if uncertainty is None else uncertainty
    beside = [key for key in ("distribution", "coverage") if key in given]
    if uncertainty == "" and beside:
        raise ValueError(f"{' and '.join(beside)} go with an uncertainty, like '15 %'")
    if uncertainty == "":
        return None
    texts = tuple(uncertainty) if isinstance(uncertainty, list | tuple) else (uncertainty,)
    for text in texts:
        _check_text(text, may_be_empty=len(texts) > 1)
    distribution, coverage = given.get("distribution", ""), given.get("coverage", "")
    if "distribution" in given and not (isinstance(distribution, str) and distribution in DISTRIBUTIONS):
        raise ValueError(f"the distribution {shown(distribution)} is not one of {', '.join(DISTRIBUTIONS)}")
    if "coverage" in given:
        _check_coverage(coverage, distribution)
    is_list = isinstance(uncertainty, list | tuple)
    return Spread(texts if is_list else texts[0], distribution, coverage)


def _check_text(text: Any, *, may_be_empty: bool) -> None:
    wanted = "write it like '15 %', or with the unit of the value, like '63 t'"
    if not isinstance(text, str):
        raise ValueError(f"the uncertainty {shown(text)} is no text; {wanted}")  # noqa: TRY004 (its caller lists ValueErrors)
    if not text and may_be_empty:
        return
    of_value = _OF_VALUE.fullmatch(text)
    try:
        number, unit = parse_amount(of_value[1] if of_value else text)
    except UnitTextError as error:
        raise ValueError(f"the uncertainty {error}; {wanted}") from None
    if of_value and not (unit.powers and not unit.dimension):
        raise ValueError(f"the uncertainty {text!r} is to be a part of the value, like '15 % of the value'")
    if number < 0:
        raise ValueError(f"the uncertainty {text!r} is below zero; ± is said of both sides")


def _check_coverage(coverage: Any, distribution: str) -> None:
    wanted = f"it is {ONE_DEVIATION!r}, or a probability like '95 %'"
    if coverage == ONE_DEVIATION:
        return
    if not isinstance(coverage, str):
        raise ValueError(f"the coverage {shown(coverage)} is no text; {wanted}")  # noqa: TRY004 (as above)
    try:
        number, unit = parse_amount(coverage)
    except UnitTextError:
        raise ValueError(f"the coverage {shown(coverage)} cannot be read; {wanted}") from None
    if str(unit) != "%" or not 0 < number <= 100:  # noqa: PLR2004 (in percent)
        raise ValueError(f"the coverage {coverage!r} is not between 0 % and 100 %; {wanted}")
    if number == 100 and distribution not in _BOUNDED:  # noqa: PLR2004 (as above)
        kind = distribution or "normal"
        raise ValueError(f"the coverage {coverage!r} is of no {kind} distribution, which has no ends; {wanted}")


def half_width(text: str, value: Fraction, unit: Unit) -> Fraction:
    """Return how much ± is, in a value's unit; nothing of an empty text.

    Raises
    ------
    ValueError
        If it is of another kind than the value, or may be meant in two ways.
    """
    if not text:
        return Fraction(0)
    of_value = _OF_VALUE.fullmatch(text)
    number, typed = parse_amount(of_value[1] if of_value else text)
    is_share = bool(typed.powers) and not typed.dimension
    if of_value or (is_share and unit.dimension):
        return abs(value) * number * typed.size
    if is_share and number:
        raise ValueError(
            f"the uncertainty {text!r} may be a part of the value or points of it; write '{text} of the value', or how "
            "many points it is as a number such as 0.02"
        )
    if typed.dimension != unit.dimension:
        mend = f"write it in {unit}, or as a part of the value like '15 %'"
        raise ValueError(f"the uncertainty {text!r} is {typed.kind}, and the value is {unit.kind}; {mend}")
    return number * typed.size / unit.size
