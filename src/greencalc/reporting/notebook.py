"""An assessment as a notebook shows it: the gate, the score, and every item to be unfolded."""

from __future__ import annotations

from collections.abc import Iterator

from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import ItemResult, earned_texts
from greencalc.reporting.text import gate_text, indicators, listings, misspelt, pass_text, score_text, total_text
from greencalc.showing.sheet import Sheet, Table

__all__ = ["assessment_sheet"]

_ITEM_HEADS = ("Item", "Requirement", "要求", "Status", "Points", "Reason")


def assessment_sheet(assessment: JudgedPlant) -> Sheet:
    """Return what a reader of an assessment wants to see first, and under it the rest."""
    table, mark = assessment.table, assessment.table.pass_mark
    return Sheet(
        f"{table.number}: {total_text(assessment)} points",
        (
            f"Gate {gate_text(assessment)}.",
            f"Score {score_text(assessment)}, for {assessment.vehicle_type or 'a vehicle type that is not given'}.",
            *([] if mark is None else [f"P{pass_text(assessment, mark)[1:]}."]),
            *(f"{name} is not used; {hint}" for name, hint in misspelt(assessment)),
            Table(("Group", "Title", "中文", "Points", "Of"), tuple(_groups(assessment))),
            Table(("Item", "Clause", "Indicator", "Value", "Status"), tuple(indicators(assessment))),
            Sheet("All items", (Table(_ITEM_HEADS, tuple(map(_item, assessment.items))),)),
            *(Sheet(title, (Table(("", ""), tuple(entries)),)) for title, entries in listings(assessment)),
        ),
    )


def _groups(assessment: JudgedPlant) -> Iterator[tuple[str, ...]]:
    for result in assessment.groups:
        group = result.group
        yield result.id, group.title, group.title_zh, *earned_texts(result, assessment.table.pass_mark, places=2)


def _item(result: ItemResult) -> tuple[str, ...]:
    points = " of ".join(earned_texts(result)) if result.exact_of else "mandatory"
    return result.id, result.item.title, result.item.title_zh, result.status, points, result.why
