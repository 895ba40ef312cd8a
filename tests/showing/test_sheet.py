"""What notebooks and terminals show: everything that is there, nothing unescaped, never a page of repr."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.lib.pretty import pretty

import greencalc
from editions import FUNCTIONS
from greencalc import (
    compare,
    evaluate,
    floor_area_of_storeys,
    floor_area_ratio,
    load_factors,
    load_plant,
    load_standard,
    replay,
    score_columns,
    solid_waste_utilisation_rate,
    spec,
)
from greencalc.expression import Name, Quotient
from greencalc.formula.docstring import page_docstring
from greencalc.languages.said import both, english_only
from greencalc.many_plants.files.score_file import FileScores
from greencalc.many_plants.row_fault import RowFault
from greencalc.plant.plant_file import Plant
from greencalc.showing.equation import Equation
from greencalc.showing.sheet import Entries, Printed, Sheet, Shown, Table, listed_text, listing
from greencalc.showing.wrapping import wrapped
from greencalc.standards.rules import LineRule
from tags import Tags

EXAMPLES = Path(__file__).parents[2] / "examples"
STANDARD = load_standard("qct1160_2022")
PLANT = load_plant(EXAMPLES / "plant.toml")
ASSESSMENT = evaluate(STANDARD, PLANT.facts)
METERS = evaluate(STANDARD, load_plant(EXAMPLES / "plant_with_meters.toml").facts)
LEDGERS = METERS.facts.ledgers
WRONG_ROW = FileScores(
    rows=2, faulty_rows=1, faults=(RowFault(1, ("land_area [mu]",), "no"),), assumptions=(), unused=()
)
SCORES = score_columns(STANDARD, {"land_area [mu]": np.array([900.0] * 14 + [-1.0]), "building_area [万m2]": 45.0})

SHOWN = {
    "formula": spec(floor_area_ratio),
    "standard": STANDARD,
    "second standard": load_standard("gbt36132_2025"),
    "plant": PLANT,
    "assessment": ASSESSMENT,
    "item": ASSESSMENT.item("10.5.2"),
    "mandatory item": ASSESSMENT.item("10.4.5"),
    "gaps": ASSESSMENT.gaps(),
    "comparison": compare(ASSESSMENT, METERS),
    "replay": replay(ASSESSMENT.to_json().replace('"420 t"', '"421 t"')),
    "scores": SCORES,
    "file scores": WRONG_ROW,
    "factors": load_factors(),
    "energy ledger": LEDGERS.energy,
    "carbon ledger": LEDGERS.carbon,
}
each_shown = pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)


@each_shown
def test_html_is_well_formed_and_shows_what_the_sheet_has(shown) -> None:
    tags = Tags(shown._repr_html_())
    assert tags.seen <= {"div", "p", "b", "i", "sub", "table", "thead", "tbody", "tr", "th", "td", "details", "summary"}
    for text in texts(shown._sheet()):
        assert text in tags.text


def texts(sheet: Sheet):
    yield sheet.title
    for block in sheet.blocks:
        if isinstance(block, str):
            yield block
        elif isinstance(block, Sheet):
            yield from texts(block)
        elif isinstance(block, Table):
            yield from (cell for row in (block.heads, *block.rows) for cell in row if isinstance(cell, str))


@each_shown
def test_text_shows_what_matters_and_repr_is_one_short_line(shown) -> None:
    assert len(repr(shown)) < 250
    assert "\n" not in repr(shown)
    assert repr(shown).startswith("<")
    assert repr(shown).endswith(">")
    assert max(map(len, str(shown).splitlines())) <= 160
    assert pretty(shown) == str(shown)


@each_shown
def test_latex_has_balanced_braces_and_escapes_text(shown) -> None:
    latex = shown._repr_latex_()
    bare = re.sub(r"\\[%{}_$#&\\]", "", latex)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
    assert latex.count(r"\begin{tabular}") == latex.count(r"\end{tabular}")
    for row in re.findall(r"^(.*) \\\\$", latex, re.MULTILINE):
        assert "_" not in re.sub(r"\$[^$]*\$|\\_", "", row)


HOSTILE = "<script>alert('&')</script> 5 % of $x_1$ {y} \\end"


def test_whatever_a_user_typed_is_escaped() -> None:
    typed = {"land_area": {"value": "900 mu", "evidence": HOSTILE}, "5.1.6": {"status": "not met", "evidence": HOSTILE}}
    plant = Plant({**typed, HOSTILE: HOSTILE}, {"name": HOSTILE})
    assessment = evaluate(STANDARD, typed | {HOSTILE: HOSTILE})
    columns = score_columns(STANDARD, {"land_area [mu]": [900.0], HOSTILE: [1.0], "vehicle_type": [HOSTILE]})
    shown = [plant, assessment, assessment.item("5.1.6"), assessment.explain("5.1.6"), assessment.gaps(), columns]
    for one in shown:
        html = one._repr_html_()
        assert "<script" not in html
        if HOSTILE in str(one):
            assert "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;" in html
    assert "&lt;script&gt;" in plant._repr_html_()
    assert "&lt;script&gt;" in assessment._repr_html_()
    assert r"5 \% of \$x\_1\$ \{y\} \textbackslash{}end" in plant._repr_latex_()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_notebook_shows_a_formula_with_its_symbols(function) -> None:
    shown = Tags(function._repr_html_()).text
    declaration = spec(function)
    assert declaration.clause in shown
    assert declaration.title_zh in shown
    for name, argument in declaration.arguments.items():
        assert f"{name}{argument.symbol.meaning}{argument.symbol.meaning_zh}" in shown
    assert f"$\\displaystyle {declaration.equation}$" in function._repr_latex_()


def test_ipython_finds_every_form() -> None:
    formatter = InteractiveShell.instance().display_formatter
    for shown in (floor_area_ratio, ASSESSMENT, ASSESSMENT.explain("10.5.2"), ASSESSMENT.gaps()):
        data, _ = formatter.format(shown)
        assert {"text/plain", "text/html", "text/latex"} <= set(data)
    assert formatter.format(ASSESSMENT)[0]["text/plain"] == str(ASSESSMENT)


def test_completion_shows_public_names_alone() -> None:
    shell = InteractiveShell.instance()
    shell.user_ns["greencalc"] = greencalc
    shell.Completer.use_jedi = False
    assert completions(shell, "greencalc.") == set(greencalc.__all__)
    shell.user_ns["assessment"] = ASSESSMENT
    names = completions(shell, "assessment.")
    assert {"score", "gaps", "explain", "item", "to_json"} <= names
    assert not [name for name in names if name.startswith("_")]


def completions(shell, text: str) -> set[str]:
    with provisionalcompleter():
        return {one.text.removeprefix(".") for one in shell.Completer.completions(text, len(text))}


def test_a_subclass_says_what_it_shows() -> None:
    class Bare(Shown):
        __slots__ = ()

    with pytest.raises(NotImplementedError):
        str(Bare())


def test_wide_tables_become_entries_and_rows_left_out_are_counted() -> None:
    wide = Sheet("title", (Table(("a", "b"), (("x" * 80, "y" * 81),), more=3),))
    assert wide.to_text() == f"title\n  {'x' * 80}  b:\n      {'y' * 81}\n  and 3 more"
    assert "<p>and 3 more</p>" in wide.to_html()
    bare = Sheet("title", (Table(("", "", ""), [("x" * 80, "y" * 81, "z")]),))
    assert bare.to_text() == f"title\n  {'x' * 80}\n      {'y' * 81}; z"
    assert r"and 3 more \\" in wide.to_latex()
    chinese = Sheet("t", (Table(("单位", "b"), (("m2", Printed("A_b")),)),))
    assert chinese.to_text().splitlines()[1:] == ["  单位  b", "  m2    A_b"]


def test_a_list_that_is_long_is_cut() -> None:
    assert listed_text("1 t") == "1 t"
    assert listed_text(tuple("123456789")) == "[1, 2, 3, 4, 5, 6, 7, 8, and 1 more]"


def test_entries_have_labels_and_what_hangs_below_them() -> None:
    sheet = Sheet("t", (Entries([("a", "b & " + "c" * 92), ("", "d"), (Printed("x_1"), "e")], more=2, between=": "),))
    assert sheet.to_text().splitlines()[1:] == ["  a: b &", f"      {'c' * 92}", "    -  d", "  x_1: e", "  and 2 more"]
    page = sheet.to_html()
    assert Tags(page).text == f"tab & {'c' * 92}dx1eand 2 more"
    assert "<thead>" not in page
    lines = [r"\begin{tabular}{ll}", rf"a & b \& {'c' * 92} \\", r" & d \\", r"$x_1$ & e \\", r"and 2 more \\"]
    assert sheet.to_latex().splitlines()[2:] == [*lines, r"\end{tabular}"]


def test_a_sheet_leaves_out_what_is_empty_and_folds_what_it_is_told_to() -> None:
    inner = [listing("open", [("a", "b")]), listing("folded", [("c", "d")], folded=True), listing("none", [])]
    sheet = Sheet("t", ("", None, Entries([]), Table(("a",), []), *inner, Sheet("alone")))
    assert sheet.to_text() == "t\n\nopen\n  a  b\n\nfolded\n  c  d\n\nalone"
    page = sheet.to_html()
    assert "<details open><summary>open</summary><table>" in page
    assert "<details><summary>folded</summary><table>" in page
    assert "<p></p>" not in page
    assert page.endswith("</details><p>alone</p></div>")


def test_further_sheets_are_set_in_and_written_down_to_a_depth() -> None:
    sheet = Sheet("a", (Sheet("b", ("c", Sheet("d", ("e",)))),))
    assert sheet.to_text() == "a\n\nb\n  c\n\n  d\n    e"
    assert sheet.to_text(depth=1) == "a\n\nb\n  c\n  - d"
    assert sheet.to_text(depth=0) == "a\n  - b"


def test_when_nothing_is_left_to_gain() -> None:
    assert str(type(ASSESSMENT.gaps())()) == "Every item is fully met, or does not apply."
    assert repr(type(ASSESSMENT.gaps())()) == "<Every item is fully met, or does not apply.>"


def test_scores_show_rows_of_every_kind() -> None:
    columns = {"vehicle_type": ["passenger car", "truck cab", "x"], "10.3.2": ["met", "not met", "met"]}
    text = str(score_columns(STANDARD, columns))
    assert "0 eligible, 1 not, 1 undecided, 1 that cannot be judged" in text
    assert re.search(r"^  1 +no +0\.00 +", text, re.MULTILINE)
    assert re.search(r"^  0 +unknown ", text, re.MULTILINE)


def test_points_show_both_ends() -> None:
    assert (repr(ASSESSMENT.score), str(ASSESSMENT.score)) == ("<77.78 to 82.42>", "77.78 to 82.42")


def test_the_reference_pages_link_each_meaning_to_the_glossary() -> None:
    text = page_docstring(spec(floor_area_ratio))
    assert r".. math:: R = \frac{A_b + A_s}{A_l}" in text
    assert "    :math:`A_b`: :term:`floor area of the buildings <building_area>` (建筑物的建筑面积), in m2." in text
    assert "    :math:`R`: :term:`floor area ratio <floor_area_ratio>` (容积率), a pure number." in text


def test_a_file_without_faults_shows_no_table() -> None:
    assert str(FileScores(rows=2, faulty_rows=0, faults=(), assumptions=(), unused=())) == "2 of 2 plants judged"


EQUATION = Equation("R", Quotient(Name("area"), Name("base")), {"area": "a", "base": "b"})


def test_every_part_of_a_sheet_is_written_and_escaped_in_each_way() -> None:
    inner = Sheet(HOSTILE, (HOSTILE, EQUATION, Table((HOSTILE,), ((HOSTILE,),))))
    sheet = Sheet(HOSTILE, (HOSTILE, inner))
    assert sheet.to_text().count(HOSTILE) == 6
    assert "  R = a / b" in sheet.to_text().splitlines()
    assert "<script" not in sheet.to_html()
    assert Tags(sheet.to_html()).text.count(HOSTILE) == 6
    escaped = r"5 \% of \$x\_1\$ \{y\} \textbackslash{}end"
    assert sheet.to_latex().count(escaped) == 6
    assert r"$\displaystyle R = \frac{a}{b}$" in sheet.to_latex()


def test_a_formula_shows_defaults_bounds_and_relations() -> None:
    assert re.search(r"^  h_d +double_height .* > 0 m; default 8 m$", str(spec(floor_area_of_storeys)), re.MULTILINE)
    shown = str(spec(solid_waste_utilisation_rate))
    relation = spec(solid_waste_utilisation_rate).relations[0]
    assert f"Must hold: {relation}; {relation.why}." in " ".join(shown.split())


def rows_of(sheet: Sheet) -> list[tuple]:
    """All rows of a sheet's tables, those of further sheets too."""
    found = []
    for block in sheet.blocks:
        found += block.rows if isinstance(block, Table) else rows_of(block) if isinstance(block, Sheet) else []
    return found


def test_an_assessment_shows_every_item_with_its_points() -> None:
    rows = {row[0]: row for row in rows_of(ASSESSMENT._sheet()) if len(row) == 6}
    assert list(rows) == [result.id for result in ASSESSMENT.items]
    assert rows["10.5.2"][3:] == ("not met", "0 of 4.286", "62.65 % is not >= 70 %")
    assert rows["6.6"][3:5] == ("unknown", "? of 2.143")
    assert rows["10.4.5"][4] == "mandatory"


def test_gaps_name_an_item_once_and_the_gate_as_such() -> None:
    closed = evaluate(STANDARD, PLANT.facts | {"vocs_emitted": "4200 t"}).gaps()
    rows = rows_of(closed._sheet())
    [gate, points] = [block for block in closed._sheet().blocks if isinstance(block, Sheet)]
    assert (gate.title, points.title) == ("Mandatory items that are not met", "Points to be gained, the most first")
    title = closed[0].result.item.title
    assert [label for label, _ in rows[:2]] == ["10.4.5", ""]
    assert rows[0][1].startswith(f"{title} {closed[0].result.item.title_zh}; not met: ")
    assert [label for label, _ in rows].count("10.5.2, +4.286 points") == 1


def test_a_standard_shows_points_and_rules_of_every_item() -> None:
    rows = {row[0]: row for row in rows_of(STANDARD._sheet()) if len(row) == 6}
    assert list(rows) == [item.id for item in STANDARD.items]
    assert rows["10.4.5"][3] == "mandatory"
    assert rows["5.1.6"][3:] == ("5", "yes or no", "quoted")
    assert rows["7.2.3"][4] == "capacity_utilisation_rate > 70 %, in 2 of 3 years"
    assert rows["10.3.2/substitution"][4] == "green_paint_usage_rate, points in proportion to the rate"
    assert rows["10.6/energy-calculated"][4] == "energy_per_vehicle, to be calculated"
    assert rows["10.6/energy"][4] == (
        "energy_per_vehicle, on the line from the base value given with the facts (no points) "
        "to the leading value given with the facts (all points)"
    )
    line = LineRule("energy_per_vehicle", "lower", base="190 kgce/vehicle", leading="120 kgce/vehicle")
    assert str(line).endswith("from 190 kgce/vehicle (no points) to 120 kgce/vehicle (all points)")


def test_scores_count_the_rows_that_are_not_shown() -> None:
    lines = str(SCORES).splitlines()
    assert "  and 5 more" in lines
    assert lines[-1].startswith("  row 14")
    nothing = score_columns(STANDARD, {"land_area [mu]": np.array([])})
    assert str(nothing) == "qct1160_2022: 0 plants, 0 eligible, 0 not, 0 undecided, 0 that cannot be judged"


def test_a_column_that_stands_beside_its_translation_is_left_out_in_chinese() -> None:
    titled = both("Products", "产品")
    rows = [("Q4", titled, english_only("产品"), "10", "")]
    table = Table(("", "Title", english_only("中文"), "Points", ""), rows)
    sheet = Sheet(titled, (table, Entries([(english_only("a"), "b")])))
    assert sheet.to_text().splitlines()[2:] == ["  Q4  Products  产品  10", "  a  b"]
    assert sheet.to_text(language="zh").splitlines() == ["产品", "      名称  分值", "  Q4  产品  10", "    -  b"]
    assert sheet.to_html().count("<th ") == 5
    assert sheet.to_html(language="zh").count("<th ") == 4
    assert sheet.to_latex(language="zh").count("产品") == 2
    wide = Table(("", "Title", english_only("中文")), [("Q4", titled, "x" * 160)])
    assert Sheet("", (wide,)).to_text(language="zh").splitlines()[1].startswith("  Q4  名称：产品；")


def test_brackets_stay_with_what_they_are_about() -> None:
    lines = list(wrapped("评价“（10.2.1）”要求［QC/T-1160］见“附录”", 13))
    assert lines == ["评价", "“（10.2.1）”", "要求", "［QC/T-1160］", "见“附录”"]
