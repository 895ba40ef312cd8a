"""Gaps as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator

from greencalc.display import Sheet, Shown, Table, entry
from greencalc.facts import UNKNOWN
from greencalc.gap import Gap
from greencalc.rounding import points_text

__all__ = ["Gaps"]

_EACH_BY_ITSELF = "Each change is by itself, all other inputs held."


class Gaps(Shown, tuple[Gap, ...]):
    """Every item that is not fully met: mandatory items first, then by the points to be gained.

    A tuple of :class:`greencalc.gap.Gap` that prints itself and shows itself in a notebook.
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
