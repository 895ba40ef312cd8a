"""In which fonts texts are written, and what becomes of signs that no font has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.font_manager import fontManager

from drawn_plots import install, library_signs, write_font
from greencalc import plot_tornado
from greencalc.plots.lettering import lettering_for


def title_of(name: str, language: str = "en") -> str:
    return plot_tornado([(name, 1.0, 2.0)], language=language).texts[1].get_text()


def test_a_chinese_font_comes_first_in_chinese_and_last_in_english(monkeypatch, squares) -> None:
    install(monkeypatch, squares)
    assert lettering_for("zh").families == ("Squares", "sans-serif")
    assert lettering_for("en").families == ("sans-serif", "Squares")
    assert title_of("柴油") == "柴油"
    assert title_of("≥ 70 m² ₂", "zh") == "≥ 70 m² ₂"


@pytest.mark.usefixtures("no_chinese")
def test_signs_that_no_font_has_are_shown_by_their_numbers() -> None:
    assert lettering_for("zh").families == ("sans-serif",)
    assert title_of("柴油 a\u202e", "zh") == "[U+67F4][U+6CB9] a[U+202E]"
    assert title_of("a\nb") == "a b"


@pytest.mark.usefixtures("no_chinese")
def test_no_sign_of_a_name_is_taken_for_mathematics() -> None:
    ax = plot_tornado([("$\\frac{", 1.0, 2.0), ("\\unknown $x$ 5 % & #", 1.0, 3.0)])
    assert {text.get_text() for text in ax.texts} >= {"$\\frac{", "\\unknown $x$ 5 % & #"}
    assert ax._repr_png_()


def test_a_font_made_for_the_mainland_is_taken_before_others(monkeypatch, squares, tmp_path) -> None:
    preferred = write_font(tmp_path / "sim.ttf", "SimHei", library_signs())
    install(monkeypatch, squares, preferred)
    assert lettering_for("zh").families[0] == "SimHei"


def test_a_font_with_one_glyph_for_all_signs_or_of_other_chinese_is_none(monkeypatch, tmp_path) -> None:
    resort = write_font(tmp_path / "last.ttf", "All Alike", library_signs(), all_alike=True)
    other = write_font(tmp_path / "other.ttf", "Traditional", library_signs().replace("厂", "").replace("涂", ""))
    install(monkeypatch, resort, other)
    assert lettering_for("zh").language == "en"


def test_a_font_that_is_gone_is_none(monkeypatch, tmp_path, squares) -> None:
    install(monkeypatch, squares)
    gone = replace(fontManager.ttflist[-1], fname=str(tmp_path / "gone.ttf"), name="Gone")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    monkeypatch.setattr(
        fontManager, "ttflist", [gone, replace(gone, fname=str(broken), name="Broken"), *fontManager.ttflist[:-1]]
    )
    assert lettering_for("zh").language == "en"
