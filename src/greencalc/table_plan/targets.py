"""The values from which on an item is met: by a limit, compared as it is or rounded to its digits."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from greencalc.showing.sheet import InALine
from greencalc.standards.rules import LimitComparison
from greencalc.units.number_text import decimal_text
from greencalc.units.text import exact_in, last_digit
from greencalc.units.unit_table import Unit


@frozen(repr=False)
class Target(InALine):
    """The values from which on an item is fully met.

    Attributes
    ----------
    value : Fraction
        The first of them, or the last that is not, in the unit of the formula's result.
    better : {"higher", "lower"}
        On which side they lie.
    inclusive : bool
        Whether the value itself is one of them.
    """

    value: Fraction
    better: Literal["higher", "lower"]
    inclusive: bool = True

    def __str__(self) -> str:
        """Return it as a comparison."""
        sign = ">" if self.better == "higher" else "<"
        return f"{sign}{'=' if self.inclusive else ''} {decimal_text(self.value, 12)}"

    def is_met_by(self, value: Fraction) -> bool:
        """Tell whether a value is one of them.

        Parameters
        ----------
        value : Fraction
            In the unit of the formula's result.

        Returns
        -------
        bool
            Whether the item is fully met by it.
        """
        beyond = value > self.value if self.better == "higher" else value < self.value
        return beyond or (self.inclusive and value == self.value)


def limit_target(sign: str, limit: str, unit: Unit, comparison: LimitComparison) -> Target:
    """Return the values that keep a limit as typed, compared as they are or rounded to its digits."""
    bound = exact_in(limit, unit)
    inclusive = sign in {">=", "<="}
    better: Literal["higher", "lower"] = "higher" if sign in UPWARD else "lower"
    if comparison == "full value":
        return Target(bound, better, inclusive)
    # rounding moves the edge by half a step; a value on it goes to the even neighbour
    step = last_digit(limit, unit)
    outward = 1 if better == "higher" else -1
    first = bound if inclusive else bound + outward * step
    return Target(first - outward * step / 2, better, inclusive=(first / step) % 2 == 0)


UPWARD = frozenset({">=", ">"})
