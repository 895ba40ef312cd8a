"""Scored files and editions as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from greencalc.display import entry
from greencalc.plant_files import FileScores
from greencalc.standard import Standard

__all__ = ["batch_text", "standards_text"]

_GROUPS_SHOWN = 20


def batch_text(done: FileScores, standard: Standard, target: str) -> str:
    """Return what became of a file of plants: counts, the first faults, and what the scores rest on."""
    judged = done.rows - done.faulty_rows
    lines = [f"{standard.number}: {judged} of {done.rows} plants judged; scores are in {target}"]
    near = [f"{' '.join(header.split())}: {hint}" for header, hint in done.unused if hint]
    others = [" ".join(header.split()) for header, hint in done.unused if not hint]
    if near:
        lines += ["", "These columns are not used, though they may be meant for facts; their facts are unknown:"]
        lines += [line for text in near for line in entry("-", text)]
    if done.faulty_rows:
        lines += ["", f"{done.faulty_rows} cannot be judged; why stands beside each. The first reasons:"]
    for group in done.groups[:_GROUPS_SHOWN]:
        lines += entry(group.named(1), f"{', '.join(group.columns) or 'the whole row'}: {group.reason}")
    if others:
        lines += ["", "Columns that nothing needs", *(line for text in others for line in entry("-", text))]
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
