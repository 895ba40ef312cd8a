"""Samples of a plant as a plan takes them: some amounts as columns, all else as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve

from greencalc.table_plan.inputs import UNSAID, Inputs
from greencalc.table_plan.tongues.blocks import SAID
from greencalc.table_plan.tongues.fractions import ExactFacts
from greencalc.table_plan.tongues.ratios import Ratios
from greencalc.table_plan.tongues.room import Room
from greencalc.units.float_rounding import Rounded


class SampledRows:
    """Rows of samples.

    Parameters
    ----------
    inputs : Inputs
        What the plan is made for.
    facts : ExactFacts
        The plant's facts.
    columns : mapping of str to array
        The amounts that are sampled, by key.
    wrong : array of bool
        Which rows are of no plant.
    room : Room
        Where arrays of so many rows are.
    """

    are_drawn = True

    def __init__(self, inputs: Inputs, facts: ExactFacts, columns: Mapping[str, Any], wrong: Any, room: Room) -> None:
        self.inputs = inputs
        self.facts = facts
        self.sampled = columns
        self.wrong = wrong
        self.rows = len(wrong)
        self.room = room if room.rows == self.rows else Room(self.rows)
        self.unsound: dict[str, Any] = {}

    def refuse(self, formula: str, rows: Any) -> None:
        """Note rows that are of no plant, since a formula has no value there."""
        new = rows & ~self.wrong
        self.unsound[formula] = self.unsound[formula] | new if formula in self.unsound else new
        self.wrong |= rows

    def amount(self, key: str) -> Any:
        """Return amounts as floats in their argument's unit."""
        return self.sampled[key] if key in self.sampled else float(self.facts.amounts.get(key, 0))

    def gap(self, key: str) -> Any:
        """Return whether amounts are unknown, in all rows alike."""
        return np.broadcast_to(key not in self.facts.amounts, self.rows)

    def is_of_floats(self, key: str) -> bool:
        """Tell whether amounts are floats, which samples are."""
        return key in self.sampled or isinstance(self.facts.amounts.get(key), Rounded)

    def are_alike(self, key: str, other: str) -> bool:
        """Tell whether equal amounts are the same."""
        return key in self.sampled and other in self.sampled

    def ratios(self, key: str, rows: Any) -> Ratios:
        """Return amounts exactly, in some rows."""
        if key in self.sampled:
            return Ratios.of_floats(self.sampled[key][rows])
        return Ratios.of(self.facts.amounts.get(key, Fraction(0)))

    def fraction(self, key: str, row: int) -> Fraction | None:
        """Return an amount exactly, in a row; None if it is unknown."""
        return Rounded(str(float(self.sampled[key][row]))) if key in self.sampled else self.facts.amounts.get(key)

    def codes(self, item: str) -> Any:
        """Return what is said of an item, in all rows alike."""
        status, _ = self.facts.words.get(item, (UNSAID, None))
        return np.broadcast_to(np.uint8(SAID[status]), self.rows)

    def degrees(self, item: str) -> Any:
        """Return how far an item is said to be partly met, in all rows alike."""
        _, share = self.facts.words.get(item, (UNSAID, None))
        return np.broadcast_to(0.0 if share is None else float(share), self.rows)

    def exact(self, row: int) -> ExactFacts:
        """Return the facts of a row exactly."""
        sampled = {key: Rounded(str(float(column[row]))) for key, column in self.sampled.items()}
        return evolve(self.facts, amounts={**self.facts.amounts, **sampled})

    def categories(self) -> Any:
        """Return the place of the plant's category in the table's list, in all rows alike."""
        return np.broadcast_to(self.facts.category, self.rows)
