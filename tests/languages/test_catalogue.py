"""The catalogue has every sentence that the library says, with the same parts, and no other."""

from __future__ import annotations

import ast
import csv
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import greencalc

SOURCE = Path(str(files("greencalc")))
CATALOGUES = sorted((SOURCE / "languages").glob("*/*.toml"))
ENTRIES = [entry for path in CATALOGUES for entry in tomllib.loads(path.read_text("utf-8")).items()]
TREES = {str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
SAID = str(Path("languages", "said.py"))
SAYERS = {"say": 0, "word": 0, "joined": 1}  # where in a call the sentence stands
PAGES_SAY = {"say", "quoted"}  # methods of a workbook and its pages, of texts without parts
STYLES = {"title", "plain", "heading", "text"}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _said() -> Iterator[tuple[str, str, set[str]]]:
    """Yield the literal sentences that calls say, with the function and the parts that they are given."""
    for file, tree in TREES.items():
        for call in ast.walk(tree) if file != SAID else ():
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in PAGES_SAY:
                yield from (
                    ("word", one.value, set()) for one in call.args if _is_text(one) and one.value not in STYLES
                )
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            place = SAYERS.get(name)
            if place is None or place >= len(call.args):
                continue
            for node in _choices(call.args[place]):
                where = f"{file}, line {call.lineno}"
                if isinstance(node, ast.Constant):
                    yield name, node.value, {str(part.arg) for part in call.keywords}
                else:
                    assert name != "say", f"{where}: write the sentence where it is said, or its parts are not checked"


def _choices(node: ast.expr) -> list[ast.expr]:
    return [*_choices(node.body), *_choices(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def test_whatever_is_said_is_in_the_catalogue_with_its_parts() -> None:
    said, known = list(_said()), dict(ENTRIES)
    assert len(said) > 100
    unknown = sorted({sentence for _, sentence, _ in said if sentence not in known and sentence.strip(" =≈->")})
    assert unknown == []
    given = [(sentence, parts) for name, sentence, parts in said if name == "say" and parts != _parts(sentence)]
    assert given == []


def test_sentences_have_the_same_parts_in_chinese() -> None:
    with_parts = {sentence for _, sentence, parts in _said() if parts}
    assert [one for one, chinese in ENTRIES if one in with_parts and _parts(one) != _parts(chinese)] == []


def test_every_entry_is_there_once_and_is_used() -> None:
    assert [sentence for sentence, count in Counter(key for key, _ in ENTRIES).items() if count > 1] == []
    constants = [node.value for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts = {text for one in constants if isinstance(one, str) for text in (one, one.replace("_", " "))}
    # 万 may stand before any unit; entries of lines, facts and settings are called by their keys
    keys = {re.sub("^(万|line: |fact: |setting: )", "", key) for key, _ in ENTRIES}
    assert sorted(keys - texts - set(_cells()) - set(_data()) - set(_sources()) - set(_templates())) == []


def _cells() -> Iterator[str]:
    """Yield the cells of the library's own tables, as names of units and notes of factors."""
    for path in SOURCE.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                yield from (cell, cell.rpartition(" ")[2])  # an amount has a unit


def _data() -> Iterator[str]:
    """Yield the texts of the library's tables of indicators."""
    for path in SOURCE.joinpath("standards").rglob("*.toml"):
        table = tomllib.loads(path.read_text("utf-8"))
        yield from (value for value in table["standard"].values() if isinstance(value, str))
        yield from table["standard"].get("vehicle_types", ())


def _sources() -> Iterator[str]:
    """Yield where the tables' data and the formulas come from."""
    for path in SOURCE.joinpath("standards").rglob("*.toml"):
        table = tomllib.loads(path.read_text("utf-8"))
        limits = [limit for item in table["item"] for limit in item["rule"].get("limits", ())]
        rows = [table["standard"], *table["assumption"], *table["group"], *table["item"], *limits]
        yield from (row["source"] for row in rows)
    formulas = (getattr(getattr(greencalc, name), "__formula__", None) for name in greencalc.__all__)
    yield from (formula.source for formula in formulas if formula is not None)


def test_sources_of_tables_and_formulas_are_in_the_catalogue() -> None:
    sources = set(_sources())
    assert len(sources) > 100
    assert sorted(sources - set(dict(ENTRIES))) == []


def _templates() -> Iterator[str]:
    """Yield the texts that templates say."""
    for path in SOURCE.rglob("*.html"):
        yield from re.findall(r'"([^"]*)"', path.read_text("utf-8"))


def test_the_net_catches_what_it_is_for() -> None:
    assert _parts("{count} more of {years} years needed") == {"count", "years"}
    assert _parts("no part at all") == set()
    nodes = _choices(ast.parse("'a' if x else 'b'", mode="eval").body)
    assert [ast.literal_eval(node) for node in nodes] == ["a", "b"]
