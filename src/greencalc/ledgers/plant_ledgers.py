"""The ledgers of a plant file: lists of lines become the totals that the indicators need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

import greencalc
from greencalc.errors import FactsError
from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.formula.declaration import Formula
from greencalc.languages.said import say, word
from greencalc.ledgers.balance import ELECTRICITY, HEAT
from greencalc.ledgers.carbon_lines import CarbonLine
from greencalc.ledgers.carriers import MEDIA
from greencalc.ledgers.grid import grid_key
from greencalc.ledgers.meter_line import OWN, RENEWABLE
from greencalc.ledgers.steps import LineError, sum_of
from greencalc.read_only import read_only
from greencalc.showing.sheet import InALine
from greencalc.units.amount import GivenAmount, read_amount
from greencalc.units.float_rounding import rounding_of
from greencalc.units.number_text import amount_text
from greencalc.units.spread import typed_apart
from greencalc.units.text import parse_unit
from greencalc.units.unit_table import Unit
from greencalc.units.wording import shown

if TYPE_CHECKING:
    from greencalc.ledgers.carbon import CarbonLedger
    from greencalc.ledgers.energy import EnergyLedger
    from greencalc.ledgers.energy_lines import EnergyLine
    from greencalc.ledgers.heat import NetToGross

LEDGER_NAMES = ("energy", "emission", "ledger")
ENERGY_SETTINGS = ("gas_reference", "energy_media")
CARBON_SETTINGS = ("fuel_set", "gwp_set", "grid", "residual_grid", "accounting")
_TOLERANCE = Fraction(5, 1000)  # a stated total may be rounded by as much


@frozen(repr=False)
class Ledgers(InALine):
    """What the ledgers of a plant give.

    Attributes
    ----------
    energy : EnergyLedger or None
        The energy ledger, if the plant has one.
    carbon : CarbonLedger or None
        The carbon ledger, if the plant has one.
    amounts : mapping of str to GivenAmount
        The totals by the names of the facts that they are.
    given : mapping
        Lines and settings as plain data, which reads back to the same.
    """

    energy: EnergyLedger | None = None
    carbon: CarbonLedger | None = None
    amounts: Mapping[str, GivenAmount] = field(factory=dict, converter=read_only)
    given: Mapping[str, Any] = field(factory=dict, converter=read_only)

    def __str__(self) -> str:
        """Return the totals."""
        return ", ".join(f"{name} = {amount.words}" for name, amount in self.amounts.items())

    def faults_of(self, name: str, stated: Any) -> Iterator[str]:
        """Say what is wrong with a fact that is stated beside the ledgers and is no total of theirs."""
        if name == "renewable_energy" and self.energy is not None and name not in self.amounts:
            yield from _stated_renewable(stated, self.energy)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        ledgers = [ledger for ledger in (self.energy, self.carbon) if ledger is not None]
        return tuple(row for ledger in ledgers for row in ledger.factors)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas that the ledgers use, each once."""
        ledgers = [ledger for ledger in (self.energy, self.carbon) if ledger is not None]
        steps = [step for ledger in ledgers for line in ledger.lines for step in line.steps]
        return tuple(dict.fromkeys(step.formula for step in (*steps, *(ledger.total for ledger in ledgers))))

    @property
    def ratios(self) -> tuple[NetToGross, ...]:
        """The ratios of net to gross heat that the lines use, each once."""
        ledgers = [ledger for ledger in (self.energy, self.carbon) if ledger is not None]
        ratios = [line.ratio for ledger in ledgers for line in ledger.lines]
        return tuple(dict.fromkeys(ratio for ratio in ratios if ratio is not None))

    @property
    def settings(self) -> dict[str, str]:
        """What was chosen for the lines of either ledger."""
        return {
            name: value for ledger in (self.energy, self.carbon) if ledger for name, value in ledger.settings.items()
        }


def read_ledgers(facts: Mapping[Any, Any], factors: Factors | None) -> Ledgers:
    """Work out the ledgers among a plant's facts.

    Raises
    ------
    FactsError
        Listing every line and setting that cannot be used.
    """
    settings = facts.get("ledger", {})
    faults = list(setting_faults(settings))
    if faults:
        raise FactsError("the ledgers cannot be used", tuple(faults))
    energy = carbon = None
    amounts = {}
    try:
        if "energy" in facts:
            with greencalc.loading:
                from greencalc.ledgers.energy import energy_ledger  # noqa: PLC0415 (with formulas for who has one)

            chosen = {name: settings[name] for name in ENERGY_SETTINGS if name in settings}
            energy = energy_ledger(facts["energy"], factors=factors, **chosen)
            amounts["energy_consumption"] = _single("energy", energy.value, "kgce")
            if any(line.is_renewable for line in energy.lines):
                amounts["renewable_energy"] = _single("energy", energy.renewable, "kgce")
            else:
                faults += Ledgers(energy).faults_of("renewable_energy", facts.get("renewable_energy"))
    except FactsError as error:
        faults += error.faults
    try:
        if "emission" in facts:
            with greencalc.loading:
                from greencalc.ledgers.carbon import carbon_ledger  # noqa: PLC0415 (as above)

            chosen = {name: settings[name] for name in CARBON_SETTINGS if name in settings}
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
        given["ledger"] = {"settings": {name: _plain_entry(value) for name, value in settings.items()}}
    return Ledgers(energy, carbon, amounts, given)


def contradiction(name: str, stated: GivenAmount, counted: GivenAmount) -> str | None:
    """Return what is wrong if a total is stated and counted, further apart than a rounded total may be."""
    unit = counted.unit
    one, other = stated.exact(unit), counted.exact(unit)
    if abs(one - other) <= _TOLERANCE * max(abs(one), abs(other)):
        return None
    return (
        f"{name}: {stated.words} is stated, and the ledger adds up to {amount_text(other, unit, 8)}; "
        "correct one of them, or leave the total out"
    )


def _stated_renewable(fact: Any, energy: EnergyLedger) -> Iterator[str]:
    """Find renewable energy that is stated beside a ledger of which less than that can be renewable."""
    stated = read_amount(fact.get("value") if isinstance(fact, Mapping) else fact)
    kgce = parse_unit("kgce")[1]
    if not isinstance(stated, GivenAmount) or stated.unit.dimension != kgce.dimension:
        return
    used: dict[str, Fraction] = defaultdict(Fraction)
    for line in energy.lines:
        if line.may_be_renewable and line.use in {"consumed", "passed on"}:
            used[line.kind] += line.value if line.use == "consumed" else -line.value
    most = min(energy.value, sum((amount for amount in used.values() if amount > 0), Fraction(0)))
    if stated.exact(kgce) > most:
        yield (
            f"renewable_energy: {stated.words} is stated, and of what the energy ledger consumes and does not pass on "
            f"at most {amount_text(most, kgce, 8)} can be renewable; mark its lines renewable, and leave the total out"
        )


def boundary_differences(energy: EnergyLedger, carbon: CarbonLedger) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield where the two ledgers do not have the same carriers, or the same marks, in the same quantities."""
    computed = [line for line in carbon.lines if line.kind != "stated"]
    stated = {line.part for line in carbon.lines if line.kind == "stated"} - {line.part for line in computed}
    consumed = [line for line in energy.lines if line.use == "consumed"]
    left = [line for line in energy.lines if line.use == "passed on"]
    for kind in (ELECTRICITY, HEAT):
        for name, lines, part in (
            (word(kind), consumed, f"purchased_{kind}"),
            (say("{kind} that leaves the plant", kind=word(kind)), left, f"exported_{kind}"),
        ):
            if part not in stated:
                of_kind = [line for line in lines if line.kind == kind]
                yield from _difference(name, of_kind, [line for line in computed if line.part == part])
        if f"purchased_{kind}" not in stated:
            yield from _marks_apart(kind, energy, computed)
    if "combustion" not in stated:
        yield from _fuels_apart(consumed, [line for line in computed if line.kind == "combustion"])


def _marks_apart(
    kind: str, energy: EnergyLedger, computed: Sequence[CarbonLine]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield energy that is renewable in one ledger alone; certificates are lines of their own in one of them."""
    marked = [line for line in energy.lines if line.kind == kind and line.use != "passed on"]
    for source in RENEWABLE if kind == ELECTRICITY else OWN:
        used = [line for line in marked if line.renewable == source]
        counted = [line for line in computed if (line.part, line.renewable) == (f"purchased_{kind}", source)]
        name = say("{kind} marked '{mark}'", kind=word(kind), mark=word(source))
        yield from _difference(name, used, counted)


def _fuels_apart(consumed: Sequence[EnergyLine], left: Sequence[CarbonLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, other in enumerate(left):
        for name in _names(other):
            places[name].append(place)
    burnt_as: dict[frozenset[str], list[int]] = {}
    groups: dict[int, tuple[list[EnergyLine], list[int]]] = {}
    for number, line in enumerate(consumed):
        if line.kind not in {ELECTRICITY, HEAT, MEDIA}:
            names = frozenset(_names(line))
            if names not in burnt_as:
                burnt_as[names] = sorted({place for name in names for place in places.get(name, ())})
            of_line = burnt_as[names]
            key = of_line[0] if of_line else -1 - number  # what is not burnt at all is no group
            groups.setdefault(key, ([], of_line))[0].append(line)
    matched = {place for _, of_lines in groups.values() for place in of_lines}
    for used, of_lines in groups.values():
        burnt = [left[place] for place in of_lines]
        yield from _difference(word(used[0].carrier), used, burnt)
        marked, biomass = {line.is_renewable for line in used}, {other.part == "biomass" for other in burnt}
        if burnt and marked != biomass:
            labels = (*(line.label for line in used), *(other.label for other in burnt))
            yield _marked_otherwise(used[0].carrier, any(marked)), labels
    for place, other in enumerate(left):
        if place not in matched:
            yield from _difference(word(other.carrier), [], [other])


def _marked_otherwise(carrier: str, is_renewable: bool) -> str:
    if is_renewable:
        return say(
            "{carrier} is renewable in the energy ledger, and not biomass in the carbon ledger, in part or all of it",
            carrier=word(carrier),
        )
    return say(
        "{carrier} is not renewable in the energy ledger, and biomass in the carbon ledger, in part or all of it",
        carrier=word(carrier),
    )


def _names(line: EnergyLine | CarbonLine) -> set[str]:
    """Return what a fuel is called in the tables; the natural gas of any field is natural gas."""
    if isinstance(line, CarbonLine):
        rows, kind = line.factors, line.carrier
    else:
        rows, kind = (line.factor,) if line.factor else (), line.kind
    names = {line.carrier, kind, *(name for row in rows for name in (row.key[0], row.name_zh))}
    fields = {"oil-field natural gas", "gas-field natural gas", "油田天然气", "气田天然气"}
    return names | ({"natural gas"} if names & fields else set())


def setting_faults(settings: Any) -> Iterator[str]:
    """Find what is wrong with what is chosen for all lines."""
    names = (*ENERGY_SETTINGS, *CARBON_SETTINGS)
    if not isinstance(settings, Mapping):
        yield "ledger: write its settings under the heading [ledger]"
        return
    for name, value in settings.items():
        if name not in names:
            yield f"ledger.{name}: there is no such setting; there are {', '.join(names)}"
        elif name == "energy_media" and not isinstance(value, bool):
            yield f"ledger.{name}: {shown(value)} is neither true nor false"
        elif name in {"grid", "residual_grid"}:
            try:
                grid_key(name, value)
            except LineError as error:
                yield f"ledger.{error}"
        elif name != "energy_media" and not isinstance(value, str):
            yield f"ledger.{name}: {shown(value)} is no text"


def _single(name: str, value: Any, unit: str) -> GivenAmount:
    if not isinstance(value, Fraction):
        raise FactsError("the ledgers cannot be used", (f"{name}: a plant's facts are single amounts, not arrays",))
    its_unit = parse_unit(unit)[1]
    return GivenAmount(value, its_unit, None, {"number": str(value), "unit": str(its_unit)})


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line without the caller's objects, and with what stands behind ± as an entry of its own."""
    quantity, behind = typed_apart(line.get("quantity"))
    entries = {**line, "quantity": quantity, "uncertainty": behind or line.get("uncertainty")}
    return {name: _plain_entry(value) for name, value in entries.items() if value is not None}


def _plain_entry(value: Any) -> Any:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain_entry(item) for item in value]
    reading = read_amount(value)
    return reading.given if isinstance(reading, GivenAmount) else str(value)


def _difference(name: str, used: list[EnergyLine], counted: list[CarbonLine]) -> Iterator[tuple[str, tuple[str, ...]]]:
    labels = tuple([line.label for line in used] + [line.label for line in counted])
    if not used and not counted:
        return
    if not used or not counted:
        if counted:
            yield say("{name} is in the carbon ledger and not in the energy ledger", name=name), labels
        else:
            yield say("{name} is in the energy ledger and not in the carbon ledger", name=name), labels
        return
    first = used[0].quantity.unit
    one, other_sum = (_summed([_amount(line) for line in lines], first) for lines in (used, counted))
    if one is None or other_sum is None:
        what = say("{name} is in different kinds of amounts in the two ledgers, and cannot be compared", name=name)
        yield what, labels
    elif abs(one - other_sum) > rounding_of(one) + rounding_of(other_sum):
        energy, carbon = (amount_text(amount, first, 8, (one, other_sum)) for amount in (one, other_sum))
        what = say(
            "{name}: {energy} in the energy ledger, {carbon} in the carbon ledger",
            name=name,
            energy=energy,
            carbon=carbon,
        )
        yield what, labels


def _amount(line: EnergyLine | CarbonLine) -> GivenAmount | None:
    """Return the quantity of a line; of a fuel that is billed by its gross heat, the net heat."""
    return line.steps[0].reading if line.ratio is not None else line.quantity


def _summed(quantities: list[GivenAmount | None] | list[GivenAmount], unit: Unit) -> Fraction | None:
    alike = [quantity for quantity in quantities if quantity is not None and quantity.unit.dimension == unit.dimension]
    total: Fraction = sum_of(quantity.exact(unit) for quantity in alike)
    return total if len(alike) == len(quantities) else None
