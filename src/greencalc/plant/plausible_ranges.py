"""Ranges in which an amount is plausible, as a table of one's own or the shipped one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from attrs import fields, frozen

from greencalc.errors import StandardError, UnitTextError
from greencalc.files.csv_table import CsvFileError, read_rows
from greencalc.languages.said import say, say_in_both
from greencalc.origins import ORIGINS
from greencalc.showing.sheet import InALine
from greencalc.units.text import parse_amount
from greencalc.units.unit_table import Unit
from greencalc.units.wording import PATH, expect


@frozen(repr=False)
class PlausibleRange(InALine):
    """Between what ends a ratio of facts usually lies.

    Attributes
    ----------
    code : str
        The finding's name; "of-the-year" lists the amounts that are of the evaluation year.
    clause : str
        The clause that the facts belong to.
    of, per : str
        Names of facts, joined by "+": the ratio is the sum of the first by the sum of the second. A list is
        looked at entry by entry in `of`, and by its last entry in `per`.
    low, high : str
        The ends as typed with their unit; either may be empty.
    vehicle_type : str
        For which vehicle types alone, joined by "+"; empty for all.
    what, what_zh : str
        What the ratio is, in English and Chinese; the Chinese may be left out.
    origin, source : str
        How far the ends can be trusted, and where they come from.
    """

    code: str
    clause: str
    of: str
    per: str
    low: str
    high: str
    vehicle_type: str
    what: str
    origin: str
    source: str
    what_zh: str = ""

    def __attrs_post_init__(self) -> None:
        """Let what the ratio is be said in Chinese."""
        say_in_both(self, "what")

    def __str__(self) -> str:
        """Return its name and what it says."""
        return say("{code}: {what}", code=self.code, what=self.what)

    @property
    def above(self) -> tuple[str, ...]:
        """The names whose sum stands above."""
        return names_in(self.of)

    @property
    def below(self) -> tuple[str, ...]:
        """The names whose sum stands below."""
        return names_in(self.per)


def load_plausibility(path: str | Path | None = None) -> tuple[PlausibleRange, ...]:
    """Load the ranges that amounts usually lie in.

    Parameters
    ----------
    path : str or Path, optional
        A CSV table of one's own, with the columns of the shipped one, ``plausible_ranges.csv``.

    Returns
    -------
    tuple of PlausibleRange
        The checked table, as :func:`greencalc.evaluate` takes it.

    Raises
    ------
    StandardError
        Listing every fault of the file.

    Examples
    --------
    >>> [row.high for row in load_plausibility() if row.code == "vocs-on-area"]
    ['300 g/m2']
    """
    if path is None:
        return _shipped()
    mend = "give the path of a table of ranges, as 'ranges.csv'"
    expect(PATH, path, "load_plausibility", "path", mend, error=StandardError)
    return _load(Path(path))


OF_THE_YEAR = "of-the-year"
_COLUMNS = tuple(one.name for one in fields(PlausibleRange) if one.name != "what_zh")


@cache
def _shipped() -> tuple[PlausibleRange, ...]:
    with as_file(files("greencalc.plant") / "plausible_ranges.csv") as path:
        return _load(path)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a sum of facts."""
    return tuple(name.strip() for name in text.split("+") if name.strip())


def _load(path: Path) -> tuple[PlausibleRange, ...]:
    try:
        rows = read_rows(path, _COLUMNS, ("what_zh",))
    except CsvFileError as error:
        raise StandardError(str(path), (str(error),)) from error
    return checked_ranges({number: PlausibleRange(**row) for number, row in rows.items()}, str(path))


def checked_ranges(rows: Mapping[int, PlausibleRange], where: str) -> tuple[PlausibleRange, ...]:
    """Return the rows of a table of ranges, or raise a StandardError that lists what is wrong, by their numbers."""
    faults = [f"row {number} ({row.code}): {fault}" for number, row in rows.items() for fault in _faults(row)]
    if faults:
        raise StandardError(where, tuple(faults))
    return tuple(rows.values())


def _faults(row: PlausibleRange) -> Iterator[str]:
    if not (row.code and row.above and row.what and row.source):
        yield "code, of, what or source is empty"
    if row.origin not in ORIGINS:
        yield f"origin {row.origin!r} is not one of {', '.join(ORIGINS)}"
    if row.code == OF_THE_YEAR:
        return
    if not (row.low or row.high):
        yield "it has neither low nor high"
    try:
        ends = [parse_amount(end) for end in (row.low, row.high) if end]
    except UnitTextError as error:
        yield str(error)
        return
    if len({unit.dimension for _, unit in ends}) > 1 or sorted(map(size_of, ends)) != list(map(size_of, ends)):
        yield f"{row.low!r} and {row.high!r} are no low and high end of one kind"


@lru_cache(maxsize=1024)
def end_of(text: str) -> tuple[Fraction, Unit]:
    """Read an end of a range once, since every evaluation asks for the same ones."""
    return parse_amount(text)


def size_of(amount: tuple[Fraction, Unit]) -> Fraction:
    """Return an amount in base units."""
    return amount[0] * amount[1].size
