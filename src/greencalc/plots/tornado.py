"""How far each input moves a total while the others stay: the input that moves it most first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from greencalc.errors import FactsError
from greencalc.languages.said import Language, joined, say, word
from greencalc.plots.drawing import EARNED, TAKEN
from greencalc.plots.rows import Rows, rows_on
from greencalc.units.wording import listed, refusal

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

_WHERE = "plot_tornado"
_ROOM = 0.05  # of the distance between the values that are farthest apart, at either side
_MEND = "give its name and two numbers: the total at its low and at its high end"


class Swing(Protocol):
    """An input, and the total with it at its low and at its high end; NaN where that could be no plant."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def low(self) -> float:
        """The total with it at its low end."""

    @property
    def high(self) -> float:
        """The total with it at its high end."""


class Propagated(Protocol):
    """What has the swings of a plant's inputs, and the assessment on the values as typed."""

    @property
    def tornado(self) -> Iterable[Swing]:
        """The swings."""

    @property
    def assessment(self) -> Any:
        """The assessment."""


def plot_tornado(
    swings: Propagated | Iterable[Swing | tuple[str, float, float]],
    *,
    total: float | None = None,
    ax: Axes | None = None,
    language: Language = "en",
) -> Axes:
    """Draw how far each input alone moves the total, the widest first.

    Needs the extra ``greencalc[plots]``.

    Parameters
    ----------
    swings : iterable
        For each input its name and the total at its low and at its high end: a tuple of the three, or whatever has
        them as ``name``, ``low`` and ``high``. NaN is a total that is not known. Or what has these as ``tornado``,
        beside its ``assessment``.
    total : float, optional
        The total with all inputs at their values, from which the bars go to either side; that of the assessment, if
        there is one; else each bar goes from the low to the high end.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; new ones on a figure of their own, ``ax.figure``, if left out.
    language : {"en", "zh"}, optional
        English, or Chinese. Where no font with Chinese signs is installed, it is English, and the plot says so.

    Returns
    -------
    matplotlib.axes.Axes
        The axes.

    Raises
    ------
    FactsError
        Naming the rows that cannot be used; if the total is no number, the axes are none, there is no such language, or
        matplotlib is not installed.

    Examples
    --------
    >>> from greencalc import plot_tornado
    >>> ax = plot_tornado(
    ...     [("energy_consumption", 82.9, 76.1), ("water_reused", 77.8, 82.1)],
    ...     total=79.0,
    ... )
    >>> [text.get_text() for text in ax.texts][:2]
    ['82.90 to 76.10', 'energy_consumption']
    """
    if hasattr(swings, "tornado") and hasattr(swings, "assessment"):
        total = swings.assessment.score.lower if total is None else total
        swings = swings.tornado
    if total is not None and not _is_known(total):
        raise FactsError(_WHERE, (refusal("total", total, "give a number of points, or leave it out"),))
    found = sorted(_rows(swings), key=lambda row: -row.width)
    rows = rows_on(_WHERE, ax, language, len(found))
    drawn: dict[str, Artist] = {}
    for place, row in enumerate(found):
        told = joined(("?" if math.isnan(end) else f"{end:.2f}" for end in (row.low, row.high)), " to ")
        rows.texts(place, row.name, told)
        if total is not None:
            drawn |= _from(rows, place, row, total)
        elif row.is_known:
            drawn[word("from its low to its high end")] = rows.bar(place, row.low, row.high - row.low, EARNED)
    rows.drawing.title(_title(total))
    numbers = [end for row in found for end in (row.low, row.high) if not math.isnan(end)]
    numbers += [] if total is None else [total]
    if numbers:
        room = _ROOM * ((max(numbers) - min(numbers)) or 1.0)
        rows.ax.set_xlim(min(numbers) - room, max(numbers) + room)
    rows.drawing.axis_title("x", word("Points"))
    rows.drawing.legend(dict(sorted(drawn.items(), reverse=True)))  # low before high
    return rows.ax


def _title(total: float | None) -> str:
    what = word("The total while one input alone moves")
    return what if total is None else say("{what}, from {total}", what=what, total=f"{total:.2f}")


def _from(rows: Rows, place: int, row: _Row, total: float) -> dict[str, Artist]:
    """Draw from the total to both ends that are known; the nearer one last, which may lie on the other's side."""
    ends = [(word("at its low end"), row.low, EARNED), (word("at its high end"), row.high, TAKEN)]
    known = sorted((end for end in ends if not math.isnan(end[1])), key=lambda end: -abs(end[1] - total))
    drawn: dict[str, Artist] = {name: rows.bar(place, total, end - total, style) for name, end, style in known}
    rows.mark(place, total)
    return drawn


@frozen
class _Row:
    name: str
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        return not math.isnan(self.low + self.high)

    @property
    def width(self) -> float:
        """How far it moves the total; of what is not known, less than nothing."""
        return abs(self.high - self.low) if self.is_known else -1.0


def _rows(swings: Any) -> list[_Row]:
    """Return the rows; refuse all that are none."""
    rows, faults = [], []
    for number, given in enumerate(listed(swings, _WHERE, "swings", "give a row for each input"), start=1):
        parts: list[Any] = [getattr(given, name, None) for name in ("name", "low", "high")]
        parts = list(given) if isinstance(given, tuple) else parts
        if len(parts) == len(("name", "low", "high")) and isinstance(parts[0], str) and all(map(_is_number, parts[1:])):
            rows.append(_Row(parts[0], float(parts[1]), float(parts[2])))
        else:
            faults.append(refusal(f"row {number}", given, _MEND))
    if faults:
        raise FactsError(_WHERE, tuple(faults))
    return rows


def _is_number(given: Any) -> bool:
    try:
        return isinstance(given, int | float) and not isinstance(given, bool) and not math.isinf(given)
    except OverflowError:  # a whole number of hundreds of digits
        return False


def _is_known(given: Any) -> bool:
    return _is_number(given) and not math.isnan(given)
