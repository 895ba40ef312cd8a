"""Many plants as columns, and what `evaluate` says of each: the two must agree in everything."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from greencalc import FactsError, Q, evaluate, score_columns
from greencalc.formula.declaration import YEAR
from greencalc.many_plants.scores import UNSURE, WRONG_ROW
from greencalc.many_plants.table_reader import read_table
from greencalc.plant.names import amounts_of, line_ends
from greencalc.standards.rules import LineRule, ShareRule, YesNoRule
from greencalc.table_plan.tongues.blocks import CODES
from greencalc.testing.strategies import plain_decimal, units_like
from greencalc.units.amount import read_amount
from greencalc.units.text import parse_unit
from query_cases import assert_queries_agree

ELIGIBLE = {True: 1, False: 0, None: UNSURE}


def agreeing(standard, columns, plants=None, *, units=None, nan_is_missing=False, **options):
    """Score columns, and hold every row to `evaluate` of the plants, or of the rows as facts."""
    reading = {"units": units, "nan_is_missing": nan_is_missing}
    scores = score_columns(standard, columns, with_statuses=True, **reading, **options)
    table = read_table(standard, columns, **reading)
    for row in range(len(scores)):
        facts = table.facts(row) if plants is None else plants[row]
        assessment, faults = judged(standard, facts, options)
        assert reasons(scores, row) == faults, (row, facts)
        if assessment is None:
            assert_is_wrong(scores, row)
        else:
            assert_is_judged_as(scores, row, assessment)
    assert_queries_agree(standard, columns, scores, **reading, **options)
    return scores


def judged(standard, facts, options):
    """What `evaluate` says of a plant, and what is wrong with it."""
    try:
        return evaluate(standard, facts, plausibility=(), **options), []
    except FactsError as error:
        return None, sorted(error.faults)


def reasons(scores, row):
    return sorted(fault.reason for fault in scores.faults if fault.row == row)


def assert_is_wrong(scores, row) -> None:
    assert scores.eligible[row] == UNSURE
    assert np.isnan([scores.score_lower[row], scores.score_upper[row], scores.coverage[row]]).all()
    assert {int(codes[row]) for codes in scores.statuses.values()} == {WRONG_ROW}
    assert set(levels(scores, row)) <= {None}


def assert_is_judged_as(scores, row, assessment) -> None:
    found = {name: int(codes[row]) for name, codes in scores.statuses.items()}
    expected = {item.id: CODES[item.status] for item in assessment.items}
    assert found == expected, {name: (code, expected[name]) for name, code in found.items() if code != expected[name]}
    assert scores.eligible[row] == ELIGIBLE[assessment.eligible]
    assert levels(scores, row) == titles(assessment)
    fractions = any(
        item.exact_of and (isinstance(item.item.rule, LineRule | ShareRule) or item.status == "partly met")
        for item in assessment.items
        if item.status != "unknown"
    )
    for value, exact in (
        (scores.score_lower[row], assessment.score.exact_lower),
        (scores.score_upper[row], assessment.score.exact_upper),
        (scores.coverage[row], assessment.exact_coverage),
    ):
        assert math.isclose(value, exact, rel_tol=1e-12, abs_tol=1e-12) if fractions else value == float(exact), (
            value,
            float(exact),
            assessment.not_applicable,
            [i.id for i in assessment.items if i.status == "not applicable"],
        )


def levels(scores, row):
    """The levels of a row, if the table has any."""
    return [column[row] for column in (scores.level_lower, scores.level_upper) if column is not None]


def titles(assessment):
    """What an assessment says that columns of levels are to hold."""
    reached = assessment.level
    ends = [] if reached is None else [reached.lower, reached.upper]
    return ["no level" if level is None else level.title for level in ends]


def statuses(scores, item):
    names = {code: name for name, code in CODES.items()} | {WRONG_ROW: "wrong"}
    return [names[int(code)] for code in scores.statuses[item]]


# Plants as columns


def columns_of(standard, plants, random):
    """Write plants into columns, each in a unit, a form and a holder of its own."""
    arguments = amounts_of(standard) | line_ends(standard)
    places = _places(standard, plants)
    columns: dict[str, Any] = {}
    for name in dict.fromkeys(name for plant in plants for name in plant):
        cells = [_value(plant.get(name)) for plant in plants]
        if name not in arguments:
            columns[name] = held([word(cell, random) for cell in cells], random)
            continue
        count, lengths = places.get(name, (1, [1] * len(plants)))
        for place in range(count):
            year = [_of_year(cell, place, length) for cell, length in zip(cells, lengths, strict=True)]
            header = f"{name}.{place + 1}" if count > 1 else name
            header, column = _amounts(header, year, arguments[name].symbol.unit, random)
            columns[header] = column
    return columns


def _value(fact):
    return fact["value"] if isinstance(fact, dict) and "value" in fact else fact


def _places(standard, plants):
    """How many columns an argument needs, and how many years each plant has."""
    found = {}
    for item in standard.items:
        formula = standard.formula_of(item)
        names = () if formula is None else tuple(formula.arguments)
        of = {name: [_length(plant.get(name)) for plant in plants] for name in names}
        longest = max((max(lengths) for lengths in of.values()), default=1)
        listed = [name for name in names if max(of[name]) > 1]
        lengths = [max(several) for several in zip(*of.values(), strict=True)]
        found |= dict.fromkeys(listed, (longest, lengths))
    return found


def _length(fact):
    return len(fact) if isinstance(fact, list) else 1


def _of_year(cell, place, length):
    if not isinstance(cell, list):
        return cell if place < length else None
    return cell[place] if place < len(cell) else None


def _amounts(header, cells, canonical, random):
    unit = random.choice(units_like(canonical)) if canonical.powers else canonical
    multiplier, _ = parse_unit(str(unit))
    size = canonical.size / unit.size / multiplier
    exact = [_exact(cell, canonical) for cell in cells]
    texts = [None if number is None else plain_decimal(number * size) for number in exact]
    if any(text is None and number is not None for text, number in zip(texts, exact, strict=True)):
        return header, list(cells)  # thirds of a unit are written as they came
    form = random.choice(["text", "bare", "number", "number", "number"])
    if form == "text":
        written = [None if text is None else f"{text} {unit if unit.powers else ''}".strip() for text in texts]
        return header, held(written, random)
    header = f"{header} [{unit}]"
    return header, held(texts if form == "bare" else [_number(text) for text in texts], random)


def _exact(cell, canonical):
    if cell in (None, "", "unknown"):
        return None
    return Fraction(read_amount(cell).exact(canonical))


def _number(text):
    """A float that was typed like that, if there is one."""
    if text is None:
        return None
    return float(text) if Fraction(repr(float(text))) == Fraction(text) else text


def word(said, random):
    """What is said of a requirement, in one cell."""
    if not isinstance(said, dict):
        return said
    colon = random.choice([": ", "：", ":"])
    names = {"partly met": ("partly met", "部分符合"), "not applicable": ("not applicable", "不适用")}
    return f"{random.choice(names[said['status']])}{colon}{said.get('share', said.get('reason'))}"


def held(cells, random):
    """The cells as a list, or as whichever library can hold them."""
    kinds = {type(cell) for cell in cells} - {type(None)}
    if len(kinds) != 1 or kinds & {dict, list}:
        return cells
    [kind] = kinds
    nullable = {str: "string", bool: "boolean", float: "Float64"}.get(kind)
    if nullable is None:
        return cells
    holders = [
        lambda: cells,
        lambda: pd.Series(cells, dtype=nullable),
        lambda: pl.Series(cells),
        lambda: pa.array(cells),
    ]
    if None not in cells:
        holders += [lambda: np.array(cells)] * 3
    if kind is str:
        holders += [lambda: pa.array(cells).dictionary_encode(), lambda: pd.Series(cells, dtype="category")]
    return random.choice(holders)()


def as_list(column):
    """The cells of a column of any kind."""
    for name in ("to_pylist", "tolist", "to_list"):
        if hasattr(column, name):
            return [None if pd.isna(cell) else cell for cell in getattr(column, name)()]
    return list(column)


def comparable(standard, plants):
    """The plants as a table can hold them: lists of one length, and computed items with a word in all or none."""
    computed = [item.id for item in standard.items if not isinstance(item.rule, YesNoRule)]
    named = [name for name in computed if any(name in plant for plant in plants)]
    arguments = amounts_of(standard).items()
    summed = {name: argument for name, argument in arguments if argument.symbol.over not in {None, YEAR}}
    longest = max((_length(plant.get(name)) for plant in plants for name in summed), default=1)
    yearly = [name for name, argument in arguments if argument.symbol.over == YEAR]
    years = max((_length(plant.get(name)) for plant in plants for name in yearly), default=1)
    return [
        plant
        | {name: plant.get(name, "") for name in named}
        | {name: _split(plant[name], longest, summed[name].symbol.unit) for name in summed if name in plant}
        | {name: _padded(plant[name], years) for name in yearly if name in plant}
        for plant in plants
    ]


def _padded(cell, years):
    """As many years as are wanted, the last ones unknown."""
    known = cell if isinstance(cell, list) else [_value(cell)]
    return [*known, *[None] * (years - len(known))] if years > 1 else cell


def _split(cell, length, unit):
    """A sum with as many terms as are wanted: the last one in halves."""
    if not isinstance(cell, list) or len(cell) == length:
        return cell
    half = Q(_exact(cell[-1], unit) / 2, str(unit))
    return _split([*cell[:-1], half, half], length, unit)
