"""Rows that cannot be judged, and why."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from greencalc.errors import FactsError
from greencalc.showing.sheet import InALine
from greencalc.units.wording import refusal

_FIRST = 3
_MOST_BITS = 63  # of a row's number


@frozen(repr=False)
class RowFault(InALine):
    """Why a plant cannot be judged.

    Attributes
    ----------
    row : int
        Its row, counted from 0.
    columns : tuple of str
        The headers of the cells that the reason speaks of.
    reason : str
        What was given, what is expected and how to mend it.
    """

    row: int
    columns: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        """Return row and reason."""
        return f"row {self.row}: {self.reason}"


@frozen(repr=False)
class FaultGroup(InALine):
    """Rows that cannot be judged for the same reason.

    Attributes
    ----------
    rows : int
        How many they are.
    first : tuple of int
        The first of them, at most three, counted from 0.
    columns : tuple of str
        The headers of the cells that the reason speaks of.
    reason : str
        What was given, what is expected and how to mend it.
    """

    rows: int
    first: tuple[int, ...]
    columns: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        """Return rows and reason."""
        return f"{self.named()}: {self.reason}"

    def named(self, count_from: int = 0) -> str:
        """Return which rows they are, in words.

        Parameters
        ----------
        count_from : int, optional
            The number of the first row.

        Returns
        -------
        str
            The row, or all rows where they are few, or how many with the first of them.

        Raises
        ------
        FactsError
            If the number is no whole number of a file's size.
        """
        if not isinstance(count_from, int) or count_from.bit_length() > _MOST_BITS:
            raise FactsError("named", (refusal("count_from", count_from, "give the number of the first row"),))
        listed = ", ".join(str(row + count_from) for row in self.first)
        if self.rows == 1:
            return f"row {listed}"
        return f"{self.rows} rows (first: {listed} ...)" if self.rows > len(self.first) else f"rows {listed}"


def grouped(faults: Iterable[RowFault], groups: Iterable[FaultGroup] = ()) -> tuple[FaultGroup, ...]:
    """Return faults with those that are equal as one, in the order of their first rows; groups are added to."""
    found = {(group.columns, group.reason): group for group in groups}
    for fault in faults:
        key = (fault.columns, fault.reason)
        known = found.get(key)
        if known is None:
            found[key] = FaultGroup(1, (fault.row,), *key)
        else:
            found[key] = FaultGroup(known.rows + 1, (*known.first, fault.row)[:_FIRST], *key)
    return tuple(found.values())
