"""One fact about a plant: an amount or a status, with its evidence and years."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from greencalc.plant.status_words import STATUS_WORDS, UNKNOWN, status_of
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.units.amount import FloatText, GivenAmount
from greencalc.units.spread import SPREAD_KEYS, Spread, half_width, spread_of, typed_apart
from greencalc.units.text import share_in
from greencalc.units.unit_table import Unit
from greencalc.units.wording import shown

FACT_KEYS = ("value", "status", "share", "reason", "evidence", "year", *SPREAD_KEYS)
MOST_FACTS = 2000
"""Facts that a file of a plant may have."""
_YEARS = range(1900, 2201)


@frozen(repr=False)
class Fact(InALine):
    """One fact: an amount or a status, with what backs it.

    Attributes
    ----------
    name : str
        The argument's name, the item's id, the clause, or the category ("vehicle_type").
    value : object
        What was given for an amount that has not been read.
    reading : GivenAmount or None
        The amount as read, free of the caller's objects.
    status : str or None
        The status of a requirement, or "unknown" for an amount.
    share : Fraction or None
        The share that a partly met requirement is met by.
    share_typed : str
        The share as typed.
    reason, evidence : str
        Why it does not apply; what document shows it.
    year : int or None
        The year that the amount is of, if it says so.
    unknown_at : tuple of int
        The places in its list of years that are said to be unknown; the reading holds the others.
    is_blank : bool
        Whether it says nothing at all, as an empty cell.
    spread : Spread or None
        How far the amount may be off, if that is said; no verdict depends on it.
    """

    name: str
    value: Any = field(default=None, converter=read_only)
    reading: GivenAmount | None = None
    status: str | None = None
    share: Fraction | None = None
    share_typed: str = ""
    reason: str = ""
    evidence: str = ""
    year: int | None = None
    unknown_at: tuple[int, ...] = ()
    is_blank: bool = False
    spread: Spread | None = None

    @property
    def is_list(self) -> bool:
        """Whether it is a list, of one amount or of several."""
        return self.reading is not None and isinstance(self.reading.numbers, list)

    @property
    def entries(self) -> int:
        """How many amounts it has: one, or one for each year, known or not."""
        numbers = None if self.reading is None else self.reading.numbers
        return len(numbers) + len(self.unknown_at) if isinstance(numbers, list) else 1

    @property
    def known_entries(self) -> int:
        """How many of them are known."""
        return self.entries - len(self.unknown_at)

    @property
    def words(self) -> str | tuple[str, ...]:
        """The amount as typed, or the list of them."""
        words: str | tuple[str, ...] = "" if self.reading is None else self.reading.words
        return tuple(self._with_unknown(words)) if self.unknown_at else words

    def _with_unknown(self, known: Iterable[Any]) -> list[Any]:
        left = iter(known)
        return [UNKNOWN if place in self.unknown_at else next(left) for place in range(self.entries)]

    def in_known_years(self, unknown_at: Collection[int]) -> GivenAmount:
        """Return the amounts of the years that are known of all amounts which go together."""
        assert self.reading is not None  # noqa: S101 (only amounts that were read are asked for)
        if not isinstance(self.reading.numbers, list):
            return self.reading
        places = [place for place in range(self.entries) if place not in self.unknown_at]
        kept = [item for place, item in zip(places, self.reading.numbers, strict=True) if place not in unknown_at]
        return evolve(self.reading, numbers=kept, given=[item.given for item in kept])

    def read(self, reading: GivenAmount, unknown_at: tuple[int, ...]) -> Fact:
        """Return an amount that has been read, in place of what was given for it."""
        return Fact(
            self.name,
            reading=reading,
            evidence=self.evidence,
            year=self.year,
            unknown_at=unknown_at,
            spread=self.spread,
        )

    def half_widths(self, unit: Unit) -> list[Fraction]:
        """Return how much ± is of each amount that was read, known or not, in a unit.

        Raises
        ------
        ValueError
            If it cannot be said of them.
        """
        assert self.reading is not None  # noqa: S101 (only amounts that were read are asked for)
        spread = self.spread
        if spread is None:
            return [Fraction(0)] * self.entries
        if not isinstance(spread.uncertainty, str) and len(spread.uncertainty) != self.entries:
            raise ValueError(f"it has {self.entries} amounts, and {len(spread.uncertainty)} uncertainties")
        exact = self.reading.exact(unit)
        known = iter(exact if self.is_list else [exact])
        return [
            Fraction(0) if place in self.unknown_at else half_width(spread.at(place), next(known), unit)
            for place in range(self.entries)
        ]

    def __str__(self) -> str:
        """Return name and what is given."""
        return f"{self.name}: {self.status or self.reading or self.value}"

    @property
    def data(self) -> dict[str, Any]:
        """The fact as plain data, which reads back to the same fact."""
        value = _as_data(self.value if self.reading is None else self.reading.given)
        if self.unknown_at:
            value = self._with_unknown(value)
        status = "" if self.is_blank else self.status
        main: dict[str, Any] = {"value": value} if status is None else {"status": status}
        rest = {"share": self.share_typed, "reason": self.reason, "evidence": self.evidence, "year": self.year}
        behind = {} if self.spread is None else self.spread.data
        return main | {key: value for key, value in rest.items() if value} | behind


def _as_data(value: Any) -> Any:
    """Return what was given as plain data; a text whose number is a float says so."""
    if isinstance(value, list):
        return [_as_data(item) for item in value]
    return {"text": str(value), "float": True} if isinstance(value, FloatText) else value


def fact_of(name: str, given: Any) -> Fact:
    """Read a fact as far as that goes without knowing what it is for.

    Raises
    ------
    ValueError
        Saying what is wrong with it.
    """
    if isinstance(given, str) or not isinstance(given, Mapping):
        return _taken_apart(name, given)
    unknown = [str(key) for key in given if key not in FACT_KEYS]
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)}; a fact has {', '.join(FACT_KEYS)}")
    if ("value" in given) == ("status" in given):
        raise ValueError("give either a value or a status")
    main = given["value"] if "value" in given else given["status"]
    if not isinstance(main, str) and isinstance(main, Mapping):
        fact_of(name, main)  # which may have faults of its own
        raise ValueError("a value or status is no table of its own")  # noqa: TRY004 (its caller lists ValueErrors)
    value, behind_value = typed_apart(main)
    said = _said(value)
    _check_beside(given, is_status=said["status"] is not None)
    if "status" in given and said["status"] is None:
        raise ValueError(f"the status {shown(given['status'])} is not one of {STATUS_WORDS}")
    for key in ("reason", "evidence"):
        if not isinstance(given.get(key, ""), str):
            raise ValueError(f"{key} is a text, not {shown(given[key])}")  # noqa: TRY004 (its caller lists ValueErrors)
    if not is_year(given.get("year", _YEARS[0])):
        raise ValueError(f"the year {shown(given['year'])} is to be a whole number such as 2025")
    return Fact(
        name,
        **said,
        share=_share(given),
        share_typed=given.get("share", ""),
        reason=given.get("reason", ""),
        evidence=given.get("evidence", ""),
        year=given.get("year"),
        spread=spread_of(given, behind_value),
    )


def _check_beside(given: Mapping[str, Any], *, is_status: bool) -> None:
    """Refuse what goes with an amount beside a status, and the other way round."""
    if not is_status and ("share" in given or "reason" in given):
        raise ValueError("share and reason go with a status; an amount has value and evidence")
    spread = [key for key in SPREAD_KEYS if key in given]
    if is_status and spread:
        raise ValueError(f"{', '.join(spread)}: they are said of an amount, and this is a status")


def _taken_apart(name: str, given: Any) -> Fact:
    """Return a fact that was typed alone, with what stands behind ± in it apart."""
    value, behind = typed_apart(given)
    return Fact(name, **_said(value), spread=spread_of({}, behind))


def _said(given: Any) -> dict[str, Any]:
    """Return the value or the status that something stands for, and whether it says nothing."""
    status = status_of(given)
    is_text = isinstance(given, str)
    word = str(given) if is_text and status != UNKNOWN else None
    is_blank = given is None or (is_text and not given.strip())
    return {"value": given if status is None else word, "status": status, "is_blank": is_blank}


def is_year(given: Any) -> bool:
    """Tell whether what was given is a year, as a whole number."""
    return type(given) is int and given in _YEARS


def _share(given: Mapping[str, Any]) -> Fraction | None:
    if "share" not in given:
        return None
    if not isinstance(given["share"], str):
        raise ValueError(f"the share {shown(given['share'])} is to be a text with its unit, like '60 %'")  # noqa: TRY004 (as above)
    return share_in(given["share"])
