"""The audit pack: an assessment with all that it rests on, as one JSON text that can be replayed."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from attrs import Attribute, asdict

from greencalc.errors import FactsError
from greencalc.factors.tables import factor_data, load_factors
from greencalc.judging.judged_plant import JudgedPlant
from greencalc.reporting.data import as_data, plain_data
from greencalc.showing.visible_text import visible_json
from greencalc.standards.editions import installed_as
from greencalc.standards.table_file import standard_data

PACK_FORMAT = "greencalc audit pack 1"
_PACKAGES = ("greencalc", "numpy", "pint")
OWN_VERSIONS = ("python", *_PACKAGES)
"""Of what every pack says the version; any other is that of the package that adds its edition."""


def pack_text(assessment: JudgedPlant, description: Mapping[str, Any]) -> str:
    """Return the pack as JSON: the same text for the same assessment, whenever it is made."""
    try:
        data = pack_data(assessment, description)
    except UnicodeEncodeError:
        fault = "a text of the facts or of the description has half a character, as U+D800, which no file can hold"
        raise FactsError("to_json", (fault,)) from None
    return visible_json(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def pack_data(assessment: JudgedPlant, description: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pack as plain data."""
    table = standard_data(assessment.table)
    ranges = [asdict(row, filter=_is_given) for row in assessment.ranges]
    facts = dict(assessment.facts.given)
    factors = [factor_data(factor) for factor in assessment.facts.ledgers.factors]
    results = as_data(assessment, description)
    plant = results.pop("plant")
    data: dict[str, Any] = plain_data(
        {
            "format": PACK_FORMAT,
            "versions": _versions(assessment.table.edition),
            "hashes": {
                "table": _digest(table),
                "plausibility": _digest(ranges),
                "facts": _digest(facts),
                "plant": _digest(plant),
                "factors": _digest(factors),
                "units": hashlib.sha256(files("greencalc.units").joinpath("units.csv").read_bytes()).hexdigest(),
            },
            "plant": plant,
            "settings": dict(assessment.chosen),
            "facts": facts,
            "results": results,
            "table": table,
            "plausibility": ranges,
            "factors": factors,
            "factor_files": [list(file) for file in (assessment.factors or load_factors()).files] if factors else [],
        }
    )
    return data


def _versions(edition: str) -> dict[str, str]:
    """Return what computes the results, also the package that adds the edition whose formulas are used."""
    added = installed_as(edition)
    found = {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
    return found if added is None else {**found, added.package: added.version}


def _is_given(attribute: Attribute[Any], value: Any) -> bool:
    """Tell whether a column of a range is there: the Chinese may be left out."""
    return attribute.name != "what_zh" or bool(value)


def _digest(data: Any) -> str:
    """Return the SHA-256 of plain data in one fixed spelling."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
