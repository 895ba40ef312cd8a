"""The carbon ledger: combustion, process, purchased and exported electricity and heat, to CO2 equivalent (A.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.languages.said import Said, say, word
from greencalc.ledgers.balance import ELECTRICITY, HEAT, Flow, balance_faults
from greencalc.ledgers.carbon_kinds import KEYS, NAMES, TCO2, is_traded, location_factor, market_factor, work_out
from greencalc.ledgers.carbon_lines import ACCOUNTINGS, PARTS, Accounting, CarbonLine, CarbonSettings
from greencalc.ledgers.grid import grid_key, known_key
from greencalc.ledgers.heat import ratio_assumptions
from greencalc.ledgers.meter_line import (
    NOT_RENEWABLE,
    backed_twice,
    factor_assumptions,
    ledger_sheet,
    refuse_ledger,
    tables_for,
    told_of,
    worked_out,
)
from greencalc.ledgers.steps import Step, Value, more_than, reading_of, step, sum_of, value_text
from greencalc.read_only import read_only
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.qct1160_2022 import carbon_emission_total
from greencalc.standards.table import Assumption
from greencalc.units.wording import shown


@frozen(repr=False)
class CarbonLedger(Shown):
    """A carbon ledger, worked out. It shows itself as a table; ``explain_ledger`` shows every step.

    Attributes
    ----------
    lines : tuple of CarbonLine
        The lines in order.
    location, market : Step
        The total by the average factor of the grid; and with certificates and contracts counted.
    accounting : {"location", "market"}
        Which of the two the plant's emission is.
    biomass : Fraction or numpy.ndarray
        What biomass emits, in tCO2e, not in the total.
    settings : mapping of str to str
        What was chosen for the whole ledger.
    """

    lines: tuple[CarbonLine, ...]
    location: Step
    market: Step
    accounting: Accounting
    biomass: Value = field(converter=read_only)
    settings: Mapping[str, str] = field(factory=dict, converter=read_only)

    @property
    def total(self) -> Step:
        """The total that the plant's emission is."""
        return self.market if self.accounting == "market" else self.location

    @property
    def value(self) -> Value:
        """The plant's emission in tCO2e."""
        return self.total.value

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        return tuple({(row.table, row.key): row for line in self.lines for row in line.factors}.values())

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The rows among them, and the ratios of heating values, that are derived, assumed or in doubt."""
        return (*factor_assumptions(self.factors), *ratio_assumptions(line.ratio for line in self.lines))

    @property
    def contributions(self) -> dict[str, Value]:
        """What each line adds to the total, in tCO2e: negative where it is exported, zero for biomass."""
        signs = {"biomass": 0, "exported_electricity": -1, "exported_heat": -1}
        chosen = self.accounting == "market"
        return {
            line.label: signs.get(line.part, 1) * (line.market_value if chosen else line.value) for line in self.lines
        }

    @property
    def title(self) -> Said:
        """What it is, and by which accounting."""
        is_market = self.accounting == "market"
        return say("Carbon ledger, market-based") if is_market else say("Carbon ledger, location-based")

    @property
    def titled_total(self) -> Said:
        """What it is, and its total."""
        return say("{ledger}: {value}", ledger=self.title, value=value_text(self.value, "tCO2e"))

    def _sheet(self) -> Sheet:
        added = self.contributions
        rows = (
            (one.label, word(one.carrier), one.part_text, value_text(added[one.label], "tCO2e")) for one in self.lines
        )
        return ledger_sheet(self.titled_total, rows, self.settings, self.assumptions)


def carbon_ledger(  # noqa: PLR0913 (each setting is one that has to be named, and none may be guessed)
    lines: Sequence[Mapping[str, Any]],
    *,
    factors: Factors | None = None,
    fuel_set: str | None = None,
    gwp_set: str | None = None,
    grid: Sequence[str | int] | None = None,
    residual_grid: Sequence[str | int] | None = None,
    accounting: Accounting | None = None,
) -> CarbonLedger:
    """Turn activity data into emissions of CO2 equivalent, and add them up.

    Parameters
    ----------
    lines : sequence of mapping
        Each with ``kind`` and what it needs:

        ``combustion``
            ``fuel``, ``quantity``, ``set`` (or `fuel_set`); ``heating_value``, ``carbon_content``, ``oxidation`` with
            ``reference`` in place of a row's; ``density`` of litres; of a fuel billed as heat ``heat_basis`` ("net" or
            "gross"), and ``net_to_gross`` with ``reference``, which natural gas alone has by default;
            ``biomass = true`` to show it apart.
        ``electricity``
            ``quantity``, ``grid`` as [scope, vintage, basis] (or `grid`), or ``factor`` with ``reference``;
            ``renewable`` where it is proved ("self-generated", "direct line", "market", "green certificate");
            ``use = "exported"``, with ``renewable`` "self-generated", "direct line" or "no".
        ``heat``
            ``quantity`` as heat; or hot water as mass with ``temperature_above_20C``; or steam as mass with
            ``steam_enthalpy`` and ``reference_enthalpy``; ``factor`` with ``reference``; ``renewable``
            ("self-generated", "direct line", "no"); ``use = "exported"``.
        ``gas``
            ``gas``, ``opening_stock``, ``purchased``, ``closing_stock``, ``passed_on``, ``set`` (or `gwp_set`).
        ``shielding gas``
            ``quantity`` of the mixture, ``other_share`` and ``other_molar_mass`` of what is not CO2.
        ``stated``
            ``quantity`` of CO2 equivalent, ``part`` and ``reference``.
    factors : Factors, optional
        What :func:`load_factors` returns for tables of one's own.
    fuel_set, gwp_set : str, optional
        The set of fuel defaults, and of warming potentials.
    grid, residual_grid : sequence of str, optional
        Scope, vintage and basis of the grid factor; and of the factor for what no certificate covers. A year may be
        a number, and a scope a Chinese name such as "辽宁".
    accounting : {"location", "market"}, optional
        Which total the emission is; needed where electricity is proved to be renewable.

    Returns
    -------
    CarbonLedger
        Lines, both totals, biomass.

    Raises
    ------
    FactsError
        Listing every line that cannot be used.

    Examples
    --------
    >>> from greencalc import carbon_ledger
    >>> ledger = carbon_ledger(
    ...     [{"kind": "electricity", "quantity": "8157 MWh"}],
    ...     grid=["national", "2023", "location"],
    ... )
    >>> float(ledger.value)
    4328.1042
    """
    settings = carbon_settings(
        factors,
        traded=is_traded(lines),
        fuel_set=fuel_set,
        gwp_set=gwp_set,
        grid=grid,
        residual_grid=residual_grid,
        accounting=accounting,
    )
    found = worked_out(
        "carbon",
        lines,
        label="emission",
        keys=KEYS,
        names=NAMES,
        work_out=lambda line: work_out(line, settings),
        faults_of=lambda worked: _ledger_faults(worked, settings),
    )
    with told_of("carbon"):
        location, market = (_total(found, way) for way in ACCOUNTINGS)
        biomass = sum_of(line.value for line in found if line.part == "biomass")
    chosen = {
        "fuel_set": fuel_set,
        "gwp_set": gwp_set,
        "grid": " / ".join(settings.grid or ()),
        "residual_grid": " / ".join(settings.residual_grid or ()),
        "accounting": accounting,
    }
    return CarbonLedger(
        lines=found,
        location=location,
        market=market,
        accounting=accounting or "location",
        biomass=biomass,
        settings={name: value for name, value in chosen.items() if value},
    )


def carbon_settings(  # noqa: PLR0913 (as above)
    factors: Factors | None,
    *,
    traded: bool,
    fuel_set: Any = None,
    gwp_set: Any = None,
    grid: Any = None,
    residual_grid: Any = None,
    accounting: Any = None,
) -> CarbonSettings:
    """Check what is chosen for all lines.

    Raises
    ------
    FactsError
        Saying what cannot be chosen.
    """
    tables = tables_for("carbon", factors)
    for name, value in (("fuel_set", fuel_set), ("gwp_set", gwp_set), ("accounting", accounting)):
        if value is not None and not isinstance(value, str):
            refuse_ledger("carbon", f"{name} {shown(value)} is no text")
    if accounting not in {None, *ACCOUNTINGS}:
        refuse_ledger("carbon", f"accounting {accounting!r} is not one of {', '.join(ACCOUNTINGS)}")
    keys = {name: _key(name, value, tables) for name, value in (("grid", grid), ("residual_grid", residual_grid))}
    return CarbonSettings(tables, fuel_set, gwp_set, keys["grid"], keys["residual_grid"], accounting, traded)


def _key(name: str, given: Any, factors: Factors) -> tuple[str, ...] | None:
    with told_of("carbon"):
        return None if given is None else known_key(factors, grid_key(name, given))


def _ledger_faults(lines: Sequence[CarbonLine], settings: CarbonSettings) -> Iterator[str]:
    if settings.accounting is None and settings.traded:
        yield f"accounting is missing: some electricity is proved to be renewable; choose {' or '.join(ACCOUNTINGS)}"
    used = [line for line in lines if line.is_renewable and not line.part.startswith("exported")]
    yield from backed_twice((line.label, line.evidence) for line in used)
    yield from balance_faults(_flows(lines), "exported")
    for kind in (ELECTRICITY, HEAT):
        flowing = [line for line in lines if line.energy is not None and more_than(line.energy, Fraction(0))]
        yield from _credit_faults(kind, [line for line in flowing if not line.is_renewable])
    sets = dict.fromkeys(factor.key[1] for line in lines for factor in line.factors if factor.table == "gwp")
    if len(sets) > 1:
        yield f"warming potentials are of several sets, {', '.join(sets)}; use one in a ledger"


def _credit_faults(kind: str, lines: Sequence[CarbonLine]) -> Iterator[str]:
    """Find what is exported at a higher factor than anything costs that is bought, in either total."""
    bought = [line for line in lines if line.part == f"purchased_{kind}"]
    for line in (line for line in lines if bought and line.part == f"exported_{kind}"):
        if any(all(more_than(way(line), way(one)) for one in bought) for way in (location_factor, market_factor)):
            yield (
                f"{line.label}: what is exported is credited at a higher factor than any that is bought costs; give it "
                "the grid, or the factor with its reference, of what was bought"
            )


FLOWS: Mapping[str, tuple[str, bool]] = MappingProxyType(
    {
        "combustion": ("fuel", False),
        "biomass": ("fuel", False),
        "purchased_electricity": (ELECTRICITY, False),
        "exported_electricity": (ELECTRICITY, True),
        "purchased_heat": (HEAT, False),
        "exported_heat": (HEAT, True),
    }
)
"""The parts of the total that are energy, what they are, and whether it leaves the plant."""


def _flows(lines: Sequence[CarbonLine]) -> list[Flow]:
    """Return the energy that came and left; one's own that is only exported may stand alone, since it is zero."""
    flows = []
    for line in lines:
        if line.part not in FLOWS:
            continue
        kind, leaves = FLOWS[line.part]
        stated = NOT_RENEWABLE if leaves and line.kind == "stated" else line.renewable
        renewable = "biomass" if line.part == "biomass" else stated
        flows.append(Flow(line.label, kind, leaves, renewable, line.energy))
    made = {(flow.kind, flow.renewable) for flow in flows if not flow.leaves}
    return [flow for flow in flows if not (flow.leaves and flow.is_renewable) or (flow.kind, flow.renewable) in made]


def _total(lines: Sequence[CarbonLine], accounting: str) -> Step:
    parts = {}
    for part in PARTS:
        values = [line.market_value if accounting == "market" else line.value for line in lines if line.part == part]
        parts[part] = reading_of(sum_of(values), TCO2)
    return step(carbon_emission_total, **parts)
