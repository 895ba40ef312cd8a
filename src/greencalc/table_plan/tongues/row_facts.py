"""The facts of a block of rows, as a plan asks for them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Protocol

from greencalc.table_plan.inputs import Inputs
from greencalc.table_plan.tongues.fractions import ExactFacts
from greencalc.table_plan.tongues.ratios import Ratios
from greencalc.table_plan.tongues.room import Room


class RowFacts(Protocol):
    """The facts of a block of rows.

    Attributes
    ----------
    rows : int
        How many there are.
    room : Room
        Where arrays of so many rows are.
    wrong : array of bool
        Which cannot be judged.
    unsound : dict of str to array of bool
        Where a formula has no value though its amounts are known, by its name.
    are_drawn : bool
        Whether amounts that differ are drawn, not typed: then what floats cannot tell from a limit is the limit.
    """

    rows: int
    room: Room
    wrong: Any
    unsound: dict[str, Any]
    are_drawn: bool

    @property
    def inputs(self) -> Inputs:
        """What their plan is made for."""

    def refuse(self, formula: str, rows: Any) -> None:
        """Note rows that cannot be judged, since a formula has no value there."""

    def amount(self, key: str) -> Any:
        """Return amounts as floats in their argument's unit, harmless ones where they are unknown."""

    def gap(self, key: str) -> Any:
        """Return which amounts are unknown: none, if none can be."""

    def is_of_floats(self, key: str) -> bool | None:
        """Tell whether amounts are floats, which stand for their rounding; None if some are."""

    def are_alike(self, key: str, other: str) -> bool:
        """Tell whether amounts are floats typed in the same unit, so that equal ones are the same."""

    def ratios(self, key: str, rows: Any) -> Ratios:
        """Return amounts exactly, in some rows."""

    def fraction(self, key: str, row: int) -> Fraction | None:
        """Return an amount exactly, in a row; None if it is unknown."""

    def codes(self, item: str) -> Any:
        """Return what is said of an item, as truths or by their codes."""

    def degrees(self, item: str) -> Any:
        """Return how far an item is said to be partly met."""

    def exact(self, row: int) -> ExactFacts:
        """Return the facts of a row exactly."""

    def categories(self) -> Any:
        """Return the places of categories in the table's list, -1 where unknown."""
