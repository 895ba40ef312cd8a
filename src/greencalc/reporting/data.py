"""An assessment as plain data, for JSON and audit packs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import asdict

from greencalc.formula.computation import Exact, Input
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.judging.results import Interval, ItemResult
from greencalc.languages.said import Said
from greencalc.plant.status_words import STATUSES
from greencalc.standards.levels import LevelReached
from greencalc.standards.table import VEHICLE_TYPE, Standard
from greencalc.units.wording import repr_of

if TYPE_CHECKING:
    import pandas as pd


def plain_value(value: Any) -> str | int:
    """Return a value of a description for JSON: a text, or a whole number that can be written."""
    if isinstance(value, str):
        return value
    try:
        text = str(value)
    except (ValueError, RecursionError):
        return repr_of(value)
    return value if isinstance(value, int) else text


def as_data(assessment: JudgedPlant, description: Mapping[str, Any]) -> dict[str, Any]:
    """Return an assessment as dictionaries, lists, text and numbers, ready for JSON."""
    data: dict[str, Any] = plain_data(
        {
            "plant": {str(plain_value(key)): plain_value(value) for key, value in description.items()},
            "standard": assessment.standard,
            "number": assessment.table.number,
            "table": {"origin": assessment.table.origin, "source": assessment.table.source},
            **_category(assessment),
            "eligible": assessment.eligible,
            "passed": assessment.passed,
            **({} if assessment.level is None else {"level": _level_data(assessment.level)}),
            "score": _ends(assessment.score),
            "coverage": assessment.coverage,
            "exact": {"score": _exact_ends(assessment.score), "coverage": _fraction(assessment.exact_coverage)},
            "not_applicable": assessment.not_applicable,
            "comparison": assessment.comparison,
            "groups": [
                {
                    "id": result.id,
                    "chapter": result.group.chapter,
                    "title": result.group.title,
                    "title_zh": result.group.title_zh,
                    "points": _ends(result.points),
                    "of": result.of,
                    "exact": {"points": _exact_ends(result.points), "of": _fraction(result.exact_of)},
                }
                for result in assessment.groups
            ],
            "items": [_item_data(result, assessment.table) for result in assessment.items],
            "assumptions": [
                {"what": assumption.what, "origin": assumption.origin, "source": assumption.source}
                for assumption in assessment.assumptions
            ],
            "findings": [asdict(finding) | {"facts": list(finding.facts)} for finding in assessment.findings],
            "unused": [{"name": name, "hint": hint} for name, hint in assessment.unused],
        }
    )
    return data


def _category(assessment: JudgedPlant) -> dict[str, Any]:
    """Return what the plant is, under the name that the table has for it."""
    name = assessment.table.category
    if name == VEHICLE_TYPE:
        return {VEHICLE_TYPE: assessment.category}
    return {"category": {name: assessment.category}}


def plain_data(data: Any) -> Any:
    """Return data whose texts are plain ones, which know no other language."""
    if isinstance(data, dict):
        return {key: plain_data(value) for key, value in data.items()}
    if isinstance(data, list):
        return list(map(plain_data, data))
    return str(data) if isinstance(data, Said) else data


def _ends(interval: Interval) -> dict[str, float]:
    return {"lower": interval.lower, "upper": interval.upper}


def _exact_ends(interval: Interval) -> dict[str, str]:
    return {"lower": str(interval.exact_lower), "upper": str(interval.exact_upper)}


def _item_data(result: ItemResult, table: Standard) -> dict[str, Any]:
    return {
        "id": result.id,
        "clause": result.clause,
        "group": result.item.group,
        "title": result.item.title,
        "title_zh": result.item.title_zh,
        "mandatory": result.item.mandatory,
        "status": result.status,
        "formula": _formula_data(result, table),
        "inputs": {item.name: _typed(item) for item in result.inputs},
        "computation": _computation_data(result),
        "value": result.value,
        "unit": result.unit,
        "limit": result.limit,
        "margin": None if result.exact_margin is None else float(result.exact_margin),
        "points": result.points,
        "of": result.of,
        "exact": {
            "value": _fraction(result.exact_value),
            "margin": _fraction(result.exact_margin),
            "points": _fraction(result.exact_points),
            "of": _fraction(result.exact_of),
        },
        "why": result.why,
        "needs": list(result.needs),
        "evidence": result.evidence,
        "origin": result.item.origin,
        "source": result.item.source,
    }


def _computation_data(result: ItemResult) -> dict[str, Any] | None:
    """Return what went into a formula and came out, as exact fractions in canonical units."""
    computation = result.computation
    if computation is None:
        return None
    inputs = [
        {
            "name": item.name,
            "symbol": item.symbol.tex,
            "typed": _typed(item),
            "exact": _fractions(item.exact),
            "unit": str(item.symbol.unit),
            "default": item.is_default,
        }
        for item in computation.inputs
    ]
    unit = str(computation.formula.result.unit)
    return {"inputs": inputs, "result": _fractions(computation.result), "unit": unit}


def _level_data(level: LevelReached) -> dict[str, Any]:
    titles = [None if one is None else one.title for one in level.possible]
    return {"lower": titles[0], "upper": titles[-1], "possible": titles}


def _typed(item: Input) -> str | list[str]:
    return item.typed if isinstance(item.typed, str) else list(item.typed)


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _fractions(exact: Exact) -> str | list[str]:
    return [str(number) for number in exact] if isinstance(exact, tuple) else str(exact)


def _formula_data(result: ItemResult, table: Standard) -> dict[str, str] | None:
    declaration = table.formula_of(result.item)
    if declaration is None:
        return None
    names = ("name", "standard", "clause", "equation", "origin", "source")
    return {name: getattr(declaration, name) for name in names}


_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("clause", "group", "title", "title_zh"), "string"),
        "mandatory": "bool",
        "status": "string",
        "value": "Float64",
        **dict.fromkeys(("unit", "limit"), "string"),
        **dict.fromkeys(("margin", "points", "of"), "Float64"),
        **dict.fromkeys(("why", "needs", "evidence", "formula", "origin", "source"), "string"),
    }
)
"""The columns of a frame of items, and what pandas calls their types."""


def as_frame(assessment: JudgedPlant) -> pd.DataFrame:
    """Return an assessment's items as a pandas data frame."""
    import pandas as pd  # noqa: PLC0415 (only who asks for it needs it)

    types = {**_COLUMNS, "status": pd.CategoricalDtype(STATUSES)}
    in_words = [{"needs": str(one.needs_text), "formula": one.formula} for one in assessment.items]
    rows = [data | words for data, words in zip(as_data(assessment, {})["items"], in_words, strict=True)]
    columns = {name: pd.array([row[name] for row in rows], dtype) for name, dtype in types.items()}
    return pd.DataFrame(columns, index=pd.Index([row["id"] for row in rows], name="id"))
