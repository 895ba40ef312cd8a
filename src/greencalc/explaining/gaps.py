"""Gaps as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from greencalc.judging.results import ItemResult
from greencalc.plant.words import UNKNOWN
from greencalc.showing.sheet import InALine, Sheet, Shown, Table, entry
from greencalc.units.rounding import points_text

__all__ = ["Change", "Gap", "Gaps"]


@frozen(repr=False)
class Change(InALine):
    """What one input would need for its item to be fully met, the others held.

    Attributes
    ----------
    argument, meaning : str
        The input's name and what it stands for.
    now : str or tuple of str or None
        The amount as typed; None if it is missing.
    needed : str or tuple of str or None
        The amount that would do, ready to be typed; of years, all of them. None if no value does or any, if none was
        found, and if the amount is the total of a ledger.
    why : str
        The change in words, and why it is no measure if it is none; or that any value does it, that none can and
        what proves it, or that none was found.
    is_measure : bool or None
        Whether such a change makes the plant greener, as the input's symbol says; None where that says nothing.
    """

    argument: str
    meaning: str
    now: str | tuple[str, ...] | None
    needed: str | tuple[str, ...] | None
    why: str
    is_measure: bool | None

    def __str__(self) -> str:
        """Return the input and the change in words."""
        return f"{self.argument}: {self.why}"


@frozen(repr=False)
class Gap(InALine):
    """An item that is not fully met, and what would close it.

    Attributes
    ----------
    result : ItemResult
        The item as judged.
    exact_gain : Fraction
        The points that it would gain.
    changes : tuple of Change
        What each input would need, each by itself; empty for a requirement that is judged by a word, and where no
        year that is still open can do it.
    words : tuple of str
        What else is to be done: a requirement to be met, facts to be given, years to pass.
    """

    result: ItemResult
    exact_gain: Fraction
    changes: tuple[Change, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        """Return the item and what would close it."""
        return f"{self.id} {self.result.item.title}: {'; '.join((*map(str, self.changes), *self.words))}"

    @property
    def id(self) -> str:
        """The item's id."""
        return self.result.id

    @property
    def opens_gate(self) -> bool:
        """Whether the item is mandatory."""
        return self.result.item.mandatory

    @property
    def gain(self) -> float:
        """The points that it would gain."""
        return float(self.exact_gain)


_EACH_BY_ITSELF = "Each change is by itself, all other inputs held."


class Gaps(Shown, tuple[Gap, ...]):
    """Every item that is not fully met: mandatory items first, then by the points to be gained.

    A tuple of :class:`greencalc.Gap` that prints itself and shows itself in a notebook.
    """

    __slots__ = ()

    def __str__(self) -> str:
        """Return what would have to change, the gate first, then by points."""
        if not self:
            return "Every item is fully met, or does not apply."
        lines = []
        for title, chosen in self._parts():
            lines += ["", title]
            for gap in chosen:
                gain = f", {_gain(gap)} points" if gap.exact_gain else ""
                lines += entry(f"{gap.id}{gain}", f"{gap.result.item.title}; {gap.result.status}: {gap.result.why}")
                lines += [line for text in _ways(gap) for line in entry("  -", text)]
        closing = ["", _EACH_BY_ITSELF] if any(gap.changes for gap in self) else []
        return "\n".join([*lines[1:], *closing])

    def _sheet(self) -> Sheet:
        heads = ("Item", "Requirement", "要求", "Gain", "Now", "What would do")
        table = Table(heads, tuple(row for gap in self for row in _rows(gap)))
        return Sheet(f"{len(self)} items are not fully met, or not known to be", (_EACH_BY_ITSELF, table))

    def _parts(self) -> Iterator[tuple[str, list[Gap]]]:
        unknown = [gap for gap in self if gap.opens_gate and gap.result.status == UNKNOWN]
        for title, chosen in (
            ("Mandatory items that are not met", [gap for gap in self if gap.opens_gate and gap not in unknown]),
            ("Mandatory items that are not known to be met", unknown),
            ("Points to be gained, the most first", [gap for gap in self if not gap.opens_gate]),
        ):
            if chosen:
                yield title, chosen


def _rows(gap: Gap) -> Iterator[tuple[str, ...]]:
    """Yield a row for each way, the first of which names the item."""
    item = gap.result.item
    gain = "the gate" if gap.opens_gate else _gain(gap)
    cells: tuple[str, ...] = (gap.id, item.title, item.title_zh, gain, gap.result.why)
    for way in _ways(gap):
        yield *cells, way
        cells = ("",) * len(cells)


def _ways(gap: Gap) -> Iterator[str]:
    yield from gap.words
    for change in gap.changes:
        yield f"{change.argument}, {change.meaning}: {change.why}"


def _gain(gap: Gap) -> str:
    return f"+{points_text(gap.exact_gain, gap.result.exact_of)}"
