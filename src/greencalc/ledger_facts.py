"""The ledgers of a plant file: lists of lines become the totals that the indicators need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from greencalc.errors import FactsError
from greencalc.factors import Factor, Factors
from greencalc.formula import Formula
from greencalc.ledger import sum_of
from greencalc.ledger_of_carbon import CarbonLedger, CarbonLine, carbon_ledger
from greencalc.ledger_of_energy import EnergyLedger, EnergyLine, energy_ledger, is_electric
from greencalc.reading import Reading, read_amount
from greencalc.rounded import rounding_of
from greencalc.rounding import amount_text
from greencalc.unit_text import parse_unit
from greencalc.units import Unit

__all__ = ["LEDGER_NAMES", "Ledgers", "boundary_differences", "contradiction", "read_ledgers"]

LEDGER_NAMES = ("energy", "emission", "ledger")
_ENERGY_SETTINGS = ("gas_reference", "energy_media")
_CARBON_SETTINGS = ("fuel_set", "gwp_set", "grid", "residual_grid", "accounting")
_TOLERANCE = Fraction(5, 1000)  # a stated total may be rounded by as much


@frozen
class Ledgers:
    """What the ledgers of a plant give.

    Attributes
    ----------
    energy : EnergyLedger or None
        The energy ledger, if the plant has one.
    carbon : CarbonLedger or None
        The carbon ledger, if the plant has one.
    amounts : mapping of str to Reading
        The totals by the names of the facts that they are.
    given : mapping
        Lines and settings as plain data, which reads back to the same.
    """

    energy: EnergyLedger | None = None
    carbon: CarbonLedger | None = None
    amounts: Mapping[str, Reading] = field(factory=dict)
    given: Mapping[str, Any] = field(factory=dict)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        energy = [line.factor for line in self.energy.lines if line.factor] if self.energy else []
        carbon = [factor for line in self.carbon.lines for factor in line.factors] if self.carbon else []
        return tuple({(row.table, row.key): row for row in (*energy, *carbon)}.values())

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that the ledgers use, each once."""
        ledgers = [ledger for ledger in (self.energy, self.carbon) if ledger is not None]
        steps = [step for ledger in ledgers for line in ledger.lines for step in line.steps]
        return tuple(dict.fromkeys(step.formula for step in (*steps, *(ledger.total for ledger in ledgers))))

    @property
    def settings(self) -> dict[str, str]:
        """What was chosen for the lines of either ledger."""
        return {
            name: value for ledger in (self.energy, self.carbon) if ledger for name, value in ledger.settings.items()
        }


def read_ledgers(facts: Mapping[Any, Any], factors: Factors) -> Ledgers:
    """Work out the ledgers among a plant's facts.

    Raises
    ------
    FactsError
        Listing every line and setting that cannot be used.
    """
    settings = facts.get("ledger", {})
    faults = list(_setting_faults(settings))
    if faults:
        raise FactsError("the ledgers cannot be used", tuple(faults))
    energy = carbon = None
    amounts = {}
    try:
        if "energy" in facts:
            chosen = {name: settings[name] for name in _ENERGY_SETTINGS if name in settings}
            energy = energy_ledger(facts["energy"], factors=factors, **chosen)
            amounts["energy_consumption"] = _single("energy", energy.value, "kgce")
            if any(line.renewable for line in energy.lines):
                amounts["renewable_energy"] = _single("energy", energy.renewable, "kgce")
    except FactsError as error:
        faults += error.faults
    try:
        if "emission" in facts:
            chosen = {name: settings[name] for name in _CARBON_SETTINGS if name in settings}
            carbon = carbon_ledger(facts["emission"], factors=factors, **chosen)
            amounts["carbon_emission"] = _single("emission", carbon.value, "tCO2e")
    except FactsError as error:
        faults += error.faults
    if faults:
        raise FactsError("the ledgers cannot be used", tuple(faults))
    given: dict[str, Any] = {
        name: {"lines": [_plain(line) for line in facts[name]]} for name in ("energy", "emission") if name in facts
    }
    if settings:
        given["ledger"] = {"settings": dict(settings)}
    return Ledgers(energy, carbon, amounts, given)


def contradiction(name: str, stated: Reading, counted: Reading) -> str | None:
    """Return what is wrong if a total is stated and counted, and the two are further apart than rounding."""
    unit = counted.unit
    one, other = stated.exact(unit), counted.exact(unit)
    if abs(one - other) <= _TOLERANCE * max(abs(one), abs(other)):
        return None
    return (
        f"{name}: {stated.words} is stated, and the ledger adds up to {amount_text(other, unit, 8)}; "
        "correct one of them, or leave the total out"
    )


def boundary_differences(energy: EnergyLedger, carbon: CarbonLedger) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield where the two ledgers do not have the same carriers in the same quantities."""
    computed = [line for line in carbon.lines if line.kind != "stated"]
    stated = {line.part for line in carbon.lines if line.kind == "stated"} - {line.part for line in computed}
    consumed = [line for line in energy.lines if line.use == "consumed"]
    for kind, part in (("electricity", "purchased_electricity"), ("heat", "purchased_heat")):
        if part not in stated:
            used = [line for line in consumed if _kind(line) == kind]
            yield from _difference(kind, used, [line for line in computed if line.part == part])
    if "combustion" in stated:
        return
    left = [line for line in computed if line.kind == "combustion"]
    groups: list[tuple[list[EnergyLine], list[CarbonLine]]] = []
    for line in consumed:
        if _kind(line) == "fuel":
            burnt = [other for other in left if _names(line) & _names(other)]
            group = next((group for group in groups if burnt and group[1][:1] == burnt[:1]), None)
            if group is None:
                groups.append(([line], burnt))
            else:
                group[0].append(line)
    matched = [other for _, burnt in groups for other in burnt]
    for used, burnt in groups:
        yield from _difference(used[0].carrier, used, burnt)
    for other in left:
        if other not in matched:
            yield from _difference(other.carrier, [], [other])


def _names(line: EnergyLine | CarbonLine) -> set[str]:
    """Return what a fuel is called in the tables; the natural gas of any field is natural gas."""
    rows = line.factors if isinstance(line, CarbonLine) else (line.factor,) if line.factor else ()
    names = {line.carrier, *(name for row in rows for name in (row.key[0], row.name_zh))}
    fields = {"oil-field natural gas", "gas-field natural gas", "油田天然气", "气田天然气"}
    return names | ({"natural gas"} if names & fields else set())


def _setting_faults(settings: Any) -> Iterator[str]:
    names = (*_ENERGY_SETTINGS, *_CARBON_SETTINGS)
    if not isinstance(settings, Mapping):
        yield "ledger: write its settings under the heading [ledger]"
        return
    for name, value in settings.items():
        if name not in names:
            yield f"ledger.{name}: there is no such setting; there are {', '.join(names)}"
        elif name == "energy_media" and not isinstance(value, bool):
            yield f"ledger.{name}: {value!r} is neither true nor false"
        elif name in {"grid", "residual_grid"}:
            if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
                yield f"ledger.{name}: write a list of scope, vintage and basis"
        elif name != "energy_media" and not isinstance(value, str):
            yield f"ledger.{name}: {value!r} is no text"


def _single(name: str, value: Any, unit: str) -> Reading:
    if not isinstance(value, Fraction):
        raise FactsError("the ledgers cannot be used", (f"{name}: a plant's facts are single amounts, not arrays",))
    its_unit = parse_unit(unit)[1]
    return Reading(value, its_unit, None, {"number": str(value), "unit": str(its_unit)})


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line without the caller's objects."""
    return {name: _plain_entry(value) for name, value in line.items() if value is not None}


def _plain_entry(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain_entry(item) for item in value]
    reading = read_amount(value)
    return reading.given if isinstance(reading, Reading) else str(value)


def _kind(line: EnergyLine) -> str:
    """Return what a line is in a carbon ledger; media and what has no carbon of its own are nothing."""
    if is_electric(line.carrier):
        return "electricity"
    if line.factor is not None and line.factor.table == "energy_media":
        return ""
    if line.carrier in {"heat", "热力（当量）"} or "steam" in line.carrier or "蒸汽" in line.carrier:
        return "heat"
    return "fuel"


def _difference(name: str, used: list[EnergyLine], counted: list[CarbonLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    labels = tuple([line.label for line in used] + [line.label for line in counted])
    if not used and not counted:
        return
    if not used or not counted:
        where = "carbon" if counted else "energy"
        other = "energy" if counted else "carbon"
        yield f"{name} is in the {where} ledger and not in the {other} ledger", labels
        return
    first = used[0].quantity.unit
    one, other_sum = (_summed([line.quantity for line in lines], first) for lines in (used, counted))
    if one is None or other_sum is None:
        yield f"{name} is in different kinds of amounts in the two ledgers, and cannot be compared", labels
    elif abs(one - other_sum) > rounding_of(one) + rounding_of(other_sum):
        energy, carbon = (amount_text(amount, first, 8) for amount in (one, other_sum))
        yield f"{name}: {energy} in the energy ledger, {carbon} in the carbon ledger", labels


def _summed(quantities: list[Reading | None] | list[Reading], unit: Unit) -> Fraction | None:
    alike = [quantity for quantity in quantities if quantity is not None and quantity.unit.dimension == unit.dimension]
    total: Fraction = sum_of(quantity.exact(unit) for quantity in alike)
    return total if len(alike) == len(quantities) else None
