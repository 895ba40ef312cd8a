"""The energy ledger: from quantities of carriers to standard coal, and the renewable part of it (A.8, B.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from attrs import field, frozen

from greencalc.factors.rows import Factor
from greencalc.factors.tables import Factors
from greencalc.languages.said import Said, say, word
from greencalc.ledgers.balance import ELECTRICITY, Flow, balance_faults
from greencalc.ledgers.carriers import MEDIA
from greencalc.ledgers.energy_lines import (
    CONDITIONS,
    KEYS,
    KGCE,
    KGCE_PER_KWH,
    NAMES,
    EnergyLine,
    EnergySettings,
    sign_of,
    work_out,
)
from greencalc.ledgers.heat import ratio_assumptions
from greencalc.ledgers.meter_line import (
    backed_twice,
    factor_assumptions,
    ledger_sheet,
    refuse_ledger,
    tables_for,
    told_of,
    worked_out,
)
from greencalc.ledgers.steps import Step, Value, add_up, more_than, reading_of, step, sum_of, value_text
from greencalc.read_only import read_only
from greencalc.showing.sheet import Sheet, Shown
from greencalc.standards.gbt2589_2020 import comprehensive_energy_consumption
from greencalc.standards.table import Assumption
from greencalc.units.text import exact_in
from greencalc.units.wording import shown


@frozen(repr=False)
class EnergyLedger(Shown):
    """An energy ledger, worked out. It shows itself as a table; ``explain_ledger`` shows every step.

    Attributes
    ----------
    lines : tuple of EnergyLine
        The lines in order.
    total : Step
        Comprehensive energy consumption: what is consumed, less what is passed on.
    renewable : Fraction or numpy.ndarray
        The renewable part of it, in kgce: what is renewable and not passed on, and what certificates cover.
    settings : mapping of str to str
        What was chosen for the whole ledger.
    """

    lines: tuple[EnergyLine, ...]
    total: Step
    renewable: Value = field(converter=read_only)
    settings: Mapping[str, str] = field(factory=dict, converter=read_only)

    @property
    def value(self) -> Value:
        """Comprehensive energy consumption in kgce."""
        return self.total.value

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The rows of the factor tables that the lines use, each once."""
        return tuple({(row.table, row.key): row for line in self.lines if (row := line.factor)}.values())

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The rows among them, and the ratios of heating values, that are derived, assumed or in doubt."""
        return (*factor_assumptions(self.factors), *ratio_assumptions(line.ratio for line in self.lines))

    @property
    def contributions(self) -> dict[str, Value]:
        """What each line adds to the total, in kgce: negative where it is passed on, zero where it is left out."""
        signs = {"consumed": 1, "passed on": -1}
        return {line.label: signs.get(line.use, 0) * line.value for line in self.lines}

    @property
    def titled_total(self) -> Said:
        """What it is, and its total."""
        return say("Energy ledger: {value}", value=value_text(self.value, "kgce"))

    def _sheet(self) -> Sheet:
        added = self.contributions
        rows = ((one.label, one.carrier, word(one.use), value_text(added[one.label], "kgce")) for one in self.lines)
        return ledger_sheet(self.titled_total, rows, self.settings, self.assumptions)


def energy_ledger(
    lines: Sequence[Mapping[str, Any]],
    *,
    factors: Factors | None = None,
    gas_reference: Literal["0 C", "20 C"] | None = None,
    energy_media: bool = False,
) -> EnergyLedger:
    """Turn quantities of energy carriers into standard coal, and add them up.

    Parameters
    ----------
    lines : sequence of mapping
        Each with ``carrier`` (a row of the coal equivalents, by its English or Chinese name), ``quantity`` (an
        amount, or a list of monthly readings), and as needed ``basis`` ("calorific" or "equivalent", for electricity),
        ``coefficient`` with ``reference`` (in place of a row), ``heating_value`` (as measured, with ``reference``),
        ``heat_basis`` ("net" or "gross", of a fuel billed as heat) and ``net_to_gross`` with ``reference`` (the
        ratio of the two, which natural gas alone has by default), ``density`` (of litres), ``gas_reference``
        (below), ``use`` ("consumed", "feedstock", "passed on", "certificate"), ``renewable`` ("self-generated",
        "direct line", "market", "green certificate"; "no" of what is passed on and is not), ``origin`` and
        ``evidence``.
    factors : Factors, optional
        What :func:`load_factors` returns for tables of one's own.
    gas_reference : {"0 C", "20 C"}, optional
        The temperature at which coefficients of a cubic metre of gas are taken, at 101.325 kPa. The tables do not
        say it, so it has to be chosen wherever gas is in the ledger.
    energy_media : bool
        Whether media such as water and compressed air count.

    Returns
    -------
    EnergyLedger
        Lines, total and renewable part.

    Raises
    ------
    FactsError
        Listing every line that cannot be used.

    Examples
    --------
    >>> from greencalc import energy_ledger
    >>> ledger = energy_ledger(
    ...     [
    ...         {
    ...             "carrier": "electricity",
    ...             "quantity": "1229 kWh",
    ...             "basis": "calorific",
    ...         },
    ...         {"carrier": "gas-field natural gas", "quantity": "2378 Nm3"},
    ...     ],
    ...     gas_reference="0 C",
    ... )
    >>> float(ledger.value)
    3038.6495
    """
    settings = energy_settings(factors, gas_reference=gas_reference, energy_media=energy_media)
    found = worked_out(
        "energy",
        lines,
        label="energy",
        keys=KEYS,
        names=NAMES,
        work_out=lambda line: work_out(line, settings),
        faults_of=_ledger_faults,
    )
    consumed = [line.value for line in found if line.use == "consumed"]
    passed_on = [line.value for line in found if line.use == "passed on"]
    with told_of("energy"):
        total = step(
            comprehensive_energy_consumption,
            carrier_energy=add_up(consumed, KGCE),
            energy_passed_on=reading_of(sum_of(passed_on), KGCE),
        )
        renewable = sum_of(sign_of(line) * line.value for line in found if line.is_renewable)
    chosen = {"gas_reference": gas_reference, "energy_media": "counted" if energy_media else None}
    return EnergyLedger(
        lines=found,
        total=total,
        renewable=renewable,
        settings={name: value for name, value in chosen.items() if value},
    )


def energy_settings(factors: Factors | None, *, gas_reference: Any = None, energy_media: Any = False) -> EnergySettings:
    """Check what is chosen for all lines.

    Raises
    ------
    FactsError
        Saying what cannot be chosen.
    """
    tables = tables_for("energy", factors)
    if not isinstance(energy_media, bool):
        refuse_ledger("energy", f"energy_media {shown(energy_media)} is no truth value")
    if gas_reference is not None and not (isinstance(gas_reference, str) and gas_reference in CONDITIONS):
        fault = f"gas_reference {shown(gas_reference)} is not one of {', '.join(CONDITIONS)}"
        refuse_ledger("energy", fault)
    return EnergySettings(tables, gas_reference, energy_media)


def _flows(lines: Sequence[EnergyLine]) -> list[Flow]:
    """Return the energy that came and left; certificates and feedstock are none, and of a medium nothing is made."""
    flowing = [line for line in lines if line.use in {"consumed", "passed on"} and line.kind != MEDIA]
    return [Flow(line.label, line.kind, line.use == "passed on", line.renewable, line.value) for line in flowing]


def _ledger_faults(lines: Sequence[EnergyLine]) -> Iterator[str]:
    """Find what is wrong with the lines together: two bases of electricity, renewable energy counted twice."""
    if not any(line.use == "consumed" for line in lines):
        yield "no line is consumed"
    electric = [line for line in lines if line.kind == ELECTRICITY and line.use != "feedstock"]
    by_quantity = [line for line in electric if line.coefficient]
    bases = {exact_in(line.coefficient, KGCE_PER_KWH): line.coefficient for line in by_quantity}
    if len(bases) > 1:
        yield f"electricity is on several bases, {', '.join(bases.values())}; use one in a ledger"
    yield from backed_twice((line.label, line.evidence) for line in lines if line.is_renewable and sign_of(line) > 0)
    unbalanced = list(balance_faults(_flows(lines), "passed on"))
    yield from unbalanced
    if not unbalanced and any(line.is_renewable for line in lines):
        yield from _counted_twice(lines, electric)


def _counted_twice(lines: Sequence[EnergyLine], electric: Sequence[EnergyLine]) -> Iterator[str]:
    """Find more renewable energy than is used: covered by certificates twice, or passed on as if it were not."""
    certificates = [line.value for line in electric if line.use == "certificate"]
    came = [line for line in lines if line.use == "consumed"]
    left = [line for line in lines if line.use == "passed on"]
    plain, plain_left = ([line for line in flow if not line.is_renewable] for flow in (came, left))
    power, power_left = ([line.value for line in flow if line.kind == ELECTRICITY] for flow in (plain, plain_left))
    if certificates and more_than(sum_of([*certificates, *power_left]), sum_of(power)):
        yield "certificates cover more than the electricity that is not renewable already; each kWh counts once"
    elif more_than(sum_of([*certificates, *(line.value for line in plain_left)]), sum_of(line.value for line in plain)):
        yield (
            "more that is not renewable is passed on than came in: mark what is passed on of one's own renewable "
            "energy, and what is bought as renewable only as far as it is used here"
        )
    own_left = sum_of(line.value for line in left if line.is_renewable)
    if more_than(own_left, sum_of(line.value for line in came if line.is_renewable)):
        yield "more renewable energy is passed on than came in; list all of it"
