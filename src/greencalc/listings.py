"""Gaps, comparisons, replays and editions as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from greencalc.assessment import Assessment
from greencalc.comparison import AssessmentComparison, Difference
from greencalc.gap import Gap
from greencalc.plant_files import FileScores
from greencalc.replaying import Replay
from greencalc.report import entry, points_text
from greencalc.rounding import decimal_text
from greencalc.standard import Standard

__all__ = ["batch_text", "comparison_text", "gaps_text", "replay_text", "standards_text"]


_FAULTS_SHOWN = 20


def gaps_text(gaps: Sequence[Gap]) -> str:
    """Return what would have to change, the gate first, then by points."""
    lines = []
    for title, chosen in (
        ("Mandatory items that are not met", [gap for gap in gaps if gap.opens_gate]),
        ("Points to be gained, the most first", [gap for gap in gaps if not gap.opens_gate]),
    ):
        if chosen:
            lines += ["", title]
        for gap in chosen:
            gain = f", +{decimal_text(gap.exact_gain)} points" if gap.exact_gain else ""
            lines += entry(f"{gap.id}{gain}", f"{gap.result.item.title}; {gap.result.status}: {gap.result.why}")
            lines += [line for text in _ways(gap) for line in entry("  -", text)]
    if not gaps:
        lines = ["", "Every item is fully met, or does not apply."]
    closing = "Each change is by itself, all other inputs held."
    return "\n".join([*lines[1:], *(["", closing] if any(gap.changes for gap in gaps) else [])]) + "\n"


def _ways(gap: Gap) -> Iterator[str]:
    yield from gap.words
    for change in gap.changes:
        yield f"{change.argument}, {change.meaning}: {change.why}"


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


def comparison_text(comparison: AssessmentComparison, names: tuple[str, str]) -> str:
    """Return what is not the same in two assessments."""
    first, second = comparison.first, comparison.second
    lines = [f"A  {names[0]}: {_whole(first)}", f"B  {names[1]}: {_whole(second)}"]
    if first.table != second.table:
        lines += entry("note", f"judged by different tables: {first.table.id} and {second.table.id}")
    lines += ["", "What changed from A to B" if comparison.changed else "Nothing changed."]
    for item in comparison.changed:
        lines += entry(item.id, f"{item.title}: {', '.join(item.changed)}")
        lines += [line for text in _inputs(item) for line in entry("  -", text)]
    if comparison.findings:
        lines += ["", "Probably slips"]
    for finding in comparison.findings:
        lines += entry("years-apart", finding)
    return "\n".join(lines) + "\n"


def _whole(assessment: Assessment) -> str:
    gate = {True: "gate open", False: "gate closed", None: "gate undecided"}[assessment.eligible]
    return f"{points_text(assessment.score)} of 100, {gate} ({assessment.table.number})"


def _inputs(item: Difference) -> Iterator[str]:
    for change in item.inputs:
        alone = f"; alone it gives {change.alone}" if change.alone and len(item.inputs) > 1 else ""
        yield f"{change.argument}, {change.meaning}: {change.first or 'nothing'} -> {change.second or 'nothing'}{alone}"


def replay_text(replay: Replay) -> str:
    """Return whether a pack holds, and every difference."""
    lines = [
        "The pack holds: the same results from its facts and table." if replay.agrees else "The pack does not hold:"
    ]
    for title, differences in (("", replay.differences), ("Other versions, for information", replay.versions)):
        if differences and title:
            lines += ["", title]
        for difference in differences:
            lines += entry(difference.where, f"recorded {difference.recorded!r}, now {difference.recomputed!r}")
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
