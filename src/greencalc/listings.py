"""Scored files and editions as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from greencalc.display import entry
from greencalc.plant_files import FileScores
from greencalc.standard import Standard

__all__ = ["batch_text", "standards_text"]

_FAULTS_SHOWN = 20


def batch_text(done: FileScores, standard: Standard, target: str) -> str:
    """Return what became of a file of plants: counts, the first faults, and what the scores rest on."""
    judged = done.rows - done.faulty_rows
    lines = [f"{standard.number}: {judged} of {done.rows} plants judged; scores are in {target}"]
    if done.faulty_rows:
        lines += ["", f"{done.faulty_rows} cannot be judged; why stands beside each. The first reasons:"]
    for fault in done.faults[:_FAULTS_SHOWN]:
        lines += entry(f"row {fault.row + 1}", f"{', '.join(fault.columns) or 'the whole row'}: {fault.reason}")
    if done.unused:
        lines += ["", "Columns that nothing needs"]
    for header, hint in done.unused:
        lines += entry("-", f"{header}{': ' if hint else ''}{hint}")
    lines += ["", "What the scores rest on"]
    for assumption in done.assumptions:
        lines += entry(assumption.origin, f"{assumption.what} [{assumption.source}]")
    return "\n".join(lines) + "\n"


def standards_text(standards: Sequence[Standard]) -> str:
    """Return the editions with their dates and status."""
    lines = []
    for standard in standards:
        issued = f"issued {standard.issued}, " if standard.issued else ""
        dates = f"{issued}in force from {standard.in_force}; {standard.status}"
        lines += [f"{standard.id}  {standard.number}  {standard.title} {standard.title_zh}"]
        lines += entry(dates, f"table: {standard.origin}")
    return "\n".join(lines) + "\n"
