"""The ledgers walked back: lines, formulas, rows of the factor tables, and their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from greencalc.explaining.explanation import (
    Explanation,
    formula_note,
    input_row,
    meant,
    origin_text,
    title_of,
)
from greencalc.explaining.workings import worked
from greencalc.factors.rows import Factor
from greencalc.languages.said import joined, say, word
from greencalc.ledgers.carbon import CarbonLedger
from greencalc.ledgers.carbon_lines import CarbonLine
from greencalc.ledgers.energy import EnergyLedger
from greencalc.ledgers.energy_lines import EnergyLine
from greencalc.ledgers.meter_line import chosen_texts
from greencalc.ledgers.steps import Step, value_text
from greencalc.units.wording import expect


def explain_ledger(ledger: EnergyLedger | CarbonLedger) -> Explanation:
    """Explain a ledger: its total, and each line down to the row and source of its factor.

    Parameters
    ----------
    ledger : EnergyLedger or CarbonLedger
        What :func:`energy_ledger` or :func:`carbon_ledger` returned.

    Returns
    -------
    Explanation
        It prints itself as text and shows itself in a notebook.

    Raises
    ------
    FactsError
        If it is no ledger.

    Examples
    --------
    >>> from greencalc import energy_ledger, explain_ledger
    >>> ledger = energy_ledger([{"carrier": "diesel", "quantity": "10 t"}])
    >>> print(explain_ledger(ledger).parts[0])  # doctest: +ELLIPSIS
    energy 1 (diesel): 14571 kgce, consumed
      E_i = m × k_m
          = 10 t × 1.4571 kgce/kg
          = 10000 kg × 1.4571 kgce/kg
          = 14571 kgce
      ...
    """
    mend = "give what energy_ledger(...) or carbon_ledger(...) returns"
    expect(EnergyLedger | CarbonLedger, ledger, "explain_ledger", "the ledger", mend)
    return explain_energy(ledger) if isinstance(ledger, EnergyLedger) else explain_carbon(ledger)


def explain_energy(ledger: EnergyLedger) -> Explanation:
    """Explain an energy ledger."""
    notes: list[tuple[str, str]] = [("chosen", text) for text in chosen_texts(ledger.settings)]
    if any(line.is_renewable for line in ledger.lines):
        notes.append(("renewable", value_text(ledger.renewable, "kgce", ledger.value)))
    total = _step("", ledger.total)
    return Explanation(
        title=say(
            "Energy ledger: {value}, {count} lines",
            value=value_text(ledger.value, "kgce", ledger.renewable),
            count=len(ledger.lines),
        ),
        notes=(*notes, *total.notes),
        working=total.working,
        parts=tuple(part for line in ledger.lines for part in _energy_line(line)),
    )


def explain_carbon(ledger: CarbonLedger) -> Explanation:
    """Explain a carbon ledger."""
    notes: list[tuple[str, str]] = [("chosen", text) for text in chosen_texts(ledger.settings)]
    totals = (ledger.location.value, ledger.market.value)
    notes += [("location-based", value_text(ledger.location.value, "tCO2e", *totals))]
    notes += [("market-based", value_text(ledger.market.value, "tCO2e", *totals))]
    notes += [("biomass, not in the total", value_text(ledger.biomass, "tCO2e"))]
    total, value = _step("", ledger.total), value_text(ledger.value, "tCO2e", *totals)
    return Explanation(
        title=say("{ledger}: {value}, {count} lines", ledger=ledger.title, value=value, count=len(ledger.lines)),
        working=total.working,
        notes=(*notes, *total.notes),
        parts=tuple(part for line in ledger.lines for part in _carbon_line(line)),
    )


def _energy_line(line: EnergyLine) -> Iterator[Explanation]:
    notes = _factor_notes((line.factor,) if line.factor else ())
    if line.factor is None and line.source:
        what = line.coefficient or say("the quantity")
        notes.append(("reference", joined((what, origin_text(line.coefficient_origin, line.source)), "; ")))
    notes += _ratio_notes(line)
    notes += [("renewable", word(line.renewable))] if line.renewable else []
    notes += _reading_notes(line)
    yield _line(str(line), line.steps, notes)


def _carbon_line(line: CarbonLine) -> Iterator[Explanation]:
    notes = _factor_notes(line.factors)
    notes += _ratio_notes(line)
    notes += [("reference", line.reference)] if line.reference else []
    if line.renewable:
        proved = (say("what is proved so counts zero"),) if line.is_renewable else ()
        notes.append(("renewable", joined((word(line.renewable), *proved), "; ")))
    notes += _reading_notes(line)
    value = value_text(line.value, "tCO2e", line.market_value)
    if line.market_value is not line.value:
        by_market = value_text(line.market_value, "tCO2e", line.value)
        value = say("{location} location-based, {market} market-based", location=value, market=by_market)
    title = say("{line}: {value}, {part}", line=line.label, value=value, part=line.part_text)
    market = [_step(say("{line}, market-based", line=line.label), line.market_step)] if line.market_step else []
    yield _line(title, line.steps, notes, market)


def _ratio_notes(line: EnergyLine | CarbonLine) -> list[tuple[str, str]]:
    """Return where the ratio of net to gross heat comes from, if a fuel is billed by its gross heat."""
    ratio = line.ratio
    return [("net to gross", joined((ratio.value, origin_text(ratio.origin, ratio.source)), "; "))] if ratio else []


def _reading_notes(line: EnergyLine | CarbonLine) -> list[tuple[str, str]]:
    """Return what shows a reading, and whose word it is."""
    shown = [("evidence", line.evidence)] if line.evidence else []
    return [*shown, ("reading", meant(line.origin))]


def _line(
    title: str, steps: tuple[Step, ...], notes: list[tuple[str, str]], more: Sequence[Explanation] = ()
) -> Explanation:
    """Return a line as its last step, with the steps before it as parts."""
    if not steps:
        return Explanation(title, notes=tuple(notes))
    *earlier, last = steps
    parts = (*(_step(title_of(step.formula), step) for step in earlier), *more)
    shown = _step(title, last)
    return evolve(shown, notes=(*notes, *shown.notes), parts=parts)


def _step(title: str, step: Step) -> Explanation:
    computation = step.computation
    return Explanation(
        title=title,
        working=None if computation is None else worked(computation),
        inputs=() if computation is None else tuple(input_row(item) for item in computation.inputs),
        notes=(formula_note(step.formula),),
    )


def _factor_notes(factors: tuple[Factor, ...]) -> list[tuple[str, str]]:
    notes: list[tuple[str, str]] = []
    for factor in factors:
        amounts = joined((str(factor), "=", factor.amounts), " ")
        notes.append(("factor", joined((amounts, origin_text(factor.origin, factor.source), factor.file), "; ")))
        notes += [("in doubt", word(factor.note))] if factor.note else []
    return notes
