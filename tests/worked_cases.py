"""The cases worked by hand, which ``data/worked_cases.toml`` holds."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Case:
    formula: str
    inputs: dict[str, str | list[str]]
    working: str
    result: str
    unit: str
    published: str = ""
    source: str = ""
    note: str = ""


def _read_cases() -> list[Case]:
    with Path(__file__).with_name("data").joinpath("worked_cases.toml").open("rb") as file:
        return [Case(**row) for row in tomllib.load(file)["case"]]


def case_ids(cases: list[Case]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for case in cases:
        seen[case.formula] += 1
        ids.append(f"{case.formula}-{seen[case.formula]}")
    return ids


CASES = _read_cases()
PUBLISHED = [case for case in CASES if case.published]
each_case = pytest.mark.parametrize("case", CASES, ids=case_ids(CASES))
