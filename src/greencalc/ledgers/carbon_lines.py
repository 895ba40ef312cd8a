"""A line of a carbon ledger once it is worked out, and what the caller chose: data alone.

``carbon_kinds`` works it out.
"""

from __future__ import annotations

from typing import Literal, get_args

from attrs import field, frozen

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.languages.said import Said, say, word
from greencalc.ledgers.heat import NetToGross
from greencalc.ledgers.meter_line import RENEWABLE
from greencalc.ledgers.steps import Step, Value, value_in, value_text
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.units.amount import GivenAmount
from greencalc.units.text import parse_unit

GJ = parse_unit("GJ")[1]
PURPOSE = "A.9"
Accounting = Literal["location", "market"]
ACCOUNTINGS = get_args(Accounting)
RESIDUAL = "average-excl-market-traded-non-fossil"


@frozen(repr=False)
class CarbonLine(InALine):
    """A line of the carbon ledger, worked out.

    Attributes
    ----------
    label, kind : str
        What results call it; what kind of emission it is.
    part : str
        The part of the total: an argument of ``carbon_emission_total``, or "biomass", which is shown apart.
    carrier : str
        The fuel, gas or energy.
    quantity : GivenAmount or None
        The quantity as typed, where the line has one.
    renewable : str or None
        Where renewable electricity or heat comes from; "no" where it was said not to be renewable.
    steps : tuple of Step
        The formulas from the quantity to the emission.
    market_step : Step or None
        The last step of the market-based emission, where it is another one.
    value : Fraction or numpy.ndarray
        The emission in tCO2e, location-based.
    market_value : Fraction or numpy.ndarray
        The same, market-based: other for electricity alone, where certificates or contracts are given.
    factors : tuple of Factor
        The rows of the tables that it uses.
    ratio : NetToGross or None
        The ratio of net to gross heat, where a fuel is billed by its gross heat.
    reference, origin, evidence : str
        Where what was typed in place of a row comes from; whose word it is; what shows the reading.
    """

    label: str
    kind: str
    part: str
    carrier: str
    quantity: GivenAmount | None
    renewable: str | None
    steps: tuple[Step, ...]
    market_step: Step | None
    value: Value = field(converter=read_only)
    market_value: Value = field(converter=read_only)
    factors: tuple[Factor, ...]
    ratio: NetToGross | None
    reference: str
    origin: str
    evidence: str

    def __str__(self) -> str:
        """Return label, emission and part."""
        return say(
            "{line}: {value}, {part}", line=self.label, value=value_text(self.value, "tCO2e"), part=self.part_text
        )

    @property
    def part_text(self) -> Said:
        """The part of the total in words."""
        return word(self.part.replace("_", " "))

    @property
    def is_renewable(self) -> bool:
        """Whether it is marked as renewable."""
        return self.renewable in RENEWABLE

    @property
    def energy(self) -> Value | None:
        """The electricity or heat of it in GJ; None where it is none, or was stated without it."""
        readings = self.steps[-1].readings if self.steps else {}
        energy = next((readings[name] for name in ("fuel_heat", "electricity", "heat") if name in readings), None)
        return None if energy is None else value_in(energy, GJ)


PARTS = (
    "combustion",
    "process",
    "purchased_electricity",
    "purchased_heat",
    "exported_electricity",
    "exported_heat",
)
USES = ("consumed", "exported")


@frozen
class CarbonSettings:
    """What the caller of a carbon ledger chose."""

    factors: Factors
    fuel_set: str | None
    gwp_set: str | None
    grid: tuple[str, ...] | None
    residual_grid: tuple[str, ...] | None
    accounting: Accounting | None
    traded: bool
