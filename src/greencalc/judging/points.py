"""What each item's points are of the total, after those of items that do not apply are kept, granted or spread."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import get_args

from greencalc.errors import FactsError
from greencalc.standards.rules import Policy
from greencalc.standards.table import FULL_SCORE, Standard


def points_of(standard: Standard, left_out: Collection[str], policy: Policy | None) -> dict[str, Fraction]:
    """Return the points that each item can earn of the total.

    Parameters
    ----------
    standard : Standard
        The table.
    left_out : collection of str
        The ids of the items that do not apply.
    policy : {"keep", "full", "renormalise"} or None
        What becomes of their points.

    Raises
    ------
    FactsError
        If the policy is to be named and is not, or no item with points applies.
    """
    weights = {group.id: group.points / FULL_SCORE for group in standard.groups}
    weighted = standard.scoring == "weighted"
    of = {
        item.id: item.points * weights[item.group] if weighted and item.group else item.points
        for item in standard.items
    }
    spared = {name for name in left_out if of[name]}
    if spared and policy is None:
        policies = ", ".join(get_args(Policy))
        raise FactsError(
            f"{standard.number} does not say what becomes of the points of an item that does not apply",
            (f"{', '.join(sorted(spared))}: give not_applicable ({policies}) in the table or to evaluate",),
        )
    if not spared or policy != "renormalise":
        return of
    for group in standard.groups:
        members = [item.id for item in standard.items if item.group == group.id]
        _spread(of, members, spared)
    if not any(points for name, points in of.items() if name not in spared):
        raise FactsError(f"facts for {standard.number} cannot be scored", ("no item with points applies to the plant",))
    # a group that has nothing left gives its points to the other groups
    _spread(of, list(of), spared)
    return of


def _spread(of: dict[str, Fraction], members: Iterable[str], left_out: Collection[str]) -> None:
    names = list(members)
    whole = sum((of[name] for name in names), Fraction(0))
    rest = sum((of[name] for name in names if name not in left_out), Fraction(0))
    if rest:
        for name in names:
            of[name] = Fraction(0) if name in left_out else of[name] * whole / rest
