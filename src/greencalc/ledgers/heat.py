"""Fuel that is billed as heat: net heat as it is, and gross heat by the ratio of the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import frozen

import greencalc
from greencalc.languages.said import say, word
from greencalc.ledgers.meter_line import MeterLine, amount_of
from greencalc.ledgers.steps import LineError, Step, step
from greencalc.showing.sheet import InALine
from greencalc.standards.table import Assumption
from greencalc.units.amount import GivenAmount
from greencalc.units.text import parse_unit

HEAT_BASES: Mapping[str, str] = MappingProxyType({"net": "net", "gross": "gross", "低位": "net", "高位": "gross"})
"""The words for the two heats of a fuel, and what they mean."""


@frozen(repr=False)
class NetToGross(InALine):
    """The ratio of a fuel's net to its gross heating value.

    Attributes
    ----------
    fuel, value : str
        The fuel, and the ratio as typed.
    origin, source : str
        How far it can be trusted, and where it comes from.
    """

    fuel: str
    value: str
    origin: str
    source: str

    def __str__(self) -> str:
        """Return it in words."""
        return say("the net heat of {fuel} is {ratio} of its gross heat", fuel=word(self.fuel), ratio=self.value)


_OF_NATURAL_GAS = "0.9"
_SOURCE = (
    "natural gas is methane for the most part, of which a mole gives 890.6 kJ gross, and 44.0 kJ less for each of its "
    "two moles of water vapour: 802.6 / 890.6 = 0.901, rounded"
)
_NATURAL_GAS = (
    *("natural gas", "oil-field natural gas", "gas-field natural gas"),
    *("天然气", "油田天然气", "气田天然气"),
)
_HEAT = parse_unit("GJ")[1]


@frozen
class BilledHeat:
    """The net heat of a fuel that is billed as heat, with the step and the ratio that gross heat takes."""

    net: GivenAmount
    steps: tuple[Step, ...] = ()
    ratio: NetToGross | None = None


def ratio_assumptions(ratios: Iterable[NetToGross | None]) -> tuple[Assumption, ...]:
    """Return the ratios that nobody has typed, as results list them, each once."""
    derived = dict.fromkeys(ratio for ratio in ratios if ratio is not None and ratio.origin != "user")
    return tuple(Assumption(say("Ledger: {ratio}.", ratio=str(ratio)), ratio.origin, ratio.source) for ratio in derived)


def is_amount_of_heat(quantity: GivenAmount) -> bool:
    """Tell whether a quantity is heat, in GJ or kWh."""
    return quantity.unit.dimension == _HEAT.dimension


def billed_heat(line: MeterLine, fuel: str, quantity: GivenAmount, why: str) -> BilledHeat:
    """Return the net heat of a fuel whose quantity is heat.

    Raises
    ------
    LineError
        If the line does not say which heat it is, or has no ratio for a fuel that needs one.
    """
    basis = line.text("heat_basis", HEAT_BASES)
    if basis is None:
        raise LineError(
            f"heat_basis is missing: {why}; heat of a fuel is net (低位) or gross (高位), 10 % apart for natural gas: "
            "ask the supplier, and write net or gross"
        )
    if basis == "net":
        return BilledHeat(quantity)
    with greencalc.loading:
        from greencalc.standards.gbt2589_2020 import net_heat_of_gross_heat  # noqa: PLC0415 (for who is billed so)

    ratio = _ratio(line, fuel)
    known: Mapping[str, GivenAmount] = {"gross_heat": quantity, "net_to_gross": amount_of("net_to_gross", ratio.value)}
    net = step(net_heat_of_gross_heat, **known)
    return BilledHeat(net.reading, (net,), ratio)


def _ratio(line: MeterLine, fuel: str) -> NetToGross:
    typed = line.text("net_to_gross")
    if typed is not None:
        return NetToGross(fuel, typed, "user", line.needed("reference", f"it says where {typed} comes from"))
    if fuel in _NATURAL_GAS:
        return NetToGross(fuel, _OF_NATURAL_GAS, "derived", _SOURCE)
    raise LineError(
        f"net_to_gross is missing: the net heat of {fuel} per gross heat, as the supplier or a laboratory gives it, "
        "with its reference; only natural gas has one here"
    )
