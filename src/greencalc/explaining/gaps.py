"""Gaps as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from greencalc.judging.results import ItemResult
from greencalc.plant.status_words import UNKNOWN
from greencalc.showing.sheet import Entries, InALine, Sheet, Shown, listing
from greencalc.units.number_text import points_text


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

    def _sheet(self) -> Sheet:
        return Sheet(f"{self.id} {self.result.item.title}", (Entries(_entries(self)),))

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


_NO_GAP = "Every item is fully met, or does not apply."
_EACH_BY_ITSELF = "Each change is by itself, all other inputs held."


class Gaps(Shown, tuple[Gap, ...]):
    """Every item that is not fully met: mandatory items first, then by the points to be gained.

    A tuple of :class:`greencalc.Gap` that prints itself and shows itself in a notebook.
    """

    __slots__ = ()

    def _sheet(self) -> Sheet:
        unknown = [gap for gap in self if gap.opens_gate and gap.result.status == UNKNOWN]
        parts = {
            "Mandatory items that are not met": [gap for gap in self if gap.opens_gate and gap not in unknown],
            "Mandatory items that are not known to be met": unknown,
            "Points to be gained, the most first": [gap for gap in self if not gap.opens_gate],
        }
        listed = (listing(title, (row for gap in gaps for row in _entries(gap))) for title, gaps in parts.items())
        held = _EACH_BY_ITSELF if any(gap.changes for gap in self) else None
        return Sheet(f"{len(self)} items are not fully met, or not known to be" if self else _NO_GAP, (held, *listed))


def _entries(gap: Gap) -> Iterator[tuple[str, str]]:
    """Yield an item, what it gains and why it is not met, and below it each way to meet it."""
    item = gap.result.item
    gain = f", +{points_text(gap.exact_gain, gap.result.exact_of)} points" if gap.exact_gain else ""
    yield f"{gap.id}{gain}", f"{item.title} {item.title_zh}; {gap.result.status}: {gap.result.why}"
    yield from (("", text) for text in gap.words)
    yield from (("", f"{change.argument}, {change.meaning}: {change.why}") for change in gap.changes)
