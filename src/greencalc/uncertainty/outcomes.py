"""What samples of a plant come to, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import frozen


class Ends(NamedTuple):
    """Two columns: if everything unknown is not met, and if it is met."""

    lower: Any
    upper: Any


@frozen(eq=False)
class Outcomes:
    """Samples of a plant as judged.

    Attributes
    ----------
    rows : int
        How many there are.
    wrong : array of bool
        Which are of no plant that could be: out of bounds, or against a relation between amounts.
    out_of_bounds : mapping of str to int
        How many of them, by what is out of bounds: an amount, or the formula that has no value.
    gate : Ends
        Whether the gate is open.
    total : Ends
        The points.
    groups : mapping of str to Ends
        The points of each group.
    values : mapping of str to array
        The quantities by header, with their unit; NaN where unknown.
    items : mapping of str to Ends
        Whether each item that is judged from amounts, and applies, is met.
    levels : tuple of Ends
        Whether each level is reached.
    """

    rows: int
    wrong: Any
    out_of_bounds: Mapping[str, int]
    gate: Ends
    total: Ends
    groups: Mapping[str, Ends]
    values: Mapping[str, Any]
    items: Mapping[str, Ends]
    levels: tuple[Ends, ...]
